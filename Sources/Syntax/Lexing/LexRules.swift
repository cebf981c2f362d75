/// How the words, comments and strings of one language look: what the table-driven lexer is told.
///
/// Written by hand from language specifications, compiled once into ``LexTables``.
struct LexRules: Sendable {
  /// A comment between two marks.
  struct Block: Sendable {
    var open: String
    var close: String
    var nests = false
    /// The mark counts only as the first thing on a line, as in Perl's and Ruby's documentation.
    var atLineStart = false
  }

  /// A string between two marks.
  struct Text: Sendable {
    var open: String
    var close: String
    /// Takes the next byte out of the language; 0 for none.
    var escape: UInt8 = 0x5C
    var crossesLines = false
    /// The closing mark written twice is text (SQL, Pascal).
    var doubles = false
    var holes = Holes.none
    var kind = TokenKind.string

    static let double = Text(open: "\"", close: "\"")
    static let single = Text(open: "'", close: "'")
    static let backtick = Text(open: "`", close: "`")
    static let tripleDouble = Text(open: "\"\"\"", close: "\"\"\"", crossesLines: true)
    static let tripleSingle = Text(open: "'''", close: "'''", crossesLines: true)

    /// The same string with code in it.
    func with(_ holes: Holes) -> Text {
      var copy = self
      copy.holes = holes
      return copy
    }

    /// The same string over several lines.
    var multiline: Text {
      var copy = self
      copy.crossesLines = true
      return copy
    }

    /// The same string without escapes.
    var raw: Text {
      var copy = self
      copy.escape = 0
      return copy
    }

    /// The same string, whose mark is written twice to mean itself.
    var doubled: Text {
      var copy = self
      (copy.doubles, copy.escape) = (true, 0)
      return copy
    }
  }

  /// How code stands inside of a string.
  enum Holes: UInt8, Sendable {
    case none
    /// `${…}` and `$name`.
    case dollar
    /// `${…}` alone.
    case dollarBrace
    /// `#{…}`
    case hashBrace
    /// `\(…)`
    case backslashParenthesis
    /// `{…}`, with `{{` for a brace.
    case brace
    /// `$name`, `${…}`, `$(…)`
    case shell
    /// `$(…)`
    case dollarParenthesis
  }

  /// What `@` begins.
  enum At: UInt8, Sendable { case nothing, attribute, keyword, function, property }

  /// What `#` begins, where it doesn't begin a comment.
  enum Hash: UInt8, Sendable { case nothing, directive, word, bracket, rawString }

  /// What `$` begins.
  enum Dollar: UInt8, Sendable { case nothing, letter, variable, property }

  /// What `'` begins, where no string does.
  enum Quote: UInt8, Sendable {
    case nothing
    /// A character, closed after one; else the quote means nothing.
    case character
    /// A character or a lifetime.
    case lifetime
  }

