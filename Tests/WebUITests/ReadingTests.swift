import Containers
import Platform
import Search
import Syntax
import Testing
import WebUI

@Suite struct `Reading pages` {
  private func view(_ page: FilePage) -> String { page.view(context: Samples.context).text }

  private func main(_ page: String) -> Substring {
    page.range(of: "<main ").map { page[$0.lowerBound...] } ?? ""
  }

  private static var picture: [UInt8] {
    [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, 0x40, 0,
      0, 0, 0xB4,
    ]
      + [UInt8](repeating: 0, count: 20)
  }

  private static var kinds: [FilePage] {
    var link = Samples.filePage("../README.md", path: "docs/link")
    link.content.kind = .symbolicLink
    var module = Samples.filePage("", path: "vendor/lib")
    module.content.kind = .submodule(Samples.blob)
    var pointer = Samples.filePage("version https://git-lfs.github.com/spec/v1\n", path: "big.bin")
    pointer.content.kind = .lfsPointer(size: 123_456_789)
    var binary = Samples.filePage([0, 1, 2, 0xFF, 0x3C, 0x73], path: "data.bin")
    binary.content.isBinary = true
    var picture = Samples.filePage(Self.picture, path: "a b.png")
    picture.content.isBinary = true
    var pinned = Samples.filePage("x\n", revision: String(Samples.blob.hex.prefix(12)))
    pinned.head.repository?.revisions[0].commit = ObjectID(hex: String(repeating: "ab", count: 20))
    pinned.head.isIndexed = false
    var copied = Samples.filePage("x\n")
    copied.content.copies = [Samples.place("x/<b>.c", repository: "other/repo")]
    copied.content.copyCount = 30
    var big = Samples.filePage(String(repeating: "one TWO\n", count: 31_000), path: "big.txt")
    big.find = "two"
    return [
      link, module, pointer, binary, picture, pinned, copied, big,
      Samples.filePage("# A\n\n[b](c.md)\n", path: "x.md"),
      Samples.filePage("<svg onload=\"alert(1)\"/>", path: "x.svg"), Samples.filePage("", path: "empty"),
      Samples.filePage(String(repeating: "a();", count: 3000), path: "x.min.js"),
    ]
  }

  @Test(arguments: kinds.indices)
  func `every kind of file is a strict page with one heading`(_ index: Int) {
    let checker = MarkupChecker(view(Self.kinds[index]))
    #expect(checker.faults == [])
    #expect(checker.count("h1") == 1)
    let controls = checker.elements.filter {
      $0.name == "button" && $0.attributes["class"]?.contains("icon") == true
    }
    #expect(controls.allSatisfy { $0.attributes["aria-label"] != nil })
    let targets = Set(checker.elements.compactMap { $0.attributes["id"] })
    for link in checker.elements.compactMap({ $0.attributes["href"] }) where link.hasPrefix("#") {
      #expect(targets.contains(String(link.dropFirst())), "\(link) leads nowhere")
    }
  }

