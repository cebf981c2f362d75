import Containers
import Platform
import QueryEngine
import RegexEngine
import SearchIndex

/// A query's conditions on repositories and revisions, answered once for the whole snapshot.
struct QueryScope: Sendable {
  /// Per repository: may be seen at all.
  let isVisible: [Bool]
  /// Per predicate and repository: holds for the repository, revisions aside.
  let repositoryHolds: [[Bool]]
  /// Per predicate and repository: the revisions asked for as bits; nil where the predicate names none.
  let revisionBits: [[[UInt64]]?]
  /// Per predicate: holds for repositories with no more than a fourth of all files.
  let isNarrow: [Bool]
  let namesRevisions: Bool
  /// Predicates by which a reader asked for revisions, so that results are shown at these.
  let askedRevisions: [Int]
  /// Revisions asked for that no visible repository has.
  let unknownRevisions: [String]
  let snapshot: IndexSnapshot

  init(
    _ query: CompiledQuery, snapshot: IndexSnapshot, scope: AccessScope,
    repositoriesHolding: (CompiledQuery.Predicate) throws -> Set<Int>
  ) throws {
    self.snapshot = snapshot
    namesRevisions = query.namesRevisions
    askedRevisions = query.predicates.indices.filter {
      if case .defaultRevision = query.predicates[$0] { false } else { true }
    }
    isVisible = snapshot.repositories.map { scope.includes($0.name) }
    var holds: [[Bool]] = []
    var bits: [[[UInt64]]?] = []
    var unknown: [String] = []
    for predicate in query.predicates {
      let repositories = snapshot.repositories
      var revisions: [String] = []
      switch predicate {
      case .repository(let regex, let names):
        let matcher = regex.makeMatcher()
        holds.append(repositories.map { Self.matches(matcher, $0.name) })
        revisions = names
      case .revisions(let names):
        holds.append(repositories.map { _ in true })
        revisions = names
      case .defaultRevision:
        holds.append(repositories.map { _ in true })
        bits.append(repositories.map { _ in [1] })
        continue
      case .fork(let value): holds.append(repositories.map { Self.holds(value, $0.isFork) })
      case .archived(let value): holds.append(repositories.map { Self.holds(value, $0.isArchived) })
      case .visibility(let value):
        // Without accounts everything is private to whoever runs the server.
        holds.append(repositories.map { _ in value != "public" })
      case .repositoryHasPath, .repositoryHasContent:
        let found = try repositoriesHolding(predicate)
        holds.append(repositories.indices.map { found.contains($0) })
      case .language, .skipped: holds.append([])
      }
      bits.append(revisions.isEmpty ? nil : repositories.map { Self.bits(revisions, $0) })
      for name in revisions where name != "*" && !repositories.contains(where: { Self.has($0, name) }) {
        unknown.append(name)
      }
    }
    repositoryHolds = holds
    revisionBits = bits
    isNarrow = holds.indices.map { Self.isNarrow(holds[$0], bits[$0], snapshot) }
    unknownRevisions = unknown
  }

  private static func isNarrow(_ holds: [Bool], _ bits: [[UInt64]]?, _ snapshot: IndexSnapshot) -> Bool {
    // Conditions on the text hold for documents, not for repositories.
    guard !holds.isEmpty else { return false }
    var files = 0
    var wanted = 0
    for (index, repository) in snapshot.repositories.enumerated() {
      files += repository.fileCount
      if holds[index], bits?[index].contains(where: { $0 != 0 }) ?? true { wanted += repository.fileCount }
    }
    return wanted <= files / 4
  }

  private static func matches(_ matcher: Matcher, _ name: String) -> Bool {
    var text = name
    return text.withUTF8 { matcher.hasMatch(in: UnsafeRawBufferPointer($0), range: 0..<$0.count) }
  }

  private static func holds(_ wanted: YesNoOnly, _ value: Bool) -> Bool {
    switch wanted {
    case .yes: true
    case .no: !value
    case .only: value
    }
  }

  private static func has(_ repository: RepositoryInfo, _ name: String) -> Bool {
    repository.revisions.contains { isNamed($0, name) }
  }

  /// Whether `wanted` means `revision`: its name, a glob of it, or the start of its commit id.
  static func isNamed(_ revision: IndexedRevision, _ wanted: String) -> Bool {
    if Glob.matches(wanted, revision.name) { return true }
    guard wanted.utf8.count >= 4, let commit = revision.commit else { return false }
    return commit.hex.hasPrefix(wanted.lowercased())
  }

