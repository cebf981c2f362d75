import Foundation
import Platform

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Makes an index as it is after the machine was started: nothing of it in memory.
enum ColdFiles {
  /// Asks the system to forget the files of an index that nobody has mapped, and returns the bytes that this process
  /// has read from disks so far. Where the system cannot forget, cold queries are as fast as warm ones.
  static func drop(_ dataFolder: String) throws -> Int {
    let folder = dataFolder + "/segments"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let descriptor = open("\(folder)/\(name)", O_RDONLY)
      guard descriptor >= 0 else { continue }
      #if !canImport(Darwin)
        _ = fsync(descriptor)
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
      #endif
      close(descriptor)
    }
    return bytesRead
  }

  /// Bytes that this process has read from disks; 0 where the system does not say.
  static var bytesRead: Int {
    let text = (try? readFile("/proc/self/io", limit: 4096)) ?? []
    let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("read_bytes")
    }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
