import Containers
import Diagnosis

/// Writes a diagnosis for people: what matters first.
struct DiagnosisPrinter {
  let session: Session
  let top: Int
  /// With what speaks for each statement and frame.
  let hasReasons: Bool

  init(_ session: Session, top: Int, hasReasons: Bool) {
    (self.session, self.top, self.hasReasons) = (session, top, hasReasons)
  }

  func print(_ diagnosis: Diagnosis, _ findings: [RuleFinding], _ changes: [TemplateChange], isComparison: Bool) {
    verdict(diagnosis)
    issues(findings)
    versions(diagnosis)
    failures(diagnosis)
    groups(diagnosis)
    oddities(diagnosis)
    if isComparison { comparison(changes) }
    templates(diagnosis)
    files(diagnosis.report)
    manifest(diagnosis.report)
    limits(diagnosis)
  }

  // MARK: What matters

  private func verdict(_ diagnosis: Diagnosis) {
    let report = diagnosis.report
    guard report.events > 0 || !report.traces.isEmpty else {
      line(report.lines == 0 ? "Nothing to read." : "No messages in \(counted(report.lines, "line")).", .bold)
      return
    }
    var parts: [String] = []
    if report.failures > 0 { parts.append(counted(report.failures, "failure")) }
    if !report.traces.isEmpty {
      let kinds = report.groups.count
      parts.append(
        counted(report.traces.count, "stack trace")
          + (kinds < report.traces.count ? " of \(counted(kinds, "kind"))" : ""))
    }
    parts.append("\(counted(report.events, "message")) of \(counted(diagnosis.templates.count, "template"))")
    line(parts.joined(separator: ", ") + Self.span(report), .bold)
    let looked = diagnosis.templates.count { $0.source != nil }
    if looked > 0 {
      line(
        "  \(formatted(diagnosis.locatedCount)) of \(counted(looked, "template")) found in the code"
          + (looked < diagnosis.templates.count ? ", \(formatted(diagnosis.templates.count - looked)) not looked up" : ""),
        .dim)
    }
  }

  /// `, 2026-11-21 09:05:00 to 10:00:00`.
  private static func span(_ report: DiagnosisReport) -> String {
    guard let range = report.seconds else { return "" }
    let (first, last) = (LogTime.text(ofSeconds: range.lowerBound), LogTime.text(ofSeconds: range.upperBound))
    // Times without a year count from 1970.
    let isDated = range.lowerBound > 400 * 86_400
    func shown(_ text: String) -> String { isDated ? text : String(text.dropFirst(5)) }
    if first == last { return ", at \(shown(first))" }
    let isSameDay = first.prefix(10) == last.prefix(10)
    return ", \(shown(first)) to \(isSameDay ? String(last.dropFirst(11)) : shown(last))"
  }

  private func issues(_ findings: [RuleFinding]) {
    guard !findings.isEmpty else { return }
    heading(findings.count == 1 ? "A known issue" : "Known issues")
    for finding in findings.prefix(top) {
      row(
        "\(formatted(finding.count))×", finding.rule.severity.rawValue, "\(finding.rule.title) (\(finding.rule.id))",
        failing: finding.rule.severity >= .error)
      line("\(Self.indent)\(finding.reasons.joined(separator: "; ")); first at \(finding.file):\(finding.line)", .dim)
      for text in finding.rule.remedy.split(separator: "\n") { line("\(Self.indent)\(text)") }
    }
    more(findings.count - top)
  }

  private func versions(_ diagnosis: Diagnosis) {
    let known = diagnosis.versions.filter { !$0.description.isEmpty }
    guard !known.isEmpty else { return }
    heading("Version")
    for window in known.prefix(top) {
      var text: [UInt8] = Array("  ".utf8)
      session.style.appendSafely(Array("\(window.repository) ".utf8)[...], .path, to: &text)
      session.style.appendSafely(Array(window.description.utf8)[...], .good, to: &text)
      text += ", by \(counted(window.statementCount, "statement"))".utf8
      if window.lineCount > 0 { text += ", \(formatted(window.lineCount)) with their line".utf8 }
      write(text)
      for evidence in window.evidence.prefix(session.isVerbose ? 6 : 2) { line("      \(evidence)", .dim) }
    }
  }

  private func failures(_ diagnosis: Diagnosis) {
    let failing = diagnosis.byImportance.filter { diagnosis.templates[$0].facts.importance > 0 }
    guard !failing.isEmpty else { return }
    heading("Failures and warnings")
    for index in failing.prefix(top) {
      let template = diagnosis.templates[index]
      let facts = template.facts
      row(
        formatted(facts.template.count), facts.worst?.name ?? "", template.namedText,
        failing: facts.importance > 1)
      if template.isGuided { parameters(template) }
      source(template.source)
    }
    more(failing.count - top)
  }

