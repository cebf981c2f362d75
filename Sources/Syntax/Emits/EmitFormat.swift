import Containers

/// Which signs a literal's format has.
struct EmitFormat {
  enum Braces { case none, empty, names, all }

  /// `%d` and its relatives.
  var percent = false
  /// `{}` and its relatives.
  var braces = Braces.none
  /// The kernel's `%pI4`, `%pOF`: letters behind a pointer say how to print it.
  var pointerLetters = false
  /// `%n` is a line break, `%v` is not a value: Java.
  var isJava = false
  /// `%{public}@`: the word in brackets is about who may read it.
  var hasPrivacy = false

  /// Splits constant text at its signs; values come from the arguments in turn.
  func expand(_ pieces: [EmitPiece], arguments: [EmitArgument], next: inout Int) -> [EmitPiece] {
    var result: [EmitPiece] = []
    for piece in pieces {
      guard case .literal(let bytes) = piece else {
        result.append(piece)
        continue
      }
      var scan = FormatScan(format: self, bytes: bytes, arguments: arguments, next: next)
      scan.run()
      next = scan.next
      result += scan.pieces
    }
    return result
  }
}

/// A value that a format may ask for.
struct EmitArgument {
  /// What is known of its text.
  var pieces: [EmitPiece]
  /// Its expression.
  var range: Range<Int>
  /// The name it is given, `key=value`.
  var name: [UInt8]?

  var hasLiteral: Bool { pieces.contains { if case .hole = $0 { false } else { true } } }
}

private struct FormatScan {
  let format: EmitFormat
  let bytes: [UInt8]
  let arguments: [EmitArgument]
  var next: Int
  var pieces: [EmitPiece] = []
  private var literal: [UInt8] = []

  init(format: EmitFormat, bytes: [UInt8], arguments: [EmitArgument], next: Int) {
    (self.format, self.bytes, self.arguments, self.next) = (format, bytes, arguments, next)
  }

