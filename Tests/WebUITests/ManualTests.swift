import Foundation
import Search
import Testing
import WebUI

@Suite struct `The manual and the essays` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static var context: PageContext {
    PageContext(address: "/docs", version: "1.2.3", indexedAt: nil, now: 1_795_229_839)
  }

  private static func essay(_ topic: Topic?, query: String = "parse") -> HowItWorksPage {
    var page = HowItWorksPage(topic: topic, query: query)
    page.trace = SearchTrace(query: query)
    page.layout = IndexLayout(generation: 3)
    page.benchmarks = BenchmarksPage().summary
    page.symbols = SymbolFacts(status: SymbolStatus(), word: "parse", answer: SymbolAnswer())
    return page
  }

  private static let pages: [(name: String, page: HTML)] =
    ([nil] + Topic.allCases).map { ($0?.title ?? "overview", essay($0).view(context: context)) }
    + ([""] + DocsPage.entries.map(\.slug)).map { slug in
      (slug, DocsPage(slug: slug)?.view(context: context) ?? HTML())
    }
    + [
      ("benchmarks", BenchmarksPage().view(context: context)),
      ("status", StatusPage().view(context: context)),
    ]

  @Test(arguments: Documents.paths)
  func `what is compiled in is what the file holds`(_ path: String) throws {
    let file = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    #expect(Documents.text(path) == file, "run scripts/embed-assets.py")
  }

  @Test func `every document of the manual is there, and every file of it has a page`() throws {
    for entry in DocsPage.entries { #expect(Documents.text(entry.path) != nil) }
    let pages = Set(DocsPage.entries.map(\.path))
    #expect(Documents.paths.filter { $0.hasSuffix(".md") }.allSatisfy(pages.contains))
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "docs").path)
    for file in files where file.hasSuffix(".md") { #expect(pages.contains("docs/\(file)")) }
  }

  @Test(arguments: pages.indices)
  func `pages are strict documents with one heading`(_ index: Int) {
    let checker = MarkupChecker(Self.pages[index].page.text)
    #expect(checker.faults == [], "\(Self.pages[index].name)")
    #expect(checker.count("h1") == 1, "\(Self.pages[index].name)")
    #expect(checker.count("main") == 1)
    #expect(!Self.pages[index].page.text.contains("HTML(bytes"))
  }

  @Test func `the landing page quotes the newest report`() throws {
    let reports = try Documents.paths.filter {
      $0.hasPrefix("docs/benchmarks/") && $0.hasSuffix(".json") && !BenchmarksPage.isOfAnotherForm($0)
    }
    .map { path in
      let text = try #require(Documents.text(path))
      return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
    let newest = try #require(
      reports.max { ($0["date"] as? String ?? "") < ($1["date"] as? String ?? "") })
    let queries = try #require(newest["queries"] as? [[String: Any]])
    let page = LandingPage(repositories: [], documents: 1, textBytes: 1, indexBytes: 1, hasIndex: true)
    let text = MarkupChecker(page.view(context: Self.context).text).text
    for mode in ["best", "all"] {
      let medians = queries.compactMap {
        (($0[mode] as? [String: Any])?["latency"] as? [String: Any])?["p50"] as? Double
      }
      #expect(medians.count == queries.count)
      #expect(text.contains(Format.duration(.seconds((medians.max() ?? 0) / 1000))), "the slowest of \(mode)")
    }
    #expect(text.contains("\(queries.count) queries, warm"))
  }

  @Test func `links within a document lead to a heading of it`() {
    for (name, page) in Self.pages {
      let elements = MarkupChecker(page.text).elements
      let ids = Set(elements.compactMap { $0.attributes["id"] })
      for address in elements.compactMap({ $0.attributes["href"] }) where address.hasPrefix("#") {
        #expect(ids.contains(String(address.dropFirst())), "\(name): \(address)")
      }
    }
  }

  @Test func `links between documents lead to a heading there`() {
    var ids: [String: Set<String>] = [:]
    for entry in DocsPage.entries {
      let page = DocsPage(slug: entry.slug)?.view(context: Self.context).text ?? ""
      ids[entry.address] = Set(MarkupChecker(page).elements.compactMap { $0.attributes["id"] })
    }
    for entry in DocsPage.entries {
      let page = DocsPage(slug: entry.slug)?.view(context: Self.context).text ?? ""
      for address in MarkupChecker(page).elements.compactMap({ $0.attributes["href"] }) {
        let parts = address.split(separator: "#", maxSplits: 1)
        guard parts.count == 2, let known = ids[String(parts[0])] else { continue }
        #expect(known.contains(String(parts[1])), "\(entry.path): \(address)")
      }
    }
  }

  @Test(arguments: Samples.hostileNames)
  func `hostile queries stay text in the essays`(_ query: String) {
    let plain = MarkupChecker(Self.essay(nil).view(context: Self.context).text)
    for topic in [nil] + Topic.allCases {
      let checker = MarkupChecker(Self.essay(topic, query: query).view(context: Self.context).text)
      #expect(checker.faults == [])
      #expect(checker.count("script") == plain.count("script") && checker.count("img") == 0)
    }
  }

  @Test func `an essay without an index says so and stands without figures`() {
    let page = HowItWorksPage(topic: .ranking, query: "parse").view(context: Self.context).text
    #expect(page.contains("There is no index here yet"))
    #expect(!page.contains("id=\"fig-scores\""))
  }

  @Test func `the benchmark page has the numbers of its report`() throws {
    let page = BenchmarksPage()
    let run = try #require(page.runs.first)
    let file = try #require(run.address.split(separator: "/").last)
    let data = try Data(contentsOf: Self.root.appending(path: "docs/benchmarks/\(file)"))
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let queries = try #require(report["queries"] as? [[String: Any]])
    let text = page.view(context: Self.context).text
    #expect(text.contains("\(queries.count) queries"))
    for query in queries {
      let best = (query["best"] as? [String: Any])?["latency"] as? [String: Any]
      let median = try #require(best?["p50"] as? Double)
      #expect(text.contains(Format.duration(.seconds(median / 1000))))
    }
    #expect(text.contains("Where it loses"))
    #expect(text.contains(run.address))
    #expect(BenchmarksPage(newer: "{broken").runs.count == page.runs.count)
  }

  @Test func `the status says what is wrong`() {
    var page = StatusPage()
    page.failure = "no such <folder>"
    let text = page.view(context: Self.context).text
    #expect(text.contains("There is no index to search") && text.contains("&lt;folder&gt;"))
    page.index = IndexStatus(
      generation: 3, documents: 7, textBytes: 9, indexBytes: 9, indexedAt: 1_795_220_000)
    page.failure = nil
    page.repositories = [Samples.repository]
    let good = page.view(context: Self.context).text
    #expect(good.contains("All is well") && good.contains("3 submodules are links"))
  }
}
