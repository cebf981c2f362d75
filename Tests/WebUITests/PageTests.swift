import Containers
import Foundation
import QueryEngine
import Search
import TestSupport
import Testing
import WebUI

@Suite struct `Pages` {
  private static let request = SearchPage.Request(query: "parse lang:swift case:yes")

  private static let pages: [(name: String, page: HTML)] = [
    ("results", Samples.results(request, [Samples.match(), Samples.match("README.md", lines: [])])),
    ("nothing", nothing),
    ("fault", fault),
    ("landing", landing),
    (
      "repositories",
      RepositoriesPage(
        repositories: [Samples.repository], filter: "", languages: ["demo/engine": Samples.languages]
      ).view(context: Samples.context)
    ),
    ("repository", repository),
    ("file", file("struct Parser {\r\n\tlet \u{202E}x = 1\n}\n", marked: 2...2)),
    ("error", error),
  ]

  private static var nothing: HTML {
    var summary = SearchSummary()
    summary.statistics.documentsTotal = 6811
    summary.limits = [.timeLimit(.seconds(10)), .segmentFailed(name: "0001.seg", reason: "checksum")]
    summary.notes = ["fork:no left out 3 repositories"]
    var outcome = SearchPage.Outcome(request: request, summary: summary, shownFiles: 0)
    outcome.advice = SearchPage.Advice(
      terms: [.init(text: "parse", files: 812, isExact: true), .init(text: "<b>", files: 0, isExact: true)],
      fixes: [.init(label: "Ignore case", query: "parse lang:swift case:no", files: 3, isExact: false)])
    return SearchPage.opening(request, context: Samples.context)
      + SearchPage.closing(outcome, context: Samples.context)
  }

  private static var fault: HTML {
    SearchPage.faultPage(
      .init(query: "a (b", range: 2..<3, reason: "this ( has no )", suggestion: "close the group"),
      context: Samples.context)
  }

  private static var landing: HTML {
    var page = LandingPage(
      repositories: [Samples.repository], documents: 6811, textBytes: 159_000_000, indexBytes: 99_000_000,
      hasIndex: true)
    page.answer = .init(query: "parse", matches: [Samples.match()], summary: Samples.summary)
    page.regex = .init(query: "/pars\\w+/", matches: [Samples.match(), Samples.match()], summary: Samples.summary)
    page.names = .init(query: "type:path <b>", matches: [Samples.match("<b>.c", lines: [])], summary: Samples.summary)
    page.examples = [.init(query: "\"a b\"", meaning: "a phrase")]
    page.statements = 20_000
    page.located = Samples.locatedLine
    return page.view(context: Samples.context)
  }

  @Test func `the landing page shows the statement of a line, and a link without one`() throws {
    let text = Self.landing.text
    #expect(Samples.locatedLine != nil)
    #expect(text.contains("error: cannot open &lt;b&gt;</pre>"))
    #expect(text.contains("/r/demo/notes/-/blob/src/%3Cb%3E.swift?L=12#L12"))
    #expect(text.contains("@&lt;i&gt;") && text.contains("&lt;u&gt;, no date") && !text.contains("Git took too long"))
    #expect(text.contains("the whole log in 12 ms"))
    var page = LandingPage(repositories: [], documents: 1, textBytes: 1, indexBytes: 1, hasIndex: true)
    page.statements = 3
    let plain = page.view(context: Samples.context).text
    #expect(plain.contains("Diagnose a log") && !plain.contains("d-src"))
  }

  @Test func `the landing page is whole without an index, with an empty one and without a match`() {
    var empty = LandingPage(repositories: [], documents: 0, textBytes: 0, indexBytes: 0, hasIndex: false)
    #expect(empty.view(context: Samples.context).text.contains("There is no index yet"))
    empty.hasIndex = true
    #expect(empty.view(context: Samples.context).text.contains("The index is empty"))
    empty.documents = 1
    empty.queryText = "<zebra>"
    let page = empty.view(context: Samples.context).text
    #expect(page.contains("Nothing found for <code>&lt;zebra&gt;</code>"))
    #expect(MarkupChecker(page).faults == [])
  }