  /// The bits of the revisions of `repository` that any of `names` means. `HEAD` is the default branch.
  private static func bits(_ names: [String], _ repository: RepositoryInfo) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: max(1, (repository.revisions.count + 63) / 64))
    for (index, revision) in repository.revisions.enumerated() {
      let isWanted = names.contains { isNamed(revision, $0) || ($0 == "HEAD" && index == 0) }
      if isWanted { words[index >> 6] |= 1 << UInt64(index & 63) }
    }
    return words
  }
}

/// Globs of revision names: `*` any text, `?` one character; everything else stands for itself.
package enum Glob {
  /// Whether `name` as a whole fits `pattern`. O(pattern × name) at worst.
  package static func matches(_ pattern: String, _ name: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let name = Array(name.utf8)
    var p = 0
    var n = 0
    var star = -1
    var mark = 0
    while n < name.count {
      if p < pattern.count, pattern[p] == name[n] || pattern[p] == 0x3F {
        p += 1
        n += 1
      } else if p < pattern.count, pattern[p] == 0x2A {
        star = p
        mark = n
        p += 1
      } else if star >= 0 {
        // Give the last star one more character.
        p = star + 1
        mark += 1
        n = mark
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == 0x2A }
  }
}

/// The answers of a ``QueryScope`` for one placement file, remembered by revision set. Belongs to one thread.
final class ScopeMemo: PlacementContext {
  private let scope: QueryScope
  private let file: PlacementFile
  /// 0 unknown, 1 no, 2 yes, per place.
  private var visible: [UInt8]
  private var holding: [[UInt8]]

  init(_ scope: QueryScope, file: PlacementFile) {
    self.scope = scope
    self.file = file
    visible = Array(repeating: 0, count: file.revisionSetPlaces)
    holding = scope.repositoryHolds.map { _ in [] }
  }

  func isVisible(place: UInt32) -> Bool {
    let known = visible[Int(place)]
    if known != 0 { return known == 2 }
    let answer = findVisible(place)
    visible[Int(place)] = answer ? 2 : 1
    return answer
  }

  private func findVisible(_ place: UInt32) -> Bool {
    let set = file.revisions(at: place)
    guard let repository = scope.snapshot.repositoryIndex[set.repository], scope.isVisible[repository] else {
      return false
    }
    // Revision 0 is the default one.
    return scope.namesRevisions || (set.words.first ?? 0) & 1 == 1
  }

  func holds(predicate: Int, place: UInt32) -> Bool {
    if holding[predicate].isEmpty { holding[predicate] = Array(repeating: 0, count: file.revisionSetPlaces) }
    let known = holding[predicate][Int(place)]
    if known != 0 { return known == 2 }
    let answer = findHolds(predicate, place)
    holding[predicate][Int(place)] = answer ? 2 : 1
    return answer
  }

  func extent(ofPredicate predicate: Int) -> PredicateExtent {
    guard scope.isNarrow[predicate] else { return .many }
    var isFound = false
    file.forEachRevisionSet { place in
      isFound = holds(predicate: predicate, place: place)
      return !isFound
    }
    return isFound ? .few : .none
  }

  private func findHolds(_ predicate: Int, _ place: UInt32) -> Bool {
    let set = file.revisions(at: place)
    guard let repository = scope.snapshot.repositoryIndex[set.repository],
      scope.repositoryHolds[predicate][repository]
    else { return false }
    guard let bits = scope.revisionBits[predicate]?[repository] else { return true }
    return zip(bits, set.words).contains { $0 & $1 != 0 }
  }

  /// The revision to name for a placement: the first asked for that has it, else the first that has it.
  func shownRevision(place: UInt32) -> Int {
    let set = file.revisions(at: place)
    guard let repository = scope.snapshot.repositoryIndex[set.repository] else { return 0 }
    var words = set.words
    for predicate in scope.askedRevisions {
      guard let bits = scope.revisionBits[predicate] else { continue }
      let common = zip(bits[repository], set.words).map { $0 & $1 }
      if common.contains(where: { $0 != 0 }) { words = common }
    }
    for (index, word) in words.enumerated() where word != 0 { return index * 64 + word.trailingZeroBitCount }
    return 0
  }
}
