import Containers
package import Syntax

/// A file as navigation by name reads it: text, facts, and what follows from them. Immutable.
package final class NameFile: Sendable {
  /// Where it is.
  package let place: FilePlace
  /// As UTF-8.
  package let text: [UInt8]
  /// What one parse tells.
  package let facts: FileFacts
  /// How it is read.
  package let dialect: Dialect
  /// Offsets of the beginnings of lines.
  let lineStarts: [Int]
  /// The declaration around each declaration of the outline; -1 outside of all.
  let parents: [Int]
  /// Names brought from elsewhere, in the order of the text.
  let imports: [ImportedName]
  /// Whether the facts tell what functions bind: false for a file that was not parsed.
  let hasBindings: Bool

  /// A file from its parts.
  package init(
    place: FilePlace, text: [UInt8], language: Language?, facts: FileFacts, hasBindings: Bool = true
  ) {
    self.place = place
    self.text = text
    self.facts = facts
    self.hasBindings = hasBindings
    dialect = Dialect(language)
    lineStarts = Self.lineStarts(text)
    var open: [(depth: Int, item: Int)] = []
    var parents: [Int] = []
    for (index, item) in facts.syntax.outline.enumerated() {
      while let last = open.last, last.depth >= item.depth { open.removeLast() }
      parents.append(open.last?.item ?? -1)
      open.append((item.depth, index))
    }
    self.parents = parents
    imports = ImportReader.read(text, facts: facts, dialect: dialect)
  }

  static func lineStarts(_ text: [UInt8]) -> [Int] {
    var starts = [0]
    text.withUnsafeBufferPointer { bytes in
      for at in 0..<bytes.count where bytes[at] == 0x0A { starts.append(at + 1) }
    }
    return starts
  }

  /// The declarations in the order of the text.
  var outline: [OutlineItem] { facts.syntax.outline }

  // MARK: places

  /// The 1-based line of an offset.
  func line(of offset: Int) -> Int {
    lineStarts.indices.partitionFloor { lineStarts[$0] <= offset } + 1
  }

  /// The byte offset of a place; nil outside of the text.
  package func offset(line: Int, column: Int) -> Int? {
    guard line >= 1, line <= lineStarts.count, column >= 0 else { return nil }
    let offset = lineStarts[line - 1] + min(column, 1 << 40)
    let end = line < lineStarts.count ? lineStarts[line] : text.count + 1
    return offset < end ? min(offset, text.count) : nil
  }

  /// Bytes of a line without its end.
  func lineRange(_ line: Int) -> Range<Int> {
    guard line >= 1, line <= lineStarts.count else { return 0..<0 }
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : text.count
    if end > start, text[end - 1] == 0x0D { end -= 1 }
    return start..<max(start, end)
  }

  /// The columns of a range, cut at the end of its first line.
  func columns(_ range: Range<Int>) -> Range<Int> {
    let start = lineStarts[line(of: range.lowerBound) - 1]
    return range.lowerBound - start..<max(range.lowerBound, range.upperBound) - start
  }

  /// Bytes as text.
  func string(_ range: Range<Int>) -> String {
    String(decoding: text[range.clamped(to: 0..<text.count)], as: UTF8.self)
  }

  // MARK: words

  /// The word at an offset, or the one that ends there.
  func word(at offset: Int) -> Range<Int>? {
    guard offset <= text.count else { return nil }
    var start = offset
    while start > 0, dialect.isWord(text[start - 1]) { start -= 1 }
    var end = offset
    while end < text.count, dialect.isWord(text[end]) { end += 1 }
    guard start < end, end - start <= Self.wordMax, text[start] &- 0x30 >= 10 else { return nil }
    if dialect == .ruby, end < text.count, text[end] == 0x3F || text[end] == 0x21,
      end + 1 >= text.count || text[end + 1] != 0x3D
    {
      end += 1
    }
    return start..<end
  }

  /// Where a word stands in the text, ascending; at most ``usesMax``.
  func offsets(ofWord word: String) -> [Int] {
    let word = Array(word.utf8)
    var found: [Int] = []
    var at = 0
    while found.count < Self.usesMax, let range = text[at...].firstRange(of: word), !range.isEmpty {
      at = range.upperBound
      let isPart =
        range.lowerBound > 0 && dialect.isWord(text[range.lowerBound - 1])
        || at < text.count && dialect.isWord(text[at])
      if !isPart { found.append(range.lowerBound) }
    }
    return found
  }

  /// Places of one word in a file that are looked at.
  static let usesMax = 5_000

  /// Longer words are data.
  static let wordMax = 300

  /// The colour at an offset.
  func kind(at offset: Int) -> TokenKind? {
    let spans = facts.syntax.spans
    let span = spans.indices.partitionPoint { spans[$0].range.upperBound <= offset }
    return span < spans.count && spans[span].range.contains(offset) ? spans[span].kind : nil
  }

  /// Whether an offset is in a comment or a string.
  func isProse(_ offset: Int) -> Bool {
    let kind = kind(at: offset)
    return kind == .comment || kind == .string || kind == .regex
  }

  // MARK: declarations

  /// The innermost declarations around a line, the innermost first, without the one whose name is at `offset`.
  func enclosing(_ offset: Int) -> [Int] {
    let line = line(of: offset)
    var found: [Int] = []
    for (index, item) in outline.enumerated() {
      if item.lines.lowerBound > line { break }
      guard item.lines.contains(line), !item.nameRange.contains(offset) else { continue }
      // On one line many may stand side by side: those that begin later do not hold the offset.
      if item.lines.count == 1, item.nameRange.lowerBound > offset { continue }
      found.append(index)
    }
    // Members hold nothing, and of several declarations on one line the nested one counts.
    return found.filter { index in
      let item = outline[index]
      return NameKind.holdsMembers(item.kind) || NameKind.isCallable(item.kind)
        || item.lines.count > 1 && (item.kind == "field" || item.kind == "variable")
    }.reversed()
  }

  /// The declaration whose name is at an offset.
  func declaration(at offset: Int) -> Int? {
    outline.firstIndex { $0.nameRange.contains(offset) }
  }

  /// What the outline says at an index.
  func declared(_ index: Int) -> Declared {
    let item = outline[index]
    let simple = NameText.simpleName(item, text: text)
    return Declared(
      file: place, kind: item.kind, name: simple.name, container: container(of: index),
      signature: item.signature, lines: item.lines, line: line(of: simple.range.lowerBound),
      columns: columns(simple.range), nameRange: simple.range)
  }

  /// The name of the type around a declaration.
  func container(of index: Int) -> String {
    let item = outline[index]
    if let written = NameText.writtenContainer(item, dialect: dialect) { return written }
    var at = parents[index]
    while at >= 0 {
      let around = outline[at]
      if NameKind.holdsMembers(around.kind) { return NameText.typeName(around) }
      at = parents[at]
    }
    return ""
  }

  /// Bindings of a name inside of functions.
  func bindings(of name: [UInt8]) -> [LocalBinding] {
    text.withUnsafeBufferPointer { text in
      facts.locals.filter { local in
        local.name.count == name.count && local.name.upperBound <= text.count
          && text[local.name.lowerBound] == name[0]
          && text[local.name].elementsEqual(name)
      }
    }
  }
}

