import Platform
import Search

/// `alidade index`.
enum IndexCommand {
  static let command = Command(
    name: "index",
    summary: "index repositories and folders, or bring their index up to date",
    detail: """
      SOURCE is a git repository, a folder in which repositories are found, a git URL (mirrored into the data \
      folder), or a plain folder without git. Without a source, everything that was indexed before is brought up \
      to date. Only new content is read; an index stays usable while it is being updated and after an interrupt.
      """,
    positionals: [Positional("SOURCE", .any, "a repository, a folder or a git URL", .path)],
    flags: Flag.index,
    examples: [
      Example(command: "alidade index ~/src", meaning: "every repository below a folder"),
      Example(command: "alidade index . --rev 'v*'", meaning: "a repository with all its version tags"),
      Example(command: "alidade index https://example.org/team/project.git", meaning: "a mirror of a remote"),
      Example(command: "alidade index", meaning: "everything again, only what is new"),
    ],
    run: run)

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    var options = IndexOptions(dataFolder: session.dataFolder)
    options.sources = arguments.positionals
    options.revisions = arguments.all(.revisions)
    options.compact = arguments.has(.compact)
    options.maxFileBytes = arguments.size(.maxFileSize) ?? options.maxFileBytes
    options.jobs = arguments.integer(.jobs) ?? processorCount()
    options.wait = arguments.has(.wait)
    options.wantsSymbols = !arguments.has(.noSymbols)
    options.grammarFolder = try ParseWorkerCommand.grammarFolder(arguments, session)
    // A server on this machine, and whoever works on it, comes first; alone the indexer has all processors.
    lowerProcessPriority()
    let progress = ProgressLine(isOn: session.isErrorTerminal && !session.isQuiet)
    let result = Result { try Indexer.run(options) { at in progress.show(text(at)) } }
    progress.clear()
    let report = try result.get()
    for warning in report.warnings { session.warn(warning) }
    if arguments.has(.json) {
      session.output.write(json(report).line)
    } else if !session.isQuiet {
      session.output.write(summary(report) + "\n")
    }
    if session.isVerbose {
      session.note(symbolText(report.symbols))
      for skipped in report.skipped {
        session.note("not searchable: \(counted(skipped.documents, "file")), \(skipped.reason)")
      }
    }
    // A script should notice that a source was not read, though everything else was.
    return report.warnings.isEmpty ? .found : .nothing
  }

  private static func text(_ at: IndexProgress) -> String {
    var text = at.phase
    if let repository = at.repository { text += " \(repository)" }
    if at.repositoriesTotal > 1 { text += ", \(at.repositoriesDone) of \(at.repositoriesTotal) repositories" }
    if at.documentsTotal > 0 {
      text += ", \(formatted(at.documentsDone)) of \(counted(at.documentsTotal, "file"))"
    } else if at.documentsDone > 0 {
      text += ", \(counted(at.documentsDone, "file"))"
    }
    if at.bytesDone > 0 { text += ", \(formatted(bytes: at.bytesDone))" }
    return text
  }

  /// `31 repositories, 1,284 new files, 52.1 MB; 12 not searchable; 3.1 s, 5.0 s of CPU, 210 MB of memory`.
  private static func summary(_ report: IndexReport) -> String {
    var parts = [
      counted(report.repositories, "repository", "repositories") + ", "
        + (report.newDocuments == 0
          ? "nothing new"
          : counted(report.newDocuments, "new file") + ", " + formatted(bytes: report.newBytes))
    ]
    let skipped = report.skipped.reduce(0) { $0 + $1.documents }
    if skipped > 0 { parts.append("\(formatted(skipped)) not searchable (lang:skipped lists them)") }
    if report.removedRevisions > 0 { parts.append(counted(report.removedRevisions, "revision") + " removed") }
    if report.symbols.filesWithout > 0 {
      parts.append("\(counted(report.symbols.filesWithout, "file")) without symbols yet")
    }
    parts.append(
      "\(formatted(report.elapsed)), \(formatted(.milliseconds(Int64(report.cpuSeconds * 1000)))) of CPU, "
        + "\(formatted(bytes: report.peakMemoryBytes)) of memory")
    return "indexed " + parts.joined(separator: "; ")
  }

  /// How the symbols of the whole index were found.
  private static func symbolJSON(_ symbols: SymbolStatus) -> JSON {
    [
      "symbols": .integer(symbols.symbols), "bytes": .integer(symbols.bytes),
      "files": .integer(symbols.files),
      "files_without": .integer(symbols.filesWithout), "by_grammar": .integer(symbols.byGrammar),
      "by_lexer": .integer(symbols.byLexer), "too_large": .integer(symbols.tooLarge),
      "failed": .integer(symbols.failed),
    ]
  }

  private static func json(_ report: IndexReport) -> JSON {
    let skipped: [JSON] = report.skipped.map {
      ["reason": .string($0.reason), "documents": .integer($0.documents)]
    }
    return [
      "repositories": .integer(report.repositories), "new_documents": .integer(report.newDocuments),
      "new_bytes": .integer(report.newBytes), "skipped": .array(skipped),
      "removed_revisions": .integer(report.removedRevisions), "elapsed": .duration(report.elapsed),
      "cpu_seconds": .number(report.cpuSeconds), "peak_memory_bytes": .integer(report.peakMemoryBytes),
      "symbols": symbolJSON(report.symbols),
      "warnings": .array(report.warnings.map { .string($0) }),
    ]
  }
}

/// `46,120 symbols in 1,284 files: 1,200 by grammar, 80 by lexer, 3 too large, 1 failed`.
func symbolText(_ symbols: SymbolStatus) -> String {
  var parts: [String] = []
  func add(_ count: Int, _ text: String) { if count > 0 { parts.append("\(formatted(count)) \(text)") } }
  add(symbols.byGrammar, "by grammar")
  add(symbols.byLexer, "by lexer")
  add(symbols.tooLarge, "too large for a grammar")
  add(symbols.failed, "whose grammar failed")
  add(symbols.filesWithout, "not read yet")
  let how = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
  return "\(counted(symbols.symbols, "symbol")) in \(counted(symbols.files, "file"))\(how)"
}
