package import Containers
package import Syntax

/// A file as far as the index knows it: enough to follow types, imports and what declarations say, without a parse.
extension NameFile {
  /// Declarations of one file that are taken, at most: what has more is data.
  static let symbolsMax = 20_000

  /// A file with the declarations that the index has of it, and the lexer's colours; nothing is known of what its
  /// functions bind.
  ///
  /// - Complexity: linear in the text, at the speed of the lexer.
  package convenience init(place: FilePlace, text: [UInt8], language: Language?, symbols: [Symbol]) {
    var facts = FileFacts()
    if let language {
      facts.syntax.spans = text.withUnsafeBytes { analyzeSpans($0, language: language) }
    }
    facts.syntax.outline = SymbolOutline(text, Dialect(language)).items(symbols)
    self.init(place: place, text: text, language: language, facts: facts, hasBindings: false)
  }
}

/// Makes an outline of the symbols that the index has.
struct SymbolOutline {
  private let scan: Scan
  private let lineStarts: [Int]

  init(_ text: [UInt8], _ dialect: Dialect) {
    scan = Scan(text, dialect)
    lineStarts = NameFile.lineStarts(text)
  }

  func items(_ symbols: [Symbol]) -> [OutlineItem] {
    var depths: [Int] = []
    return symbols.prefix(NameFile.symbolsMax).map { symbol in
      let depth = symbol.parent.flatMap { depths.indices.contains($0) ? depths[$0] + 1 : nil } ?? 0
      depths.append(depth)
      let name = whole(symbol)
      let kind = symbol.kind == .enumerator ? Containers.SymbolKind.constant : symbol.kind
      return OutlineItem(
        kind: kind.name, name: name.text, signature: signature(symbol), depth: min(depth, outlineDepthMax),
        lines: symbol.lines, nameRange: name.range)
    }
  }

  /// The name with what stands before it: outlines have `Type::method` in one.
  private func whole(_ symbol: Symbol) -> (text: String, range: Range<Int>) {
    guard let qualifier = symbol.qualifier, !qualifier.isEmpty else { return (symbol.name, symbol.range) }
    for sign in ["::", ".", ":"] {
      let start = symbol.start - sign.utf8.count - qualifier.utf8.count
      guard start >= 0, symbol.start <= scan.text.count,
        scan.text[start..<symbol.start].elementsEqual((qualifier + sign).utf8)
      else { continue }
      return (qualifier + sign + symbol.name, start..<symbol.range.upperBound)
    }
    return (symbol.name, symbol.range)
  }

  /// The declaration on one line, without its body.
  func signature(_ declared: Declared) -> String {
    signature(
      Symbol(
        name: declared.name, kind: Containers.SymbolKind(name: declared.kind) ?? .other,
        start: declared.nameRange.lowerBound,
        line: declared.line, column: declared.columns.lowerBound, lines: declared.lines))
  }

  /// The declaration on one line, without its body, as an outline of a tree has it.
  func signature(_ symbol: Symbol) -> String {
    let text = scan.text
    guard symbol.lines.lowerBound >= 1, symbol.lines.lowerBound <= lineStarts.count,
      symbol.range.upperBound <= text.count
    else { return symbol.name }
    var start = scan.forwardInLine(lineStarts[symbol.lines.lowerBound - 1])
    if symbol.lines.lowerBound == symbol.line, start < symbol.start,
      let other = text[start..<symbol.start].lastIndex(where: { [0x7B, 0x7D, 0x3B].contains($0) })
    {
      // Behind what stands before it on the line.
      start = scan.forwardInLine(other + 1)
    }
    start = min(start, symbol.start)
    let stop = end(symbol)
    var bytes: [UInt8] = []
    var at = start
    while at < stop, bytes.count < outlineSignatureMax {
      let byte = text[at]
      if byte > 0x20 {
        bytes.append(byte)
      } else if let last = bytes.last, last != 0x20 {
        bytes.append(0x20)
      }
      at += 1
    }
    if at < stop { while let last = bytes.last, last >= 0x80 { bytes.removeLast() } }
    while let last = bytes.last, [0x20, 0x3D, 0x2C, 0x3A].contains(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where the body begins, or the declaration's first line ends.
  private func end(_ symbol: Symbol) -> Int {
    let text = scan.text
    let hasBody =
      symbol.kind != .type && symbol.lines.upperBound > symbol.line
      && (NameKind.isCallable(symbol.kind.name) || NameKind.holdsMembers(symbol.kind.name))
    let limit = min(text.count, symbol.range.upperBound + 4 * outlineSignatureMax)
    var depth = 0
    var at = symbol.range.upperBound
    while at < limit {
      switch text[at] {
      case 0x28, 0x5B: depth += 1
      case 0x29, 0x5D: depth -= 1
      case 0x7B, 0x7D, 0x3B: if depth <= 0 { return at }
      case 0x3A where scan.dialect == .python: if depth <= 0, hasBody { return at }
      case 0x0A: if depth <= 0, !hasBody || endsWithLine { return at }
      default: break
      }
      at += 1
    }
    return limit
  }

  /// Whether a declaration outside of brackets ends with its line.
  private var endsWithLine: Bool {
    switch scan.dialect {
    case .python, .ruby, .lua, .shell, .kotlin, .scala, .other: true
    default: false
    }
  }
}
