// The shapes of history.
extension APIModel {
  private static let bytesPath = "the exact path in base64, when it is not UTF-8"

  static let person: [Member] = [
    .always("name", .text(), "after .mailmap"), .always("email", .text(), "after .mailmap"),
    .always("time", .text(format: "date-time"), "when"),
  ]

  static let commit: [Member] = [
    .always("id", .text(), "its name"),
    .always("url", .text(format: "uri-reference"), "its page"),
    .always("parents", .list(.text()), "none for a root, several for a merge"),
    .always("author", .model(.Person), "who wrote the change"),
    .always("committer", .model(.Person), "who put it into this history"),
    .always("subject", .text(), "the first paragraph of its message"),
    .always("body", .text(), "the rest of it"),
  ]

  static let commitList: [Member] = [
    .always("path", .text(), "the file or folder; empty for the repository"),
    .perhaps("pathBytes", .text(), bytesPath),
    .always("commits", .list(.model(.Commit)), "newest first"),
    .always("isComplete", .boolean, "false when git was too slow for all of this page"),
    .perhaps("cursor", .text(), "for the next page; missing on the last"),
  ]

  static let blame: [Member] = [
    .always("path", .text(), "the file"),
    .perhaps("pathBytes", .text(), bytesPath),
    .always(
      "commits",
      .list(
        .object([
          .always("id", .text(), "its name"), .always("url", .text(format: "uri-reference"), "its page"),
          .always("author", .model(.Person), "who wrote it"),
          .always("subject", .text(), "the first line of its message"),
        ])), "each once"),
    .always(
      "hunks",
      .list(
        .object([
          .always("firstLine", .integer(minimum: 1), "of the file"),
          .always("lastLine", .integer(minimum: 1), "of the file"),
          .always("commit", .integer(), "place in commits"),
          .always("originalLine", .integer(minimum: 1), "the first line in that commit"),
          .always("path", .text(), "the file's name in that commit"),
          .perhaps("pathBytes", .text(), bytesPath),
          .perhaps(
            "previous",
            .object([
              .always("commit", .text(), "before it"), .always("path", .text(), "the file's name there"),
              .perhaps("pathBytes", .text(), bytesPath),
            ]), "the file before that commit; missing where it created it"),
        ])), "lines next to each other that one commit brought"),
    .always("ignoredCommits", .integer(), "commits that .git-blame-ignore-revs passes over"),
    .always("isComplete", .boolean, "false when git was too slow and lines are missing"),
  ]

  static let commitDetail: [Member] =
    [.always("repository", .text(), "its name"), .always("commit", .model(.Commit), "the commit")] + changes

  static let diff: [Member] =
    [
      .always("repository", .text(), "its name"), .always("base", .text(), "the commit compared from"),
      .always("head", .text(), "the commit compared to"),
    ] + changes

  private static let changes: [Member] = [
    .always("added", .integer(), "lines"), .always("deleted", .integer(), "lines"),
    .always("files", .list(.model(.FileChange)), "in order of their paths"),
    .always("isComplete", .boolean, "false when files are missing"),
  ]

  static let fileChange: [Member] = [
    .always(
      "status", .choice(["added", "deleted", "modified", "renamed", "copied", "typeChanged"]), "what happened"
    ),
    .always("path", .text(), "where it is now; where it was, when it is gone"),
    .perhaps("pathBytes", .text(), bytesPath),
    .perhaps("oldPath", .text(), "where it was, when that was elsewhere"),
    .perhaps("oldPathBytes", .text(), bytesPath),
    .perhaps("oldBlob", .text(), "content before"), .perhaps("newBlob", .text(), "content after"),
    .perhaps("similarity", .integer(), "percent that stayed, for renames and copies"),
    .perhaps("added", .integer(), "lines, where they were counted"),
    .perhaps("deleted", .integer(), "lines, where they were counted"),
    .always("isBinary", .boolean, "true where git counts no lines"),
    .perhaps(
      "omission", .choice(["binary", "fileLines", "total", "cut", "notAsked"]), "why lines are missing"),
    .always("hunks", .list(.model(.DiffHunk)), "changed lines and those around them"),
  ]

  static let diffHunk: [Member] = [
    .always("oldStart", .integer(), "first line before"), .always("oldCount", .integer(), "lines before"),
    .always("newStart", .integer(), "first line after"), .always("newCount", .integer(), "lines after"),
    .perhaps("section", .text(), "the line above that begins what this is part of, often a function"),
    .always(
      "lines",
      .list(
        .object([
          .always("kind", .choice(["context", "added", "deleted"]), "what happened to it"),
          .perhaps("old", .integer(minimum: 1), "its number before"),
          .perhaps("new", .integer(minimum: 1), "its number after"),
          .always("text", .text(), "without its end; invalid UTF-8 shows as U+FFFD"),
          .perhaps("bytes", .text(), "the same in base64, when it is not UTF-8"),
          .perhaps("isCut", .boolean, "true when text is the beginning of a very long line"),
        ])), "in the order of reading"),
  ]
}
