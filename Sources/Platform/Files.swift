#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a path leads to, and how large it is.
package struct FileStatus: Sendable, Equatable {
  /// The kinds of thing a path can lead to.
  package enum Kind: Sendable, Equatable {
    case file
    case folder
    case symbolicLink
    /// A socket, pipe or device.
    case special
  }

  /// What it is.
  package let kind: Kind

  /// Bytes in the file.
  package let size: Int

  /// When the content was last changed, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int

  /// True when its owner may run it.
  package let isExecutable: Bool

  /// Device and file number: two paths with the same pair lead to the same thing.
  package let identity: FileIdentity

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .symbolicLink
    default: kind = .special
    }
    size = Int(status.st_size)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modifiedNanoseconds = Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
    isExecutable = status.st_mode & S_IXUSR != 0
    identity = FileIdentity(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino))
  }
}

/// Device and file number.
package struct FileIdentity: Sendable, Hashable {
  let device: UInt64
  let number: UInt64
}

/// What `path` leads to, through symbolic links unless told not to; nil when there is nothing to see.
package func fileStatus(_ path: String, followLinks: Bool = true) -> FileStatus? {
  var status = stat()
  guard (followLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
  return FileStatus(status)
}

/// Reads a whole file of at most `limit` bytes.
///
/// - Throws: ``PlatformError`` when it cannot be read or is larger.
package func readFile(_ path: String, limit: Int) throws -> [UInt8] {
  let file = try FileDescriptor.open(path, O_RDONLY | O_CLOEXEC)
  defer { file.close() }
  var bytes: [UInt8] = []
  // Files of /proc say 0; one byte more than expected tells the end without another growth.
  var capacity = max(4096, min(try file.status(path: path).size, limit) + 1)
  while true {
    let start = bytes.count
    let room = capacity - start
    bytes.append(contentsOf: repeatElement(0, count: room))
    let count = try bytes.withUnsafeMutableBytes { buffer in
      try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...]), path: path)
    }
    bytes.removeLast(room - count)
    if count == 0 { return bytes }
    if bytes.count > limit {
      throw PlatformError(.limit("it is larger than \(limit) bytes"), action: "read", subject: path)
    }
    if bytes.count == capacity { capacity *= 2 }
  }
}

/// Makes the folder at `path`, and those above it, unless they are there.
package func createFolders(_ path: String) throws {
  if mkdir(path, 0o755) == 0 { return }
  let code = errno
  if code == ENOENT, case let parent = parentFolder(of: path), parent != path, !parent.isEmpty {
    try createFolders(parent)
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    throw PlatformError(code: errno, action: "create the folder", subject: path)
  }
  if code == EEXIST, fileStatus(path)?.kind == .folder { return }
  throw PlatformError(code: code, action: "create the folder", subject: path)
}

/// Names in a folder, sorted by bytes, without `.` and `..`; those that are not UTF-8 come out repaired and
/// cannot be opened by that name (a folder of ours has none; use ``FolderWalk`` for others').
package func listFolder(_ path: String) throws -> [String] {
  guard let folder = opendir(path) else { throw PlatformError(code: errno, action: "list", subject: path) }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = String(decoding: nameBytes(of: entry), as: UTF8.self)
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// The bytes of a folder entry's name, valid until the next entry is read.
func nameBytes(of entry: UnsafeMutablePointer<dirent>) -> UnsafeRawBufferPointer {
  // d_name is a fixed array in the header, but the record may be shorter or longer than the struct.
  let start = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!  // A stored property.
  return UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self)))
}

/// Removes a file. Nothing there is fine.
package func removeFile(_ path: String) throws {
  if unlink(path) != 0, case let code = errno, code != ENOENT {
    throw PlatformError(code: code, action: "remove", subject: path)
  }
}

/// Removes a file, or a folder and all in it, without following symbolic links. Nothing there is fine.
package func removeTree(_ path: String) throws {
  try removeTree(in: AT_FDCWD, name: path, shown: path)
}

/// Removes `name` of the open folder `folder`; `shown` is its path for messages. Each level keeps one descriptor.
private func removeTree(in folder: CInt, name: UnsafePointer<CChar>, shown: String) throws {
  if unlinkat(folder, name, 0) == 0 { return }
  var code = errno
  if code == ENOENT { return }
  let child = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  // Not a folder (or no longer): the first failure is the one to tell.
  guard child >= 0 else { throw PlatformError(code: code, action: "remove", subject: shown) }
  guard let entries = fdopendir(child) else {
    code = errno
    close(child)
    throw PlatformError(code: code, action: "remove", subject: shown)
  }
  defer { closedir(entries) }
  while let entry = readdir(entries) {
    let bytes = nameBytes(of: entry)
    if isDotOrDotDot(bytes) { continue }
    let text = String(decoding: bytes, as: UTF8.self)
    let name = bytes.baseAddress!.assumingMemoryBound(to: CChar.self)  // Never empty; ends in a zero byte.
    try removeTree(in: child, name: name, shown: "\(shown)/\(text)")
  }
  if unlinkat(folder, name, AT_REMOVEDIR) != 0, case let code = errno, code != ENOENT {
    throw PlatformError(code: code, action: "remove", subject: shown)
  }
}

/// True for the two names every folder has.
func isDotOrDotDot(_ name: UnsafeRawBufferPointer) -> Bool {
  name.count <= 2 && name.allSatisfy { $0 == UInt8(ascii: ".") }
}

/// Gives a file or folder another name on the same file system, replacing a file of that name.
package func renameFile(_ source: String, to target: String) throws {
  if rename(source, target) != 0 {
    throw PlatformError(code: errno, action: "rename \(source) to", subject: target)
  }
}

/// Where a symbolic link points, as its raw bytes.
package func readLink(_ path: String) throws -> [UInt8] {
  var failure: CInt = 0
  let target = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, used in
    let count = buffer.withMemoryRebound(to: CChar.self) { readlink(path, $0.baseAddress!, $0.count) }
    failure = count < 0 ? errno : 0
    used = max(0, count)
  }
  if failure != 0 { throw PlatformError(code: failure, action: "read", subject: path) }
  return target
}

/// The path with every symbolic link and `..` resolved; nil when it leads nowhere.
package func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// The path made absolute by this process's folder, without touching the disk otherwise.
package func absolutePath(_ path: String) -> String {
  if path.utf8.first == UInt8(ascii: "/") { return path }
  guard let current = getcwd(nil, 0) else { return path }
  defer { free(current) }
  return path == "." ? String(cString: current) : String(cString: current) + "/" + path
}

/// The folder a path is in: "/a" for "/a/b", "." for "b", "/" for "/a".
package func parentFolder(of path: String) -> String {
  let bytes = Array(path.utf8)
  var end = bytes.count
  while end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
  guard let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
}

/// Bytes an unprivileged user may still write on the file system that holds `path`.
package func freeDiskBytes(_ path: String) throws -> Int {
  var status = statvfs()
  guard statvfs(path, &status) == 0 else {
    throw PlatformError(code: errno, action: "examine", subject: path)
  }
  return Int(
    clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
}

/// ``freeDiskBytes(_:)`` for the nearest folder above `path` that exists; nil when none tells.
func freeDiskBytesNear(_ path: String) -> Int? {
  var folder = path
  while true {
    // Only for a message: the next folder up may tell.
    if let bytes = try? freeDiskBytes(folder) { return bytes }
    let parent = parentFolder(of: folder)
    if parent == folder { return nil }
    folder = parent
  }
}
