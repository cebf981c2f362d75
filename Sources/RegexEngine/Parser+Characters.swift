extension Parser {
  var atEnd: Bool { index >= scalars.count }

  /// The scalar at the cursor, or nil at the end.
  var current: UInt32? { index < scalars.count ? scalars[index] : nil }

  func peek(_ distance: Int = 1) -> UInt32? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  /// Whether the pattern goes on with `text` (ASCII).
  func looksAt(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= scalars.count else { return false }
    return (0..<count).allSatisfy { scalars[index + $0] == UInt32(text.utf8Start[$0]) }
  }

  /// Passes `text` when the pattern goes on with it.
  mutating func take(_ text: StaticString) -> Bool {
    guard looksAt(text) else { return false }
    index += text.utf8CodeUnitCount
    return true
  }

  /// The UTF-8 range from scalar `start` to the cursor.
  func range(from start: Int) -> Range<Int> {
    offsets[start]..<offsets[max(start, min(index, scalars.count))]
  }

  /// The UTF-8 range of `count` scalars from `start`, as far as there are any.
  func range(from start: Int, count: Int) -> Range<Int> {
    offsets[start]..<offsets[min(start + count, scalars.count)]
  }

  func text(_ range: Range<Int>) -> String {
    var result = ""
    // Every scalar came out of a String, so it is one.
    for value in scalars[range] { Unicode.Scalar(value).map { result.unicodeScalars.append($0) } }
    return result
  }

  /// In `(?x)`, passes blanks and comments.
  mutating func skipBlanks() {
    guard flags.ignoreWhitespace else { return }
    while let scalar = current {
      if scalar == 0x23 {  // "#"
        while current != nil && current != 0x0A { index += 1 }
      } else if UnicodeData.space.contains(scalar) {
        index += 1
      } else {
        return
      }
    }
  }
}

extension Parser {
  func check(cost: Int, from start: Int) throws(RegexError) {
    guard cost <= sizeLimit else {
      throw RegexError(
        .tooLarge, range(from: start), "this compiles to a program over the limit of \(sizeLimit) bytes",
        suggestion: "use smaller counts, or a smaller class such as [0-9A-Za-z_] in place of \\w")
    }
  }

  func tooDeep(_ start: Int) -> RegexError {
    RegexError(
      .tooLarge, range(from: start, count: 1),
      "the pattern is nested deeper than \(Parser.nestingMax) levels")
  }

  func nothingToRepeat() -> RegexError {
    let length = repetitionAhead()?.length ?? 1
    let sign = text(index..<index + length)
    return RegexError(
      .nothingToRepeat, range(from: index, count: length), "\"\(sign)\" has nothing before it to repeat",
      suggestion: "write \"\\\(sign)\" for the character")
  }
}

/// The other case of an ASCII letter, or nil.
func asciiOtherCase(_ scalar: UInt32) -> UInt32? {
  switch scalar {
  case 0x41...0x5A, 0x61...0x7A: scalar ^ 0x20
  default: nil
  }
}
