import Containers
import Diagnosis
import Foundation
import Platform
import Search
import TestSupport
import Testing

/// A repository with two versions of some statements, among a thousand others that make words rare.
private enum Fixture {
  static let server = """
    void serve(int fd, char *peer) {
      error("Unable to negotiate with %s port %d: %s", peer, port(fd), reason(fd));
      log_info("Quota exceeded for mailbox %s", peer);
      debug("fd %d closed", fd);
    }
    void error(const char *fmt, char *text) { syslog(LOG_ERR, "error: %s", text); }
    """
  static let mailer = """
    void deliver(char *peer) {
      log_info("Quota exceeded for mailbox %s", peer);
      log_info("Deferred %d of %d letters until the relay answers", queued(), all());
    }
    """
  static let leader = """
    class Leader {
      void lead() {
        LOG.warn("Snapshot of epoch {} is older than quorum {}", epoch, quorum);
        if (peers.isEmpty()) throw new QuorumLostException("Lost quorum while leading epoch " + epoch);
      }
    }
    """

  static func filler() -> String {
    var random = SeededGenerator(seed: 2)
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let words = (0..<900).map { _ in String((0..<6).map { _ in letters.randomElement(using: &random)! }) }
    let lines = (0..<3_000).map { _ in
      "  log_info(\"" + (0..<5).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
        + " %d\", x);"
    }
    return "void fill(int x) {\n" + lines.joined(separator: "\n") + "\n}\n"
  }

  static let folders: (source: String, data: String) = {
    let base = NSTemporaryDirectory() + "alidade-statements-" + UUID().uuidString
    return (base + "/source", base + "/data")
  }()

  static let searcher: Searcher = {
    do { return try made() } catch { fatalError("the fixture is valid: \(error)") }
  }()

