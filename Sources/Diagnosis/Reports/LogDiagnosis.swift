package import RegexEngine

/// Reads logs of one bundle, or of a paste, into a report: redacts, takes headers off, mines templates,
/// finds traces.
///
/// The originals are in memory for one block at a time; what is kept was redacted before. For one thread.
package final class LogDiagnosis: BundleVisitor {
  /// Events whose time and template are kept for trends, 16 bytes each; later ones are counted only.
  static let eventLimit = 4_000_000
  /// Forms whose hints are kept.
  static let hintLimit = 100_000

  /// Redaction, for the manifest.
  package let redactor: Redactor
  private let miner = TemplateMiner()
  private let traces = TraceReader()
  private var reader = LogReader()
  private var member: BundleMember?
  private var memberIndex = -1
  private var files: [LogFileFacts] = []
  private var isSkipping = false
  private var lineBase = 0

  private var forms: [FormFacts] = []
  private var events = EventList()
  private var failures = 0
  private var lines = 0
  private var eventCount = 0

  /// Files that are no logs by name or content are left out when a bundle has many; a paste is always read.
  private let readsAll: Bool

  /// A diagnosis of nothing yet.
  ///
  /// - Parameters:
  ///   - rules: redaction rules of the user's own.
  ///   - readsAll: also files that do not look like logs.
  package init(rules: [(name: String, regex: Regex)] = [], readsAll: Bool = false) {
    redactor = Redactor(custom: rules)
    self.readsAll = readsAll
  }

  // MARK: Reading

  /// A file of the bundle begins.
  package func begin(_ member: BundleMember) {
    reader = LogReader()
    self.member = member
    memberIndex = files.count
    files.append(LogFileFacts(path: member.path, labels: member.labels))
    isSkipping = false
    lineBase = 0
  }

  /// Redacts a block, then reads it.
  package func text(_ block: UnsafeBufferPointer<UInt8>) -> TextOutcome {
    guard let member else { return .more }
    let clean = redactor.redact(block)
    if lineBase == 0 {
      reader.examine(clean)
      let isLog =
        readsAll || reader.formatName != "plain" || !member.path.contains("/")
        || BundleLayout.isLog(member.path)
      guard isLog || holdsTrace(clean) else {
        isSkipping = true
        return .skip("does not look like a log")
      }
      lineBase = 1
    }
    reader.read(clean) { take($0) }
    return .more
  }

  /// Whether a text that has no headers has a stack trace in its beginning.
  private func holdsTrace(_ block: UnsafeBufferPointer<UInt8>) -> Bool {
    let found = TraceReader()
    found.add(UnsafeBufferPointer(rebasing: block.prefix(64 << 10)), number: 1, stream: 0)
    found.finish()
    return !found.traces.isEmpty
  }

  /// The file is complete.
  package func end(_ member: BundleMember) {
    traces.finish(file: memberIndex)
    files[memberIndex].format = reader.formatName
    files[memberIndex].lines = reader.lineCount
    files[memberIndex].cutLines = reader.cutLines
    lines += reader.lineCount
    self.member = nil
  }

  private func take(_ line: borrowing LogLine) {
    // Containers of one bundle are told apart by file, too.
    let isOfTrace = traces.add(
      line.trace, number: line.number, stream: line.stream &+ UInt64(truncatingIfNeeded: memberIndex &+ 1))
    // Lines of a trace in a text without headers are no messages.
    guard !line.isContinuation, !line.message.isEmpty, line.hasHeader || !isOfTrace else { return }
    let form = miner.add(line.message)
    let seconds = line.time.map { Int($0.utcNanoseconds / 1_000_000_000) }
    let number = eventCount
    eventCount += 1
    if form == forms.count {
      forms.append(FormFacts(event: number, file: memberIndex, line: line.number, hints: hints(line)))
    }
    forms[form].take(level: line.level, seconds: seconds)
    if line.level?.isFailure == true { failures += 1 }
    events.add(form: form, seconds: seconds, isFailure: line.level?.isFailure == true, limit: Self.eventLimit)
  }

  private func hints(_ line: borrowing LogLine) -> SourceHints {
    guard forms.count < Self.hintLimit else { return SourceHints() }
    return SourceHints(
      level: line.level, logger: line.logger, place: line.place, time: line.time?.description)
  }

  // MARK: The report

  /// What was found so far.
  package func report(_ bundle: BundleReader) -> DiagnosisReport {
    traces.finish()
    let set = miner.result()
    let found = set.templates.indices.map { index in
      TemplateFacts(template: set.templates[index], forms: [])
    }
    var facts = found
    for (form, place) in set.templateOfForm.enumerated() where form < forms.count {
      facts[place].add(forms[form])
    }
    var parts = set.forms
    parts.attach(forms)
    let groups = TraceGroups.of(traces.traces)
    return DiagnosisReport(
      files: files, manifest: bundle.manifest, filesLeftOut: bundle.leftOut, lines: lines, events: eventCount,
      failures: failures, templates: facts, traces: traces.traces, tracesDropped: traces.dropped,
      groups: groups,
      redactions: redactor.counts, redactedValues: redactor.distinct,
      oddities: Oddities.find(facts, events, templateOfForm: set.templateOfForm),
      forms: parts, timesAreComplete: events.isComplete)
  }

  /// Reads a text that somebody pasted.
  package static func report(ofPaste text: String, name: String = "paste") -> DiagnosisReport {
    report(ofBytes: Array(text.utf8), name: name)
  }

  /// Reads bytes that somebody sent: a log or an archive.
  package static func report(
    ofBytes bytes: [UInt8], name: String, rules: [(name: String, regex: Regex)] = [],
    limits: BundleLimits = BundleLimits()
  ) -> DiagnosisReport {
    let diagnosis = LogDiagnosis(rules: rules, readsAll: true)
    let bundle = BundleReader(diagnosis, limits: limits)
    bundle.read(bytes, name: name)
    return diagnosis.report(bundle)
  }

  /// Reads files, folders and archives as one bundle; `-` is standard input.
  ///
  /// - Parameter readsAll: also files of folders and archives that do not look like logs.
  /// - Throws: `PlatformError` for a path that cannot be read.
  package static func report(
    ofPaths paths: [String], rules: [(name: String, regex: Regex)] = [], readsAll: Bool = false
  ) throws -> DiagnosisReport {
    let diagnosis = LogDiagnosis(rules: rules, readsAll: readsAll)
    let bundle = BundleReader(diagnosis)
    for path in paths { try bundle.read(path) }
    return diagnosis.report(bundle)
  }
}
