/// Reads code by the tables of its language: one pass, a few bytes of look-ahead, no recursion.
///
/// It knows tokens, not grammar: good enough to colour any text, including half a file or a diff.
struct CodeLexer {
  /// Where code stands inside of something else, and what ends it.
  struct Frame {
    enum Kind { case string(Int), tag, elementText }
    var kind: Kind
    /// The brackets of the hole around, to go on with after this one.
    var open: UInt8
    var close: UInt8
    var depth: Int
    var elements: Int
  }

  struct Heredoc {
    var tag: Range<Int>
    var holes: LexRules.Holes
  }

  /// Strings in code in strings, at most: deeper ones are text.
  static let frameMax = 24

  /// Bytes of a regex literal, at most.
  static let regexMax = 1_000

  let base: UnsafePointer<UInt8>
  let end: Int
  let tables: LexTables
  var index: Int
  var spans: SpanList
  /// Whether what stands before is a value: `/` is a division then.
  var isOperand = false
  /// The last byte that isn't a blank.
  var previous: UInt8 = 0x0A
  /// What the next word is: a bit of `LexTables.Meaning`.
  var expected: UInt8 = 0
  var frames: [Frame] = []
  var holeOpen: UInt8 = 0
  var holeClose: UInt8 = 0
  var depth = 0
  var heredocs: [Heredoc] = []
  /// No regex closes before this place.
  var regexFailedUntil = 0
  /// A here-document was not closed: there are no others.
  var refusesHeredocs = false
  /// Elements of JSX that are open in this hole.
  var elements = 0
  var stopped = false

  init(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, tables: LexTables, spans: consuming SpanList
  ) {
    self.base = base
    (index, end) = (from, to)
    self.tables = tables
    self.spans = spans
  }

  /// Reads to the end, or to `?>` in PHP; `index` says where it stopped.
  mutating func run() {
    typealias Action = LexTables.Action
    let actions = tables.actions
    while index < end, !stopped {
      let byte = base[index]
      let action = actions[Int(byte)]
      if action & Action.opener != 0, open(byte) { continue }
      switch action & ~Action.opener {
      case Action.blank: index &+= 1
      case Action.newline:
        index &+= 1
        if !heredocs.isEmpty { readHeredocs() }
      case Action.word: word()
      case Action.digit: number()
      case Action.open:
        if byte == holeOpen { depth &+= 1 }
        punctuation(byte, isOperand: false)
      case Action.close: closeBracket(byte)
      case Action.special:
        if !special(byte) { punctuation(byte, isOperand: false) }
      default:
        punctuation(byte, isOperand: false)
      }
    }
  }

  @inline(__always)
  func peek(_ offset: Int) -> UInt8 {
    let place = index &+ offset
    return place < end && place >= 0 ? base[place] : 0
  }

  @inline(__always)
  func byte(at place: Int) -> UInt8 { place >= 0 && place < end ? base[place] : 0 }

  @inline(__always)
  mutating func punctuation(_ byte: UInt8, isOperand value: Bool) {
    previous = byte
    isOperand = value
    // `def self.name`, `func (r *T) name`: dots and brackets don't end the wait for a name, the rest does.
    if expected != 0, byte != 0x2E, byte != 0x3A { expected = 0 }
    index &+= 1
  }

  /// A closing bracket ends the code in a string when it is the one that the hole waits for.
  private mutating func closeBracket(_ byte: UInt8) {
    if byte == holeClose, let frame = frames.last {
      if depth > 0 {
        depth &-= 1
      } else {
        frames.removeLast()
        (holeOpen, holeClose, depth, elements) = (frame.open, frame.close, frame.depth, frame.elements)
        index &+= 1
        switch frame.kind {
        case .string(let rule): string(rule, from: index &- 1, at: index)
        case .tag: element(inTag: true)
        case .elementText: element(inTag: false)
        }
        return
      }
    }
    // After a block comes a statement more often than a division.
    punctuation(byte, isOperand: byte != 0x7D)
  }

