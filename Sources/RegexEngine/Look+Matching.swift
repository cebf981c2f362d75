/// Whether an ASCII byte is a letter, a digit or "_".
func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
  default: false
  }
}

extension Look {
  /// Whether the condition holds in front of the byte at `position`, which is at most `bytes.count`.
  func holds(in bytes: UnsafeRawBufferPointer, at position: Int) -> Bool {
    switch self {
    case .textStart: return position == 0
    case .textEnd: return position == bytes.count
    case .lineStart: return position == 0 || bytes[position &- 1] == 0x0A
    case .lineEnd: return position == bytes.count || bytes[position] == 0x0A
    // Nearly always an ASCII byte decides.
    case .startHalf where position > 0 && bytes[position &- 1] < 0x80:
      return !isWordByte(bytes[position &- 1])
    case .endHalf where position < bytes.count && bytes[position] < 0x80:
      return !isWordByte(bytes[position])
    case .wordBoundary, .notWordBoundary, .wordStart, .wordEnd, .startHalf, .endHalf:
      return unicodeHolds(in: bytes, at: position)
    case .asciiWordBoundary, .asciiNotWordBoundary, .asciiWordStart, .asciiWordEnd, .asciiStartHalf,
      .asciiEndHalf:
      let before = position > 0 && isWordByte(bytes[position &- 1])
      let after = position < bytes.count && isWordByte(bytes[position])
      switch self {
      case .asciiWordBoundary: return before != after
      case .asciiNotWordBoundary: return before == after
      case .asciiWordStart: return !before && after
      case .asciiWordEnd: return before && !after
      case .asciiStartHalf: return !before
      default: return !after
      }
    }
  }

  /// The Unicode conditions. Those that ask for the *absence* of a word character are false next to bytes
  /// that are no UTF-8: otherwise they would hold inside every character.
  private func unicodeHolds(in bytes: UnsafeRawBufferPointer, at position: Int) -> Bool {
    let before = Side(position == 0 ? nil : .some(decodeScalar(bytes, before: position)?.scalar))
    let after = Side(position == bytes.count ? nil : .some(decodeScalar(bytes, at: position)?.scalar))
    switch self {
    case .wordBoundary: return (before == .word) != (after == .word)
    case .notWordBoundary:
      return before != .invalid && after != .invalid && (before == .word) == (after == .word)
    case .wordStart: return before != .word && after == .word
    case .wordEnd: return before == .word && after != .word
    case .startHalf: return before == .other
    default: return after == .other
    }
  }
}

/// What lies on one side of a position.
enum Side {
  case word, other, invalid

  /// The outer nil is the border of the text, the inner one bytes that are no UTF-8.
  init(_ scalar: UInt32??) {
    switch scalar {
    case .none: self = .other
    case .some(.none): self = .invalid
    case .some(.some(let value)):
      if value < 0x80 {
        self = isWordByte(UInt8(value)) ? .word : .other
      } else {
        self = UnicodeData.isWord(value) ? .word : .other
      }
    }
  }
}
