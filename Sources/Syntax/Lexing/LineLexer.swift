/// Formats read line by line: YAML, TOML, INI, Makefiles, diffs.
struct LineLexer {
  let base: UnsafePointer<UInt8>
  let end: Int
  var spans: SpanList
  /// A string of TOML over several lines: its quote.
  private var openQuote: UInt8 = 0
  /// Lines indented deeper than this belong to a block of text in YAML.
  private var blockIndent: Int?

  init(_ base: UnsafePointer<UInt8>, to: Int, spans: consuming SpanList) {
    self.base = base
    end = to
    self.spans = spans
  }

  /// Calls with each line, without its newline.
  private mutating func forEachLine(_ body: (inout LineLexer, Int, Int) -> Void) {
    var from = 0
    while from < end {
      var to = from
      while to < end, base[to] != 0x0A { to &+= 1 }
      var stop = to
      if stop > from, base[stop &- 1] == 0x0D { stop &-= 1 }
      body(&self, from, stop)
      from = to &+ 1
    }
  }

  private func indent(_ from: Int, _ to: Int) -> Int {
    var at = from
    while at < to, base[at] == 0x20 || base[at] == 0x09 { at &+= 1 }
    return at
  }

  // MARK: Diffs

  mutating func diff() {
    forEachLine { lexer, from, to in
      guard to > from else { return }
      let base = lexer.base
      switch base[from] {
      case 0x2B where lexer.has("+++ ", from, to), 0x2D where lexer.has("--- ", from, to):
        lexer.spans.add(from, to, .keyword)
      case 0x2B: lexer.spans.add(from, to, .string)
      case 0x2D: lexer.spans.add(from, to, .constant)
      case 0x40: lexer.spans.add(from, to, .function)
      case 0x20, 0x5C: break
      default:
        if lexer.has("diff ", from, to) || lexer.has("index ", from, to) {
          lexer.spans.add(from, to, .comment)
        }
      }
    }
  }