  @Test(arguments: [
    ("parse", "parse"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"), ("$(rm)", "'$(rm)'"),
    ("-x", "-- -x"), ("a\nb", "$'a\\nb'"), ("\u{202E}'\\", "$'\\U0000202e\\'\\\\'"), ("=x", "'=x'"), ("~", "'~'"),
  ])
  func `a query is one word of a shell`(_ query: String, _ word: String) {
    var request = SearchPage.Request(query: query)
    request.contextLines = 0
    let outcome = SearchPage.Outcome(request: request, summary: Samples.summary, shownFiles: 1)
    let text = MarkupChecker(
      (SearchPage.opening(request, context: Samples.context)
        + SearchPage.closing(outcome, context: Samples.context)).text
    ).text
    #expect(text.contains("alidade search \(word)\n"))
  }

  @Test func `a folder in a folder takes its place, and what is asked for already is not offered`() {
    var summary = Samples.summary
    summary.facets = [
      Facet(.folder, [FacetValue("src/a b", count: 3, adding: FilterText.folder("src/a b"))]),
      Facet(.language, [FacetValue("Swift", count: 3, adding: "lang:Swift")]),
    ]
    let page = Samples.results(.init(query: "x file:^src/ lang:Swift"), [], summary).text
    #expect(page.contains("/search?q=x+lang:Swift+file:%5Esrc/a%5Csb/"))
    #expect(!page.contains("<h3>Language</h3>"))
    #expect(FilterText.folder(ofFilter: "^src/a\\sb/") == "src/a b")
    #expect(FilterText.folder(ofFilter: "^src/.*/") == nil)
  }

  private static var repository: HTML {
    RepositoryPage(
      head: Samples.head("", isFolder: true), listing: Samples.listing(),
      readme: Readme(path: Array("README.md".utf8), text: Array("# Engine\n\nIt *runs*.\n".utf8)),
      languages: Samples.languages
    ).view(context: Samples.context)
  }

  private static var error: HTML {
    ErrorPage(
      status: 404, title: "There is nothing here", detail: "The address leads to no page.", requestID: "00ff",
      suggestedQuery: "file:x", nearest: [("demo/engine", "/r/demo/engine")]
    ).view(context: Samples.context)
  }

  private static func file(
    _ text: String, path: String = "Sources/Parser.swift", marked: ClosedRange<Int>? = nil
  ) -> HTML {
    var page = Samples.filePage(text, path: path)
    page.chain = [Samples.listing()]
    page.marked = marked.map { [$0] } ?? []
    return page.view(context: Samples.context)
  }

  @Test(arguments: pages.indices)
  func `pages are as the golden files have them`(_ index: Int) throws {
    let (name, page) = Self.pages[index]
    // The frame has a golden file of its own, so that a change of it is one difference.
    let main = try #require(page.text.firstMatch(of: /(?s)<main .*<\/main>\n/))
    try GoldenFile.check(String(main.0), against: "Goldens/\(name).html")
  }

  @Test func `the frame is as its golden file has it`() throws {
    var context = Samples.context
    context.address = "/repos?name=x"
    context.commit = Samples.blob.hex
    context.subject = .init(repository: "a\"b", revision: "v1", path: "src")
    context.alternates = [.init(type: "application/json", address: "/api/v1/search?q=x", title: "Results")]
    let page = Frame.page(title: "A “title” <b>", context: context, content: "<h1>x</h1>")
    // The hash changes with every style and script; what it is does not matter here.
    let text = page.text.replacing(/-[0-9a-f]{14,16}(\.|\/)/) { "-HASH\($0.1)" }
    try GoldenFile.check(text, against: "Goldens/frame.html")
  }

  @Test(arguments: pages.indices)
  func `pages are strict documents with one heading and named landmarks`(_ index: Int) {
    let checker = MarkupChecker(Self.pages[index].page.text)
    #expect(checker.faults == [])
    #expect(checker.count("h1") == 1)
    #expect(checker.count("main") == 1)
    #expect(checker.elements.first { $0.name == "html" }?.attributes["lang"] == "en")
    let nav = checker.elements.filter { $0.name == "nav" || $0.name == "aside" }
    #expect(nav.allSatisfy { $0.attributes["aria-label"] != nil })
    let scripts = checker.elements.filter { $0.name == "script" }
    #expect(scripts.allSatisfy { $0.attributes["src"]?.hasPrefix("/assets/js-") == true })
  }

  @Test(arguments: Samples.hostileNames)
  func `hostile names stay text everywhere`(_ name: String) {
    var request = SearchPage.Request(query: name)
    request.showsAllFragments = true
    var context = Samples.context
    context.queryText = name
    context.address = Links.search(name)
    let match = Samples.match(name, lines: [Samples.line(name, 1, 0..<1)], repository: name)
    var folder = request
    folder.unit = .folder
    let pages = [
      Samples.results(request, [match]), Samples.results(folder, [match]), Self.file(name, path: name),
      SearchPage.faultPage(
        .init(query: name, range: 0..<1, reason: name, suggestion: name), context: context),
      ErrorPage(status: 404, title: name, detail: name, requestID: name, suggestedQuery: name).view(
        context: context),
      RepositoriesPage(repositories: [Samples.repository], filter: name).view(context: context),
    ]
    let plain = MarkupChecker(Self.pages[0].page.text)
    for page in pages {
      let checker = MarkupChecker(page.text)
      #expect(checker.faults == [])
      #expect(checker.count("script") == plain.count("script") && checker.count("img") == 0)
      let addresses = checker.elements.compactMap { $0.attributes["href"] ?? $0.attributes["action"] }
      #expect(
        addresses.allSatisfy { address in
          (address.hasPrefix("/") && !address.hasPrefix("//")) || address.hasPrefix("#")
            || address.hasPrefix("https://github.com/demo/engine/")
        })
    }
  }