  struct Flags: OptionSet, Sendable {
    let rawValue: UInt64
    /// A word before `(` is a function.
    static let calls = Flags(rawValue: 1)
    /// … with one blank between allowed.
    static let spacedCalls = Flags(rawValue: 1 << 1)
    /// `Word` is a type.
    static let capitalTypes = Flags(rawValue: 1 << 2)
    /// `Word(` is a type rather than a function.
    static let capitalCalls = Flags(rawValue: 1 << 3)
    /// `WORD` is a constant.
    static let upperConstants = Flags(rawValue: 1 << 4)
    /// `word_t` is a type.
    static let suffixT = Flags(rawValue: 1 << 5)
    /// A word after `.` is a property.
    static let dots = Flags(rawValue: 1 << 6)
    /// … after `->` too.
    static let arrows = Flags(rawValue: 1 << 7)
    /// `{ word: …` is a property.
    static let colonKeys = Flags(rawValue: 1 << 8)
    /// Words mean the same in either case.
    static let foldsCase = Flags(rawValue: 1 << 9)
    /// `/…/` is a regex where no operand stands before it.
    static let slashRegex = Flags(rawValue: 1 << 10)
    /// `:word` is a constant.
    static let symbols = Flags(rawValue: 1 << 11)
    /// `word!` is a function.
    static let bangMacros = Flags(rawValue: 1 << 12)
    /// The word after `(` is a function.
    static let lispCalls = Flags(rawValue: 1 << 13)
    /// `<<END`
    static let heredocs = Flags(rawValue: 1 << 14)
    /// `<<<END`
    static let phpHeredocs = Flags(rawValue: 1 << 15)
    /// `%w[…]`
    static let percentLiterals = Flags(rawValue: 1 << 16)
    /// `<tag>` where no operand stands before it.
    static let jsx = Flags(rawValue: 1 << 17)
    /// `?>` ends the code.
    static let phpTags = Flags(rawValue: 1 << 18)
    /// `[Word]` first on a line is an attribute.
    static let bracketAttributes = Flags(rawValue: 1 << 19)
    /// `[[…]]` strings and comments with a level of equals signs.
    static let longBrackets = Flags(rawValue: 1 << 20)
    /// A backslash takes the next byte out of the language, also outside of strings.
    static let backslashEscapes = Flags(rawValue: 1 << 21)
    /// `\word` is a character.
    static let backslashCharacters = Flags(rawValue: 1 << 22)
    /// A line comment begins only after a blank or at the start of a line.
    static let spacedComments = Flags(rawValue: 1 << 23)
    /// A line comment begins only first on a line.
    static let lineStartComments = Flags(rawValue: 1 << 24)
    /// `'` between digits.
    static let digitQuotes = Flags(rawValue: 1 << 25)
    /// `q{…}`, `m/…/`, `s/…/…/`.
    static let perlQuotes = Flags(rawValue: 1 << 26)
    /// `R"x(…)x"`
    static let delimitedRaw = Flags(rawValue: 1 << 27)
    /// `r#"…"#`
    static let hashedRaw = Flags(rawValue: 1 << 28)
    /// `word =` and `word :` first on a line are properties.
    static let lineKeys = Flags(rawValue: 1 << 29)
    /// `word:` first on a line is a label.
    static let labels = Flags(rawValue: 1 << 30)
    /// `"word":` is a property rather than a string.
    static let stringKeys = Flags(rawValue: 1 << 31)
    /// `~r/…/`
    static let sigils = Flags(rawValue: 1 << 32)
    /// The first word of a line is a function (commands).
    static let commands = Flags(rawValue: 1 << 33)
    /// Words after `.` may be keywords.
    static let dottedKeywords = Flags(rawValue: 1 << 34)
    /// Words with an upper-case first letter are variables, and mean nothing.
    static let capitalVariables = Flags(rawValue: 1 << 35)
    /// Only names behind a pointer or bracket, or before `{`, are types: capitals mean "exported".
    static let pointerTypes = Flags(rawValue: 1 << 36)
  }

  var lineComments: [String] = []
  var blocks: [Block] = []
  var strings: [Text] = []
  /// Words before a quote that belong to the string; those that hold `r` or `R` switch escapes off.
  var prefixes = ""
  var keywords = ""
  /// Keywords before the name of a function.
  var functionKeywords = ""
  /// Keywords before the name of a type.
  var typeKeywords = ""
  /// Keywords that stand for a value: `self`.
  var values = ""
  var types = ""
  var constants = ""
  /// Well-known functions, coloured without a bracket after them.
  var functions = ""
  var at = At.nothing
  var hash = Hash.nothing
  var dollar = Dollar.nothing
  var quote = Quote.nothing
  /// Bytes that words hold besides letters, digits and `_`.
  var moreInWords = ""
  /// Bytes that words begin with besides letters and `_`.
  var moreBeforeWords = ""
  var flags: Flags = []
}
