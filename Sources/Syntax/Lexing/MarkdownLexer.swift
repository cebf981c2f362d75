/// Markdown: headings, code, emphasis by its signs, links; fenced code in its own language.
struct MarkdownLexer {
  let base: UnsafePointer<UInt8>
  let end: Int
  var spans: SpanList

  init(_ base: UnsafePointer<UInt8>, to: Int, spans: consuming SpanList) {
    self.base = base
    end = to
    self.spans = spans
  }

  mutating func run() {
    var from = 0
    while from < end {
      let to = lineEnd(from)
      let start = indent(from, to)
      if start < to, let fence = fence(start, to) {
        from = code(fence: fence, from: start, lineEnd: to)
        continue
      }
      line(start, to)
      from = to &+ 1
    }
  }

  private func lineEnd(_ from: Int) -> Int {
    var to = from
    while to < end, base[to] != 0x0A { to &+= 1 }
    return to
  }

  private func indent(_ from: Int, _ to: Int) -> Int {
    var at = from
    while at < to, base[at] == 0x20 || base[at] == 0x09 { at &+= 1 }
    return at
  }

  /// The sign and length of a fence.
  private func fence(_ start: Int, _ to: Int) -> (sign: UInt8, count: Int)? {
    let sign = base[start]
    guard sign == 0x60 || sign == 0x7E else { return nil }
    var at = start
    while at < to, base[at] == sign { at &+= 1 }
    return at &- start >= 3 ? (sign, at &- start) : nil
  }

  /// A fenced block: the place after it.
  private mutating func code(fence: (sign: UInt8, count: Int), from start: Int, lineEnd first: Int) -> Int {
    spans.add(start, start &+ fence.count, .attribute)
    var word = indent(start &+ fence.count, first)
    let name = word
    while word < first, isWordByte(base[word]) || "+-#".utf8.contains(base[word]) { word &+= 1 }
    spans.add(name, word, .attribute)
    let text = String(
      decoding: UnsafeBufferPointer(start: base + name, count: min(word &- name, 40)), as: UTF8.self)
    let body = min(end, first &+ 1)
    var from = body
    while from < end {
      let to = lineEnd(from)
      let begin = indent(from, to)
      if begin < to, let other = self.fence(begin, to), other.sign == fence.sign, other.count >= fence.count,
        indent(begin &+ other.count, to) == to || base[to &- 1] == 0x0D
      {
        colour(body, from, text)
        spans.add(begin, begin &+ other.count, .attribute)
        return to &+ 1
      }
      from = to &+ 1
    }
    colour(body, end, text)
    return end
  }

  private mutating func colour(_ from: Int, _ to: Int, _ name: String) {
    guard to > from, !name.isEmpty, let language = LanguageTable.named(name),
      case .code(let tables)? = LexerTables.lexer(for: language)
    else { return }
    var lexer = CodeLexer(base, from: from, to: to, tables: tables, spans: spans)
    lexer.run()
    spans = lexer.spans
  }

  private mutating func line(_ start: Int, _ to: Int) {
    // Prose is neither code nor comment nor string; its signs are colours only.
    guard start < to, !spans.keepsOnlyZones else { return }
    if base[start] == 0x23 {
      var at = start
      while at < to, base[at] == 0x23 { at &+= 1 }
      if at &- start <= 6, at == to || isBlank(base[at]) { return spans.add(start, to, .keyword) }
    }
    if base[start] == 0x3E { spans.add(start, start &+ 1, .comment) }
    inline(start, to)
  }

  private mutating func inline(_ from: Int, _ to: Int) {
    var at = from
    while at < to {
      switch base[at] {
      case 0x60:
        var count = 0
        while at &+ count < to, base[at &+ count] == 0x60 { count &+= 1 }
        at = codeSpan(at, count, to)
      case 0x5B: at = link(at, to)
      case 0x3C where isTag(at, to):
        var stop = at
        while stop < to, base[stop] != 0x3E { stop &+= 1 }
        spans.add(at, min(to, stop &+ 1), .keyword)
        at = min(to, stop &+ 1)
      case 0x5C: at &+= 2
      default: at &+= 1
      }
    }
  }

  private func isTag(_ at: Int, _ to: Int) -> Bool {
    guard at &+ 1 < to else { return false }
    let next = base[at &+ 1]
    return (next | 0x20) &- 0x61 < 26 || next == 0x2F || next == 0x21
  }

  private mutating func codeSpan(_ from: Int, _ count: Int, _ to: Int) -> Int {
    var at = from &+ count
    while at < to {
      guard base[at] == 0x60 else {
        at &+= 1
        continue
      }
      var run = at
      while run < to, base[run] == 0x60 { run &+= 1 }
      if run &- at == count {
        spans.add(from, run, .string)
        return run
      }
      at = run
    }
    return from &+ count
  }

  /// `[text](target)`: the target in colour. Looks at most 2,000 bytes ahead.
  private mutating func link(_ from: Int, _ to: Int) -> Int {
    var at = from &+ 1
    let limit = min(to, from &+ 2_000)
    while at < limit, base[at] != 0x5D, base[at] != 0x5B { at &+= 1 }
    guard at &+ 1 < limit, base[at] == 0x5D, base[at &+ 1] == 0x28 else { return from &+ 1 }
    let start = at &+ 1
    while at < limit, base[at] != 0x29 { at &+= 1 }
    guard at < limit else { return from &+ 1 }
    spans.add(from, start &- 0, .function)
    spans.add(start, at &+ 1, .property)
    return at &+ 1
  }
}
