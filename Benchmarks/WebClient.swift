import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `alidade serve` as a child, and one connection to it that is kept open.
///
/// A plain socket: the library's client alone takes longer than what is to be measured.
final class WebClient {
  private let process = Process()
  private var socketDescriptor: CInt = -1
  private var received: [UInt8] = []
  private var port = 0

  /// Starts the server on a free port and connects.
  init(program: String, dataFolder: String) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = ["serve", "--quiet", "--port", "0", "--rate-limit", "0", "--data", dataFolder]
    process.standardOutput = output
    try process.run()
    var line = Data()
    while !line.contains(0x0A) {
      let piece = output.fileHandleForReading.availableData
      guard !piece.isEmpty else { throw BenchmarkError("alidade serve ended before it said its address") }
      line += piece
    }
    port =
      Int(String(decoding: line, as: UTF8.self).split(separator: ":").last?.filter(\.isNumber) ?? "") ?? 0
    // The address comes before the index is open.
    for _ in 0..<500 {
      try connect()
      if try get("/readyz").status == 200 { return }
      disconnect()
      usleep(20_000)
    }
    throw BenchmarkError("alidade serve did not become ready")
  }

  /// Ends the server.
  func stop() {
    disconnect()
    process.terminate()
    process.waitUntilExit()
  }

  /// Opens a fresh connection: the server closes one that was idle while peers were measured.
  func reconnect() throws {
    disconnect()
    try connect()
  }

  private func disconnect() {
    if socketDescriptor >= 0 { close(socketDescriptor) }
    socketDescriptor = -1
    received = []
  }

  private func connect() throws {
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
        connectSocket(socketDescriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw BenchmarkError("cannot connect to port \(port)") }
    var yes: CInt = 1
    setsockopt(socketDescriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
  }

  /// Sends a request and reads the whole answer.
  func get(_ target: String) throws -> (status: Int, length: Int) {
    let request = Array(
      "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: application/json\r\n\r\n".utf8)
    guard write(socketDescriptor, request, request.count) == request.count else {
      throw BenchmarkError("the server closed the connection")
    }
    let end: [UInt8] = [13, 10, 13, 10]
    var headEnd = find(end, from: 0)
    while headEnd == nil {
      try receive()
      headEnd = find(end, from: 0)
    }
    let head = String(decoding: received[..<headEnd!], as: UTF8.self).lowercased()
    let status = Int(head.split(separator: " ")[1]) ?? 0
    received.removeFirst(headEnd! + 4)
    if head.contains("transfer-encoding: chunked") { return (status, try readChunks()) }
    let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
    let length = Int(field?.split(separator: " ").last ?? "") ?? 0
    while received.count < length { try receive() }
    received.removeFirst(length)
    return (status, length)
  }

  private func readChunks() throws -> Int {
    var total = 0
    while true {
      var lineEnd = find([13, 10], from: 0)
      while lineEnd == nil {
        try receive()
        lineEnd = find([13, 10], from: 0)
      }
      let size = Int(String(decoding: received[..<lineEnd!], as: UTF8.self), radix: 16) ?? 0
      while received.count < lineEnd! + 2 + size + 2 { try receive() }
      received.removeFirst(lineEnd! + 2 + size + 2)
      if size == 0 { return total }
      total += size
    }
  }

  private func find(_ mark: [UInt8], from start: Int) -> Int? {
    guard received.count >= mark.count else { return nil }
    return (start...(received.count - mark.count)).first {
      received[$0] == mark[0] && received[$0...].starts(with: mark)
    }
  }

  private func receive() throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var count = read(socketDescriptor, &buffer, buffer.count)
    while count < 0, errno == EINTR { count = read(socketDescriptor, &buffer, buffer.count) }
    guard count > 0 else {
      let reason = count == 0 ? "" : " (\(String(cString: strerror(errno))))"
      throw BenchmarkError("the server closed the connection\(reason)")
    }
    received += buffer[..<count]
  }
}

/// `connect` by another name, since the class has a method of that name.
private func connectSocket(_ socket: CInt, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> CInt {
  connect(socket, address, length)
}
