import Foundation
import Platform

/// Where and with what the run was made.
enum Facts {
  static var swiftVersion: String {
    #if swift(>=6.4)
      "6.4 or later"
    #elseif swift(>=6.3)
      "6.3"
    #elseif swift(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }

  static func machine() -> Report.Machine {
    let load = text("/proc/loadavg").split(separator: " ").first.flatMap { Double($0) } ?? 0
    return Report.Machine(
      processor: field("model name", in: "/proc/cpuinfo") ?? "unknown processor", cores: processorCount(),
      memoryBytes: Int(ProcessInfo.processInfo.physicalMemory),
      system: ProcessInfo.processInfo.operatingSystemVersionString, kernel: kernel, loadAverage: load)
  }

  private static var kernel: String? {
    let release = text("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines)
    return release.isEmpty ? nil : release
  }

  /// The commit of the sources, with a plus when they have changed since.
  static func commit() -> String {
    func git(_ arguments: [String]) -> String? {
      var command = Command(arguments: ["git"] + arguments, environment: ProcessInfo.processInfo.environment)
      command.folder = FileManager.default.currentDirectoryPath
      // Without git, or outside of the repository, the report says so.
      guard let (output, ending) = try? command.run(), ending.status == .exited(0) else { return nil }
      return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    guard let commit = git(["rev-parse", "--short=12", "HEAD"]) else { return "unknown" }
    return commit + (git(["status", "--porcelain", "--", "Sources"])?.isEmpty == false ? "+" : "")
  }

  private static func text(_ path: String) -> String {
    // Missing on systems other than Linux.
    (try? readFile(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func field(_ name: String, in path: String) -> String? {
    let line = text(path).split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
  }
}