  private func has(_ text: StaticString, _ from: Int, _ to: Int) -> Bool {
    guard to &- from >= text.utf8CodeUnitCount else { return false }
    for offset in 0..<text.utf8CodeUnitCount where base[from &+ offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  // MARK: Settings

  /// INI, properties, TOML: sections, keys, values.
  mutating func settings(isTOML: Bool, isList: Bool = false) {
    forEachLine { lexer, from, to in
      if lexer.openQuote != 0 { return lexer.longString(from, to) }
      let start = lexer.indent(from, to)
      guard start < to else { return }
      let first = lexer.base[start]
      if first == 0x23 || !isTOML && (first == 0x3B || first == 0x21) {
        return lexer.spans.add(start, to, .comment)
      }
      if isList { return }
      if first == 0x5B, start == from || isTOML, lexer.isSection(start, to) {
        return lexer.spans.add(start, to, .type)
      }
      guard let sign = lexer.keyEnd(start, to, colon: !isTOML) else {
        return lexer.values(start, to, comment: isTOML ? 0x23 : 0)
      }
      var last = sign
      while last > start, isBlank(lexer.base[last &- 1]) { last &-= 1 }
      lexer.spans.add(start, last, .property)
      lexer.values(sign &+ 1, to, comment: isTOML ? 0x23 : 0)
    }
  }

  private func isSection(_ from: Int, _ to: Int) -> Bool {
    var at = from
    while at < to, base[at] != 0x2C { at &+= 1 }
    guard at == to else { return false }
    at = to
    while at > from, isBlank(base[at &- 1]) { at &-= 1 }
    return base[at &- 1] == 0x5D
  }

  /// The place of the sign after a key.
  private func keyEnd(_ from: Int, _ to: Int, colon: Bool) -> Int? {
    var at = from
    let limit = min(to, from &+ 200)
    while at < limit {
      if base[at] == 0x3D || colon && base[at] == 0x3A { return at }
      if base[at] == 0x22, colon == false {
        at &+= 1
        while at < limit, base[at] != 0x22 { at &+= 1 }
      }
      at &+= 1
    }
    return nil
  }

  /// Strings, numbers and constants in what is left of a line.
  private mutating func values(_ from: Int, _ to: Int, comment: UInt8) {
    var at = from
    while at < to {
      let byte = base[at]
      if byte == comment, comment != 0, at == from || isBlank(base[at &- 1]) {
        return spans.add(at, to, .comment)
      }
      if byte == 0x22 || byte == 0x27 {
        if comment != 0, at &+ 2 < to, base[at &+ 1] == byte, base[at &+ 2] == byte {
          let close = triple(byte, at &+ 3, to)
          spans.add(at, close ?? to, .string)
          if close == nil { openQuote = byte }
          at = close ?? to
          continue
        }
        at = quoted(at, to)
      } else if byte &- 0x30 < 10 {
        at = number(at, to)
      } else if isWordByte(byte) {
        at = plainWord(at, to)
      } else {
        at &+= 1
      }
    }
  }

  private func triple(_ quote: UInt8, _ from: Int, _ to: Int) -> Int? {
    var at = from
    while at &+ 2 < to {
      if base[at] == quote, base[at &+ 1] == quote, base[at &+ 2] == quote { return at &+ 3 }
      at &+= 1
    }
    return nil
  }

  private mutating func longString(_ from: Int, _ to: Int) {
    let close = triple(openQuote, from, to)
    spans.add(from, close ?? to, .string)
    if let close {
      openQuote = 0
      values(close, to, comment: 0x23)
    }
  }

  private mutating func quoted(_ from: Int, _ to: Int) -> Int {
    let quote = base[from]
    var at = from &+ 1
    while at < to, base[at] != quote { at &+= base[at] == 0x5C && quote == 0x22 ? 2 : 1 }
    at = min(to, at &+ 1)
    spans.add(from, at, .string)
    return at
  }

  private mutating func number(_ from: Int, _ to: Int) -> Int {
    var at = from
    while at < to, isWordByte(base[at]) || "+-.:".utf8.contains(base[at]) { at &+= 1 }
    let isAlone = at == to || isBlank(base[at]) || ",]}".utf8.contains(base[at])
    if isAlone { spans.add(from, at, .number) }
    return at
  }

  private mutating func plainWord(_ from: Int, _ to: Int) -> Int {
    var at = from
    while at < to, isWordByte(base[at]) || base[at] == 0x2D { at &+= 1 }
    let word = String(
      decoding: UnsafeBufferPointer(start: base + from, count: min(at &- from, 8)), as: UTF8.self)
    if ["true", "false", "null", "yes", "no", "on", "off", "True", "False", "inf", "nan"].contains(word) {
      spans.add(from, at, .constant)
    }
    return at
  }

  // MARK: YAML

  mutating func yaml() {
    forEachLine { lexer, from, to in
      let start = lexer.indent(from, to)
      guard start < to else { return }
      if let block = lexer.blockIndent {
        if start &- from > block { return lexer.spans.add(start, to, .string) }
        lexer.blockIndent = nil
      }
      lexer.yamlLine(from, start, to)
    }
  }

  private mutating func yamlLine(_ from: Int, _ start: Int, _ to: Int) {
    var at = start
    while at &+ 1 < to, base[at] == 0x2D, isBlank(base[at &+ 1]) { at = indent(at &+ 1, to) }
    guard at < to else { return }
    if base[at] == 0x23 { return spans.add(at, to, .comment) }
    if base[at] == 0x25 || has("---", at, to) || has("...", at, to) {
      return spans.add(at, to, .attribute)
    }
    if let colon = yamlKey(at, to) {
      spans.add(at, colon, .property)
      at = colon &+ 1
    }
    yamlValue(at, to, indent: start &- from)
  }

  /// The colon after a key, if the line has one.
  private func yamlKey(_ from: Int, _ to: Int) -> Int? {
    var at = from
    if base[at] == 0x22 || base[at] == 0x27 {
      let quote = base[at]
      at &+= 1
      while at < to, base[at] != quote { at &+= 1 }
      at &+= 1
    }
    while at < to {
      if base[at] == 0x3A, at &+ 1 == to || isBlank(base[at &+ 1]) { return at }
      if base[at] == 0x23, at > from, isBlank(base[at &- 1]) { return nil }
      if base[at] == 0x7B || base[at] == 0x22 && at > from { return nil }
      at &+= 1
    }
    return nil
  }

  private mutating func yamlValue(_ from: Int, _ to: Int, indent: Int) {
    var at = self.indent(from, to)
    var isStart = true
    while at < to {
      let byte = base[at]
      switch byte {
      case 0x23 where at == from || isBlank(base[at &- 1]):
        return spans.add(at, to, .comment)
      case 0x7C, 0x3E:
        if isStart {
          blockIndent = indent
          spans.add(at, at &+ 1, .keyword)
        }
        at &+= 1
      case 0x26, 0x2A, 0x21:
        var stop = at &+ 1
        while stop < to, isWordByte(base[stop]) || "-/!:.".utf8.contains(base[stop]) { stop &+= 1 }
        spans.add(at, stop, byte == 0x21 ? .type : .attribute)
        at = stop
        while at < to, base[at] == 0x20 { at &+= 1 }
        continue
      case 0x22, 0x27:
        at = quoted(at, to)
      case 0x7B, 0x5B, 0x2C, 0x7D, 0x5D, 0x20:
        at &+= 1
        if byte != 0x20 { isStart = true }
        continue
      default:
        at = yamlScalar(at, to, isFlow: false)
      }
      isStart = false
    }
  }

  /// A plain scalar up to a comma, bracket or comment: a number, a constant, a key of a flow map, or text.
  private mutating func yamlScalar(_ from: Int, _ to: Int, isFlow: Bool) -> Int {
    var at = from
    while at < to, !",[]{}#".utf8.contains(base[at]) {
      if base[at] == 0x3A, at &+ 1 < to, base[at &+ 1] == 0x20 {
        spans.add(from, at, .property)
        return at &+ 1
      }
      at &+= 1
    }
    var last = max(at, from &+ 1)
    let next = last
    while last > from &+ 1, isBlank(base[last &- 1]) { last &-= 1 }
    if base[from] &- 0x30 < 10 || base[from] == 0x2D {
      var digits = from &+ 1
      while digits < last, isWordByte(base[digits]) || base[digits] == 0x2E { digits &+= 1 }
      if digits == last, base[last &- 1] &- 0x30 < 10 { spans.add(from, last, .number) }
    } else if plainWord(from, last) < last {
      return next
    }
    return next
  }

  // MARK: Make

  mutating func makefile() {
    forEachLine { lexer, from, to in
      guard to > from else { return }
      if lexer.base[from] == 0x09 { return lexer.recipe(from &+ 1, to) }
      let start = lexer.indent(from, to)
      guard start < to else { return }
      if lexer.base[start] == 0x23 { return lexer.spans.add(start, to, .comment) }
      lexer.makeLine(start, to)
    }
  }

  private static let makeWords: Set<String> = [
    "include", "-include", "sinclude", "ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "define", "endef",
    "export", "unexport", "override", "private", "undefine", "vpath",
  ]

  private mutating func makeLine(_ from: Int, _ to: Int) {
    var at = from
    while at < to, isWordByte(base[at]) || base[at] == 0x2D { at &+= 1 }
    let word = String(
      decoding: UnsafeBufferPointer(start: base + from, count: min(at &- from, 12)), as: UTF8.self)
    var start = from
    if Self.makeWords.contains(word) {
      spans.add(from, at, .keyword)
      start = indent(at, to)
    }
    var sign = start
    var nested = 0
    while sign < to {
      let byte = base[sign]
      if byte == 0x28 || byte == 0x7B { nested &+= 1 }
      if byte == 0x29 || byte == 0x7D { nested &-= 1 }
      if nested == 0, byte == 0x3D || byte == 0x3A || byte == 0x23 { break }
      sign &+= 1
    }
    if sign < to, base[sign] != 0x23 {
      var isAssignment = base[sign] == 0x3D
      if base[sign] == 0x3A {
        var next = sign &+ 1
        while next < to, base[next] == 0x3A { next &+= 1 }
        isAssignment = next < to && base[next] == 0x3D
      }
      var last = sign
      while last > start, isBlank(base[last &- 1]) || "?+!".utf8.contains(base[last &- 1]) { last &-= 1 }
      variables(start, last, otherwise: isAssignment ? .property : .function)
      start = sign
    }
    variables(start, to, otherwise: nil)
  }

  private mutating func recipe(_ from: Int, _ to: Int) { variables(from, to, otherwise: nil) }

  /// `$(NAME)`, `$@` and comments; what stands between in the given colour.
  private mutating func variables(_ from: Int, _ to: Int, otherwise: TokenKind?) {
    var at = from
    var plain = from
    while at < to {
      if base[at] == 0x24, at &+ 1 < to {
        if let otherwise { spans.add(plain, at, otherwise) }
        let next = base[at &+ 1]
        var stop = at &+ 2
        if next == 0x28 || next == 0x7B {
          let close: UInt8 = next == 0x28 ? 0x29 : 0x7D
          var name = stop
          while name < to, isWordByte(base[name]) || base[name] == 0x2D || base[name] == 0x2E { name &+= 1 }
          if name < to, base[name] == 0x20 {
            spans.add(stop, name, .function)
            stop = name
          } else if name < to, base[name] == close {
            stop = name &+ 1
            spans.add(at, stop, .property)
          } else {
            stop = name
          }
        } else {
          spans.add(at, stop, .property)
        }
        (at, plain) = (max(stop, at &+ 1), max(stop, at &+ 1))
      } else if base[at] == 0x23, at == from || isBlank(base[at &- 1]) {
        if let otherwise { spans.add(plain, at, otherwise) }
        return spans.add(at, to, .comment)
      } else if base[at] == 0x22 || base[at] == 0x27, otherwise == nil {
        let quote = base[at]
        var stop = at &+ 1
        while stop < to, base[stop] != quote, base[stop] != 0x24 { stop &+= 1 }
        if stop < to, base[stop] == quote { spans.add(at, stop &+ 1, .string) }
        at = min(to, stop < to && base[stop] == quote ? stop &+ 1 : at &+ 1)
      } else {
        at &+= 1
      }
    }
    if let otherwise { spans.add(plain, to, otherwise) }
  }
}