  mutating func run() {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x25, format.percent, let end = percent(at) {
        at = end
      } else if byte == 0x7B || byte == 0x7D, format.braces != .none, let end = brace(at) {
        at = end
      } else {
        literal.append(byte)
        at += 1
      }
    }
    flush()
  }

  private mutating func flush() {
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    literal = []
  }

  private mutating func value(_ hole: Skeleton.Hole, at index: Int?) {
    flush()
    guard let index, index >= 0, index < arguments.count else { return pieces.append(.hole(hole, nil)) }
    let argument = arguments[index]
    if hole == .text, argument.hasLiteral {
      pieces += argument.pieces
    } else {
      pieces.append(.hole(hole, argument.range))
    }
  }

  private mutating func value(_ hole: Skeleton.Hole, named name: [UInt8]) {
    flush()
    if let known = arguments.first(where: { $0.name == name }) {
      pieces.append(.hole(hole, known.range))
    } else {
      pieces.append(.named(hole, name))
    }
  }

  // MARK: %

  /// Reads the sign at a `%`; the offset behind it, nil when it is none.
  private mutating func percent(_ start: Int) -> Int? {
    var at = start + 1
    guard at < bytes.count else {
      // The rest stands in a macro: `"%" PRIu64`.
      return bytes.count == 1 || pieces.isEmpty == false || !literal.isEmpty ? at : nil
    }
    if bytes[at] == 0x25 {
      literal.append(0x25)
      return at + 1
    }
    var name: [UInt8]?
    if let close = [0x28: 0x29, 0x7B: 0x7D, 0x3C: 0x3E][bytes[at]] as UInt8? {
      guard let end = bytes[at...].prefix(64).firstIndex(of: close), end > at + 1 else { return nil }
      name = Array(bytes[at + 1..<end])
      if bytes[at] == 0x7B, format.hasPrivacy {
        name = nil
      } else if bytes[at] == 0x7B {
        value(.text, named: name ?? [])
        return end + 1
      }
      at = end + 1
    }
    var index: Int?
    let digits = at
    while at < bytes.count, bytes[at] &- 0x30 < 10 { at += 1 }
    if at < bytes.count, bytes[at] == 0x24, at > digits, at - digits < 4 {
      index = bytes[digits..<at].reduce(0) { $0 * 10 + Int($1 & 15) } - 1
      at += 1
    } else {
      at = digits
    }
    while at < bytes.count, "-+#0',".utf8.contains(bytes[at]) { at += 1 }
    for _ in 0..<2 {
      while at < bytes.count, bytes[at] &- 0x30 < 10 || bytes[at] == 0x2A {
        if bytes[at] == 0x2A { next += 1 }
        at += 1
      }
      if at < bytes.count, bytes[at] == 0x2E { at += 1 }
    }
    while at < bytes.count, "hlLqjztI".utf8.contains(bytes[at]) {
      // `%q` is Go's quoted text, unless a number follows.
      if bytes[at] == 0x71, at + 1 >= bytes.count || !"diouxX".utf8.contains(bytes[at + 1]) { break }
      at += 1
    }
    guard at < bytes.count else { return nil }
    return conversion(bytes[at], at + 1, name, index)
  }

  private mutating func conversion(_ letter: UInt8, _ end: Int, _ name: [UInt8]?, _ index: Int?) -> Int? {
    var end = end
    var hole: Skeleton.Hole
    switch letter {
    case 0x64, 0x69, 0x75, 0x44, 0x55, 0x6F: hole = .integer
    case 0x78, 0x58: hole = .hexadecimal
    case 0x66, 0x46, 0x65, 0x45, 0x67, 0x47, 0x61, 0x41: hole = .number
    case 0x63, 0x43: hole = .character
    case 0x70:
      hole = .pointer
      let letters = end
      while format.pointerLetters, end < bytes.count, Skeleton.wordClass(bytes[end]) != 0, bytes[end] < 0x80 {
        end += 1
      }
      if end > letters { hole = .text }
    case 0x71: hole = .quoted
    case 0x6E where format.isJava:
      literal.append(0x0A)
      return end
    case 0x6D:
      // The text of errno, without an argument.
      flush()
      pieces.append(.hole(.text, nil))
      return end
    case 0x73, 0x53, 0x76, 0x54, 0x74, 0x77, 0x72, 0x40, 0x62, 0x68, 0x6A, 0x4F: hole = .text
    default: return nil
    }
    if let name {
      value(hole, named: name)
    } else {
      value(hole, at: index ?? next)
      if index == nil { next += 1 }
    }
    return end
  }

  // MARK: {}

  private mutating func brace(_ start: Int) -> Int? {
    let byte = bytes[start]
    if start + 1 < bytes.count, bytes[start + 1] == byte, format.braces == .all {
      literal.append(byte)
      return start + 2
    }
    guard byte == 0x7B, let close = bytes[start...].prefix(80).firstIndex(of: 0x7D) else { return nil }
    let inside = bytes[start + 1..<close]
    let colon = inside.firstIndex(of: 0x3A) ?? close
    var name = Array(bytes[start + 1..<colon])
    if let bang = name.firstIndex(of: 0x21) { name = Array(name[..<bang]) }
    let isNumber = !name.isEmpty && name.allSatisfy { $0 &- 0x30 < 10 }
    let isPlain = name.allSatisfy { Skeleton.wordClass($0) != 0 || "_.[]@$-,".utf8.contains($0) }
    guard isPlain, !inside.contains(0x7B) else { return nil }
    switch format.braces {
    case .none: return nil
    case .empty: guard inside.isEmpty || isNumber else { return nil }
    case .names: guard inside.isEmpty || colon == close else { return nil }
    case .all: break
    }
    let hole = colon < close ? holeKind(bytes[colon + 1..<close]) : .text
    if name.isEmpty {
      value(hole, at: next)
      next += 1
    } else if isNumber, name.count < 4 {
      value(hole, at: name.reduce(0) { $0 * 10 + Int($1 & 15) })
    } else {
      value(hole, named: name)
    }
    return close + 1
  }

  private func holeKind(_ specification: ArraySlice<UInt8>) -> Skeleton.Hole {
    switch specification.last {
    case 0x78, 0x58: .hexadecimal
    case 0x64: .integer
    case 0x66, 0x65, 0x67: .number
    case 0x70: .pointer
    default: .text
    }
  }
}
