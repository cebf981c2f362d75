extension Flag {
  /// Flags of `search`, in the order of the help.
  static let search: [Flag] = [
    .regex, .literal, .ignoreCase, .caseSensitive, .word,
    .after, .before, .context, .filesWithMatches, .count, .vimgrep, .json, .null, .heading,
    .limit, .countAll, .timeout, .strict, .hyperlink, .pager,
  ]

  static let regex = Flag(
    "regex", short: "e", summary: "read the bare words of the query as one regular expression",
    detail: "Filters such as repo: and lang: keep their meaning. The same as patterntype:regexp.")

  static let literal = Flag(
    "literal", short: "F", summary: "read the bare words of the query as one text",
    detail: "Filters such as repo: and lang: keep their meaning. The same as patterntype:literal.")

  static let ignoreCase = Flag(
    "ignore-case", short: "i", summary: "ignore case",
    detail:
      "The same as case:no. By default a pattern in lower case ignores case, one with capitals does not.")

  static let caseSensitive = Flag(
    "case-sensitive", short: "s", summary: "respect case", detail: "The same as case:yes.")
  static let word = Flag("word", short: "w", summary: "whole words only", detail: "The same as word:yes.")

  private static let lines = FlagValue(placeholder: "N", kind: .integer(0...10))
  static let after = Flag(
    "after-context", short: "A", value: lines, summary: "lines to show after each matching line, 0 to 10")
  static let before = Flag(
    "before-context", short: "B", value: lines, summary: "lines to show before each matching line, 0 to 10")
  static let context = Flag(
    "context", short: "C", value: lines, summary: "lines to show before and after each matching line, 0 to 10"
  )

  static let filesWithMatches = Flag(
    "files-with-matches", short: "l", summary: "only the names of the files that match",
    detail: "All of them, unless --limit or count: says otherwise.")

  static let count = Flag(
    "count", short: "c", summary: "only the number of matching lines of each file",
    detail: "Of all files, unless --limit or count: says otherwise.")

  static let vimgrep = Flag(
    "vimgrep", summary: "one line for each match: file:line:column:text",
    detail: """
      The file is an absolute path where the repository has a work tree or is a plain folder. The column is \
      1-based here, in bytes, because that is what editors read.
      """)

  static let heading = Flag(
    "heading", negation: "no-heading", summary: "group lines under the name of their file",
    detail: "The default on a terminal. Elsewhere each line starts with repo:path:line:.")

  static let countAll = Flag(
    "count-all", summary: "find every match",
    detail: "The same as count:all. An empty answer then means that nothing matches.")

  static let timeout = Flag(
    "timeout", value: FlagValue(placeholder: "TIME", kind: .duration), summary: "give up after this time",
    detail: "500ms, 2.5s, 1m; a bare number is seconds. Default: 10s. What was found until then is shown.")

  static let strict = Flag(
    "strict", summary: "exit with 2 when the answer is incomplete",
    detail: "Without it a warning on standard error says what is missing.")

  static let hyperlink = Flag(
    "hyperlink",
    value: FlagValue(
      placeholder: "KIND", kind: .choice(["auto", "web", "vscode", "cursor", "file", "none"])),
    summary: "make file names and line numbers links in terminals that support it",
    detail: """
      web links to the code host, or to the Alidade server at $ALIDADE_URL when that is set; file, vscode and \
      cursor link to the file on this machine. auto means file where there is one, else web, and is off where \
      colours are off.
      """,
    environment: "ALIDADE_URL")
}
