import Diagnosis
import Platform
import RegexEngine

/// `alidade triage`.
enum TriageCommand {
  static let command = Command(
    name: "triage",
    summary: "read logs, stack traces and support bundles, and say what is in them",
    detail: """
      FILE is a log, a folder, or an archive (tar, zip, gzip, zstd, also within each other); - is standard input. \
      Formats are detected, headers taken off, lines joined, secrets and personal data replaced by names before \
      anything else sees them. The report has the templates of the messages with their counts, stack traces in \
      groups, and what is out of the ordinary.

      Nothing is written to disk, and no index is needed; diagnose finds the statements behind lines. Exits with 0 when messages were found, 1 when there were none.
      """,
    positionals: [Positional("FILE", .some, "logs, folders, archives; - for standard input", .path)],
    flags: [before, top, all, redact, .json],
    examples: [
      Example(command: "alidade triage support-bundle.tar.gz", meaning: "what a bundle holds"),
      Example(
        command: "alidade triage --before good.log bad.log", meaning: "also what changed between two logs"),
      Example(command: "journalctl -b | alidade triage -", meaning: "of the running system"),
    ],
    run: run)

  private static let before = Flag(
    "before", value: FlagValue(placeholder: "FILE", kind: .path), repeatable: true,
    summary: "compare with this log or bundle",
    detail: "Templates that are new, gone, more or less frequent are listed. May be given several times.")
  private static let top = Flag(
    "top", value: FlagValue(placeholder: "N", kind: .integer(1...100_000)),
    summary: "how many templates and trace groups to show", detail: "Default: 20. JSON has all of them.")
  private static let all = Flag(
    "all", summary: "also read files of bundles that do not look like logs")
  private static let redact = Flag(
    "redact", value: FlagValue(placeholder: "REGEX", kind: .text), repeatable: true,
    summary: "also replace what matches this",
    detail: "May be given several times. Each match becomes <custom:N>.")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let rules = try arguments.all(redact).map { (name: "custom: \($0)", regex: try Regex($0)) }
    let report = try read(arguments.positionals, rules, arguments.has(all))
    var changes: [TemplateChange] = []
    let earlier = arguments.all(before)
    if !earlier.isEmpty {
      changes = ReportComparison.changes(from: try read(earlier, rules, arguments.has(all)), to: report)
    }
    if arguments.has(.json) {
      for line in DiagnosisJSON.lines(report, changes) { session.output.write(line.line) }
    } else {
      let count = arguments.integer(top) ?? 20
      DiagnosisPrinter(session, top: count).print(report, changes, isComparison: !earlier.isEmpty)
    }
    return report.events > 0 || !report.traces.isEmpty ? .found : .nothing
  }

  private static func read(
    _ paths: [String], _ rules: [(name: String, regex: Regex)], _ readsAll: Bool
  ) throws -> DiagnosisReport {
    // What was named is read, whatever it looks like; files within bundles are chosen.
    let diagnosis = LogDiagnosis(rules: rules, readsAll: readsAll)
    let bundle = BundleReader(diagnosis)
    for path in paths { try bundle.read(path) }
    return diagnosis.report(bundle)
  }
}
