import Diagnosis
import Platform
import QueryEngine
import Search
import Synchronization
package import WebUI

/// The landing page with its searches, which run once per generation of the index; slow ones some times more.
package final class LandingCache: Sendable {
  private struct Entry {
    var generation: Int
    var page: LandingPage
    var makings: Int

    /// The page shows how long its search took, and nothing in its place when none ended in time.
    var isQuick: Bool {
      guard let answer = page.answer else { return false }
      return answer.summary.statistics.elapsed <= LandingSearch.timeLimit
    }
  }

  private let entry = Mutex<Entry?>(nil)

  /// After a restart the index may have to come from the disk. A page whose search was slow is made anew for the next
  /// visits, this many times in all; then the machine is slow, and visits matter more.
  package static let makingsMax = 3

  package init() {}

  /// The page made for `generation`; nil when it is still to be made, or made anew.
  package func page(for generation: Int) -> LandingPage? {
    entry.withLock { entry in
      guard let entry, entry.generation == generation else { return nil }
      return entry.isQuick || entry.makings >= Self.makingsMax ? entry.page : nil
    }
  }

  /// Keeps the page of a generation in place of an older one.
  package func keep(_ new: LandingPage, for generation: Int) {
    entry.withLock { entry in
      let makings = entry?.generation == generation ? (entry?.makings ?? 0) + 1 : 1
      entry = Entry(generation: generation, page: new, makings: makings)
    }
  }
}

extension Site {
  /// `/`, and `/?q=` for the answer below its search box.
  func landing(_ visit: Visit) async throws -> Reply {
    let context = visit.context(queryText: "")
    guard let service = index.service else {
      let page = LandingPage(repositories: [], documents: 0, textBytes: 0, indexBytes: 0, hasIndex: false)
      return .html(page.view(context: context))
    }
    let generation = service.status.generation
    var page = await landingPage(service, generation, visit)
    if let text = visit.target["q"], text.contains(where: { !$0.isWhitespace }) {
      page.queryText = text
      page.answer = nil
      if let pass = await turn(visit) {
        page.answer = await LandingSearch(service: service).answer(to: text)
        pass.release()
      }
    }
    return .html(page.view(context: context))
  }

  private func landingPage(
    _ service: any SearchService, _ generation: Int, _ visit: Visit
  ) async -> LandingPage {
    if let known = landingCache.page(for: generation) { return known }
    let status = service.status
    var page = LandingPage(
      repositories: service.repositories, documents: status.documents, textBytes: status.textBytes,
      indexBytes: status.indexBytes, hasIndex: true)
    // With all places taken the page comes without its searches, and the next visit makes them.
    guard let pass = await turn(visit) else { return page }
    defer { pass.release() }
    page.statements = (service as? Searcher)?.emitCounts.sites ?? 0
    // How long the search takes is on the page: nothing of ours runs beside it, and what it reads is in memory.
    let search = LandingSearch(service: service)
    await search.warm()
    await search.fill(&page)
    page.located = await locatedLine(service)
    landingCache.keep(page, for: generation)
    return page
  }
}

extension Site {
  /// The first line of the samples that a statement of the index wrote; nil when none did, or it takes too long.
  private func locatedLine(_ service: any SearchService) async -> LandingPage.LocatedLine? {
    guard let searcher = service as? Searcher, searcher.hasEmits else { return nil }
    var limits = InvestigationLimits()
    (limits.contexts, limits.contextsOfMessages) = (1, 1)
    (limits.statementSeconds, limits.gitSeconds) = (0.5, 0.5)
    let investigator = Investigator(searcher, history: history, limits: limits)
    // Without it the panel is a link: what fails here is told where somebody asks for it.
    return try? await diagnosing.run {
      for sample in DiagnosePage.samples {
        let diagnosis = investigator.investigate(paste: sample.text)
        let record = DiagnosisRecord(diagnosis, findings: [], name: sample.id)
        guard let template = record.templates.first(where: { $0.source?.place != nil }) else { continue }
        let lines = sample.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard template.line > 0, template.line <= lines.count else { continue }
        return LandingPage.LocatedLine(
          line: String(lines[template.line - 1]), template: template, seconds: record.searchSeconds)
      }
      return nil
    }
  }
}

