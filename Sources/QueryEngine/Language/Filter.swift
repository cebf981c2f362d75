/// A condition on a document or its place other than a pattern in its text.
package struct Filter: Sendable {
  /// The condition.
  package var kind: FilterKind

  /// Where the filter stands in the query text, name and value, without `-`. UTF-8 offsets; ignored by `==`.
  package var range: Range<Int>

  /// Maps offsets in the filter's regex to the query text, for errors inside it. Ignored by `==`.
  package var offsetMap: OffsetMap

  /// A filter from its parts.
  package init(_ kind: FilterKind, range: Range<Int> = 0..<0, offsetMap: OffsetMap = OffsetMap()) {
    self.kind = kind
    self.range = range
    self.offsetMap = offsetMap
  }
}

extension Filter: Equatable {
  /// Equal when they ask the same: positions in the query text don't count.
  package static func == (left: Filter, right: Filter) -> Bool { left.kind == right.kind }
}

/// What a ``Filter`` asks. Regex texts are not validated here: the planner compiles them.
package enum FilterKind: Sendable, Equatable {
  /// `repo:regex@rev1:rev2`: a regex on `host/owner/name`, case-insensitive; revisions only when given.
  case repo(regex: String, revisions: [String])

  /// `rev:`: branches, tags, commits or globs, any of which will do; `*` means all indexed revisions.
  case rev([String])

  /// `file:`: a regex or glob on the path.
  case file(PathPattern)

  /// `lang:`: a canonical name; see `LanguageTable.members(of:)` for languages that are parts of it.
  case language(String)

  /// `lang:skipped`: files that were left out of the content index, with the reason.
  case skipped

  /// `repo.has:path(regex)`: repositories holding a path that matches.
  case repoHasPath(String)

  /// `repo.has:content(regex)`: repositories holding a file with content that matches.
  case repoHasContent(String)

  /// `file.has:content(regex)`: files with content that matches, without showing that match.
  case fileHasContent(String)

  /// `fork:`.
  case fork(YesNoOnly)

  /// `archived:`.
  case archived(YesNoOnly)

  /// `visibility:`: `public`, `private` or `any`.
  case visibility(String)
}

/// Whether some kind of repository is searched too, left out, or searched alone.
package enum YesNoOnly: String, Sendable, CaseIterable {
  case yes, no, only
}

/// A condition on a path, as `file:` takes it.
package struct PathPattern: Sendable, Equatable {
  /// The two notations.
  package enum Notation: Sendable, Equatable {
    /// Found anywhere in the path.
    case regex(String)
    /// See ``PathPattern/regexText``.
    case glob(String)
  }

  /// The text and how it is read.
  package var notation: Notation

  /// Only with `case:yes`.
  package var caseSensitive: Bool

  /// A path pattern from its parts.
  package init(_ notation: Notation, caseSensitive: Bool = false) {
    self.notation = notation
    self.caseSensitive = caseSensitive
  }
}
