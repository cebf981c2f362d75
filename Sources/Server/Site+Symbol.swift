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
        let position: CodePosition
        if let id {
          guard let text = SymbolAddress.decode(id), let found = try place(of: text, service) else {
            return nil
          }
          position = found
        } else {
          guard let repository = target["repo"], let path = target["path"] else { return nil }
          position = CodePosition(
            repository: repository, revision: target["rev"], path: path, line: line, column: column)
        }
        return try symbolPage(position, filter: String((target["filter"] ?? "").prefix(200)), service)
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

  /// Where the symbol that this text names is declared; nil when nothing knows it.
  private func place(of text: String, _ service: any SearchService) throws -> CodePosition? {
    if let names = names(service), let found = try names.position(of: text) { return found }
    let source = IndexedSource(repositories: { service.repositories }) {
      try service.content(repository: $0, revision: $1, path: $2)
    }
    let navigator = Navigator(store: try navigation.store(), source: source)
    return try navigator.definition(of: text).locations.first.map {
      CodePosition(
        repository: $0.repository, revision: $0.revision, path: $0.path, line: $0.line,
        column: $0.columns.lowerBound)
    }
  }

  private func symbolPage(_ position: CodePosition, filter: String, _ service: any SearchService) throws
    -> SymbolPage?
  {
    let definitions = try navigate(.definition, at: position, service)
    guard let symbol = definitions.symbols.first else { return nil }
    var page = SymbolPage(position: position, symbol: symbol)
    page.definitions = definitions
    page.address = symbol.isLocal ? nil : Links.symbol(symbol.symbol)
    page.filter = filter
    page.references = try navigate(.references(limit: Self.usesMax), at: position, service)
    guard !symbol.isLocal else { return page }
    page.implementations = try navigate(.implementations, at: position, service)
    guard symbol.isCallable else { return page }
    page.callers = try calls(at: position, isCallee: false, service)
    page.callees = try calls(at: position, isCallee: true, service)
    return page
  }

  /// Answers by name over the open index; nil for a service that has none.
  func names(_ service: any SearchService) -> NameNavigator? {
    (service as? Searcher).map { NameNavigator($0, cache: nameFiles) }
  }

  /// Callers or callees, exact where an imported index has them. Blocks.
  func calls(at position: CodePosition, isCallee: Bool, _ service: any SearchService) throws -> [CallGroup] {
    let source = IndexedSource(repositories: { service.repositories }) {
      try service.content(repository: $0, revision: $1, path: $2)
    }
    let navigator = Navigator(store: try navigation.store(), source: source)
    let exact = isCallee ? try navigator.callees(at: position) : try navigator.callers(at: position)
    if !exact.isEmpty { return exact }
    guard let names = names(service) else { return [] }
    return isCallee ? try names.callees(at: position) : try names.callers(at: position)
  }
}
