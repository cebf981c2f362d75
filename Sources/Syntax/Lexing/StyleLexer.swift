/// CSS, SCSS and Less: selectors, properties, values.
struct StyleLexer {
  let base: UnsafePointer<UInt8>
  let end: Int
  var index: Int
  var spans: SpanList
  /// Between a property's colon and its end.
  private var isValue = false

  init(_ base: UnsafePointer<UInt8>, from: Int, to: Int, spans: consuming SpanList) {
    self.base = base
    (index, end) = (from, to)
    self.spans = spans
  }

  mutating func run() {
    while index < end {
      let byte = base[index]
      switch byte {
      case 0x2F where peek(1) == 0x2A: blockComment()
      case 0x2F where peek(1) == 0x2F && (index == 0 || base[index &- 1] != 0x3A):
        var at = index
        while at < end, base[at] != 0x0A { at &+= 1 }
        take(to: at, .comment)
      case 0x22, 0x27: string(byte)
      case 0x40: rule()
      case 0x24: take(to: wordEnd(index &+ 1), .property)
      case 0x23: hash()
      case 0x2E where isNameStart(peek(1)) && !isValue: take(to: wordEnd(index &+ 1), .type)
      case 0x3A: colon()
      case 0x3B, 0x7B, 0x7D:
        isValue = false
        index &+= 1
      case 0x21:
        take(to: max(wordEnd(index &+ 1), index &+ 1), .keyword)
      case 0x30...0x39: number()
      case 0x2D where isValue && (peek(1) &- 0x30 < 10 || peek(1) == 0x2E): number()
      case 0x2E where isValue && peek(1) &- 0x30 < 10: number()
      default:
        if isNameStart(byte) { word() } else { index &+= 1 }
      }
    }
  }

  private func peek(_ offset: Int) -> UInt8 { index &+ offset < end ? base[index &+ offset] : 0 }

  private func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D || byte >= 0x80
  }

  private func wordEnd(_ place: Int) -> Int {
    var at = place
    while at < end, isWordByte(base[at]) || base[at] == 0x2D { at &+= 1 }
    return at
  }

  private mutating func take(to place: Int, _ kind: TokenKind) {
    spans.add(index, place, kind)
    index = place
  }

  private mutating func blockComment() {
    var at = index &+ 2
    while at < end, !(base[at] == 0x2A && at &+ 1 < end && base[at &+ 1] == 0x2F) { at &+= 1 }
    take(to: min(end, at &+ 2), .comment)
  }

  private mutating func string(_ quote: UInt8) {
    var at = index &+ 1
    while at < end, base[at] != quote, base[at] != 0x0A { at &+= base[at] == 0x5C ? 2 : 1 }
    take(to: min(end, at < end && base[at] == quote ? at &+ 1 : at), .string)
  }

  /// `@media`, and `@name` as a variable of Less.
  private mutating func rule() {
    let at = wordEnd(index &+ 1)
    if at < end, base[at] == 0x3A {
      take(to: at, .property)
    } else {
      take(to: max(at, index &+ 1), .keyword)
    }
  }

  /// A colour in a value, an id in a selector, a hole of SCSS.
  private mutating func hash() {
    let at = wordEnd(index &+ 1)
    if at == index &+ 1 { return index &+= 1 }
    take(to: at, isValue ? .number : .constant)
  }

  private mutating func colon() {
    index &+= 1
    // `a:hover` in a selector has a name directly behind, and `{` before `;`.
    if !isValue, isNameStart(peek(0)) || peek(0) == 0x3A {
      var at = index
      let limit = min(end, index &+ 300)
      while at < limit, base[at] != 0x3B, base[at] != 0x7B, base[at] != 0x7D { at &+= 1 }
      if at < limit, base[at] == 0x7B {
        if peek(0) == 0x3A { index &+= 1 }
        return take(to: wordEnd(index), .attribute)
      }
    }
    isValue = true
  }

  private mutating func number() {
    var at = index &+ 1
    while at < end, base[at] &- 0x30 < 10 || base[at] == 0x2E || isWordByte(base[at]) || base[at] == 0x25 {
      at &+= 1
    }
    take(to: at, .number)
  }

  private mutating func word() {
    let at = wordEnd(index)
    if at == index { return index &+= 1 }
    if at < end, base[at] == 0x28 { return take(to: at, .function) }
    if base[index] == 0x2D, at > index &+ 2, base[index &+ 1] == 0x2D { return take(to: at, .property) }
    if isValue { return take(to: at, .constant) }
    take(to: at, isProperty(at) ? .property : .keyword)
  }

  /// Whether a colon follows and the statement ends before a brace opens.
  private func isProperty(_ place: Int) -> Bool {
    var at = place
    while at < end, base[at] == 0x20 { at &+= 1 }
    guard at < end, base[at] == 0x3A else { return false }
    let limit = min(end, at &+ 300)
    while at < limit {
      if base[at] == 0x3B || base[at] == 0x7D { return true }
      if base[at] == 0x7B { return base[at &- 1] == 0x23 }
      at &+= 1
    }
    return at == end || at == limit
  }
}
