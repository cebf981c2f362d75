/// One field of the query language: all that parser, completions, help and reference page need to know.
package struct QueryField: Sendable {
  /// Which field it is; the raw value is the name people write.
  package enum ID: String, Sendable, CaseIterable {
    case repo, rev, file, lang, content
    case repoHas = "repo.has"
    case fileHas = "file.has"
    case fork, archived, visibility
    case patterntype, `case`, word, type, select, count, timeout, sort
    case sym, kind, ref, `in`
    case author, committer, message, before, after, commit, owner, `struct`, emits, level
  }

  /// What a field does to the query.
  package enum Role: Sendable {
    /// Becomes a ``Filter``; may stand in groups.
    case filter
    /// Becomes a ``Pattern``; may stand in groups.
    case pattern
    /// Restricts the patterns of the group it stands in.
    case restriction
    /// Becomes one of ``QuerySettings``; once, outside of groups.
    case setting
  }

  /// What its value looks like.
  package enum Value: Sendable {
    /// A regex, perhaps with `@revisions`.
    case repository
    /// Names or globs between `,` or `:`.
    case revisions
    /// A regex, or a glob when it holds `*` without regex signs.
    case path
    /// A language name or alias, several between `,`.
    case language
    /// A bare word, a quoted phrase or `/regex/`.
    case pattern
    /// A name, a prefix with `*`, or `/regex/`.
    case symbol
    /// A name.
    case name
    /// Words in their order, with `*` for any text, or `/regex/`.
    case emitted
    /// One or several of a closed set, between `,`.
    case listOf([QueryFieldValue])
    /// One of a closed set.
    case oneOf([QueryFieldValue])
    /// `name(argument)` with one of these names.
    case call([QueryFieldValue])
    /// A number or `all`.
    case count
    /// A number with its unit.
    case duration
    /// A text of a later version's field.
    case text
  }

  /// Which field it is.
  package let id: ID

  /// Shorter or other names.
  package let aliases: [String]

  /// What it does to the query.
  package let role: Role

  /// Whether `-` and `NOT` may stand before it.
  package let negatable: Bool

  /// What its value looks like.
  package let value: Value

  /// One sentence for help and completions, without Markdown.
  package let help: String

  /// A query that uses it and parses.
  package let example: String

  /// Not in this version: parsed, and answered with an error that says so.
  package let isLater: Bool

  /// The name people write.
  package var name: String { id.rawValue }

  init(
    _ id: ID, aliases: [String] = [], role: Role = .filter, negatable: Bool = false, _ value: Value,
    isLater: Bool = false, help: String, example: String
  ) {
    self.id = id
    self.aliases = aliases
    self.role = role
    self.negatable = negatable
    self.value = value
    self.isLater = isLater
    self.help = help
    self.example = example
  }
}

/// One value of a field with a closed set of values.
package struct QueryFieldValue: Sendable {
  /// What people write.
  package let text: String

  /// One clause for help and completions.
  package let help: String

  /// Not in this version.
  package let isLater: Bool

  init(_ text: String, isLater: Bool = false, _ help: String) {
    self.text = text
    self.help = help
    self.isLater = isLater
  }
}