  private static func git(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["git", "-C", folders.source, "-c", "user.name=T", "-c", "user.email=t@example.org"] + arguments
    var environment = ProcessInfo.processInfo.environment
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    process.environment = environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "git \(arguments)")
  }

  private static func write(_ text: String, _ path: String) throws {
    let url = URL(filePath: folders.source + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private static func made() throws -> Searcher {
    try FileManager.default.createDirectory(atPath: folders.source, withIntermediateDirectories: true)
    try git(["init", "-q", "-b", "main"])
    try write(server, "server.c")
    try write(mailer, "mail/mailer.c")
    try write(filler(), "fill.c")
    try git(["add", "-A"])
    try git(["commit", "-q", "-m", "one"])
    try git(["tag", "v1"])
    try write(mailer.replacingOccurrences(of: "Deferred", with: "\\n\\nPostponed"), "mail/mailer.c")
    try write(leader, "src/Leader.java")
    try git(["add", "-A"])
    try git(["commit", "-q", "-m", "two"])
    try git(["tag", "v2"])
    var options = IndexOptions(dataFolder: folders.data)
    options.sources = [folders.source]
    options.revisions = ["v1", "v2"]
    (options.grammarFolder, options.parser) = (Checkout.grammars, Checkout.program)
    _ = try Indexer.run(options)
    return try Searcher.open(dataFolder: folders.data)
  }
}

@Suite(.enabled(if: Checkout.canParse, "needs grammars and the program beside the tests"))
struct `Statements of lines` {
  private let finder = StatementFinder(Fixture.searcher)

  /// `server.c:2 whole confident x=1`.
  private func found(_ query: StatementQuery) -> String {
    let answer = finder.answer(query)
    let places = answer.best.map { "\($0.hit.placement.pathText):\($0.hit.site.line)" }.joined(
      separator: " = ")
    let values = (answer.matches.first?.values ?? []).map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
    return "\(places) \(answer.matches.first.map { "\($0.fit)" } ?? "none") \(answer.isConfident) [\(values)]"
      + (answer.peeled.isEmpty ? "" : " peeled \(answer.peeled)")
  }

  @Test(
    arguments: [
      (
        "Unable to negotiate with 10.0.0.9 port 22: no matching cipher",
        "server.c:2 whole true [peer=10.0.0.9, port(fd)=22, reason(fd)=no matching cipher]"
      ),
      // The same text in two places is a tie, and shown as one.
      ("Quota exceeded for mailbox ann", "server.c:3 = mail/mailer.c:2 whole true [peer=ann]"),
      ("Snapshot of epoch 7 is older than quorum 9", "src/Leader.java:3 whole true [epoch=7, quorum=9]"),
      ("Lost quorum while leading epoch 12", "src/Leader.java:4 whole true [epoch=12]"),
      // Colours, blanks and cuts.
      (
        "\u{1B}[31mSnapshot of  epoch 7 is older than quorum 9\u{1B}[0m",
        "src/Leader.java:3 whole true [epoch=7, quorum=9]"
      ),
    ])
  func `a line leads to its statement`(_ message: String, _ expected: String) {
    #expect(found(StatementQuery(message)) == expected)
  }

  @Test(
    arguments: [
      ("[instance: 7f] Lost quorum while leading epoch 12", ["[instance: 7f] "]),
      ("message repeated 3 times: [ Lost quorum while leading epoch 12]", ["message repeated 3 times: "]),
      (
        "org.example.QuorumLostException: Lost quorum while leading epoch 12",
        ["org.example.QuorumLostException: "]
      ),
      ("(worker 3) Lost quorum while leading epoch 12", ["(worker 3) "]),
      (
        "id=1 names=[\"a\", \"b\"] [Quorum] Lost quorum while leading epoch 12",
        ["id=1 names=[\"a\", \"b\"] [Quorum]"]
      ),
    ])
  func `wrappers are peeled and named`(_ message: String, _ peeled: [String]) {
    let answer = finder.answer(StatementQuery(message))
    #expect(answer.isConfident && answer.matches.first?.hit.site.line == 4 && answer.peeled == peeled)
  }

  @Test func `a statement that wraps another is told beside it`() {
    let answer = finder.answer(StatementQuery("error: Quota exceeded for mailbox ann"))
    #expect(answer.isConfident)
    #expect(answer.best.count == 2)
    #expect(answer.wrapper?.hit.site.line == 6 || answer.peeled == ["error: "])
  }

  @Test func `a message that another version says in other words leads near it, and nothing is claimed`() {
    let answer = finder.answer(StatementQuery("Deferred 3 of 9 letters until our relay answers again"))
    #expect(!answer.isConfident && answer.matches.first?.hit.site.line == 3)
    #expect(answer.doubt.hasSuffix("may be it in another version"))
  }

  @Test func `messages of one log speak for each other`() throws {
    var context = StatementContext()
    let sure = [
      "Unable to negotiate with 10.0.0.9 port 22: no matching cipher", "Quota exceeded for mailbox ann",
      "Lost quorum while leading epoch 12",
    ]
    for message in sure { context.add(finder.answer(StatementQuery(message))) }
    let thin = finder.answer(StatementQuery("fd 7 closed"))
    let isNear = thin.surplus >= -5 && thin.matches.first?.fit == .whole
    #expect(context.confirms(thin) == (isNear && !thin.isConfident))
    #expect(context.judged(thin).isConfident == (isNear || thin.isConfident))
    #expect(!StatementContext().confirms(thin))
    #expect(!context.judged(finder.answer(StatementQuery("ok"))).isConfident)
  }

  @Test func `a line that was cut off fits as far as it goes`() {
    let answer = finder.answer(StatementQuery("Deferred 3 of 9 letters until the re"))
    #expect(answer.matches.first?.fit == .truncated && answer.matches.first?.hit.site.line == 3)
  }

  @Test func `hints decide between equal texts`() {
    var query = StatementQuery("Quota exceeded for mailbox ann", logger: "mail.mailer")
    #expect(found(query).hasPrefix("mail/mailer.c:2 whole true"))
    query = StatementQuery("Quota exceeded for mailbox ann", file: "server.c", line: 3)
    #expect(found(query).hasPrefix("server.c:3 whole true"))
  }

  @Test(
    arguments: [
      "", " ", "fd 7", "closed", "ok", "connection from 10.0.0.1", "error: ", "no such file or directory",
      "mailbox port epoch fd closed letters", "the quota of the letters was not exceeded by any relay today",
    ])
  func `thin evidence names nothing`(_ message: String) {
    let answer = finder.answer(StatementQuery(message))
    #expect(!answer.isConfident)
    #expect(!answer.doubt.isEmpty)
    #expect(answer.surplus < 0)
  }

  @Test func `versions are those that have the statements`() throws {
    func windows(_ messages: [String]) -> [VersionWindow] {
      var inference = VersionInference(Fixture.searcher)
      for message in messages { inference.add(finder.answer(StatementQuery(message))) }
      return inference.windows()
    }
    let deferred = "Deferred 3 of 9 letters until the relay answers"
    let window = try #require(windows([deferred, "Quota exceeded for mailbox ann"]).first)
    #expect(window.window.map(\.revision.name) == ["v1"])
    #expect(window.others.map(\.revision.name) == ["main", "v2"])
    #expect(window.description == "v1")
    #expect(window.evidence.contains { $0.contains("Deferred") && $0.contains("1 of 3: v1") })
    let later = windows(["Lost quorum while leading epoch 12"])
    #expect(later.first?.window.map(\.revision.name) == ["main", "v2"])
    #expect(windows(["Quota exceeded for mailbox ann"]).first?.description ?? "" == "")
  }

  @Test func `more evidence never makes a statement less sure`() {
    let whole = finder.answer(StatementQuery("Deferred 3 of 9 letters until the relay answers"))
    let cut = finder.answer(StatementQuery("Deferred 3 of 9 letters until"))
    #expect(whole.surplus > cut.surplus)
  }

  @Test func `any bytes have an answer within limits`() {
    var random = SeededGenerator(seed: 6)
    let seeds = [
      "Unable to negotiate with 10.0.0.9 port 22: no matching cipher", "message repeated 2 times: [ [ [a]]]",
      "error: error: error: x", "[[[[((((a: b: c: d", String(repeating: "quota letters ", count: 600),
    ]
    for round in 0..<300 {
      var bytes = Array(seeds[round % seeds.count].utf8)
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + 5))
        }
        if bytes.isEmpty { bytes = [0x5B] }
      }
      let answer = finder.answer(StatementQuery(String(decoding: bytes, as: UTF8.self)))
      #expect(answer.isConfident == (answer.surplus >= 0 && !answer.matches.isEmpty) || answer.wrapper != nil)
      for match in answer.matches {
        #expect(match.evidence.literalBytes <= match.evidence.messageBytes)
        #expect(match.evidence.messageBytes <= 4_096)
      }
      #expect(answer.matches.map(\.rank) == answer.matches.map(\.rank).sorted())
    }
  }
}
