#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Unpacks a gzip stream piece by piece, with the system's zlib. Several members after one another are one stream.
/// Use from one thread at a time.
///
/// - Source: RFC 1952; zlib.h 1.2.
package final class GzipReader {
  /// What errors say was tried.
  package static let action = "unpack"

  private let library: Inflate
  private let source: (UnsafeMutableRawBufferPointer) throws -> Int
  private let subject: String
  private let stream = UnsafeMutableRawPointer.allocate(byteCount: Inflate.streamBytes, alignment: 16)
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  private var inputStart = 0
  private var inputEnd = 0
  private var isMemberDone = false
  private var isAtEnd = false

  /// Begins to unpack what `source` gives: bytes read into a buffer, 0 at the end.
  ///
  /// - Parameter subject: the file, for errors.
  /// - Throws: ``PlatformError`` where zlib is not installed.
  package init(_ subject: String, source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    guard let library = Inflate.shared else {
      throw PlatformError(
        .other("it is compressed and libz was not found; install it (Debian: apt-get install zlib1g)"),
        action: GzipReader.action, subject: subject)
    }
    self.library = library
    self.source = source
    self.subject = subject
    stream.initializeMemory(as: UInt8.self, repeating: 0, count: Inflate.streamBytes)
    guard library.begin(stream) else { throw PlatformError(.outOfMemory, action: GzipReader.action, subject: subject) }
  }

  deinit {
    library.finish(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// True for the two bytes every gzip stream starts with.
  package static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Unpacks up to `buffer.count` bytes; 0 at the end.
  ///
  /// - Throws: ``PlatformError`` when the stream is damaged or ends too soon; what the source throws.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while !isAtEnd, !buffer.isEmpty {
      if inputStart == inputEnd {
        (inputStart, inputEnd) = (0, try source(input))
        if inputEnd == 0 {
          guard isMemberDone else { throw damaged("it ends in the middle: was it copied whole?") }
          isAtEnd = true
          break
        }
      }
      if isMemberDone {
        library.reset(stream)
        isMemberDone = false
      }
      let count = try inflate(buffer)
      if count > 0 { return count }
    }
    return 0
  }

  private func inflate(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let inputCount = inputEnd - inputStart
    let room = min(buffer.count, Int(UInt32.max))
    stream.storeBytes(of: input.baseAddress.map { $0 + inputStart }, as: UnsafeMutableRawPointer?.self)
    stream.storeBytes(of: UInt32(inputCount), toByteOffset: Inflate.availableInput, as: UInt32.self)
    stream.storeBytes(
      of: buffer.baseAddress, toByteOffset: Inflate.nextOutput, as: UnsafeMutableRawPointer?.self)
    stream.storeBytes(of: UInt32(room), toByteOffset: Inflate.availableOutput, as: UInt32.self)
    let status = library.inflate(stream)
    let left = Int(stream.load(fromByteOffset: Inflate.availableInput, as: UInt32.self))
    inputStart = inputEnd - left
    switch status {
    case Inflate.ok, Inflate.needsMore: break
    case Inflate.streamEnd: isMemberDone = true
    case Inflate.memoryError: throw PlatformError(.outOfMemory, action: GzipReader.action, subject: subject)
    default: throw damaged("its gzip data is damaged")
    }
    return room - Int(stream.load(fromByteOffset: Inflate.availableOutput, as: UInt32.self))
  }

  private func damaged(_ reason: String) -> PlatformError {
    PlatformError(.other(reason), action: GzipReader.action, subject: subject)
  }
}

/// The part of zlib that unpacks, loaded when first needed.
private struct Inflate: Sendable {
  static let shared: Inflate? = load()

  // The layout of z_stream on 64-bit systems, part of zlib's stable interface.
  static let streamBytes = 112
  static let availableInput = 8
  static let nextOutput = 24
  static let availableOutput = 32

  static let ok: CInt = 0
  static let streamEnd: CInt = 1
  static let memoryError: CInt = -4
  static let needsMore: CInt = -5

  private typealias Begin =
    @convention(c) (UnsafeMutableRawPointer, CInt, UnsafePointer<CChar>, CInt) -> CInt
  private typealias Step = @convention(c) (UnsafeMutableRawPointer, CInt) -> CInt
  private typealias Plain = @convention(c) (UnsafeMutableRawPointer) -> CInt
  private typealias Version = @convention(c) () -> UnsafePointer<CChar>?

  private let beginFunction: Begin
  private let stepFunction: Step
  private let resetFunction: Plain
  private let endFunction: Plain
  private let version: Version

  private static func load() -> Inflate? {
    #if canImport(Darwin)
      let names = ["libz.1.dylib"]
    #else
      let names = ["libz.so.1"]
    #endif
    for name in names {
      // Never closed: the functions live as long as the process.
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), let library = Inflate(handle: handle) {
        return library
      }
    }
    return nil
  }

  private init?(handle: UnsafeMutableRawPointer) {
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
    guard
      let begin = symbol("inflateInit2_", as: Begin.self), let step = symbol("inflate", as: Step.self),
      let reset = symbol("inflateReset", as: Plain.self), let end = symbol("inflateEnd", as: Plain.self),
      let version = symbol("zlibVersion", as: Version.self)
    else { return nil }
    (beginFunction, stepFunction, resetFunction, endFunction) = (begin, step, reset, end)
    self.version = version
  }

  /// 15 bits of window and 16 for a gzip header.
  func begin(_ stream: UnsafeMutableRawPointer) -> Bool {
    guard let version = version() else { return false }
    return beginFunction(stream, 15 + 16, version, CInt(Self.streamBytes)) == Self.ok
  }

  /// 0 is Z_NO_FLUSH.
  func inflate(_ stream: UnsafeMutableRawPointer) -> CInt { stepFunction(stream, 0) }

  func reset(_ stream: UnsafeMutableRawPointer) { _ = resetFunction(stream) }

  func finish(_ stream: UnsafeMutableRawPointer) { _ = endFunction(stream) }
}
