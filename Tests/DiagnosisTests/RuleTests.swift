import Diagnosis
import TestSupport
import Testing

@Suite struct `Known issues` {
  private static func read(_ text: String) -> (rules: [Rule], faults: [String]) {
    let found = RuleReader.read(text, file: "r.yaml")
    return (found.rules, found.faults.map(\.description))
  }

  /// A file with one rule whose conditions are `match`.
  private static func rule(_ match: String, more: String = "") -> String {
    """
    rules:
      - id: a-rule
        title: A title
        remedy: Do this.
        match: \(match)
    \(more)
    """
  }

  private static func findings(
    _ match: String, more: String = "", in log: String, versions: [String: [String]] = [:], source: RuleSource? = nil
  ) throws -> [RuleFinding] {
    let (rules, faults) = read(rule(match, more: more))
    try #require(faults == [])
    var subjects = RuleSubject.all(of: LogDiagnosis.report(ofPaste: log))
    if let source { for index in subjects.indices { subjects[index].sources = [source] } }
    return RuleMatcher(RuleSet(rules)).findings(subjects, versions: versions)
  }

  @Test func `what is built in has no faults and passes its own tests`() {
    let found = RuleReader.read(StarterRules.text, file: "starter.yaml")
    #expect(found.faults.map(\.description) == [])
    #expect(found.rules.count >= 20)
    let outcome = RuleTester.run(RuleSet(found.rules))
    #expect(outcome.failures.map { "\($0.rule.id) \($0.number): \($0.description)" } == [])
    #expect(outcome.untested == [])
    for rule in found.rules {
      #expect(rule.tests.contains { $0.matches } && rule.tests.contains { !$0.matches }, "\(rule.id)")
    }
  }

  static let logs: [(match: String, log: String, holds: Bool)] = [
    ("{text: 'disk  FULL'}", "2026-11-21 10:00:00 ERROR the Disk full\n", true),
    ("{text: 'disk full'}", "the disk is full\n", false),
    ("{text: 'job <*> failed'}", "job 17 of queue a failed\n", true),
    ("{text: 'a.b'}", "axb\n", false),
    ("{regex: 'code (28|29)\\b'}", "code 1\ncode 2\ncode 3\ncode 28\n", true),
    ("{regex: 'code 4\\b'}", "code 1\ncode 2\ncode 3\ncode 28\n", false),
    ("{text: lag, value: {name: lag, above: 30}}", "replica lag=31.5s behind\n", true),
    ("{text: lag, value: {name: lag, above: 30}}", "replica lag=30 behind\n", false),
    ("{value: {number: 2, below: 5}}", "took 9 ms and 4 tries\n", true),
    ("{value: {number: 2, below: 4}}", "took 9 ms and 4 tries\n", false),
    ("{value: {regex: 'exit (\\d+)', is: '137'}}", "container web exit 137\n", true),
    ("{value: {regex: 'exit (\\d+)', is: '137'}}", "container web exit 1\n", false),
    ("{value: {name: user, has: {regex: '^adm'}}}", "login user=admin ok\n", true),
    ("{level: error}", "2026-11-21 10:00:00 WARN slow\n", false),
    ("{level: warning, text: slow}", "2026-11-21 10:00:00 ERROR slow\n", true),
    ("{any: [{text: one}, {text: two}], not: {text: three}}", "it is two\n", true),
    ("{any: [{text: one}, {text: two}], not: {text: three}}", "it is two three\n", false),
    ("{logger: '.Pool'}", "2026-11-21 10:00:00,123 ERROR [main] org.example.Pool - gone\n", true),
    ("{file: {regex: '^paste$'}}", "anything\n", true),
    (
      "{trace: {kind: java, exception: StateException, message: no session, frame: Login.check}}",
      """
      java.lang.IllegalStateException: no session
          at org.example.Login.check(Login.java:12)
          at org.example.Login.run(Login.java:3)
      """, true
    ),
    (
      "{trace: {kind: go, exception: StateException}}",
      """
      java.lang.IllegalStateException: no session
          at org.example.Login.check(Login.java:12)
          at org.example.Login.run(Login.java:3)
      """, false
    ),
  ]

  @Test(arguments: logs.indices) func `conditions hold for what they say`(_ index: Int) throws {
    let (match, log, holds) = Self.logs[index]
    #expect(try Self.findings(match, in: log).isEmpty != holds, "\(match) in \(log)")
  }

  @Test func `a statement and a version are conditions too`() throws {
    let source = RuleSource(
      repository: "github.com/redis/redis", path: "src/rdb.c", function: "rdbSave", text: "Failed opening <*>")
    let match = "{source: {repository: redis/redis, path: rdb.c, text: failed opening}}"
    #expect(try Self.findings(match, in: "Failed opening a\n", source: source).count == 1)
    #expect(try Self.findings(match, in: "Failed opening a\n").isEmpty)
    let version = "{text: opening, version: {repository: redis, from: '6.0', before: '7.0.5'}}"
    for (name, holds) in [("7.0.4", true), ("v6.0", true), ("7.0.5-rc1", true), ("7.0.5", false), ("5.9", false)] {
      let found = try Self.findings(version, in: "Failed opening a\n", versions: ["github.com/redis/redis": [name]])
      #expect(found.isEmpty != holds, "\(name)")
    }
  }

