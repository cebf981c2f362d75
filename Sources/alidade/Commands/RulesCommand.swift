import Diagnosis
import Platform

/// `alidade rules`.
enum RulesCommand {
  static let command = Command(
    name: "rules",
    summary: "test and list known issues, and find them in logs",
    detail: """
      A known issue is a rule in a YAML file: how it shows in logs, what helps, and logs that test it. \
      test runs the tests of files and folders, list prints what rules there are; both mean the rules that are built \
      in when no path is given. match reads logs and bundles, and prints what the rules find in them, those of --rules \
      added to those that are built in. See docs/known-issues.md.
      """,
    positionals: [
      Positional("ACTION", .one, "test, list or match", .choice(["test", "list", "match"])),
      Positional("PATH", .any, "files and folders of rules; for match: logs and bundles", .path),
    ],
    flags: [rules, .json],
    examples: [
      Example(command: "alidade rules test rules/", meaning: "every test of every file in a folder"),
      Example(command: "alidade rules list", meaning: "the rules that are built in"),
      Example(
        command: "alidade rules match --rules rules/ bundle.tar.gz", meaning: "known issues in a support bundle"),
    ],
    run: run)

  /// Also of other commands.
  static let rules = Flag(
    "rules", value: FlagValue(placeholder: "PATH", kind: .path), repeatable: true,
    summary: "known issues from this file or folder, besides those that are built in",
    detail: "A rule with the id of one that is built in takes its place.")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let paths = Array(arguments.positionals.dropFirst())
    switch arguments.positionals[0] {
    case "test": return try test(paths, arguments, session)
    case "list": return try list(paths, arguments, session)
    case "match": return try match(paths, arguments, session)
    default:
      throw UsageError(
        "rules has no action \(arguments.positionals[0])", fix: "It is one of test, list, match.")
    }
  }

  /// The rules that are built in with those of `--rules`.
  ///
  /// - Throws: ``UsageError`` with every fault of the files.
  static func all(_ arguments: Arguments) throws -> RuleSet {
    var set = RuleSet.starter
    let own = RuleReader.read(paths: arguments.all(rules))
    guard own.faults.isEmpty else {
      throw UsageError(
        own.faults.map(\.description).joined(separator: "\n"), fix: "alidade rules test tells when it is right.")
    }
    for rule in own.set.rules { set.add(rule) }
    return set
  }

  // MARK: test

  private static func test(_ paths: [String], _ arguments: Arguments, _ session: Session) throws -> ExitCode {
    let (set, faults) = read(paths, arguments)
    let outcome = RuleTester.run(set)
    for fault in faults { session.fail(fault.description) }
    for failure in outcome.failures {
      let text =
        "\(failure.rule.file):\(failure.test.line): rule \(failure.rule.id), test \(failure.number): "
        + failure.description
      if arguments.has(.json) {
        session.output.write(json(failure).line)
      } else {
        line("FAIL ", text, .failure, session)
      }
    }
    for id in outcome.untested { session.note("rule \(id) has no tests") }
    if arguments.has(.json) {
      let summary: JSON = [
        "type": "summary", "rules": .integer(set.rules.count), "tests": .integer(outcome.count),
        "failed": .integer(outcome.failures.count), "faults": .integer(faults.count),
      ]
      session.output.write(summary.line)
    } else if !session.isQuiet {
      var result = outcome.failures.isEmpty ? "all passed" : "\(formatted(outcome.failures.count)) failed"
      if !faults.isEmpty { result = "\(counted(faults.count, "fault"))" + (outcome.failures.isEmpty ? "" : ", \(result)") }
      line("", "\(counted(set.rules.count, "rule")), \(counted(outcome.count, "test")): \(result)", .bold, session)
    }
    if !faults.isEmpty { return .failed }
    return outcome.failures.isEmpty ? .found : .nothing
  }

  private static func read(_ paths: [String], _ arguments: Arguments) -> (RuleSet, [RuleError]) {
    let given = paths + arguments.all(rules)
    guard !given.isEmpty else { return (RuleSet.starter, []) }
    let found = RuleReader.read(paths: given)
    return (found.set, found.faults)
  }

  private static func json(_ failure: RuleTester.Failure) -> JSON {
    [
      "type": "failure", "file": .string(failure.rule.file), "line": .integer(failure.test.line),
      "rule": .string(failure.rule.id), "test": .integer(failure.number),
      "reason": .string(failure.description),
    ]
  }

  // MARK: list

  private static func list(_ paths: [String], _ arguments: Arguments, _ session: Session) throws -> ExitCode {
    let (set, faults) = read(paths, arguments)
    for fault in faults { session.fail(fault.description) }
    let width = set.rules.map { $0.id.count }.max() ?? 0
    for rule in set.rules where session.output.isOpen {
      if arguments.has(.json) {
        session.output.write(json(rule).line)
      } else {
        let gap = String(repeating: " ", count: width - rule.id.count + 2)
        line(rule.id + gap, "\(rule.severity.rawValue): \(rule.title)", .bold, session, paintsFirst: true)
      }
    }
    if !faults.isEmpty { return .failed }
    return set.rules.isEmpty ? .nothing : .found
  }

  private static func json(_ rule: Rule) -> JSON {
    [
      "id": .string(rule.id), "title": .string(rule.title), "severity": .string(rule.severity.rawValue),
      "remedy": .string(rule.remedy), "question": .string(rule.question),
      "links": .array(rule.links.map { ["title": .string($0.title), "url": .string($0.address)] }),
      "tests": .integer(rule.tests.count), "file": .string(rule.file), "line": .integer(rule.line),
    ]
  }

  // MARK: match

  private static func match(_ paths: [String], _ arguments: Arguments, _ session: Session) throws -> ExitCode {
    let matcher = RuleMatcher(try all(arguments))
    // Conditions on statements and versions need the code; people and changes nobody asks for here.
    var limits = InvestigationLimits()
    (limits.contexts, limits.contextsOfMessages) = (0, 0)
    let investigator = Investigator(try DiagnoseCommand.searcher(session), limits: limits)
    var count = 0
    for path in paths.isEmpty ? ["-"] : paths {
      let diagnosis = LogDiagnosis(readsAll: fileStatus(path)?.kind != .folder)
      let bundle = BundleReader(diagnosis)
      try bundle.read(path)
      let findings = matcher.findings(investigator.investigate(diagnosis.report(bundle)))
      count += findings.count
      for finding in findings where session.output.isOpen {
        if arguments.has(.json) {
          session.output.write(json(finding, path).line)
        } else {
          print(finding, path, session)
        }
      }
    }
    return count > 0 ? .found : .nothing
  }

  private static func json(_ finding: RuleFinding, _ path: String) -> JSON {
    .object([("bundle", .string(path))] + DiagnosisJSON.finding(finding))
  }

  private static func print(_ finding: RuleFinding, _ path: String, _ session: Session) {
    line(
      "\(finding.rule.severity.rawValue): ", "\(finding.rule.title) (\(finding.rule.id)), \(formatted(finding.count))×",
      .bold, session)
    // A log by itself is the only file of its bundle.
    let place = lastComponent(of: path) == finding.file ? path : "\(path): \(finding.file)"
    line("  \(place):\(finding.line): ", finding.sample, .dim, session)
    line("  ", finding.reasons.joined(separator: "; "), .dim, session)
    for text in finding.rule.remedy.split(separator: "\n") { line("  ", String(text), nil, session) }
  }

  private static func line(
    _ first: String, _ text: String, _ paint: Style.Paint?, _ session: Session, paintsFirst: Bool = false
  ) {
    var bytes: [UInt8] = []
    if let paint, paintsFirst {
      session.style.appendSafely(Array(first.utf8)[...], paint, to: &bytes)
      session.style.appendSafely(Array(text.utf8), to: &bytes)
    } else {
      session.style.appendSafely(Array(first.utf8), to: &bytes)
      if let paint {
        session.style.appendSafely(Array(text.utf8)[...], paint, to: &bytes)
      } else {
        session.style.appendSafely(Array(text.utf8), to: &bytes)
      }
    }
    bytes.append(0x0A)
    session.output.write(bytes)
  }
}
