import Containers
import Search
import Server
import Synchronization
import Testing

@Suite struct `Streaming results` {
  private static let search = SiteRequest(target: "/search?q=parse")

  private func stream(_ reply: Reply) throws -> ChunkQueue {
    guard case .stream(let queue) = reply.body else { throw Unexpected() }
    return queue
  }

  private struct Unexpected: Error {}

  @Test func `the head comes first, then cards, then facets, notices and status`() async throws {
    let text = try await TestSite().get("/search?q=parse").text
    let order = [
      "<!doctype html>", "<h1", "<slot name=\"status\">Searching", "<ol class=\"cards\">",
      "Parser.swift", "a b.md", "</ol>", "slot=\"facets\"", "slot=\"notices\"", "<span slot=\"status\">",
      "</html>",
    ]
    var rest = text[...]
    for part in order {
      let found = try #require(rest.firstRange(of: part), "\(part) is missing or too early")
      rest = rest[found.upperBound...]
    }
    #expect(text.contains("4 matches</b> in 3 files"))
    #expect(!text.contains("<script>"))
  }

  @Test func `head and first result are sent before the search ends`() async throws {
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let site = try TestSite(behaviour: .init(pause: { for await _ in gate {} }))
    let queue = try stream(await site.site.reply(to: Self.search, id: "1"))
    var text = ""
    while !text.contains("Parser.swift"), let chunk = await queue.next() {
      text += String(decoding: chunk, as: UTF8.self)
    }
    #expect(text.contains("Searching…"))
    #expect(!text.contains("</ol>"))
    opener.finish()
    while let chunk = await queue.next() { text += String(decoding: chunk, as: UTF8.self) }
    #expect(text.hasSuffix("</html>\n"))
  }

  @Test func `a fault after the first byte is seen and ends a valid document`() async throws {
    let failure = SearchError(.corrupt, subject: "0001.seg", reason: "bad checksum")
    let site = try TestSite(behaviour: .init(lateFailure: failure))
    let answer = await site.get("/search?q=parse")
    #expect(answer.status == 200)
    #expect(answer.text.contains("role=\"alert\""))
    #expect(answer.text.contains("The search stopped."))
    #expect(!answer.text.contains("0001.seg"))
    #expect(answer.text.hasSuffix("</html>\n"))
    #expect(site.log.lines.withLock { $0 }.contains { $0.contains("0001.seg") })
  }

  @Test func `a reader that goes away cancels the search`() async throws {
    let (cancelled, report) = AsyncStream<Void>.makeStream()
    let site = try TestSite(
      behaviour: .init(
        pause: { try? await Task.sleep(for: .seconds(3600)) },
        onCancelled: { report.finish() }))
    let queue = try stream(await site.site.reply(to: Self.search, id: "1"))
    _ = await queue.next()
    queue.cancel()
    for await _ in cancelled {}
    #expect(await queue.next() == nil)
  }

  @Test func `too many searches are refused with a time to come again`() async throws {
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let hold = Hold(gate)
    let site = try TestSite(behaviour: .init(pause: { await hold.wait() }))
    var queues: [ChunkQueue] = []
    var refused: Reply?
    for _ in 0..<1000 {
      let reply = await site.site.reply(to: Self.search, id: "1")
      if reply.status == 503 {
        refused = reply
        break
      }
      queues.append(try stream(reply))
    }
    #expect(refused?.headers.contains { $0.name == "Retry-After" } == true)
    #expect(await site.get("/metrics").text.contains("alidade_searches_rejected_total 1\n"))
    opener.finish()
    for queue in queues { while await queue.next() != nil {} }
    // Slots are free again: nobody waits for readers.
    #expect(await site.get("/search?q=parse").status == 200)
  }

  /// Lets any number of tasks wait for one event.
  private actor Hold {
    private let event: Task<Void, Never>
    init(_ stream: AsyncStream<Void>) { event = Task { for await _ in stream {} } }
    func wait() async { await event.value }
  }

