#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The formats that streams are decompressed from.
package enum CompressedFormat: Sendable {
  /// RFC 1952, also several members one after the other.
  case gzip
  /// RFC 1951, as zip archives hold it.
  case deflate
  /// RFC 8878.
  case zstd
}

/// Decompresses a stream piece by piece, with the system's zlib or libzstd. For one thread at a time.
package final class StreamDecompressor {
  /// How a piece ended.
  package enum Outcome: Sendable {
    /// More input may follow.
    case more
    /// The compressed data are complete; what follows them was not read.
    case finished
    /// The taker of the output wanted no more.
    case stopped
    case damaged
  }

  private let codec: any StreamCodec
  /// Nothing was read since a member ended: what follows may be filling.
  private var isBetween = false

  /// A decompressor, or nil where the library is not installed.
  package init?(_ format: CompressedFormat) {
    let codec: (any StreamCodec)? =
      switch format {
      case .gzip: Inflater(windowBits: 31)
      case .deflate: Inflater(windowBits: -15)
      case .zstd: ZstdStream()
      }
    guard let codec else { return nil }
    self.codec = codec
  }

  /// Whether the data seen so far end where a member or frame ends.
  package var isAtEnd: Bool { isBetween }

  /// Decompresses a piece and hands out what it gives in pieces of at most 64 KB.
  ///
  /// - Parameter body: returns false to stop.
  package func feed(_ input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Bool) -> Outcome {
    withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { room in
      var rest = input
      while true {
        let step = codec.step(rest, into: room)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(step.read))
        if step.written > 0, !body(UnsafeRawBufferPointer(rebasing: room[..<step.written])) {
          return .stopped
        }
        switch step.state {
        case .damaged: return isBetween ? .finished : .damaged
        case .frameEnd:
          guard codec.restart() else { return .finished }
          isBetween = true
          if rest.isEmpty { return .more }
        case .running:
          if step.written > 0 { isBetween = false }
          // Nothing read and nothing written: it waits for input.
          if rest.isEmpty && step.written < room.count || step.read == 0 && step.written == 0 { return .more }
        }
      }
    }
  }
}

private enum CodecState { case running, frameEnd, damaged }

private protocol StreamCodec: AnyObject {
  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> (
    read: Int, written: Int, state: CodecState
  )
  /// Begins a further member or frame; false when the format has one only.
  func restart() -> Bool
}

/// zlib's inflate.
private final class Inflater: StreamCodec {
  private typealias Initialise =
    @convention(c) (UnsafeMutableRawPointer, CInt, UnsafePointer<CChar>?, CInt) -> CInt
  private typealias Inflate = @convention(c) (UnsafeMutableRawPointer, CInt) -> CInt
  private typealias Simple = @convention(c) (UnsafeMutableRawPointer) -> CInt
  private typealias Version = @convention(c) () -> UnsafePointer<CChar>?

  private let stream: UnsafeMutableRawPointer
  private let inflate: Inflate
  private let end: Simple
  private let reset: Simple
  private let isGzip: Bool

