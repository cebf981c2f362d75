import Syntax
import TestSupport
import Testing

private let shortNames: [TokenKind: String] = [
  .keyword: "kw", .type: "ty", .function: "fn", .string: "st", .number: "nu", .comment: "co", .constant: "cn",
  .attribute: "at", .regex: "re", .property: "pr",
]

/// The spans of a text, by line, as `kind‹text›`.
private func picture(_ text: String, _ language: Language?) -> String {
  let bytes = Array(text.utf8)
  let syntax = bytes.withUnsafeBytes { analyzeSyntax($0, language: language) }
  var lines: [String] = []
  var line = 1
  var at = 0
  for span in syntax.spans {
    while at < span.range.lowerBound {
      if bytes[at] == 0x0A { line += 1 }
      at += 1
    }
    let text = String(decoding: bytes[span.range], as: UTF8.self).replacing("\n", with: "⏎")
    let entry = "\(shortNames[span.kind]!)‹\(text)›"
    if lines.last?.hasPrefix("\(line) ") == true {
      lines[lines.count - 1] += " " + entry
    } else {
      lines.append("\(line) \(entry)")
    }
  }
  return lines.joined(separator: "\n")
}

/// Text of many languages, for mutation.
private let samples: [(language: Language, bytes: [UInt8])] = Golden.files("Highlights").flatMap { file in
  file.examples.compactMap { example in
    let parts = example.input.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return LanguageTable.named(String(parts[0])).map { ($0, Array(parts.last!.utf8)) }
  }
}

private func check(_ syntax: FileSyntax, count: Int, _ note: String) {
  var last = 0
  for span in syntax.spans {
    if span.range.lowerBound < last || span.range.isEmpty || span.range.upperBound > count {
      Issue.record("\(note): span \(span.range) after \(last) in \(count) bytes")
      return
    }
    last = span.range.upperBound
  }
  for item in syntax.outline where item.nameRange.upperBound > count || item.name.isEmpty {
    Issue.record("\(note): declaration \(item) in \(count) bytes")
  }
}

@Suite struct `Highlighting` {
  @Test(arguments: Golden.files("Highlights"))
  func `colours of code`(_ golden: Golden) throws {
    try golden.check { input in
      // The first line of an example names the language.
      let parts = input.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let language = try #require(LanguageTable.named(String(parts[0])), "no language \(parts[0])")
      return picture(parts.count > 1 ? String(parts[1]) : "", language)
    }
  }

  @Test func `forty languages have an example`() {
    #expect(Set(samples.map(\.language)).count >= 40)
  }

  @Test func `a language without rules has no colours`() {
    #expect(picture("int main() { return 0; }", LanguageTable.named("Text")) == "")
    #expect(picture("int main() { return 0; }", nil) == "")
  }

  @Test(arguments: 0..<8)
  func `no bytes trap, and spans ascend within the text`(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let signs = Array("\"'`\\/*#${}()[]<>@%&:;=-\n\n\t R q<<E(*=begin".utf8)
    for (language, bytes) in samples {
      for _ in 0..<6 {
        var mutated = bytes
        for _ in 0..<Int.random(in: 0...12, using: &random) where !mutated.isEmpty {
          let place = Int.random(in: 0..<mutated.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: mutated[place] = UInt8.random(in: 0...255, using: &random)
          case 1: mutated.insert(signs.randomElement(using: &random)!, at: place)
          case 2: mutated.removeSubrange(place..<min(mutated.count, place + 7))
          default: mutated = Array(mutated[..<place])
          }
        }
        let syntax = mutated.withUnsafeBytes { analyzeSyntax($0, language: language) }
        check(syntax, count: mutated.count, language.name)
      }
      // Another language's text, and none.
      let other = samples.randomElement(using: &random)!.bytes
      check(
        other.withUnsafeBytes { analyzeSyntax($0, language: language) }, count: other.count, language.name)
      check([].withUnsafeBytes { analyzeSyntax($0, language: language) }, count: 0, language.name)
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["{", "(", "\"${", "`${", "<a>", "<<E\n", "/*", "\\", "'", "%w", "[[", "#", "@", "<", "q"])
  func `a sign repeated is read in every language`(_ sign: String) {
    let bytes = Array(String(repeating: sign, count: 8_000 / sign.utf8.count).utf8)
    for language in Set(samples.map(\.language)) {
      let syntax = bytes.withUnsafeBytes { analyzeSyntax($0, language: language) }
      check(syntax, count: bytes.count, language.name)
    }
  }
}
