// table: logs, as the programs wrote them.
extension DiagnosePage {
  /// Logs of programs whose code is in the demo set, made by running them: Alidade's own server with its packages'
  /// loggers on, and a small program that uses one of them wrongly.
  package static let samples = [
    Sample(id: "start", title: "A server", meaning: "that does not start", text: startText),
    Sample(id: "crash", title: "A crash", meaning: "of a Swift program", text: crashText),
    Sample(id: "stop", title: "Broken connections", meaning: "and a shutdown", text: stopText),
  ]

  private static let startText = ##"""
    2026-11-21T14:02:47+0000 debug alidade: sl-cancellationSignals=[] sl-gracefulShutdownSignals=[SIGTERM, SIGINT] sl-services=["Application"] [ServiceLifecycle] Starting service lifecycle
    2026-11-21T14:02:47+0000 debug alidade: sl-service=Application [ServiceLifecycle] Starting service
    2026-11-21T14:02:47+0000 debug alidade: sl-cancellationSignals=[] sl-gracefulShutdownSignals=[] sl-services=["IndexRefresher(site: Server.Site)", "ScipImporter(site: Server.Site)", "Hummingbird.DateCache", "PreludeService<Server<HTTP1Channel>>"] [ServiceLifecycle] Starting service lifecycle
    2026-11-21T14:02:47+0000 debug alidade: sl-service=IndexRefresher(site: Server.Site) [ServiceLifecycle] Starting service
    2026-11-21T14:02:47+0000 debug alidade: sl-service=ScipImporter(site: Server.Site) [ServiceLifecycle] Starting service
    2026-11-21T14:02:47+0000 debug alidade: sl-service=Hummingbird.DateCache [ServiceLifecycle] Starting service
    2026-11-21T14:02:47+0000 debug alidade: sl-service=PreludeService<Server<HTTP1Channel>> [ServiceLifecycle] Starting service
    2026-11-21T14:02:47+0000 trace alidade: [HummingbirdCore] Server State: starting
    2026-11-21T14:02:47+0000 trace alidade: [HummingbirdCore] Server State: shutdown
    2026-11-21T14:02:47+0000 debug alidade: sl-error=bind(descriptor:ptr:bytes:): Address already in use) (errno: 98) sl-service=PreludeService<Server<HTTP1Channel>> [ServiceLifecycle] Service threw error. Cancelling group.
    2026-11-21T14:02:47+0000 debug alidade: [ServiceLifecycle] Service lifecycle ended
    2026-11-21T14:02:47+0000 debug alidade: sl-error=bind(descriptor:ptr:bytes:): Address already in use) (errno: 98) sl-service=Application [ServiceLifecycle] Service threw error. Cancelling group.
    2026-11-21T14:02:47+0000 debug alidade: [ServiceLifecycle] Service lifecycle ended
    alidade: error: cannot serve on 127.0.0.1, port 7070: bind(descriptor:ptr:bytes:): Address already in use) (errno: 98)
      If the port is taken, choose another with --port N; 0 lets the system choose.

    """##

  private static let crashText = ##"""
    DequeModule/Deque+Collection.swift:886: Precondition failed: Cannot remove first element of an empty Deque

    *** Signal 4: Backtracing from 0x7f6aafef9361... done ***

    *** Program crashed: Illegal instruction at 0x00007f6aafef9361 ***

    Platform: x86_64 Linux (Debian GNU/Linux 12 (bookworm))

    Thread 0 "inventory" crashed:

      0               0x00007f6aafef9361 _assertionFailure(_:_:file:line:flags:) + 225 in libswiftCore.so
      1 [ra]          0x0000556a7c2f548e Deque.removeFirst() + 221 in inventory at /srv/inventory/.build/checkouts/swift-collections/Sources/DequeModule/Deque/Deque+Collection.swift:886:5
      2 [ra]          0x0000556a7c384d5c Inventory.next() + 43 in inventory at /srv/inventory/Sources/inventory/Inventory.swift:7:13
      3 [ra]          0x0000556a7c384f45 static Program.main() + 340 in inventory at /srv/inventory/Sources/inventory/Inventory.swift:16:60
      4 [ra] [system] 0x0000556a7c384ff9 static Program.$main() + 8 in inventory at //<compiler-generated>
      5 [ra] [system] 0x0000556a7c385019 inventory_main + 8 in inventory at /srv/inventory/Sources/inventory/Inventory.swift
    ...

    """##

  private static let stopText = ##"""
    2026-11-21T14:02:42+0000 debug alidade: sl-cancellationSignals=[] sl-gracefulShutdownSignals=[SIGTERM, SIGINT] sl-services=["Application"] [ServiceLifecycle] Starting service lifecycle
    2026-11-21T14:02:42+0000 debug alidade: sl-service=Application [ServiceLifecycle] Starting service
    2026-11-21T14:02:42+0000 debug alidade: sl-cancellationSignals=[] sl-gracefulShutdownSignals=[] sl-services=["IndexRefresher(site: Server.Site)", "ScipImporter(site: Server.Site)", "Hummingbird.DateCache", "PreludeService<Server<HTTP1Channel>>"] [ServiceLifecycle] Starting service lifecycle
    2026-11-21T14:02:42+0000 debug alidade: sl-service=IndexRefresher(site: Server.Site) [ServiceLifecycle] Starting service
    2026-11-21T14:02:42+0000 debug alidade: sl-service=ScipImporter(site: Server.Site) [ServiceLifecycle] Starting service
    2026-11-21T14:02:42+0000 debug alidade: sl-service=Hummingbird.DateCache [ServiceLifecycle] Starting service
    2026-11-21T14:02:42+0000 debug alidade: sl-service=PreludeService<Server<HTTP1Channel>> [ServiceLifecycle] Starting service
    2026-11-21T14:02:42+0000 trace alidade: [HummingbirdCore] Server State: starting
    2026-11-21T14:02:42+0000 info alidade: [HummingbirdCore] Server started and listening on 127.0.0.1:7070
    2026-11-21T14:02:42+0000 trace alidade: [HummingbirdCore] Server State: running
    2026-11-21T14:02:46+0000 trace alidade: [HummingbirdCore] Failed to read/write to Channel. Error: ConnectionClosed()
    2026-11-21T14:02:46+0000 trace alidade: [HummingbirdCore] Failed to read/write to Channel. Error: ConnectionClosed()
    2026-11-21T14:02:46+0000 trace alidade: [HummingbirdCore] Failed to read/write to Channel. Error: ConnectionClosed()
    2026-11-21T14:03:09+0000 debug alidade: sl-signal=SIGTERM [ServiceLifecycle] Signal caught. Shutting down the group.
    2026-11-21T14:03:09+0000 debug alidade: sl-service=Application [ServiceLifecycle] Triggering graceful shutdown for service
    2026-11-21T14:03:09+0000 debug alidade: [ServiceLifecycle] Graceful shutdown caught. Cascading shutdown to services
    2026-11-21T14:03:09+0000 debug alidade: sl-service=PreludeService<Server<HTTP1Channel>> [ServiceLifecycle] Triggering graceful shutdown for service
    2026-11-21T14:03:09+0000 trace alidade: [HummingbirdCore] Server State: shuttingDown
    2026-11-21T14:03:09+0000 trace alidade: [HummingbirdCore] Server State: shutdown
    2026-11-21T14:03:09+0000 debug alidade: sl-service=PreludeService<Server<HTTP1Channel>> [ServiceLifecycle] Service finished
    2026-11-21T14:03:09+0000 debug alidade: sl-service=Hummingbird.DateCache [ServiceLifecycle] Triggering graceful shutdown for service
    2026-11-21T14:03:09+0000 debug alidade: sl-service=Hummingbird.DateCache [ServiceLifecycle] Service finished
    2026-11-21T14:03:09+0000 debug alidade: sl-service=ScipImporter(site: Server.Site) [ServiceLifecycle] Triggering graceful shutdown for service
    2026-11-21T14:03:09+0000 debug alidade: sl-service=ScipImporter(site: Server.Site) [ServiceLifecycle] Service finished
    2026-11-21T14:03:09+0000 debug alidade: sl-service=IndexRefresher(site: Server.Site) [ServiceLifecycle] Triggering graceful shutdown for service
    2026-11-21T14:03:09+0000 debug alidade: sl-service=IndexRefresher(site: Server.Site) [ServiceLifecycle] Service finished
    2026-11-21T14:03:09+0000 debug alidade: [ServiceLifecycle] Service lifecycle ended
    2026-11-21T14:03:09+0000 debug alidade: sl-service=Application [ServiceLifecycle] Service finished
    2026-11-21T14:03:09+0000 debug alidade: [ServiceLifecycle] Service lifecycle ended

    """##
}
