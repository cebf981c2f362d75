import Containers
import Git
import Navigation
import Platform
import Search

/// `alidade scip`.
enum ScipCommand {
  static let command = Command(
    name: "scip",
    summary: "import what compilers know of code, for exact definitions and references",
    detail: """
      import reads an index in SCIP's format (gzip is fine, - is standard input) for a repository at the commit it \
      was made from. The four newest commits of each tool are kept; lines of later commits are followed through the \
      changes and marked.
      from-index-store turns the index store of swiftc or clang into such an index: swift build writes one under \
      .build/debug/index/store, clang with -index-store-path.
      stats tells what is in an index, list what is imported, remove drops the indexes of a repository.
      """,
    positionals: [
      Positional(
        "ACTION", .one, "import, from-index-store, stats, list or remove",
        .choice(["import", "from-index-store", "stats", "list", "remove"])),
      Positional("FILE", .any, "the index or the index store", .path),
    ],
    flags: [repository, commit, .root, .output, .package, .library, .json],
    examples: [
      Example(
        command: "alidade scip import index.scip --repo alidade --rev HEAD",
        meaning: "an index that an indexer wrote in a clean work tree"),
      Example(
        command: "alidade scip from-index-store .build/debug/index/store --root . -o index.scip",
        meaning: "what swift build knows"),
      Example(command: "alidade scip stats index.scip", meaning: "the tool, the counts, the faults"),
    ],
    run: run)

  private static let repository = Flag(
    "repo", short: "r", value: FlagValue(placeholder: "NAME", kind: .text),
    summary: "the repository the index is about",
    detail: "The whole name, or the end of it where that is unique. Not needed while only one is indexed.")

