import Diagnosis

/// Writes a diagnosis for people.
struct DiagnosisPrinter {
  private let session: Session
  private let top: Int

  init(_ session: Session, top: Int) {
    self.session = session
    self.top = top
  }

  func print(_ report: DiagnosisReport, _ changes: [TemplateChange], isComparison: Bool) {
    summary(report)
    if isComparison { comparison(changes) }
    oddities(report)
    groups(report)
    templates(report)
    manifest(report)
  }

  // MARK: Parts

  private func summary(_ report: DiagnosisReport) {
    var parts = [
      counted(report.lines, "line"), counted(report.events, "message"),
      counted(report.templates.count, "template"),
    ]
    if report.failures > 0 { parts.append("\(formatted(report.failures)) of level error or worse") }
    if !report.traces.isEmpty { parts.append(counted(report.traces.count, "stack trace")) }
    line(parts.joined(separator: ", ") + ".", .bold)
    let files = report.files.filter { $0.lines > 0 }
    for file in files.prefix(10) {
      let labels = file.labels.map { " \($0.name)=\($0.value)" }.joined()
      line("  \(file.path): \(file.format), \(counted(file.lines, "line"))\(labels)")
    }
    if report.files.count > 10 {
      line("  and \(counted(report.files.count - 10, "more file", "more files"))", .dim)
    }
    if !report.redactions.isEmpty {
      let rules = report.redactions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
        "\(name) \(formatted(count)) (\(formatted(report.redactedValues[name] ?? 0)) different)"
      }
      line("  redacted: " + rules.joined(separator: ", "))
    }
    if !report.timesAreComplete { line("  trends are of the first 4,000,000 messages", .dim) }
  }

  private func comparison(_ changes: [TemplateChange]) {
    heading(changes.isEmpty ? "Nothing changed" : "Changed")
    for change in changes.prefix(top) {
      let counts = "\(formatted(change.before)) → \(formatted(change.after))"
      let level = change.worst.map { " \($0.name)" } ?? ""
      row(
        change.kind.rawValue, "\(counts)\(level)", change.template.text,
        failing: change.worst?.isFailure == true)
    }
    more(changes.count - top)
  }

  private func oddities(_ report: DiagnosisReport) {
    guard !report.oddities.isEmpty else { return }
    heading("Out of the ordinary")
    for oddity in report.oddities.prefix(min(top, 12)) {
      let facts = report.templates[oddity.template]
      row(oddity.kind.rawValue, "", facts.template.text, failing: facts.worst?.isFailure == true)
      line("    \(oddity.evidence)", .dim)
    }
  }

  private func groups(_ report: DiagnosisReport) {
    guard !report.groups.isEmpty else { return }
    heading("Stack traces")
    for group in report.groups.prefix(top) {
      let trace = group.example
      let file = trace.file < report.files.count ? report.files[trace.file].path : ""
      row(
        "\(formatted(group.count))×", group.kind.rawValue, trace.title, failing: true)
      line(
        "    first at \(file):\(trace.lines.lowerBound), grouped by \(group.fingerprint.basis.rawValue)", .dim
      )
      let stacks = ([trace.root].compactMap(\.self) + trace.stacks).map(\.frames)
      let own =
        stacks.lazy.map { $0.filter(\.isInApp) }.first { !$0.isEmpty } ?? stacks.first { !$0.isEmpty } ?? []
      for frame in own.prefix(5) {
        let place = frame.line.map { "\(frame.file):\($0)" } ?? frame.file
        line("      \(frame.function.isEmpty ? frame.module : frame.function)  \(place)")
      }
    }
    more(report.groups.count - top)
  }

  private func templates(_ report: DiagnosisReport) {
    guard !report.templates.isEmpty else { return }
    heading("Templates")
    for facts in report.templates.prefix(top) {
      row(
        formatted(facts.template.count), facts.worst?.name ?? "", facts.template.text,
        failing: facts.worst?.isFailure == true)
      if session.isVerbose {
        for (number, hole) in facts.template.holes.enumerated() where !hole.values.isEmpty {
          let values = hole.values.prefix(4).map { "\($0.text) \(formatted($0.count))" }.joined(
            separator: ", ")
          let rest = hole.others > 0 ? ", others \(formatted(hole.others))" : ""
          line(
            "      <*> \(number + 1) \(hole.kinds.map(\.name).joined(separator: "|")): \(values)\(rest)", .dim
          )
        }
      }
    }
    more(report.templates.count - top)
  }

  private func manifest(_ report: DiagnosisReport) {
    let faults = report.manifest.filter { $0.state != .read }
    guard !faults.isEmpty else { return }
    heading("Not read, or not whole")
    for member in faults.prefix(session.isVerbose ? faults.count : 10) {
      switch member.state {
      case .read: break
      case .truncated(let reason): row("part", "", "\(member.path): \(reason)", failing: false)
      case .skipped(let reason): row("skipped", "", "\(member.path): \(reason)", failing: false)
      }
    }
    if !session.isVerbose { more(faults.count - 10) }
  }

  // MARK: Lines

  private func heading(_ text: String) {
    session.output.write("\n")
    line(text, .bold)
  }

  private func more(_ count: Int) {
    if count > 0 { line("  and \(formatted(count)) more", .dim) }
  }

  /// Two short columns and a text from outside.
  private func row(_ first: String, _ second: String, _ text: String, failing: Bool) {
    var bytes: [UInt8] = Array("  ".utf8)
    session.style.append(padded(first, 8).utf8, failing ? .failure : .lineNumber, to: &bytes)
    if !second.isEmpty { bytes += " \(padded(second, 8))".utf8 }
    bytes += " ".utf8
    session.style.appendSafely(Array(text.utf8.prefix(400)), to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    session.output.write(bytes)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A line of which parts may be from outside.
  private func line(_ text: String, _ paint: Style.Paint? = nil) {
    var bytes: [UInt8] = []
    if let paint {
      session.style.appendSafely(Array(text.utf8)[...], paint, to: &bytes)
    } else {
      session.style.appendSafely(Array(text.utf8), to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    session.output.write(bytes)
  }
}
