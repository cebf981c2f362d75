import QueryEngine
import Search
import WebUI

/// Finds out why a query found nothing, by running parts of it. Everything it says was counted.
struct Advisor: Sendable {
  let service: any SearchService
  let request: SearchRequest
  /// The query as typed.
  let text: String

  /// Terms tried one by one at most.
  static let termLimit = 6
  /// Changed queries offered at most.
  static let fixLimit = 3
  /// For one part; a part that takes longer is said to be "or more".
  static let partTime = Duration.milliseconds(200)
  /// For all of them: the reader waits for this.
  var totalTime = ServerConfiguration.defaultAdviceTime

  /// What is worth telling; nil when nothing is.
  func advice() async -> SearchPage.Advice? {
    let deadline = ContinuousClock.now + totalTime
    var terms: [SearchPage.Advice.Term] = []
    let (patterns, filters) = parts
    if patterns.count > 1 {
      for pattern in patterns.prefix(Self.termLimit) where ContinuousClock.now < deadline {
        guard let count = await count(root: .all(filters + [.pattern(pattern)])) else { continue }
        terms.append(.init(text: pattern.text, files: count.files, isExact: count.isExact))
      }
    }
    var fixes: [SearchPage.Advice.Fix] = []
    for (label, query) in candidates where fixes.count < Self.fixLimit && ContinuousClock.now < deadline {
      // A change that does not parse is no advice.
      guard query != text, let parsed = try? Query(parsing: query), let count = await count(parsed),
        count.files > 0
      else { continue }
      fixes.append(.init(label: label, query: query, files: count.files, isExact: count.isExact))
    }
    return terms.isEmpty && fixes.isEmpty ? nil : SearchPage.Advice(terms: terms, fixes: fixes)
  }

  /// The patterns that all have to be found, and everything else that holds with them.
  private var parts: (patterns: [Pattern], filters: [QueryNode]) {
    let members: [QueryNode]
    switch request.query.root {
    case .and(let nodes): members = nodes
    case let node: members = [node]
    }
    var patterns: [Pattern] = []
    var others: [QueryNode] = []
    for member in members {
      if case .pattern(let pattern) = member { patterns.append(pattern) } else { others.append(member) }
    }
    return (patterns, others)
  }

  /// Changed queries in the order of how little they change.
  private var candidates: [(label: String, query: String)] {
    var candidates: [(String, String)] = []
    let patterns = parts.patterns
    if patterns.contains(where: \.caseSensitive) {
      candidates.append(("Ignore case", Query.adding("case:no", to: text)))
    }
    if request.query.settings.wholeWord {
      candidates.append(("Match parts of words", Query.togglingWord(text)))
    }
    if request.query.settings.patternType == .regexp {
      candidates.append(("Take the words literally", Query.togglingRegexp(text)))
    }
    let bytes = Array(text.utf8)
    let spans = Query.filterSpans(in: text)
    for span in spans where FieldTable[span.field].role == .filter {
      let filter = String(decoding: bytes[span.range], as: UTF8.self)
      candidates.append(("Without \(filter)", Query.removing(span.range, from: text)))
    }
    if !spans.contains(where: { $0.field == .rev }) {
      candidates.append(("At all indexed branches and tags", Query.adding("rev:*", to: text)))
    }
    if patterns.count > 1, patterns.count <= Self.termLimit {
      for pattern in patterns {
        candidates.append(("Without \(pattern.text)", Query.removing(pattern.range, from: text)))
      }
    }
    return candidates
  }

  private func count(root: QueryNode) async -> (files: Int, isExact: Bool)? {
    var query = request.query
    query.root = root
    return await count(query)
  }

  private func count(_ query: Query) async -> (files: Int, isExact: Bool)? {
    var part = request
    part.query = query
    part.wantsLines = false
    part.timeLimit = Self.partTime
    do {
      for try await event in service.events(part) {
        if case .done(let summary) = event { return (summary.statistics.matchedFiles, summary.isComplete) }
      }
    } catch {
      // Advice is extra: a part that fails is left out.
    }
    return nil
  }
}
