/// The named shapes of the API's answers.
package enum APIModel: String, Sendable, CaseIterable {
  case Repository, Revision, RepositoryList, FileName, FileList, TreeEntry, Tree, File, Suggestion,
    Suggestions
  case Symbol, SymbolList, FileSymbols
  case SearchAnswer, SearchProgress, SearchFilter, SearchAlert, SearchDone, FileMatch, FilePlace, LineMatch
  case Person, Commit, CommitList, CommitDetail, Blame, Diff, FileChange, DiffHunk
  case NavigationAnswer, NavigationSymbol, NavigationLocation, NavigationCalls, NavigationCall, ScipImport
  case Explanation, Resolution, Status
  case DiagnosisRequest, DiagnosisAnswer, DiagnosisDeletion
  case Problem, ProblemFault

  /// What a value of this name looks like.
  package var schema: APISchema {
    switch self {
    case .Repository: .object(Self.repository)
    case .Revision: .object(Self.revision)
    case .RepositoryList:
      .object([
        .always("repositories", .list(.model(.Repository)), "in order of their names"),
        .always("total", .integer(), "repositories that satisfy the request, on this page or not"),
        .perhaps("cursor", .text(), "for the next page; missing on the last"),
      ])
    case .FileName: .object(Self.fileName)
    case .FileList:
      .object(
        Self.place + [
          .always("files", .list(.model(.FileName)), "best first with q=, in path order without"),
          .always("total", .integer(), "files that satisfy the request, on this page or not"),
          .perhaps("cursor", .text(), "for the next page; missing on the last"),
          .perhaps("paths", .list(.text()), "with view=paths: those that are UTF-8"),
          .perhaps(
            "base", .text(format: "uri-reference"),
            "with view=paths: a path, percent-encoded, follows it and a slash"),
          .perhaps("isComplete", .boolean, "with view=paths: false when there are too many for one answer"),
        ])
    case .TreeEntry: .object(Self.treeEntry)
    case .Tree:
      .object(
        Self.place + [
          .always("path", .text(), "the folder; empty at the top"),
          .always("entries", .list(.model(.TreeEntry)), "folders first, then files, in order of their names"),
          .always("isComplete", .boolean, "false when the folder has more entries than are listed"),
        ])
    case .File: .object(Self.place + Self.file)
    case .Suggestion: .object(Self.suggestion)
    case .Suggestions: .object([.always("items", .list(.model(.Suggestion)), "best first")])
    case .Symbol: .object(Self.symbol)
    case .SymbolList: .object(Self.symbolList)
    case .FileSymbols: .object(Self.fileSymbols)
    case .SearchAnswer: .object(Self.searchAnswer)
    case .SearchProgress: .object(Self.searchProgressMessage)
    case .SearchFilter: .object(Self.searchFilter)
    case .SearchAlert: .object(Self.searchAlert)
    case .SearchDone: .object(Self.searchDone)
    case .FileMatch: .object(Self.filePlace + Self.fileMatch)
    case .FilePlace: .object(Self.filePlace)
    case .LineMatch: .object(Self.lineMatch)
    case .Person: .object(Self.person)
    case .Commit: .object(Self.commit)
    case .CommitList: .object(Self.place + Self.commitList)
    case .CommitDetail: .object(Self.commitDetail)
    case .Blame: .object(Self.place + Self.blame)
    case .Diff: .object(Self.diff)
    case .FileChange: .object(Self.fileChange)
    case .DiffHunk: .object(Self.diffHunk)
    case .NavigationAnswer: .object(Self.place + Self.navigationAnswer)
    case .NavigationSymbol: .object(Self.navigationSymbol)
    case .NavigationLocation: .object(Self.place + Self.navigationLocation)
    case .NavigationCalls: .object(Self.place + Self.navigationCalls)
    case .NavigationCall: .object(Self.navigationCall)
    case .ScipImport: .object(Self.scipImport)
    case .Explanation: .object(Self.explanation)
    case .DiagnosisRequest:
      .object([
        .always("text", .text(), "the log"),
        .perhaps("name", .text(), "what the report calls it"),
      ])
    case .DiagnosisAnswer:
      .object([
        .always("id", .text(), "known to whoever made it only"),
        .always("url", .text(format: "uri-reference"), "the page with the report"),
        .always("expires", .integer(), "seconds since 1970 at which it is deleted"),
        .always("reply", .text(), "the draft of a first reply, in Markdown"),
        .always("report", .anyObject, "templates, traces, versions, known issues and the manifest; see docs/diagnose.md"),
      ])
    case .DiagnosisDeletion: .object([.always("deleted", .boolean, "true")])
    case .Resolution: .object(Self.place + Self.resolution)
    case .Status: .object(Self.status)
    case .Problem: .object(Self.problem)
    case .ProblemFault: .object(Self.fault)
    }
  }

  typealias Member = APISchema.Member

  private static let repository: [Member] = [
    .always("name", .text(), "host/owner/name, or the folder's name"),
    .always("url", .text(format: "uri-reference"), "its page"),
    .always("files", .integer(), "files at the default revision"),
    .always("isGit", .boolean, "false for a plain folder"),
    .always("isFork", .boolean, "whether it is known to be a fork"),
    .always("isArchived", .boolean, "whether it is known to be archived"),
    .always("indexedAt", .text(format: "date-time"), "when it was last indexed"),
    .always("revisions", .list(.model(.Revision)), "the indexed ones, the default one first"),
    .always("notes", .list(.text()), "what a reader should know, such as parts that are not indexed"),
  ]

  private static let revision: [Member] = [
    .always("name", .text(), "branch, tag or commit; empty for a plain folder"),
    .perhaps("commit", .text(), "where it stood when it was indexed"),
    .always("time", .text(format: "date-time"), "of the commit, or of the indexing"),
  ]

  /// What answers about one repository begin with.
  static let place: [Member] = [
    .always("repository", .text(), "its name"),
    .always("revision", .text(), "branch, tag or commit; empty for a plain folder"),
    .perhaps("commit", .text(), "the commit it stood at; missing for a plain folder"),
  ]

  static let fileName: [Member] = [
    .always("path", .text(), "in the repository; bytes that are not UTF-8 show as U+FFFD"),
    .perhaps("pathBytes", .text(), "the exact path in base64, when it is not UTF-8"),
    .always("url", .text(format: "uri-reference"), "its page"),
  ]

  private static let treeEntry: [Member] =
    [
      .always("name", .text(), "from the folder on; folders that hold one folder only are one with it"),
      .always("kind", .choice(["folder", "file", "link", "submodule"]), "what it is"),
      .perhaps("files", .integer(), "of a folder: files below it, where they were counted"),
      .perhaps("size", .integer(), "of a file: its bytes, where they are known"),
      .perhaps("language", .text(), "of a file, when known"),
      .perhaps("skipped", .text(), "of a file: why it cannot be searched"),
      .perhaps("commit", .text(), "of a submodule: the commit of the other repository"),
    ] + fileName

  private static let file: [Member] = [
    .always("path", .text(), "in the repository"),
    .perhaps("pathBytes", .text(), "the exact path in base64, when it is not UTF-8"),
    .always("url", .text(format: "uri-reference"), "its page"),
    .always("rawUrl", .text(format: "uri-reference"), "its bytes"),
    .perhaps("language", .text(), "by linguist's rules, when known"),
    .always("size", .integer(), "bytes of the whole file"),
    .always("isBinary", .boolean, "true for what is not text"),
    .perhaps("lineCount", .integer(), "lines of the whole file, if it is text"),
    .perhaps("firstLine", .integer(minimum: 1), "of the part in text, if it is text and not empty"),
    .perhaps("lastLine", .integer(minimum: 1), "of the part in text, if it is text and not empty"),
    .perhaps("text", .text(), "the content or the lines asked for; invalid UTF-8 shows as U+FFFD"),
    .perhaps("bytes", .text(), "the same in base64, when it is binary or not UTF-8"),
  ]

  private static let suggestion: [Member] = [
    .always(
      "kind", .choice(["filter", "value", "language", "repository", "revision", "symbol", "file"]), "what it completes"),
    .always("label", .text(), "for a list"),
    .always("insert", .text(), "replaces the part of q from start to end"),
    .always("start", .integer(), "UTF-8 byte offset in q"),
    .always("end", .integer(), "UTF-8 byte offset in q"),
    .perhaps("count", .integer(), "files with this value"),
    .perhaps("detail", .text(), "one clause of help"),
    .perhaps("url", .text(format: "uri-reference"), "the page of a repository or file"),
  ]

  private static let problem: [Member] = [
    .always("type", .text(format: "uri-reference"), "the kind, and the address of a page about it"),
    .always("title", .text(), "the kind in a few words"),
    .always("status", .integer(minimum: 400), "the HTTP status"),
    .always("detail", .text(), "what is wrong this time"),
    .always("instance", .text(), "the request id, which is in the log too"),
    .perhaps("errors", .list(.model(.ProblemFault)), "what is wrong with the parameters"),
  ]

  private static let fault: [Member] = [
    .always("pointer", .text(), "#/ and the parameter"),
    .perhaps("column", .integer(), "where in a query, as UTF-8 byte offset from 0"),
    .perhaps("length", .integer(), "bytes of the query that are wrong"),
    .always("message", .text(), "what is wrong"),
    .perhaps("suggestion", .text(), "how to mend it"),
  ]
}
