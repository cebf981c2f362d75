import QueryEngine
import Search

/// A query of `alidade bench`, and the same for programs that read the files anew.
struct BenchQuery: Sendable {
  /// What grep-like programs look for.
  struct Pattern: Sendable {
    var text: String
    var isRegex = false
    var ignoresCase = false
    var isWord = false
  }

  var kind: String
  var text: String
  /// Nil for queries that no such program can answer in one run.
  var pattern: Pattern?

  static func literal(_ kind: String, _ text: String, ignoresCase: Bool = false, isWord: Bool = false)
    -> BenchQuery
  {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    var query = "\"\(escaped)\" case:\(ignoresCase ? "no" : "yes")"
    if isWord { query += " word:yes" }
    return BenchQuery(
      kind: kind, text: query, pattern: Pattern(text: text, ignoresCase: ignoresCase, isWord: isWord))
  }

  static func regex(_ kind: String, _ pattern: String) -> BenchQuery {
    BenchQuery(
      kind: kind, text: "/\(pattern.replacing("/", with: "\\/"))/ case:yes",
      pattern: Pattern(text: pattern, isRegex: true))
  }
}

/// Queries made of what is in an index, so that they find something there: the same for the same index.
struct BenchQuerySampler {
  private let searcher: Searcher
  /// How often each name stands in the files that were looked at.
  private var counts: [String: Int] = [:]
  private var phrases: [String] = []

  private static let filesPerRepository = 40
  private static let repositoriesMax = 20
  private static let fileBytesMax = 256 << 10
  private static let listedMax = 100_000

  init(_ searcher: Searcher) {
    self.searcher = searcher
    let repositories = searcher.repositories
    let step = max(1, repositories.count / Self.repositoriesMax)
    for index in stride(from: 0, to: repositories.count, by: step) { sample(repositories[index].name) }
  }

  /// Files evenly out of a repository; what cannot be read is left out.
  private mutating func sample(_ repository: String) {
    let files =
      (try? searcher.files(repository: repository, revision: nil, matching: nil, limit: Self.listedMax)) ?? []
    let step = max(1, files.count / Self.filesPerRepository)
    for index in stride(from: 0, to: files.count, by: step) {
      let file = files[index]
      guard let content = try? searcher.content(repository: repository, revision: nil, path: file.path),
        !content.isBinary, content.bytes.count <= Self.fileBytesMax
      else { continue }
      take(content.bytes)
    }
  }

  private mutating func take(_ bytes: [UInt8]) {
    for name in bytes.split(whereSeparator: { !Self.isWord($0) }) where name.count >= 4 && name.count <= 40 {
      guard let first = name.first, first > 0x39 else { continue }
      counts[String(decoding: name, as: UTF8.self), default: 0] += 1
    }
    let lines = bytes.split(separator: 0x0A)
    guard lines.count > 4 else { return }
    let middle = lines[lines.count / 2].drop { $0 == 0x20 || $0 == 0x09 }.prefix(40)
    guard middle.count >= 12, middle.contains(where: { !Self.isWord($0) && $0 != 0x20 }),
      middle.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else { return }
    phrases.append(String(decoding: middle, as: UTF8.self))
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  /// Some twenty queries of all kinds; fewer when there is little text.
  var queries: [BenchQuery] {
    let names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    guard names.count >= 10 else { return [] }
    let common = Array(names.prefix(3))
    let rare = counts.filter { $0.value == 1 && $0.key.utf8.count >= 9 }.map(\.key).sorted()
    let someRare =
      rare.isEmpty ? [] : (0..<min(4, rare.count)).map { rare[$0 * rare.count / min(4, rare.count)] }
    let middle = Array(names[(names.count / 3)...].prefix(3))
    var queries = someRare.map { BenchQuery.literal("rare", $0) }
    queries += common.map { .literal("common", $0) }
    queries += middle.map { .literal("substring", String($0.dropFirst().dropLast())) }
    queries += phrases.sorted().enumerated().filter { $0.offset % max(1, phrases.count / 3) == 0 }.prefix(3)
      .map { .literal("phrase", $0.element) }
    queries += middle.prefix(2).map { .literal("caseless", $0.lowercased(), ignoresCase: true) }
    queries.append(.literal("word", common[0], isWord: true))
    queries.append(.regex("alternation", common.joined(separator: "|")))
    queries.append(.regex("regex", #"\b"# + String(common[1].prefix(3)) + #"\w+\("#))
    queries += [.regex("weak", #"\w+_\w+_\w+_\w+"#), .regex("classes", #"[0-9a-f]{12}"#)]
    queries.append(.literal("short", "->"))
    queries += someRare.prefix(1).map { .literal("miss", Self.misspelled($0)) }
    queries.append(BenchQuery(kind: "and", text: "\(common[0]) \(common[2])", pattern: nil))
    queries.append(BenchQuery(kind: "not", text: "\(common[1]) -\(common[0])", pattern: nil))
    return queries
  }

  /// With two letters in the middle changed for ones that hardly follow each other.
  private static func misspelled(_ name: String) -> String {
    let middle = name.index(name.startIndex, offsetBy: name.count / 2)
    return name[..<middle] + "qzx" + name[middle...]
  }
}
