#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Reads a file, or standard input for `-`, in pieces of at most 256 KB, without mapping it: it may be
/// written to or cut short meanwhile.
///
/// - Parameter body: returns false to stop.
/// - Throws: ``PlatformError`` when it cannot be opened or read.
package func readFileInChunks(_ path: String, _ body: (UnsafeRawBufferPointer) -> Bool) throws {
  let isInput = path == "-"
  let file = try isInput ? FileDescriptor(value: 0) : FileDescriptor.open(path, O_RDONLY | O_CLOEXEC)
  defer { if !isInput { file.close() } }
  let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  defer { room.deallocate() }
  while true {
    let count = try file.read(into: room, path: path)
    guard count > 0, body(UnsafeRawBufferPointer(rebasing: room[..<count])) else { return }
  }
}
