extension DiagnosisRecord {
  /// What the logs say, before any code was asked: counts, files, manifest, redaction.
  package init(summaryOf report: DiagnosisReport, name: String) {
    self.name = Self.cut(name)
    lines = report.lines
    events = report.events
    failures = report.failures
    bytes = report.manifest.reduce(0) { $0 &+ $1.bytes }
    files = report.files.filter { $0.lines > 0 }.prefix(Limits.files).map { file in
      LogFile(
        path: Self.cut(file.path), format: file.format, lines: file.lines, cutLines: file.cutLines,
        labels: file.labels.map { "\($0.name)=\(Self.cut($0.value))" })
    }
    fileCount = report.files.count { $0.lines > 0 }
    let unread = report.manifest.filter { $0.state != .read } + report.manifest.filter { $0.state == .read }
    manifest = unread.prefix(Limits.members).map { member in
      let (state, reason) = Self.words(member.state)
      return Member(path: Self.cut(member.path), bytes: member.bytes, state: state, reason: reason)
    }
    membersOmitted = max(0, report.manifest.count - Limits.members) + report.filesLeftOut
    redactions = report.redactions.map { rule, count in
      Redaction(rule: rule, count: count, distinct: report.redactedValues[rule] ?? 0)
    }.sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
    firstSeconds = report.seconds?.lowerBound
    lastSeconds = report.seconds?.upperBound
    traces = report.traces.count + report.tracesDropped
  }

  private static func words(_ state: BundleMember.State) -> (String, String) {
    switch state {
    case .read: ("read", "")
    case .truncated(let reason): ("truncated", reason)
    case .skipped(let reason): ("skipped", reason)
    }
  }

  /// A text of bounded length on one line.
  static func cut(_ text: String) -> String {
    var line = text.contains(where: \.isNewline) ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
    if line.utf8.count > Limits.text { line = line.prefix(Limits.text / 2) + "…" }
    return line
  }
}