  @Test func `a page has a size whatever is found`() async throws {
    let files = (0..<300).map { number in
      FakeSearchService.File(
        "demo/big", "\(number).c",
        String(repeating: "parse " + String(repeating: "x", count: 390) + "\n", count: 60))
    }
    let answer = try await TestSite(files: files).get("/search?q=parse+count:300&fragments=all")
    #expect(answer.bytes.count < 5 << 20)
    #expect(answer.text.contains("<b>The best "))
    #expect(answer.text.hasSuffix("</html>\n"))
  }

  @Test func `counting all matches does not draw all of them`() async throws {
    let files = (0..<500).map { FakeSearchService.File("demo/big", "\($0).c", "parse\n") }
    let text = try await TestSite(files: files).get("/search?q=parse+count:all").text
    #expect(text.contains("<b>500 matches</b> in 500 files"))
    #expect(text.contains("<b>The best 200 files of 500 are shown.</b>"))
    #expect(text.matches(of: /<li class="card"/).count == 200)
  }

  @Test func `limits, skipped files and notes are told with a way out`() async throws {
    let site = try TestSite(
      behaviour: .init(
        limits: [.matchLimit(shown: 500), .timeLimit(.seconds(10))],
        skipped: [SkippedCount(45, "binary"), SkippedCount(0, "too long")],
        notes: ["fork:no left out 3 repositories"]))
    let text = await site.get("/search?q=parse").text
    #expect(text.contains("/search?q=parse+count:all"))
    #expect(text.contains("/search?q=parse+timeout:60s"))
    #expect(text.contains("Not searchable: 45 files (binary). <a href=\"/search?q=lang:skipped\">"))
    #expect(text.contains("fork:no left out 3 repositories"))
    #expect(text.contains("At least 4 matches"))
  }