  private static let commit = Flag(
    "rev", value: FlagValue(placeholder: "REV", kind: .text),
    summary: "the commit the index was made from",
    detail: "A commit, branch or tag. Default: the commit of the default branch when it was indexed.")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let files = Array(arguments.positionals.dropFirst())
    switch arguments.positionals[0] {
    case "import":
      guard !files.isEmpty else {
        throw UsageError("missing FILE: the index to import", fix: "See alidade help scip.")
      }
      // In order: an index that cannot be read ends the run, what was imported before it stays.
      return try files.map { try importFile($0, arguments, session) }.max { $0.rawValue < $1.rawValue }
        ?? .found
    case "stats": return try stats(try one(files, "the index"), arguments, session)
    case "list": return try list(arguments, session)
    case "remove": return try remove(arguments, session)
    case "from-index-store":
      return try IndexStoreAction.run(try one(files, "the index store"), arguments, session)
    default:
      throw UsageError(
        "scip has no action \(arguments.positionals[0])",
        fix: "It is one of import, from-index-store, stats, list, remove.")
    }
  }

  private static func one(_ files: [String], _ what: String) throws(UsageError) -> String {
    guard files.count == 1, let file = files.first else {
      throw UsageError(
        files.isEmpty ? "missing FILE: \(what)" : "unexpected argument '\(files[1])'",
        fix: "See alidade help scip.")
    }
    return file
  }

  // MARK: import

  private static func importFile(
    _ file: String, _ arguments: Arguments, _ session: Session
  ) throws -> ExitCode {
    let info = try repository(arguments, session)
    let root = try rootFolder(arguments)
    let commit = try self.commit(arguments.value(commit), of: info, session)
    let job = ScipImport(repository: info.name, commit: commit, root: root, time: wallClockSeconds())
    let progress = ProgressLine(isOn: session.isErrorTerminal && !session.isQuiet)
    Terminal.catchInterrupts()
    let start = ContinuousClock.now
    let result = Result {
      try job.run(file, dataFolder: session.dataFolder, isCancelled: { Terminal.isInterrupted }) { at in
        progress.show("importing, \(counted(at.documents, "file")), \(formatted(bytes: at.bytesRead))")
      }
    }
    progress.clear()
    if Terminal.isInterrupted, case .failure(let error) = result, error is CancellationError {
      return .interrupted
    }
    let report = try result.get()
    for text in remarks(report.omissions) { session.warn(text) }
    if arguments.has(.json) {
      session.output.write(json(report, ContinuousClock.now - start).line)
    } else if !session.isQuiet {
      session.output.write(summary(report, ContinuousClock.now - start) + "\n")
    }
    return report.omissions.isEmpty ? .found : .nothing
  }

  private static func repository(_ arguments: Arguments, _ session: Session) throws -> RepositoryInfo {
    let repositories = try openIndex(session).repositories
    guard let text = arguments.value(repository) else {
      if repositories.count == 1 { return repositories[0] }
      throw UsageError(
        "missing --repo NAME: the repository the index is about", fix: "alidade repos lists them.")
    }
    let name = try repositoryName(text, in: repositories)
    // repositoryName(_:in:) gives only names that are in the list.
    return repositories.first { $0.name == name }!
  }

  private static func rootFolder(_ arguments: Arguments) throws(UsageError) -> String {
    let text = arguments.value(.root) ?? ""
    let steps = text.split(separator: "/").filter { $0 != "." }
    guard !text.hasPrefix("/"), !steps.contains("..") else {
      throw UsageError("--root \(text) is not a folder within the repository", fix: "Write it as sub/folder.")
    }
    return steps.joined(separator: "/")
  }

  private static func commit(
    _ text: String?, of info: RepositoryInfo, _ session: Session
  ) throws -> ObjectID? {
    guard info.isGit else {
      if let text { throw UsageError("--rev \(text): \(info.name) is no git repository") }
      return nil
    }
    guard let text else {
      guard let commit = info.revisions.first?.commit else { return nil }
      session.note(
        "taking it for an index of \(info.revisions[0].name) at \(commit.hex.prefix(12)); see --rev")
      return commit
    }
    guard let id = try GitRepository.open(info.location).resolve(text) else {
      throw UsageError("--rev \(text): \(info.name) has no such commit", fix: "Has it been fetched?")
    }
    return id
  }

  private static func remarks(_ omissions: ImportOmissions) -> [String] {
    var texts: [String] = []
    if omissions.badPaths > 0 {
      texts.append("left out \(counted(omissions.badPaths, "file")) whose path is not within the root")
    }
    if omissions.unorderedRanges > 0 {
      texts.append(
        "left out \(counted(omissions.unorderedRanges, "occurrence")) with a range that ends before it starts"
      )
    }
    if omissions.longSymbols > 0 {
      texts.append(
        "left out \(counted(omissions.longSymbols, "occurrence")) of symbols longer than "
          + "\(formatted(ImportOmissions.symbolBytesMax)) bytes")
    }
    if omissions.localRelationships > 0 {
      texts.append(
        "left out \(counted(omissions.localRelationships, "relationship")) of symbols local to a file")
    }
    return texts
  }

  private static func summary(_ report: ScipImport.Report, _ elapsed: Duration) -> String {
    let index = report.index
    let at = index.commit.map { " at \($0.hex.prefix(12))" } ?? ""
    let tool = [index.tool, index.toolVersion].filter { !$0.isEmpty }.joined(separator: " ")
    return """
      imported \(counted(index.documents, "file")), \(counted(index.occurrences, "occurrence")) of \
      \(counted(index.symbols, "symbol")) for \(index.repository)\(at)\(tool.isEmpty ? "" : " by \(tool)"); \
      \(formatted(bytes: report.bytesRead)) to \(formatted(bytes: report.bytesWritten)) in \(formatted(elapsed))
      """
  }

  private static func json(_ report: ScipImport.Report, _ elapsed: Duration) -> JSON {
    guard case .object(var members) = json(report.index) else { return .null }
    members += [
      ("bytes_read", .integer(report.bytesRead)), ("bytes_written", .integer(report.bytesWritten)),
      ("replaced", .integer(report.dropped.count)), ("elapsed", .duration(elapsed)),
      ("warnings", .array(remarks(report.omissions).map { .string($0) })),
    ]
    return .object(members)
  }

  // MARK: what is there

  private static func json(_ index: ImportedIndex) -> JSON {
    [
      "repo": .string(index.repository), "commit": .optional(index.commit?.hex), "root": .string(index.root),
      "tool": .string(index.tool), "tool_version": .string(index.toolVersion),
      "imported_at": .integer(index.importedAt), "documents": .integer(index.documents),
      "occurrences": .integer(index.occurrences), "symbols": .integer(index.symbols),
    ]
  }

  private static func list(_ arguments: Arguments, _ session: Session) throws -> ExitCode {
    let store = try NavigationStore.open(dataFolder: session.dataFolder)
    for failure in store.failures { session.warn(failure) }
    let wanted = arguments.value(repository)
    let parts = store.parts.filter { part in
      wanted.map { part.index.repository == $0 || part.index.repository.hasSuffix("/" + $0) } ?? true
    }
    for index in parts.map(\.index) {
      if arguments.has(.json) {
        session.output.write(json(index).line)
        continue
      }
      let tool = [index.tool, index.toolVersion].filter { !$0.isEmpty }.joined(separator: " ")
      let columns = [
        index.commit.map { String($0.hex.prefix(12)) } ?? "-", index.root.isEmpty ? "." : index.root, tool,
        counted(index.documents, "file"), counted(index.occurrences, "occurrence"),
        ago(wallClockSeconds() - index.importedAt),
      ]
      var line: [UInt8] = []
      session.style.appendSafely(Array(index.repository.utf8)[...], .path, to: &line)
      for column in columns {
        line += session.isOutputTerminal ? Array("  ".utf8) : [UInt8(ascii: "\t")]
        session.style.appendSafely(Array(column.utf8), to: &line)
      }
      session.output.write(line + [UInt8(ascii: "\n")])
    }
    return parts.isEmpty ? .nothing : .found
  }

  private static func remove(_ arguments: Arguments, _ session: Session) throws -> ExitCode {
    guard let name = arguments.value(repository) else {
      throw UsageError("missing --repo NAME: whose indexes to remove", fix: "alidade scip list shows them.")
    }
    let commit = arguments.value(commit)
    let removed = try removeImportedIndexes(dataFolder: session.dataFolder) { index in
      index.repository == name && (commit.map { index.commit?.hex.hasPrefix($0) ?? false } ?? true)
    }
    if !session.isQuiet { session.output.write("removed \(counted(removed.count, "index", "indexes"))\n") }
    return removed.isEmpty ? .nothing : .found
  }

  // MARK: stats

  private static func stats(_ file: String, _ arguments: Arguments, _ session: Session) throws -> ExitCode {
    let stats: ScipStatistics
    do {
      stats = try ScipStatistics(reading: file)
    } catch let error as NavigationError where error.subject.isEmpty {
      throw UsageError("\(file): \(error)")
    }
    let tool = [stats.metadata.toolName, stats.metadata.toolVersion].filter { !$0.isEmpty }.joined(
      separator: " ")
    if arguments.has(.json) {
      let document: JSON = [
        "tool": .string(stats.metadata.toolName), "tool_version": .string(stats.metadata.toolVersion),
        "project_root": .string(stats.metadata.projectRoot), "bytes": .integer(stats.bytes),
        "documents": .integer(stats.documents), "occurrences": .integer(stats.occurrences),
        "definitions": .integer(stats.definitions), "local_occurrences": .integer(stats.localOccurrences),
        "symbols_described": .integer(stats.symbols), "external_symbols": .integer(stats.externalSymbols),
        "relationships": .integer(stats.relationships), "enclosing_ranges": .integer(stats.enclosingRanges),
        "largest_document_bytes": .integer(stats.largestDocument),
        "languages": .object(stats.languages.map { ($0.name, .integer($0.documents)) }),
      ]
      session.output.write(document.line)
      return .found
    }
    let rows: [(String, String)] = [
      ("tool", tool.isEmpty ? "not named" : tool), ("root", stats.metadata.projectRoot),
      ("size", formatted(bytes: stats.bytes)),
      (
        "files",
        formatted(stats.documents) + ": "
          + stats.languages.map { "\(formatted($0.documents)) \($0.name)" }.joined(separator: ", ")
      ),
      (
        "occurrences",
        "\(formatted(stats.occurrences)), \(formatted(stats.definitions)) of them definitions, "
          + "\(formatted(stats.localOccurrences)) of local symbols"
      ),
      (
        "symbols",
        "\(formatted(stats.symbols)) described, \(formatted(stats.externalSymbols)) of other packages"
      ),
      ("relationships", formatted(stats.relationships)), ("extents", formatted(stats.enclosingRanges)),
      ("largest file", formatted(bytes: stats.largestDocument)),
    ]
    for (name, value) in rows {
      var line = Array((name + String(repeating: " ", count: 14 - name.count)).utf8)
      session.style.appendSafely(Array(value.utf8), to: &line)
      session.output.write(line + [UInt8(ascii: "\n")])
    }
    return .found
  }
}

extension Flag {
  static let root = Flag(
    "root", value: FlagValue(placeholder: "DIR", kind: .folder),
    summary: "the folder that the index is about",
    detail: """
      For import: the folder within the repository that the paths of the index start from. For \
      from-index-store: the folder whose files are taken; default: the current one.
      """)

  static let output = Flag(
    "output", short: "o", value: FlagValue(placeholder: "FILE", kind: .path),
    summary: "where from-index-store writes the index", detail: "Default: index.scip.")

  static let package = Flag(
    "package", value: FlagValue(placeholder: "NAME", kind: .text),
    summary: "the package that from-index-store gives to symbols of C and C++",
    detail: "Default: the name of the root folder. Symbols of Swift belong to their module.")

  static let library = Flag(
    "library", value: FlagValue(placeholder: "FILE", kind: .path),
    summary: "libIndexStore, when it is not beside swift or clang in PATH")
}
