#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A whole file, read-only in memory, for as long as this object lives.
///
/// The file must not shrink while mapped (that would be SIGBUS): files of the data folder are only ever
/// written new and renamed, never changed in place.
package final class MappedFile: Sendable {
  /// How the bytes will be read, for the system's read-ahead.
  package enum Access: Sendable {
    case random
    case sequential
    /// Read these in now, in the background.
    case willNeed
    /// Not for now: the pages stop counting as this process's memory, but stay in the system's cache. Reading them
    /// again costs a fault for some 64 KB, about a microsecond.
    case done
  }

  /// The path it was opened by.
  package let path: String

  /// Bytes in the file; may be 0.
  package let count: Int

  // Immutable after `open`, and the mapping is read-only and private to this object, so sharing it is safe.
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer?

  private init(path: String, base: UnsafeMutableRawPointer?, count: Int) {
    self.path = path
    self.base = base
    self.count = count
  }

  deinit {
    if let base { munmap(base, count) }
  }

  /// Maps the file at `path`.
  ///
  /// - Throws: ``PlatformError`` when it is missing, unreadable or not a plain file.
  package static func open(_ path: String) throws -> MappedFile {
    let file = try FileDescriptor.open(path, O_RDONLY | O_CLOEXEC)
    defer { file.close() }
    let status = try file.status(path: path)
    guard status.kind == .file else {
      throw PlatformError(
        status.kind == .folder ? .isFolder : .other("it is not a plain file"), action: "map", subject: path)
    }
    let count = status.size
    // mmap refuses length 0.
    guard count > 0 else { return MappedFile(path: path, base: nil, count: 0) }
    let address = mmap(nil, count, PROT_READ, MAP_SHARED, file.value, 0)
    guard let address, address != MAP_FAILED else {
      throw PlatformError(code: errno, action: "map", subject: path)
    }
    return MappedFile(path: path, base: address, count: count)
  }

  /// The bytes; valid only while this object is referenced.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Tells the system how `range` (all, when nil) will be read. A hint: failure does not matter.
  package func advise(_ access: Access, range: Range<Int>? = nil) {
    guard let base else { return }
    let wanted = (range ?? 0..<count).clamped(to: 0..<count)
    guard !wanted.isEmpty else { return }
    // madvise wants a page-aligned start.
    let start = wanted.lowerBound & ~(MappedFile.pageSize - 1)
    let advice: CInt =
      switch access {
      case .random: MADV_RANDOM
      case .sequential: MADV_SEQUENTIAL
      case .willNeed: MADV_WILLNEED
      case .done: MADV_DONTNEED
      }
    madvise(base + start, wanted.upperBound - start, advice)
  }

  private static let pageSize = Int(sysconf(CInt(_SC_PAGESIZE)))
}
