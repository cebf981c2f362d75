package import Navigation

/// `/sym/{id}` and `/sym?repo=&path=&line=&column=`: one name with its definition, documentation, uses,
/// implementations and callers. The references panel of a file is the list of this page.
package struct SymbolPage: Sendable {
  /// Where the question was asked, or where the symbol is declared.
  package var position: CodePosition
  /// What the name most likely stands for.
  package var symbol: SymbolSummary
  /// The address that stays; nil for names of one function, which have none.
  package var address: String?
  /// Declarations, the likeliest first.
  package var definitions = NavigationAnswer()
  /// Uses, grouped by file.
  package var references = NavigationAnswer()
  /// What implements or overrides it.
  package var implementations = NavigationAnswer()
  /// Functions that call it.
  package var callers: [CallGroup] = []
  /// Functions that it calls.
  package var callees: [CallGroup] = []
  /// Shows only places whose path contains this.
  package var filter = ""
  /// True leaves out all but the list of uses, for the panel in a file's page.
  package var isPanel = false

  /// A page about `symbol`.
  package init(position: CodePosition, symbol: SymbolSummary) {
    self.position = position
    self.symbol = symbol
  }

  /// Places of one file.
  struct FileGroup {
    var repository: String
    var revision: String?
    var path: String
    var places: [CodeLocation]
  }

  /// Functions listed at most on either side of a call.
  static let callGroupsMax = 60

  /// Lines shown of one file; the rest is a count.
  static let linesPerFile = 40

  /// Places by file in the order they come, exact ones apart from those by name.
  func groups(_ locations: [CodeLocation], isExact: Bool) -> [FileGroup] {
    var found: [FileGroup] = []
    for location in locations where location.precision.isExact == isExact {
      if !filter.isEmpty, !location.path.lowercased().contains(filter.lowercased()),
        !location.repository.lowercased().contains(filter.lowercased())
      {
        continue
      }
      if let last = found.lastIndex(where: {
        $0.path == location.path && $0.repository == location.repository
      }) {
        found[last].places.append(location)
      } else {
        found.append(
          FileGroup(
            repository: location.repository, revision: location.revision, path: location.path,
            places: [location]))
      }
    }
    return found
  }
}
