#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Loads the encoder of brotli (RFC 7932) from the system; nil where it is not installed.
func loadBrotli() -> CompressionLibrary? {
  #if canImport(Darwin)
    let names = ["libbrotlienc.1.dylib", "/opt/homebrew/lib/libbrotlienc.1.dylib"]
  #else
    let names = ["libbrotlienc.so.1"]
  #endif
  for name in names {
    // Never closed: the functions live as long as the process.
    guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), let functions = BrotliFunctions(handle: handle)
    else { continue }
    return CompressionLibrary(name: "br") { effort in
      // Quality 4 is about as fast as zlib's 5 and a tenth smaller; 11 is for what is compressed once. A window
      // of 256 KB holds any page, and keeps the memory of a stream at about a megabyte.
      BrotliCompressor(
        functions, quality: effort == .quick ? 4 : 11, windowBits: effort == .quick ? 18 : 22)
    }
  }
  return nil
}

/// The functions of brotli/encode.h that are used.
private struct BrotliFunctions: Sendable {
  typealias Create =
    @convention(c) (UnsafeRawPointer?, UnsafeRawPointer?, UnsafeRawPointer?) -> OpaquePointer?
  typealias Set = @convention(c) (OpaquePointer, CInt, UInt32) -> CInt
  typealias Compress =
    @convention(c) (
      OpaquePointer, CInt, UnsafeMutablePointer<Int>, UnsafeMutablePointer<UnsafePointer<UInt8>?>,
      UnsafeMutablePointer<Int>, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
    ) -> CInt
  typealias Take = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> UnsafePointer<UInt8>?
  typealias Test = @convention(c) (OpaquePointer) -> CInt
  typealias Destroy = @convention(c) (OpaquePointer) -> Void

  let create: Create
  let set: Set
  let compress: Compress
  let take: Take
  let hasMore: Test
  let destroy: Destroy

  static let modeParameter: CInt = 0
  static let qualityParameter: CInt = 1
  static let windowParameter: CInt = 2
  static let textMode: UInt32 = 1
  static let flush: CInt = 1
  static let finish: CInt = 2

  init?(handle: UnsafeMutableRawPointer) {
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(handle, "BrotliEncoder" + name).map { unsafeBitCast($0, to: type) }
    }
    guard let create = symbol("CreateInstance", as: Create.self),
      let set = symbol("SetParameter", as: Set.self),
      let compress = symbol("CompressStream", as: Compress.self),
      let take = symbol("TakeOutput", as: Take.self), let hasMore = symbol("HasMoreOutput", as: Test.self),
      let destroy = symbol("DestroyInstance", as: Destroy.self)
    else { return nil }
    self.create = create
    self.set = set
    self.compress = compress
    self.take = take
    self.hasMore = hasMore
    self.destroy = destroy
  }
}

/// One stream of brotli's.
private final class BrotliCompressor: StreamCompressor {
  private let functions: BrotliFunctions
  private let state: OpaquePointer

  init?(_ functions: BrotliFunctions, quality: UInt32, windowBits: UInt32) {
    guard let state = functions.create(nil, nil, nil) else { return nil }
    self.functions = functions
    self.state = state
    _ = functions.set(state, BrotliFunctions.modeParameter, BrotliFunctions.textMode)
    _ = functions.set(state, BrotliFunctions.qualityParameter, quality)
    _ = functions.set(state, BrotliFunctions.windowParameter, windowBits)
  }

  deinit { functions.destroy(state) }

  func compress(_ bytes: [UInt8], isLast: Bool) -> [UInt8]? {
    var output: [UInt8] = []
    let isDone = bytes.withUnsafeBufferPointer { input -> Bool in
      var next = input.baseAddress
      var available = input.count
      repeat {
        // No room is given: the library keeps what it made until it is taken.
        var room = 0
        let operation = isLast ? BrotliFunctions.finish : BrotliFunctions.flush
        guard functions.compress(state, operation, &available, &next, &room, nil, nil) != 0 else {
          return false
        }
        while functions.hasMore(state) != 0 {
          var count = 0
          guard let made = functions.take(state, &count), count > 0 else { break }
          output.append(contentsOf: UnsafeBufferPointer(start: made, count: count))
        }
      } while available > 0
      return true
    }
    return isDone ? output : nil
  }
}
