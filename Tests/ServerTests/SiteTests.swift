import Containers
import QueryEngine
import Search
import Server
import Synchronization
import Testing
import WebUI

@Suite struct `The site` {
  private static let routes = [
    "/", "/search?q=parse", "/search?q=", "/search", "/search?q=a%20(", "/repos", "/repos?name=x",
    "/explain?q=parse",
    "/explain", "/theme?set=dark&to=/repos", "/theme?set=pink", "/r/demo/engine", "/r/demo/engine@main",
    "/r/demo/engine/-/blob/Sources/Parser.swift", "/r/demo/engine/-/raw/Sources/Parser.swift", "/r/demo/none",
    "/r/demo/engine/-/blob/none", "/assets/none.css", "/opensearch.xml", "/livez", "/readyz", "/metrics",
    "/api/v1/search?q=parse", "/api/v1/search?q=(", "/api/v1/search", "/none", "/%zz", "/r/", "/r/@",
    "/r/x/-/", "//",
    "/search?q=%FF",
  ]

  @Test(arguments: routes, ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "BREW"])
  func `every reply carries the security headers`(_ target: String, _ method: String) async throws {
    let answer = try await TestSite().get(target) { $0.method = method }
    let policy = try #require(answer["Content-Security-Policy"])
    #expect(policy.contains("default-src 'none'"))
    #expect(!policy.contains("unsafe") && !policy.contains("*"))
    #expect(answer["X-Content-Type-Options"] == "nosniff")
    #expect(answer["Referrer-Policy"] == "same-origin")
    #expect(answer["Cross-Origin-Opener-Policy"] == "same-origin")
    #expect(answer["Cross-Origin-Resource-Policy"] == "same-origin")
    #expect(answer["Permissions-Policy"]?.contains("camera=()") == true)
    #expect(answer["X-Request-Id"] == "00c0ffee00c0ffee")
    #expect(answer["Cache-Control"] != nil)
    #expect(answer.status < 500)
    let values = answer.headers.flatMap { $0.value.utf8 }
    #expect(values.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    if method != "GET", method != "HEAD", answer.status != 404, answer.status != 400 {
      #expect(answer.status == 405)
      #expect(answer["Allow"] == "GET, HEAD")
    }
  }

  @Test func `a place of a file says what its name means`() async throws {
    let site = try TestSite()
    let file = "/r/demo/engine/-/blob/Sources/Parser.swift"
    let page = await site.get(file + "?at=2:8").text
    #expect(
      page.contains("id=\"meaning\"") && page.contains("<b>parse</b>")
        && page.contains("class=\"l sel\" id=\"L2\""))
    let card = await site.get(file + "?at=2:8&show=meaning")
    #expect(card.status == 200 && card.text.contains("id=\"meaning\"") && !card.text.contains("data-code"))
    let uses = await site.get(file + "?at=2:8&show=uses")
    #expect(
      uses.status == 200 && uses.text.contains("id=\"uses\"")
        && uses.text.contains("<h1>Uses of <code>parse</code></h1>"))
    // Where no name is, and beyond the text.
    for at in ["2:1", "2:99999", "99999:1", "100000000:100000000"] {
      #expect(await site.get(file + "?at=\(at)&show=meaning").text.contains("About this place"), "\(at)")
    }
    for bad in ["at=2", "at=0:1", "at=a:b", "at=2:8:1", "at=2:-1", "at=2:8&show=all", "at="] {
      #expect(await site.get(file + "?" + bad).status == 400, "\(bad)")
    }
    #expect(await site.get("/r/demo/engine/-/blob/none?at=1:1&show=uses").status == 404)
    #expect(await site.get("/r/none/-/blob/x?at=1:1&show=meaning").status == 404)
  }

  @Test func `tabs are as wide as .editorconfig says`() async throws {
    let site = try TestSite(files: [
      .init("demo/engine", ".editorconfig", "root = true\n[*]\ntab_width = 2\n[*.c]\ntab_width = 8\n"),
      .init("demo/engine", "src/.editorconfig", "[*.c]\nindent_size = 3\n[b.c]\ntab_width = unset\n"),
      .init("demo/engine", "src/a.c", "\tint a;\n"), .init("demo/engine", "src/b.c", "\tint b;\n"),
      .init("demo/engine", "a.swift", "\tlet a = 1\n"), .init("demo/engine", "b.swift", "  let b = 1\n"),
    ])
    for (path, attribute) in [
      ("src/a.c", "<div class=\"code-box\" data-tab=\"8\">"),
      ("src/b.c", "<div class=\"code-box\" data-tab=\"3\">"),
      ("a.swift", "<div class=\"code-box\" data-tab=\"2\">"), ("b.swift", "<div class=\"code-box\">"),
    ] {
      #expect(await site.get("/r/demo/engine/-/blob/\(path)").text.contains(attribute), "\(path)")
    }
  }

  @Test(arguments: [
    ("/", 200), ("/search?q=parse", 200), ("/search?q=", 200), ("/search?q=(", 400), ("/repos", 200),
    ("/r/demo/engine", 200),
    ("/r/demo/engine@main/-/blob/docs/a%20b.md", 200), ("/r/demo/engine@nope/-/blob/docs/a%20b.md", 404),
    ("/r/demo/engine@nope", 404), ("/none", 404), ("/%zz", 404), ("/search?q=%zz", 400),
    ("/search?q=%FF", 400),
    ("/search?" + String(repeating: "x", count: 40_000), 414), ("/theme?set=pink", 400),
    ("/explain?q=parse", 200),
    ("/search?q=parse&unknown=1", 200), ("/search?q=parse&ctx=99", 400),
    ("/r/demo/engine/-/blob/Sources/Parser.swift?L=x", 400),
    ("/r/demo/engine/-/blob/Sources/Parser.swift?L=99999999999999999999", 400),
    ("/api/v1/search?q=parse&x=1", 400),
    ("/api/v1/search", 400), ("/api/v1/search?q=parse&ctx=11", 400), ("/api/v1/search?q=parse&ctx=3", 200),
  ])
  func `addresses lead where they should`(_ target: String, _ status: Int) async throws {
    let answer = try await TestSite().get(target)
    #expect(answer.status == status)
    #expect(answer.bytes.count < 100_000)
  }

  @Test func `missing and forbidden look alike`() async throws {
    let site = try TestSite()
    let missingRepository = await site.get("/r/demo/none/-/blob/x.c")
    let missingFile = await site.get("/r/demo/engine/-/blob/x.c")
    let missingRevision = await site.get("/r/demo/engine@gone/-/blob/x.c")
    func body(_ answer: TestSite.Answer) -> String {
      // The address itself is on the page, for the change of theme.
      answer.text.replacing(/<input type="hidden"[^>]*>/, with: "")
    }
    #expect(missingRepository.status == 404)
    #expect(body(missingRepository) == body(missingFile))
    #expect(body(missingRepository) == body(missingRevision))
  }

  @Test func `a file page links to its bytes, and the bytes are exact and caged`() async throws {
    let site = try TestSite()
    let page = await site.get("/r/demo/tools/-/blob/%3Cimg%20src=x%20onerror=alert(1)%3E.c").text
    #expect(page.contains("href=\"/r/demo/tools/-/raw/%3Cimg%20src=x%20onerror=alert(1)%3E.c\""))
    #expect(!page.contains("<img"))
    let raw = await site.get("/r/demo/tools/-/raw/%3Cimg%20src=x%20onerror=alert(1)%3E.c")
    #expect(raw.text == "int parse;\n")
    #expect(raw["Content-Type"] == "text/plain; charset=utf-8")
    #expect(raw["Content-Security-Policy"] == "sandbox; default-src 'none'")
  }

  @Test func `a pinned commit may be kept, a branch may not`() async throws {
    let site = try TestSite()
    let pinned = await site.get("/r/demo/engine@\(FakeSearchService.commit.hex)/-/raw/docs/a%20b.md")
    #expect(pinned["Cache-Control"]?.contains("immutable") == true)
    #expect(await site.get("/r/demo/engine/-/raw/docs/a%20b.md")["Cache-Control"] == "private, no-cache")
  }

  @Test(arguments: [
    ("/search?q=a", "/search?q=a"), ("//evil.example", "/"), ("https://evil.example", "/"),
    ("/\\evil.example", "/"),
    ("/a%0d%0aSet-Cookie:x", "/"), ("", "/"),
  ])
  func `a change of theme returns to this site only`(_ wanted: String, _ location: String) async throws {
    let target = wanted.replacing("&", with: "%26").replacing("?", with: "%3F")
    let answer = try await TestSite().get("/theme?set=dark&to=\(target)")
    #expect(answer.status == 303)
    #expect(answer["Location"] == location)
    #expect(answer["Set-Cookie"]?.hasPrefix("theme=dark; Path=/") == true)
  }

  @Test(arguments: [
    ("theme=dark", true), ("a=b; theme=dark", true), ("theme=\"><script>", false), ("nontheme=dark", false),
  ])
  func `the theme comes from the cookie`(_ cookie: String, _ isDark: Bool) async throws {
    let text = try await TestSite().get("/repos") { $0.cookie = cookie }.text
    #expect(text.contains("data-theme=\"dark\"") == isDark)
    #expect(!text.contains("><script>"))
  }

  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1:7070", 200), ("127.0.0.1", "localhost", 200), ("127.0.0.1", "[::1]:7070", 200),
    ("127.0.0.1", "evil.example", 421), ("127.0.0.1", "evil.example:7070", 421),
    ("127.0.0.1", "code.intern", 200),
    ("localhost", "127.0.0.1.evil.example", 421), ("0.0.0.0", "anything.example", 200),
  ])
  func `a loopback server answers to its own names only`(_ host: String, _ name: String, _ status: Int)
    async throws
  {
    let site = try TestSite {
      $0.host = host
      $0.publicNames = ["code.intern"]
    }
    #expect(await site.get("/livez") { $0.host = name }.status == status)
  }

  @Test func `a request body that nobody wants ends the connection`() async throws {
    var request = SiteRequest(method: "POST", target: "/search")
    request.hasLargeBody = true
    let reply = try await TestSite().site.reply(to: request, id: "1")
    #expect(reply.status == 413)
    #expect(reply.closesConnection)
  }

  @Test func `without an index there are pages that say so`() async throws {
    let site = try TestSite(hasIndex: false)
    #expect(await site.get("/").status == 200)
    #expect(await site.get("/").text.contains("There is no index yet"))
    for target in ["/search?q=x", "/repos", "/r/a", "/r/a/-/blob/b", "/explain?q=x", "/api/v1/search?q=x"] {
      let answer = await site.get(target)
      #expect(answer.status == 503)
    }
    let ready = await site.get("/readyz")
    #expect(ready.status == 503)
    #expect(ready.text.contains("holds no index yet"))
    #expect(await site.get("/livez").status == 200)
  }

  @Test func `readiness and metrics tell about the index`() async throws {
    let site = try TestSite()
    #expect(
      await site.get("/readyz").text
        == "{\"generation\":7,\"indexAgeSeconds\":3600,\"reasons\":[],\"status\":\"ok\"}\n")
    _ = await site.get("/search?q=parse")
    _ = await site.get("/r/secret/name")
    let text = await site.get("/metrics").text
    #expect(text.contains("alidade_index_bytes 4096\n"))
    #expect(
      text.contains(
        "alidade_http_request_duration_seconds_count{method=\"GET\",route=\"/search\",code=\"200\"} 1\n"))
    #expect(text.contains("alidade_search_duration_seconds_bucket{stage=\"total\",le=\"+Inf\"} 1\n"))
    #expect(!text.contains("secret"))
    // Every sample belongs to a family that is declared.
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let name = line.prefix { $0 != "{" && $0 != " " }
      let family = ["_bucket", "_sum", "_count"].reduce(String(name)) { name, suffix in
        name.hasSuffix(suffix) && text.contains("# TYPE \(name.dropLast(suffix.count)) histogram")
          ? String(name.dropLast(suffix.count)) : name
      }
      #expect(text.contains("# TYPE \(family) "))
    }
  }

  @Test func `assets are kept for ever and found by their hash only`() async throws {
    let site = try TestSite()
    let page = await site.get("/").text
    let address = try #require(page.firstMatch(of: /href="(\/assets\/alidade-[0-9a-f]+\.css)"/)).1
    let asset = await site.get(String(address))
    #expect(asset.status == 200)
    #expect(asset["Content-Type"] == "text/css; charset=utf-8")
    #expect(asset["Cache-Control"] == "public, max-age=31536000, immutable")
    #expect(await site.get("/assets/alidade-0.css").status == 404)
    #expect(await site.get("/assets/../../etc/passwd").status == 404)
  }

  /// Milliseconds of one page's search after another, nil where none ended in time, and whether the last is kept.
  @Test(arguments: [
    ([3], true), ([100], true), ([101], false), ([nil], false), ([700, nil], false), ([700, 3], true),
    ([700, 600, 500], true), ([nil, nil, nil], true),
  ])
  func `the landing page keeps the time of a quick search, and of a slow one after three`(
    _ times: [Int?], _ isKept: Bool
  ) {
    let cache = LandingCache()
    for time in times {
      #expect(cache.page(for: 1) == nil)
      cache.keep(Self.landingPage(time), for: 1)
    }
    #expect((cache.page(for: 1) != nil) == isKept)
    #expect(!isKept || cache.page(for: 1)?.answer?.summary.statistics.elapsed == Self.elapsed(times.last!))
    // A newer index is another matter, and so is the older one then.
    #expect(cache.page(for: 2) == nil)
    cache.keep(Self.landingPage(700), for: 2)
    #expect(cache.page(for: 2) == nil)
    #expect(cache.page(for: 1) == nil)
  }

  private static func elapsed(_ milliseconds: Int?) -> Duration? { milliseconds.map { .milliseconds($0) } }

  private static func landingPage(_ milliseconds: Int?) -> LandingPage {
    var page = LandingPage(repositories: [], documents: 1, textBytes: 1, indexBytes: 1, hasIndex: true)
    guard let elapsed = elapsed(milliseconds) else { return page }
    var summary = SearchSummary()
    summary.statistics.elapsed = elapsed
    page.answer = .init(query: "main", matches: [], summary: summary)
    return page
  }

  @Test func `the landing page does not search for ever`() async throws {
    let searches = Mutex(0)
    let site = try TestSite(
      behaviour: .init(elapsed: {
        searches.withLock { $0 += 1 }
        return .milliseconds(700)
      }))
    for _ in 0..<LandingCache.makingsMax {
      let before = searches.withLock { $0 }
      _ = await site.get("/")
      #expect(searches.withLock { $0 } > before)
    }
    let before = searches.withLock { $0 }
    _ = await site.get("/")
    #expect(searches.withLock { $0 } == before)
  }

  @Test func `a fault inside is told by number and logged with its reason`() async throws {
    let failure = SearchError(.corrupt, subject: "0001.seg", reason: "bad checksum")
    let site = try TestSite(behaviour: .init(failure: failure))
    let answer = await site.get("/api/v1/search?q=x")
    #expect(answer.status == 500)
    #expect(answer.text.contains("00c0ffee00c0ffee"))
    #expect(!answer.text.contains("0001.seg"))
    #expect(
      site.log.lines.withLock { $0 }.contains { $0.contains("00c0ffee00c0ffee") && $0.contains("0001.seg") })
  }

  @Test(arguments: ["/search", "/explain", "/search.atom"])
  func `code that is none is told with its place before the page begins`(_ path: String) async throws {
    let fault = QueryError(
      .invalidStructure("x"), range: 7..<8, description: "not C: the code can't go on here",
      suggestion: "close it")
    let site = try TestSite(behaviour: .init(structureFault: fault))
    let answer = await site.get(path + "?q=struct:f(%24X%20lang:c")
    #expect(answer.status == 400)
    #expect(answer.text.contains("That query cannot be read") && answer.text.contains("Close it"))
    #expect(await site.get(path + "?q=parse").status == 200)
  }

  @Test(arguments: ["search", "explain"])
  func `the interface says what is wrong with a pattern of code`(_ name: String) async throws {
    let fault = QueryError(
      .invalidStructure("x"), range: 7..<8, description: "not C: the code can't go on here")
    let site = try TestSite(behaviour: .init(structureFault: fault))
    let answer = await site.get("/api/v1/\(name)?q=struct:f(%24X%20lang:c")
    #expect(answer.status == 400 && answer.text.contains("can't go on here"))
  }
}
