/// HTML, XML and their relatives: tags, attributes, entities, with scripts and styles read as what they are.
struct MarkupLexer {
  let base: UnsafePointer<UInt8>
  let end: Int
  var index: Int
  var spans: SpanList
  /// Whether `script` and `style` hold other languages; in XML they are elements like others.
  let isHTML: Bool
  /// Code between `<?php` and `?>`.
  let php: LexTables?

  init(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, isHTML: Bool, php: LexTables? = nil,
    spans: consuming SpanList
  ) {
    self.base = base
    (index, end) = (from, to)
    (self.isHTML, self.php) = (isHTML, php)
    self.spans = spans
  }

  mutating func run() {
    while index < end {
      switch base[index] {
      case 0x3C: tag()
      case 0x26: entity()
      default: index &+= 1
      }
    }
  }

  private func byte(at place: Int) -> UInt8 { place < end ? base[place] : 0 }

  private func starts(_ text: StaticString, at place: Int) -> Bool {
    guard place &+ text.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where lowered(base[place &+ offset]) != lowered(text.utf8Start[offset]) {
      return false
    }
    return true
  }

  /// The place after the next mark, or the end.
  private func skip(to mark: StaticString, from place: Int) -> Int {
    let first = mark.utf8Start[0]
    var at = place
    while at < end {
      if base[at] == first, starts(mark, at: at) { return at &+ mark.utf8CodeUnitCount }
      at &+= 1
    }
    return end
  }

  private mutating func take(to place: Int, _ kind: TokenKind) {
    spans.add(index, place, kind)
    index = place
  }

  private mutating func tag() {
    if starts("<!--", at: index) { return take(to: skip(to: "-->", from: index &+ 4), .comment) }
    if starts("<![CDATA[", at: index) { return take(to: skip(to: "]]>", from: index &+ 9), .string) }
    if let php, starts("<?", at: index), !starts("<?xml", at: index) { return code(php) }
    if starts("<%", at: index) {
      take(to: index &+ 2, .attribute)
      index = skip(to: "%>", from: index)
      return
    }
    let next = byte(at: index &+ 1)
    if next == 0x21 || next == 0x3F {
      return take(to: skip(to: ">", from: index), .attribute)
    }
    var at = index &+ 1
    let isClosing = next == 0x2F
    if isClosing { at &+= 1 }
    guard (byte(at: at) | 0x20) &- 0x61 < 26 || byte(at: at) == 0x5F else {
      index &+= 1
      return
    }
    let name = at
    while at < end, isNameByte(base[at]) { at &+= 1 }
    spans.add(name, at, .keyword)
    let nameEnd = at
    index = at
    let isOpen = attributes()
    if isHTML, isOpen, !isClosing { embedded(name, nameEnd) }
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isWordByte(byte) || byte == 0x2D || byte == 0x3A || byte == 0x2E
  }

  /// Attributes up to `>`; false when the tag closed itself or has no end.
  private mutating func attributes() -> Bool {
    var isValue = false
    while index < end {
      let byte = base[index]
      switch byte {
      case 0x3E:
        index &+= 1
        return base[index &- 2] != 0x2F
      case 0x3C:
        if let php, starts("<?", at: index) {
          code(php)
        } else if starts("<%", at: index) {
          index = skip(to: "%>", from: index)
        } else {
          return false
        }
      case 0x22, 0x27:
        var at = index &+ 1
        while at < end, base[at] != byte { at &+= 1 }
        take(to: min(end, at &+ 1), .string)
        isValue = false
      case 0x3D:
        isValue = true
        index &+= 1
      case 0x20, 0x09, 0x0A, 0x0D, 0x2F:
        index &+= 1
      default:
        var at = index
        while at < end, base[at] > 0x20, !"=<>\"'/".utf8.contains(base[at]) { at &+= 1 }
        if isValue {
          while at < end, base[at] > 0x20, base[at] != 0x3E { at &+= 1 }
        }
        take(to: max(at, index &+ 1), isValue ? .string : .property)
        isValue = false
      }
    }
    return false
  }

  private mutating func entity() {
    var at = index &+ 1
    let limit = min(end, index &+ 12)
    while at < limit, isWordByte(base[at]) || base[at] == 0x23 { at &+= 1 }
    if byte(at: at) == 0x3B, at > index &+ 1 { take(to: at &+ 1, .constant) } else { index &+= 1 }
  }

  /// The text of `script` and `style`.
  private mutating func embedded(_ name: Int, _ nameEnd: Int) {
    if nameEnd &- name == 6, starts("script", at: name) {
      let close = closing("</script", from: index)
      let isTyped = isTypeScript(from: nameEnd, to: index)
      let rules = isTyped ? LexerTables.typeScript : LexerTables.javaScript
      var lexer = CodeLexer(base, from: index, to: close, tables: rules, spans: spans)
      lexer.run()
      spans = lexer.spans
      index = close
    } else if nameEnd &- name == 5, starts("style", at: name) {
      let close = closing("</style", from: index)
      var lexer = StyleLexer(base, from: index, to: close, spans: spans)
      lexer.run()
      spans = lexer.spans
      index = close
    }
  }

  /// Where the mark begins, or the end.
  private func closing(_ mark: StaticString, from place: Int) -> Int {
    let after = skip(to: mark, from: place)
    return after == end && !starts(mark, at: max(0, end &- mark.utf8CodeUnitCount))
      ? end : after &- mark.utf8CodeUnitCount
  }

  private func isTypeScript(from: Int, to: Int) -> Bool {
    var at = from
    while at < to {
      if base[at] == 0x6C, starts("lang=\"ts", at: at) { return true }
      at &+= 1
    }
    return false
  }

  /// Code up to `?>`.
  private mutating func code(_ tables: LexTables) {
    take(
      to: min(end, index &+ (starts("<?php", at: index) ? 5 : byte(at: index &+ 2) == 0x3D ? 3 : 2)),
      .attribute)
    var lexer = CodeLexer(base, from: index, to: end, tables: tables, spans: spans)
    lexer.run()
    spans = lexer.spans
    index = lexer.index
    if starts("?>", at: index) { take(to: index &+ 2, .attribute) }
  }
}
