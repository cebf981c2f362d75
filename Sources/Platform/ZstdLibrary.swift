import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Zstandard block compression, from the system's library, as values that pure code can be handed.
///
/// Each function may be called from any thread. Contexts are kept and reused, one per concurrent call.
package struct ZstdLibrary: Sendable {
  /// Compresses all of the first buffer into the second at a level (1–19): the bytes written, nil when they
  /// do not fit or memory is short.
  package let compress:
    @Sendable (_ source: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer, _ level: Int) ->
      Int?

  /// The most bytes that compressing so many can need.
  package let compressBound: @Sendable (_ count: Int) -> Int

  /// Decompresses one frame: the bytes written, nil when the frame is damaged or larger than the target.
  package let decompress:
    @Sendable (_ source: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer) -> Int?

  /// The library's version: 10504 for 1.5.4.
  package let version: Int
}

/// Loads libzstd from the system; nil where it is not installed. Call once and keep the value.
package func loadZstd() -> ZstdLibrary? {
  #if canImport(Darwin)
    let names = ["libzstd.1.dylib", "/opt/homebrew/lib/libzstd.1.dylib", "/usr/local/lib/libzstd.1.dylib"]
  #else
    let names = ["libzstd.so.1"]
  #endif
  for name in names {
    // Never closed: the functions live as long as the process.
    if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), let library = ZstdLibrary(handle: handle) {
      return library
    }
  }
  return nil
}

extension ZstdLibrary {
  // The signatures of zstd.h; size_t results above the range of any length are errors.
  private typealias CreateContext = @convention(c) () -> OpaquePointer?
  private typealias Compress =
    @convention(c) (OpaquePointer, UnsafeMutableRawPointer?, Int, UnsafeRawPointer?, Int, CInt) -> Int
  private typealias Decompress =
    @convention(c) (OpaquePointer, UnsafeMutableRawPointer?, Int, UnsafeRawPointer?, Int) -> Int
  private typealias OfSize = @convention(c) (Int) -> Int
  private typealias IsError = @convention(c) (Int) -> CUnsignedInt
  private typealias Version = @convention(c) () -> CUnsignedInt

  fileprivate init?(handle: UnsafeMutableRawPointer) {
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
    guard
      let createCompressor = symbol("ZSTD_createCCtx", as: CreateContext.self),
      let createDecompressor = symbol("ZSTD_createDCtx", as: CreateContext.self),
      let compressFrame = symbol("ZSTD_compressCCtx", as: Compress.self),
      let decompressFrame = symbol("ZSTD_decompressDCtx", as: Decompress.self),
      let bound = symbol("ZSTD_compressBound", as: OfSize.self),
      let isError = symbol("ZSTD_isError", as: IsError.self),
      let versionNumber = symbol("ZSTD_versionNumber", as: Version.self)
    else { return nil }
    let compressors = ContextPool()
    let decompressors = ContextPool()
    compress = { source, target, level in
      guard let context = compressors.take() ?? createCompressor() else { return nil }
      defer { compressors.give(context) }
      let count = compressFrame(
        context, target.baseAddress, target.count, source.baseAddress, source.count, CInt(clamping: level))
      return isError(count) == 0 ? count : nil
    }
    decompress = { source, target in
      guard let context = decompressors.take() ?? createDecompressor() else { return nil }
      defer { decompressors.give(context) }
      let count = decompressFrame(context, target.baseAddress, target.count, source.baseAddress, source.count)
      return isError(count) == 0 ? count : nil
    }
    compressBound = { bound($0) }
    version = Int(versionNumber())
  }
}

/// Library contexts not in use. A context belongs to whoever took it until given back.
private final class ContextPool: Sendable {
  private struct Context: @unchecked Sendable { let pointer: OpaquePointer }  // Used by one taker at a time.
  private let free = Mutex<[Context]>([])

  func take() -> OpaquePointer? { free.withLock { $0.popLast() }?.pointer }

  func give(_ pointer: OpaquePointer) {
    let context = Context(pointer: pointer)
    free.withLock { $0.append(context) }
  }
}