  @Test func `files say what they are`() {
    let pages = Self.kinds.map { String(main(view($0))) }
    #expect(pages[0].contains("<b>Symbolic link</b> to <a href=\"/r/demo/engine/-/blob/README.md\">"))
    #expect(pages[1].contains("<b>Submodule</b>") && !pages[1].contains("/-/raw/"))
    #expect(pages[2].contains("123 MB") && pages[2].contains("id=\"L1\""))
    #expect(pages[3].contains("00000000  00 01 02 ff 3c 73") && pages[3].contains("....&lt;s"))
    #expect(
      pages[4].contains(
        "<img src=\"/r/demo/engine/-/raw/a%20b.png\" alt=\"a b.png\" width=\"320\" height=\"180\">"))
    #expect(
      pages[5].contains("Not indexed: read from the repository.") && pages[5].contains("See it on main"))
    #expect(pages[6].contains("30 identical copies") && pages[6].contains("and 29 more"))
    #expect(pages[7].contains("“two” is in 31,000 lines, the first 200 listed."))
    #expect(pages[7].contains("?L=200#L200\">200</a>one <mark>TWO</mark>"))
    #expect(
      pages[9].contains("<img src=\"/r/demo/engine/-/raw/x.svg?as=image\"") && !pages[9].contains("alert"))
    #expect(pages[10].contains("This file is empty."))
    #expect(pages[11].contains("looks minified"))
  }

  @Test(.enabled(if: hasMarkdown())) func `documents show their look first, lines ask for the code`() {
    var page = Samples.filePage("# Title\n\ntext\n", path: "docs/a.md")
    #expect(view(page).contains("<h2 id=\"md-title\">") && !view(page).contains("id=\"L1\""))
    #expect(view(page).contains("href=\"/r/demo/engine/-/blob/docs/a.md?view=code\">Code</a>"))
    page.marked = [2...3]
    #expect(view(page).contains("id=\"L1\""))
    page.marked = []
    page.look = .code
    #expect(view(page).contains("id=\"L1\""))
    #expect(Links.file(Samples.place("a.md"), line: 7) == "/r/demo/engine/-/blob/a.md?view=code#L7")
    #expect(Links.file(Samples.place("a.c"), line: 7) == "/r/demo/engine/-/blob/a.c#L7")
  }

  @Test func `marked lines are what a preview of the link tells`() {
    var page = Samples.filePage("one\ntwo \"2\"\nthree\n")
    page.marked = [2...3]
    let text = view(page)
    #expect(text.contains("<meta property=\"og:description\" content=\"two &quot;2&quot;&#10;three&#10;\">"))
    #expect(text.components(of: "class=\"l sel\"") == 2)
    #expect(text.contains("?L=2-3\" data-permalink=\"\""))
    page.marked = [900...1000]
    #expect(view(page).contains("Sources/Parser.swift in demo/engine"))
  }

  @Test func `lines have colours and the outline leads to them`() {
    let page = Samples.filePage("struct Point {\n  func move() { return 1 }\n}\n// end\n")
    let text = view(page)
    #expect(text.contains("<span class=\"t-kw\">struct</span>"))
    #expect(text.contains("<a href=\"#L1\" title=\"struct Point\""))
    #expect(text.contains("<nav id=\"outline\""))
  }

  @Test func `editors are offered where the file is at hand`() {
    var page = Samples.filePage("x\n")
    #expect(!view(page).contains("vscode:"))
    page.localPath = "/home/me/a b/x.c"
    page.marked = [7...7]
    #expect(view(page).contains("vscode://file/home/me/a%20b/x.c:7"))
    #expect(
      view(page).contains("https://github.com/demo/engine/blob/\(Samples.blob.hex)/Sources/Parser.swift#L7"))
  }

  @Test(arguments: Samples.hostileNames)
  func `hostile names stay text`(_ name: String) {
    var context = Samples.context
    context.queryText = name
    let head = Samples.head(name, repository: name, revision: name, isFolder: true)
    let items = [
      TreeItem(name, .folder(fileCount: 1)), TreeItem(name, .file(size: 1, language: nil, skipped: name)),
      TreeItem(name, .symbolicLink), TreeItem(name, .submodule(Samples.blob)),
    ]
    let listing = Samples.listing(name, items, repository: name)
    var link = Samples.filePage(name, path: name + "/x", revision: name)
    link.content.kind = .symbolicLink
    var file = Samples.filePage(name, path: name, revision: name)
    file.chain = [listing]
    file.find = name
    file.syntax.outline = [
      OutlineItem(kind: name, name: name, signature: name, depth: 9, lines: 1...1, nameRange: 0..<1)
    ]
    var repository = Samples.repository
    repository.name = name
    repository.notes = [name]
    let readme = Readme(path: Array(name.utf8), text: Array(name.utf8))
    let pages = [
      file.view(context: context), link.view(context: context),
      TreePage(head: head, listing: listing, readme: readme).view(context: context),
      RepositoryPage(head: head, listing: listing, readme: readme, languages: Samples.languages)
        .view(context: context),
      RepositoriesPage(repositories: [repository], filter: "").view(context: context),
    ]
    for page in pages {
      let checker = MarkupChecker(page.text)
      #expect(checker.faults.filter { !$0.hasSuffix("twice") } == [])
      #expect(checker.count("script") == 1 && checker.count("img") == 0)
      for element in checker.elements {
        for key in ["href", "action", "src"] {
          guard let address = element.attributes[key] else { continue }
          let isOwn = address.hasPrefix("/") && !address.hasPrefix("//")
          #expect(isOwn || address.hasPrefix("#") || address.hasPrefix("https://github.com/demo/engine"))
        }
      }
    }
  }

  @Test func `a long folder in the side bar is cut around the file`() {
    let items = (0..<1000).map { TreeItem("f\($0)", .file(size: 1, language: nil, skipped: nil)) }
    var page = Samples.filePage("x\n", path: "f500")
    page.chain = [Samples.listing("", items)]
    let text = view(page)
    #expect(text.contains("f500\" aria-current=\"page\"") && text.contains("880 more"))
    #expect(text.contains("/f450\"") && !text.contains("/f100\""))
  }

  @Test func `repositories are sorted as the address says`() {
    var other = Samples.repository
    other.name = "zeta"
    other.fileCount = 9000
    func names(_ order: RepositoriesPage.Order, _ isReversed: Bool = false) -> [String] {
      RepositoriesPage(
        repositories: [Samples.repository, other], filter: "", order: order, isReversed: isReversed
      ).selected.map(\.name)
    }
    #expect(names(.name) == ["demo/engine", "zeta"] && names(.name, true) == ["zeta", "demo/engine"])
    #expect(names(.files) == ["zeta", "demo/engine"])
    let page = RepositoriesPage(repositories: [other], filter: "z", order: .files).view(
      context: Samples.context)
    #expect(
      page.text.contains(
        "aria-sort=\"descending\"><a href=\"/repos?sort=files&amp;order=reverse&amp;name=z\">"))
  }
}

