/// Declarations of languages where indentation, `end` or a bracket in the first column tells how far one goes.
struct IndentOutline {
  private struct Scope {
    var item: Int
    var indent: Int
    var holdsMethods: Bool
  }

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let rules: OutlineRules
  private var list: OutlineList
  private var scopes: [Scope] = []
  /// The end of the last line that holds something.
  private var lastEnd = 0

  init(_ base: UnsafePointer<UInt8>, count: Int, rules: OutlineRules, limit: Int = outlineItemMax) {
    self.base = base
    end = count
    self.rules = rules
    list = OutlineList(base, count: count, limit: limit)
  }

  mutating func run(_ spans: [TokenSpan]) -> OutlineList {
    var at = 0
    var next = 0
    while at < end {
      var stop = at
      while stop < end, base[stop] != 0x0A { stop &+= 1 }
      // Lines inside of comments and strings declare nothing and end nothing.
      while next < spans.count, spans[next].range.upperBound <= at { next += 1 }
      let isText =
        next < spans.count && spans[next].range.lowerBound < at
        && (spans[next].kind == .string || spans[next].kind == .comment)
      if !isText { line(at, stop, spans, next) } else { lastEnd = stop }
      at = stop &+ 1
    }
    while let scope = scopes.popLast() { list.close(scope.item, at: lastEnd) }
    return list
  }

  private mutating func line(_ from: Int, _ to: Int, _ spans: [TokenSpan], _ first: Int) {
    var start = from
    var indent = 0
    while start < to, base[start] == 0x20 || base[start] == 0x09 {
      indent += base[start] == 0x09 ? 8 : 1
      start &+= 1
    }
    guard start < to, base[start] != 0x0D else { return }
    var index = first
    while index < spans.count, spans[index].range.upperBound <= start { index += 1 }
    let isComment =
      index < spans.count && spans[index].kind == .comment && spans[index].range.lowerBound <= start
    if isComment { return }
    close(indent, isEnd: isEnd(start, to), at: to)
    lastEnd = to
    declaration(start, to, indent, spans, index)
  }

  /// Ends what is indented at least as deep.
  private mutating func close(_ indent: Int, isEnd: Bool, at place: Int) {
    while let scope = scopes.last, scope.indent >= indent {
      scopes.removeLast()
      list.close(scope.item, at: isEnd && scope.indent == indent ? place : lastEnd)
    }
  }

  private func isEnd(_ from: Int, _ to: Int) -> Bool {
    let text = list.text(from..<min(to, from &+ 3)).lowercased()
    return text == "end" || base[from] == 0x7D || base[from] == 0x29
  }

  private mutating func declaration(
    _ start: Int, _ to: Int, _ indent: Int, _ spans: [TokenSpan], _ first: Int
  ) {
    if rules.shape == .lisp, indent > 0 || base[start] != 0x28 { return }
    var index = first
    // At most a few modifiers stand before the keyword.
    for _ in 0..<5 {
      guard index < spans.count, spans[index].range.upperBound <= to else { return }
      let span = spans[index]
      guard span.kind == .keyword else { return }
      if let kind = rules.declarators[list.text(span.range).lowercased()] {
        return declare(kind, start: start, after: span.range.upperBound, to, indent)
      }
      index += 1
    }
  }

  private mutating func declare(_ kind: String, start: Int, after place: Int, _ to: Int, _ indent: Int) {
    var at = place
    while at < to, base[at] == 0x20 || base[at] == 0x09 || (rules.shape == .lisp && base[at] == 0x28) {
      at &+= 1
    }
    if at &+ 5 < to, list.text(at..<at &+ 5) == "self." { at &+= 5 }
    let name = at
    while at < to, isNameByte(base[at]) { at &+= 1 }
    // `x = function`, `module.exports` and the like have no name here.
    guard at > name, base[name] &- 0x30 >= 10 else { return }
    var last = at
    while last > name, base[last &- 1] == 0x3A || base[last &- 1] == 0x2E { last &-= 1 }
    guard last > name else { return }
    let isInType = scopes.last?.holdsMethods ?? false
    let chosen = kind == "function" && isInType ? "method" : kind
    var stop = to
    if stop > start, base[stop &- 1] == 0x0D { stop &-= 1 }
    while stop > last, base[stop &- 1] == 0x3A || base[stop &- 1] == 0x7B || base[stop &- 1] == 0x20 {
      stop &-= 1
    }
    guard
      let item = list.add(
        chosen, name: name..<last, start: start, signatureEnd: stop, end: to, depth: scopes.count)
    else { return }
    if scopes.count < outlineDepthMax {
      scopes.append(
        Scope(
          item: item, indent: indent,
          holdsMethods: OutlineRules.holdsMethods(kind) || kind == "type"))
    }
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isWordByte(byte) || byte == 0x2E || byte == 0x3A || byte == 0x3F || byte == 0x21
      || (rules.shape == .lisp && "-*+<>=/%&".utf8.contains(byte))
  }
}
