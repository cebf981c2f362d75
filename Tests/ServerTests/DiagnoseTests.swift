import Diagnosis
import Foundation
import Platform
import Server
import Synchronization
import TestSupport
import Testing

@Suite struct `Diagnosing on the site` {
  /// A site with a data folder of its own, which goes at the end.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("alidade-\(UInt64.random(in: 0 ... .max))").path
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private static func site(_ folder: Folder, change: (inout ServerConfiguration) -> Void = { _ in }) throws -> TestSite {
    try TestSite(hasIndex: false) { configuration in
      configuration.dataFolder = folder.path
      change(&configuration)
    }
  }

  private static func form(_ fields: [(head: String, body: String)]) -> [UInt8] {
    var text = ""
    for (head, body) in fields { text += "--XX\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(body)\r\n" }
    return Array((text + "--XX--\r\n").utf8)
  }

  private static func post(
    _ body: [UInt8], type: String = "multipart/form-data; boundary=XX", pieces: Int = 7
  ) -> (inout SiteRequest) -> Void {
    { request in
      request.method = "POST"
      request.contentType = type
      request.bodyLength = body.count
      request.origin = "http://127.0.0.1:7070"
      request.body = { take in
        var rest = body[...]
        while !rest.isEmpty {
          try await take(Array(rest.prefix(pieces)))
          rest = rest.dropFirst(pieces)
        }
      }
    }
  }

  private static let log = """
    2026-11-21 10:00:00,000 INFO start of <b> from 10.1.2.3
    2026-11-21 10:00:01,000 ERROR cannot write: No space left on device, password=hunter2

    """

  @Test func `the box has a log in it and says what happens to one`() async throws {
    let answer = try await Self.site(Folder()).get("/diagnose")
    #expect(answer.status == 200)
    #expect(answer.text.contains("enctype=\"multipart/form-data\""))
    #expect(answer.text.contains("Gone in 1 hour"))
    #expect(answer.text.contains("never written to a disk"))
    #expect(try await Self.site(Folder()).get("/diagnose?sample=none").text.contains("data-log=\"\">\n</textarea>"))
  }

