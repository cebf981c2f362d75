import Platform
import QueryEngine
import Search

/// What a search is to do, settled once from flags, environment and terminal.
struct SearchOptions {
  /// How results are written.
  enum Format { case lines, heading, names, counts, vimgrep, json }

  var queryText: String
  var request: SearchRequest
  var format: Format
  var linesBefore: Int
  var linesAfter: Int
  var usesNullBytes: Bool
  var isStrict: Bool
  var usesPager: Bool
  var pagerCommand: String
  var hyperlinks: ResultLinks.Kind

  init(_ arguments: Arguments, _ session: Session) throws {
    queryText = try Self.queryText(arguments)
    let query = try withQuery(queryText) { [queryText] in
      try Query(parsing: queryText, defaultPatternType: Self.patternType(arguments))
    }
    format = Self.format(arguments, session)
    let around = arguments.integer(.context) ?? 0
    linesBefore = arguments.integer(.before) ?? around
    linesAfter = arguments.integer(.after) ?? around
    request = SearchRequest(query: query)
    Self.setLimits(&request, arguments, format)
    request.contextLines = format == .names || format == .counts ? 0 : max(linesBefore, linesAfter)
    usesNullBytes = arguments.has(.null)
    isStrict = arguments.has(.strict)
    (usesPager, pagerCommand) = Self.pager(arguments, session)
    let kind = arguments.value(.hyperlink).flatMap(ResultLinks.Kind.init(rawValue:)) ?? .auto
    hyperlinks = session.style.hasColor ? kind : .none
  }

  private static func queryText(_ arguments: Arguments) throws(UsageError) -> String {
    var text = arguments.positionals.joined(separator: " ")
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw UsageError("the query is empty", fix: "To list all files use: alidade files")
    }
    if arguments.has(.ignoreCase), arguments.has(.caseSensitive) {
      throw UsageError("--ignore-case and --case-sensitive exclude each other")
    }
    // Added at the end, so that carets under a fault stay where the user typed it.
    if arguments.has(.ignoreCase) { text += " case:no" }
    if arguments.has(.caseSensitive) { text += " case:yes" }
    if arguments.has(.word) { text += " word:yes" }
    return text
  }

  private static func patternType(_ arguments: Arguments) throws(UsageError) -> PatternType {
    switch (arguments.has(.regex), arguments.has(.literal)) {
    case (true, true): throw UsageError("--regex and --literal exclude each other")
    case (true, false): return .regexp
    case (false, true): return .literal
    case (false, false): return .keyword
    }
  }

  private static func format(_ arguments: Arguments, _ session: Session) -> Format {
    if arguments.has(.json) { return .json }
    if arguments.has(.filesWithMatches) { return .names }
    if arguments.has(.count) { return .counts }
    if arguments.has(.vimgrep) { return .vimgrep }
    return arguments.setting(.heading) ?? session.isOutputTerminal ? .heading : .lines
  }

  /// A limit on the command line is one on matching lines, or on files where only files are listed.
  private static func setLimits(_ request: inout SearchRequest, _ arguments: Arguments, _ format: Format) {
    let listsFiles = format == .names || format == .counts
    let limit = arguments.integer(.limit)
    request.fileLimit = listsFiles ? limit ?? .max : .max
    if let limit, !listsFiles {
      request.query.settings.count = .limited(limit)
    } else if arguments.has(.countAll) || listsFiles && request.query.settings.count == .default {
      request.query.settings.count = .all
    }
    // Lines of files that are only listed are counted all the same. Others have one limit, not one for each file.
    request.linesPerFile = listsFiles ? 1 : .max
    if let timeout = arguments.duration(.timeout) {
      request.timeLimit = timeout
      request.query.settings.timeoutMilliseconds = nil
    }
  }

  static func pager(_ arguments: Arguments, _ session: Session) -> (Bool, String) {
    let names = ["ALIDADE_PAGER", "PAGER"]
    let command = names.lazy.compactMap(environmentVariable).first ?? "less"
    switch arguments.value(.pager) ?? "auto" {
    case "always": return (true, command.isEmpty || command == "cat" ? "less" : command)
    case "never": return (false, command)
    default:
      let isUseful =
        session.isOutputTerminal && session.isErrorTerminal && environmentVariable("TERM") != "dumb"
      return (isUseful && !arguments.has(.json) && !command.isEmpty && command != "cat", command)
    }
  }
}

extension SearchOptions {
  /// The printer for the chosen format.
  func printer(_ session: Session, _ links: ResultLinks) -> any ResultPrinter {
    let line = LineWriter(session.style, links, usesNullBytes)
    switch format {
    case .json: return JSONPrinter(session.output, links, linesBefore, linesAfter)
    case .names: return NamePrinter(session.output, line, withCounts: false)
    case .counts: return NamePrinter(session.output, line, withCounts: true)
    case .vimgrep: return VimgrepPrinter(session.output, session.style, links)
    case .lines: return TextPrinter(session.output, line, linesBefore, linesAfter, hasHeadings: false)
    case .heading: return TextPrinter(session.output, line, linesBefore, linesAfter, hasHeadings: true)
    }
  }

  /// Other places of the same bytes that the chosen format says nothing about. Headings count them.
  func foldedCopies(of file: FileMatch) -> Int {
    switch format {
    case .heading: 0
    case .lines, .vimgrep: file.copyCount
    case .names, .counts, .json: file.copyCount - file.copies.count
    }
  }
}
