import Containers
import Platform
import Server
import Synchronization
import Testing

@Suite struct `HTTP` {
  @Test func `what is as the index is can be asked for again`() async throws {
    let site = try TestSite()
    for target in ["/r/demo/engine", "/repos", "/api/v1/repos", "/r/demo/engine/-/raw/docs/a%20b.md"] {
      let first = await site.get(target)
      let tag = try #require(first["ETag"], "\(target)")
      #expect(first["Cache-Control"]?.contains("no-cache") == true)
      for wanted in [tag, "W/\(tag)", "\"x\", \(tag)", "*", "\(tag.dropLast())-gzip\""] {
        let again = await site.get(target) { $0.ifNoneMatch = wanted }
        #expect(again.status == 304, "\(target) \(wanted)")
        #expect(again.bytes.isEmpty)
        #expect(again["ETag"] == tag && again["Content-Type"] == nil && again["Vary"] == first["Vary"])
      }
      #expect(await site.get(target) { $0.ifNoneMatch = "\"other\"" }.status == 200)
    }
  }

  @Test func `what names a commit is kept for ever`() async throws {
    let commit = FakeSearchService.commit.hex
    let site = try TestSite()
    let answer = await site.get("/api/v1/repos/demo/engine/-/file?path=docs/a+b.md&rev=\(commit)")
    #expect(answer["Cache-Control"] == "private, max-age=31536000, immutable")
    #expect(answer["ETag"]?.hasPrefix("\"") == true)
  }

  @Test(
    arguments: [
      ("gzip", "gzip"), ("br", "br"), ("deflate", "deflate"), ("gzip, br", "br"), ("br;q=0, gzip", "gzip"),
      ("*", "br"), ("gzip;q=0.2, deflate;q=0.9", "deflate"), ("identity, gzip;q=0.5", nil), ("zstd", nil),
      ("", nil), ("*;q=0", nil),
    ] as [(String, String?)])
  func `pages are compressed for who takes it`(_ accept: String, _ name: String?) async throws {
    let site = try TestSite()
    let plain = await site.get("/repos")
    let answer = await site.get("/repos") { $0.acceptEncoding = accept }
    if name == "br", !loadCompressionLibraries().contains(where: { $0.name == "br" }) { return }
    #expect(answer["Content-Encoding"] == name)
    #expect(answer["Vary"]?.contains("Accept-Encoding") == true)
    #expect(name == nil || answer.bytes.count < plain.bytes.count / 2)
    #expect((answer["ETag"] == plain["ETag"]) == (name == nil))
  }

  @Test func `small bodies are left as they are`() async throws {
    let answer = try await TestSite().get("/livez") { $0.acceptEncoding = "gzip" }
    #expect(answer["Content-Encoding"] == nil)
  }

