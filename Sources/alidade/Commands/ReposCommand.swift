import Containers
import Platform
import Search

/// `alidade repos`.
enum ReposCommand {
  static let command = Command(
    name: "repos",
    summary: "list what is indexed",
    detail: "One line for each repository: name, revisions, number of files, age of its index, location.",
    positionals: [Positional("TEXT", .optional, "only names that contain this text")],
    flags: [.json],
    examples: [
      Example(command: "alidade repos --json", meaning: "with every indexed revision and its commit")
    ],
    run: run)

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let searcher = try openIndex(session)
    let wanted = arguments.positionals.first?.lowercased() ?? ""
    let repositories = searcher.repositories
      .filter { wanted.isEmpty || $0.name.lowercased().contains(wanted) }
      .sorted { $0.name < $1.name }
    for repository in repositories {
      if arguments.has(.json) {
        session.output.write(json(repository).line)
      } else {
        print(repository, session)
      }
    }
    return repositories.isEmpty ? .nothing : .found
  }

  /// Tab-separated in a pipe, where columns are for programs.
  private static func print(_ repository: RepositoryInfo, _ session: Session) {
    let revisions = repository.revisions
    let first = revisions.first?.name ?? ""
    let shownRevisions = revisions.count > 1 ? "\(first) and \(revisions.count - 1) more" : first
    let age = ago(wallClockSeconds() - repository.indexedAt)
    var line: [UInt8] = []
    session.style.appendSafely(Array(repository.name.utf8)[...], .path, to: &line)
    let columns = [shownRevisions, counted(repository.fileCount, "file"), age, repository.location]
    for column in columns {
      line += session.isOutputTerminal ? Array("  ".utf8) : [UInt8(ascii: "\t")]
      session.style.appendSafely(Array(column.utf8), to: &line)
    }
    line.append(UInt8(ascii: "\n"))
    if session.isOutputTerminal || session.isVerbose {
      for note in repository.notes { session.style.append("  \(note)\n".utf8, .dim, to: &line) }
    }
    session.output.write(line)
  }

  private static func json(_ repository: RepositoryInfo) -> JSON {
    let revisions: [JSON] = repository.revisions.map {
      ["name": .string($0.name), "commit": .optional($0.commit?.hex), "time": .integer($0.time)]
    }
    return [
      "name": .string(repository.name), "location": .string(repository.location),
      "git": .boolean(repository.isGit), "revisions": .array(revisions),
      "files": .integer(repository.fileCount), "indexed_at": .integer(repository.indexedAt),
      "fork": .boolean(repository.isFork), "archived": .boolean(repository.isArchived),
      "notes": .array(repository.notes.map { .string($0) }),
    ]
  }
}

/// `3 minutes ago`, from a number of seconds.
func ago(_ seconds: Int) -> String {
  switch seconds {
  case ..<60: "just now"
  case ..<3600: counted(seconds / 60, "minute") + " ago"
  case ..<86_400: counted(seconds / 3600, "hour") + " ago"
  default: counted(seconds / 86_400, "day") + " ago"
  }
}

/// The repository a user means: its whole name, or the end of exactly one name after a slash.
func repositoryName(_ text: String, in repositories: [RepositoryInfo]) throws -> String {
  if repositories.contains(where: { $0.name == text }) { return text }
  let endings = repositories.map(\.name).filter { $0.hasSuffix("/" + text) }.sorted()
  if endings.count == 1 { return endings[0] }
  if endings.count > 1 {
    throw UsageError(
      "\(text) stands for \(endings.count) repositories",
      fix: "Give more of the name: \(endings.joined(separator: ", "))")
  }
  let near = nearest(to: text, among: repositories.map(\.name))
  throw SearchError(
    .unknownRepository(nearest: near.map { [$0] } ?? []), subject: text,
    reason: "no such repository is indexed",
    fix: near.map { "Did you mean \($0)?" } ?? "alidade repos lists those that are.")
}