  init?(windowBits: CInt) {
    #if canImport(Darwin)
      let name = "libz.1.dylib"
    #else
      let name = "libz.so.1"
    #endif
    // Never closed: the functions live as long as the process.
    guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), let initialise = dlsym(handle, "inflateInit2_"),
      let inflate = dlsym(handle, "inflate"), let end = dlsym(handle, "inflateEnd"),
      let reset = dlsym(handle, "inflateReset"), let version = dlsym(handle, "zlibVersion")
    else { return nil }
    self.inflate = unsafeBitCast(inflate, to: Inflate.self)
    self.end = unsafeBitCast(end, to: Simple.self)
    self.reset = unsafeBitCast(reset, to: Simple.self)
    isGzip = windowBits > 15
    stream = .allocate(byteCount: ZlibStream.size, alignment: 8)
    stream.initializeMemory(as: UInt8.self, repeating: 0, count: ZlibStream.size)
    let code = unsafeBitCast(initialise, to: Initialise.self)(
      stream, windowBits, unsafeBitCast(version, to: Version.self)(), CInt(ZlibStream.size))
    // inflateEnd, which follows, only says that there was nothing to end.
    if code != 0 { return nil }
  }

  deinit {
    _ = end(stream)
    stream.deallocate()
  }

  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> (
    read: Int, written: Int, state: CodecState
  ) {
    let given = min(input.count, Int(UInt32.max))
    stream.storeBytes(of: input.baseAddress, toByteOffset: ZlibStream.nextInput, as: UnsafeRawPointer?.self)
    stream.storeBytes(of: UInt32(given), toByteOffset: ZlibStream.availableInput, as: UInt32.self)
    stream.storeBytes(
      of: output.baseAddress, toByteOffset: ZlibStream.nextOutput, as: UnsafeMutableRawPointer?.self)
    stream.storeBytes(of: UInt32(output.count), toByteOffset: ZlibStream.availableOutput, as: UInt32.self)
    let code = inflate(stream, 0)
    let read = given - Int(stream.load(fromByteOffset: ZlibStream.availableInput, as: UInt32.self))
    let written = output.count - Int(stream.load(fromByteOffset: ZlibStream.availableOutput, as: UInt32.self))
    switch code {
    case 1: return (read, written, .frameEnd)
    // Z_BUF_ERROR: no progress was possible, which is no fault.
    case 0, -5: return (read, written, .running)
    default: return (read, written, .damaged)
    }
  }

  func restart() -> Bool { isGzip && reset(stream) == 0 }
}

/// libzstd's streaming decoder. Its default limit of 128 MB for the window stays.
private final class ZstdStream: StreamCodec {
  private typealias Create = @convention(c) () -> OpaquePointer?
  private typealias Free = @convention(c) (OpaquePointer?) -> Int
  private typealias Decompress =
    @convention(c) (OpaquePointer?, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
  private typealias IsError = @convention(c) (Int) -> CUnsignedInt

  private let context: OpaquePointer
  private let free: Free
  private let decompress: Decompress
  private let isError: IsError

  init?() {
    #if canImport(Darwin)
      let names = ["libzstd.1.dylib", "/opt/homebrew/lib/libzstd.1.dylib", "/usr/local/lib/libzstd.1.dylib"]
    #else
      let names = ["libzstd.so.1"]
    #endif
    // Never closed: the functions live as long as the process.
    guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first,
      let create = dlsym(handle, "ZSTD_createDCtx"), let free = dlsym(handle, "ZSTD_freeDCtx"),
      let decompress = dlsym(handle, "ZSTD_decompressStream"), let isError = dlsym(handle, "ZSTD_isError"),
      let context = unsafeBitCast(create, to: Create.self)()
    else { return nil }
    self.context = context
    self.free = unsafeBitCast(free, to: Free.self)
    self.decompress = unsafeBitCast(decompress, to: Decompress.self)
    self.isError = unsafeBitCast(isError, to: IsError.self)
  }

  deinit { _ = free(context) }

  /// zstd.h's `ZSTD_inBuffer` and `ZSTD_outBuffer`.
  private struct Buffer {
    var start: UnsafeRawPointer?
    var size: Int
    var position: Int
  }

  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> (
    read: Int, written: Int, state: CodecState
  ) {
    var source = Buffer(start: input.baseAddress, size: input.count, position: 0)
    var target = Buffer(start: UnsafeRawPointer(output.baseAddress), size: output.count, position: 0)
    let code = decompress(context, &target, &source)
    if isError(code) != 0 { return (source.position, target.position, .damaged) }
    return (source.position, target.position, code == 0 ? .frameEnd : .running)
  }

  /// The context is ready for a further frame by itself.
  func restart() -> Bool { true }
}
