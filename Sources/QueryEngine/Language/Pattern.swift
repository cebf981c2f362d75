package import Syntax

/// A text or regex to find.
package struct Pattern: Sendable {
  /// How ``Pattern/text`` is read.
  package enum Kind: String, Sendable {
    case literal, regex
    /// A pattern of code, see `StructuralPattern`.
    case structural
  }

  /// Where a pattern may match.
  package enum Scope: String, Sendable {
    /// A bare word: in the content or in the path.
    case contentOrPath
    /// After `content:`.
    case content
    /// A bare word when the query asks for `type:path`.
    case path
    /// A bare word when the query asks for `type:symbol`, or stands beside `kind:`: a part of a symbol's name.
    case symbol
    /// After `sym:`: a symbol's whole name, `Type.method`, or a prefix before `*`.
    case definition
    /// After `ref:`: a name where it is used in code.
    case reference
    /// After `emits:`, or a bare word beside `level:`: in the text that a statement emits.
    case emitted
  }

  /// Literal or regex.
  package var kind: Kind

  /// The literal text or the regex, with the escapes of quotes and slashes removed; never empty when parsed.
  package var text: String

  /// Where it may match.
  package var scope: Scope

  /// Whether case matters, resolved from `case:` and the text (smart case).
  package var caseSensitive: Bool

  /// Whether only whole words match, resolved from `word:`.
  package var wholeWord: Bool

  /// The kinds of text a match must lie in, by `in:`; everything when nothing is asked for.
  package var zones = TextZones.all

  /// The kinds of symbols, by `kind:`; nil when nothing is asked for. Only with scopes that mean symbols.
  package var kinds: SymbolKinds?

  /// The levels of statements, by `level:`; nil when nothing is asked for. Only with ``Scope/emitted``.
  package var levels: EmitLevels?

  /// Where the term stands in the query text, delimiters and `content:` included. UTF-8 offsets; ignored by
  /// `==`.
  package var range: Range<Int>

  /// Maps offsets in ``text`` to the query text, for errors inside a regex. Ignored by `==`.
  package var offsetMap: OffsetMap

  /// A pattern from its parts.
  package init(
    kind: Kind, text: String, scope: Scope = .contentOrPath, caseSensitive: Bool = false,
    wholeWord: Bool = false,
    range: Range<Int> = 0..<0, offsetMap: OffsetMap = OffsetMap()
  ) {
    self.kind = kind
    self.text = text
    self.scope = scope
    self.caseSensitive = caseSensitive
    self.wholeWord = wholeWord
    self.range = range
    self.offsetMap = offsetMap
  }
}

extension Pattern: Equatable {
  /// Equal when they find the same: positions in the query text don't count.
  package static func == (left: Pattern, right: Pattern) -> Bool {
    left.kind == right.kind && left.text == right.text && left.scope == right.scope
      && left.caseSensitive == right.caseSensitive && left.wholeWord == right.wholeWord
      && left.zones == right.zones && left.kinds == right.kinds && left.levels == right.levels
  }
}

/// Where a text taken out of a query stood in it.
///
/// A quoted phrase or regex loses the backslash of `\"`, `\\` or `\/`, so an offset in the text is not simply
/// an offset from its start.
package struct OffsetMap: Sendable, Equatable {
  /// The UTF-8 offset in the query of the text's first byte.
  package var start: Int

  /// Offsets in the text, ascending, of bytes that stood after a backslash that was removed.
  package var escapes: [Int]

  /// A map for a text that stands at `start`.
  package init(start: Int = 0, escapes: [Int] = []) {
    self.start = start
    self.escapes = escapes
  }

  /// The range in the query of a range in the text; an escaped byte includes its backslash.
  ///
  /// - Parameter range: UTF-8 offsets in the text; may be empty.
  package func queryRange(of range: Range<Int>) -> Range<Int> {
    let lower = queryOffset(of: range.lowerBound)
    if range.isEmpty { return lower..<lower }
    return lower..<(queryOffset(of: range.upperBound - 1) + (escapes.contains(range.upperBound - 1) ? 2 : 1))
  }

  private func queryOffset(of offset: Int) -> Int {
    start + offset + escapes.count(where: { $0 < offset })
  }
}
