import Navigation
import Search
import WebUI

extension Site {
  /// Uses listed on the page of a symbol.
  private static let usesMax = 500

  /// `/sym/{id}`, and `/sym?repo=&path=&line=&column=&rev=` for the name at a position.
  func symbol(_ id: String?, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    let context = visit.context()
    let target = visit.target
    let line = visit.number("line", in: 1...100_000_000) ?? 1
    let column = visit.number("column", in: 0...100_000_000) ?? 0
    let page: SymbolPage? = try await run { [self] in
      do {
        let navigator = try navigator(service)
        let position: CodePosition
        if let id {
          guard let text = SymbolAddress.decode(id), let found = try navigator.position(of: text)
          else {
            return nil
          }
          position = found
        } else {
          guard let repository = target["repo"], let path = target["path"] else { return nil }
          position = CodePosition(
            repository: repository, revision: target["rev"], path: path, line: line, column: column)
        }
        return try Self.symbolPage(
          position, filter: String((target["filter"] ?? "").prefix(200)), navigator)
      } catch let error as SearchError {
        switch error.kind {
        case .unknownRepository, .unknownRevision, .unknownFile: return nil
        default: throw error
        }
      }
    }
    guard let page else { return visit.notFound() }
    return .html(page.view(context: context))
  }

  private static func symbolPage(
    _ position: CodePosition, filter: String, _ navigator: JointNavigator
  ) throws -> SymbolPage? {
    let definitions = try navigator.answer(.definition, at: position)
    guard let symbol = definitions.symbols.first else { return nil }
    var page = SymbolPage(position: position, symbol: symbol)
    page.definitions = definitions
    page.address = symbol.isLocal ? nil : Links.symbol(symbol.symbol)
    page.filter = filter
    page.references = try navigator.answer(.references(limit: usesMax), at: position)
    guard !symbol.isLocal else { return page }
    page.implementations = try navigator.answer(.implementations, at: position)
    guard symbol.isCallable else { return page }
    page.callers = try navigator.calls(at: position, isCallee: false)
    page.callees = try navigator.calls(at: position, isCallee: true)
    return page
  }

  /// Exact and by-name answers over the open index, for one request. Blocks: use it through ``run(_:)``.
  ///
  /// - Throws: ``NavigationError`` when the list of imported indexes is damaged.
  func navigator(_ service: any SearchService) throws -> JointNavigator {
    let source = IndexedSource(repositories: { service.repositories }) {
      try service.content(repository: $0, revision: $1, path: $2)
    }
    return JointNavigator(Navigator(store: try navigation.store(), source: source)) { [nameFiles] in
      (service as? Searcher).map { NameNavigator($0, cache: nameFiles) }
    }
  }
}
