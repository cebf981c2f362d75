/// Why a pattern is refused, and where.
package struct RegexError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The reasons for which a pattern is refused.
  package enum Kind: Equatable, Sendable {
    /// A group is not closed.
    case unclosedGroup
    /// A `)` closes nothing.
    case unopenedGroup
    /// A class is not closed.
    case unclosedClass
    /// A range such as `z-a`, or one that ends in a class.
    case badClassRange
    /// A class name such as `[:foo:]` or `\p{Foo}` that nobody knows.
    case unknownClass(String)
    /// An operator such as `*` with nothing before it.
    case nothingToRepeat
    /// A count such as `{3,2}`, one over 1,000, or an unfinished one.
    case badRepetition
    /// A backslash with a character it has no meaning for, or an unfinished one.
    case badEscape
    /// A flag nobody knows, or a flag group without sense.
    case badFlag
    /// A group name that is empty, badly spelled or used twice.
    case badGroupName
    /// Lookahead, lookbehind, back references and the like: they cannot run in linear time.
    case notSupported(String)
    /// Bytes that are no UTF-8 text, or an escape for a number that is no scalar.
    case badScalar
    /// The pattern text, its nesting or its compiled form is larger than the limit.
    case tooLarge
  }

  /// The reason as a value.
  package let kind: Kind
  /// What is at fault: UTF-8 offsets into the pattern.
  package let range: Range<Int>
  /// One clause, lower case, that says what is wrong.
  package let description: String
  /// What to write instead, when that is known.
  package let suggestion: String?

  init(_ kind: Kind, _ range: Range<Int>, _ description: String, suggestion: String? = nil) {
    self.kind = kind
    self.range = range
    self.description = description
    self.suggestion = suggestion
  }
}
