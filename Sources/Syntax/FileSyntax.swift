/// What a piece of source text is made of, for colours. The raw value is stable.
package enum TokenKind: UInt8, Sendable, CaseIterable {
  case keyword = 1
  case type, function, string, number, comment, constant, attribute, regex, property
}

/// A run of bytes of one kind. Spans ascend and do not overlap; what lies between has no colour.
package struct TokenSpan: Sendable, Equatable {
  /// Byte offsets in the text.
  package var range: Range<Int>
  package var kind: TokenKind

  /// A run of bytes.
  package init(range: Range<Int>, kind: TokenKind) {
    self.range = range
    self.kind = kind
  }
}

/// A declaration in a file.
package struct OutlineItem: Sendable, Equatable {
  /// What is declared: `class`, `struct`, `enum`, `interface`, `function`, `method`, `field`, `constant`,
  /// `variable`, `type`, `module`, `macro`, `heading` …
  package var kind: String
  /// The name alone.
  package var name: String
  /// The declaration on one line, without its body; at most 200 bytes.
  package var signature: String
  /// Nesting, 0 outside of everything.
  package var depth: Int
  /// 1-based lines from the first of the declaration to the last of its body.
  package var lines: ClosedRange<Int>
  /// Bytes of the name in the text.
  package var nameRange: Range<Int>

  /// A declaration.
  package init(
    kind: String, name: String, signature: String, depth: Int, lines: ClosedRange<Int>, nameRange: Range<Int>
  ) {
    self.kind = kind
    self.name = name
    self.signature = signature
    self.depth = depth
    self.lines = lines
    self.nameRange = nameRange
  }
}

/// What is known about the text of one file without a compiler.
package struct FileSyntax: Sendable, Equatable {
  /// Coloured runs in order.
  package var spans: [TokenSpan] = []
  /// Declarations in the order of the text.
  package var outline: [OutlineItem] = []

  /// Nothing known.
  package init() {}
}

/// Colours and declarations of a text. Never fails: a text that cannot be read this way has fewer spans.
///
/// Reads at most ``syntaxLengthMax`` bytes and gives at most ``syntaxSpanMax`` spans.
///
/// - Complexity: linear in the text.
package func analyzeSyntax(_ bytes: UnsafeRawBufferPointer, language: Language?) -> FileSyntax {
  guard let language, let lexer = LexerTables.lexer(for: language), let start = bytes.baseAddress else {
    return FileSyntax()
  }
  let base = start.assumingMemoryBound(to: UInt8.self)
  let end = min(bytes.count, syntaxLengthMax)
  var list = SpanList()
  list.reserve(forLength: end)
  var syntax = FileSyntax()
  syntax.spans = lexedSpans(base, end, lexer, list)
  syntax.outline = outline(base, end, lexer, language, syntax.spans)?.items() ?? []
  return syntax
}

/// The colours of a text alone, as ``analyzeSyntax(_:language:)`` finds them.
package func analyzeSpans(_ bytes: UnsafeRawBufferPointer, language: Language) -> [TokenSpan] {
  guard let lexer = LexerTables.lexer(for: language), let start = bytes.baseAddress else { return [] }
  let end = min(bytes.count, syntaxLengthMax)
  var list = SpanList()
  list.reserve(forLength: end)
  return lexedSpans(start.assumingMemoryBound(to: UInt8.self), end, lexer, list)
}

/// The declarations of a text as symbols, without a grammar; reads ``syntaxLengthMax`` bytes at most.
///
/// - Returns: nil for a language whose declarations nothing is known of.
/// - Complexity: linear in the text.
package func lexedSymbols(_ bytes: UnsafeRawBufferPointer, language: Language) -> FileSymbols? {
  guard let lexer = LexerTables.lexer(for: language), let start = bytes.baseAddress else { return nil }
  let base = start.assumingMemoryBound(to: UInt8.self)
  let end = min(bytes.count, syntaxLengthMax)
  var isCode = true
  switch lexer {
  case .markdown, .makefile, .settings: isCode = false
  default: if OutlineRules.rules(for: language) == nil { return nil }
  }
  var list = SpanList()
  list.reserve(forLength: end)
  let found = outline(base, end, lexer, language, lexedSpans(base, end, lexer, list), limit: fileSymbolsMax)
  var symbols = found?.symbols(isCode: isCode) ?? FileSymbols()
  if end < bytes.count { symbols.isCut = true }
  return symbols
}

private func outline(
  _ base: UnsafePointer<UInt8>, _ end: Int, _ lexer: LexerTables.Lexer, _ language: Language,
  _ spans: [TokenSpan], limit: Int = outlineItemMax
) -> OutlineList? {
  switch lexer {
  case .markdown: return TextOutline.headings(base, count: end, spans: spans, limit: limit)
  case .makefile:
    return TextOutline.sections(base, count: end, spans: spans, kind: .function, as: "function", limit: limit)
  case .settings:
    return TextOutline.sections(base, count: end, spans: spans, kind: .type, as: "module", limit: limit)
  default: break
  }
  guard let rules = OutlineRules.rules(for: language) else { return nil }
  if rules.shape == .braces {
    var outline = BraceOutline(base, count: end, rules: rules, limit: limit)
    return outline.run(spans)
  }
  var outline = IndentOutline(base, count: end, rules: rules, limit: limit)
  return outline.run(spans)
}

/// What the lexer of a language finds in a text.
func lexedSpans(
  _ base: UnsafePointer<UInt8>, _ end: Int, _ lexer: LexerTables.Lexer, _ list: consuming SpanList
) -> [TokenSpan] {
  switch lexer {
  case .code(let tables):
    var lexer = CodeLexer(base, from: 0, to: end, tables: tables, spans: list)
    lexer.run()
    return lexer.spans.spans
  case .php(let tables):
    var lexer = MarkupLexer(base, from: 0, to: end, isHTML: true, php: tables, spans: list)
    lexer.run()
    return lexer.spans.spans
  case .html, .xml:
    let isHTML = if case .html = lexer { true } else { false }
    var lexer = MarkupLexer(base, from: 0, to: end, isHTML: isHTML, spans: list)
    lexer.run()
    return lexer.spans.spans
  case .style:
    var lexer = StyleLexer(base, from: 0, to: end, spans: list)
    lexer.run()
    return lexer.spans.spans
  case .markdown:
    var lexer = MarkdownLexer(base, to: end, spans: list)
    lexer.run()
    return lexer.spans.spans
  case .yaml, .makefile, .diff, .settings, .list:
    var lines = LineLexer(base, to: end, spans: list)
    switch lexer {
    case .yaml: lines.yaml()
    case .makefile: lines.makefile()
    case .diff: lines.diff()
    case .settings(let isTOML): lines.settings(isTOML: isTOML)
    default: lines.settings(isTOML: false, isList: true)
    }
    return lines.spans.spans
  }
}
