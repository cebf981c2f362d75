import SearchIndex
import Testing

@Suite struct `XXH64 checksums` {
  struct Vector: Sendable {
    var text: [UInt8]
    var value: UInt64
  }

  /// The buffer that xxHash's own self-test uses.
  static func sanityBytes(_ count: Int) -> [UInt8] {
    var generator: UInt64 = 2_654_435_761
    return (0..<count).map { _ in
      defer { generator = generator &* 11_400_714_785_074_694_797 }
      return UInt8(truncatingIfNeeded: generator >> 56)
    }
  }

  static let vectors = [
    Vector(text: [], value: 0xEF46_DB37_51D8_E999),
    Vector(text: Array("a".utf8), value: 0xD24E_C4F1_A98C_6E5B),
    Vector(text: Array("abc".utf8), value: 0x44BC_2CF5_AD77_0999),
    Vector(text: Array("Nobody inspects the spammish repetition".utf8), value: 0xFBCE_A83C_8A37_8BF1),
    Vector(text: sanityBytes(1), value: 0xE934_A84A_DB05_2768),
    Vector(text: sanityBytes(4), value: 0x9136_A0DC_A574_57EE),
    Vector(text: sanityBytes(14), value: 0x8282_DCC4_994E_35C8),
    Vector(text: sanityBytes(31), value: 0x299B_39A2_90E6_D783),
    Vector(text: sanityBytes(32), value: 0x18B2_1649_2BB4_4B70),
    Vector(text: sanityBytes(33), value: 0x55C8_DC3E_578F_5B59),
    Vector(text: sanityBytes(222), value: 0xB641_AE8C_B691_C174),
  ]

  @Test(arguments: vectors)
  func `published values of XXH64`(_ vector: Vector) {
    #expect(vector.text.withUnsafeBytes { Checksum.of($0) } == vector.value)
  }

  @Test(arguments: 0..<50)
  func `pieces of any length give the value of the whole`(seed: Int) {
    var random = TestRandom(seed)
    let bytes = (0..<random.below(5_000)).map { _ in UInt8.random(in: 0...255, using: &random) }
    var checksum = Checksum()
    var position = 0
    while position < bytes.count {
      let end = min(bytes.count, position + random.below(random.chance(3) ? 500 : 40))
      bytes[position..<end].withUnsafeBytes { checksum.update($0) }
      position = end
    }
    #expect(checksum.value == bytes.withUnsafeBytes { Checksum.of($0) })
  }
}
