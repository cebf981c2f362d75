import Syntax
import Testing

@Suite struct `Language table` {
  @Test func `ids are unique, stable and never 0`() {
    let ids = LanguageTable.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids == ids.sorted())
    #expect(ids.first == 1)
    // Segments hold ids: these must never change.
    #expect(LanguageTable.named("C")?.id == 81)
    #expect(LanguageTable.named("Swift")?.id == 709)
    #expect(LanguageTable[81]?.name == "C")
    #expect(LanguageTable[0] == nil)
    #expect(LanguageTable[.max] == nil)
  }

  @Test func `every language is found by its name and its aliases`() {
    #expect(LanguageTable.all.count > 800)
    for language in LanguageTable.all {
      #expect(LanguageTable.named(language.name) == language)
      #expect(LanguageTable.named(language.name.uppercased()) == language)
      for alias in language.aliases { #expect(LanguageTable.named(alias) != nil, "\(alias)") }
    }
  }

  @Test(arguments: [
    ("c++", "C++"), ("CPP", "C++"), ("golang", "Go"), ("js", "JavaScript"), ("node", "JavaScript"),
    ("c", "C"),
    ("objective-c", "Objective-C"), ("jupyter-notebook", "Jupyter Notebook"), ("sh", "Shell"),
    ("bash", "Shell"),
    ("yml", "YAML"), ("csharp", "C#"), ("vim", "Vim script"), ("common_lisp", "Common Lisp"),
  ])
  func `names as people write them`(_ text: String, _ name: String) {
    #expect(LanguageTable.named(text)?.name == name)
  }

  @Test(arguments: [
    ("pyton", "Python"), ("javascrpt", "JavaScript"), ("typesc", "TypeScript"), ("rusty", "Rust"),
    ("kotln", "Kotlin"),
    ("zzzzzzzz", nil), ("", nil),
  ])
  func `the nearest name`(_ text: String, _ name: String?) {
    #expect(LanguageTable.nearest(text) == name)
  }

  @Test func `parts of a language and beginnings of names`() {
    #expect(
      LanguageTable.members(of: "TypeScript").map(\.name).sorted() == ["Glimmer TS", "TSX", "TypeScript"])
    #expect(LanguageTable.starting(with: "java").map(\.name).prefix(2) == ["Java", "JavaScript"])
    #expect(LanguageTable.starting(with: "").count == LanguageTable.all.count)
    #expect(LanguageTable.starting(with: "nothing like that").isEmpty)
  }

  @Test func `facts are decoded`() throws {
    let python = try #require(LanguageTable.named("Python"))
    #expect(python.kind == .programming)
    #expect(python.isPopular)
    #expect(python.extensions.first == ".py")
    #expect(python.filenames.contains("SConstruct"))
    #expect(python.interpreters.contains("python3"))
    #expect(python.aliases.contains("py3"))
    #expect(LanguageTable.named("Markdown")?.kind == .prose)
    #expect(LanguageTable.named("HTML")?.kind == .markup)
    #expect(LanguageTable.named("JSON")?.kind == .data)
    #expect(LanguageTable.named("TSX")?.group == "TypeScript")
  }

  @Test(arguments: [
    ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3), ("", "ab", 2), ("abcd", "wxyz", nil),
  ])
  func `nearness counts edits`(_ left: String, _ right: String, _ distance: Int?) {
    let found = (0...3).first { nearestText(to: left, in: [right], within: $0) != nil }
    #expect(found == distance)
  }
}
