#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One name in a folder.
package struct FolderEntry: Sendable, Equatable {
  /// Any bytes but zero and "/".
  package let name: [UInt8]

  /// What it is, a symbolic link not followed; nil when it went away meanwhile.
  package let kind: FileStatus.Kind?

  /// The name as text; nil when it is not UTF-8.
  package var text: String? { String(validating: name, as: UTF8.self) }
}

/// What is in a folder, sorted by the bytes of the names, without `.` and `..`.
///
/// - Throws: ``PlatformError`` when the folder cannot be read, or holds more than `limit` names.
package func folderEntries(_ path: String, limit: Int = 10_000_000) throws -> [FolderEntry] {
  let folder = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  return try readEntries(of: folder, path: path, limit: limit)
}

/// Reads and closes an open folder.
func readEntries(of folder: FileDescriptor, path: String, limit: Int) throws -> [FolderEntry] {
  guard let stream = fdopendir(folder.value) else {
    let code = errno
    folder.close()
    throw PlatformError(code: code, action: "list", subject: path)
  }
  defer { closedir(stream) }
  var entries: [FolderEntry] = []
  while true {
    errno = 0
    guard let entry = readdir(stream) else { break }
    let bytes = nameBytes(of: entry)
    if isDotOrDotDot(bytes) { continue }
    guard entries.count < limit else {
      throw PlatformError(.limit("it holds more than \(limit) names"), action: "list", subject: path)
    }
    let kind: FileStatus.Kind? =
      switch Int32(entry.pointee.d_type) {
      case Int32(DT_REG): .file
      case Int32(DT_DIR): .folder
      case Int32(DT_LNK): .symbolicLink
      case Int32(DT_UNKNOWN): kindByStatus(bytes, in: folder.value)  // Some file systems do not tell.
      default: .special
      }
    entries.append(FolderEntry(name: Array(bytes), kind: kind))
  }
  if errno != 0 { throw PlatformError(code: errno, action: "list", subject: path) }
  return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
}

private func kindByStatus(_ name: UnsafeRawBufferPointer, in folder: CInt) -> FileStatus.Kind? {
  var status = stat()
  let text = name.baseAddress?.assumingMemoryBound(to: CChar.self)
  guard let text, fstatat(folder, text, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
  return FileStatus(status).kind
}
