import Containers
import QueryEngine
package import Search
import Syntax

/// The index as navigation by name sees it, for one request.
package final class IndexWorld: NameWorld {
  private let searcher: Searcher
  private let cache: NameFileCache
  private let scope: AccessScope

  /// Repositories whose paths are looked through for a module that the own one does not have, at most.
  private static let repositoriesMax = 64

  /// Wall time of the search for a word.
  private static let searchTime = Duration.seconds(3)

  /// The index of `searcher`, as far as `scope` allows.
  package init(_ searcher: Searcher, cache: NameFileCache, scope: AccessScope = .everything) {
    (self.searcher, self.cache, self.scope) = (searcher, cache, scope)
  }

  /// The file; nil when there is none.
  package func file(_ place: FilePlace) throws -> NameFile? {
    scope.includes(place.repository) ? try cache.file(place, searcher) : nil
  }

  /// The file, as far as the index knows it; nil when there is none.
  package func outlined(_ place: FilePlace) throws -> NameFile? {
    scope.includes(place.repository) ? try cache.outlined(place, searcher) : nil
  }

  private func paths(_ place: FilePlace) -> PathSet? {
    scope.includes(place.repository) ? cache.paths(place.repository, place.revision, searcher) : nil
  }

  /// Whether there is such a file.
  package func hasFile(_ place: FilePlace) -> Bool { paths(place)?.has(place.path) ?? false }

  /// Whether there are files below the folder.
  package func hasFolder(_ place: FilePlace) -> Bool { paths(place)?.hasFolder(place.path) ?? false }

  /// Files directly in a folder.
  package func files(inFolder folder: String, of place: FilePlace) -> [String] {
    paths(place)?.files(inFolder: folder) ?? []
  }

  /// Files by the end of their path, the shortest first.
  package func files(ending suffix: String, near place: FilePlace) -> [FilePlace] {
    func sorted(_ paths: [String]) -> [String] { paths.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) } }
    let own = sorted(paths(place)?.files(ending: suffix) ?? [])
    if !own.isEmpty { return own.map { place.beside($0) } }
    var found: [FilePlace] = []
    for info in searcher.repositories.prefix(Self.repositoriesMax)
    where info.name != place.repository && scope.includes(info.name) {
      let paths = cache.paths(info.name, nil, searcher)
      found += sorted(paths.files(ending: suffix)).prefix(3).map {
        FilePlace(repository: info.name, path: $0)
      }
    }
    return found.sorted { $0.path.utf8.count < $1.path.utf8.count }
  }

  /// What the file includes.
  package func includes(_ place: FilePlace) -> [FilePlace] {
    scope.includes(place.repository) ? cache.includes(place, searcher, self) : []
  }

  /// Declarations with the name.
  package func declarations(named name: String, near place: FilePlace, limit: Int) throws -> [Declared] {
    func ask(_ filter: Query?) throws -> [SymbolHit] {
      var query = SymbolQuery(name)
      query.isCaseSensitive = true
      query.limit = limit
      query.scope = scope
      query.filter = filter
      return try searcher.symbols(query).hits
    }
    guard let revision = place.revision else {
      let all = try ask(nil)
      guard all.count >= limit else { return all.map { declared($0, revision: nil) } }
      let own = try ask(Query(root: ownRepository(place)))
      return own.map { declared($0, revision: nil) }
        + all.filter { $0.placement.repository != place.repository }.map { declared($0, revision: nil) }
    }
    let own = try ask(Query(root: ownRepository(place)))
    let others = try ask(nil).filter { $0.placement.repository != place.repository }
    return own.map { declared($0, revision: revision) } + others.map { declared($0, revision: nil) }
  }

  private func ownRepository(_ place: FilePlace) -> QueryNode {
    let name = Self.escaped(place.repository)
    return .all(
      [.filter(Filter(.repo(regex: "^\(name)$", revisions: [])))]
        + (place.revision.map { [.filter(Filter(.rev([$0])))] } ?? []))
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if !character.isLetter, !character.isNumber, character != "/", character != "_" { result += "\\" }
      result.append(character)
    }
    return result
  }

  private func declared(_ hit: SymbolHit, revision: String?) -> Declared {
    let symbol = hit.symbol
    let container = symbol.qualifier ?? hit.containers.last ?? ""
    let last = container.split { $0 == "." || $0 == ":" || $0 == "\\" }.last.map(String.init) ?? container
    var declared = Declared(
      file: FilePlace(repository: hit.placement.repository, revision: revision, path: hit.placement.pathText),
      kind: symbol.kind == .enumerator ? "constant" : symbol.kind.name, name: symbol.name,
      container: NameText.withoutArguments(last), signature: hit.text, lines: symbol.lines, line: symbol.line,
      columns: symbol.column..<symbol.column + symbol.name.utf8.count, nameRange: symbol.range)
    declared.source = (hit.document, hit.language)
    return declared
  }

  /// The line of a declaration that the index told of; nil when it cannot be had alone.
  func line(_ declared: Declared, limit: Int) -> [UInt8]? {
    guard let source = declared.source, scope.includes(declared.file.repository),
      let lines = searcher.lines(around: declared.nameRange, of: source.document, limit: limit)
    else { return nil }
    let name = declared.nameRange.lowerBound - lines.start
    let start = lines.text[..<name].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return Array(lines.text[start...].prefix { $0 != 0x0A && $0 != 0x0D })
  }

  /// Whole lines around a declaration that the index told of, as a file of their own, and the declaration in it; nil
  /// when they cannot be had alone.
  func excerpt(_ declared: Declared, limit: Int) -> (file: NameFile, declared: Declared)? {
    guard let source = declared.source, scope.includes(declared.file.repository),
      let lines = searcher.lines(around: declared.nameRange, of: source.document, limit: limit)
    else { return nil }
    let name = declared.nameRange.lowerBound - lines.start
    let above = declared.line - 1 - lines.text[..<name].count { $0 == 0x0A }
    guard above >= 0, declared.lines.lowerBound > above else { return nil }
    var moved = declared
    moved.line -= above
    moved.lines = declared.lines.lowerBound - above...declared.lines.upperBound - above
    moved.nameRange = name..<name + declared.nameRange.count
    let file = NameFile(
      place: declared.file, text: lines.text, language: source.language, facts: FileFacts(),
      hasBindings: false)
    return (file, moved)
  }

  /// Files that hold the word.
  package func uses(of name: String, near place: FilePlace, limit: Int) throws -> (
    files: [WordUses], isCut: Bool
  ) {
    let word = QueryNode.pattern(
      Pattern(kind: .literal, text: name, scope: .content, caseSensitive: true, wholeWord: true))
    var found: [WordUses] = []
    var isCut = false
    for isOwn in [true, false] where found.count < limit {
      let here = ownRepository(place)
      var request = SearchRequest(query: Query(root: .all([word, isOwn ? here : .not(ownName(place))])))
      request.fileLimit = limit - found.count
      request.matchLimit = 20_000
      request.timeLimit = Self.searchTime
      request.scope = scope
      let answer = try searcher.collect(request)
      if !answer.summary.isComplete { isCut = true }
      for file in answer.files {
        let offsets = file.lines.filter(\.isMatch).flatMap { line in
          line.ranges.map { line.byteOffset + line.textStart + $0.lowerBound }
        }
        let revision = isOwn ? place.revision : nil
        found.append(
          WordUses(
            file: FilePlace(
              repository: file.placement.repository, revision: revision, path: file.placement.pathText),
            offsets: offsets))
      }
    }
    return (found, isCut)
  }

  private func ownName(_ place: FilePlace) -> QueryNode {
    .filter(Filter(.repo(regex: "^\(Self.escaped(place.repository))$", revisions: [])))
  }
}
