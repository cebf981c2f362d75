import Platform
import QueryEngine
import Search

/// `alidade search`: an answer straight from the data folder, without a server.
enum SearchCommand {
  static let command = Command(
    name: "search",
    summary: "find code",
    detail: """
      The words of the query are searched in file contents and paths, all of them must match. "quoted text", \
      /regular expressions/, AND, OR, NOT, parentheses and filters (repo: rev: file: lang: content: case: type: \
      count: and more) are explained in docs/query-language.md. Quote the query for the shell.

      On a terminal, matches are grouped by file, in colours and in a pager. In a pipe, each line is \
      repo:path:line:text. Files come best first.
      """,
    positionals: [Positional("QUERY", .some, "what to look for")],
    flags: Flag.search,
    examples: [
      Example(command: "alidade search 'parse config lang:go'", meaning: "both words in a Go file"),
      Example(
        command: "alidade search -e 'func \\w+Handler\\(' -C 2", meaning: "a regular expression, with context"
      ),
      Example(command: "alidade search -l 'TODO -file:test' --json", meaning: "file names, as JSON Lines"),
      Example(command: "alidade search -- '-file:vendor main'", meaning: "a query that starts with a dash"),
    ],
    run: run)

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let options = try SearchOptions(arguments, session)
    let searcher = try openIndex(session)
    let search = RunningSearch(options, searcher, session)
    return try search.run()
  }
}

/// Opens the index of the session's data folder.
func openIndex(_ session: Session) throws -> Searcher {
  try Searcher.open(dataFolder: session.dataFolder, workerCount: processorCount())
}

/// Calls the engine, adding the text of the query to faults found in it.
func withQuery<Result>(_ text: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as QueryError {
    throw QueryFault(error: error, query: text)
  } catch let error as SearchError {
    if case .query(let fault) = error.kind { throw QueryFault(error: fault, query: text) }
    throw error
  }
}

/// One search from its first event to its exit code.
private struct RunningSearch {
  let options: SearchOptions
  let searcher: Searcher
  let session: Session

  init(_ options: SearchOptions, _ searcher: Searcher, _ session: Session) {
    self.options = options
    self.searcher = searcher
    self.session = session
  }

  func run() throws -> ExitCode {
    let links = ResultLinks(options.hyperlinks, searcher.repositories)
    let stop = StopFlag()
    Terminal.catchInterrupts()
    let pager = options.usesPager ? Pager.start(options.pagerCommand) : nil
    if let pager { session.output.redirect(to: pager.descriptor) }
    let result = Swift.Result { try stream(to: options.printer(session, links), stop) }
    session.output.flush()
    pager?.finish()
    let (summary, fileCount, foldedCount) = try result.get()
    if stop.isInterrupted { return .interrupted }
    report(summary, foldedCount)
    if !summary.isComplete, options.isStrict, session.output.isOpen { return .failed }
    return fileCount > 0 ? .found : .nothing
  }

  private func stream(to printer: any ResultPrinter, _ stop: StopFlag) throws -> (SearchSummary, Int, Int) {
    let progress = ProgressLine(isOn: session.isErrorTerminal && !session.isQuiet && !options.usesPager)
    var summary = SearchSummary()
    var fileCount = 0
    // Copies that the format does not show.
    var foldedCount = 0
    defer { progress.clear() }
    try withQuery(options.queryText) {
      try searcher.search(options.request, isCancelled: { stop.isSet }) { event in
        switch event {
        case .files(let files):
          progress.clear()
          fileCount += files.count
          for file in files where session.output.isOpen {
            printer.print(file)
            foldedCount += options.foldedCopies(of: file)
          }
          if session.isOutputTerminal { session.output.flush() }
        case .progress(let statistics):
          if fileCount == 0 { progress.show(Self.progressText(statistics)) }
        case .done(let end):
          summary = end
        }
        if !session.output.isOpen { stop.set() }
      }
    }
    printer.finish(summary)
    return (summary, fileCount, foldedCount)
  }

  private static func progressText(_ statistics: SearchStatistics) -> String {
    "searching: \(counted(statistics.documentsVerified, "file")) read, "
      + "\(counted(statistics.matches, "match", "matches")), \(formatted(statistics.elapsed))"
  }

  /// What the reader should know about the answer, on standard error.
  private func report(_ summary: SearchSummary, _ foldedCount: Int) {
    guard session.output.isOpen else { return }
    for limit in summary.limits { session.warn(limitText(limit)) }
    for note in summary.notes { session.note(note) }
    if foldedCount > 0 {
      let copies = counted(foldedCount, "identical copy", "identical copies")
      session.note("\(copies) of these files not shown; --files-with-matches and --json name copies")
    }
    if session.isErrorTerminal || session.isVerbose { session.note(Self.statusText(summary)) }
    guard session.isVerbose else { return }
    for skipped in summary.skipped {
      session.note("not searched: \(counted(skipped.documents, "file")), \(skipped.reason)")
    }
  }

  /// `1,284 matches in 312 files · 6 repositories · 43 ms`.
  private static func statusText(_ summary: SearchSummary) -> String {
    let numbers = summary.statistics
    let atLeast = summary.isComplete ? "" : "at least "
    return atLeast
      + "\(counted(numbers.matches, "match", "matches")) in \(counted(numbers.matchedFiles, "file")) · "
      + "\(counted(numbers.matchedRepositories, "repository", "repositories")) · \(formatted(numbers.elapsed))"
  }
}

/// Why an answer is not everything, with the way out.
func limitText(_ limit: SearchLimit) -> String {
  switch limit {
  case .matchLimit(let shown):
    "showing only the best \(counted(shown, "match", "matches")); --count-all or a larger --limit gives more"
  case .timeLimit(let duration):
    "stopped after \(formatted(duration)); the answer is not complete; --timeout TIME gives it longer"
  case .cancelled:
    "stopped; the answer is not complete"
  case .busy(let duration):
    "stopped after \(formatted(duration)), since others needed the machine; the answer is not complete"
  case .notParsed(let files, let reason):
    "\(counted(files, "file")) with the words of the pattern not read as code: \(reason)"
  case .segmentFailed(let name, let reason):
    "\(name) could not be read and was left out: \(reason); alidade doctor --deep says more"
  }
}
