/// A file of a bundle that was read as a log.
package struct LogFileFacts: Sendable {
  /// Its name in the bundle.
  package let path: String
  /// Where it comes from.
  package let labels: [BundleLabel]
  /// What its lines look like: `log4j`, `cri+json`, `plain`.
  package internal(set) var format = "plain"
  /// Lines read.
  package internal(set) var lines = 0
  /// Lines that were longer than what is read of one.
  package internal(set) var cutLines = 0
}

/// What the header of a line says about the statement that wrote it.
package struct SourceHints: Sendable, Equatable {
  /// How grave it is.
  package var level: LogLevel?
  /// Logger, class, program or unit.
  package var logger: String?
  /// `server.go:17`.
  package var place: String?
  /// When the first such line was written, as far as it says.
  package var time: String?
}

/// A template with where, when and how grave its messages were.
package struct TemplateFacts: Sendable {
  /// What the messages have in common.
  package internal(set) var template: Template
  /// How many messages had each level; levels that did not occur are left out.
  package private(set) var levels: [LogLevel: Int] = [:]
  /// Number of the first event, from 0.
  package private(set) var firstEvent = Int.max
  /// The file of the first message, by its place among the files of the report.
  package private(set) var firstFile = 0
  /// The first message's line in that file, from 1.
  package private(set) var firstLine = 0
  /// Seconds since 1970 of the first and last message with a time.
  package private(set) var seconds: ClosedRange<Int>?
  /// What the first message's header says.
  package private(set) var hints = SourceHints()

  init(template: Template, forms: [FormFacts]) {
    self.template = template
    for form in forms { add(form) }
  }

  mutating func add(_ form: FormFacts) {
    for level in LogLevel.allCases where form.levels[Int(level.rawValue)] > 0 {
      levels[level, default: 0] += form.levels[Int(level.rawValue)]
    }
    if form.firstEvent < firstEvent {
      firstEvent = form.firstEvent
      firstFile = form.firstFile
      firstLine = form.firstLine
      hints = form.hints
    }
    if let first = form.firstSeconds, let last = form.lastSeconds {
      seconds = min(seconds?.lowerBound ?? first, first)...max(seconds?.upperBound ?? last, last)
    }
  }

  /// Takes in the facts of messages that the same statement wrote. Text, sample and holes stay.
  mutating func merge(_ other: TemplateFacts) {
    template.count += other.template.count
    for (level, count) in other.levels { levels[level, default: 0] += count }
    if other.firstEvent < firstEvent {
      (firstEvent, firstFile, firstLine) = (other.firstEvent, other.firstFile, other.firstLine)
      hints = other.hints
    }
    if let range = other.seconds {
      seconds =
        min(
          seconds?.lowerBound ?? range.lowerBound, range.lowerBound)...max(
          seconds?.upperBound ?? range.upperBound, range.upperBound)
    }
  }

  /// The gravest level of its messages.
  package var worst: LogLevel? { levels.keys.max() }
}

/// Everything that was found in a bundle.
package struct DiagnosisReport: Sendable {
  /// The files that were read.
  package let files: [LogFileFacts]
  /// What became of every file.
  package let manifest: [BundleMember]
  /// Files that the manifest has no room for.
  package let filesLeftOut: Int
  /// Lines of all files that were read.
  package let lines: Int
  /// Messages: the sum of the templates' counts. Other lines went on with a message, or were empty.
  package let events: Int
  /// Messages with the level error or worse.
  package let failures: Int
  /// By falling count.
  package let templates: [TemplateFacts]
  /// In the order of files and lines.
  package let traces: [StackTrace]
  /// Traces that there was no room for.
  package let tracesDropped: Int
  /// Traces that are the same fault.
  package let groups: [TraceGroup]
  /// How often each rule of redaction replaced something.
  package let redactions: [String: Int]
  /// How many different values it replaced.
  package let redactedValues: [String: Int]
  /// What is out of the ordinary, most telling first.
  package let oddities: [Oddity]
  /// The masked forms of ``templates`` that were joined from several.
  let forms: TemplateForms
  /// Trends are of all messages, not only of those that were kept for them.
  package let timesAreComplete: Bool

  /// From the first to the last message with a time, in seconds since 1970.
  package var seconds: ClosedRange<Int>? {
    let ranges = templates.compactMap(\.seconds)
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max() else {
      return nil
    }
    return first...last
  }
}