  @Test func `a search without results says how its parts did and what would find something`() async throws {
    let text = try await TestSite().get("/search?q=parse+zebra").text
    #expect(text.contains("<code>parse</code> <span class=\"muted\">in 3 files</span>"))
    #expect(text.contains("<code>zebra</code> <span class=\"muted\">in no file</span>"))
    #expect(
      text.contains("<a href=\"/search?q=parse\">Without zebra</a> <span class=\"muted\">3 files</span>"))
  }

  @Test func `programs get lines of JSON when they ask for them`() async throws {
    let answer = try await TestSite().get("/api/v1/search?q=parse") { $0.accept = "application/x-ndjson" }
    #expect(answer["Content-Type"] == "application/x-ndjson")
    let lines = answer.text.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.prefix(3).allSatisfy { $0.hasPrefix("{\"type\":\"matches\"") })
    #expect(lines.last?.contains("\"type\":\"done\"") == true)
    #expect(lines.last?.contains("\"isComplete\":true") == true)
  }

  @Test func `a query error has its place in the problem document`() async throws {
    let answer = try await TestSite().get("/api/v1/search?q=a+(b")
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(answer.text.contains("\"column\":2"))
    #expect(answer.text.contains("\"pointer\":\"#/q\""))
  }

  @Test func `a page that nobody reads ends its search and frees its place`() async throws {
    let files = (0..<300).map { number in
      FakeSearchService.File(
        "demo/big", "\(number).c",
        String(repeating: "parse " + String(repeating: "x", count: 390) + "\n", count: 60))
    }
    let site = try TestSite(files: files) { $0.readerPatience = .milliseconds(1) }
    let request = SiteRequest(target: "/search?q=parse+count:300&fragments=all")
    let queue = try stream(await site.site.reply(to: request, id: "1"))
    // The page is finished before anybody reads it.
    while site.site.runningSearchCount > 0 { await Task.yield() }
    var bytes: [UInt8] = []
    while let chunk = await queue.next() { bytes += chunk }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("The search stopped.</b> Its results were not read for too long."))
    #expect(text.hasSuffix("</html>\n"))
    #expect(bytes.count < 1 << 20)
  }

  @Test func `a producer is held back until its reader has taken what there is`() async throws {
    let queue = ChunkQueue()
    #expect(await queue.room(for: 10, within: .zero))
    queue.append(Array(repeating: 1, count: 11))
    #expect(await !queue.room(for: 10, within: .zero))
    async let hasRoom = queue.room(for: 10, within: .seconds(3600))
    #expect(await queue.next()?.count == 11)
    #expect(await hasRoom)
    queue.append(Array(repeating: 1, count: 11))
    async let isHeld = queue.room(for: 10, within: .seconds(3600))
    queue.cancel()
    #expect(await !isHeld)
  }

  @Test func `the stop link ends the search with what it has`() async throws {
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let site = try TestSite(behaviour: .init(pause: { for await _ in gate {} }))
    let queue = try stream(await site.site.reply(to: Self.search, id: "00c0ffee"))
    var text = ""
    while !text.contains("Parser.swift"), let chunk = await queue.next() {
      text += String(decoding: chunk, as: UTF8.self)
    }
    #expect(text.contains("href=\"/search?stop=00c0ffee\""))
    let answer = await site.get("/search?stop=00c0ffee")
    #expect(answer.status == 204 && answer.bytes.isEmpty)
    opener.finish()
    while let chunk = await queue.next() { text += String(decoding: chunk, as: UTF8.self) }
    #expect(text.contains("The search was stopped."))
    #expect(text.contains("At least"))
    #expect(await site.get("/search?stop=nobody").status == 204)
  }

  @Test func `a list has no lines, a count has no files`() async throws {
    let list = try await TestSite().get("/search?q=parse&view=list").text
    #expect(list.contains("Parser.swift") && !list.contains("<pre><span class=\"l"))
    #expect(list.contains("alidade search -l parse"))
    let count = try await TestSite().get("/search?q=parse&view=count").text
    #expect(count.contains("<b>4 matches</b> in 3 files"))
    #expect(!count.contains("class=\"card\""))
    #expect(count.contains("/search?q=parse+repo:%5Edemo/engine$&amp;view=count"))
  }

  @Test func `a long answer goes on after its cursor`() async throws {
    let files = (0..<120).map { FakeSearchService.File("demo/big", "\($0).c", "parse\n") }
    let site = try TestSite(files: files)
    var target = "/search?q=parse"
    var seen: [String] = []
    for page in 0..<3 {
      let text = await site.get(target).text
      seen += text.matches(of: /class="path" data-open="" href="([^"#]+)/).map { String($0.1) }
      #expect(text.contains("rel=\"next\"") == (page < 2))
      #expect(text.contains("First page") == (page > 0))
      if let next = text.firstMatch(of: /rel="next" class="next" href="([^"]+)"/) {
        target = String(next.1).replacing("&amp;", with: "&")
      }
    }
    #expect(Set(seen).count == 120 && seen.count == 120)
    let forged = await site.get("/search?q=parse&after=forged")
    #expect(forged.status == 400 && forged.text.contains("Search for <code>parse</code>"))
  }

  @Test func `a feed has an entry per file, known by its content`() async throws {
    let answer = try await TestSite().get("/search.atom?q=parse")
    #expect(answer["Content-Type"] == "application/atom+xml; charset=utf-8")
    let ids = answer.text.matches(of: /<id>tag:alidade,2026:\/r\/([^<]+)<\/id>/).map { String($0.1) }
    #expect(ids.count == 3)
    #expect(ids.contains("demo/engine/-/raw/Sources/Parser.swift#\(FakeSearchService.commit.hex)"))
    #expect(answer.text.contains("3:   // parse &lt;script&gt;"))
    #expect(try await TestSite().get("/search.atom?q=parse").text == answer.text)
    let many = (0..<200).map { FakeSearchService.File("demo/big", "\($0).c", "parse\n") }
    #expect(
      try await TestSite(files: many).get("/search.atom?q=parse").text.matches(of: /<entry>/).count == 50)
    #expect(try await TestSite().get("/search.atom?q=a+(b").status == 400)
    #expect(try await TestSite().get("/search.atom").status == 400)
  }

  @Test func `HEAD runs no search`() async throws {
    let answer = try await TestSite(behaviour: .init(failure: FakeSearchService.noIndex)).get(
      "/search?q=parse"
    ) {
      $0.method = "HEAD"
    }
    #expect(answer.status == 200)
    #expect(answer.bytes.isEmpty)
  }
}
