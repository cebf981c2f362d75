/// One piece of a query text, as the lexer sees it.
///
/// The lexer never fails: what is wrong with a piece is noted in ``problem``, which the parser throws and
/// colouring underlines.
struct QueryLexeme {
  enum Kind: Equatable {
    case open, close, and, or, not
    /// `-` right before a term.
    case minus
    /// A bare word, or the phrase of `patterntype:literal`.
    case literal
    case quoted
    case regex
    /// `name:value` with a name of the table.
    case field(QueryField.ID)
    /// `name:value` with a misspelled name.
    case unknownField
  }

  /// How the value of a field, or the argument of a call, is written.
  enum Form { case bare, quoted, slashes }

  var kind: Kind

  /// All of it, in UTF-8 offsets of the query text.
  var range: Range<Int>

  /// The text of a term or the value of a field, with escapes removed. Of a call, its argument.
  var text = ""

  /// Where ``text`` stood.
  var offsetMap = OffsetMap()

  var form = Form.bare

  /// Of a field: its name, without the colon.
  var nameRange = 0..<0

  /// Of a field: its value with delimiters, and with the name of a call.
  var valueRange = 0..<0

  /// Of a field that takes calls: the name before the parenthesis; nil when the value is no call.
  var callName: String?

  var problem: QueryError?

  init(_ kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
