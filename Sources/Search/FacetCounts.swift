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
///
/// Neighbours in a segment mostly share everything that is counted, so runs of equal values are gathered before a
/// dictionary is touched: for counts of thousands of files the dictionaries cost more than the search.
final class FacetCollector {
  private let part: IndexSnapshot.Part
  private let snapshot: IndexSnapshot
  private var repositoryOfPlace: [UInt32: Int] = [:]
  private var counts = FacetCounts()
  private var kinds = [Int](repeating: 0, count: FacetCollector.kindNames.count + 1)
  private var place: UInt32?
  private var placeRun = 0
  private var language: UInt16 = 0
  private var languageRun = 0
  private var folder = UnsafeRawBufferPointer(start: nil, count: 0)
  private var folderRun = 0

  init(snapshot: IndexSnapshot, part: IndexSnapshot.Part) {
    self.snapshot = snapshot
    self.part = part
  }

  func add(_ hit: DocumentHit) {
    let placement = hit.placements[0]
    let record = part.segment.document(hit.document)
    addPlace(part.placements.revisionSet(ofPlacement: placement))
    addLanguage(record.language)
    addFolder(part.placements.path(ofPlacement: placement))
    let traits = PathTraits(rawValue: record.traits)
    kinds[Self.kindNames.firstIndex { traits.contains($0.0) } ?? Self.kindNames.count] += 1
  }

  /// What was counted; the collector is used up.
  func finish() -> FacetCounts {
    endPlace()
    endLanguage()
    endFolder()
    for (index, count) in kinds.enumerated() where count > 0 {
      let name = index < Self.kindNames.count ? Self.kindNames[index].1 : "code"
      counts.kinds[name, default: 0] += count
    }
    return counts
  }

  private func addPlace(_ found: UInt32) {
    if found != place {
      endPlace()
      place = found
    }
    placeRun += 1
  }

  private func endPlace() {
    guard let place, placeRun > 0 else { return }
    counts.repositories[repositoryOfPlace[place] ?? find(place), default: 0] += placeRun
    placeRun = 0
  }

  private func addLanguage(_ found: UInt16) {
    if found != language {
      endLanguage()
      language = found
    }
    languageRun += 1
  }

  private func endLanguage() {
    if languageRun > 0 { counts.languages[language, default: 0] += languageRun }
    languageRun = 0
  }

  private func addFolder(_ path: UnsafeRawBufferPointer) {
    guard let slash = path.firstIndex(of: 0x2F) else { return }
    let name = UnsafeRawBufferPointer(rebasing: path[..<slash])
    if name.count != folder.count || !name.elementsEqual(folder) {
      endFolder()
      // Paths are mapped, and the part keeps its file open.
      folder = name
    }
    folderRun += 1
  }

  private func endFolder() {
    if folderRun > 0 { counts.folders[String(decoding: folder, as: UTF8.self), default: 0] += folderRun }
    folderRun = 0
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
