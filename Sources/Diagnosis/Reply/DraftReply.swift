/// A first answer to whoever sent a log: Markdown, composed of evidence only.
///
/// Every sentence is a fact of the record; nothing is said that no line, statement, version or rule stands for. People
/// and changes are left out: they are of no use to a customer. Equal records give equal texts.
package struct DraftReply {
  private let record: DiagnosisRecord
  private let link: (DiagnosisRecord.Place) -> String?

  /// A reply to a record.
  ///
  /// - Parameter link: the address of a place in code; nil where there is none to give.
  package init(_ record: DiagnosisRecord, link: @escaping (DiagnosisRecord.Place) -> String? = { _ in nil }) {
    (self.record, self.link) = (record, link)
  }

  /// The Markdown, with a line feed at its end.
  package var markdown: String {
    let parts = [greeting, facts, versions, cause, issues, question]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  // MARK: Parts

  private var greeting: String { "Thank you for the log. This is what it says." }

  private var facts: String {
    var facts: [String] = []
    var summary = "\(Self.count(record.lines, "line"))"
    if record.files.count > 1 { summary += " in \(Self.count(record.files.count, "file"))" }
    summary += ", \(Self.count(record.events, "message"))"
    summary += record.failures > 0 ? ", \(Self.number(record.failures)) of level error or worse" : ""
    if record.traces > 0 { summary += ", \(Self.count(record.traces, "stack trace"))" }
    facts.append(summary)
    if let first = record.firstSeconds, let last = record.lastSeconds, last > 0 {
      facts.append(first == last ? "All at \(Self.time(first))" : "From \(Self.time(first)) to \(Self.time(last))")
    }
    if let failure = firstFailure {
      let time = failure.time.isEmpty ? "" : " (\(failure.time))"
      facts.append(
        "First failure: \(Self.place(failure.file, failure.line))\(time), \(Self.number(failure.count))×: "
          + Self.code(failure.sample))
    }
    for oddity in record.oddities.prefix(2) {
      facts.append("\(Self.capital(oddity.kind)): \(Self.code(oddity.text)): \(oddity.evidence)")
    }
    if record.manifest.contains(where: { $0.state == "truncated" }) {
      let cut = record.manifest.filter { $0.state == "truncated" }
      facts.append("Not whole: " + cut.prefix(3).map { "\(Self.code($0.path)) (\($0.reason))" }.joined(separator: ", "))
    }
    return "**Facts**\n\n" + facts.map { "- \($0)" }.joined(separator: "\n")
  }

  private var versions: String {
    let known = record.versions.filter(\.isTelling).prefix(3)
    guard !known.isEmpty else { return "" }
    let lines = known.map { version in
      var text = "- \(version.repository): **\(version.range)**, by \(Self.count(version.statements, "statement"))"
      if version.lines > 0 { text += " and \(Self.count(version.lines, "line number"))" }
      if let evidence = version.evidence.first { text += " (\(evidence))" }
      return text
    }
    return "**Version, inferred from the log**\n\n" + lines.joined(separator: "\n")
  }

  private var cause: String {
    if let text = traceCause ?? statementCause { return "**Suspected cause**\n\n" + text }
    guard record.events > 0 else { return "" }
    guard let statements = record.statements else {
      return "**Suspected cause**\n\nNot known: no code was searched."
    }
    return "**Suspected cause**\n\nNot known yet: none of the failing lines has a confident source among "
      + "\(Self.number(statements)) statements of \(Self.count(record.repositories ?? 0, "repository", "repositories"))."
  }

  /// The frame to look at first in the largest group of traces that has one.
  private var traceCause: String? {
    guard let group = record.groups.first(where: { $0.suspect != nil }), let index = group.suspect,
      index < group.frames.count, let place = group.frames[index].place
    else { return nil }
    let frame = group.frames[index]
    let sure = frame.confidence == "certain" ? "" : " (\(frame.confidence): \(frame.how))"
    return "\(Self.code(group.title)), \(Self.number(group.count))×, comes from \(linked(place))\(sure)."
  }

  /// The statement of the first failure, or of what failed most.
  private var statementCause: String? {
    let failing = record.templates.filter { Self.isFailure($0.worst) }
    let wanted = failing.isEmpty ? record.findings.flatMap(\.templates).compactMap(template) : failing
    let located = wanted.filter { $0.source?.isConfident == true && $0.source?.place != nil }
    let first = located.min { $0.first < $1.first }
    guard let template = first, let source = template.source, let place = source.place else { return nil }
    var text = "\(Self.code(template.sample)) is written by \(linked(place))"
    if !source.ties.isEmpty {
      text += " or, as likely, by \(source.ties.prefix(2).map(linked).joined(separator: ", "))"
      if source.ties.count > 2 { text += " and \(Self.number(source.ties.count - 2)) more" }
    }
    let values = template.values.filter { !$0.name.isEmpty && !$0.sample.isEmpty }.prefix(4)
    if !values.isEmpty {
      text += ", with " + values.map { "\(Self.code($0.name)) = \(Self.code($0.sample))" }.joined(separator: ", ")
    }
    return text + "."
  }

  private func template(_ index: Int) -> DiagnosisRecord.Template? {
    record.templates.indices.contains(index) ? record.templates[index] : nil
  }

  private var issues: String {
    record.findings.prefix(3).map { finding in
      var text = "**Known issue: \(finding.title)**\n\n"
      text += "\(Self.capital(finding.reasons.joined(separator: "; "))) "
      text += "(\(Self.number(finding.count))×, first \(Self.place(finding.file, finding.line))).\n\n"
      text += finding.remedy.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
      while text.last?.isNewline == true { text.removeLast() }
      for link in finding.links { text += "\n\nMore: [\(link.title)](\(link.address))" }
      return text
    }.joined(separator: "\n\n")
  }

  private var question: String {
    "**Next question**\n\n" + nextQuestion
  }

  /// The one thing that would tell most.
  package var nextQuestion: String {
    if let question = record.findings.first(where: { !$0.question.isEmpty })?.question { return question }
    if let version = record.versions.first(where: { $0.isTelling && $0.window.count > 1 }) {
      return "Which version of \(version.repository) is it exactly? The log fits \(version.range)."
    }
    if let cut = record.manifest.first(where: { $0.state == "truncated" }) {
      return "Can you send \(Self.code(cut.path)) whole? It ends early (\(cut.reason))."
    }
    if record.events == 0, record.groups.isEmpty { return "Can you send the log itself? No message could be read." }
    if record.locatedCount == 0, record.groups.allSatisfy({ $0.suspect == nil }) {
      return "Which program and version wrote this log?"
    }
    if let failure = firstFailure, !failure.time.isEmpty {
      return "What changed shortly before \(failure.time), when the first failure was written?"
    }
    return "What changed shortly before this began?"
  }

  // MARK: Words

  private var firstFailure: DiagnosisRecord.Template? {
    record.templates.filter { Self.isFailure($0.worst) }.min { $0.first < $1.first }
  }

  private static func isFailure(_ level: String) -> Bool { ["error", "critical", "fatal"].contains(level) }

  private func linked(_ place: DiagnosisRecord.Place) -> String {
    let version = place.revision.isEmpty ? "" : " of \(place.revision)"
    let text = "\(place.path), line \(place.line)"
    let symbol = place.symbol.isEmpty ? "" : "\(Self.code(place.symbol)), "
    guard let address = link(place) else { return "\(symbol)\(text) in \(place.repository)\(version)" }
    return "\(symbol)[\(Self.escaped(text))](\(address)) in \(place.repository)\(version)"
  }

  private static func place(_ file: String, _ line: Int) -> String {
    file.isEmpty || file == "paste" ? "line \(number(line))" : "\(code(file)), line \(number(line))"
  }

  /// A code span whose fence is longer than any in the text; at most 200 characters on one line.
  static func code(_ text: String) -> String {
    var line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    if line.count > 200 { line = line.prefix(200) + "…" }
    var longest = 0
    var run = 0
    for character in line {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let gap = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
    return line.isEmpty ? "(empty)" : "\(fence)\(gap)\(line)\(gap)\(fence)"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "[]\\*_`<".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  private static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(Self.number(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// With commas between thousands.
  private static func number(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// Times of years before 2000 are of logs that do not say the year.
  private static func time(_ seconds: Int) -> String {
    let hasYear = seconds > 946_684_800
    let time = LogTime(
      nanoseconds: Int64(seconds) &* 1_000_000_000, zoneMinutes: nil, hasYear: hasYear,
      hasDate: hasYear || seconds >= 86_400)
    return time.description.split(separator: "T").joined(separator: " ")
  }
}
