import WebUI

extension Site {
  /// `/how-it-works/{topic}`
  func howItWorks(_ topic: String?, _ visit: Visit) async throws -> Reply { visit.notFound() }

  /// `/benchmarks`
  func benchmarks(_ visit: Visit) async throws -> Reply { visit.notFound() }

  /// `/architecture`
  func architecture(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/docs/…`
  func docs(_ page: String, _ visit: Visit) -> Reply { visit.notFound() }

  /// `/api`
  func apiReference(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/status`
  func status(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/llms.txt`
  func modelIndex(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/.well-known/security.txt`
  func securityContact(_ visit: Visit) -> Reply { visit.notFound() }
}
