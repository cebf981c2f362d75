import SearchIndex
import Testing

@Suite struct `Text decoding` {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var text: [UInt8]?
    var encoding: TextEncoding?
    var skip: SkipReason?

    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], _ text: String, _ encoding: TextEncoding = .utf8) {
      (self.name, self.bytes, self.text, self.encoding) = (name, bytes, Array(text.utf8), encoding)
    }

    init(_ name: String, _ bytes: [UInt8], _ skip: SkipReason) {
      (self.name, self.bytes, self.skip) = (name, bytes, skip)
    }
  }

  static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    var bytes: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    for unit in text.utf16 {
      let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
      bytes += bigEndian ? pair.reversed() : pair
    }
    return bytes
  }

  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static let cases = [
    Case("nothing", [], ""),
    Case("ASCII", Array("int main() {}\n".utf8), "int main() {}\n"),
    Case(
      "UTF-8 of two to four bytes", Array("é ✓ 𝔘 end of a longer line".utf8), "é ✓ 𝔘 end of a longer line"),
    Case("UTF-8 mark is left out", mark + Array("héllo".utf8), "héllo"),
    Case("a mark alone", mark, ""),
    Case("half a mark is Latin-1", [0xEF, 0xBB], "ï»", .latin1),
    Case("Latin-1", [0x63, 0x61, 0x66, 0xE9, 0x0A], "café\n", .latin1),
    Case("every high byte of Latin-1", [0xFF, 0x80, 0xA0], "ÿ\u{80}\u{A0}", .latin1),
    Case("overlong UTF-8 is Latin-1", [0xC0, 0xAF], "À¯", .latin1),
    Case("an encoded surrogate is Latin-1", [0xED, 0xA0, 0x80], "í\u{A0}\u{80}", .latin1),
    Case("beyond U+10FFFF is Latin-1", [0xF4, 0x90, 0x80, 0x80], "ô\u{90}\u{80}\u{80}", .latin1),
    Case("a cut sequence is Latin-1", Array("abcdefgh".utf8) + [0xE2, 0x9C], "abcdefghâ\u{9C}", .latin1),
    Case("UTF-16LE", utf16("größe\n", bigEndian: false), "größe\n", .utf16LittleEndian),
    Case("UTF-16BE", utf16("größe\n", bigEndian: true), "größe\n", .utf16BigEndian),
    Case("UTF-16LE with surrogates", utf16("a𝔘b", bigEndian: false), "a𝔘b", .utf16LittleEndian),
    Case("UTF-16BE with surrogates", utf16("a𝔘b", bigEndian: true), "a𝔘b", .utf16BigEndian),
    Case("an unpaired surrogate", [0xFF, 0xFE, 0x3D, 0xD8, 0x61, 0x00], "\u{FFFD}a", .utf16LittleEndian),
    Case("an odd last byte is dropped", [0xFE, 0xFF, 0x00, 0x61, 0x00], "a", .utf16BigEndian),
    Case("a UTF-16 mark alone", [0xFF, 0xFE], "", .utf16LittleEndian),
    Case("a zero byte", Array("ELF".utf8) + [0], .binary),
    Case(
      "a zero byte at the end of the probe",
      [UInt8](repeating: 0x61, count: TextDecoding.binaryProbeLength - 1) + [0],
      .binary),
    Case(
      "a zero byte after the probe", [UInt8](repeating: 0x61, count: TextDecoding.binaryProbeLength) + [0],
      String(repeating: "a", count: TextDecoding.binaryProbeLength) + "\0"),
  ]

  @Test(arguments: cases)
  func `bytes are read as`(_ wanted: Case) {
    GuardedBytes.lend(wanted.bytes) { bytes in
      switch TextDecoding.decode(bytes) {
      case .asIs(let range):
        #expect(wanted.encoding == .utf8)
        #expect(Array(bytes[range]) == wanted.text)
      case .converted(let text, let encoding):
        #expect(encoding == wanted.encoding)
        #expect(text == wanted.text)
      case .skipped(let reason): #expect(reason == wanted.skip)
      }
    }
  }

  @Test(arguments: 0..<200)
  func `UTF-8 is valid exactly when the standard library finds nothing to repair`(seed: Int) {
    var random = TestRandom(seed)
    var bytes = Array("abc é ✓ 𝔘 0123456789".utf8)
    for _ in 0..<random.below(4) {
      bytes[random.below(bytes.count)] = UInt8.random(in: 0...255, using: &random)
    }
    bytes = Array(bytes.prefix(random.below(bytes.count + 1)))
    let isValid = String(validating: bytes, as: UTF8.self) != nil
    #expect(GuardedBytes.lend(bytes) { TextDecoding.isValidUTF8($0) } == isValid)
  }

  @Test func `line feeds are counted in every position and length`() {
    var random = TestRandom(1)
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8([0x0A, 0x0B, 0x8A, 0x09, 0x61, 0x00][random.below(6)]) }
      #expect(GuardedBytes.lend(bytes) { LineFeeds.count($0) } == Naive.lineFeeds(bytes))
    }
  }
}
