import Foundation
import Platform

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One connection to a server on this machine that is kept open.
///
/// A plain socket: the library's client alone takes longer than what is to be measured.
final class WebClient {
  /// What a server answered.
  struct Answer {
    var status: Int
    /// Bytes of the body.
    var length: Int
    /// The end of the body, where numbers about the search stand; empty unless it was asked for.
    var body: [UInt8] = []
  }

  private let port: Int
  private var socketDescriptor: CInt = -1
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  /// Bytes of ``buffer`` that are not used up.
  private var start = 0
  private var end = 0

  init(port: Int) throws {
    self.port = port
    try reconnect()
  }

  deinit { disconnect() }

  /// Opens a fresh connection: a server closes one that was idle while others were measured.
  func reconnect() throws {
    disconnect()
    #if canImport(Darwin)
      socketDescriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      socketDescriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socketDescriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw BenchmarkError("cannot connect to port \(port)") }
    var yes: CInt = 1
    setsockopt(socketDescriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
  }

  func disconnect() {
    if socketDescriptor >= 0 { close(socketDescriptor) }
    socketDescriptor = -1
    (start, end) = (0, 0)
  }

  /// A request as bytes; with a body it is a POST of JSON.
  static func request(_ target: String, body: String? = nil) -> [UInt8] {
    let length = body.map { "Content-Type: application/json\r\nContent-Length: \($0.utf8.count)\r\n" } ?? ""
    return Array(
      "\(body == nil ? "GET" : "POST") \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\(length)\r\n\(body ?? "")"
        .utf8)
  }

  /// A server may close a connection that was idle for as long, in nanoseconds.
  private static let idleMax = 5_000_000_000
  private var lastUse = 0

  /// Sends a request and reads the whole answer.
  func send(_ request: [UInt8], keepsBody: Bool = false) throws -> Answer {
    if monotonicNanoseconds() - lastUse > Self.idleMax { try reconnect() }
    defer { lastUse = monotonicNanoseconds() }
    var sent = 0
    while sent < request.count {
      let count = request.withUnsafeBytes {
        write(socketDescriptor, $0.baseAddress! + sent, request.count - sent)
      }
      guard count > 0 else { throw BenchmarkError("the server closed the connection") }
      sent += count
    }
    let head = try readHead()
    let status = Int(head.split(separator: " ")[1]) ?? 0
    var answer = Answer(status: status, length: 0)
    if head.contains("transfer-encoding: chunked") {
      while true {
        let size = Int(try readLine().prefix { $0 != ";" }, radix: 16) ?? 0
        try readBody(size, &answer, keepsBody)
        _ = try readLine()
        if size == 0 { return answer }
      }
    }
    let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
    try readBody(Int(field?.split(separator: " ").last ?? "") ?? 0, &answer, keepsBody)
    return answer
  }

  private func readHead() throws -> String {
    var lines = ""
    while true {
      let line = try readLine()
      if line.isEmpty { return lines }
      lines += line.lowercased() + "\r\n"
    }
  }

  /// The next line without its end.
  private func readLine() throws -> String {
    var from = start
    while true {
      if let place = buffer[from..<end].firstIndex(of: 10) {
        defer { start = place + 1 }
        return String(decoding: buffer[start..<max(start, place - 1)], as: UTF8.self)
      }
      let seen = end - start
      try receive()
      from = start + seen
    }
  }

  private func readBody(_ length: Int, _ answer: inout Answer, _ keepsBody: Bool) throws {
    var left = length
    while left > 0 {
      if start == end { try receive() }
      let count = min(left, end - start)
      if keepsBody { answer.body += buffer[start..<start + count] }
      start += count
      left -= count
    }
    answer.length += length
  }

  /// Adds what has come to the buffer, which may move what is in it to its front.
  private func receive() throws {
    if start == end { (start, end) = (0, 0) }
    if end == buffer.count {
      guard start > 0 else { throw BenchmarkError("a line of the answer is too long") }
      buffer.replaceSubrange(0..<end - start, with: buffer[start..<end])
      (start, end) = (0, end - start)
    }
    var count = 0
    repeat {
      count = buffer.withUnsafeMutableBytes { read(socketDescriptor, $0.baseAddress! + end, $0.count - end) }
    } while count < 0 && errno == EINTR
    guard count > 0 else {
      let reason = count == 0 ? "" : " (\(String(cString: strerror(errno))))"
      throw BenchmarkError("the server closed the connection\(reason)")
    }
    end += count
  }
}
