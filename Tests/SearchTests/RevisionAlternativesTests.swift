import Platform
import QueryEngine
import Search
import TestSupport
import Testing

/// Queries whose alternatives name different revisions, compared with a plain look at what every branch holds.
@Suite struct `Alternatives that name revisions` {
  /// One file as some branches have it.
  private struct Version {
    var text: String
    var branches: Set<String>
  }

  /// A condition with the text that asks for it.
  private indirect enum Condition {
    case word(String, revision: String?)
    case both(Condition, Condition)
    case either(Condition, Condition)
    case notAt(String, word: String)

    var text: String {
      switch self {
      case .word(let word, let revision): revision.map { "(rev:\($0) \(word))" } ?? word
      case .both(let a, let b): "(\(a.text) AND \(b.text))"
      case .either(let a, let b): "(\(a.text) OR \(b.text))"
      case .notAt(let revision, let word): "(\(word) -rev:\(revision))"
      }
    }

    /// Whether a version satisfies it, whatever branch is meant by default.
    func holds(_ version: Version) -> Bool {
      switch self {
      case .word(let word, let revision):
        version.text.contains(word) && revision.map(version.branches.contains) ?? true
      case .both(let a, let b): a.holds(version) && b.holds(version)
      case .either(let a, let b): a.holds(version) || b.holds(version)
      case .notAt(let revision, let word):
        version.text.contains(word) && !version.branches.contains(revision)
      }
    }

    /// Whether it does so in a way that a named revision is part of.
    func isNamed(_ version: Version) -> Bool {
      switch self {
      case .word(_, let revision): revision != nil && holds(version)
      case .notAt: holds(version)
      case .both(let a, let b): holds(version) && (a.isNamed(version) || b.isNamed(version))
      case .either(let a, let b): a.isNamed(version) || b.isNamed(version)
      }
    }
  }

  private static let words = ["alpha", "beta", "gamma", "delta"]
  private static let branches = ["main", "old", "new"]

  private static func random(_ depth: Int, _ random: inout SeededGenerator) -> Condition {
    let choice = depth == 0 ? Int.random(in: 0..<5, using: &random) : Int.random(in: 0..<9, using: &random)
    let word = words[Int.random(in: 0..<4, using: &random)]
    let branch = branches[Int.random(in: 0..<3, using: &random)]
    switch choice {
    case 0, 1: return .word(word, revision: nil)
    case 2, 3: return .word(word, revision: branch)
    case 4: return .notAt(branch, word: word)
    case 5, 6:
      // Filters for revisions that stand side by side mean any of them, so only one side has them on top.
      let other =
        Bool.random(using: &random)
        ? Condition.word(word, revision: nil) : .either(Self.random(0, &random), Self.random(0, &random))
      return .both(Self.random(depth - 1, &random), other)
    default: return .either(Self.random(depth - 1, &random), Self.random(depth - 1, &random))
    }
  }

  /// Three branches of thirty files, of which some are alike.
  private static func make(_ repository: TemporaryRepository) throws -> [Version] {
    var versions: [String: Version] = [:]
    var random = SeededGenerator(seed: 5)
    try repository.folder.write("root\n", to: "root.txt")
    try repository.commit("root")
    for branch in branches {
      if branch != "main" { try repository.git(["checkout", "-q", "-b", branch, "main"]) }
      for file in 0..<30 {
        let held = words.filter { _ in Bool.random(using: &random) }
        // The same file may be on several branches.
        let text = "number\(file) " + held.joined(separator: " ")
        try repository.folder.write(text + "\n", to: "f\(file).txt")
        versions[text, default: Version(text: text, branches: [])].branches.insert(branch)
      }
      try repository.commit(branch)
    }
    try repository.git(["checkout", "-q", "main"])
    return Array(versions.values)
  }

  @Test func `find what a look at every branch finds`() throws {
    let repository = try TemporaryRepository()
    let versions = try Self.make(repository)
    let data = try TemporaryFolder()
    var options = IndexOptions(dataFolder: data.path)
    options.sources = [repository.path]
    options.revisions = ["*"]
    _ = try Indexer.run(options)
    let searcher = try Searcher.open(dataFolder: data.path, workerCount: 1)
    func check(_ condition: Condition) throws {
      let query = try Query(parsing: condition.text + " count:all")
      let found = try searcher.collect(SearchRequest(query: query)).files.flatMap { file in
        file.lines.filter(\.isMatch).map { String(decoding: $0.text, as: UTF8.self) }
      }.sorted()
      let expected = versions.filter { version in
        condition.holds(version) && (version.branches.contains("main") || condition.isNamed(version))
      }.map(\.text).sorted()
      #expect(found == expected, "\(condition.text)")
    }
    try check(.either(.word("alpha", revision: "old"), .word("beta", revision: nil)))
    try check(
      .either(
        .word("alpha", revision: nil), .both(.word("beta", revision: "new"), .word("gamma", revision: nil))))
    var random = SeededGenerator(seed: 11)
    for _ in 0..<300 { try check(Self.random(3, &random)) }
  }
}
