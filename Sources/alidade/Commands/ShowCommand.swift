import Containers
import Search

/// `alidade show`.
enum ShowCommand {
  static let command = Command(
    name: "show",
    summary: "print a file, or lines of it, at any indexed revision",
    detail: """
      FILE is REPO:PATH, REPO@REV:PATH or either with :LINE or :FIRST-LAST, as search prints them. REPO is the \
      whole name, or the end of it where that is unique. In a pipe the bytes are those of the source.
      """,
    positionals: [Positional("FILE", .one, "REPO[@REV]:PATH[:LINES]")],
    flags: [number, .pager, .json],
    examples: [
      Example(command: "alidade show alidade:README.md", meaning: "a whole file"),
      Example(command: "alidade show 'alidade@v1.0:Package.swift:1-20'", meaning: "lines of a file at a tag"),
    ],
    run: run)

  private static let number = Flag(
    "number", short: "n", negation: "no-number", summary: "line numbers", detail: "The default on a terminal."
  )

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let searcher = try openIndex(session)
    let place = try Place(arguments.positionals[0], searcher.repositories)
    let file = try searcher.content(repository: place.repository, revision: place.revision, path: place.path)
    if arguments.has(.json) {
      session.output.write(try json(file, place).line)
      return .found
    }
    if file.isBinary, session.isOutputTerminal {
      let size = formatted(bytes: file.bytes.count)
      throw UsageError("\(place.path) is binary, \(size)", fix: "Send it to a file: alidade show ... > FILE")
    }
    let (pagerIsUsed, pagerCommand) = SearchOptions.pager(arguments, session)
    let pager = pagerIsUsed ? Pager.start(pagerCommand) : nil
    if let pager { session.output.redirect(to: pager.descriptor) }
    let result = Result {
      try print(file, place, arguments.setting(number) ?? session.isOutputTerminal, session)
    }
    session.output.flush()
    pager?.finish()
    try result.get()
    return .found
  }

  private static func print(_ file: FileContent, _ place: Place, _ hasNumbers: Bool, _ session: Session)
    throws
  {
    guard hasNumbers || place.lines != nil || session.style.escapesControls else {
      session.output.write(file.bytes)
      return
    }
    let (first, lines) = try selected(file, place)
    for (index, line) in lines.enumerated() where session.output.isOpen {
      var text: [UInt8] = []
      if hasNumbers {
        let digits = String(first + index)
        let margin = String(repeating: " ", count: max(0, 6 - digits.count))
        session.style.append((margin + digits).utf8, .lineNumber, to: &text)
        text += "  ".utf8
      }
      let isCRLF = session.style.escapesControls && line.last == UInt8(ascii: "\r")
      session.style.appendSafely(isCRLF ? line.dropLast() : line, to: &text)
      text.append(UInt8(ascii: "\n"))
      session.output.write(text)
    }
  }

  /// The number of the first line and the lines asked for.
  private static func selected(_ file: FileContent, _ place: Place) throws -> (Int, [ArraySlice<UInt8>]) {
    var lines = file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let range = place.lines else { return (1, lines) }
    guard range.lowerBound <= lines.count else {
      throw UsageError("\(place.path) has only \(counted(lines.count, "line"))")
    }
    return (range.lowerBound, Array(lines[range.lowerBound - 1..<min(range.upperBound, lines.count)]))
  }

  private static func json(_ file: FileContent, _ place: Place) throws -> JSON {
    var content = file.bytes
    var first = 1
    if place.lines != nil {
      let (start, lines) = try selected(file, place)
      first = start
      content = lines.flatMap { Array($0) + [UInt8(ascii: "\n")] }
    }
    return [
      "repo": .string(file.placement.repository), "rev": .string(file.placement.revision),
      "commit": .optional(file.placement.commit?.hex), "path": .text(file.placement.path),
      "binary": .boolean(file.isBinary), "first_line": .integer(first), "content": .text(content),
    ]
  }
}

/// A file, and lines of it, as `show` and `explain` take it from the user.
struct Place {
  var repository: String
  /// nil: the default revision.
  var revision: String?
  var path: String
  /// 1-based, both ends included.
  var lines: ClosedRange<Int>?

  /// Reads `REPO[@REV]:PATH[:LINES]`. Names may hold colons (a host with a port) and at signs: the first colon
  /// after a known name counts.
  init(_ text: String, _ repositories: [RepositoryInfo]) throws {
    var firstFault: (any Error)?
    var found: (name: String, revision: String?, rest: Substring)?
    for colon in text.indices where text[colon] == ":" {
      let front = text[..<colon]
      let parts = Self.split(front, repositories)
      do {
        found = (
          try repositoryName(parts.name, in: repositories), parts.revision, text[text.index(after: colon)...]
        )
        break
      } catch {
        firstFault = firstFault ?? error
      }
    }
    guard let found, !found.rest.isEmpty else {
      throw firstFault ?? UsageError("\(text) names no file", fix: "Write it as REPO:PATH or REPO@REV:PATH.")
    }
    repository = found.name
    revision = found.revision
    (path, lines) = Self.splitLines(found.rest)
  }

  private static func split(_ front: Substring, _ repositories: [RepositoryInfo]) -> (
    name: String, revision: String?
  ) {
    if repositories.contains(where: { $0.name == front }) { return (String(front), nil) }
    guard let at = front.firstIndex(of: "@") else { return (String(front), nil) }
    return (String(front[..<at]), String(front[front.index(after: at)...]))
  }

  /// Takes `:12`, `:12-20` and `:12:5` (a column, which is ignored) off the end.
  private static func splitLines(_ rest: Substring) -> (String, ClosedRange<Int>?) {
    var parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    func range(_ part: Substring) -> ClosedRange<Int>? {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends.last ?? nil, first >= 1, last >= first
      else {
        return nil
      }
      return first...last
    }
    guard parts.count > 1, let last = range(parts[parts.count - 1]) else { return (String(rest), nil) }
    parts.removeLast()
    if parts.count > 1, let line = range(parts[parts.count - 1]) {
      parts.removeLast()
      return (parts.joined(separator: ":"), line)
    }
    return (parts.joined(separator: ":"), last)
  }
}
