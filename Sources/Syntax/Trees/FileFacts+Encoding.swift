import Containers

/// Facts as bytes, for the pipe between the process that parses and the one that asks.
///
/// ```
/// spans      count, then for each: gap to the last end, length, kind
/// outline    count, then for each: kind, name, signature (length and bytes), depth, first line, lines more,
///            start and length of the name
/// calls      count, then for each: start, length, caller + 1
/// locals     count, then for each: start, length, start and length of the scope
/// imports    count, then for each: start, length
/// ```
/// Numbers are unsigned, seven bits to a byte, lowest first. Both ends are the same program: there is no version.
extension FileFacts {
  /// The facts as bytes.
  package func encoded() -> [UInt8] {
    var writer = FactWriter()
    writer.list(syntax.spans) { writer, span in
      writer.number(span.range.lowerBound - writer.last)
      writer.number(span.range.count)
      writer.number(Int(span.kind.rawValue))
      writer.last = span.range.upperBound
    }
    writer.list(syntax.outline) { writer, item in
      writer.text(item.kind)
      writer.text(item.name)
      writer.text(item.signature)
      writer.number(item.depth)
      writer.number(item.lines.lowerBound)
      writer.number(item.lines.count)
      writer.range(item.nameRange)
    }
    writer.list(calls) { writer, call in
      writer.range(call.name)
      writer.number(call.caller + 1)
    }
    writer.list(locals) { writer, local in
      writer.range(local.name)
      writer.range(local.scope)
    }
    writer.list(imports) { writer, range in writer.range(range) }
    return writer.bytes
  }

  /// Facts about a text of `count` bytes; nil when the bytes are damaged or speak of places outside of the text.
  package init?(decoding bytes: [UInt8], count: Int) {
    var reader = FactReader(bytes: bytes, count: count)
    var last = 0
    syntax.spans = reader.list(max: syntaxSpanMax) { reader in
      let gap = reader.number()
      let length = reader.number()
      guard let kind = TokenKind(rawValue: UInt8(clamping: reader.number())), gap <= count, length <= count,
        last + gap + length <= count
      else { return nil }
      defer { last += gap + length }
      return TokenSpan(range: last + gap..<last + gap + length, kind: kind)
    }
    syntax.outline = reader.list(max: outlineItemMax) { reader in
      let (kind, name, signature) = (reader.text(), reader.text(), reader.text())
      let (depth, first, more) = (reader.number(), reader.number(), reader.number())
      guard first >= 1, more >= 1, first <= count + 1, more <= count + 1, let range = reader.range() else {
        return nil
      }
      return OutlineItem(
        kind: kind, name: name, signature: signature, depth: min(depth, outlineDepthMax),
        lines: first...first + more - 1, nameRange: range)
    }
    calls = reader.list(max: factMax) { reader in
      guard let name = reader.range() else { return nil }
      return CallSite(name: name, caller: reader.number() - 1)
    }
    locals = reader.list(max: factMax) { reader in
      guard let name = reader.range(), let scope = reader.range() else { return nil }
      return LocalBinding(name: name, scope: scope)
    }
    imports = reader.list(max: factMax) { $0.range() }
    guard reader.isSound else { return nil }
  }
}

struct FactWriter {
  var bytes: [UInt8] = []
  /// The site written last: neighbours have much in common.
  var lastSite: EmitSite?
  /// The end of the last span.
  var last = 0

  mutating func number(_ value: Int) {
    var rest = UInt64(max(0, value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func text(_ text: String) {
    number(text.utf8.count)
    bytes += text.utf8
  }

  mutating func range(_ range: Range<Int>) {
    number(range.lowerBound)
    number(range.count)
  }

  mutating func list<Element>(_ elements: [Element], _ write: (inout FactWriter, Element) -> Void) {
    number(elements.count)
    for element in elements { write(&self, element) }
  }
}

struct FactReader {
  var lastSite: EmitSite?
  let bytes: [UInt8]
  let count: Int
  var at = 0
  var isSound = true

  init(bytes: [UInt8], count: Int) {
    (self.bytes, self.count) = (bytes, count)
  }

  mutating func number() -> Int {
    var value: UInt64 = 0
    // Offsets have at most five bytes of seven bits.
    for shift in 0..<5 {
      guard at < bytes.count else { break }
      let byte = bytes[at]
      at += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift * 7)
      if byte < 0x80 { return Int(value) }
    }
    isSound = false
    return 0
  }

  mutating func text() -> String {
    let length = number()
    guard length <= bytes.count - at else {
      isSound = false
      return ""
    }
    defer { at += length }
    return String(decoding: bytes[at..<at + length], as: UTF8.self)
  }

  mutating func range() -> Range<Int>? {
    let (start, length) = (number(), number())
    guard start <= count, length <= count - start else {
      isSound = false
      return nil
    }
    return start..<start + length
  }

  mutating func list<Element>(max: Int, _ read: (inout FactReader) -> Element?) -> [Element] {
    let length = number()
    guard isSound, length <= max, length <= bytes.count - at else {
      isSound = false
      return []
    }
    var elements: [Element] = []
    elements.reserveCapacity(length)
    for _ in 0..<length {
      guard let element = read(&self), isSound else {
        isSound = false
        return elements
      }
      elements.append(element)
    }
    return elements
  }
}
