extension Flag {
  /// Flags every command accepts.
  static let common: [Flag] = [.data, .color, .quiet, .verbose, .help]

  static let data = Flag(
    "data", value: FlagValue(placeholder: "DIR", kind: .folder),
    summary: "the folder of the index and the mirrors",
    detail: "Default: $ALIDADE_DATA, else $XDG_DATA_HOME/alidade, else ~/.local/share/alidade.",
    environment: "ALIDADE_DATA")

  static let color = Flag(
    "color", value: FlagValue(placeholder: "WHEN", kind: .choice(["auto", "always", "never"])),
    summary: "when to use colours",
    detail: """
      With auto, colours are used on a terminal. NO_COLOR (not empty), CLICOLOR=0 and TERM=dumb turn them off; \
      CLICOLOR_FORCE (neither empty nor 0) turns them on for pipes too. The flag beats all of them.
      """)

  static let quiet = Flag("quiet", short: "q", summary: "no progress, no notes; errors only")
  static let verbose = Flag("verbose", short: "v", summary: "more about what was done, on standard error")
  static let help = Flag("help", short: "h", summary: "show this help")

  static let json = Flag(
    "json", summary: "write JSON Lines instead of text",
    detail: "Text that is not UTF-8 is written as {\"bytes\": base64} instead of {\"text\": string}.")

  static let limit = Flag(
    "limit", value: FlagValue(placeholder: "N", kind: .integer(1...1_000_000_000)),
    summary: "stop after this many results")

  static let null = Flag(
    "null", short: "0", summary: "write a zero byte after each file name",
    detail: "Makes output with odd file names safe to split, for example with xargs -0.")

  static let pager = Flag(
    "pager", value: FlagValue(placeholder: "WHEN", kind: .choice(["auto", "always", "never"])),
    summary: "when to show the output in a pager",
    detail: """
      With auto, a pager is used when standard output and standard error are a terminal. The pager is \
      $ALIDADE_PAGER, else $PAGER, else less.
      """,
    environment: "ALIDADE_PAGER")

  static let host = Flag(
    "host", value: FlagValue(placeholder: "ADDRESS", kind: .text), summary: "the address to listen on",
    detail: """
      Default: 127.0.0.1, which only this machine can reach. There are no accounts yet: whoever can reach \
      another address can read everything that is indexed.
      """)

  static let port = Flag(
    "port", short: "p", value: FlagValue(placeholder: "N", kind: .integer(0...65535)),
    summary: "the port to listen on",
    detail: "Default: 7070. With 0 the system chooses one, which is printed.")

  static let revision = Flag(
    "rev", value: FlagValue(placeholder: "REV", kind: .text), summary: "the branch, tag or commit",
    detail: "Default: the default branch.")
}