@Suite struct `Pictures` {
  private static func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: 40) }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let heads: [(type: String, bytes: [UInt8])] = {
    let zeros = [UInt8](repeating: 0, count: 16)
    let gif: [UInt8] = text("GIF89a") + [0x40, 1, 0xB4, 0]
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 0xB4, 1, 0x40]
    let bmp: [UInt8] = text("BM") + zeros + [0x40, 1, 0, 0, 0xB4, 0, 0, 0]
    let webp: [UInt8] =
      text("RIFF") + zeros.prefix(4) + text("WEBPVP8X") + zeros.prefix(8) + [0x3F, 1, 0, 0xB3, 0, 0]
    return [("image/gif", gif), ("image/jpeg", jpeg), ("image/bmp", bmp), ("image/webp", webp)]
  }()

  @Test(arguments: heads.indices)
  func `sizes are read from the head`(_ index: Int) {
    let (type, bytes) = Self.heads[index]
    let facts = ImageFacts(Self.padded(bytes))
    #expect(facts?.contentType == type)
    #expect(facts?.width == 320 && facts?.height == 180)
  }

  @Test func `what is no picture is none, whatever it is cut to`() {
    #expect(ImageFacts(Array("<html><script>alert(1)</script></html>                ".utf8)) == nil)
    let whole: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 0xB4, 1, 0x40]
    for count in 0..<60 { _ = ImageFacts(Array(Self.padded(whole).prefix(count))) }
    #expect(ImageFacts(Self.padded(Array("GIF89a".utf8))) == nil)
  }
}

@Suite struct `Notebooks` {
  private func view(_ json: String) -> String {
    Samples.filePage(json, path: "a.ipynb").view(context: Samples.context).text
  }

  @Test(.enabled(if: hasMarkdown())) func `cells and outputs are drawn, active ones are not`() {
    let page = view(
      """
      {"cells": [{"cell_type": "markdown", "source": ["# T\\n", "<script>alert(1)</script>*x*"]},
       {"cell_type": "code", "execution_count": 7, "source": "import a", "outputs": [
        {"output_type": "stream", "text": ["out\\n", "<b>"]},
        {"output_type": "display_data", "data": {"text/html": "<script>alert(2)</script>", "text/plain": "plain"}},
        {"output_type": "display_data", "data": {"image/png": "aGk=\\n", "text/plain": "p"}},
        {"output_type": "display_data", "data": {"image/png": "a\\" onerror=alert(3)"}},
        {"output_type": "error", "traceback": ["\\u001b[0;31mError\\u001b[0m: no"]}]}],
       "metadata": {"language_info": {"name": "python"}}}
      """)
    let checker = MarkupChecker(page)
    #expect(checker.faults == [] && checker.count("script") == 1)
    #expect(page.contains("<h2 id=\"md-1-t\">") && page.contains("[7]") && page.contains("&lt;b&gt;"))
    #expect(
      checker.elements.filter { $0.name == "img" }.map { $0.attributes["src"] } == [
        "data:image/png;base64,aGk="
      ])
    #expect(page.contains("Error: no") && page.contains(">plain</pre>"))
    #expect(!page.contains("alert(2)") && !page.contains("alert(3)"))
  }

  @Test(arguments: ["", "{", "[]", "{\"cells\": 3}", "{\"cells\": [1, {\"cell_type\": []}]}", "null"])
  func `what is no notebook is shown as text`(_ json: String) {
    let page = view(json)
    #expect(MarkupChecker(page).faults == [])
    #expect(json.isEmpty || page.contains("id=\"L1\"") || page.contains("class=\"cell\""))
  }

  @Test func `nesting beyond reason is text`() {
    let text = "{\"cells\": " + String(repeating: "[", count: 100_000) + "}"
    #expect(view(text).contains("id=\"L1\""))
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }

  fileprivate func range(of part: String) -> Range<String.Index>? { firstRange(of: part) }
}
