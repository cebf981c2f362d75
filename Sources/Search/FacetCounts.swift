import Containers
import QueryEngine
import SearchIndex
import Syntax

/// Matching files by repository, language and folder. A file counts once for each value whose filter finds it: with
/// copies in several folders, for each of them.
struct FacetCounts: Sendable {
  var repositories: [Int: Int] = [:]
  var languages: [UInt16: Int] = [:]
  var folders: [String: Int] = [:]
  /// Symbols, by family of kinds.
  var symbols: [String: Int] = [:]
  /// Whether a file has more copies than were looked at, so that counts are lower bounds.
  var isCapped = false

  mutating func add(_ other: FacetCounts) {
    repositories.merge(other.repositories, uniquingKeysWith: +)
    languages.merge(other.languages, uniquingKeysWith: +)
    folders.merge(other.folders, uniquingKeysWith: +)
    symbols.merge(other.symbols, uniquingKeysWith: +)
    isCapped = isCapped || other.isCapped
  }

  /// The most frequent values of each kind, with the filter that narrows to them.
  func facets(_ snapshot: IndexSnapshot, isExact: Bool) -> [Facet] {
    let repositories = Self.top(repositories) { index in
      let name = snapshot.repositories[index].name
      return (name, "repo:^\(FilterText.escaped(name))$")
    }
    // Files in no known language are no value: no filter asks for them.
    let languages = Self.top(languages.filter { $0.key != 0 }) { id in
      let name = LanguageTable[id]?.name ?? ""
      return (name, name.contains(" ") ? "lang:\"\(name)\"" : "lang:\(name)")
    }
    let folders = Self.top(folders) { ($0, FilterText.folder($0)) }
    let symbols = Self.top(symbols) { ($0, "kind:\($0)") }
    let isExact = isExact && !isCapped
    return [
      Facet(kind: .symbol, values: symbols, isExact: isExact),
      Facet(kind: .repository, values: repositories, isExact: isExact),
      Facet(kind: .folder, values: folders, isExact: isExact),
      Facet(kind: .language, values: languages, isExact: isExact),
    ].filter { !$0.values.isEmpty }
  }

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
}

/// Texts of filters that programs add to a query.
package enum FilterText {
  /// `text` as a regex that matches just that, fit to stand in a filter: spaces become `\s`, since a space
  /// would end the filter.
  package static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", "\n", "\t", "\r": output += "\\s"
      case "\\", "^", "$", ".", "|", "?", "*", "+", "(", ")", "[", "]", "{", "}", "\"":
        output += "\\"
        output.unicodeScalars.append(scalar)
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// The filter for everything below `folder`, which has no `/` at its end.
  package static func folder(_ folder: String) -> String { "file:^\(escaped(folder))/" }

  /// The folder that ``folder(_:)`` wrote this filter for; nil for any other value of `file:`.
  package static func folder(ofFilter value: String) -> String? {
    guard value.hasPrefix("^"), value.hasSuffix("/") else { return nil }
    var name = ""
    var isEscaped = false
    for scalar in value.dropFirst().dropLast().unicodeScalars {
      if isEscaped {
        name.unicodeScalars.append(scalar == "s" ? " " : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        name.unicodeScalars.append(scalar)
      }
    }
    return escaped(name) == value.dropFirst().dropLast() ? name : nil
  }
}

extension Query {
  /// The deepest folder that the whole query is limited to, without `/` at its end; nil for none.
  var folder: [UInt8]? {
    let members: [QueryNode] = if case .and(let nodes) = root { nodes } else { [root] }
    let folders = members.compactMap { node -> String? in
      guard case .filter(let filter) = node, case .file(let pattern) = filter.kind,
        case .regex(let text) = pattern.notation
      else { return nil }
      return FilterText.folder(ofFilter: text)
    }
    return folders.max { $0.utf8.count < $1.utf8.count }.map { Array($0.utf8) }
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
  /// Bytes of the folder that all hits are in, with its `/`: the next part of their paths is counted.
  private let prefixCount: Int
  private var place: UInt32?
  private var placeRun = 0
  private var language: UInt16 = 0
  private var languageRun = 0
  private var folder = UnsafeRawBufferPointer(start: nil, count: 0)
  private var folderRun = 0

  /// Counts hits in `part`; `folderCount` is the length of the folder they are all in, 0 for none.
  init(snapshot: IndexSnapshot, part: IndexSnapshot.Part, folderCount: Int = 0) {
    self.snapshot = snapshot
    self.part = part
    prefixCount = folderCount == 0 ? 0 : folderCount + 1
  }

  func add(_ hit: DocumentHit) {
    let placement = hit.placements[0]
    let record = part.segment.document(hit.document)
    addPlace(part.placements.revisionSet(ofPlacement: placement))
    addLanguage(record.language)
    addFolder(part.placements.path(ofPlacement: placement))
    if hit.placements.count > 1 { addCopies(hit) }
    for (kind, count) in hit.symbolKinds { counts.symbols[SymbolKinds.family(of: kind), default: 0] += count }
  }

  /// Adds the repositories and folders of further placements, each once.
  private func addCopies(_ hit: DocumentHit) {
    let first = hit.placements[0]
    var repositories = [repository(of: part.placements.revisionSet(ofPlacement: first))]
    var folders = [folderName(part.placements.path(ofPlacement: first))]
    for placement in hit.placements.dropFirst() {
      let repository = repository(of: part.placements.revisionSet(ofPlacement: placement))
      if !repositories.contains(repository) {
        repositories.append(repository)
        counts.repositories[repository, default: 0] += 1
      }
      let folder = folderName(part.placements.path(ofPlacement: placement))
      guard let folder, !folders.contains(where: { $0?.elementsEqual(folder) ?? false }) else { continue }
      folders.append(folder)
      counts.folders[String(decoding: folder, as: UTF8.self), default: 0] += 1
    }
    if hit.placementCount > hit.placements.count { counts.isCapped = true }
  }

  /// What was counted; the collector is used up.
  func finish() -> FacetCounts {
    endPlace()
    endLanguage()
    endFolder()
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
    counts.repositories[repository(of: place), default: 0] += placeRun
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

  /// The folder of a path that is counted; nil when it is in none.
  private func folderName(_ path: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard path.count > prefixCount, prefixCount == 0 || path[prefixCount - 1] == 0x2F,
      let slash = path[prefixCount...].firstIndex(of: 0x2F)
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: path[..<slash])
  }

  private func addFolder(_ path: UnsafeRawBufferPointer) {
    guard let name = folderName(path) else { return }
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

  private func repository(of place: UInt32) -> Int {
    if let known = repositoryOfPlace[place] { return known }
    let number = part.placements.revisions(at: place).repository
    let index = snapshot.repositoryIndex[number] ?? 0
    repositoryOfPlace[place] = index
    return index
  }
}
