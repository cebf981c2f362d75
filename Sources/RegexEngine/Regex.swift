/// A compiled pattern: immutable, and cheap to copy.
///
/// Matching takes time linear in the text for every pattern; see docs/regex.md for the syntax.
package struct Regex: Sendable {
  /// The pattern as it was written.
  package let pattern: String
  /// The options it was compiled with.
  package let options: RegexOptions
  /// What it means, simplified: what the matcher runs and the index planner reads.
  package let hir: HIR
  /// The names of the groups; index 0 is the whole match and has none.
  package let captureNames: [String?]
  /// False when no match holds "\n": then lines may be searched one by one.
  package let canMatchNewline: Bool
  /// Whether the empty string can be a match.
  package let matchesEmpty: Bool

  let program: Program

  /// Compiles `pattern`.
  ///
  /// Throws when it is no pattern, asks for what cannot run in linear time, or is too large.
  package init(_ pattern: String, options: RegexOptions = .init()) throws(RegexError) {
    let (hir, names, asksForNewline) = try Parser.parse(pattern, options: options)
    try self.init(
      pattern: pattern, options: options, captureNames: names,
      hir: options.lineOriented && !asksForNewline ? hir.removingNewline() : hir)
  }

  /// Compiles a text in which every character stands for itself.
  package init(literal: String, options: RegexOptions = .init()) throws(RegexError) {
    try self.init(
      pattern: literal, options: options, captureNames: [nil],
      hir: try Parser.parseLiteral(literal, options: options))
  }

  private init(pattern: String, options: RegexOptions, captureNames: [String?], hir: HIR) throws(RegexError) {
    self.pattern = pattern
    self.options = options
    self.captureNames = captureNames
    var hir = hir
    if options.wholeWord {
      let (start, end): (Look, Look) =
        options.unicode ? (.startHalf, .endHalf) : (.asciiStartHalf, .asciiEndHalf)
      hir = .concatenated([.look(start), hir, .look(end)])
    }
    self.hir = hir
    canMatchNewline = hir.canMatchNewline
    matchesEmpty = hir.minLength == 0
    program = try Program(
      hir, options: options, groupCount: captureNames.count, range: 0..<pattern.utf8.count)
  }

  /// Makes a matcher: the mutable half, one per thread.
  package func makeMatcher(_ machines: MatcherMachines = .all) -> Matcher {
    Matcher(self, machines: machines)
  }
}

extension Parser {
  /// The meaning of a text in which every character stands for itself.
  static func parseLiteral(_ text: String, options: RegexOptions) throws(RegexError) -> HIR {
    var pattern = options
    pattern.ignoreWhitespace = false
    let length = text.utf8.count
    guard length <= patternLengthMax else {
      throw RegexError(
        .tooLarge, patternLengthMax..<length,
        "the text is \(length) bytes long; the limit is \(patternLengthMax)",
        suggestion: "search for a part of it")
    }
    var parser = Parser(text, options: pattern)
    return .concatenated(parser.scalars.map { parser.literal($0).hir })
  }
}
