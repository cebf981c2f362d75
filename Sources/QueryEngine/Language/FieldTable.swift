import Syntax

/// The fields of the query language.
///
/// Parser, completions, help and `docs/query-language.md` are all made from this table, so they can't
/// disagree.
package enum FieldTable {
  /// Every field, in the order of the reference page.
  package static let all: [QueryField] = filters + settings + later

  /// The field of this name or alias, exactly as written (lower case).
  package static func named(_ name: String) -> QueryField? { byName[name] }

  /// The field of this id.
  package static subscript(id: QueryField.ID) -> QueryField {
    // A test checks that the table has every id.
    byName[id.rawValue]!
  }

  private static let byName: [String: QueryField] = {
    var found: [String: QueryField] = [:]
    for field in all {
      for name in [field.name] + field.aliases { found[name] = field }
    }
    return found
  }()

  /// The field that a misspelled name most likely means.
  ///
  /// People rarely mistype the first letter, and short words are near to everything: `port:`, `http:`, `key:`
  /// and the like must stay ordinary words. So the first letter has to be right (or swapped with the second),
  /// words of two letters are never misspellings, and only words of five letters and more may have two
  /// faults.
  static func nearest(_ name: String) -> String? {
    guard name.utf8.count >= 3, let first = name.utf8.first else { return nil }
    let second = Array(name.utf8)[1]
    let candidates = all.flatMap { [$0.name] + $0.aliases }.filter { candidate in
      guard candidate.utf8.count >= 3, let start = candidate.utf8.first else { return false }
      return start == first || (start == second && Array(candidate.utf8)[1] == first)
    }
    return nearestText(to: name, in: candidates, within: name.utf8.count >= 5 ? 2 : 1)
  }

  private static let yesNoOnly = [
    QueryFieldValue("yes", "searched too"), QueryFieldValue("no", "left out"),
    QueryFieldValue("only", "nothing else is searched"),
  ]

  private static let zones = [
    QueryFieldValue("code", "everything that is neither comment nor string"),
    QueryFieldValue("comment", "comments"),
    QueryFieldValue("string", "strings, characters and regex literals"),
  ]

  private static let kinds =
    (SymbolKinds.groups + SymbolKinds.families.filter { $0.name != "other" }).map {
      QueryFieldValue($0.name, $0.help)
    }

  private static let levels = EmitLevels.words.map { QueryFieldValue($0.name, $0.help) }

  static let filters: [QueryField] = [
    QueryField(
      .repo, aliases: ["r"], negatable: true, .repository,
      help:
        "Only repositories whose host/owner/name matches this regex; name@rev searches it at that revision.",
      example: "repo:owner/name@v1.2 parse"),
    QueryField(
      .rev, aliases: ["branch", "b"], negatable: true, .revisions,
      help: "Only at these branches, tags, commits or globs; * means every indexed revision.",
      example: "rev:main,release-* parse"),
    QueryField(
      .file, aliases: ["f", "path"], negatable: true, .path,
      help: "Only files whose path matches this regex, or this glob when it holds * without regex signs.",
      example: "file:src/**/*.swift parse"),
    QueryField(
      .lang, aliases: ["l", "language"], negatable: true, .language,
      help: "Only files in this language; lang:skipped lists files left out of the index, with the reason.",
      example: "lang:c++ vector"),
    QueryField(
      .content, aliases: ["c"], role: .pattern, negatable: true, .pattern,
      help: "A word, \"phrase\" or /regex/ to find in the content only, not in the path.",
      example: "content:parser file:docs"),
    QueryField(
      .struct, role: .pattern, negatable: true, .text,
      help: "Code of this form, by its syntax tree: $X is any one node, $$$ any number of them.",
      example: "struct:\"if ($X == NULL) { $$$ }\" lang:c"),
    QueryField(
      .in, role: .restriction, negatable: true, .listOf(zones),
      help: "Only matches in this kind of text; holds for the words beside it and in groups beside it.",
      example: "in:comment TODO"),
    QueryField(
      .sym, aliases: ["symbol", "def"], role: .pattern, negatable: true, .symbol,
      help: "Files that define a symbol with this name: exact, Type.method, prefix* or /regex/.",
      example: "sym:Parser"),
    QueryField(
      .kind, role: .restriction, negatable: true, .listOf(kinds),
      help:
        "Only symbols of this kind; without sym: or type:symbol the words beside it are names of symbols.",
      example: "kind:function parse"),
    QueryField(
      .ref, role: .pattern, negatable: true, .name,
      help:
        "Uses of this name in code, as a whole word in this case; not its definition, comments or strings.",
      example: "ref:Parser"),
    QueryField(
      .emits, role: .pattern, negatable: true, .emitted,
      help:
        "Statements that log, print, throw or fail with this text: whole words in order, * for any text, or /regex/.",
      example: "emits:\"connection reset\""),
    QueryField(
      .level, role: .restriction, negatable: true, .listOf(levels),
      help:
        "Only statements of this level; without emits: the words beside it are looked for in what is emitted.",
      example: "level:error,fatal timeout"),
    QueryField(
      .repoHas, negatable: true,
      .call([
        QueryFieldValue("path", "a path in the repository matches this regex"),
        QueryFieldValue("content", "the content of a file in the repository matches this regex"),
      ]),
      help: "Only repositories that hold a path, or a file with content, matching this regex.",
      example: "repo.has:path(^Cargo\\.toml$) unsafe"),
    QueryField(
      .fileHas, negatable: true,
      .call([
        QueryFieldValue("content", "the content of the file matches this regex"),
        QueryFieldValue("owner", isLater: true, "the file belongs to this owner"),
      ]),
      help: "Only files with content matching this regex, without showing that match.",
      example: "file.has:content(import\\s+Foundation) FileManager"),
    QueryField(
      .fork, .oneOf(yesNoOnly), help: "Whether forks are searched.", example: "fork:yes parse"),
    QueryField(
      .archived, .oneOf(yesNoOnly), help: "Whether archived repositories are searched.",
      example: "archived:only parse"),
    QueryField(
      .visibility,
      .oneOf([
        QueryFieldValue("any", "all repositories you may see"),
        QueryFieldValue("public", "repositories everybody may see"),
        QueryFieldValue("private", "repositories that not everybody may see"),
      ]),
      help: "Only repositories of this visibility.", example: "visibility:private password"),
  ]

  static let settings: [QueryField] = [
    QueryField(
      .patterntype, role: .setting,
      .oneOf([
        QueryFieldValue("keyword", "words are literals, all of which must occur"),
        QueryFieldValue(
          "literal", "everything outside of filters is one literal, quotes and operators included"),
        QueryFieldValue("regexp", "words are regexes, all of which must match"),
        QueryFieldValue("structural", "everything outside of filters is one pattern of code"),
      ]),
      help: "How words are read.", example: "patterntype:regexp err(or)?\\b"),
    QueryField(
      .case, role: .setting,
      .oneOf([
        QueryFieldValue("auto", "case matters to a pattern that has an upper-case letter"),
        QueryFieldValue("yes", "case matters, in paths too"),
        QueryFieldValue("no", "case doesn't matter"),
      ]),
      help: "Whether case matters.", example: "case:yes parser"),
    QueryField(
      .word, role: .setting,
      .oneOf([
        QueryFieldValue("yes", "a match begins and ends at the border of a word"),
        QueryFieldValue("no", "parts of words match too"),
      ]),
      help: "Whether only whole words match.", example: "word:yes id"),
    QueryField(
      .type, role: .setting,
      .oneOf([
        QueryFieldValue("file", "files, with their matching lines"),
        QueryFieldValue("path", "files whose path matches; words are looked for in the path only"),
        QueryFieldValue("repo", "repositories"),
        QueryFieldValue("symbol", "definitions of symbols; words are looked for in their names"),
        QueryFieldValue("commit", isLater: true, "commits"),
        QueryFieldValue("diff", isLater: true, "changed lines"),
      ]),
      help: "What a result is.", example: "type:path readme"),
    QueryField(
      .select, role: .setting,
      .oneOf([
        QueryFieldValue("repo", "the repositories of results"),
        QueryFieldValue("file", "the files of results"),
        QueryFieldValue("path", "the paths of results, whatever the repository"),
        QueryFieldValue("dir", "the folders of results"),
        QueryFieldValue("symbol", "the innermost definitions around matches"),
        QueryFieldValue("owner", isLater: true, "the owners of results"),
        QueryFieldValue("commit.diff.added", isLater: true, "changes that added a match"),
        QueryFieldValue("commit.diff.removed", isLater: true, "changes that removed a match"),
      ]),
      help: "What results are turned into, without duplicates.", example: "select:repo TODO"),
    QueryField(
      .count, role: .setting, .count,
      help: "How many matches are wanted, 1 to 1000000, or all for an exhaustive search.",
      example: "count:all deprecated"),
    QueryField(
      .timeout, role: .setting, .duration,
      help: "How long the search may take, up to ten minutes: 500ms, 10s, 2m.",
      example: "timeout:30s deprecated"),
    QueryField(
      .sort, role: .setting,
      .oneOf([
        QueryFieldValue("relevance", "the best first"),
        QueryFieldValue("path", "by repository and path"),
        QueryFieldValue("recent", "the last changed first"),
      ]),
      help: "The order of results.", example: "sort:path TODO"),
  ]

  static let later: [QueryField] = [
    QueryField(
      .author, negatable: true, .text, isLater: true, help: "Commits by this author.",
      example: "author:ada parser"),
    QueryField(
      .committer, negatable: true, .text, isLater: true, help: "Commits committed by this person.",
      example: "committer:ada parser"),
    QueryField(
      .message, negatable: true, .text, isLater: true, help: "Commits with this in their message.",
      example: "message:revert parser"),
    QueryField(
      .before, .text, isLater: true, help: "Commits before this date.", example: "before:2026-01-01 parser"),
    QueryField(
      .after, .text, isLater: true, help: "Commits after this date.", example: "after:2026-01-01 parser"),
    QueryField(
      .commit, .text, isLater: true, help: "This commit.", example: "commit:1a2b3c4 parser"),
    QueryField(
      .owner, negatable: true, .text, isLater: true, help: "Files that belong to this owner.",
      example: "owner:search-team parser"),
  ]
}
