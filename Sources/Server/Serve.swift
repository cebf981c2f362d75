import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Platform
import Search
import ServiceLifecycle
import UnixSignals

/// Serves pages and the API until the process is told to stop (SIGINT or SIGTERM) or the task is cancelled.
///
/// The index is opened as soon as there is one, and looked at every second for a newer one.
///
/// - Throws: When the address cannot be listened on.
package func serve(configuration: ServerConfiguration) async throws {
  try await serve(configuration: configuration) {
    try Searcher.open(
      dataFolder: configuration.dataFolder, workerCount: configuration.workerCount ?? processorCount(),
      grammarFolder: configuration.grammarFolder)
  }
}

/// As ``serve(configuration:)``, over any index.
package func serve(
  configuration: ServerConfiguration, opening open: @escaping @Sendable () throws -> any SearchService
) async throws {
  let index = IndexHolder(open: open)
  let site = try Site(index: index, configuration: configuration)
  // Before the first connection: who reads the address can search at once. The refresher tells failures.
  _ = try await site.runHousekeeping { index.refresh() }
  let table = ConnectionTable(
    limit: max(2, min(configuration.connections, raiseOpenFileLimit() - ServerLimits.spareFiles)),
    limitPerClient: configuration.connectionsPerClient, exempt: configuration.trustedProxyAddresses)
  let connection = HTTP1Channel.Configuration(
    additionalChannelHandlers: [
      ConnectionMonitor(
        table: table, patience: configuration.patience, takesUploads: configuration.scipToken != nil)
    ],
    httpDecoderConfiguration: .init(
      maxHeaderFieldSize: ServerLimits.headerBytes, maxHeaderListSize: ServerLimits.headerBytes,
      maxHeaderFieldCount: ServerLimits.headerCount))
  let logger = Logger(label: "alidade") { _ in FaultLog(log: site.log) }
  var application = ApplicationConfiguration(
    address: .hostname(configuration.host, port: configuration.port), serverName: nil)
  application.backlog = 1024
  let app = Application(
    responder: SiteResponder(site: site),
    server: HTTPServerBuilder { responder in
      ServingChannel(http: HTTP1Channel(responder: responder, configuration: connection), threads: site.serving)
    },
    configuration: application,
    services: [
      IndexRefresher(site: site), ScipImporter(site: site), ReportSweeper(site: site), MemoryTrimmer(site: site),
    ],
    onServerRunning: { channel in
      let port = channel.localAddress?.port ?? configuration.port
      let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
      configuration.onListening("http://\(host):\(port)")
    },
    logger: logger)
  var group = ServiceGroupConfiguration(
    services: [app], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
  group.maximumGracefulShutdownDuration = .seconds(ServerLimits.shutdownSeconds)
  let services = ServiceGroup(configuration: group)
  // Cancelling the task stops like a signal does: connections end in order. NIO stops the program when the
  // writer of a connection that was accepted but not yet handled is dropped by a cancelled task.
  let run = Task { try await services.run() }
  try await withTaskCancellationHandler {
    try await run.value
  } onCancel: {
    Task { await services.triggerGracefulShutdown() }
  }
}

/// HTTP/1.1 whose requests are answered on the site's threads from their first to their last byte: an answer that needs
/// no other thread takes two changes of thread, from the event loop and back to it.
private struct ServingChannel: ServerChildChannel {
  let http: HTTP1Channel
  let threads: ThreadExecutor

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    http.setup(channel: channel, logger: logger)
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await withTaskExecutorPreference(threads) { await http.handle(value: value, logger: logger) }
  }
}

/// Hummingbird's own lines are about starting and stopping, of which only failures matter; ours go to `onLogLine`.
/// Values that it adds for each request are dropped: the library's handler makes text of them at once.
private struct FaultLog: LogHandler {
  let log: ServerLog
  var logLevel = Logger.Level.error
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }

  subscript(metadataKey _: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    log.fault("\(event.level) \(event.source): \(event.message)")
  }
}
