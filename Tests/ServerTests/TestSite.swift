import Server
import Synchronization

/// A site over a few files in memory, and the means to ask it.
struct TestSite {
  let site: Site
  let log = Log()

  /// What the site told the operator.
  final class Log: Sendable {
    let lines = Mutex<[String]>([])
  }

  static let files = [
    FakeSearchService.File(
      "demo/engine", "Sources/Parser.swift", "struct Parser {\n  func parse() {}\n  // parse <script>\n}\n"),
    FakeSearchService.File("demo/engine", "docs/a b.md", "how to parse\n"),
    FakeSearchService.File("demo/tools", "<img src=x onerror=alert(1)>.c", "int parse;\n"),
  ]

  init(
    files: [FakeSearchService.File] = files, behaviour: FakeSearchService.Behaviour = .init(),
    hasIndex: Bool = true,
    configure: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    let service = FakeSearchService(files, behaviour: behaviour)
    try self.init(service: hasIndex ? service : nil, configure: configure)
  }

  init(service: FakeSearchService?, configure: (inout ServerConfiguration) -> Void = { _ in }) throws {
    let index = IndexHolder {
      guard let service else { throw FakeSearchService.noIndex }
      return service
    }
    index.refresh()
    var configuration = ServerConfiguration(dataFolder: "/nowhere")
    let log = log
    configuration.onLogLine = { line in log.lines.withLock { $0.append(line) } }
    configuration.patience.turn = .milliseconds(50)
    // Tests run beside each other: what they check must not hang on the time they get.
    configuration.adviceTime = .seconds(3600)
    configure(&configuration)
    // No time passes for the shares of clients: a busy machine must not fill one up between two requests.
    site = try Site(index: index, configuration: configuration, now: { 1_700_003_600 }, clock: { 0 })
  }

  /// The reply to a GET of `target`.
  func get(_ target: String, _ change: (inout SiteRequest) -> Void = { _ in }) async -> Answer {
    var request = SiteRequest(target: target)
    request.host = "127.0.0.1:7070"
    change(&request)
    let reply = await site.reply(to: request, id: "00c0ffee00c0ffee")
    let answer = await Answer(reply)
    site.finish(reply, bytes: answer.bytes.count)
    return answer
  }

  /// A reply, read to its end.
  struct Answer {
    let status: Int
    let headers: [(name: String, value: String)]
    let bytes: [UInt8]

    init(_ reply: Reply) async {
      status = reply.status
      headers = reply.headers
      switch reply.body {
      case .bytes(let bytes): self.bytes = bytes
      case .stream(let queue):
        var all: [UInt8] = []
        while let chunk = await queue.next() { all += chunk }
        bytes = all
      }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    subscript(name: String) -> String? {
      let found = headers.filter { $0.name.lowercased() == name.lowercased() }
      return found.isEmpty ? nil : found.map(\.value).joined(separator: "\n")
    }
  }
}