/// Chooses queries that find something in what is indexed, and runs them.
struct LandingSearch: Sendable {
  let service: any SearchService

  /// For one search.
  static let timeLimit = Duration.milliseconds(100)
  /// For all of the page's searches: the first visitor after an index run waits for them.
  static let totalTime = Duration.milliseconds(1500)

  // Ordered from telling to common. The last ones find something in nearly any code.
  private static let words = [
    "event loop shutdown", "connection timeout", "parse error", "read file", "error", "main", "the", "a",
  ]
  private static let regexes = [
    "/func \\w+Pool\\(/", "/\\w+_init\\(/", "/TODO|FIXME/", "/\\b0x[0-9a-f]{4,}\\b/", "/[a-z]+[0-9]+/",
  ]
  private static let names = ["type:path parser", "type:path makefile", "type:path readme", "type:path e"]
  private static let phrases = ["\"out of memory\"", "\"must not be\"", "\"return false\"", "\"license\""]

  /// Runs the first search that finds something, for nothing but the pages of the index that it reads.
  func warm() async {
    _ = await first(of: Self.words, before: ContinuousClock.now + Self.timeLimit)
  }

  /// Adds answers and examples to `page`.
  func fill(_ page: inout LandingPage) async {
    guard page.documents > 0 else { return }
    let deadline = ContinuousClock.now + Self.totalTime
    page.answer = await first(of: Self.words, before: deadline)
    page.regex = await first(of: Self.regexes, before: deadline)
    page.names = await first(of: Self.names, before: deadline)
    if let phrase = await first(of: Self.phrases, before: deadline) {
      page.examples.append(.init(query: phrase.query, meaning: "a phrase"))
    }
    if let regex = page.regex {
      page.examples.append(.init(query: regex.query, meaning: "a regular expression"))
    }
    if let answer = page.answer, let language = answer.summary.facets.first(where: { $0.kind == .language }),
      let value = language.values.first
    {
      let word = answer.query.split(separator: " ").first.map(String.init) ?? answer.query
      page.examples.append(.init(query: "\(word) \(value.filterText) -file:test", meaning: "not in tests"))
    }
  }

  private func first(of queries: [String], before deadline: ContinuousClock.Instant) async -> LandingPage
    .Answer?
  {
    for query in queries where ContinuousClock.now < deadline {
      if let answer = await answer(to: query) { return answer }
    }
    return nil
  }

  /// The best files for `text` with exact totals where they come quickly; nil when there is none.
  func answer(to text: String) async -> LandingPage.Answer? {
    // Half-typed queries have faults; the page of results explains them.
    guard let query = try? Query(parsing: text) else { return nil }
    var request = SearchRequest(query: query)
    request.query.settings.count = .default
    request.query.settings.timeoutMilliseconds = nil
    request.timeLimit = Self.timeLimit
    request.contextLines = 1
    request.linesPerFile = SearchPage.lineLimitPerCard
    request.bestFragments = 2
    request.matchLimit = request.fileLimit * request.linesPerFile
    request.syntaxTime = ServerLimits.syntaxTime
    guard var answer = await run(request, text: text), !answer.matches.isEmpty else { return nil }
    if !answer.summary.isComplete {
      request.wantsLines = false
      request.query.settings.count = .all
      if let counted = await run(request, text: text), counted.summary.isComplete {
        let best = answer.summary.statistics
        answer.summary = counted.summary
        answer.summary.statistics.searching += best.searching
        answer.summary.statistics.building += best.building
        answer.summary.statistics.elapsed += best.elapsed
      }
    }
    return answer
  }

  private func run(_ request: SearchRequest, text: String) async -> LandingPage.Answer? {
    var answer = LandingPage.Answer(query: text, matches: [], summary: SearchSummary())
    do {
      for try await event in service.events(request) {
        switch event {
        case .files(let files): answer.matches += files.prefix(max(0, 8 - answer.matches.count))
        case .progress: break
        case .done(let summary): answer.summary = summary
        }
      }
    } catch {
      // The page is complete without it.
      return nil
    }
    return answer
  }
}