  @Test func `marks keep to their ranges whatever the line is`() {
    let request = SearchPage.Request(query: "x")
    var line = Samples.line("a<b>c é", 3, 1..<4, 6..<8)
    #expect(card(line, request).contains("a<mark>&lt;b&gt;</mark>c <mark>é</mark>"))
    line.text = [0x61, 0xFF, 0x62]
    line.ranges = [1..<2, 2..<99]
    #expect(card(line, request).contains("a<mark>\u{FFFD}</mark><mark>b</mark>"))
    line.text = Array(String(repeating: "é", count: 5000).utf8)
    line.ranges = [6000..<6002]
    let text = card(line, request)
    #expect(!text.contains("\u{FFFD}"))
    #expect(text.count < 1500)
    #expect(text.contains("<mark>é</mark>"))
  }

  private func card(_ line: LineMatch, _ request: SearchPage.Request) -> String {
    SearchPage.card(Samples.match(lines: [line]), request: request).text
  }

  @Test func `a file shows three fragments and says how many matches are left`() {
    let lines = (1...9).map { Samples.line("parse \($0)", $0 * 10, 0..<5) }
    var request = SearchPage.Request(query: "parse")
    let short = SearchPage.card(Samples.match(lines: lines), request: request).text
    #expect(short.contains("3 of 9 matches"))
    #expect(short.contains("Show 6 more matches"))
    request.showsAllFragments = true
    let long = SearchPage.card(Samples.match(lines: lines), request: request).text
    #expect(long.contains("9 matches"))
    #expect(!long.contains("Show "))
  }

  @Test func `a query is narrowed by its facets and widened by its chips`() {
    let page = Samples.results(SearchPage.Request(query: "a OR b case:yes"), [Samples.match()]).text
    #expect(page.contains("/search?q=(a+OR+b)+lang:Swift+case:yes"))
    #expect(page.contains("aria-label=\"Remove case:yes\""))
    #expect(page.contains("href=\"/search?q=a+OR+b\""))
  }

  @Test func `the head of a results page is small`() {
    #expect(SearchPage.opening(Self.request, context: Samples.context).bytes.count <= 6 << 10)
  }

  @Test(arguments: [
    ("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), ("a\r\nb\r\n", 2),
  ])
  func `a file has the lines an editor shows`(_ text: String, _ count: Int) {
    #expect(
      MarkupChecker(Self.file(text).text).elements.count { $0.attributes["id"]?.hasPrefix("L") == true }
        == count)
  }

  @Test func `a very long file comes in parts that cover it`() {
    let text = String(repeating: "x\n", count: 35_000)
    let page = Self.file(text).text
    #expect(page.contains("Lines 1 to 10,000 of 35,000"))
    #expect(page.contains("?part=2"))
    #expect(Self.file(text, marked: 34_000...34_001).text.contains("id=\"L34000\""))
  }

  @Test func `direction controls raise a warning`() {
    #expect(Self.file("a\u{202E}b").text.contains("change the direction of text"))
    #expect(!Self.file("naïve “quotes”").text.contains("change the direction of text"))
  }

  @Test func `the theme is on the document`() {
    var context = Samples.context
    context.theme = .dark
    #expect(
      SearchPage.opening(Self.request, context: context).text.contains(
        "<html lang=\"en\" data-theme=\"dark\">"))
  }
}

private func + (left: HTML, right: HTML) -> HTML {
  var sum = left
  sum += right
  return sum
}
