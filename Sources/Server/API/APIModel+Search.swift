import Search

// The shapes of searches and of what is said about the server.
extension APIModel {
  static let searchAnswer: [Member] = [
    .always("query", .text(), "as it was asked"),
    .always("files", .list(.model(.FileMatch)), "best first"),
    .always("filters", .list(.model(.SearchFilter)), "ways to narrow the answer"),
    .always("alerts", .list(.model(.SearchAlert)), "why the answer is not everything, and other notes"),
    .always("done", .model(.SearchDone), "numbers about the search"),
  ]

  static let searchProgress: [Member] = [
    .always("matches", .integer(), "at least so many, exactly when the answer is complete"),
    .always("files", .integer(), "files with matches"),
    .always("repositories", .integer(), "repositories with matches"),
    .always("elapsedMilliseconds", .number, "time so far, or in all"),
  ]

  /// As a message, the last one of a stream has more.
  static let searchProgressMessage: [Member] =
    searchProgress + [.perhaps("skipped", skipped, "files that are known but not searchable")]

  private static let skipped = APISchema.list(
    .object([
      .always("reason", .text(), "in words"), .always("files", .integer(), "how many"),
      .always("query", .text(), "lists them"),
    ]))

  static let searchFilter: [Member] = [
    .always("kind", .choice(["repository", "language", "folder", "symbol", "kind"]), "what is narrowed by"),
    .always("isExact", .boolean, "false when the counts are lower bounds"),
    .always(
      "values",
      .list(
        .object([
          .always("label", .text(), "for people"), .always("count", .integer(), "matching files"),
          .perhaps("filter", .text(), "what to add to the query; missing where nothing can be"),
          .perhaps("query", .text(), "the query with it"),
        ])), "most frequent first"),
  ]

  static let searchAlert: [Member] = [
    .always(
      "kind",
      .choice(["matchLimit", "timeLimit", "cancelled", "indexDamaged", "answerSize", "notParsed", "note"]),
      "for programs"),
    .always("message", .text(), "for people"),
    .perhaps("fix", .text(), "what to do, in words"),
    .perhaps("query", .text(), "the query with the fix made"),
  ]

  static let searchDone: [Member] =
    [
      .always("isComplete", .boolean, "true when everything in scope was considered and sent"),
      .perhaps("cursor", .text(), "for the next page; missing when there is none"),
    ] + searchProgress + [
      .perhaps("firstResultMilliseconds", .number, "time to the first result"),
      .always("planningMilliseconds", .number, "time for planning"),
      .always("documents", .integer(), "searchable documents of the index"),
      .always("candidateBlocks", .integer(), "blocks of lines the index could not rule out"),
      .always("documentsVerified", .integer(), "documents that were looked into"),
      .always("bytesVerified", .integer(), "bytes run through the matcher"),
      .always("skipped", skipped, "files that are known but not searchable"),
    ]

  static let filePlace: [Member] =
    [
      .always("repository", .text(), "its name"),
      .always("revision", .text(), "branch, tag or commit; empty for a plain folder"),
      .always("isDefaultRevision", .boolean, "whether that is the default branch"),
      .perhaps("commit", .text(), "the commit it stood at; missing for a plain folder"),
    ] + fileName

  static let fileMatch: [Member] = [
    .perhaps("permalink", .text(format: "uri-reference"), "its page at the commit"),
    .perhaps("language", .text(), "by linguist's rules, when known"),
    .always("blob", .text(), "the name git gives the content"),
    .always("matches", .integer(), "all matches in the file, sent or not"),
    .always("matchingLines", .integer(), "all matching lines of the file, sent or not"),
    .always("pathRanges", ranges, "matches in the path, as bytes from and to"),
    .always("copies", .list(.model(.FilePlace)), "the same content elsewhere, at most 20"),
    .always("copyCount", .integer(), "places with the same content besides this one"),
    .perhaps(
      "symbols",
      .list(
        .object([
          .always("name", .text(), "without what it is in"), .always("kind", .text(), "what is declared"),
          .always("containers", .list(.text()), "what it is in, outermost first"),
          .always("line", .integer(minimum: 1), "of the name"),
          .always("endLine", .integer(minimum: 1), "the last one of the declaration"),
        ])), "the declarations that lines show, when the query asks for symbols"),
    .always("lines", .list(.model(.LineMatch)), "matching lines and their context, in order"),
  ]

