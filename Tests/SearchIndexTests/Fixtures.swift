import Containers
import Foundation
import SearchIndex

/// Numbers that look random and are the same in every run.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &self) }

  mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }
}

/// How much longer than usual to fuzz: `FUZZ=50 swift test -c release --filter SearchIndexTests`.
let fuzzFactor = max(1, ProcessInfo.processInfo.environment["FUZZ"].flatMap { Int($0) } ?? 1)

/// Gathers what a builder writes.
final class MemorySink: ByteSink {
  private(set) var bytes: [UInt8] = []

  func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
}

/// Bytes as a reader gets them from a mapping, with an unreadable page behind: reading one byte too far ends
/// the test process. The start has no alignment.
final class GuardedBytes: Sendable {
  private let start: UInt
  private let mapped: Int
  private let count: Int

  init(_ bytes: [UInt8]) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let pages = (bytes.count + page - 1) / page
    mapped = (pages + 1) * page
    count = bytes.count
    guard let base = mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
      base != MAP_FAILED
    else {
      fatalError("no memory for a test file")
    }
    bytes.withUnsafeBytes {
      if let source = $0.baseAddress { memcpy(base + pages * page - $0.count, source, $0.count) }
    }
    mprotect(base + pages * page, page, PROT_NONE)
    start = UInt(bitPattern: base)
  }

  deinit { munmap(UnsafeMutableRawPointer(bitPattern: start), mapped) }

  /// Lends bytes with a guard page behind for one call.
  static func lend<Result>(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let owner = GuardedBytes(bytes)
    return withExtendedLifetime(owner) { body(owner.buffer) }
  }

  /// Valid as long as the object.
  var buffer: UnsafeRawBufferPointer {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let end = UnsafeRawPointer(bitPattern: start + UInt(mapped - page))
    return UnsafeRawBufferPointer(start: end.map { $0 - count }, count: count)
  }
}

/// A document of a test: its text and facts.
struct TestDocument {
  var text: [UInt8]
  var input: DocumentInput

  init(_ text: [UInt8], number: Int, idWidth: Int = 20) {
    self.text = text
    input = DocumentInput(id: testID(number, width: idWidth))
    input.language = UInt16(truncatingIfNeeded: number &* 7)
    input.traits = UInt8(truncatingIfNeeded: number)
    input.standing = UInt8(truncatingIfNeeded: 255 - number)
    input.encoding = TextEncoding.allCases[number % TextEncoding.allCases.count]
    input.sourceLength = text.count + number
  }
}

/// An id that is different for each number, and whose order is not that of the numbers.
func testID(_ number: Int, width: Int = 20) -> ObjectID {
  var random = TestRandom(number)
  var bytes = (0..<width).map { _ in UInt8.random(in: 0...255, using: &random) }
  for index in 0..<4 { bytes[8 + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
  guard let id = bytes.withUnsafeBytes({ ObjectID(bytes: $0) }) else { fatalError("ids have 20 or 32 bytes") }
  return id
}

/// The bytes of a segment with `documents`.
func segmentBytes(
  _ documents: [TestDocument], idWidth: Int = 20, codec: TextCodec? = nil, runPostings: Int? = nil
) throws -> [UInt8] {
  let sink = MemorySink()
  let builder = try SegmentBuilder(sink: sink, idWidth: idWidth, codec: codec, runPostings: runPostings)
  for document in documents {
    try document.text.withUnsafeBytes { try builder.add(document.input, text: $0) }
  }
  _ = try builder.finish()
  return sink.bytes
}

/// Opens `bytes` behind a guard page.
func openSegment(_ bytes: [UInt8], codec: TextCodec? = nil) throws(SegmentError) -> Segment {
  let owner = GuardedBytes(bytes)
  return try Segment(bytes: owner.buffer, owner: owner, file: "test.seg", codec: codec)
}

/// Opens `bytes` behind a guard page.
func openPlacements(_ bytes: [UInt8]) throws(SegmentError) -> PlacementFile {
  let owner = GuardedBytes(bytes)
  return try PlacementFile(bytes: owner.buffer, owner: owner, file: "test.plc")
}

/// Codecs that need no library.
enum ToyCodec {
  /// Frames that are the text itself.
  static let identity = TextCodec(
    compress: { source, target in copy(source, target) },
    decompress: { source, target in copy(source, target) },
    bound: { $0 })

  /// Pairs of count and byte: frames of many different lengths.
  static let runLength = TextCodec(
    compress: { source, target in
      var written = 0
      var index = 0
      while index < source.count {
        var end = index + 1
        while end < source.count, source[end] == source[index], end - index < 255 { end += 1 }
        guard written + 2 <= target.count else { return nil }
        target[written] = UInt8(end - index)
        target[written + 1] = source[index]
        written += 2
        index = end
      }
      return written
    },
    decompress: { source, target in
      var written = 0
      var index = 0
      while index + 1 < source.count {
        let count = Int(source[index])
        guard written + count <= target.count else { return nil }
        for offset in 0..<count { target[written + offset] = source[index + 1] }
        written += count
        index += 2
      }
      return written
    },
    bound: { $0 * 2 })

  private static func copy(_ source: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer) -> Int?
  {
    guard source.count <= target.count else { return nil }
    target.copyMemory(from: source)
    return source.count
  }
}

extension BlockCursor {
  /// All candidates in order.
  func allBlocks() -> [UInt32] {
    var found: [UInt32] = []
    var from: UInt32 = 0
    while let block = next(atOrAfter: from) {
      found.append(block)
      from = block + 1
    }
    return found
  }
}
