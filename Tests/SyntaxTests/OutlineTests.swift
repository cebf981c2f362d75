import Syntax
import TestSupport
import Testing

/// The outline of a text, a line per declaration: nesting, kind, name, lines, signature.
private func picture(_ text: String, _ language: Language) -> String {
  let bytes = Array(text.utf8)
  let syntax = bytes.withUnsafeBytes { analyzeSyntax($0, language: language) }
  return syntax.outline.map { item in
    let name = String(decoding: bytes[item.nameRange], as: UTF8.self)
    return String(repeating: "  ", count: item.depth)
      + "\(item.kind) \(item.name == name ? name : "\(item.name) at \(name)")"
      + " \(item.lines.lowerBound)-\(item.lines.upperBound) ‹\(item.signature)›"
  }.joined(separator: "\n")
}

@Suite struct `Outlines without a grammar` {
  @Test(arguments: Golden.files("Outlines"))
  func `declarations`(_ golden: Golden) throws {
    try golden.check { input in
      // The first line of an example names the language.
      let parts = input.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let language = try #require(LanguageTable.named(String(parts[0])), "no language \(parts[0])")
      return picture(parts.count > 1 ? String(parts[1]) : "", language)
    }
  }

  @Test func `signatures end after two hundred bytes, between characters`() throws {
    let language = try #require(LanguageTable.named("Swift"))
    let text = "func f(_ " + String(repeating: "é", count: 150) + ": Int) {}"
    let bytes = Array(text.utf8)
    let item = try #require(
      bytes.withUnsafeBytes { analyzeSyntax($0, language: language) }.outline.first)
    #expect(item.signature.utf8.count <= outlineSignatureMax)
    #expect(!item.signature.contains("\u{FFFD}"))
  }

  @Test func `there is an end to the number and the depth of declarations`() throws {
    let language = try #require(LanguageTable.named("Swift"))
    let bytes = Array(String(repeating: "struct S {\n", count: 20_000).utf8)
    let outline = bytes.withUnsafeBytes { analyzeSyntax($0, language: language) }.outline
    #expect(outline.count == 1_000 || outline.count <= outlineItemMax)
    #expect(outline.allSatisfy { $0.depth <= outlineDepthMax })
  }
}