  private func groups(_ diagnosis: Diagnosis) {
    let report = diagnosis.report
    guard !report.groups.isEmpty else { return }
    heading("Stack traces")
    for (group, found) in zip(report.groups, diagnosis.groups).prefix(top) {
      let trace = group.example
      let file = trace.file < report.files.count ? report.files[trace.file].path : ""
      // A trace without exception or signal is known by where it is.
      let function = trace.title == group.kind.rawValue ? found.suspectFrame?.frame.function ?? "" : ""
      row(
        "\(formatted(group.count))×", group.kind.rawValue, function.isEmpty ? trace.title : "in \(function)",
        failing: true)
      line("\(Self.indent)first at \(file):\(trace.lines.lowerBound)", .dim)
      if found.frames.isEmpty { frames(of: trace) } else { frames(found) }
      if let source = found.source {
        line("\(Self.indent)the message is made by", .dim)
        self.source(source)
      }
      if let context = found.context { self.context(context) }
    }
    more(report.groups.count - top)
  }

  private func oddities(_ diagnosis: Diagnosis) {
    let report = diagnosis.report
    guard !report.oddities.isEmpty else { return }
    heading("Out of the ordinary")
    for oddity in report.oddities.prefix(min(top, 12)) {
      let place = diagnosis.template(ofReport: oddity.template)
      let facts = report.templates[oddity.template]
      row(
        oddity.kind.rawValue, "", place.map { diagnosis.templates[$0].namedText } ?? facts.template.text,
        failing: facts.worst?.isFailure == true)
      line("\(Self.indent)\(oddity.evidence)", .dim)
    }
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

  // MARK: The rest

  private func templates(_ diagnosis: Diagnosis) {
    let rest = diagnosis.templates.indices.filter { diagnosis.templates[$0].facts.importance == 0 }
    guard !rest.isEmpty else { return }
    heading("Messages")
    for index in rest.prefix(top) {
      let template = diagnosis.templates[index]
      row(
        formatted(template.facts.template.count), template.facts.worst?.name ?? "", template.namedText,
        failing: false)
      if session.isVerbose { holes(template) }
      if rest.count <= 2 || hasReasons {
        if template.isGuided, !session.isVerbose { parameters(template) }
        source(template.source)
      } else {
        brief(template.source)
      }
    }
    more(rest.count - top)
  }

  private func holes(_ template: SourcedTemplate) {
    guard !template.isGuided else { return parameters(template) }
    for (number, hole) in template.facts.template.holes.enumerated() where !hole.values.isEmpty {
      line(
        "\(Self.indent)<*> \(number + 1) \(hole.kinds.map(\.name).joined(separator: "|")): "
          + Self.values(hole.values, hole.others), .dim)
    }
  }

  private func files(_ report: DiagnosisReport) {
    let files = report.files.filter { $0.lines > 0 }
    guard !files.isEmpty else { return }
    heading("Read")
    for file in files.prefix(10) {
      let labels = file.labels.map { " \($0.name)=\($0.value)" }.joined()
      line("  \(file.path): \(file.format), \(counted(file.lines, "line"))\(labels)")
    }
    if files.count > 10 { line("  and \(counted(files.count - 10, "more file", "more files"))", .dim) }
    if !report.redactions.isEmpty {
      let rules = report.redactions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
        "\(name) \(formatted(count)) (\(formatted(report.redactedValues[name] ?? 0)) different)"
      }
      line("  redacted: " + rules.joined(separator: ", "))
    }
    if !report.timesAreComplete { line("  trends are of the first 4,000,000 messages", .dim) }
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

  private func limits(_ diagnosis: Diagnosis) {
    for limit in diagnosis.limits { session.note(limit) }
  }
}

// MARK: - Lines

extension DiagnosisPrinter {
  /// Below the text of a row.
  static let indent = "            "
  /// Bytes of a text from outside that are shown.
  private static let textMax = 300

  func heading(_ text: String) {
    session.output.write("\n")
    line(text, .bold)
  }

  func more(_ count: Int) {
    if count > 0 { line("  and \(formatted(count)) more", .dim) }
  }

  /// `a 12, b 3, others 40`.
  static func values(_ values: [Template.Value], _ others: Int) -> String {
    values.prefix(4).map { "\($0.text) \(formatted($0.count))" }.joined(separator: ", ")
      + (others > 0 ? ", others \(formatted(others))" : "")
  }

  /// Two short columns and a text from outside.
  func row(_ first: String, _ second: String, _ text: String, failing: Bool) {
    var bytes: [UInt8] = Array("  ".utf8)
    session.style.append(padded(first, 6).utf8, failing ? .failure : .lineNumber, to: &bytes)
    if !second.isEmpty { bytes += " \(padded(second, 8))".utf8 }
    bytes += " ".utf8
    let shown = text.utf8.count > Self.textMax ? text.prefix(Self.textMax) + "…" : text[...]
    session.style.appendSafely(Array(shown.utf8), to: &bytes)
    write(bytes)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A line of which parts may be from outside.
  func line(_ text: String, _ paint: Style.Paint? = nil) {
    var bytes: [UInt8] = []
    if let paint {
      session.style.appendSafely(Array(text.utf8)[...], paint, to: &bytes)
    } else {
      session.style.appendSafely(Array(text.utf8), to: &bytes)
    }
    write(bytes)
  }

  func write(_ bytes: [UInt8]) {
    session.output.write(bytes)
    session.output.write("\n")
  }
}
