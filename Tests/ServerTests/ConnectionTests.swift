import Server
import Testing

/// What clients do to connections, by mistake or on purpose.
@Suite struct `Connections` {
  private static let live = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"

  private static func isServed(_ port: UInt16) throws -> Bool {
    try Connection(port: port).ask(live).hasPrefix("HTTP/1.1 200 OK\r\n")
  }

  @Test func `a head that never ends is answered with 408`() async throws {
    try await serving(configure: { $0.patience.firstHead = .milliseconds(200) }) { port in
      let slow = try Connection(port: port)
      try slow.send("GET /livez HTTP/1.1\r\nHost: loc")
      let answer = try slow.read(until: "never")
      #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
      #expect(answer.contains("/docs/problems/request-timeout"))
      #expect(try Self.isServed(port))
    }
  }

  @Test func `a body that never ends is answered with 408`() async throws {
    try await serving(configure: { $0.patience.body = .milliseconds(200) }) { port in
      let slow = try Connection(port: port)
      try slow.send("POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
      let answer = try slow.read(until: "never")
      #expect(answer.hasPrefix("HTTP/1.1 4"))
    }
  }

  @Test func `a connection that says nothing is closed without a word`() async throws {
    try await serving(configure: {
      $0.patience.firstHead = .milliseconds(100)
      $0.patience.idle = .milliseconds(100)
    }) { port in
      let silent = try Connection(port: port)
      #expect(try silent.read(until: "never").isEmpty)
      let kept = try Connection(port: port)
      #expect(try kept.ask(Self.live).hasPrefix("HTTP/1.1 200"))
      #expect(try kept.read(until: "never").isEmpty)
    }
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "a", count: 70_000))\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n" + String(repeating: "X: y\r\n", count: 200) + "\r\n",
  ])
  func `too many headers are answered with 431`(_ request: String) async throws {
    try await serving { port in
      let answer = try Connection(port: port).ask(request)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 431 "))
      #expect(try Self.isServed(port))
    }
  }

  @Test func `one client cannot have all connections`() async throws {
    try await serving(configure: { $0.connectionsPerClient = 3 }) { port in
      let held = try (0..<3).map { _ in try Connection(port: port) }
      for connection in held { #expect(try connection.ask(Self.live).hasPrefix("HTTP/1.1 200")) }
      #expect(try Connection(port: port).ask(Self.live).isEmpty)
      held[0].close()
      var isServed = false
      // The server notices a closed connection when it gets to it.
      for _ in 0..<1000 where !isServed { isServed = try Self.isServed(port) }
      #expect(isServed)
    }
  }

  @Test func `who waits longest makes room`() async throws {
    try await serving(configure: { $0.connections = 4 }) { port in
      let waiting = try (0..<4).map { _ in try Connection(port: port) }
      for connection in waiting { #expect(try connection.ask(Self.live).hasPrefix("HTTP/1.1 200")) }
      #expect(try Self.isServed(port))
      #expect(try waiting[0].read(until: "never").isEmpty)
      #expect(try waiting[3].ask(Self.live).hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func `a stream that runs when the server stops is finished`() async throws {
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let (connections, hand) = AsyncStream<HeldConnection>.makeStream()
    try await serving(behaviour: .init(pause: { for await _ in gate {} })) { port in
      let connection = try Connection(port: port)
      try connection.send(
        "GET /api/v1/search?q=parse HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
      #expect(try connection.read(until: "event: matches").contains("Parser.swift"))
      hand.yield(HeldConnection(connection: connection))
      hand.finish()
      // From here on the server is told to stop, while the search still runs.
      Task { opener.finish() }
    }
    for await held in connections {
      #expect(try held.connection.read(until: "event: done").contains("event: done"))
    }
  }

  /// Handed from the client's thread to the test, which go one after the other.
  private struct HeldConnection: @unchecked Sendable { let connection: Connection }

  @Test func `bytes are compressed on the wire as they come`() async throws {
    try await serving { port in
      let answer = try Connection(port: port).ask(
        "GET /search?q=parse HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")
      #expect(answer.contains("Content-Encoding: gzip\r\n"))
      #expect(!answer.contains("</html>"))
    }
  }
}
