import Containers

extension APIOperation {
  /// Every operation, in the order of the documentation.
  package static let all: [APIOperation] =
    searches + repositories + contents + history + navigation + diagnoses + machines

  /// Longest texts taken, in characters. A query may be longer than people type, not longer than addresses.
  static let queryLength = 4096
  static let nameLength = 1024

  private static func json(_ model: APIModel) -> [Answer] {
    [Answer(mediaType: "application/json", schema: .model(model))]
  }

  private static let repository = APIParameter(
    "repo", .text(1...nameLength), in: .path, example: "demo/notes",
    help: "The name of a repository. It may hold slashes; /-/ after it begins what is asked of it.")

  private static let revision = APIParameter(
    "rev", .text(1...nameLength), help: "An indexed branch, tag or commit; the default branch without it.")

  private static func path(required: Bool) -> APIParameter {
    APIParameter(
      "path", .text((required ? 1 : 0)...4096), required: required, example: "README.md",
      help: "A path in the repository, without a slash at its beginning.")
  }

  private static let cursor = APIParameter(
    "cursor", .shape(.cursor), help: "What the answer before gave as cursor; asks for the page after it.")

  private static func limit(_ range: ClosedRange<Int>, standard: Int) -> APIParameter {
    APIParameter(
      "limit", .integer(range, standard: standard), example: String(standard),
      help: "Most results per answer.")
  }

  private static let query = APIParameter(
    "q", .text(1...queryLength), required: true, example: "parse", help: "The query.")

  private static let searches = [
    APIOperation(
      .search, "search", summary: "Search",
      details:
        "As JSON, the whole answer. As text/event-stream or application/x-ndjson, messages while the search "
        + "runs: matches (add the files), progress and filters (replace the last), alert, then exactly one done or "
        + "error. In lines of JSON the name of the message is the member type. Closing the connection ends the "
        + "search.",
      parameters: [
        query,
        APIParameter(
          "ctx", .integer(0...10, standard: 0), help: "Lines of context before and after each matching line."),
        APIParameter(
          "view", .choice(["list", "count"], standard: "list"),
          help: "count leaves out the files and only counts."),
        APIParameter(
          "lines", .integer(1...20_000, standard: nil),
          help: "Most matching lines in the answer, a hundred of each file; further files are left out."),
        limit(1...200, standard: 50), cursor,
      ],
      answers: [
        Answer(mediaType: "application/json", schema: .model(.SearchAnswer)),
        Answer(mediaType: "text/event-stream", schema: .text()),
        Answer(mediaType: "application/x-ndjson", schema: .text()),
      ], problems: [.badQuery, .cursorExpired, .busy]),
    APIOperation(
      .findSymbols, "symbols", summary: "Find declarations by name",
      details:
        "Exact case first, then whole names, then beginnings; types before functions before fields; well "
        + "placed files first.",
      parameters: [
        APIParameter(
          "name", .text(1...nameLength), required: true, example: "main",
          help: "The name, with what it belongs to before it if that matters: Engine.run, engine::Engine."),
        APIParameter(
          "match", .choice(["exact", "prefix", "substring", "regex"], standard: "exact"),
          help: "How names must fit it."),
        APIParameter("case", .choice(["yes", "no"], standard: "no"), help: "Whether case counts."),
        APIParameter(
          "kind", .choice(SymbolKind.allCases.map(\.name), standard: nil), help: "Only symbols of this kind."),
        APIParameter(
          "q", .text(1...queryLength), example: "file:src",
          help: "Filters of a search (repo:, rev:, file:, lang:), and words that the file must hold."),
        limit(1...1000, standard: 100),
      ], answers: json(.SymbolList), problems: [.badQuery, .busy]),
    APIOperation(
      .explain, "explain", summary: "Explain a search",
      details:
        "Runs the search and tells how: the posting lists of each part, what was left after each step and, "
        + "with repo and path, why that file is or is not a result.",
      parameters: [
        query,
        APIParameter("repo", .text(1...nameLength), help: "A repository; goes with path."),
        APIParameter("path", .text(1...4096), help: "A file in it; goes with repo."),
      ], answers: json(.Explanation), problems: [.badQuery, .notFound, .busy]),
  ]

