/// What a flag's value may be. The parser checks it, the help names it, the completions offer it.
enum ValueKind: Sendable, Equatable {
  case text
  case choice([String])
  case integer(ClosedRange<Int>)
  /// `500ms`, `2.5s`, `1m`; a bare number is seconds.
  case duration
  /// `64K`, `32M`, `1G`; a bare number is bytes.
  case size
  case folder
  case path
}

/// A value that a flag takes.
struct FlagValue: Sendable, Equatable {
  /// What stands for it in the help: `N`, `DIR`.
  var placeholder: String
  var kind: ValueKind
}

/// One thing a user can set. The parser, `--help`, the completions, the manual page and `docs/cli.md` are
/// all made from these values, so none of them can disagree.
struct Flag: Sendable, Equatable {
  /// Without the dashes.
  var long: String
  var short: Character?
  /// nil: a switch.
  var value: FlagValue?
  /// The long name that turns the switch off, without the dashes.
  var negation: String?
  var isRepeatable = false
  /// One line, lower case, no full stop.
  var summary: String
  /// Further sentences for the manual.
  var detail = ""
  /// The environment variable that is used when the flag is absent, for the manual.
  var environment: String?

  init(
    _ long: String, short: Character? = nil, value: FlagValue? = nil, negation: String? = nil,
    repeatable: Bool = false, summary: String, detail: String = "", environment: String? = nil
  ) {
    self.long = long
    self.short = short
    self.value = value
    self.negation = negation
    self.isRepeatable = repeatable
    self.summary = summary
    self.detail = detail
    self.environment = environment
  }

  /// `-C N, --context N`, as the help and the manual write it.
  var usage: String {
    let placeholder = value.map { " " + $0.placeholder } ?? ""
    let longForm = "--\(long)\(placeholder)" + (negation.map { ", --\($0)" } ?? "")
    return short.map { "-\($0), \(longForm)" } ?? "    \(longForm)"
  }
}

/// An argument that is not a flag.
struct Positional: Sendable, Equatable {
  enum Arity: Sendable { case one, optional, any, some }
  enum Completion: Sendable, Equatable { case nothing, path, choice([String]), command }

  var placeholder: String
  var arity: Arity
  var completion: Completion
  var summary: String

  init(_ placeholder: String, _ arity: Arity, _ summary: String, _ completion: Completion = .nothing) {
    self.placeholder = placeholder
    self.arity = arity
    self.completion = completion
    self.summary = summary
  }

  /// `[PATTERN]`, `SOURCE...`.
  var usage: String {
    switch arity {
    case .one: placeholder
    case .optional: "[\(placeholder)]"
    case .any: "[\(placeholder)...]"
    case .some: "\(placeholder)..."
    }
  }
}

/// A line to paste, with what it does.
struct Example: Sendable {
  var command: String
  var meaning: String
}

/// A subcommand: what it accepts, what it is for and what it does.
struct Command: Sendable {
  var name: String
  /// One line, lower case, no full stop.
  var summary: String
  /// Paragraphs for the manual and `help NAME`, separated by empty lines.
  var detail: String
  var positionals: [Positional]
  var flags: [Flag]
  var examples: [Example]
  /// Runs the command with checked arguments.
  var run: @Sendable (Arguments, Session) async throws -> ExitCode

  /// Flags of this command and those every command has, in the order of the help.
  var allFlags: [Flag] { flags + Flag.common }
}
