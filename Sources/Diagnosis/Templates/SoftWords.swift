/// Words that end in one or two digits, such as `eth0`, `ssh2` or `worker-12`: names until enough variants
/// were seen.
///
/// A family is the word with its digits as one mark. After ``variantLimit`` members it is taken for values.
/// The table is bounded: when it is full, unknown families are values at once, which costs a name its text
/// and nothing else.
struct SoftWords {
  /// `ipv4` and `ipv6` are names; three variants are a numbering.
  static let variantLimit = 3
  static let capacity = 8192
  static let lengthLimit = 40

  private struct Family {
    var first: UInt16 = 0
    var second: UInt16 = 0
    var count: UInt8 = 0
  }

  private var families: [UInt64: Family] = [:]

  /// Whether a token that starts with a letter and has a digit is taken for a word.
  mutating func staysWord(_ bytes: UnsafePointer<UInt8>, _ count: Int, call: Bool) -> Bool {
    guard let reading = Self.read(bytes, count, call: call) else { return false }
    guard var family = families[reading.family] else {
      guard families.count < Self.capacity else { return false }
      families[reading.family] = Family(first: reading.number, count: 1)
      return true
    }
    if family.count >= Self.variantLimit { return false }
    if family.first == reading.number || (family.count > 1 && family.second == reading.number) { return true }
    family.count += 1
    if family.count == 2 { family.second = reading.number }
    families[reading.family] = family
    return family.count < Self.variantLimit
  }

  /// Whether the family of a word has become values since the word was read.
  func isValue(_ bytes: UnsafePointer<UInt8>, _ count: Int, call: Bool) -> Bool {
    guard let reading = Self.read(bytes, count, call: call) else { return false }
    return families[reading.family].map { $0.count >= Self.variantLimit } ?? false
  }

  /// The family and number of a word with one group of at most two digits; nil for everything else.
  private static func read(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, call: Bool
  ) -> (family: UInt64, number: UInt16)? {
    guard count >= 2, count <= lengthLimit else { return nil }
    var hash: UInt64 = call ? 0x9E37_79B9_7F4A_7C15 : 0xCBF2_9CE4_8422_2325
    var number: UInt16 = 0
    var digits = 0
    var letters = 0
    var groups = 0
    var inDigits = false
    for index in 0..<count {
      let byte = bytes[index]
      let bits = ByteClass.table[Int(byte)]
      if bits & ByteClass.digit != 0 {
        number = number &* 10 &+ UInt16(byte &- 0x30)
        digits &+= 1
        if !inDigits {
          groups &+= 1
          hash = (hash ^ 1) &* 0x100_0000_01B3
        }
        inDigits = true
      } else {
        inDigits = false
        if bits & ByteClass.letter != 0 { letters &+= 1 }
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }
    guard digits <= 2, groups <= 2, letters >= 2 else { return nil }
    return (hash, number)
  }
}
