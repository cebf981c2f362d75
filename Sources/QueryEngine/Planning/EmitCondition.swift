import Containers
package import RegexEngine
import SearchIndex

/// What a statement must emit, as `emits:` asks for it.
package struct EmitCondition: Sendable {
  /// Found in one of the skeleton's readings (`Skeleton.readings`).
  package let regex: Regex
  /// Words, by `Skeleton.forEachWord`, of every skeleton with a match: those with choices and with letters beyond
  /// ASCII aside, whose readings may have other words than they.
  package let words: [UInt64]
  /// Levels that are wanted.
  package let levels: EmitLevels

  /// The regex of a literal: these words in this order, any blank between two, and `*` for any text. A word at an end is
  /// a whole one unless `*` stands beside it.
  static func source(of text: String) -> String {
    var source = ""
    var isBlank = false
    for scalar in text.unicodeScalars {
      // Skeletons have one blank where the code has several.
      let wasBlank = isBlank
      isBlank = scalar == " " || scalar == "\t"
      if isBlank, wasBlank { continue }
      if scalar == "*" {
        source += ".*"
      } else if isBlank {
        source += " "
      } else {
        if "\\^$.|?+()[]{}".unicodeScalars.contains(scalar) { source += "\\" }
        source.unicodeScalars.append(scalar)
      }
    }
    let (first, last) = (text.unicodeScalars.first, text.unicodeScalars.last)
    return (first.map(isWord) == true ? "\\b" : "") + source + (last.map(isWord) == true ? "\\b" : "")
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
  }

  /// The hashes of the literal's whole words.
  static func words(of text: String) -> [UInt64] {
    var words: [UInt64] = []
    for piece in text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false) {
      var bytes = Array(piece)
      // Beside `*` a word may go on.
      if piece.startIndex > text.utf8.startIndex { bytes = Array(bytes.drop { Skeleton.wordClass($0) != 0 }) }
      if piece.endIndex < text.utf8.endIndex {
        while let last = bytes.last, Skeleton.wordClass(last) != 0 { bytes.removeLast() }
      }
      for run in bytes.split(whereSeparator: { Skeleton.wordClass($0) == 0 })
      where run.allSatisfy({ $0 < 0x80 }) {
        Skeleton.forEachWord(run) { words.append($0) }
      }
    }
    return words
  }
}

extension CompiledQueryBuilder {
  /// What `emits:` comes to: statements, which the facts of a segment know.
  mutating func emitted(_ pattern: Pattern, _ isPositive: Bool) throws(QueryError) -> CompiledQuery.Node {
    var options = RegexOptions()
    options.caseInsensitive = !pattern.caseSensitive
    options.lineOriented = true
    let isRegex = pattern.kind == .regex
    let source = isRegex ? pattern.text : EmitCondition.source(of: pattern.text)
    let regex = try compile(source, .regex, options, pattern.offsetMap, pattern.range)
    contentAtoms.append(
      CompiledQuery.ContentAtom(
        regex: regex, grams: .all, needsWholeDocument: true, isHighlighted: isPositive, text: pattern.text,
        emits: EmitCondition(
          regex: regex, words: isRegex ? [] : EmitCondition.words(of: pattern.text),
          levels: pattern.levels ?? .all)))
    return .content(contentAtoms.count - 1)
  }
}
