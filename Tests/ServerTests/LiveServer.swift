import Glibc
import Platform
import Server
import Testing

/// Runs `body` against a server on a port of the system's choice, on a thread of its own, since it waits.
func serving(
  behaviour: FakeSearchService.Behaviour = .init(), configure: (inout ServerConfiguration) -> Void = { _ in },
  afterwards: @Sendable () async -> Void = {},
  _ body: @Sendable @escaping (_ port: UInt16) throws -> Void
) async throws {
  let (addresses, announce) = AsyncStream<String>.makeStream()
  var configuration = ServerConfiguration(dataFolder: "/nowhere")
  configuration.port = 0
  configuration.onListening = { announce.yield($0) }
  configure(&configuration)
  let final = configuration
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      try await serve(configuration: final) { FakeSearchService(TestSite.files, behaviour: behaviour) }
    }
    for await address in addresses {
      let port = try #require(address.split(separator: ":").last.flatMap { UInt16($0) })
      try await WorkerPool(threads: 1, name: "client").run { try body(port) }
      await afterwards()
      break
    }
    group.cancelAll()
  }
}

/// A blocking TCP connection to this machine.
final class Connection {
  private struct Failure: Error {
    var step: String
    var code: Int32
  }

  private var descriptor: Int32

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(step: "socket", code: errno) }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(step: "connect", code: errno) }
  }

  deinit { close() }

  func close() {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
  }

  func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // A server may close before it has read a request that it refuses.
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// What arrives until `text` does or the other side closes.
  func read(until text: String) throws -> String {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !String(decoding: received, as: UTF8.self).contains(text) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      received += buffer[..<count]
    }
    return String(decoding: received, as: UTF8.self)
  }

  /// Sends a request and reads its reply: by length, by chunks, or until the connection closes.
  func ask(_ text: String, bodyIsExpected: Bool = true) throws -> String {
    try send(text)
    var received = try read(until: "\r\n\r\n")
    guard bodyIsExpected, let end = received.range(of: "\r\n\r\n") else { return received }
    let head = received[..<end.lowerBound].lowercased()
    if head.contains("transfer-encoding: chunked") {
      if !received.hasSuffix("\r\n0\r\n\r\n") { received += try read(until: "\r\n0\r\n\r\n") }
    } else if let length = head.firstMatch(of: /content-length: (\d+)/).flatMap({ Int($0.1) }) {
      var missing = length - received[end.upperBound...].utf8.count
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while missing > 0 {
        let count = recv(descriptor, &buffer, min(missing, buffer.count), 0)
        guard count > 0 else { break }
        received += String(decoding: buffer[..<count], as: UTF8.self)
        missing -= count
      }
    }
    return received
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}
