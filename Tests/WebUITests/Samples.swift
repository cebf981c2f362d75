import Containers
import QueryEngine
import Search
import Syntax
import WebUI

/// Models that pages are drawn from in tests.
enum Samples {
  static let blob = ObjectID(hex: String(repeating: "1a2b3c4d5e", count: 4))!

  /// Names that try to break out of where they stand.
  static let hostileNames = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a'b\"c", "\u{202E}cod.swift",
    "line\nbreak",
    "nul\0byte", "&amp;", "</pre></title>", "{{7*7}}", "${x}", "javascript:alert(1)", "a\u{200B}b", "-->",
    "]]>",
  ]

  static var context: PageContext {
    var context = PageContext(
      address: "/search?q=parse", version: "1.2.3", indexedAt: 1_795_220_000, now: 1_795_229_839)
    context.queryText = "parse"
    return context
  }

  static func line(_ text: String, _ number: Int, _ ranges: Range<Int>...) -> LineMatch {
    LineMatch(Array(text.utf8), number: number, ranges: ranges)
  }

  static func match(
    _ path: String = "Sources/Parser.swift", lines: [LineMatch] = [line("let parser = Parser()", 12, 4..<9)],
    repository: String = "demo/engine"
  ) -> FileMatch {
    FileMatch(
      at: PlacementName(repository: repository, path: Array(path.utf8), commit: blob), blob: blob,
      lines: lines,
      language: LanguageTable.named("Swift"))
  }

  static var summary: SearchSummary {
    var summary = SearchSummary()
    summary.statistics.documentsTotal = 6811
    summary.statistics.bytesTotal = 159_000_000
    summary.statistics.matchedFiles = 312
    summary.statistics.matchedLines = 1200
    summary.statistics.matches = 1284
    summary.statistics.matchedRepositories = 6
    summary.statistics.elapsed = .milliseconds(43)
    summary.facets = [
      Facet(.repository, [FacetValue("demo/engine", count: 300, adding: "repo:^demo/engine$")]),
      Facet(.language, [FacetValue("Swift", count: 290, adding: "lang:Swift")], isExact: false),
    ]
    summary.skipped = [SkippedCount(45, "binary"), SkippedCount(2, "larger than 32 MB")]
    return summary
  }

  static var repository: RepositoryInfo {
    RepositoryInfo(
      name: "demo/engine",
      revisions: [
        IndexedRevision("main", commit: blob, time: 1_795_000_000), IndexedRevision("v1.0", commit: blob),
      ],
      fileCount: 312, indexedAt: 1_795_220_000, notes: ["3 submodules are links and were not indexed"])
  }

  /// A whole results page.
  static func results(
    _ request: SearchPage.Request, _ matches: [FileMatch], _ summary: SearchSummary = summary
  ) -> HTML {
    var page = SearchPage.opening(request, context: context)
    for match in matches { page += SearchPage.card(match, request: request) }
    page += SearchPage.closing(
      SearchPage.Outcome(request: request, summary: summary, shownFiles: matches.count), context: context)
    return page
  }
}
