import Foundation
import Navigation
import Platform
import Search
import Testing

/// An index over a few files whose symbols come from the lexer: no grammar is needed.
private final class NameBench {
  let folder: String
  let searcher: Searcher
  let cache = NameFileCache(analyzer: SyntaxAnalyzer(grammarFolder: nil))

  init(_ files: [(String, String)]) throws {
    folder = NSTemporaryDirectory() + "names-\(UUID().uuidString)"
    for (path, text) in files {
      let file = URL(filePath: "\(folder)/src/garden/\(path)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    var options = IndexOptions(dataFolder: folder + "/data")
    options.sources = [folder + "/src/garden"]
    _ = try Indexer.run(options)
    searcher = try Searcher.open(dataFolder: folder + "/data", workerCount: 1)
  }

  // What is left over in the folder for temporary files is no fault of the test.
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var names: NameNavigator { NameNavigator(searcher, cache: cache) }

  func position(_ path: String, _ line: Int, _ column: Int) -> CodePosition {
    CodePosition(repository: "garden", path: path, line: line, column: column)
  }
}

private let files = [
  (
    "Sources/Garden/Plant.swift",
    "/// What grows.\n///\n/// Slowly.\nprotocol Plant {\n  func grow(days: Int)\n}\n"
  ),
  ("Sources/Garden/Bean.swift", "struct Bean: Plant {\n  func grow(days: Int) {}\n}\n"),
  (
    "Sources/Garden/Walk.swift",
    "func walk(_ bean: Bean) {\n  // bean.grow\n  bean.grow(days: 3)\n}\nfunc stroll() { walk(Bean()) }\n"
  ),
]

@Suite struct `Answers by name` {
  private let bench: NameBench

  init() throws { bench = try NameBench(files) }

  private func places(_ answer: NavigationAnswer) -> [String] {
    answer.locations.map { "\(PathName.last($0.path)):\($0.line)" }
  }

  @Test func `a definition has a reason and is by name`() throws {
    let answer = try bench.names.definition(at: bench.position("Sources/Garden/Walk.swift", 3, 7))
    // Without grammars nothing is known of parameters: both are possible.
    #expect(Set(places(answer)) == ["Bean.swift:2", "Plant.swift:5"])
    #expect(answer.precision == .byName)
    #expect(answer.locations.allSatisfy { !$0.reason.isEmpty })
    #expect(answer.symbols.map(\.name) == ["grow", "grow"])
  }

  @Test func `hover has the declaration and the first paragraph`() throws {
    let answer = try bench.names.hover(at: bench.position("Sources/Garden/Bean.swift", 1, 13))
    #expect(answer.hoverText?.signature == "protocol Plant")
    #expect(answer.hoverText?.summary == "What grows.")
  }

  @Test func `references leave out comments and come with definitions first`() throws {
    let answer = try bench.names.references(at: bench.position("Sources/Garden/Bean.swift", 2, 7))
    #expect(places(answer) == ["Bean.swift:2", "Walk.swift:3"])
    #expect(answer.locations.first?.roles == .definition)
  }

  @Test func `implementations of a protocol and of its requirement`() throws {
    #expect(
      try places(bench.names.implementations(at: bench.position("Sources/Garden/Plant.swift", 4, 9))) == [
        "Bean.swift:1"
      ])
    #expect(
      try places(bench.names.implementations(at: bench.position("Sources/Garden/Plant.swift", 5, 7))) == [
        "Bean.swift:2"
      ])
  }

  @Test func `a symbol's text leads back to its declaration`() throws {
    let answer = try bench.names.definition(at: bench.position("Sources/Garden/Bean.swift", 2, 7))
    let text = try #require(answer.symbols.first?.symbol)
    #expect(try bench.names.position(of: text) == bench.position("Sources/Garden/Bean.swift", 2, 7))
    #expect(try bench.names.position(of: "name\ngarden\nnowhere\n\nnothing") == nil)
    #expect(try bench.names.position(of: "nonsense") == nil)
  }

  @Test func `places that do not exist have no answer`() throws {
    for position in [
      bench.position("nowhere.swift", 1, 0), bench.position("Sources/Garden/Bean.swift", 99, 0),
      bench.position("Sources/Garden/Bean.swift", 1, 9_999),
      CodePosition(repository: "other", path: "a", line: 1, column: 0),
    ] {
      #expect(try !bench.names.definition(at: position).isFound)
      #expect(try !bench.names.references(at: position).isFound)
      #expect(try bench.names.callers(at: position).isEmpty)
    }
  }

