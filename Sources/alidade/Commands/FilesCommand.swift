import Containers
import QueryEngine
import RegexEngine
import Search

/// `alidade files`.
enum FilesCommand {
  static let command = Command(
    name: "files",
    summary: "list files by their path",
    detail: """
      PATTERN is a regular expression found anywhere in the path, or a glob when it holds * and no other sign of \
      a regular expression. It ignores case unless it has capitals. Without it all files are listed.
      """,
    positionals: [Positional("PATTERN", .optional, "what the path must match")],
    flags: [repository, .revision, .limit, .null, .json],
    examples: [
      Example(command: "alidade files '*_test.go'", meaning: "test files of Go"),
      Example(command: "alidade files --repo alidade README", meaning: "in one repository"),
    ],
    run: run)

  private static let repository = Flag(
    "repo", short: "r", value: FlagValue(placeholder: "NAME", kind: .text), repeatable: true,
    summary: "only in this repository", detail: "The whole name, or the end of it where that is unique.")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let searcher = try openIndex(session)
    let repositories = searcher.repositories
    let names = try arguments.all(repository).map { try repositoryName($0, in: repositories) }
    let pattern = try arguments.positionals.first.map { try regex($0) }
    var remaining = arguments.integer(.limit) ?? .max
    var count = 0
    let style = session.style
    for name in names.isEmpty ? repositories.map(\.name).sorted() : names where remaining > 0 {
      let revision = arguments.value(.revision)
      let files: [PlacementName]
      do {
        files = try searcher.files(repository: name, revision: revision, matching: pattern, limit: remaining)
      } catch let error as SearchError where error.kind == .unknownRevision && names.isEmpty {
        // Without --repo, the revision is looked for wherever it exists.
        continue
      }
      for file in files where session.output.isOpen { print(file, arguments, style, session.output) }
      count += files.count
      remaining -= files.count
    }
    if remaining <= 0, !session.isQuiet {
      session.note("stopped after \(counted(count, "file")); --limit gives more")
    }
    return count > 0 ? .found : .nothing
  }

  private static func print(
    _ file: PlacementName, _ arguments: Arguments, _ style: Style, _ output: OutputStream
  ) {
    if arguments.has(.json) {
      let document: JSON = [
        "repo": .string(file.repository), "rev": .string(file.revision),
        "commit": .optional(file.commit?.hex),
        "path": .text(file.path),
      ]
      output.write(document.line)
      return
    }
    var line: [UInt8] = []
    style.appendSafely(LineWriter.name(file)[...], .path, to: &line)
    line.append(arguments.has(.null) ? 0 : UInt8(ascii: "\n"))
    output.write(line)
  }

  /// Reads the pattern as `file:` does, but in smart case.
  private static func regex(_ text: String) throws -> Regex {
    let pattern = PathPattern(parsing: text, caseSensitive: text.contains { $0.isUppercase })
    var options = RegexOptions()
    options.caseInsensitive = !pattern.caseSensitive
    do {
      return try Regex(pattern.regexText, options: options)
    } catch {
      // The offsets are the user's only where the text is not a translated glob.
      let range = pattern.notation == .regex(text) ? error.range : 0..<text.utf8.count
      let fault = QueryError(
        .invalidRegex(text), range: range, description: error.description, suggestion: error.suggestion)
      throw QueryFault(error: fault, query: text)
    }
  }
}