  /// Goes on with code inside of something; false when the nesting is too deep.
  mutating func enterHole(_ kind: Frame.Kind, open: UInt8, close: UInt8) -> Bool {
    guard frames.count < Self.frameMax else { return false }
    frames.append(Frame(kind: kind, open: holeOpen, close: holeClose, depth: depth, elements: elements))
    (holeOpen, holeClose, depth, elements) = (open, close, 0, 0)
    (isOperand, previous, expected) = (false, open, 0)
    return true
  }

  /// Whether only blanks stand before the place on its line.
  func isFirstOnLine(_ place: Int) -> Bool {
    var at = place &- 1
    while at >= 0, base[at] == 0x20 || base[at] == 0x09 { at &-= 1 }
    return at < 0 || base[at] == 0x0A
  }

  func matches(_ mark: [UInt8], at place: Int) -> Bool {
    guard place &+ mark.count <= end else { return false }
    for offset in 0..<mark.count where base[place &+ offset] != mark[offset] { return false }
    return true
  }

  /// The end of the line that holds the place: the newline, or the end of the text.
  func lineEnd(from place: Int) -> Int {
    var at = place
    while at < end, base[at] != 0x0A { at &+= 1 }
    return at
  }

  // MARK: Comments

  /// A comment or string, if a mark of one stands here.
  private mutating func open(_ byte: UInt8) -> Bool {
    for opener in tables.openers[Int(byte)] where matches(opener.mark, at: index) {
      switch opener.opened {
      case .lineComment:
        if lineComment() { return true }
      case .block(let block):
        if tables.rules.blocks[block].atLineStart, index > 0, base[index &- 1] != 0x0A { continue }
        blockComment(block)
        return true
      case .string(let rule):
        let start = index
        if tables.flags.contains(.longBrackets), opener.mark.count == 1, byte == 0x5B { continue }
        string(rule, from: start, at: start &+ opener.mark.count)
        return true
      }
    }
    return false
  }

  private mutating func lineComment() -> Bool {
    let flags = tables.flags
    if flags.contains(.lineStartComments), !isFirstOnLine(index) { return false }
    if flags.contains(.spacedComments), index > 0 {
      let before = base[index &- 1]
      guard before <= 0x20 || before == 0x3B || before == 0x29 || before == 0x28 else { return false }
    }
    if tables.rules.hash == .bracket, peek(0) == 0x23, peek(1) == 0x5B { return false }
    if flags.contains(.longBrackets), peek(0) == 0x2D, peek(2) == 0x5B,
      let close = longBracketEnd(from: index &+ 2)
    {
      spans.add(index, close, .comment)
      index = close
      return true
    }
    var stop = lineEnd(from: index)
    if flags.contains(.phpTags) {
      // The end of the code ends a line comment too.
      var at = index
      while at &+ 1 < stop, !(base[at] == 0x3F && base[at &+ 1] == 0x3E) { at &+= 1 }
      if at &+ 1 < stop { stop = at }
    }
    spans.add(index, stop > index && base[stop &- 1] == 0x0D ? stop &- 1 : stop, .comment)
    index = stop
    return true
  }

  private mutating func blockComment(_ block: Int) {
    let start = index
    let rule = tables.rules.blocks[block]
    let open = tables.blockOpens[block]
    let close = tables.blockCloses[block]
    let (first, other) = (close[0], open[0])
    var nested = 1
    var at = index &+ open.count
    while at < end {
      let byte = base[at]
      if byte == first, matches(close, at: at), !rule.atLineStart || base[at &- 1] == 0x0A {
        at &+= close.count
        nested &-= 1
        if nested == 0 { break }
      } else if rule.nests, byte == other, matches(open, at: at) {
        nested &+= 1
        at &+= open.count
      } else {
        at &+= 1
      }
    }
    if rule.atLineStart { at = lineEnd(from: min(at, end)) }
    spans.add(start, min(at, end), .comment)
    index = min(at, end)
  }
}
