import Search

/// `alidade doctor`.
enum DoctorCommand {
  static let command = Command(
    name: "doctor",
    summary: "check the installation and the index, and say how to mend them",
    detail: "Exits with 0 when all is well, 1 when there are warnings, 2 when something does not work.",
    positionals: [],
    flags: [deep, .json],
    examples: [
      Example(command: "alidade doctor --deep", meaning: "also read the whole index and compare checksums")
    ],
    run: run)

  private static let deep = Flag("deep", summary: "read all of the index and compare its checksums")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let examination = Examination(dataFolder: session.dataFolder, isDeep: arguments.has(deep))
    let findings = examination.run()
    for finding in findings {
      if arguments.has(.json) {
        session.output.write(json(finding).line)
      } else {
        print(finding, session)
      }
    }
    if findings.contains(where: { $0.verdict == .fault }) { return .failed }
    return findings.contains { $0.verdict == .warning } ? .nothing : .found
  }

  private static func print(_ finding: Finding, _ session: Session) {
    let style = session.style
    var text: [UInt8] = []
    let paint: Style.Paint =
      switch finding.verdict {
      case .good: .good
      case .warning: .warning
      case .fault: .failure
      }
    let label = finding.verdict.rawValue
    style.append(label.utf8, paint, to: &text)
    text += String(repeating: " ", count: 9 - label.count).utf8
    style.appendSafely(Array("\(finding.subject): \(finding.text)\n".utf8), keepsNewlines: true, to: &text)
    if !finding.fix.isEmpty {
      style.appendSafely(Array("         Fix: \(finding.fix)\n".utf8), keepsNewlines: true, to: &text)
    }
    session.output.write(text)
  }

  private static func json(_ finding: Finding) -> JSON {
    [
      "check": .string(finding.subject), "verdict": .string(finding.verdict.rawValue),
      "finding": .string(finding.text), "fix": finding.fix.isEmpty ? .null : .string(finding.fix),
    ]
  }
}

/// What one check found.
struct Finding {
  enum Verdict: String { case good = "ok", warning, fault }

  var subject: String
  var verdict: Verdict
  /// One lower-case clause.
  var text: String
  /// What to do, as a sentence; empty when nothing.
  var fix = ""
}
