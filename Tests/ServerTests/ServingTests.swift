import Server
import Testing

/// The server on a real socket.
@Suite struct `Serving over HTTP` {
  @Test func `pages arrive whole and the connection stays for the next`() async throws {
    try await serving { port in
      let socket = try Connection(port: port)
      let first = try socket.ask("GET /search?q=parse HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(first.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(first.contains("</html>"))
      let second = try socket.ask("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(second.hasPrefix("HTTP/1.1 200 OK\r\n"))
      let head = try socket.ask("HEAD /repos HTTP/1.1\r\nHost: localhost\r\n\r\n", bodyIsExpected: false)
      #expect(head.lowercased().contains("content-length: "))
      let third = try socket.ask("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(third.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
  }

  @Test(arguments: [
    "NONSENSE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /search?q=\(String(repeating: "a", count: 70_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "a", count: 70_000))\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  ])
  func `what is no request of ours is answered and closed`(_ text: String) async throws {
    try await serving { port in
      let socket = try Connection(port: port)
      let answer = try socket.ask(text)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
      // The server lives on.
      let other = try Connection(port: port)
      #expect(try other.ask("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func `closing the connection cancels the search`() async throws {
    let (cancelled, report) = AsyncStream<Void>.makeStream()
    let behaviour = FakeSearchService.Behaviour(
      pause: { try? await Task.sleep(for: .seconds(3600)) }, onCancelled: { report.finish() })
    let wait: @Sendable () async -> Void = { for await _ in cancelled {} }
    try await serving(behaviour: behaviour, afterwards: wait) { port in
      let socket = try Connection(port: port)
      try socket.send("GET /search?q=parse HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(try socket.read(until: "Parser.swift").contains("Parser.swift"))
      socket.close()
    }
  }
}
