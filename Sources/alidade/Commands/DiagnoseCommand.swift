import Diagnosis
import History
import Platform
import RegexEngine
import Search
import WebUI

/// `alidade diagnose`.
enum DiagnoseCommand {
  static let command = Command(
    name: "diagnose",
    summary: "read logs, stack traces and support bundles, and find the code that wrote them",
    detail: """
      FILE is a log, a folder, or an archive (tar, zip, gzip, zstd, also within each other); - is standard input. \
      Formats are detected, headers taken off, lines joined, secrets and personal data replaced by names before \
      anything else sees them. Messages become templates; each template and each frame of a stack trace gets the \
      statement behind it in the indexed code, at the version that wrote the log, with its owner by CODEOWNERS, the \
      change that brought it and where it stands today. Equally likely statements are all shown.

      Nothing is written to disk. Without an index the logs are read alone. Exits with 0 when messages were found, \
      1 when there were none.
      """,
    positionals: [Positional("FILE", .any, "logs, folders, archives; - for standard input", .path)],
    flags: [line, before, top, lookups, contexts, reasons, all, redact, RulesCommand.rules, html, reply, .json],
    examples: [
      Example(command: "alidade diagnose support-bundle.tar.gz", meaning: "what a bundle holds, and its code"),
      Example(
        command: "alidade diagnose --line 'Failed password for root from 10.0.0.1 port 22 ssh2'",
        meaning: "one line"),
      Example(
        command: "alidade diagnose --before good.log bad.log", meaning: "also what changed between two logs"),
      Example(command: "journalctl -b | alidade diagnose -", meaning: "of the running system"),
    ],
    run: run)

  private static let line = Flag(
    "line", value: FlagValue(placeholder: "TEXT", kind: .text), repeatable: true,
    summary: "a line in place of a file", detail: "May be given several times.")
  private static let before = Flag(
    "before", value: FlagValue(placeholder: "FILE", kind: .path), repeatable: true,
    summary: "compare with this log or bundle",
    detail: "Templates that are new, gone, more or less frequent are listed. May be given several times.")
  private static let top = Flag(
    "top", value: FlagValue(placeholder: "N", kind: .integer(1...100_000)),
    summary: "how many failures, traces and templates to show", detail: "Default: 20. JSON has all of them.")
  private static let lookups = Flag(
    "lookups", value: FlagValue(placeholder: "N", kind: .integer(0...100_000)),
    summary: "look up the code of this many templates at most",
    detail: "Failures and warnings come first, then what is most frequent. Default: 300, for 5 seconds at most; "
      + "with this flag for 10 minutes.")
  private static let contexts = Flag(
    "contexts", value: FlagValue(placeholder: "N", kind: .integer(0...1_000)),
    summary: "read owner and changes for this many places at most",
    detail: "Default: 12, for 3 seconds at most; with this flag for 10 minutes.")
  private static let reasons = Flag("reasons", summary: "say what speaks for each statement and frame")
  private static let all = Flag(
    "all", summary: "also read files of bundles that do not look like logs")
  private static let redact = Flag(
    "redact", value: FlagValue(placeholder: "REGEX", kind: .text), repeatable: true,
    summary: "also replace what matches this",
    detail: "May be given several times. Each match becomes <custom:N>.")

  private static let html = Flag(
    "html", summary: "write the report as one HTML file",
    detail: "With known issues and a draft reply. Evidence links to the server that ALIDADE_URL names.")
  private static let reply = Flag(
    "reply", summary: "write only the draft of a first reply, as Markdown",
    detail: "Composed of facts, version, suspected cause, known issues and the next question.")

  /// Seconds for what a flag asks for by number.
  private static let askedSeconds = 600.0

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let rules = try arguments.all(redact).map { (name: "custom: \($0)", regex: try Regex($0)) }
    let lines = arguments.all(line)
    guard lines.isEmpty != arguments.positionals.isEmpty else {
      throw UsageError(
        lines.isEmpty ? "no FILE" : "--line and FILE exclude each other",
        fix: "Give a log, a folder or an archive; - is standard input.")
    }
    let report: DiagnosisReport
    if lines.isEmpty {
      report = try LogDiagnosis.report(
        ofPaths: arguments.positionals, rules: rules, readsAll: arguments.has(all))
    } else {
      let text = lines.joined(separator: "\n") + "\n"
      report = LogDiagnosis.report(ofBytes: Array(text.utf8), name: "--line", rules: rules)
    }
    var changes: [TemplateChange] = []
    let earlier = arguments.all(before)
    if !earlier.isEmpty {
      let old = try LogDiagnosis.report(ofPaths: earlier, rules: rules, readsAll: arguments.has(all))
      changes = ReportComparison.changes(from: old, to: report)
    }
    // Rules with faults are told before the work.
    let matcher = RuleMatcher(try RulesCommand.all(arguments))
    let diagnosis = try investigate(report, arguments, session)
    let findings = matcher.findings(diagnosis)
    if arguments.has(html) || arguments.has(reply) {
      write(diagnosis, findings, arguments, session)
    } else if arguments.has(.json) {
      for line in DiagnosisJSON.lines(diagnosis, findings, changes) where session.output.isOpen {
        session.output.write(line.line)
      }
    } else {
      let printer = DiagnosisPrinter(
        session, top: arguments.integer(top) ?? 20, hasReasons: arguments.has(reasons))
      printer.print(diagnosis, findings, changes, isComparison: !earlier.isEmpty)
    }
    return report.events > 0 || !report.traces.isEmpty ? .found : .nothing
  }

  /// The report as a file, or its reply.
  private static func write(
    _ diagnosis: Diagnosis, _ findings: [RuleFinding], _ arguments: Arguments, _ session: Session
  ) {
    let names = arguments.positionals.map { lastComponent(of: $0) }
    let record = DiagnosisRecord(
      diagnosis, findings: findings, name: names.isEmpty ? "--line" : names.joined(separator: ", "))
    var page = DiagnosisPage(record, id: "", now: wallClockSeconds())
    let address = environmentVariable("ALIDADE_URL") ?? ""
    page.base = address.isEmpty ? nil : address.hasSuffix("/") ? String(address.dropLast()) : address
    if arguments.has(html) {
      session.output.write(page.file(version: Version.number))
    } else {
      session.output.write(DraftReply(record, link: { page.address($0) }).markdown)
    }
  }

  private static func investigate(_ report: DiagnosisReport, _ arguments: Arguments, _ session: Session) throws
    -> Diagnosis
  {
    var limits = InvestigationLimits()
    if let count = arguments.integer(lookups) {
      (limits.templates, limits.groups) = (count, max(count, limits.groups))
      limits.statementSeconds = askedSeconds
    }
    if let count = arguments.integer(contexts) {
      (limits.contexts, limits.contextsOfMessages, limits.gitSeconds) = (count, count, askedSeconds)
    }
    let searcher = try searcher(session)
    let history = searcher == nil ? nil : try HistoryReader()
    return Investigator(searcher, history: history, limits: limits).investigate(report)
  }

  /// The index; nil when there is none, since logs are read without one too. One that is damaged is told.
  static func searcher(_ session: Session) throws -> Searcher? {
    do {
      return try openIndex(session)
    } catch let error as SearchError where error.kind == .noIndex {
      return nil
    }
  }
}