  @Test func `a paste becomes a report without secrets that stays over a restart until it is deleted`() async throws {
    let folder = try Folder()
    let site = try Self.site(folder)
    let sent = await site.get(
      "/diagnose", Self.post(Self.form([("name=\"text\"", Self.log), ("name=\"file\"; filename=\"\"", "")])))
    #expect(sent.status == 303)
    let address = try #require(sent["Location"])
    #expect(address.count == "/diagnose/".count + 26)
    let report = await site.get(address)
    #expect(report.status == 200)
    #expect(report["X-Robots-Tag"] == "noindex")
    #expect(report.text.contains("The disk is full"))
    #expect(report.text.contains("&lt;secret:1&gt;"))
    #expect(report.text.contains("start of &lt;b&gt; from ") && !report.text.contains("start of <b>"))
    #expect(!report.text.contains("hunter2") && !report.text.contains("10.1.2.3"))
    // Nothing on disk holds what was redacted.
    let file = "\(folder.path)/reports/\(address.dropFirst("/diagnose/".count)).report"
    let kept = try String(decoding: Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
    #expect(kept.contains("No space left") && !kept.contains("hunter2") && !kept.contains("10.1.2.3"))
    let again = try Self.site(folder)
    #expect(await again.get(address).text.contains("The disk is full"))
    let gone = await again.get(address + "/delete", Self.post([]))
    #expect(gone.status == 303)
    #expect(await again.get(address).status == 404)
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func `a file counts in place of the box`() async throws {
    let site = try Self.site(Folder())
    let sent = await site.get(
      "/diagnose",
      Self.post(
        Self.form([("name=\"text\"", "in the box\n"), ("name=\"file\"; filename=\"C:\\logs\\app.log\"", Self.log)]),
        pieces: 3))
    let report = await site.get(try #require(sent["Location"]))
    #expect(report.text.contains("Diagnosis of app.log") && !report.text.contains("in the box"))
  }

  @Test func `what cannot be read is told with its reason`() async throws {
    let folder = try Folder()
    let site = try Self.site(folder) { $0.logBytes = 1000 }
    let empty = await site.get("/diagnose", Self.post(Self.form([("name=\"text\"", "  \n")])))
    #expect(empty.status == 400 && empty.text.contains("There was nothing to read"))
    let early = await site.get("/diagnose", Self.post(Array(Self.form([("name=\"text\"", Self.log)]).dropLast(12))))
    #expect(early.status == 400 && early.text.contains("ends early"))
    let large = await site.get(
      "/diagnose", Self.post(Self.form([("name=\"text\"", String(repeating: "a line\n", count: 500))]), pieces: 100))
    #expect(large.status == 413)
    let type = await site.get("/diagnose", Self.post(Array("text=a".utf8), type: "application/x-www-form-urlencoded"))
    #expect(type.status == 400)
    let foreign = await site.get("/diagnose") { request in
      Self.post(Self.form([("name=\"text\"", Self.log)]))(&request)
      request.origin = "https://elsewhere.example"
    }
    #expect(foreign.status == 403)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/reports"))
  }

  @Test(arguments: [
    "/diagnose/", "/diagnose/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/diagnose/..%2F..%2Fmanifest", "/diagnose/x/delete",
    "/api/v1/diagnoses/..%2Fx", "/api/v1/diagnoses/aaaaaaaaaaaaaaaaaaaaaaaaaa",
  ])
  func `an id that leads to nothing is not found`(_ address: String) async throws {
    let status = try await Self.site(Folder()).get(address).status
    #expect(status == 404 || status == 405)
  }

  @Test func `another site's page can neither send nor delete through the API`() async throws {
    let folder = try Folder()
    let site = try Self.site(folder)
    for origin in ["https://elsewhere.example", "null", "http://127.0.0.1:7071"] {
      for (method, address) in [("POST", "/api/v1/diagnoses"), ("DELETE", "/api/v1/diagnoses/aaaaaaaaaaaaaaaaaaaaaaaaaa")] {
        let refused = await site.get(address) { request in
          Self.post(Array(Self.log.utf8), type: "text/plain")(&request)
          request.method = method
          request.origin = origin
        }
        #expect(refused.status == 403, "\(method) from \(origin)")
        #expect(refused["Content-Type"] == "application/problem+json")
        #expect(refused.text.contains("/docs/problems/foreign-origin"))
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/reports"))
    // Programs send no origin.
    let program = await site.get("/api/v1/diagnoses") { request in
      Self.post(Array(Self.log.utf8), type: "text/plain")(&request)
      request.origin = nil
    }
    #expect(program.status == 201)
  }

  @Test func `logs have a share of their own, of the page and the API together`() async throws {
    let site = try Self.site(Folder()) { $0.searchesPerMinute = 20 }
    let form = Self.form([("name=\"text\"", Self.log)])
    let first = await site.get("/diagnose", Self.post(form))
    #expect(first.status == 303)
    #expect(first["RateLimit-Policy"] == "\"diagnose\";q=2;w=60")
    #expect(first["RateLimit"]?.hasPrefix("\"diagnose\";r=1;t=") == true)
    let log = Array(Self.log.utf8)
    #expect(await site.get("/api/v1/diagnoses", Self.post(log, type: "text/plain")).status == 201)
    let problem = await site.get("/api/v1/diagnoses", Self.post(log, type: "text/plain"))
    #expect(problem.status == 429 && problem.text.contains("/docs/problems/rate-limited"))
    #expect(problem["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
    let page = await site.get("/diagnose", Self.post(form))
    #expect(page.status == 429 && page["Content-Type"]?.hasPrefix("text/html") == true)
    // Reading is not sending.
    #expect(await site.get("/diagnose").status == 200)
    #expect(await site.get("/api/v1/diagnoses/aaaaaaaaaaaaaaaaaaaaaaaaaa").status == 404)
  }

  @Test func `programs get the same report`() async throws {
    let site = try Self.site(Folder())
    let made = await site.get(
      "/api/v1/diagnoses?name=app.log", Self.post(Array(Self.log.utf8), type: "text/plain"))
    #expect(made.status == 201)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(made.bytes)) as? [String: Any])
    let id = try #require(object["id"] as? String)
    #expect((object["reply"] as? String)?.contains("Known issue: The disk is full") == true)
    let report = try #require(object["report"] as? [String: Any])
    #expect(report["lines"] as? Int == 2 && report["name"] as? String == "app.log")
    let read = await site.get("/api/v1/diagnoses/\(id)")
    #expect(read.bytes == made.bytes)
    let body = Array("{\"text\": \"2026-11-21 10:00:00 ERROR gone\\n\"}".utf8)
    #expect(await site.get("/api/v1/diagnoses", Self.post(body, type: "application/json")).status == 201)
    let bad = await site.get("/api/v1/diagnoses", Self.post(Array("{".utf8), type: "application/json"))
    #expect(bad.status == 422 && bad["Content-Type"]?.hasPrefix("application/problem+json") == true)
    let deleted = await site.get("/api/v1/diagnoses/\(id)") { $0.method = "DELETE" }
    #expect(deleted.status == 200)
    #expect(await site.get("/api/v1/diagnoses/\(id)").status == 404)
  }
}

@Suite struct `Reports on disk` {
  private static func record() -> DiagnosisRecord {
    var record = DiagnosisRecord()
    record.name = "a.log"
    record.expires = 2_000_000_000
    record.limits = ["one"]
    return record
  }

  @Test func `a report comes back as it was written`() throws {
    let bytes = try ReportFile.bytes(Self.record())
    #expect(try ReportFile.record(bytes) == Self.record())
    #expect(ReportFile.expiry(Array(bytes.prefix(40))) == 2_000_000_000)
  }

  @Test func `damage is noticed wherever it is`() throws {
    let bytes = try ReportFile.bytes(Self.record())
    var random = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      var broken = bytes
      if Bool.random(using: &random) {
        broken.removeLast(Int.random(in: 1...broken.count, using: &random))
      } else {
        broken[Int.random(in: 0..<broken.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      }
      #expect(throws: (any Error).self) { try ReportFile.record(broken) }
    }
  }

  @Test func `the sweep removes what is over or damaged, and nothing else`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("alidade-\(UInt64.random(in: 0 ... .max))").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = ReportStore(folder: folder)
    var record = Self.record()
    let kept = ReportStore.makeID()
    try store.keep(record, id: kept)
    record.expires = 1_500_000_000
    let over = ReportStore.makeID()
    try store.keep(record, id: over)
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(ReportStore.makeID()).report"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/notes.txt"))
    try store.sweep(now: 1_600_000_000)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(left == ["\(kept).report", "notes.txt"].sorted())
    #expect(try store.entry(over, now: 1_600_000_000) == nil)
  }
}

@Suite struct `Forms with files` {
  private struct EndsEarly: Error {}

  private static func read(_ bytes: [UInt8], pieces: Int) throws -> [String] {
    var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=\"XX\""))
    var found: [String] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      for event in try reader.push(Array(rest.prefix(pieces))) {
        switch event {
        case .field(let name, let file): found.append("\(name)/\(file ?? "-")=")
        case .data(let data): found[found.count - 1] += String(decoding: data, as: UTF8.self)
        }
      }
      rest = rest.dropFirst(pieces)
    }
    // Thrown rather than required: mutated forms may end early.
    if !reader.isComplete { throw EndsEarly() }
    return found
  }

  private static let form = Array(
    ("--XX\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\r\n--XX\r\n"
      + "content-disposition: form-data; name=\"file\"; filename=\"a%22b.log\"\r\nContent-Type: text/plain\r\n\r\n"
      + "one\r\n--X two\r\n-\r\n--XX--\r\n").utf8)

  @Test(arguments: [1, 2, 3, 5, 8, 13, 1000])
  func `fields come whole in whatever pieces`(_ pieces: Int) throws {
    #expect(try Self.read(Self.form, pieces: pieces) == ["text/-=", "file/a\"b.log=one\r\n--X two\r\n-"])
  }

  @Test(arguments: ["text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=a"])
  func `other types are no forms`(_ type: String) {
    #expect(MultipartReader(contentType: type) == nil)
  }

  @Test func `mutated forms end in a fault, in time and in bounds`() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2000 {
      var bytes = Self.form
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes[at] = UInt8.random(in: 0...255, using: &random)
        } else {
          bytes.remove(at: at)
        }
      }
      guard let found = try? Self.read(bytes, pieces: 7) else { continue }
      #expect(found.count <= 16)
    }
  }
}