  @Test func `other messages of the log can be asked for or ruled out`() throws {
    let log = "the door is open\nthe light is on\n"
    #expect(try Self.findings("{text: door}", more: "    with: [{text: light}]", in: log).count == 1)
    #expect(try Self.findings("{text: door}", more: "    with: [{text: rain}]", in: log).isEmpty)
    #expect(try Self.findings("{text: door}", more: "    without: [{text: light}]", in: log).isEmpty)
  }

  @Test func `findings count, explain themselves and come worst first`() throws {
    let text = """
      rules:
        - {id: small, title: S, severity: info, remedy: r, match: {text: opened}}
        - {id: large, title: L, severity: critical, remedy: r, match: {text: refused, level: error}}
      """
    let log = """
      2026-11-21 10:00:00 INFO door 1 opened
      2026-11-21 10:00:01 INFO door 2 opened
      2026-11-21 10:00:02 ERROR door 3 refused
      """
    let found = RuleMatcher(RuleSet(Self.read(text).rules)).findings(
      RuleSubject.all(of: LogDiagnosis.report(ofPaste: log)))
    #expect(found.map(\.rule.id) == ["large", "small"])
    #expect(found.map(\.count) == [1, 2])
    #expect(found[0].reasons == ["the message has “refused”", "its level is error (error or worse)"])
    #expect(found[0].line == 3)
  }

  static let broken: [(text: String, fault: String)] = [
    ("rules: [", "r.yaml:2: it is not YAML"),
    ("a: 1", "r.yaml:1: it has no list of rules; begin it with “rules:” and a list"),
    ("rules: 3", "rules: it is not a list"),
    ("rules: [{id: x}]", "r.yaml:1: rule x, title: it is missing"),
    ("rules: [{id: X Y, title: t, remedy: r, match: {text: a}}]", "“X Y” is no id"),
    (rule("{txet: a}"), "r.yaml:5: rule a-rule, match.txet: there is no such field; did you mean text?"),
    (rule("{text: ''}"), "match.text: it is empty"),
    (rule("{regex: '('}"), "match.regex: "),
    (rule("{regex: '(?=a)'}"), "match.regex: "),
    (rule("{any: []}"), "match.any: it has no conditions"),
    (rule("{all: [{level: eror}]}"), "match.all[1].level: “eror” is none; did you mean error?"),
    (rule("{value: {name: a}}"), "match.value: it is compared with nothing"),
    (rule("{value: {regex: 'a', above: 1}}"), "it has no group"),
    (rule("{value: {name: a, above: much}}"), "match.value.above: it is no number"),
    (rule("{version: {repository: r}}"), "match.version: it has no end"),
    (rule("{text: a}", more: "    links: [{title: t, url: 'javascript:x'}]"), "links[1].url: “javascript:x” is no address"),
    (rule("{text: a}", more: "    tests: [{log: a, matches: maybe}]"), "tests[1].matches: it is neither"),
    (rule("{text: a}", more: "    severity: bad"), "severity: “bad” is none"),
    ("rules:\n  - {id: a, title: t, remedy: r, match: {text: a}}\n  - {id: a, title: t, remedy: r, match: {text: a}}", "r.yaml:3: rule a, id: another rule"),
    (rule(String(repeating: "{not: ", count: 40) + "{text: a}" + String(repeating: "}", count: 40)), "too deep"),
  ]

  @Test(arguments: broken.indices) func `faults name file, line, rule, field, reason and fix`(_ index: Int) {
    let (text, fault) = Self.broken[index]
    let found = Self.read(text)
    #expect(found.rules.count <= 1)
    #expect(found.faults.contains { $0.contains(fault) }, "\(found.faults)")
  }

  @Test func `a test that fails says what was expected and what was read`() {
    let text = Self.rule(
      "{text: door}", more: "    tests: [{log: 'the window'}, {log: the door, matches: false}, {log: a door}]")
    let outcome = RuleTester.run(RuleSet(Self.read(text).rules))
    #expect(outcome.count == 3)
    #expect(
      outcome.failures.map(\.description) == [
        "expected a match, got none; the messages are read as “the window”",
        "expected no match, got one: the message has “door” — in “the door”",
      ])
  }

  @Test func `mutated files never trap`() {
    var random = SeededGenerator(seed: 5)
    let seed = Array(StarterRules.text.utf8.prefix(6000))
    for _ in 0..<400 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        default: bytes.insert(Array("[]{}:-'\"\n &*#|>".utf8).randomElement(using: &random) ?? 0, at: at)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let found = RuleReader.read(text, file: "m.yaml")
      _ = RuleTester.run(RuleSet(Array(found.rules.prefix(3))))
      #expect(found.faults.count <= 50)
    }
  }
}
