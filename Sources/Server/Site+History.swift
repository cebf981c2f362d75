import WebUI

extension Site {
  /// `/r/{repo}@{rev}/-/blame/{path}`
  func blame(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply { visit.notFound() }

  /// `/r/{repo}@{rev}/-/commits/{path}`
  func commits(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply { visit.notFound() }

  /// `/r/{repo}/-/commit/{sha}`
  func commit(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply { visit.notFound() }

  /// `/r/{repo}/-/compare/{a}...{b}`
  func compare(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply { visit.notFound() }
}
