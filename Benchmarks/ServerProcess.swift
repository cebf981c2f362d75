import Foundation
import Platform

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A server as a child of this process, and what it costs.
final class ServerProcess {
  let name: String
  private(set) var port = 0
  private let process = Process()

  /// `alidade serve` on a free port.
  init(alidade program: String, dataFolder: String) throws {
    name = "alidade"
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
    try awaitReadiness("/readyz")
  }

  /// Another server, which takes its port as an argument.
  init(name: String, program: String, arguments: (_ port: Int) -> [String], readiness: String) throws {
    self.name = name
    port = try Self.freePort()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments(port)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try awaitReadiness(readiness)
  }

  private func awaitReadiness(_ target: String) throws {
    for _ in 0..<3000 {
      let client = try? WebClient(port: port)
      if (try? client?.send(WebClient.request(target)).status) == 200 { return }
      guard process.isRunning else { break }
      usleep(20_000)
    }
    stop()
    throw BenchmarkError("\(name) did not become ready")
  }

  /// Ends the server.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Processor time of all its threads so far, in nanoseconds; ended threads count too where the system says so.
  var cpuNanoseconds: Int {
    let folder = "/proc/\(process.processIdentifier)/task"
    // Only Linux has it; 0 elsewhere.
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.reduce(0) { sum, thread in
      // A thread may end between the two looks.
      let text = (try? readFile("\(folder)/\(thread)/schedstat", limit: 4096)) ?? []
      return sum + (Int(String(decoding: text.prefix { $0 != 0x20 }, as: UTF8.self)) ?? 0)
    }
  }

  /// Memory in bytes: all that is resident, mapped index files included, and what is its own.
  var memory: (resident: Int, own: Int) {
    // Only Linux has it; 0 elsewhere.
    let text = (try? readFile("/proc/\(process.processIdentifier)/status", limit: 1 << 16)) ?? []
    func field(_ name: String) -> Int {
      let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name) }
      return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 } ?? 0
    }
    return (field("VmRSS:"), field("RssAnon:"))
  }

  /// A port nobody listens on now.
  private static func freePort() throws -> Int {
    #if canImport(Darwin)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw BenchmarkError("no free port") }
    return Int(in_port_t(bigEndian: address.sin_port))
  }
}
