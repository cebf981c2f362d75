import Search
import Server
import Testing

@Suite struct `The API` {
  @Test func `every operation is in the table once and has a route`() async throws {
    #expect(Set(APIOperation.all.map(\.id)).count == APIOperation.all.count)
    #expect(Set(APIOperation.all.map(\.id)) == Set(APIOperation.ID.allCases))
    let site = try TestSite()
    for operation in APIOperation.all {
      let path = operation.route.replacing("{repo}", with: "demo/engine").replacing("{sha}", with: "1a2b")
      #expect(
        await site.get(path).status != 404 || operation.path.contains("{sha}") || operation.path.contains("{id}"),
        "\(path)")
    }
  }

  @Test func `every problem has a page of its own and a status`() {
    for problem in Problem.allCases {
      #expect(problem.address == "/docs/problems/\(problem.rawValue)")
      #expect((400..<600).contains(problem.status))
      #expect(problem.meaning.hasSuffix(".") && problem.remedy.hasSuffix("."))
    }
  }

  @Test(arguments: [
    ("repos", "\"total\":2"), ("repos?q=TOOL", "\"name\":\"demo/tools\""),
    ("repos/demo/engine", "\"files\":2"), ("repos/demo%2Fengine", "\"name\":\"demo/engine\""),
    ("repos/demo/engine/-/files", "\"path\":\"Sources/Parser.swift\""),
    ("repos/demo/engine/-/files?q=PARSER+swift", "\"total\":1"),
    ("repos/demo/engine/-/files?q=nothing", "\"total\":0"),
    ("repos/demo/engine/-/tree", "\"name\":\"Sources\",\"kind\":\"folder\""),
    ("repos/demo/engine/-/tree?path=docs/", "\"name\":\"a b.md\",\"kind\":\"file\""),
    ("repos/demo/engine/-/file?path=docs/a+b.md", "\"text\":\"how to parse\\n\""),
    ("repos/demo/engine/-/file?path=Sources/Parser.swift&lines=2", "\"text\":\"  func parse() {}\\n\""),
    ("repos/demo/engine/-/file?path=Sources/Parser.swift&lines=3-99", "\"firstLine\":3,\"lastLine\":4"),
    ("repos/demo/engine/-/file?path=Sources/Parser.swift&lines=50-60", "\"lineCount\":4,\"text\":\"\""),
    ("suggestions?q=lang:sw", "\"label\":\"Swift\""),
    ("suggestions?q=repo:eng", "\"insert\":\"^demo/engine$\",\"start\":5,\"end\":8"),
    ("suggestions?q=rev:m+x&at=5", "\"insert\":\"main\",\"start\":4,\"end\":5"),
    ("suggestions?q=Pars", "\"kind\":\"symbol\",\"label\":\"parse\",\"insert\":\"sym:parse\""),
    ("suggestions?q=sym:Pars", "\"label\":\"Parser\",\"insert\":\"Parser\",\"start\":4,\"end\":8"),
    ("suggestions?q=type:symbol+Pars", "\"label\":\"parse\",\"insert\":\"parse\""),
    ("suggestions?q=x+ca&format=opensearch", "[\"x ca\",[\"x case:\"]"),
    ("search?q=parse", "\"isComplete\":true"), ("search?q=parse&view=count", "\"files\":[]"),
    ("explain?q=parse", "\"stages\":[{\"name\":\"documents in the index\",\"count\":3}]"),
    ("resolve?remote=git@example.org:demo/engine.git", "\"match\":\"ownerAndName\""),
    ("resolve?remote=https://x/Demo/Tools.git", "\"url\":\"/r/demo/tools\""),
    (
      "resolve?remote=demo/engine&path=docs/a+b.md&line=1",
      "\"url\":\"/r/demo/engine/-/blob/docs/a%20b.md?view=code#L1\""
    ),
    ("symbols?name=parse", "\"kind\":\"method\""), ("symbols?name=nothing", "\"total\":0"),
    ("repos/demo/engine/-/symbols?path=Sources/Parser.swift", "\"container\":\"Parser\""),
    ("status", "\"generation\":7"), ("openapi.json", "\"openapi\":\"3.1.1\""),
  ])
  func `answers hold what they should`(_ target: String, _ part: String) async throws {
    let answer = try await TestSite().get("/api/v1/\(target)")
    #expect(answer.status == 200)
    #expect(answer.text.contains(part), "\(answer.text)")
    #expect(answer["Content-Type"]?.contains("json") == true)
  }

  @Test(arguments: [
    ("repos?limit=0", "#/limit"), ("repos?limit=99999999999999999999", "#/limit"),
    ("repos?limit=1&limit=2", "#/limit"),
    ("repos?limit=%2B1", "#/limit"), ("repos?cursor=!!", "#/cursor"), ("repos?cursor=zz-0-0", "#/cursor"),
    ("repos?colour=red", "#/colour"), ("search", "#/q"), ("search?q=", "#/q"), ("search?q=a%00b", "#/q"),
    ("search?q=a&ctx=11", "#/ctx"), ("search?q=a&view=map", "#/view"), ("search?q=a+(", "\"column\":2"),
    ("repos/demo/engine/-/file", "#/path"), ("repos/demo/engine/-/file?path=a&lines=0", "#/lines"),
    ("repos/demo/engine/-/file?path=a&lines=5-", "#/lines"), ("explain?q=a&repo=x", "#/path"),
    ("symbols", "#/name"), ("symbols?name=a&kind=thing", "#/kind"), ("symbols?name=a&q=(", "\"column\":0"),
    ("symbols?name=(&match=regex", "\"column\":0"), ("repos/demo/engine/-/symbols", "#/path"),
    ("status?x=1", "takes no parameters"),
  ])
  func `bad parameters are refused by name`(_ target: String, _ part: String) async throws {
    let answer = try await TestSite().get("/api/v1/\(target)")
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(answer.text.contains(part), "\(answer.text)")
    #expect(answer.text.contains("\"type\":\"/docs/problems/bad-"))
  }

  @Test(arguments: [
    ("repos/none", 404), ("repos/", 404), ("repos/none/-/files", 404), ("repos/demo/engine/-/none", 404),
    ("repos/demo/engine/-/file?path=none", 404), ("repos/demo/engine/-/tree?path=none", 404),
    ("repos/demo/engine/-/file?path=../../etc/passwd", 404), ("repos/demo/engine/-/tree?rev=gone", 404),
    ("resolve?remote=git@example.org:a/b.git", 404), ("nothing", 404), ("", 404),
    ("repos/%FF", 404), ("search?q=%FF", 400), ("search?q=%zz", 400),
  ])
  func `what is not there is a problem document too`(_ target: String, _ status: Int) async throws {
    let answer = try await TestSite().get("/api/v1/\(target)")
    #expect(answer.status == status)
    #expect(answer["Content-Type"] == "application/problem+json")
  }

  @Test func `a cursor leads through all pages and belongs to its question`() async throws {
    let site = try TestSite()
    let first = await site.get("/api/v1/repos/demo/engine/-/files?limit=1")
    #expect(first.text.contains("Parser.swift") && !first.text.contains("a b.md"))
    let link = try #require(first["Link"])
    let next = try #require(link.firstMatch(of: /<(.*)>; rel="next"/)?.1)
    let second = await site.get(String(next))
    #expect(second.text.contains("a b.md") && !second.text.contains("Parser.swift"))
    #expect(second["Link"] == nil && !second.text.contains("cursor"))
    let cursor = try #require(next.split(separator: "cursor=").last)
    #expect(await site.get("/api/v1/repos/demo/tools/-/files?cursor=\(cursor)").status == 400)
    let parts = cursor.split(separator: "-")
    let older = await site.get("/api/v1/repos/demo/engine/-/files?limit=1&cursor=6-\(parts[1])-\(parts[2])")
    #expect(older.status == 410)
    #expect(older.text.contains("/docs/problems/cursor-expired"))
  }

  @Test(
    arguments: [
      (nil, "application/json"), ("*/*", "application/json"), ("application/*", "application/json"),
      ("text/event-stream", "text/event-stream"), ("application/x-ndjson", "application/x-ndjson"),
      ("application/json;q=0.5, text/event-stream", "text/event-stream"),
      ("text/*;q=0.3, */*;q=0.2", "text/event-stream"), ("application/json;q=0, */*", "text/event-stream"),
      ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"), ("nonsense", "application/json"),
      ("text/html", nil), ("application/json;q=0", nil), ("image/*, text/plain", nil),
    ] as [(String?, String?)])
  func `the client chooses the form`(_ accept: String?, _ type: String?) async throws {
    let answer = try await TestSite().get("/api/v1/search?q=parse") { $0.accept = accept }
    #expect(answer.status == (type == nil ? 406 : 200))
    #expect(answer["Content-Type"] == (type ?? "application/problem+json"))
  }

  @Test func `events come in order and end with one done`() async throws {
    let site = try TestSite(behaviour: .init(limits: [.timeLimit(.seconds(10))], notes: ["a note"]))
    let text = await site.get("/api/v1/search?q=parse") { $0.accept = "text/event-stream" }.text
    let events = text.split(separator: "\n\n").compactMap { $0.firstMatch(of: /event: (.*)\ndata: \{/)?.1 }
    #expect(
      events == ["matches", "matches", "matches", "progress", "filters", "alert", "alert", "done"])
    #expect(text.contains("\"query\":\"parse timeout:60s\""))
    #expect(text.hasSuffix("\n\n"))
  }

  @Test func `a fault after the first event is the last event`() async throws {
    let failure = SearchError(.corrupt, subject: "0001.seg", reason: "bad checksum")
    let site = try TestSite(behaviour: .init(lateFailure: failure))
    let text = await site.get("/api/v1/search?q=parse") { $0.accept = "application/x-ndjson" }.text
    let last = try #require(text.split(separator: "\n").last)
    #expect(last.hasPrefix("{\"type\":\"error\"") || last.contains("/docs/problems/search-stopped"))
    #expect(!text.contains("0001.seg") && !text.contains("\"done\""))
  }

  @Test func `an answer has a size whatever is found`() async throws {
    let files = (0..<400).map { number in
      FakeSearchService.File(
        "demo/big", "\(number).c",
        String(repeating: "parse " + String(repeating: "x", count: 400) + "\n", count: 90))
    }
    let site = try TestSite(files: files)
    for accept in ["application/json", "text/event-stream"] {
      let answer = await site.get("/api/v1/search?q=parse&limit=200") { $0.accept = accept }
      #expect(answer.bytes.count < 14 << 20)
      #expect(answer.text.contains("answerSize"))
      #expect(answer.text.contains("\"isComplete\":false"))
    }
  }

  @Test func `bytes that are not text are kept`() async throws {
    var file = FakeSearchService.File("demo/raw", "x.c", "")
    file.path = [0x61, 0xFF]
    file.text = Array("parse ".utf8) + [0xFE]
    let text = try await TestSite(files: [file]).get("/api/v1/search?q=parse").text
    #expect(text.contains("\"path\":\"a\u{FFFD}\",\"pathBytes\":\"Yf8=\""))
    #expect(text.contains("\"text\":\"parse \u{FFFD}\",\"bytes\":\"cGFyc2Ug/g==\""))
  }

  @Test func `a finder gets all paths at once, as paths alone`() async throws {
    let files = (0..<1500).map { FakeSearchService.File("demo/big", "src/f\($0).c", "x\n") }
    let site = try TestSite(files: files)
    let whole = await site.get("/api/v1/repos/demo/big/-/files?view=paths")
    let text = whole.text
    #expect(whole.status == 200 && text.contains("\"isComplete\":true") && text.contains("\"total\":1500"))
    #expect(text.contains("\"base\":\"/r/demo/big/-/blob\"") && text.contains("\"files\":[]"))
    #expect(text.ranges(of: "src/f").count == 1500)
    let tag = try #require(whole["ETag"])
    let again = await site.get("/api/v1/repos/demo/big/-/files?view=paths") { $0.ifNoneMatch = tag }
    #expect(again.status == 304 && again.bytes.isEmpty)
    let found = await site.get("/api/v1/repos/demo/big/-/files?view=paths&q=f149").text
    #expect(found.contains("\"total\":11"))
    let more = (0..<20_001).map { FakeSearchService.File("demo/big", "f\($0)", "") }
    let part = await (try TestSite(files: more)).get("/api/v1/repos/demo/big/-/files?view=paths").text
    #expect(part.contains("\"isComplete\":false") && part.contains("\"total\":20001"))
    #expect(part.ranges(of: "\"f").count < 1010)
  }
}
