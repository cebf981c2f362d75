import Platform
import Search
import WebUI

extension Site {
  /// `/status`
  func status(_ visit: Visit) -> Reply {
    var page = StatusPage()
    let service = index.service
    page.index = service?.status
    page.failure = index.failure
    page.repositories = service?.repositories ?? []
    page.searchesRunning = gate.count
    page.searchLimit = ServerLimits.searches
    page.memoryBytes = processMemoryBytes()
    page.uptimeSeconds = Int((ContinuousClock.now - metrics.startedAt) / .seconds(1))
    page.latencies =
      metrics.percentiles(of: .searchDuration, by: "stage").map { Self.latency("search: \($0.name)", $0) }
      + metrics.percentiles(of: .requestDuration, by: "route").map { Self.latency($0.name, $0) }
    page.limits = [
      ("Searches at once", Format.count(ServerLimits.searches)),
      ("Searches of one client in a minute", Format.count(configuration.searchesPerMinute)),
      ("Open connections", Format.count(configuration.connections)),
      ("Address of a request", Format.bytes(ServerLimits.targetBytes)),
      ("Page of results", Format.bytes(ServerLimits.pageBytes)),
      ("Answer of the API", Format.bytes(ServerLimits.answerBytes)),
    ]
    return .html(page.view(context: visit.context()))
  }

  private static func latency(_ name: String, _ numbers: Metrics.Percentiles) -> StatusPage.Latency {
    StatusPage.Latency(name: name, count: numbers.count, median: numbers.median, p95: numbers.p95)
  }

  /// `/llms.txt`: what there is, for language models and whoever likes one plain page.
  func modelIndex(_ visit: Visit) -> Reply {
    var text = """
      # Alidade

      > Code search over the indexed repositories of this server: literal, regular expression and path queries at any
      > indexed branch, tag or commit. Answers are exact, and say what was not searched.

      Search with GET /api/v1/search?q=QUERY (JSON). Bare words are literals that must all occur in a file or its path;
      /regex/ is a regular expression; repo:, file:, lang:, rev: and others filter; OR, NOT and parentheses combine.
      Read a file with GET /api/v1/repos/{repo}/-/file?path=PATH&lines=10-20. Results name repository, commit, path and line.

      Diagnose a log with POST /api/v1/diagnoses (the log as text/plain): templates, stack traces, the statements that wrote
      them, versions, known issues and a draft reply. People paste at /diagnose.

      ## API

      - [OpenAPI document](/api/v1/openapi.json): every operation, parameter and answer
      - [API reference](/api): the same for people

      ## Manual

      """
    for entry in DocsPage.entries { text += "- [\(entry.title)](\(entry.address)): \(entry.summary)\n" }
    text += "\n## How it works\n\n"
    for topic in Topic.allCases { text += "- [\(topic.title)](\(topic.address)): \(topic.summary)\n" }
    text += "\n## State\n\n- [Status](/status), [benchmarks](/benchmarks), [repositories](/api/v1/repos)\n"
    return .text(text, type: "text/plain; charset=utf-8")
  }

  /// How long a security.txt is good for: RFC 9116 recommends less than a year.
  private static let contactSeconds = 180 * 86_400

  /// `/.well-known/security.txt` (RFC 9116).
  func securityContact(_ visit: Visit) -> Reply {
    // Whole days, so that the text stays the same for a while.
    let expires = (now() / 86_400) * 86_400 + Self.contactSeconds
    let origin = origin(visit)
    let contact = configuration.securityContact ?? "\(origin)/docs/security"
    let text = """
      Contact: \(contact.filter { $0.isASCII && !$0.isNewline })
      Expires: \(Format.timestamp(expires))
      Preferred-Languages: en
      Policy: \(origin)/docs/security
      Canonical: \(origin)/.well-known/security.txt

      """
    return .text(text, type: "text/plain; charset=utf-8")
  }
}