  private static let repositories = [
    APIOperation(
      .listRepositories, "repos", summary: "List repositories",
      parameters: [
        APIParameter(
          "q", .text(1...nameLength), help: "Only repositories whose name contains this, without case."),
        limit(1...500, standard: 100), cursor,
      ], answers: json(.RepositoryList), problems: [.cursorExpired]),
    APIOperation(
      .getRepository, "repos/{repo}", summary: "Get one repository", parameters: [repository],
      answers: json(.Repository)),
  ]

  private static let contents = [
    APIOperation(
      .listFiles, "repos/{repo}/-/files", summary: "List or find the files of a repository",
      details:
        "Without q all paths in order. With q the paths that contain all its words, best first: the words "
        + "in the file's name, short paths. view=paths answers with bare paths instead, all of them where there are "
        + "at most 20,000, without pages: for finders that rank by themselves.",
      parameters: [
        repository, revision,
        APIParameter(
          "q", .text(1...nameLength), example: "read", help: "Words that the path contains, without case."),
        APIParameter(
          "view", .choice(["list", "paths"], standard: "list"),
          help: "paths leaves out all but the paths; limit and cursor do not count then."),
        limit(1...1000, standard: 100), cursor,
      ], answers: json(.FileList), problems: [.cursorExpired]),
    APIOperation(
      .getTree, "repos/{repo}/-/tree", summary: "List a folder",
      parameters: [repository, revision, path(required: false)], answers: json(.Tree)),
    APIOperation(
      .listFileSymbols, "repos/{repo}/-/symbols", summary: "List the declarations of a file",
      parameters: [repository, revision, path(required: true)], answers: json(.FileSymbols)),
    APIOperation(
      .getFile, "repos/{repo}/-/file", summary: "Read a file",
      details: "Answers with the whole file, or the lines asked for. Lines after the last are left out.",
      parameters: [
        repository, revision, path(required: true),
        APIParameter(
          "lines", .shape(.lines), example: "1-20", help: "A line, or first and last, counted from 1."),
      ], answers: json(.File), problems: [.tooLarge]),
  ]

  private static let history = [
    APIOperation(
      .getBlame, "repos/{repo}/-/blame", summary: "Tell who last changed each line",
      details: "Commits named in .git-blame-ignore-revs are passed over.",
      parameters: [repository, revision, path(required: true)], answers: json(.Blame),
      problems: [.tooLarge, .busy]),
    APIOperation(
      .listCommits, "repos/{repo}/-/commits", summary: "List commits",
      details: "Those that changed a file (under all its names) or a folder, or all of them. Newest first.",
      parameters: [repository, revision, path(required: false), limit(1...200, standard: 50), cursor],
      answers: json(.CommitList), problems: [.cursorExpired, .tooLarge, .busy]),
    APIOperation(
      .getCommit, "repos/{repo}/-/commits/{sha}", summary: "Get one commit with the files it changed",
      parameters: [
        repository,
        APIParameter(
          "sha", .shape(.commit), in: .path, example: "0123abcd", help: "A commit's id, or its beginning."),
      ], answers: json(.CommitDetail), problems: [.busy]),
    APIOperation(
      .getDiff, "repos/{repo}/-/diff", summary: "Compare two commits",
      details:
        "Compares head with the last commit the two have in common, or with base itself. Files beyond some "
        + "hundreds, and lines beyond some thousands, are told by number only.",
      parameters: [
        repository,
        APIParameter(
          "base", .text(1...nameLength), required: true, example: "main~1", help: "Branch, tag or commit."),
        APIParameter(
          "head", .text(1...nameLength), required: true, example: "main", help: "Branch, tag or commit."),
        APIParameter("path", .text(1...4096), help: "Only this file or folder."),
        APIParameter(
          "from", .choice(["merge-base", "base"], standard: "merge-base"), help: "What head is compared with."
        ),
        APIParameter("ctx", .integer(0...100, standard: 3), help: "Unchanged lines around changed ones."),
      ], answers: json(.Diff), problems: [.busy]),
  ]

  private static let position = [
    repository, revision, path(required: true),
    APIParameter(
      "line", .integer(1...100_000_000, standard: nil), required: true, example: "1",
      help: "The line, from 1."),
    APIParameter(
      "column", .integer(0...100_000_000, standard: nil), required: true, example: "0",
      help: "Where in the line a name is, as offset in UTF-8 bytes from 0."),
  ]

