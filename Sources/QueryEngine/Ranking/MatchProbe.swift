/// Judges a single match by the bytes around it.
enum MatchProbe {
  /// Bytes of the line before a match that are read to tell a definition.
  private static let lookBehind = 120

  /// Words that introduce a definition in common languages when they stand right before the name.
  private static let definers: Set<String> = [
    "func", "function", "def", "fn", "class", "struct", "enum", "interface", "trait", "protocol", "type", "typedef",
    "union", "module", "namespace", "package", "object", "record", "actor", "extension", "impl", "macro", "define",
    "sub", "proc", "val", "var", "let", "const", "static", "case", "constructor", "defmodule", "defp",
  ]

  /// Adds what the surroundings of `range` in `text` say to `features`.
  static func look(at range: Range<Int>, in text: UnsafeRawBufferPointer, into features: inout AtomFeatures) {
    features.probed += 1
    guard !range.isEmpty else { return }
    let startsWord = range.lowerBound == 0 || !isWord(text[range.lowerBound - 1]) || !isWord(text[range.lowerBound])
    let endsWord =
      range.upperBound == text.count || !isWord(text[range.upperBound]) || !isWord(text[range.upperBound - 1])
    guard startsWord && endsWord else { return }
    features.wholeWords += 1
    if looksLikeDefinition(range, text) { features.definitions += 1 }
  }

  @inline(__always)
  static func isWord(_ byte: UInt8) -> Bool {
    byte == 0x5F || byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }

  /// A defining word right before the name, or a C function at the start of a line: a type in column 0, the name,
  /// an opening parenthesis, and no semicolon at the end of the line.
  ///
  /// A guess from text; symbols from the syntax tree replace it where there are any.
  private static func looksLikeDefinition(_ range: Range<Int>, _ text: UnsafeRawBufferPointer) -> Bool {
    var start = range.lowerBound
    let least = max(0, start - lookBehind)
    while start > least, text[start - 1] != 0x0A { start -= 1 }
    let isWholeLine = start == 0 || text[start - 1] == 0x0A
    var end = range.lowerBound
    while end > start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    var wordStart = end
    while wordStart > start, isWord(text[wordStart - 1]) { wordStart -= 1 }
    if wordStart < end, end < range.lowerBound || wordStart == start {
      let word = String(decoding: text[wordStart..<end], as: UTF8.self)
      if definers.contains(word) { return true }
    }
    guard isWholeLine, start < range.lowerBound, isWord(text[start]), range.upperBound < text.count,
      text[range.upperBound] == 0x28, end == 0 || (text[end - 1] != 0x3D && text[end - 1] != 0x28)
    else { return false }
    var last = range.upperBound
    while last < text.count, text[last] != 0x0A { last += 1 }
    while last > range.upperBound, text[last - 1] == 0x20 || text[last - 1] == 0x0D { last -= 1 }
    return text[last - 1] != 0x3B && !beginsWithKeyword(start, text)
  }

  /// `return foo(`, `if foo(` at column 0 are no definitions.
  private static func beginsWithKeyword(_ start: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    for word in ["return", "if", "else", "while", "for", "switch", "throw", "await", "assert"] {
      guard start + word.utf8.count < text.count else { continue }
      if text[start..<start + word.utf8.count].elementsEqual(word.utf8), !isWord(text[start + word.utf8.count]) {
        return true
      }
    }
    return false
  }
}
