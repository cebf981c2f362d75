/// JSX: tags and their text in JavaScript.
extension CodeLexer {
  /// Elements inside of each other, at most: deeper ones are read as code.
  private static let elementMax = 200

  /// Whether `<` here begins an element: `<name`, `<>`.
  func startsElement() -> Bool {
    let next = peek(1)
    guard elements < Self.elementMax else { return false }
    if next == 0x3E { return true }
    guard (next | 0x20) &- 0x61 < 26 else { return false }
    // `<T,>(x: T) =>` and `<T extends U>` are type parameters.
    var at = index &+ 1
    while at < end, isWordByte(base[at]) || base[at] == 0x2E || base[at] == 0x2D { at &+= 1 }
    guard at < end else { return false }
    if base[at] == 0x2C { return false }
    if base[at] == 0x20, byte(at: at &+ 1) == 0x65, byte(at: at &+ 2) == 0x78, byte(at: at &+ 3) == 0x74 {
      return false
    }
    return base[at] == 0x3E || base[at] == 0x2F || isBlank(base[at]) || base[at] == 0x0A
  }

  private enum Place { case tag, text, code }

  /// Reads tags and text in turn, from `<` or from behind a hole, until code goes on.
  mutating func element(inTag: Bool) {
    var place = inTag ? Place.tag : Place.text
    while index < end {
      switch place {
      case .tag: place = tag()
      case .text: place = elementText()
      case .code: return
      }
    }
  }

  private mutating func tag() -> Place {
    var isClosing = false
    if peek(0) == 0x3C {
      index &+= 1
      if peek(0) == 0x2F {
        isClosing = true
        index &+= 1
      }
      let start = index
      while index < end, isWordByte(base[index]) || base[index] == 0x2E || base[index] == 0x2D { index &+= 1 }
      spans.add(start, index, byte(at: start) &- 0x41 < 26 ? .type : .keyword)
      if !isClosing { elements += 1 }
    }
    while index < end {
      let byte = base[index]
      switch byte {
      case 0x3E:
        if isClosing || base[max(0, index &- 1)] == 0x2F { elements -= 1 }
        index &+= 1
        return afterTag()
      case 0x22, 0x27:
        var at = index &+ 1
        while at < end, base[at] != byte { at &+= 1 }
        spans.add(index, min(end, at &+ 1), .string)
        index = min(end, at &+ 1)
      case 0x7B:
        index &+= 1
        if enterHole(.tag, open: 0x7B, close: 0x7D) { return .code }
      case 0x3C:
        // A tag in a tag: this was no element.
        elements = max(0, elements - 1)
        isOperand = true
        index &+= 1
        return .code
      default:
        guard isWordByte(byte) else {
          index &+= 1
          continue
        }
        let start = index
        while index < end, isWordByte(base[index]) || base[index] == 0x2D || base[index] == 0x3A {
          index &+= 1
        }
        spans.add(start, index, .property)
      }
    }
    return .code
  }

  private mutating func afterTag() -> Place {
    if elements > 0 { return .text }
    (elements, isOperand, previous, expected) = (0, true, 0x3E, 0)
    return .code
  }

  private mutating func elementText() -> Place {
    while index < end {
      switch base[index] {
      case 0x3C: return .tag
      case 0x7B:
        index &+= 1
        if enterHole(.elementText, open: 0x7B, close: 0x7D) { return .code }
      default: index &+= 1
      }
    }
    return .code
  }
}
