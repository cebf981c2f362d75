import Containers
import Navigation
import Testing
import WebUI

@Suite struct `What names mean` {
  private static let place = CodePosition(
    repository: "demo/engine", path: "Sources/Parser.swift", line: 3, column: 7)

  private static func location(
    _ path: String, _ line: Int, _ precision: Precision, _ roles: SymbolRoles = [],
    repository: String = "demo/engine",
    text: String = "  func parse() {}"
  ) -> CodeLocation {
    CodeLocation(
      repository: repository, path: path, line: line, columns: 7..<12, text: Array(text.utf8), roles: roles,
      precision: precision, reason: precision == .byName ? "imported here" : "")
  }

  private static func meaning(_ locations: [CodeLocation]) -> String {
    let symbol = SymbolSummary(
      symbol: "s", name: "parse", qualifiedName: "Parser.parse", kind: "method", signature: "func <parse>()")
    let answer = NavigationAnswer(symbols: [symbol], locations: locations, total: 1234, notes: ["a <note>"])
    let text = MeaningView(place: place, name: "parse", answer: answer).page(context: Samples.context).text
    #expect(MarkupChecker(text).faults == [])
    return text
  }

  @Test func `one definition is where a click leads, several are for the reader to choose from`() {
    let sole = Self.meaning([Self.location("a b.c", 9, .exact)])
    #expect(sole.contains("data-to=\"/r/demo/engine/-/blob/a%20b.c#L9\"") && sole.contains("1,234 uses"))
    #expect(sole.contains("<span class=\"tag precision exact\">exact</span>"))
    #expect(sole.contains("func &lt;parse&gt;()") && sole.contains("a &lt;note&gt;"))
    let guess = Self.meaning([Self.location("a.c", 9, .byName)])
    #expect(guess.contains("data-to=") && guess.contains("By name, probably defined at"))
    #expect(guess.contains("<span class=\"tag precision\">by name</span>") && guess.contains("imported here"))
    // Nobody has counted the uses of a name.
    #expect(!guess.contains("1,234"))
    let several = Self.meaning([Self.location("a.c", 9, .byName), Self.location("b.c", 9, .byName)])
    #expect(!several.contains("data-to=") && several.contains("By name, one of these"))
    let here = Self.meaning([Self.location("Sources/Parser.swift", 3, .exact)])
    #expect(!here.contains("data-to="), "a declaration leads to its uses")
    #expect(Self.meaning([]).contains("No definition is known."))
  }

  @Test func `places of many definitions are cut and counted`() {
    let text = Self.meaning((1...20).map { Self.location("f\($0).c", $0, .byName) })
    #expect(text.contains("f8.c:8") && !text.contains("f9.c:9") && text.contains("and 12 more"))
  }

  @Test func `uses are grouped by file, exact ones apart, definitions first`() throws {
    let locations = [
      Self.location("a.c", 30, .exact), Self.location("a.c", 10, .exact, .write),
      Self.location("a.c", 20, .exact, .definition),
      Self.location("<b>.c", 5, .byName, repository: "<other>"), Self.location("a.c", 40, .byName),
    ]
    let answer = NavigationAnswer(locations: locations, total: 700)
    let page = UsesView(place: Self.place, name: "<parse>", answer: answer).page(context: Samples.context)
      .text
    let checker = MarkupChecker(page)
    #expect(checker.faults == [] && checker.count("h1") == 1)
    #expect(page.contains("5 of 700 uses of <code>&lt;parse&gt;</code>"))
    #expect(page.matches(of: /data-use=""/).count == 3)
    let lines = page.matches(of: /href="\/r\/demo\/engine\/-\/blob\/a\.c#L(\d+)">\d/).map { String($0.1) }
    #expect(lines == ["20", "10", "30", "40"])
    let exact = try #require(page.firstRange(of: "<h3>Exact"))
    let named = try #require(page.firstRange(of: "<h3>By name"))
    #expect(exact.lowerBound < named.lowerBound)
    #expect(
      page.contains("&lt;other&gt;") && page.contains(">definition</span>") && page.contains(">write</span>"))
    #expect(page.contains("  func <mark>parse</mark>() {}"))
  }

  @Test func `without uses the page says so`() {
    let answer = NavigationAnswer(notes: ["no imported index covers it"])
    let page = UsesView(place: Self.place, name: "x", answer: answer).page(context: Samples.context).text
    #expect(
      MarkupChecker(page).faults == [] && page.contains("No use is known.") && page.contains("0 uses of"))
    #expect(page.contains("no imported index covers it"))
  }

  @Test func `documentation has paragraphs, lists and code`() {
    func page(_ documentation: [String], signature: String = "func f()") -> String {
      var page = SymbolPage(
        position: Self.place,
        symbol: SymbolSummary(
          symbol: "s", name: "f", kind: "function", signature: signature, documentation: documentation))
      page.definitions = NavigationAnswer(locations: [Self.location("a.c", 1, .exact)])
      let text = page.view(context: Samples.context).text
      #expect(MarkupChecker(text).faults == [])
      return text
    }
    let text = page([
      "```swift\nfunc f()\n```",
      "Sows `a<b>` and\nwaits.\n\n```\nlet x = 1\n\n  y()\n```\n- one\n- two\n  more\n\n@param x What.\n@return y\n\n    indented\n\n    code",
    ])
    #expect(text.contains("<p>Sows <code>a&lt;b&gt;</code> and\nwaits.</p>"))
    #expect(text.contains("<code>let x = 1\n\n  y()</code></pre>"))
    #expect(text.contains("<ul><li>one</li><li>two\nmore</li></ul>"))
    #expect(text.contains("<p>@param x What.</p><p>@return y</p>"))
    #expect(text.contains("<code>indented\n\ncode</code>"))
    // The declaration is above already.
    #expect(!text.contains("<code>func f()</code></pre><p>Sows"))
    #expect(page(["```\nnever ends"]).contains("<code>never ends</code>"))
    #expect(!page([""]).contains("class=\"doc\""))
  }
}
