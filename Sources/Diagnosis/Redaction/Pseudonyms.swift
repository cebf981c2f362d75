/// Names for what was redacted: the same value gets the same name, so that lines still belong together.
///
/// Values are held in memory while a bundle is read, and nowhere else.
struct Pseudonyms {
  /// Values of a rule that are told apart; later ones share the number 0.
  static let limit = 200_000

  private var numbers: [[UInt8]: Int] = [:]

  /// `<ip:3>`.
  mutating func name(_ rule: String, _ value: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let key = Array(value)
    let number: Int
    if let known = numbers[key] {
      number = known
    } else if numbers.count < Self.limit {
      number = numbers.count + 1
      numbers[key] = number
    } else {
      number = 0
    }
    return Array("<\(rule):\(number)>".utf8)
  }

  /// Different values seen, at most ``limit``.
  var count: Int { numbers.count }
}
