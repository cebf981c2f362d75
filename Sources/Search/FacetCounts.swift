import QueryEngine
import SearchIndex
import Syntax

/// Matching files by repository, language, folder and kind.
struct FacetCounts: Sendable {
  var repositories: [Int: Int] = [:]
  var languages: [UInt16: Int] = [:]
  var folders: [String: Int] = [:]
  var kinds: [String: Int] = [:]

  mutating func add(_ other: FacetCounts) {
    repositories.merge(other.repositories, uniquingKeysWith: +)
    languages.merge(other.languages, uniquingKeysWith: +)
    folders.merge(other.folders, uniquingKeysWith: +)
    kinds.merge(other.kinds, uniquingKeysWith: +)
  }

  /// The most frequent values of each kind, with the filter that narrows to them.
  func facets(_ snapshot: IndexSnapshot, isExact: Bool) -> [Facet] {
    let repositories = Self.top(repositories) { index in
      let name = snapshot.repositories[index].name
      return (name, "repo:^\(Self.escaped(name))$")
    }
    let languages = Self.top(languages) { id in
      let name = LanguageTable[id]?.name ?? "unknown"
      return (name, id == 0 ? "" : name.contains(" ") ? "lang:\"\(name)\"" : "lang:\(name)")
    }
    let folders = Self.top(folders) { ($0, "file:^\(Self.escaped($0))/") }
    let kinds = Self.top(kinds) { ($0, Self.kindFilters[$0] ?? "") }
    return [
      Facet(kind: .repository, values: repositories, isExact: isExact),
      Facet(kind: .language, values: languages, isExact: isExact),
      Facet(kind: .folder, values: folders, isExact: isExact),
      Facet(kind: .kind, values: kinds, isExact: isExact),
    ].filter { !$0.values.isEmpty }
  }

  private static let kindFilters = ["test": "file:test", "documentation": "file:doc"]

  private static func top<Key: Hashable>(
    _ counts: [Key: Int], _ label: (Key) -> (String, String)
  ) -> [FacetValue] {
    counts.map { key, count in
      let (name, filter) = label(key)
      return FacetValue(label: name, count: count, filterText: filter)
    }
    .sorted { ($1.count, $0.label) < ($0.count, $1.label) }
    .prefix(Facet.valueLimit)
    .map { $0 }
  }

  /// `name` as a regex that matches just it; quoted when the query language needs it.
  private static func escaped(_ name: String) -> String {
    var text = ""
    for character in name.unicodeScalars {
      if "\\.+*?()|[]{}^$".unicodeScalars.contains(character) { text += "\\" }
      text.unicodeScalars.append(character)
    }
    return text
  }
}

/// Counts the hits of one unit. Belongs to one thread.
final class FacetCollector {
  private let part: IndexSnapshot.Part
  private let snapshot: IndexSnapshot
  private var repositoryOfPlace: [UInt32: Int] = [:]
  private(set) var counts = FacetCounts()

  init(snapshot: IndexSnapshot, part: IndexSnapshot.Part) {
    self.snapshot = snapshot
    self.part = part
  }

  func add(_ hit: DocumentHit) {
    let placement = hit.placements[0]
    let place = part.placements.revisionSet(ofPlacement: placement)
    let repository = repositoryOfPlace[place] ?? find(place)
    counts.repositories[repository, default: 0] += 1
    let record = part.segment.document(hit.document)
    counts.languages[record.language, default: 0] += 1
    let path = part.placements.path(ofPlacement: placement)
    if let slash = path.firstIndex(of: 0x2F) {
      counts.folders[String(decoding: path[..<slash], as: UTF8.self), default: 0] += 1
    }
    let traits = PathTraits(rawValue: record.traits)
    let kind = Self.kindNames.first { traits.contains($0.0) }?.1 ?? "code"
    counts.kinds[kind, default: 0] += 1
  }

  private static let kindNames: [(PathTraits, String)] = [
    (.vendored, "vendored"), (.generated, "generated"), (.minified, "generated"), (.lock, "generated"),
    (.test, "test"), (.example, "example"), (.documentation, "documentation"),
  ]

  private func find(_ place: UInt32) -> Int {
    let number = part.placements.revisions(at: place).repository
    let index = snapshot.repositoryIndex[number] ?? 0
    repositoryOfPlace[place] = index
    return index
  }
}
