extension Flag {
  /// Flags of `index`, in the order of the help.
  static let index: [Flag] = [
    .revisions, .compact, .maxFileSize, .noSymbols, ParseWorkerCommand.grammars, .jobs, .wait, .json,
  ]

  static let revisions = Flag(
    "rev", value: FlagValue(placeholder: "GLOB", kind: .text), repeatable: true,
    summary: "also index the branches, tags and commits that match",
    detail: """
      The default branch is always indexed. A branch or tag costs only the files that are nowhere else. May be \
      given several times: --rev 'release-*' --rev v2.1.
      """)

  static let compact = Flag(
    "compact", summary: "compress file contents in the index",
    detail: "About half the size, with slower searches.")

  static let maxFileSize = Flag(
    "max-file-size", value: FlagValue(placeholder: "SIZE", kind: .size), summary: "skip larger files",
    detail: "64K, 32M, 1G; a bare number is bytes. Default: 32M. Skipped files are listed by lang:skipped.")

  static let noSymbols = Flag(
    "no-symbols", summary: "do not look for symbols in what is new",
    detail: """
      Symbols are found after the text is searchable; they cost a CPU-second for 7 MB. A later run without the \
      flag finds what is missing.
      """)

  static let jobs = Flag(
    "jobs", short: "j", value: FlagValue(placeholder: "N", kind: .integer(1...1024)),
    summary: "worker threads",
    detail: "Default: one for each core.")

  static let wait = Flag("wait", summary: "wait while another process indexes into the same folder")
}
