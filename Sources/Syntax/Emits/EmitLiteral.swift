/// Reads literals as they are written: prefix, quotes, escapes.
enum EmitLiteral {
  /// What the quotes of a literal are.
  struct Shape {
    /// Bytes between the quotes, as offsets in the text.
    var inside: Range<Int>
    /// Backslashes are text.
    var isRaw = false
    /// `{{` stands for one brace.
    var hasBraces = false
    /// Two quotes stand for one.
    var doublesQuotes = false
    /// Only the quote and the backslash are escaped.
    var isPlain = false
  }

  /// The shape of the literal in a range; without quotes all of it is inside.
  static func shape(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, language: EmitLanguage) -> Shape {
    var at = range.lowerBound
    let end = range.upperBound
    var shape = Shape(inside: range)
    var hashes = 0
    while at < end, at < range.lowerBound + 24, base[at] != 0x22, base[at] != 0x27, base[at] != 0x60 {
      switch base[at] {
      case 0x72, 0x52, 0x40: shape.isRaw = true
      case 0x66, 0x46: shape.hasBraces = language == .python
      case 0x24: shape.hasBraces = true
      case 0x23:
        hashes += 1
        shape.isRaw = true
      case 0x62, 0x42, 0x63, 0x75, 0x55, 0x4C, 0x38, 0x73: break
      // Not a prefix: a heredoc or words between other signs.
      default: return Shape(inside: range, isRaw: language == .other)
      }
      at += 1
    }
    guard at < end, base[at] == 0x22 || base[at] == 0x27 || base[at] == 0x60 else { return shape }
    let quote = base[at]
    var run = 0
    while at + run < end, base[at + run] == quote { run += 1 }
    // Three or more open a long literal; two are an empty one.
    let opening = run >= 3 ? min(run, 3) : 1
    if quote == 0x60, language == .go { shape.isRaw = true }
    if quote == 0x27, language == .php || language == .ruby { shape.isPlain = true }
    if language == .csharp, shape.isRaw { shape.doublesQuotes = true }
    if opening == 3, language == .kotlin || language == .scala { shape.isRaw = true }
    var last = end
    var closing = hashes
    while closing > 0, last > at, base[last - 1] == 0x23 {
      last -= 1
      closing -= 1
    }
    var quotes = opening
    while quotes > 0, last > at + opening, base[last - 1] == quote {
      last -= 1
      quotes -= 1
    }
    shape.inside = min(at + opening, last)..<last
    if language == .cpp, shape.isRaw, let open = firstIndex(0x28, base, shape.inside) {
      let delimiter = open - shape.inside.lowerBound + 1
      if delimiter < 18, shape.inside.count > 2 * delimiter {
        shape.inside = open + 1..<shape.inside.upperBound - delimiter
      }
    }
    return shape
  }

  private static func firstIndex(_ byte: UInt8, _ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int? {
    range.prefix(20).first { base[$0] == byte }
  }

  /// The text that a part of a literal stands for.
  static func text(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ shape: Shape) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(min(range.count, 2_048))
    var at = range.lowerBound
    let end = min(range.upperBound, range.lowerBound + 8_192)
    while at < end {
      let byte = base[at]
      at += 1
      if byte == 0x5C, at < end, !shape.isRaw {
        at = escape(base, at, end, shape, &text)
      } else if byte == 0x22, shape.doublesQuotes, at < end, base[at] == 0x22 {
        text.append(0x22)
        at += 1
      } else if byte == 0x7B || byte == 0x7D, shape.hasBraces, at < end, base[at] == byte {
        text.append(byte)
        at += 1
      } else {
        text.append(byte)
      }
    }
    return text
  }

  /// Reads what follows a backslash; the offset behind it.
  private static func escape(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ shape: Shape, _ text: inout [UInt8]
  ) -> Int {
    var at = start + 1
    let letter = base[start]
    if shape.isPlain {
      if letter != 0x27, letter != 0x5C { text.append(0x5C) }
      text.append(letter)
      return at
    }
    switch letter {
    case 0x6E: text.append(0x0A)
    case 0x74, 0x72, 0x66, 0x76, 0x61, 0x62: text.append(0x20)
    case 0x65: text.append(0x1B)
    case 0x0A:
      // A line that goes on: its indentation is no text.
      while at < end, base[at] == 0x20 || base[at] == 0x09 { at += 1 }
    case 0x78, 0x75, 0x55:
      if at < end, base[at] == 0x7B { at += 1 }
      let most = letter == 0x78 ? 2 : letter == 0x75 ? 6 : 8
      var value: UInt32 = 0
      var digits = 0
      while at < end, digits < most, let digit = hexValue(base[at]) {
        if letter == 0x75, digits == 4, base[start + 1] != 0x7B { break }
        value = value << 4 | digit
        at += 1
        digits += 1
      }
      if at < end, base[start + 1] == 0x7B, base[at] == 0x7D { at += 1 }
      append(value, &text)
    case 0x30...0x37:
      var value = UInt32(letter & 7)
      for _ in 0..<2 where at < end && base[at] & 0xF8 == 0x30 {
        value = value << 3 | UInt32(base[at] & 7)
        at += 1
      }
      append(value, &text)
    default: text.append(letter)
    }
    return at
  }

  private static func hexValue(_ byte: UInt8) -> UInt32? {
    if byte &- 0x30 < 10 { return UInt32(byte & 15) }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? UInt32(letter) + 10 : nil
  }

  private static func append(_ value: UInt32, _ text: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(value) else { return }
    text += Array(String(scalar).utf8)
  }
}

/// Languages as far as their texts differ.
enum EmitLanguage: UInt8 {
  case c, cpp, csharp, go, java, kotlin, php, python, ruby, rust, scala, script, swift, other

  init(name: String) {
    switch name {
    case "C": self = .c
    case "C++": self = .cpp
    case "C#": self = .csharp
    case "Go": self = .go
    case "Java": self = .java
    case "Kotlin": self = .kotlin
    case "PHP": self = .php
    case "Python": self = .python
    case "Ruby": self = .ruby
    case "Rust": self = .rust
    case "Scala": self = .scala
    case "JavaScript", "TypeScript", "TSX": self = .script
    case "Swift": self = .swift
    default: self = .other
    }
  }
}
