import Platform
import Server
import Testing

@Suite struct `Indexes of symbols over HTTP` {
  private static let token = "0123456789abcdef0123456789abcdef"
  /// An index of one file, without symbols.
  private static let index: [UInt8] = [0x12, 0x05, 0x0A, 0x03, 0x61, 0x2E, 0x63]

  private final class Folder: Sendable {
    let path: String

    init() throws {
      path = "\(environmentVariable("TMPDIR") ?? "/tmp")/alidade-upload-\(Int.random(in: 0..<1_000_000_000))"
      try createFolders(path)
    }

    deinit { try? removeTree(path) }  // Left-overs in the system's temporary folder do no harm.
  }

  private let folder: Folder

  init() throws { folder = try Folder() }

  private func post(
    _ target: String = "/api/v1/repos/demo/engine/-/scip", _ bytes: [UInt8]? = nil,
    token: String? = Self.token,
    allowed: Bool = true, length: Int? = nil, method: String = "POST"
  ) async throws -> TestSite.Answer {
    let bytes = bytes ?? Self.index
    let path = folder.path
    let site = try TestSite {
      $0.dataFolder = path
      $0.scipToken = allowed ? Self.token : nil
    }
    return await site.get(target) { request in
      request.method = method
      request.authorization = token.map { "Bearer \($0)" }
      request.bodyLength = length ?? bytes.count
      request.body = { take in
        for start in stride(from: 0, to: bytes.count, by: 3) {
          try await take(Array(bytes[start..<min(start + 3, bytes.count)]))
        }
      }
    }
  }

  private func imported() throws -> [String] {
    guard fileStatus(folder.path + "/navigation") != nil else { return [] }
    return try listFolder(folder.path + "/navigation").filter { $0.hasSuffix(".symbols") }
  }

  @Test func `an index is imported and nothing is left lying about`() async throws {
    let answer = try await post()
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("\"documents\":1"))
    #expect(try imported().count == 1)
    #expect(try listFolder(folder.path + "/uploads").isEmpty)
  }

  @Test(arguments: [nil, "", "0123456789abcdef0123456789abcdeg", "0123456789abcdef"])
  func `without the token nothing is written`(_ token: String?) async throws {
    let answer = try await post(token: token)
    #expect(answer.status == 401)
    #expect(answer["WWW-Authenticate"] == "Bearer realm=\"alidade\"")
    #expect(answer["Connection"] == "close")
    #expect(try listFolder(folder.path).isEmpty)
  }

  @Test func `a server without a token takes nothing`() async throws {
    let answer = try await post(allowed: false)
    #expect(answer.status == 403)
    #expect(answer.text.contains("/docs/problems/uploads-off"))
    #expect(try listFolder(folder.path).isEmpty)
  }

  @Test(
    arguments: [
      [0x12, 0x05, 0x0A], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x1F, 0x8B, 0x00], Array("<html>".utf8),
    ] as [[UInt8]])
  func `what is no index is told and changes nothing`(_ bytes: [UInt8]) async throws {
    _ = try await post()
    let answer = try await post("/api/v1/repos/demo/engine/-/scip", bytes)
    #expect([422, 500].contains(answer.status), "\(answer.text)")
    #expect(!answer.text.contains(folder.path))
    #expect(try imported() == ["1.symbols"])
    #expect(try listFolder(folder.path + "/uploads").isEmpty)
  }

  @Test func `a body too long by its own word is not read`() async throws {
    #expect(try await post(length: 5 << 30).status == 413)
    #expect(try listFolder(folder.path).isEmpty)
  }

  @Test(arguments: [
    ("/api/v1/repos/nothing/-/scip", 404), ("/api/v1/repos/demo/engine/-/scip?root=../x", 400),
    ("/api/v1/repos/demo/engine/-/scip?nonsense=1", 400),
  ])
  func `what belongs nowhere is refused`(_ target: String, _ status: Int) async throws {
    #expect(try await post(target).status == status)
    #expect(try imported().isEmpty)
  }

  @Test func `other methods are told which one is meant`() async throws {
    let answer = try await post(method: "GET")
    #expect(answer.status == 405)
    #expect(answer["Allow"] == "POST")
  }

  @Test func `questions about names have answers without an index`() async throws {
    for operation in ["definition", "references", "implementations", "hover"] {
      let target = "/api/v1/repos/demo/engine/-/\(operation)?path=Sources/Parser.swift&line=2&column=8"
      let answer = try await TestSite { [path = folder.path] in $0.dataFolder = path }.get(target)
      #expect(answer.status == 200, "\(answer.text)")
      #expect(answer.text.contains("\"locations\":[]"))
      #expect(answer.text.contains("no imported index covers"))
    }
  }

  @Test(arguments: [
    "path=nothing&line=1&column=0", "path=Sources/Parser.swift&line=0&column=0",
    "path=Sources/Parser.swift&line=1", "path=Sources/Parser.swift&line=1&column=-1",
  ])
  func `questions about no place are refused`(_ parameters: String) async throws {
    let answer = try await TestSite().get("/api/v1/repos/demo/engine/-/definition?\(parameters)")
    #expect([400, 404].contains(answer.status))
  }
}