  private static let ranges = APISchema.list(.tuple(.integer(), count: 2))

  static let lineMatch: [Member] = [
    .always("line", .integer(minimum: 1), "its number"),
    .always("offset", .integer(), "of its first byte in the searched text"),
    .always("text", .text(), "without its end; invalid UTF-8 shows as U+FFFD"),
    .perhaps("bytes", .text(), "the same in base64, when it is not UTF-8"),
    .perhaps("isCut", .boolean, "true when text is a part of a very long line"),
    .perhaps("textStart", .integer(), "bytes left out before that part"),
    .always("isMatch", .boolean, "false for context"),
    .always("ranges", ranges, "matches in text, as bytes from and to"),
    .perhaps(
      "structures",
      .list(
        .object([
          .always("from", .integer(), "its first byte in the searched text"),
          .always("to", .integer(), "behind its last one"),
          .always("endLine", .integer(minimum: 1), "the line it ends on"),
          .always(
            "captures",
            .list(
              .object([
                .always("name", .text(), "of the hole"),
                .always("text", .text(), "what it stands for, cut to 512 bytes"),
                .always("from", .integer(), "its first byte"),
                .always("to", .integer(), "behind its last one"),
              ])), "in the order of the pattern"),
        ])), "matches of patterns of code that begin on this line"),
  ]

  static let explanation: [Member] = [
    .always("query", .text(), "as it was understood"),
    .always(
      "plans",
      .list(
        .object([
          .always("segment", .text(), "a file of the index"), .always("pattern", .text(), "a text to find"),
          .always("blocks", .integer(), "blocks of lines in the segment"),
          .always("estimate", .integer(), "blocks the plan expects to leave"),
          .always("isScan", .boolean, "true when nothing narrows it and all text is read"),
          .always(
            "lists",
            .list(
              .object([
                .always("gram", .text(), "three neighbouring symbols"),
                .always("blocks", .integer(), "length of its posting list"),
                .always("isUsed", .boolean, "whether the plan reads it"),
              ])), "posting lists"),
        ])), "for each text and segment"),
    .always(
      "stages",
      .list(
        .object([
          .always("name", .text(), "the step"), .always("count", .integer(), "what was left after it"),
        ])), "from the index to the answer"),
    .always("planningMilliseconds", .number, "time for planning"),
    .always("elapsedMilliseconds", .number, "time in all"),
    .always("file", .list(.text()), "why the file asked about is or is not a result; empty when none was"),
  ]

  static let resolution: [Member] = [
    .always("url", .text(format: "uri-reference"), "its page"),
    .always(
      "match", .choice(RemoteMatch.Closeness.allCases.map(\.rawValue)),
      "how the remote and the repository agree"),
  ]

  static let status: [Member] = [
    .always("version", .text(), "of the server"),
    .always("generation", .integer(), "grows with each publication of the index"),
    .always("indexedAt", .text(format: "date-time"), "when the index was published"),
    .always("indexAgeSeconds", .integer(), "since then"),
    .always("repositories", .integer(), "indexed ones"),
    .always("documents", .integer(), "searchable ones"),
    .always("textBytes", .integer(), "of searchable text"),
    .always("indexBytes", .integer(), "on disk"),
    .always("segments", .integer(), "in use"),
    .always("damagedSegments", .integer(), "that could not be opened"),
    .always("searchesRunning", .integer(), "now"),
    .always("symbols", .integer(), "declarations that are known"),
    .always("filesByGrammar", .integer(), "whose declarations a grammar has read"),
    .always("filesByLexer", .integer(), "whose declarations the lexer has read"),
    .always("filesWithoutSymbols", .integer(), "not read yet"),
  ]
}
