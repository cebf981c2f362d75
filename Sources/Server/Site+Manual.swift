import Platform
import QueryEngine
import Search
import WebUI

extension Site {
  /// `/how-it-works/{topic}?q=`
  func howItWorks(_ topic: String?, _ visit: Visit) async throws -> Reply {
    let chosen = topic.flatMap(Topic.init)
    if topic != nil, chosen == nil { return visit.notFound() }
    let asked = visit.target["q"].flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
    var page = HowItWorksPage(topic: chosen, query: asked ?? Topic.defaultQueries[0])
    page.benchmarks = Self.committedBenchmarks
    guard let service = index.service else { return .html(page.view(context: visit.context())) }
    guard let pass = await turn(visit) else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    defer { pass.release() }
    page.layout = try await run { service.layout }
    do {
      let trace = try await run { try Self.trace(asked, service) }
      page.query = trace.query
      page.trace = trace
      if chosen == .symbolGraph { page.symbols = try await run { try Self.symbols(trace.query, service) } }
    } catch let error as SearchError {
      guard case .query(let fault) = error.kind else { throw error }
      page.fault = fault
    }
    return .html(page.view(context: visit.context()), status: page.fault == nil ? 200 : 400)
  }

  /// What essays quote of the committed measurements.
  private static let committedBenchmarks = BenchmarksPage().summary

  /// Declarations that an essay shows.
  private static let declarationsShown = 8

  private static func symbols(_ query: String, _ service: any SearchService) throws -> SymbolFacts {
    let word = SymbolFacts.word(of: query) ?? "parse"
    var request = SymbolQuery(word, match: .substring)
    request.limit = declarationsShown
    return SymbolFacts(status: service.symbolStatus, word: word, answer: try service.symbols(request))
  }

  /// The trace of what was asked for, or of the first of some queries that finds anything here.
  private static func trace(_ asked: String?, _ service: any SearchService) throws -> SearchTrace {
    if let asked { return try service.trace(asked) }
    var trace: SearchTrace?
    for query in Topic.defaultQueries {
      let tried = try service.trace(query)
      if tried.statistics.matchedFiles > 0 { return tried }
      trace = trace ?? tried
    }
    // There is at least one default.
    return try trace ?? service.trace(Topic.defaultQueries[0])
  }
}

extension Site {
  /// `/benchmarks`
  func benchmarks(_ visit: Visit) async throws -> Reply {
    let newer = try await run { [configuration] in Self.localBenchmarks(configuration.dataFolder) }
    let page = BenchmarksPage(newer: newer.map { String(decoding: $0, as: UTF8.self) })
    return .html(page.view(context: visit.context()))
  }

  /// `/assets/benchmarks/NAME.json`: the raw data, of the program or of the data folder.
  func benchmarkData(_ name: Substring, _ visit: Visit) -> Reply {
    let bytes: [UInt8]?
    if name == "local.json" {
      bytes = Self.localBenchmarks(configuration.dataFolder)
    } else {
      bytes = Documents.text("docs/benchmarks/\(name)").map { Array($0.utf8) }
    }
    guard let bytes else { return visit.notFound() }
    return Reply(
      status: 200, headers: [("Content-Type", "application/json"), ("Cache-Control", "no-cache")],
      body: .bytes(bytes))
  }

  /// Bytes of a report at most; that of 82 queries takes 140 KB.
  private static let reportBytesMax = 8 << 20

  /// A report of this machine: `benchmarks.json` in the data folder, when the operator put one there.
  private static func localBenchmarks(_ dataFolder: String) -> [UInt8]? {
    let path = dataFolder + "/benchmarks.json"
    // Without one, or with one that cannot be read, the committed runs stand alone.
    guard fileStatus(path) != nil else { return nil }
    return try? readFile(path, limit: reportBytesMax)
  }

  /// `/architecture`
  func architecture(_ visit: Visit) -> Reply { docs("architecture", visit) }

  /// `/docs/…`
  func docs(_ page: String, _ visit: Visit) -> Reply {
    if page == "problems" {
      return .html(ProblemsPage(Problem.allCases.map(\.kind), isSingle: false).view(context: visit.context()))
    }
    if page.hasPrefix("problems/") {
      guard let problem = Problem(rawValue: String(page.dropFirst("problems/".count))) else {
        return visit.notFound()
      }
      return .html(ProblemsPage([problem.kind], isSingle: true).view(context: visit.context()))
    }
    guard let manual = DocsPage(slug: page) else { return visit.notFound() }
    return .html(manual.view(context: visit.context()))
  }

  /// `/api`
  func apiReference(_ visit: Visit) -> Reply {
    let page = ApiReferencePage(operations: APIOperation.all.map(\.reference), origin: origin(visit))
    return .html(page.view(context: visit.context()))
  }
}

extension Problem {
  fileprivate var kind: ProblemsPage.Kind {
    ProblemsPage.Kind(address: address, status: status, title: title, meaning: meaning, remedy: remedy)
  }
}

extension APIOperation {
  /// The operation for the page that people read.
  fileprivate var reference: ApiReferencePage.Operation {
    ApiReferencePage.Operation(
      id: id.rawValue, path: route, summary: summary, details: details,
      parameters: parameters.map { parameter in
        ApiReferencePage.Parameter(
          name: parameter.name, place: parameter.place.rawValue, values: parameter.kind.text,
          isRequired: parameter.isRequired, help: parameter.help)
      },
      answers: answers.map { ($0.mediaType, $0.schema.text) },
      problems: allProblems.map { ($0.status, $0.title, $0.address) }, example: example)
  }

  /// A request with the examples of its parameters.
  private var example: String {
    var path = route
    var query: [String] = []
    for parameter in parameters {
      guard let value = parameter.example else { continue }
      if parameter.place == .path {
        path = path.replacing("{\(parameter.name)}", with: value)
      } else if parameter.isRequired {
        query.append("\(parameter.name)=\(Links.queryValue(value))")
      }
    }
    return path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }
}

extension APIParameter.Kind {
  /// What values it takes, in words.
  fileprivate var text: String {
    switch self {
    case .text(let lengths): "text of \(lengths.lowerBound) to \(Format.count(lengths.upperBound)) characters"
    case .shape(.commit): "a commit id, or its first four digits or more"
    case .shape(.cursor): "the cursor of an answer"
    case .shape(.lines): "10, or 10-20"
    case .integer(let range, let standard):
      "\(Format.count(range.lowerBound)) to \(Format.count(range.upperBound))"
        + (standard.map { "; \(Format.count($0)) without it" } ?? "")
    case .choice(let values, let standard):
      values.joined(separator: " or ") + (standard.map { "; \($0) without it" } ?? "")
    }
  }
}

extension APISchema {
  /// What an answer holds, in a word.
  fileprivate var text: String {
    if case .model(let model) = self { return model.rawValue }
    if case .text = self { return "text" }
    return "JSON"
  }
}