  private static let navigation = [
    APIOperation(
      .getDefinition, "repos/{repo}/-/definition", summary: "Find where a name is defined",
      details: navigationDetails, parameters: position, answers: json(.NavigationAnswer)),
    APIOperation(
      .getReferences, "repos/{repo}/-/references", summary: "Find where a name is used",
      details: "Definitions come first. " + navigationDetails,
      parameters: position + [limit(1...1000, standard: 200)], answers: json(.NavigationAnswer)),
    APIOperation(
      .getImplementations, "repos/{repo}/-/implementations",
      summary: "Find what implements or overrides a name",
      details: navigationDetails, parameters: position, answers: json(.NavigationAnswer)),
    APIOperation(
      .getHover, "repos/{repo}/-/hover", summary: "Get what is known of a name",
      details: "The locations are the definitions; total counts the references. " + navigationDetails,
      parameters: position, answers: json(.NavigationAnswer)),
    APIOperation(
      .getCallers, "repos/{repo}/-/callers", summary: "Find the functions that call a name",
      details: navigationDetails, parameters: position, answers: json(.NavigationCalls)),
    APIOperation(
      .getCallees, "repos/{repo}/-/callees", summary: "Find the functions that a function calls",
      details: navigationDetails, parameters: position, answers: json(.NavigationCalls)),
    APIOperation(
      .importScip, "repos/{repo}/-/scip", summary: "Import an index of symbols",
      details:
        "The body is an index in SCIP's format, or that compressed by gzip. Takes the place of an older one of the "
        + "same tool and commit. Needs the server's token as Authorization: Bearer TOKEN. Answers when the index is "
        + "in use; until then, and when it is refused, nothing changes.",
      parameters: [
        repository,
        APIParameter(
          "rev", .text(1...nameLength),
          help:
            "The commit the index was made from: an id, branch or tag. Without it, the indexed commit of the "
            + "default branch."),
        APIParameter(
          "root", .text(1...4096), example: "sub/folder",
          help: "The folder of the repository that the paths of the index start from."),
      ],
      bodyTypes: ["application/octet-stream", "application/gzip"], answers: json(.ScipImport),
      problems: [.signInNeeded, .uploadsOff, .tooLarge, .badIndex, .busy]),
  ]

  private static let navigationDetails =
    "Exact where a compiler's index was imported, by name elsewhere; each location says how sure it is, and by name "
    + "also why it was chosen."

  private static let machines = [
    APIOperation(
      .suggest, "suggestions", summary: "Complete a query",
      details:
        "Names of filters, their values with the number of files, repositories and files by name. Answers "
        + "within 20 ms with what was found by then. The opensearch form has whole queries, for browsers.",
      parameters: [
        APIParameter(
          "q", .text(0...queryLength), required: true, example: "lang:sw", help: "The query so far."),
        APIParameter(
          "at", .integer(0...65_536, standard: nil),
          help: "The cursor as UTF-8 byte offset in q; its end without it."),
        APIParameter(
          "format", .choice(["json", "opensearch"], standard: nil), help: "The form of the answer."),
      ],
      answers: [
        Answer(mediaType: "application/json", schema: .model(.Suggestions)),
        Answer(
          mediaType: Site.openSearchType,
          schema: .tuple(.anyOf([.text(), .list(.text())]), count: 4)),
      ]),
    APIOperation(
      .resolve, "resolve", summary: "Find the page of a file in a clone",
      details:
        "For editors and bookmarklets: takes the address of a clone's remote as git prints it (https, ssh, "
        + "git@host:path, with or without .git, in any case) and answers with the repository here.",
      parameters: [
        APIParameter(
          "remote", .text(1...nameLength), required: true, example: "git@example.org:demo/notes.git",
          help: "The remote's address."),
        APIParameter("path", .text(1...4096), help: "A file in the repository."),
        APIParameter("line", .integer(1...100_000_000, standard: nil), help: "A line of it, from 1."),
        APIParameter(
          "rev", .text(1...nameLength), help: "Branch, tag or commit; the default branch without it."),
      ], answers: json(.Resolution), problems: [.notFound]),
    APIOperation(
      .getStatus, "status", summary: "Get numbers about index and server", answers: json(.Status)),
    APIOperation(
      .getDescription, "openapi.json", summary: "Get this description",
      answers: [Answer(mediaType: "application/json", schema: .anyObject)]),
  ]
}