  @Test func `an answer without places says why`() throws {
    let bean = "Sources/Garden/Bean.swift"
    func notes(_ path: String, _ line: Int, _ column: Int) throws -> [String] {
      let answers = [
        try bench.names.definition(at: bench.position(path, line, column)),
        try bench.names.references(at: bench.position(path, line, column)),
        try bench.names.implementations(at: bench.position(path, line, column)),
      ]
      #expect(answers.allSatisfy { !$0.isFound && $0.notes == answers[0].notes })
      return answers[0].notes
    }
    #expect(try notes("no.swift", 1, 0) == ["garden:no.swift is no file of text in the index"])
    #expect(try notes(bean, 99, 0) == ["garden:\(bean) has 4 lines, not 99"])
    #expect(try notes(bean, 1, 9_999) == ["line 1 of garden:\(bean) ends before column 10000"])
    #expect(try notes(bean, 3, 0) == ["no name stands at 3:1 of garden:\(bean)"])
    #expect(try notes(bean, 1, 2) == ["struct is a keyword here"])
    #expect(try notes(bean, 2, 20) == ["no declaration of Int is known"])
    #expect(try bench.names.definition(named: "Moss").notes == ["no declaration of Moss is known"])
  }

  @Test func `a name in its own file is highlighted there only`() throws {
    let answer = try bench.names.highlights(at: bench.position("Sources/Garden/Walk.swift", 5, 17))
    #expect(places(answer) == ["Walk.swift:1", "Walk.swift:5"])
    #expect(answer.locations.map(\.roles.rawValue).first == SymbolRoles.definition.rawValue)
  }

  @Test func `a page of questions is answered by one object, exact where a compiler knows`() throws {
    let store = try NavigationStore.open(dataFolder: bench.folder + "/data")
    let joint = JointNavigator(bench.searcher, store: store) { [cache = bench.cache] in cache }
    let walk = bench.position("Sources/Garden/Walk.swift", 1, 5)
    #expect(try places(joint.answer(.definition, at: walk)) == ["Walk.swift:1"])
    #expect(try joint.answer(.references(limit: 9), at: walk).precision == .byName)
    #expect(try joint.calls(at: walk, isCallee: false).map { $0.symbol?.name } == ["stroll"])
    let text = try #require(try joint.answer(.hover, at: walk).symbols.first?.symbol)
    #expect(try joint.position(of: text) == walk)
    #expect(try joint.position(of: "nonsense") == nil)
  }

  @Test func `paths are found by folder and by their end`() throws {
    let paths = [
      "a.c", "a/b.c", "a/b/c.c", "a/b/d.c", "a-b/b.c", "a0/b.c", "b.c", "ä/b.c", "z/a/b.c", "z/ab.c",
    ]
    let bench = try NameBench(paths.map { ($0, "int x;\n") })
    let world = IndexWorld(bench.searcher, cache: bench.cache)
    func place(_ path: String) -> FilePlace { FilePlace(repository: "garden", path: path) }
    var folders: Set<String> = [""]
    for path in paths {
      var steps = path.split(separator: "/").dropLast()
      while !steps.isEmpty {
        folders.insert(steps.joined(separator: "/"))
        steps.removeLast()
      }
    }
    for folder in folders.union(["x", "a/", "a/b/c.c", "a.c"]) {
      #expect(world.hasFolder(place(folder)) == folders.contains(folder), "\(folder)")
      let wanted = paths.filter { path in
        let steps = path.split(separator: "/").dropLast().joined(separator: "/")
        return folders.contains(folder) && steps == folder
      }
      #expect(Set(world.files(inFolder: folder, of: place(""))) == Set(wanted), "\(folder)")
    }
    for path in paths + ["c", "b", "a/b", ""] { #expect(world.hasFile(place(path)) == paths.contains(path)) }
    for suffix in ["b.c", "a/b.c", "ab.c", "c.c", "b/c.c", "/b.c", "x.c", ""] {
      let wanted = paths.filter { $0 == suffix || $0.hasSuffix("/" + suffix) }
      #expect(Set(world.files(ending: suffix, near: place("")).map(\.path)) == Set(wanted), "\(suffix)")
    }
  }

  @Test func `code in a comment keeps its lines and its indentation`() throws {
    let bench = try NameBench([
      ("a.c", "/**\n * Sows.\n *\n *     if (dry)\n *       water();\n */\nint sow(void) {\n}\n"),
      ("b.py", "def sow():\n    \"\"\"Sows.\n\n    ::\n\n        sow()\n    \"\"\"\n    return 1\n"),
      ("c.c", "/* Reaps.\n   Twice.\n     As code. */\nint reap(void) {\n}\n"),
    ])
    func doc(_ path: String, _ line: Int, _ column: Int) throws -> String? {
      try bench.names.hover(at: bench.position(path, line, column)).symbols.first?.documentation.first
    }
    #expect(try doc("a.c", 7, 4) == "Sows.\n\n    if (dry)\n      water();")
    #expect(try doc("b.py", 1, 4) == "Sows.\n\n::\n\n    sow()")
    #expect(try doc("c.c", 4, 4) == "Reaps.\nTwice.\n  As code.")
  }

  @Test func `what may not be seen does not exist`() throws {
    let names = NameNavigator(bench.searcher, cache: bench.cache, scope: .repositories(["other"]))
    #expect(try !names.definition(at: bench.position("Sources/Garden/Walk.swift", 3, 7)).isFound)
  }
}

private enum PathName {
  static func last(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