  @Test(arguments: [
    ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true),
    ("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", true),
    ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", false),
    ("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false),
    ("00-00000000000000000000000000000000-b7ad6b7169203331-01", false),
    ("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false), ("", false), ("00-x", false),
  ])
  func `a trace goes on through the server`(_ header: String, _ isValid: Bool) async throws {
    let site = try TestSite { $0.logFormat = .json }
    let answer = await site.get("/repos") { $0.traceParent = header }
    #expect((answer["traceparent"]?.contains("0af7651916cd43dd8448eb211c80319c") == true) == isValid)
    let line = try #require(site.log.lines.withLock { $0.last })
    #expect(line.contains("\"trace\":\"0af7651916cd43dd8448eb211c80319c\"") == isValid)
  }

  @Test func `each request is one line of JSON without what was asked for`() async throws {
    let site = try TestSite { $0.logFormat = .json }
    _ = await site.get("/search?q=secret")
    _ = await site.get("/r/secret/-/blob/secret")
    let lines = site.log.lines.withLock { $0 }
    #expect(lines.count == 2)
    for line in lines {
      #expect(line.hasPrefix("{\"time\":\"20") && line.hasSuffix("}"))
      for name in ["level", "id", "method", "route", "status", "bytes", "durationMilliseconds"] {
        #expect(line.contains("\"\(name)\":"), "\(name)")
      }
      #expect(!line.contains("secret"))
    }
    #expect(lines[1].contains("\"route\":\"/r/{repo}/-/blob\",\"status\":404"))
  }

  @Test func `a client has its share, as page and as problem`() async throws {
    let site = try TestSite { $0.searchesPerMinute = 2 }
    func search(_ target: String, _ peer: String) async -> TestSite.Answer {
      await site.get(target) { $0.peer = peer }
    }
    let first = await search("/search?q=parse", "192.0.2.1")
    #expect(first["RateLimit-Policy"] == "\"search\";q=2;w=60")
    #expect(first["RateLimit"]?.hasPrefix("\"search\";r=1;t=") == true)
    #expect(await search("/search?q=parse", "192.0.2.1").status == 200)
    let page = await search("/search?q=parse", "192.0.2.1")
    #expect(page.status == 429 && page["Content-Type"]?.hasPrefix("text/html") == true)
    #expect(page["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
    let problem = await search("/api/v1/search?q=parse", "192.0.2.1")
    #expect(problem.status == 429 && problem.text.contains("/docs/problems/rate-limited"))
    // Others, pages and files have shares of their own.
    #expect(await search("/search?q=parse", "192.0.2.2").status == 200)
    #expect(await search("/repos", "192.0.2.1").status == 200)
    #expect(await search("/livez", "192.0.2.1")["RateLimit"] == nil)
  }

  @Test func `clients behind a trusted proxy are told apart, others cannot pretend`() async throws {
    let site = try TestSite {
      $0.searchesPerMinute = 1
      $0.trustedProxies = ["10.0.0.1"]
    }
    func status(_ peer: String, _ forwarded: String?) async -> Int {
      await site.get("/search?q=parse") {
        $0.peer = peer
        $0.forwardedFor = forwarded
      }.status
    }
    #expect(await status("10.0.0.1", "192.0.2.1") == 200)
    #expect(await status("10.0.0.1", "192.0.2.2") == 200)
    #expect(await status("10.0.0.1", "203.0.113.9, 192.0.2.2") == 429)
    #expect(await status("192.0.2.9", "192.0.2.3") == 200)
    #expect(await status("192.0.2.9", "192.0.2.4") == 429)
  }

  @Test func `metrics have the names that were promised`() async throws {
    let site = try TestSite()
    _ = await site.get("/search?q=parse")
    _ = await site.get("/api/v1/search?q=parse") { $0.method = "BREW" }
    let text = await site.get("/metrics").text
    for name in [
      "alidade_http_request_duration_seconds_bucket{method=\"GET\",route=\"/search\",code=\"200\",le=\"0.0005\"}",
      "alidade_http_request_duration_seconds_count{method=\"other\",route=\"/api/v1/search\",code=\"405\"} 1",
      "alidade_search_duration_seconds_count{stage=\"search\"} 1",
      "alidade_search_first_result_seconds_count 1",
      "alidade_search_candidates_total ", "alidade_index_bytes ", "alidade_build_info{version=",
    ] { #expect(text.contains(name), "\(name)") }
  }
}

@Suite struct `Shares` {
  @Test func `a bucket fills steadily and never over its brim`() {
    let time = Mutex(0)
    let limiter = RateLimitProbe(perMinute: 60) { time.withLock { $0 } }
    func wait(_ seconds: Int) { time.withLock { $0 += seconds * 1_000_000_000 } }
    for _ in 0..<60 { #expect(limiter.isGranted("192.0.2.1")) }
    #expect(!limiter.isGranted("192.0.2.1"))
    wait(1)
    #expect(limiter.isGranted("192.0.2.1"))
    #expect(!limiter.isGranted("192.0.2.1"))
    wait(3600)
    for _ in 0..<60 { #expect(limiter.isGranted("192.0.2.1")) }
    #expect(!limiter.isGranted("192.0.2.1"))
  }

  @Test func `a flood of addresses takes bounded memory`() {
    let limiter = RateLimitProbe(perMinute: 1) { 0 }
    for number in 0..<200_000 {
      _ = limiter.isGranted("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)")
    }
    #expect(limiter.clientCount <= 65_536)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1:80", true), ("192.0.2.1", "192.0.2.2", false),
    ("2001:db8::1", "2001:db8::2", true),
    ("2001:db8::1", "[2001:db8::ffff:2]:443", true), ("2001:db8::1", "2001:db8:1::1", false),
    ("192.0.2.1", "::ffff:192.0.2.1", true), ("fe80::1%eth0", "fe80::2", true), ("::1", "0.0.0.0", false),
  ])
  func `addresses of one client are one`(_ left: String, _ right: String, _ isSame: Bool) {
    let limiter = RateLimitProbe(perMinute: 1) { 0 }
    #expect(limiter.isGranted(left))
    #expect(limiter.isGranted(right) != isSame)
  }

  @Test(arguments: [
    "", "x", "1.2.3", "1.2.3.4.5", "256.1.1.1", ":", ":::", "1::2::3", "1:2:3:4:5:6:7:8:9", "[::1", "12345::",
  ])
  func `what is no address is nobody in particular`(_ text: String) {
    let limiter = RateLimitProbe(perMinute: 1) { 0 }
    #expect(limiter.isGranted(text))
    #expect(!limiter.isGranted("not an address"))
  }
}
