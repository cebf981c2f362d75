/// Files in memory as a world of their own: for tests and for measuring without an index.
package final class MemoryWorld: NameWorld {
  private let repository: String
  private var files: [String: NameFile] = [:]
  private var outlines: [String: NameFile] = [:]
  private var folders: Set<String> = []
  private var byFolder: [String: [String]] = [:]
  private var byName: [String: [String]] = [:]
  private var symbols: [String: [Declared]] = [:]

  /// An empty world with one repository.
  package init(repository: String) { self.repository = repository }

  /// Adds a file of the repository; `outline` is the same one as an index knows it.
  package func add(_ file: NameFile, outline: NameFile? = nil) {
    let path = file.place.path
    files[path] = file
    outlines[path] = outline
    byFolder[PathText.folder(path), default: []].append(path)
    byName[PathText.name(path), default: []].append(path)
    var folder = PathText.folder(path)
    while folders.insert(folder).inserted, !folder.isEmpty { folder = PathText.folder(folder) }
    for index in file.outline.indices {
      let declared = file.declared(index)
      symbols[declared.name, default: []].append(declared)
    }
  }

  /// The file; nil when there is none.
  package func file(_ place: FilePlace) -> NameFile? {
    place.repository == repository ? files[place.path] : nil
  }

  /// The file, without bindings where it was added so; nil when there is none.
  package func outlined(_ place: FilePlace) -> NameFile? {
    file(place).map { outlines[place.path] ?? $0 }
  }

  /// Whether there is such a file.
  package func hasFile(_ place: FilePlace) -> Bool {
    place.repository == repository && files[place.path] != nil
  }

  /// Whether there are files below the folder.
  package func hasFolder(_ place: FilePlace) -> Bool {
    place.repository == repository && folders.contains(place.path)
  }

  /// What the file includes.
  package func includes(_ place: FilePlace) -> [FilePlace] {
    file(place).map { ModuleFinder(world: self).included(by: $0.imports, of: place) } ?? []
  }

  /// Files directly in a folder.
  package func files(inFolder folder: String, of place: FilePlace) -> [String] { byFolder[folder] ?? [] }

  /// Files by the end of their path, the shortest first.
  package func files(ending suffix: String, near place: FilePlace) -> [FilePlace] {
    (byName[PathText.name(suffix)] ?? []).filter { $0 == suffix || $0.hasSuffix("/" + suffix) }
      .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.map {
        FilePlace(repository: repository, path: $0)
      }
  }

  /// Declarations with the name.
  package func declarations(named name: String, near place: FilePlace, limit: Int) -> [Declared] {
    Array((symbols[name] ?? []).prefix(limit))
  }

  /// Files that hold the word.
  package func uses(of name: String, near place: FilePlace, limit: Int) -> (files: [WordUses], isCut: Bool) {
    let wanted = Array(name.utf8)
    var found: [WordUses] = []
    for path in files.keys.sorted() {
      guard let file = files[path] else { continue }
      var offsets: [Int] = []
      var at = 0
      while let range = file.text[at...].firstRange(of: wanted) {
        at = range.upperBound
        let before = range.lowerBound > 0 ? file.text[range.lowerBound - 1] : 0
        let after = at < file.text.count ? file.text[at] : 0
        if !isIdentifierByte(before), !isIdentifierByte(after) { offsets.append(range.lowerBound) }
      }
      if !offsets.isEmpty { found.append(WordUses(file: file.place, offsets: offsets)) }
      if found.count > limit { return (Array(found.prefix(limit)), true) }
    }
    return (found, false)
  }
}
