import RegexEngine

/// A text or a regular expression that a rule looks for.
package struct RulePattern: Sendable {
  /// As the rule has it.
  package let text: String
  /// Whether ``text`` is a regular expression.
  package let isRegex: Bool
  let regex: Regex

  /// Words in any case with any blanks between them; `<*>` stands for whatever is there, on one line.
  init(text: String) throws(RegexError) {
    var options = RegexOptions()
    options.lineOriented = true
    options.caseInsensitive = true
    (self.text, isRegex) = (text, false)
    let pieces = Self.pieces(text).map { piece in
      piece.split(whereSeparator: \.isWhitespace).map(Self.escaped).joined(separator: #"\s+"#)
    }
    regex = try Regex(pieces.joined(separator: ".*?"), options: options)
  }

  /// A regular expression; matches stay within one line.
  init(regex pattern: String) throws(RegexError) {
    var options = RegexOptions()
    options.lineOriented = true
    (text, isRegex) = (pattern, true)
    regex = try Regex(pattern, options: options)
  }

  /// The text between the holes `<*>` of a template: one piece more than there are holes.
  static func pieces(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = text[...]
    while let hole = rest.firstRange(of: "<*>") {
      pieces.append(rest[..<hole.lowerBound])
      rest = rest[hole.upperBound...]
    }
    return pieces + [rest]
  }

  private static func escaped(_ text: Substring) -> String {
    var result = ""
    for character in text {
      if character.isASCII, !character.isLetter, !character.isNumber, character != "_" { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// `“no space left”`, `/ENOSPC|EDQUOT/`.
  package var description: String { isRegex ? "/\(text)/" : "“\(text)”" }
}
