import Platform
import Testing
import WebUI

/// Where the library is missing, nothing here can be asked; the set-up script installs it.
@Suite(.enabled(if: hasMarkdown())) struct `Markdown` {
  private static let place = MarkdownPlace.repository(
    "demo/engine", revision: nil, folder: Array("docs".utf8))

  private func render(_ text: String, _ place: MarkdownPlace = place) -> String {
    let html = MarkdownView.render(text, resolving: place).text
    return String(html.dropFirst("<div class=\"prose\">\n".count).dropLast("</div>".count))
  }

  @Test(arguments: [
    ("a *b* **c** `d<` ~~e~~", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;</code> <del>e</del></p>\n"),
    (
      "- [x] a\n- [ ] b",
      """
      <ul>
      <li class="todo"><span class="task" role="img" aria-label="Done:">☑</span>a
      </li>
      <li class="todo"><span class="task" role="img" aria-label="To do:">☐</span>b
      </li>
      </ul>

      """
    ),
    ("3. a\n4. b", "<ol start=\"3\">\n<li>a\n</li>\n<li>b\n</li>\n</ol>\n"),
    (
      "| a | b |\n|:-:|--:|\n| 1 | `x\\|y` |",
      """
      <div class="table" tabindex="0" role="group" aria-label="Table"><table>
      <thead><tr><th class="centre" scope="col">a</th><th class="right" scope="col">b</th></tr></thead>
      <tbody>
      <tr><td class="centre">1</td><td class="right"><code>x|y</code></td></tr>
      </tbody></table></div>

      """
    ),
    ("> [!WARNING]\n> Hot", "<div class=\"notice warn\"><p><b>Warning</b></p>\n<p>Hot</p>\n</div>\n"),
    ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
    ("```\n<b>\n```", "<pre tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>\n"),
    ("a\\\nb\n\n---", "<p>a<br>\nb</p>\n<hr>\n"),
  ])
  func `what people write looks as they expect`(_ text: String, _ expected: String) {
    #expect(render(text) == expected)
  }

  @Test(arguments: [
    ("[a](b.md)", "/r/demo/engine/-/blob/docs/b.md"), ("[a](../b.c#L10)", "/r/demo/engine/-/blob/b.c#L10"),
    ("[a](/x/y.md#Two-words)", "/r/demo/engine/-/blob/x/y.md#md-Two-words"),
    ("[a](./)", "/r/demo/engine/-/tree/docs"), ("[a](../../../..)", "/r/demo/engine"),
    ("[a](b%20c.md?raw=1)", "/r/demo/engine/-/blob/docs/b%20c.md"), ("[a](#here)", "#md-here"),
    ("[a](https://example.org/x?y=1#z)", "https://example.org/x?y=1#z"),
    ("[a](//example.org/x)", "https://example.org/x"), ("[a](mailto:a@b.c)", "mailto:a@b.c"),
    ("https://example.org/x", "https://example.org/x"),
    ("<a href='b.md'>x</a>", "/r/demo/engine/-/blob/docs/b.md"),
    ("[a](\\\\evil.example)", "/r/demo/engine/-/blob/docs/%5Cevil.example"),
  ])
  func `links lead inside the repository or to the web`(_ text: String, _ address: String) {
    let links = MarkupChecker(render(text)).elements.filter { $0.name == "a" }
    #expect(links.compactMap { $0.attributes["href"] } == [address])
  }

  @Test func `pictures come from the repository only`() {
    let own = MarkupChecker(render("![the *logo*](img/logo.png)")).elements.first { $0.name == "img" }
    #expect(own?.attributes["src"] == "/r/demo/engine/-/raw/docs/img/logo.png")
    #expect(own?.attributes["alt"] == "the logo")
    for text in [
      "![b](https://example.org/x.png)", "![b](//example.org/x.png)", "![b](data:image/svg+xml,x)",
      "<img src=https://example.org/x.png alt=b>", "<p><img alt='b' src=\"HTTP://example.org/x.png\"></p>",
    ] {
      let checker = MarkupChecker(render(text))
      #expect(checker.count("img") == 0)
      #expect(checker.text.contains("b"))
    }
    let badge = render("[![build](https://example.org/b.svg)](https://example.org/ci)")
    #expect(
      badge == """
        <p><a href="https://example.org/ci" rel="nofollow noreferrer"><span class="remote">build</span></a></p>

        """)
  }

  @Test func `raw HTML is read for its words, breaks, links and headings`() {
    let text = """
      <h1 align="center"><img src="logo.svg" alt="Logo"><br>Engine &amp; &#x3C;Co&gt;</h1>
      <p>By <a href="https://example.org">us</a>, <b>with care</b></p><!-- hidden -->
      <style>p { color: red }</style><script>alert(1)</script>

      x <b>y</b> <kbd>z</kbd> <a href="javascript:alert(1)">w</a>
      """
    let page = render(text)
    let checker = MarkupChecker(page)
    #expect(checker.faults == [])
    #expect(page.contains("Engine &amp; &lt;Co&gt;"))
    #expect(page.contains("<a href=\"https://example.org\" rel=\"nofollow noreferrer\">us</a>"))
    #expect(page.contains("<strong>with care</strong>"))
    #expect(page.contains("x <strong>y</strong> z w"))
    #expect(!page.contains("alert(1)") && !page.contains("hidden") && !page.contains("color"))
    #expect(checker.count("h2") == 1)
  }

  @Test func `headings nest without gaps and have anchors of their own`() {
    let text = "# One\n### Two, three!\n###### Four\n# One\n## main"
    let checker = MarkupChecker(render(text))
    let headings = checker.elements.filter { $0.name.count == 2 && $0.name.first == "h" }
    #expect(headings.map(\.name) == ["h2", "h3", "h4", "h2", "h3"])
    #expect(
      headings.map { $0.attributes["id"] } == ["md-one", "md-two-three", "md-four", "md-one-1", "md-main"])
    let document = MarkdownView.parse(text)
    #expect(
      document.map { MarkdownView.headings($0, resolving: Self.place).map(\.level) } == [1, 3, 6, 1, 2])
  }

  private static let hostile = [
    "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java&#115;cript:alert(1))",
    "[a](java&Tab;script:alert(1))", "[a](<java\tscript:alert(1)>)", "[a](&#1;javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](vbscript:x)", "[a](file:///etc/passwd)",
    "<javascript:alert(1)>", "[a](x \"\" onmouseover=alert(1) b=\"\")",
    "[a]( \"'><img src=x onerror=alert(1)>\")",
    "![a](x\" onerror=\"alert(1))", "![\" onerror=alert(1) x=\"](x.png)", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<a href=\" javascript:alert(1)\">x</a>", "<a href='java\nscript:alert(1)'>x</a>",
    "<a href=&#106;avascript:alert(1)>x</a>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>", "<?php alert(1) ?>", "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "<form action=//evil.example><input name=q><button>x</button></form>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>", "<link rel=stylesheet href=//evil.example>",
    "<div style='position:fixed;inset:0'>x</div>", "<p id=main class=top>x</p>", "```\"><script>\nx\n```",
    "``` x\" onclick=\"alert(1)\nx\n```", "| <script> |\n|---|\n| <img onerror=x> |",
    "# <script>alert(1)</script>",
    "[x]: javascript:alert(1)\n\n[x]", "<a href=x b=", "<a <b <c", "<", "</", "<!", "<!--", "<a href='",
    "\u{202E}txt.exe", "a\0b", "&lt;script&gt;", "https://example.org/\"onmouseover=alert(1)",
  ]

  @Test(arguments: hostile)
  func `nothing in a document becomes markup of its own`(_ text: String) {
    for variant in [text, "> - \(text)", "a \(text) b", "<div>\n\(text)\n</div>"] {
      let page = render(variant)
      let checker = MarkupChecker(page)
      #expect(checker.faults == [], "\(variant)")
      let known: Set = [
        "p", "a", "img", "b", "em", "strong", "code", "pre", "del", "br", "hr", "h2", "h3", "ul", "li", "div",
        "table",
        "thead", "tbody", "tr", "th", "td", "span", "blockquote", "bdi",
      ]
      #expect(Set(checker.elements.map(\.name)).subtracting(known) == [], "\(page)")
      for element in checker.elements {
        let names = Set(element.attributes.keys)
        #expect(
          names.isSubset(of: [
            "href", "title", "rel", "src", "alt", "loading", "class", "id", "tabindex", "role", "aria-label",
            "scope",
            "data-c", "start",
          ]))
        let address = element.attributes["href"] ?? element.attributes["src"] ?? "/r/"
        #expect(
          ["/r/", "#md-", "http://", "https://", "mailto:"].contains { address.lowercased().hasPrefix($0) },
          "\(address)")
        #expect(element.attributes["id"]?.hasPrefix("md-") ?? true)
      }
    }
  }

  private static let costly = [
    String(repeating: "> ", count: 5000) + "x", String(repeating: "- ", count: 5000) + "x",
    String(repeating: "[", count: 100_000), String(repeating: "*a **b ", count: 20_000),
    String(repeating: "![[]()", count: 80_000), String(repeating: "a@", count: 200_000),
    String(repeating: "|a", count: 60_000) + "\n" + String(repeating: "|-", count: 60_000) + "\n"
      + String(repeating: "|\n", count: 60_000),
    "[a]: " + String(repeating: "u", count: 100_000) + "\n\n" + String(repeating: "[a]", count: 100_000),
    (0..<480).map { String(repeating: "  ", count: $0) + "- x\n" }.joined()
      + String(repeating: "a\n", count: 100_000),
    String(repeating: "<a ", count: 100_000), String(repeating: "<div><!--", count: 40_000),
    "<div>" + String(repeating: "<a href='x", count: 40_000), String(repeating: "_a_ **", count: 80_000),
  ]

  @Test(arguments: costly.indices)
  func `texts made to take for ever take seconds at most`(_ index: Int) {
    let text = Self.costly[index]
    let clock = ContinuousClock()
    var page = HTML()
    let time = clock.measure { page = MarkdownView.render(text, resolving: Self.place) }
    // Debug builds draw some twenty times slower than what is shipped.
    #expect(time < .seconds(20))
    #expect(page.bytes.count < 40 * text.utf8.count + 1000)
    #expect(page.text.hasSuffix("</div>"))
  }

  @Test func `ordinary long documents are read`() {
    let section = """
      ## Release 1.2.3 (2026-01-01)

      - Fixed the *parser* for `x | y` ([#12](https://example.org/12), thanks @someone)
          - with details, see [the docs](docs/a.md)
      > quoted -----------------------------------------------------------

      | a | b | c |
      |---|---|---|
      | 1 | 2 | 3 |

      [ref]: https://example.org/a/very/long/address/that/goes/on
      --------------------------------------------------------------------------------------------

      """
    #expect(MarkdownView.parse(String(repeating: section, count: 700)) != nil)
  }
}

@Suite struct `Text without Markdown` {
  @Test func `a text too costly to read stands as it is`() {
    let text = String(repeating: "x <b> ", count: 100_000)
    let page = MarkdownView.render(text, resolving: MarkdownPlace()).text
    #expect(page.contains("<pre class=\"asis\">x &lt;b&gt; x"))
  }

  @Test func `names tell what is Markdown`() {
    #expect(MarkdownView.isMarkdown(Array("docs/A.MD".utf8)))
    #expect(!MarkdownView.isMarkdown(Array("md".utf8)) && !MarkdownView.isMarkdown(Array("a.md.c".utf8)))
  }
}
