import Containers
import Diagnosis
import Platform
import Search

/// `alidade diagnose`.
enum DiagnoseCommand {
  static let command = Command(
    name: "diagnose",
    summary: "find the statements that wrote the lines of a log",
    detail: """
      FILE is a log; without it, and without --line, the log is read from standard input. Headers are taken off, \
      whatever logger wrote them. Each line gets the statement that wrote it, with values by the expressions of the \
      code; equally likely statements are all shown. At the end: which indexed versions have the statements.
      """,
    positionals: [Positional("FILE", .optional, "a log")],
    flags: [line, lineMax, reasons, .json],
    examples: [
      Example(
        command: "alidade diagnose --line 'Failed password for root from 10.0.0.1 port 22 ssh2'",
        meaning: "one line"),
      Example(command: "alidade diagnose server.log", meaning: "a log"),
    ],
    run: run)

  private static let line = Flag(
    "line", value: FlagValue(placeholder: "TEXT", kind: .text), summary: "a line in place of a file")

  private static let lineMax = Flag(
    "max-lines", value: FlagValue(placeholder: "N", kind: .integer(1...100_000)),
    summary: "look up this many lines at most", detail: "The default is 1000.")

  private static let reasons = Flag("reasons", summary: "say what speaks for each statement")

  /// Bytes of a log that are read.
  private static let logMax = 64 << 20

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let searcher = try openIndex(session)
    guard searcher.hasEmits else {
      throw UsageError(
        "the index knows no statements that write logs",
        fix: "Index with grammars: scripts/setup gets them, then `alidade index`.")
    }
    let bytes: [UInt8]
    if let text = arguments.value(line) {
      bytes = Array(text.utf8) + [0x0A]
    } else {
      bytes = try readFile(arguments.positionals.first ?? "/dev/stdin", limit: logMax)
    }
    let log = StatementFinder(searcher).log(bytes, linesMax: arguments.integer(lineMax) ?? 1_000)
    for line in log.lines where session.output.isOpen {
      if arguments.has(.json) {
        session.output.write(json(line).line)
      } else {
        print(line, hasReasons: arguments.has(reasons), session)
      }
    }
    if arguments.has(.json) {
      for window in log.versions { session.output.write(json(window).line) }
    } else {
      for window in log.versions { print(window, session) }
    }
    if log.omittedCount > 0 {
      session.note("\(log.omittedCount) further lines were left out; --max-lines gives more")
    }
    return log.lines.contains { $0.answer.isConfident } ? .found : .nothing
  }

  // MARK: Text

  private static func print(_ line: StatementLine, hasReasons: Bool, _ session: Session) {
    let style = session.style
    var text: [UInt8] = []
    style.append(String(line.number).utf8, .lineNumber, to: &text)
    text += "  ".utf8
    style.appendSafely(line.text.utf8, to: &text)
    text.append(0x0A)
    let answer = line.answer
    if !answer.isConfident {
      text += "    ".utf8
      style.append("no confident source: \(answer.doubt)".utf8, .warning, to: &text)
      text.append(0x0A)
    }
    for match in answer.isConfident ? answer.best.prefix(5) : answer.matches.prefix(1) {
      text += (answer.isConfident ? "    " : "    nearest: ").utf8
      append(match, style, to: &text)
      for value in match.values where !value.name.isEmpty {
        text += "        ".utf8
        style.appendSafely(Array((value.name).utf8)[...], .dim, to: &text)
        text += " = ".utf8
        style.appendSafely(value.value.utf8, to: &text)
        text.append(0x0A)
      }
      if hasReasons {
        text += "        ".utf8
        style.appendSafely(Array((match.reasons.joined(separator: "; ")).utf8)[...], .dim, to: &text)
        text.append(0x0A)
      }
    }
    if answer.isConfident, answer.best.count > 5 {
      text += "    and \(answer.best.count - 5) more like it\n".utf8
    }
    if let wrapper = answer.wrapper {
      text += "    inside of ".utf8
      append(wrapper, style, to: &text)
    }
    session.output.write(text)
  }

  private static func append(_ match: StatementMatch, _ style: Style, to text: inout [UInt8]) {
    let site = match.hit.site
    style.appendSafely(Array(place(match).utf8)[...], .path, to: &text)
    let function = [site.container, site.function].filter { !$0.isEmpty }.joined(separator: ".")
    text += "  ".utf8
    if !function.isEmpty {
      style.appendSafely(Array(function.utf8)[...], .bold, to: &text)
      text += "  ".utf8
    }
    style.appendSafely((site.callee.isEmpty ? "text" : site.callee).utf8, to: &text)
    if site.level != .none { text += "  \(site.level)".utf8 }
    if match.versionCount > 0 { text += "  and in \(match.versionCount) other versions of the file".utf8 }
    text += "\n        ".utf8
    style.appendSafely(Array((site.skeleton.description).utf8)[...], .dim, to: &text)
    text.append(0x0A)
  }

  private static func print(_ window: VersionWindow, _ session: Session) {
    guard !window.description.isEmpty else { return }
    var text: [UInt8] = Array("\nVersion of \(window.repository): ".utf8)
    session.style.appendSafely(Array((window.description).utf8)[...], .good, to: &text)
    text += ", by \(counted(window.statementCount, "statement"))".utf8
    if window.lineCount > 0 { text += " and \(counted(window.lineCount, "line"))".utf8 }
    text.append(0x0A)
    for evidence in window.evidence {
      text += "    ".utf8
      session.style.appendSafely(evidence.utf8, to: &text)
      text.append(0x0A)
    }
    session.output.write(text)
  }

  private static func place(_ match: StatementMatch) -> String {
    let place = match.hit.placement
    let revision = place.isDefaultRevision || place.revision.isEmpty ? "" : "@" + place.revision
    return "\(place.repository)\(revision):\(place.pathText):\(match.hit.site.line)"
  }

  // MARK: JSON

  private static func json(_ line: StatementLine) -> JSON {
    let answer = line.answer
    return [
      "type": "line", "number": .integer(line.number), "text": .string(line.text),
      "message": .string(line.query.message), "confident": .boolean(answer.isConfident),
      "doubt": .string(answer.doubt), "peeled": .array(answer.peeled.map { .string($0) }),
      "wrapper": answer.wrapper.map(json) ?? .null, "statements": .array(answer.matches.map(json)),
    ]
  }

  private static func json(_ match: StatementMatch) -> JSON {
    let site = match.hit.site
    return [
      "repo": .string(match.hit.placement.repository), "revision": .string(match.hit.placement.revision),
      "path": .string(match.hit.placement.pathText), "line": .integer(site.line),
      "rank": .integer(match.rank), "score": .number(Double(match.score)),
      "bits": .number(Double(match.bits)),
      "fit": .string("\(match.fit)"), "kind": .string("\(site.kind)"), "level": .string("\(site.level)"),
      "callee": .string(site.callee), "function": .string(site.function),
      "container": .string(site.container),
      "skeleton": .string(site.skeleton.description), "copies": .integer(match.hit.copyCount),
      "values": .array(match.values.map { ["name": .string($0.name), "value": .string($0.value)] }),
      "reasons": .array(match.reasons.map { .string($0) }),
    ]
  }

  private static func json(_ window: VersionWindow) -> JSON {
    [
      "type": "version", "repo": .string(window.repository), "statements": .integer(window.statementCount),
      "lines": .integer(window.lineCount),
      "revisions": .array(window.window.map { .string($0.revision.name) }),
      "evidence": .array(window.evidence.map { .string($0) }),
    ]
  }
}
