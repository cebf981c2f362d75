#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Loads zlib from the system: gzip and deflate (RFC 1952 and 1950); empty where it is not installed.
func loadZlib() -> [CompressionLibrary] {
  #if canImport(Darwin)
    let name = "libz.1.dylib"
  #else
    let name = "libz.so.1"
  #endif
  // Never closed: the functions live as long as the process.
  guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), let functions = ZlibFunctions(handle: handle) else {
    return []
  }
  // 16 more than the size of the window asks for the gzip wrapper.
  return [("gzip", ZlibFunctions.windowBits + 16), ("deflate", ZlibFunctions.windowBits)].map { name, bits in
    CompressionLibrary(name: name) { effort in
      ZlibCompressor(functions, level: effort == .quick ? 5 : 9, windowBits: bits)
    }
  }
}

/// The functions of zlib.h that are used.
private struct ZlibFunctions: Sendable {
  typealias Initialise =
    @convention(c) (UnsafeMutableRawPointer, CInt, CInt, CInt, CInt, CInt, UnsafePointer<CChar>?, CInt) ->
    CInt
  typealias Deflate = @convention(c) (UnsafeMutableRawPointer, CInt) -> CInt
  typealias End = @convention(c) (UnsafeMutableRawPointer) -> CInt
  typealias Version = @convention(c) () -> UnsafePointer<CChar>?

  let initialise: Initialise
  let deflate: Deflate
  let end: End
  let version: Version

  /// 32 KB, the largest there is.
  static let windowBits: CInt = 15
  static let deflated: CInt = 8
  static let memoryLevel: CInt = 8
  static let syncFlush: CInt = 2
  static let finish: CInt = 4
  static let ok: CInt = 0
  static let streamEnd: CInt = 1
  /// No progress was possible: nothing was left to write.
  static let bufferError: CInt = -5

  init?(handle: UnsafeMutableRawPointer) {
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
    guard let initialise = symbol("deflateInit2_", as: Initialise.self),
      let deflate = symbol("deflate", as: Deflate.self), let end = symbol("deflateEnd", as: End.self),
      let version = symbol("zlibVersion", as: Version.self)
    else { return nil }
    self.initialise = initialise
    self.deflate = deflate
    self.end = end
    self.version = version
  }
}

/// zlib.h's `z_stream` on machines with 64 bits: its size and the offsets of the members that are used.
enum ZlibStream {
  static let size = 112
  static let nextInput = 0
  static let availableInput = 8
  static let nextOutput = 24
  static let availableOutput = 32
}

/// One stream of zlib's.
private final class ZlibCompressor: StreamCompressor {
  private let functions: ZlibFunctions
  private let stream: UnsafeMutableRawPointer

  init?(_ functions: ZlibFunctions, level: CInt, windowBits: CInt) {
    self.functions = functions
    stream = .allocate(byteCount: ZlibStream.size, alignment: 8)
    stream.initializeMemory(as: UInt8.self, repeating: 0, count: ZlibStream.size)
    let code = functions.initialise(
      stream, level, ZlibFunctions.deflated, windowBits, ZlibFunctions.memoryLevel, 0, functions.version(),
      CInt(ZlibStream.size))
    guard code == ZlibFunctions.ok else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    _ = functions.end(stream)
    stream.deallocate()
  }

  func compress(_ bytes: [UInt8], isLast: Bool) -> [UInt8]? {
    // More would not fit the library's counter; nobody sends that in one piece.
    guard bytes.count <= Int(UInt32.max) else { return nil }
    var output: [UInt8] = []
    let isDone = bytes.withUnsafeBytes { input -> Bool in
      stream.storeBytes(of: input.baseAddress, toByteOffset: ZlibStream.nextInput, as: UnsafeRawPointer?.self)
      stream.storeBytes(of: UInt32(input.count), toByteOffset: ZlibStream.availableInput, as: UInt32.self)
      return withUnsafeTemporaryAllocation(byteCount: 32 << 10, alignment: 8) { room in
        while true {
          stream.storeBytes(
            of: room.baseAddress, toByteOffset: ZlibStream.nextOutput, as: UnsafeMutableRawPointer?.self)
          stream.storeBytes(of: UInt32(room.count), toByteOffset: ZlibStream.availableOutput, as: UInt32.self)
          let code = functions.deflate(stream, isLast ? ZlibFunctions.finish : ZlibFunctions.syncFlush)
          let left = Int(stream.load(fromByteOffset: ZlibStream.availableOutput, as: UInt32.self))
          output.append(contentsOf: room[..<(room.count - left)])
          switch code {
          case ZlibFunctions.streamEnd: return true
          case ZlibFunctions.bufferError: return !isLast
          case ZlibFunctions.ok: if !isLast, left > 0 { return true }
          default: return false
          }
        }
      }
    }
    return isDone ? output : nil
  }
}
