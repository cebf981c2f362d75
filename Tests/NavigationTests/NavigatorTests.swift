import Containers
import Git
import Navigation
import Platform
import Testing

/// Questions of readers, answered from imported indexes.
@Suite struct `Exact navigation` {
  /// Texts and histories in memory. Commits are numbers; a file's text is looked up at a commit or the last one before.
  struct Sources: CodeSource {
    /// By repository, revision and path; "" is the default revision.
    var texts: [String: String] = [:]
    var tips: [String: ObjectID] = [:]
    var renames: [(old: String?, new: String?)] = []
    var hunks: [DiffHunk] = []
    var isComparable = true
    /// Files that differ between the commit of this first digit and any other, where `renames` has none.
    var distances: [Character: Int] = [:]

    func commit(repository: String, revision: String?) throws -> ObjectID? {
      revision.flatMap { ObjectID(hex: $0) } ?? tips[repository]
    }

    func text(repository: String, revision: String?, path: String) throws -> [UInt8]? {
      (texts["\(repository)@\(revision ?? ""):\(path)"] ?? texts["\(repository)@:\(path)"]).map {
        Array($0.utf8)
      }
    }

    func changes(repository: String, from old: ObjectID, to new: ObjectID) throws -> FileChanges? {
      if let count = distances[old.hex.first ?? "0"] {
        return FileChanges((0..<count).map { ("other\($0)", "other\($0)") })
      }
      return isComparable ? FileChanges(renames) : nil
    }

    func lineMap(
      repository: String, from old: ObjectID, to new: ObjectID, oldPath: String, newPath: String
    ) throws -> LineChanges? { LineChanges(hunks) }
  }

  static func commit(_ number: Int) -> ObjectID {
    // Forty digits are an id.
    ObjectID(hex: String(repeating: "\(number)", count: 40))!
  }

  private let folder = try? TemporaryFolder()

  private func store(_ imports: [(SampleIndex, repository: String, commit: Int?)]) throws -> NavigationStore {
    let folder = try #require(folder)
    for (number, one) in imports.enumerated() {
      let job = ScipImport(
        repository: one.repository, commit: one.commit.map(Self.commit), time: number)
      _ = try job.run(source: source(one.0.bytes), name: "index", folder.path)
    }
    return try NavigationStore.open(dataFolder: folder.path)
  }

  private func position(_ text: String, revision: String? = nil) -> CodePosition {
    let parts = text.split(separator: ":").map(String.init)
    return CodePosition(
      repository: parts[0], revision: revision, path: parts[1], line: Int(parts[2]) ?? 0,
      column: Int(parts[3]) ?? 0)
  }

  private func places(_ answer: NavigationAnswer) -> [String] {
    answer.locations.map {
      "\($0.repository):\($0.path):\($0.line):\($0.columns.lowerBound)-\($0.columns.upperBound)"
    }
  }

  private var library: SampleIndex {
    var index = SampleIndex(tool: "lib-tool")
    index.add(
      "lib.x",
      """
      0:5+3|s . lib 1 f().|1
      2:5+3|s . lib 1 P#|1
      4:5+3|s . lib 1 P#g().|1
      """)
    return index
  }

  private var user: SampleIndex {
    var index = SampleIndex(tool: "user-tool")
    index.add(
      "use.x",
      """
      0:0+4|s . use 1 C#|1
      1:0+4|s . use 1 C#g().|1
      2:2+3|s . lib 1 f().|8
      2:9+1|local 3|1
      3:9+1|local 3|8
      3:2+3|s . lib 2 f().|8
      4:2+3|s . lib 1 P#g().
      """)
    index.documents[0].occurrences[1].enclosingRange = IndexedRange(
      startLine: 1, startColumn: 0, endLine: 3, endColumn: 20)
    var facts = ScipSymbol(symbol: "s . use 1 C#")
    facts.relationships = [ScipRelationship(symbol: "s . lib 1 P#", kinds: .implementation)]
    var method = ScipSymbol(symbol: "s . use 1 C#g().")
    method.relationships = [
      ScipRelationship(symbol: "s . lib 1 P#g().", kinds: [.implementation, .reference])
    ]
    method.documentation = ["Does g."]
    method.signature = "func g()"
    method.displayName = "g()"
    method.kind = 26
    index.documents[0].symbols = [facts, method]
    return index
  }

  private let texts = [
    "lib@:lib.x": "func foo\n\nprot Pro\n\nfunc gee\n",
    "use@:use.x": "clas\ngfun\n  foo(); v\n  foo  + v\n  gee\n",
  ]

  private func navigator() throws -> Navigator {
    let store = try store([(library, "lib", 1), (user, "use", 2)])
    return Navigator(
      store: store, source: Sources(texts: texts, tips: ["lib": Self.commit(1), "use": Self.commit(2)]))
  }