/// Names as declarations write them.
enum NameText {
  /// The last part of a name like `Type::method`, and where it is.
  static func simpleName(_ item: OutlineItem, text: [UInt8]) -> (name: String, range: Range<Int>) {
    if NameKind.isReopening(item.kind) { return (typeName(item), item.nameRange) }
    var start = item.nameRange.upperBound
    let isPath = item.name.contains("::") || item.name.contains(".")
    guard isPath, item.nameRange.upperBound <= text.count else { return (item.name, item.nameRange) }
    while start > item.nameRange.lowerBound, isIdentifierByte(text[start - 1]) || text[start - 1] == 0x7E {
      start -= 1
    }
    guard start < item.nameRange.upperBound else { return (item.name, item.nameRange) }
    let range = start..<item.nameRange.upperBound
    return (String(decoding: text[range], as: UTF8.self), range)
  }

  /// The type that a declaration outside of types says it belongs to: `func (r *T) f`, `void T::f()`.
  static func writtenContainer(_ item: OutlineItem, dialect: Dialect) -> String? {
    if dialect == .go, item.kind == "method",
      item.signature.hasPrefix("func (") || item.signature.hasPrefix("func(")
    {
      let inside = item.signature.utf8.drop { $0 != 0x28 }.dropFirst().prefix { $0 != 0x29 }
      let receiver = inside.prefix { $0 != 0x5B }
      let words = receiver.split { !isIdentifierByte($0) }
      return words.last.map { String(decoding: $0, as: UTF8.self) }
    }
    if dialect == .c || dialect == .other, item.name.contains("::") {
      let steps = item.name.split(separator: "::").dropLast()
      return steps.last.map { withoutArguments(String($0)) }
    }
    return nil
  }

  /// The name of a type in its declaration or in what reopens it: `impl<T> Trait for a::Type<T>` is of `Type`.
  static func typeName(_ item: OutlineItem) -> String {
    var name = Substring(item.name)
    if item.kind == "implementation", let range = name.firstRange(of: " for ") {
      name = name[range.upperBound...]
    }
    name = name.drop { $0 == "&" || $0 == " " }
    let plain = withoutArguments(String(name))
    let last = plain.split { $0 == "." || $0 == ":" || $0 == "\\" }.last ?? ""
    return last.trimmed()
  }

  /// `Type<A, B>` as `Type`.
  static func withoutArguments(_ name: String) -> String {
    guard let bracket = name.utf8.firstIndex(where: { $0 == 0x3C || $0 == 0x5B || $0 == 0x28 }) else {
      return name
    }
    return String(name[..<bracket])
  }
}

extension Substring {
  func trimmed() -> String {
    var part = self
    while let first = part.utf8.first, first <= 0x20 { part.removeFirst() }
    while let last = part.utf8.last, last <= 0x20 { part.removeLast() }
    return String(part)
  }

  /// Where a text first stands.
  func firstRange(of other: String) -> Range<Substring.Index>? {
    let (text, wanted) = (utf8, other.utf8)
    var at = startIndex
    while at < endIndex {
      if text[at...].starts(with: wanted) { return at..<text.index(at, offsetBy: wanted.count) }
      at = text.index(after: at)
    }
    return nil
  }
}