  @Test func `a definition is found in another repository`() throws {
    let answer = try navigator().definition(at: position("use:use.x:3:3"))
    #expect(places(answer) == ["lib:lib.x:1:5-8"])
    #expect(answer.locations[0].precision == .exact)
    #expect(answer.locations[0].text == Array("func foo".utf8))
    #expect(answer.symbols.map(\.qualifiedName) == ["f"])
  }

  @Test func `the definition of another version of the package is told as such`() throws {
    let answer = try navigator().definition(at: position("use:use.x:4:2"))
    #expect(places(answer) == ["lib:lib.x:1:5-8"])
    #expect(
      answer.notes == [
        "the definition is of version 1 of the package, which is another than the one used here"
      ])
  }

  @Test func `local names stay in their file`() throws {
    let navigator = try navigator()
    #expect(
      places(try navigator.references(at: position("use:use.x:4:9"))) == [
        "use:use.x:3:9-10", "use:use.x:4:9-10",
      ])
    #expect(places(try navigator.definition(at: position("use:use.x:4:9"))) == ["use:use.x:3:9-10"])
  }

  @Test func `references come from all repositories, definitions first`() throws {
    let answer = try navigator().references(to: "s . lib 1 f().")
    #expect(places(answer) == ["lib:lib.x:1:5-8", "use:use.x:3:2-5"])
    #expect(answer.total == 2)
    let limited = try navigator().references(to: "s . lib 1 f().", limit: 1)
    #expect(places(limited) == ["lib:lib.x:1:5-8"])
    #expect(limited.total == 2)
  }

  @Test func `what a requirement is called by counts for what meets it, and the other way`() throws {
    let navigator = try navigator()
    #expect(
      places(try navigator.references(to: "s . use 1 C#g().")) == ["use:use.x:2:0-4", "use:use.x:5:2-5"])
    #expect(places(try navigator.implementations(of: "s . lib 1 P#")) == ["use:use.x:1:0-4"])
    #expect(places(try navigator.implementations(at: position("lib:lib.x:5:6"))) == ["use:use.x:2:0-4"])
  }

  @Test func `a hover has declaration, documentation and the number of references`() throws {
    let answer = try navigator().hover(at: position("use:use.x:2:1"))
    let symbol = try #require(answer.symbols.first)
    #expect(symbol.signature == "func g()")
    #expect(symbol.documentation == ["Does g."])
    #expect(symbol.kind == "method")
    #expect(symbol.tool == "user-tool")
    #expect(places(answer) == ["use:use.x:2:0-4"])
    #expect(answer.total == 0)
    #expect(try navigator().hover(at: position("lib:lib.x:1:5")).total == 1)
  }

  @Test func `calls are found by the extents around them`() throws {
    let navigator = try navigator()
    let callers = try navigator.callers(of: "s . lib 1 f().")
    #expect(callers.map { $0.symbol?.qualifiedName } == ["C.g"])
    #expect(callers[0].calls.map(\.line) == [3])
    #expect(callers[0].definition?.line == 2)
    let callees = try navigator.callees(of: "s . use 1 C#g().")
    #expect(callees.map { $0.symbol?.symbol } == ["s . lib 1 f().", "s . lib 2 f()."])
    // Outside of any function.
    let outside = try navigator.callers(of: "s . lib 1 P#g().")
    #expect(outside.map { $0.symbol == nil } == [true])
  }

  @Test func `what a reader may not see does not exist`() throws {
    let store = try store([(library, "lib", 1), (user, "use", 2)])
    let sources = Sources(texts: texts, tips: ["lib": Self.commit(1), "use": Self.commit(2)])
    let navigator = Navigator(store: store, source: sources, isVisible: { $0 == "use" })
    #expect(try navigator.definition(at: position("use:use.x:3:3")).locations == [])
    #expect(try navigator.definition(at: position("lib:lib.x:1:6")).symbols == [])
    #expect(try navigator.symbols(named: "f", isPrefix: false, limit: 9).isEmpty)
  }

  @Test func `lines are followed through changes, and marked`() throws {
    let store = try store([(library, "lib", 1), (user, "use", 2)])
    // In lib a line came before the first, and the third was changed.
    let hunks = [
      DiffHunk(oldStart: 0, oldCount: 0, newStart: 1, newCount: 1, lines: []),
      DiffHunk(oldStart: 3, oldCount: 1, newStart: 4, newCount: 1, lines: []),
    ]
    var sources = Sources(texts: texts, tips: ["lib": Self.commit(5), "use": Self.commit(2)])
    sources.renames = [("lib.x", "moved.x")]
    sources.hunks = hunks
    sources.texts["lib@:moved.x"] = "new\nfunc foo\n\nprotocol Pro\n\nfunc gee\n"
    let navigator = Navigator(store: store, source: sources)
    let answer = try navigator.definition(at: position("use:use.x:3:3"))
    #expect(places(answer) == ["lib:moved.x:2:5-8"])
    #expect(answer.locations[0].precision == .stale(indexedAt: Self.commit(1)))
    #expect(answer.locations[0].text == Array("func foo".utf8))
    // And back: a position at the later commit.
    #expect(places(try navigator.references(at: position("lib:moved.x:6:6"))).contains("use:use.x:5:2-5"))
    // A changed line is shown as it was, and nothing is known of what stands there now.
    let gone = try navigator.definition(of: "s . lib 1 P#")
    #expect(gone.locations[0].revision == Self.commit(1).hex)
    #expect(places(gone) == ["lib:lib.x:3:5-8"])
    #expect(try navigator.definition(at: position("lib:moved.x:4:6")).symbols == [])
  }

  @Test func `an index that cannot be compared is not used, and that is told`() throws {
    let store = try store([(library, "lib", 1)])
    var sources = Sources(texts: texts, tips: ["lib": Self.commit(5)])
    sources.isComparable = false
    let navigator = Navigator(store: store, source: sources)
    let answer = try navigator.definition(at: position("lib:lib.x:1:6"))
    #expect(!answer.isFound)
    #expect(answer.notes.first?.contains("made by lib-tool is of commit 111111111111") == true)
    // The commit itself is as good as ever.
    let pinned = position("lib:lib.x:1:6", revision: Self.commit(1).hex)
    #expect(try navigator.definition(at: pinned).isFound)
  }

  @Test func `the index of the commit asked for wins over a newer one`() throws {
    var newer = SampleIndex(tool: "lib-tool")
    newer.add("lib.x", "9:0+3|s . lib 1 f().|1")
    let store = try store([(library, "lib", 1), (newer, "lib", 2)])
    let sources = Sources(texts: texts, tips: ["lib": Self.commit(2)])
    let navigator = Navigator(store: store, source: sources)
    #expect(places(try navigator.definition(of: "s . lib 1 f().")) == ["lib:lib.x:10:0-0"])
    let pinned = position("lib:lib.x:1:6", revision: Self.commit(1).hex)
    #expect(try navigator.definition(at: pinned).locations.map(\.line) == [1])
  }

  @Test func `without an index of the commit the nearest of a tool answers`() throws {
    func index(_ line: Int) -> SampleIndex {
      var index = SampleIndex(tool: "lib-tool")
      index.add("lib.x", "\(line):0+3|s . lib 1 f().|1")
      return index
    }
    let store = try store([(index(0), "lib", 1), (index(2), "lib", 2), (index(4), "lib", 3)])
    for (distances, line) in [
      (["1": 9, "2": 1, "3": 5], 3), (["1": 0, "2": 1, "3": 5], 1), (["1": 2, "2": 2, "3": 2], 5),
    ] as [([Character: Int], Int)] {
      let fresh = try NavigationStore.open(dataFolder: store.dataFolder)
      let sources = Sources(texts: texts, tips: ["lib": Self.commit(9)], distances: distances)
      let found = try Navigator(store: fresh, source: sources).definition(of: "s . lib 1 f().")
      #expect(found.locations.map(\.line) == [line], "\(distances)")
      #expect(
        try Navigator(store: fresh, source: sources).definition(at: position("lib:lib.x:\(line):0")).isFound)
    }
  }

  @Test(arguments: [
    // "aé😀b": bytes 1 2 4 1, units of UTF-16 1 1 2 1, of UTF-32 1 1 1 1.
    (PositionEncoding.utf8, 7, 7), (.utf16, 4, 7), (.utf32, 3, 7), (.utf16, 1, 1), (.utf32, 2, 3),
  ])
  func `columns are counted as the index counts them`(encoding: PositionEncoding, column: Int, bytes: Int)
    throws
  {
    var index = SampleIndex()
    index.add("a.x", "0:\(column)+1|s . p . n.|1", encoding: encoding)
    let store = try store([(index, "r", nil)])
    let navigator = Navigator(store: store, source: Sources(texts: ["r@:a.x": "aé😀b"]))
    let answer = try navigator.definition(at: position("r:a.x:1:\(bytes)"))
    #expect(answer.locations.map(\.columns.lowerBound) == [bytes])
  }

  @Test func `symbols are found by name with their definitions`() throws {
    let found = try navigator().symbols(named: "G", isPrefix: false, limit: 10)
    #expect(found.map(\.summary.qualifiedName).sorted() == ["C.g", "P.g"])
    #expect(found.compactMap(\.definition?.path).sorted() == ["lib.x", "use.x"])
  }
}
