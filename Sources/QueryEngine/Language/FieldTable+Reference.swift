extension FieldTable {
  /// The reference page of the query language, as Markdown: `docs/query-language.md`.
  package static func referenceMarkdown() -> String {
    """
    <!-- Made from Sources/QueryEngine/Language by `make golden`. Do not edit by hand. -->

    # The query language

    \(introduction)

    ## Fields

    A field is written `name:value` without a blank. `-` or `NOT` before it turns it around where the table says so. A
    value with blanks, or with parentheses that don't match, stands in quotes: `file:"my folder/"`. Words that only look
    like a field are words: `std::string`, `http://x`, `TODO:`, `port:80`. A misspelled field is an error that says so;
    to search for such a text, quote it.

    \(table(filters))

    ### Settings

    Settings say how the whole query is answered. Each is given once, outside of groups.

    \(table(settings))

    \(valueLists)

    ## Not available yet

    These are understood and refused, so that no query changes its meaning later:

    \(laterList)

    \(limits)

    """
  }

  private static var introduction: String {
    """
    A query is a list of terms and filters. A file is a result when all of them hold.

    | Write | To find files with |
    |---|---|
    | `foo bar` | both words, anywhere in the content or the path |
    | `"foo bar"` | the phrase; in it, `\\"` is a quote and `\\\\` a backslash |
    | `/foo.*bar/` | a match of the regex; in it, `\\/` is a slash |
    | `foo OR bar` | one of the two |
    | `foo -bar`, `foo NOT bar` | the first without the second |
    | `(foo OR bar) baz` | one of the two, and the third |
    | `content:foo` | the word in the content, wherever the path |

    - **Words** are literals: `foo.bar()` finds just that. Parentheses inside a word belong to it. A word may begin with
      `-` when a second `-`, `>`, `=` or a digit follows: `--verbose`, `->next`, `-1`.
    - **Operators** are upper case: `AND`, `OR`, `NOT`. Terms side by side mean `AND`, which binds tighter than `OR`:
      `a b OR c` is `(a b) OR c`. To search for the words themselves, quote them.
    - **Regexes** have the syntax of RE2: no backreferences, no look-around, and none can hang. `^` and `$` match at lines. A
      regex ends at the first `/` without a backslash, and a blank or parenthesis must follow: `/usr/bin` is a word.
    - **Case** is smart: it matters to a term that has an upper-case letter, escapes such as `\\W` not counted.
      `case:yes` and `case:no` decide for all terms.
    - `patterntype:regexp` reads bare words as regexes: `foo.*bar [0-9]+` wants both in the file, in any place and order,
      as keywords would. `\\` before a blank keeps it in the word. Quoted phrases stay literal.
    - `patterntype:literal` takes everything outside of filters as one phrase, quotes, operators and inner blanks
      included. Pieces before and after a filter are joined by one blank.
    - **Code by its form:** `struct:"if ($X == NULL) { $$$ }"` compares syntax trees: `$X` is any one node, the same each
      time; `$$$` any number of nodes, `$_` any node. In backticks nothing is an escape. Behind the code may stand
      conditions: `where $X ~ /re/`, `where $X !~ /re/`, and `inside`, `not inside`, `has`, `not has` with another pattern in
      backticks or quotes. `patterntype:structural` reads everything outside of filters as one such pattern. The chapter on
      [structural search](structural.md) tells the rest.
    - A **path** in `file:` is a regex, found anywhere, or a glob when it holds `*` without regex signs. In a glob `*` and `?` stop
      at `/`, `**` doesn't, `{a,b}` are alternatives and `[a-z]` is a class. A glob without `/` is matched with file names; one with
      `/` may begin at any folder, or at the root with a leading `/`.
    - **Several values:** `lang:c,c++` and `rev:main,v2` take any of them, and so do several `lang:` or `rev:` side by side.
      Several `repo:` or `file:` must all match.
      In quotes `rev:` separates at `:` only, for names with a comma.
    - **Symbols** are what files define: functions, types, constants, headings. `sym:Parser` wants just that name,
      `sym:parse*` names that begin so, `sym:/^parse.*Query$/` a regex found anywhere in the name, `sym:Parser.next` or
      `sym:Parser::next` a member of a type. With `type:symbol` words are parts of names, and all of them must be in one:
      `type:symbol parse query` finds `parseQuery`. `kind:` and `in:` take several values: `kind:class,struct`.
    - **Kinds of text:** `in:comment TODO` wants the match in a comment as a whole; `-in:comment` leaves comments out. It
      holds for the words of its group: `(in:string foo) OR bar`. Paths are not concerned. In a language whose comments
      are not known all text is code. `ref:name` looks in code only.
    - **Kinds of symbols** have other names: \(aliases). The words of single languages work too: `kind:trait`.
    - **Emitted text:** `emits:"connection reset"` finds the statements that write this: calls that log or print, exceptions
      and errors that are made, messages of assertions, and texts that other statements use. Words are whole and in
      their order; `*` stands for any text: `emits:"failed to * file"`, `emits:time*`. What the program fills in is `{}`, for
      `emits:/user \\{\\} (in|out)$/` too. `level:error` wants a level, of the words beside it: `level:error,fatal timeout`; it has
      other names: \(levelAliases). A level that the code does not say is `level:none`.
    - In `repo:name@rev` revisions are separated by `:`, as in `repo:name@main:v1.2`; write `\\@` for an `@` of the name.
    """
  }

  private static var aliases: String {
    SymbolKinds.aliases.map { "`\($0.name)` is `\($0.means)`" }.joined(separator: ", ")
  }

  private static var levelAliases: String {
    EmitLevels.aliases.map { "`\($0.name)` is `\($0.means)`" }.joined(separator: ", ")
  }

  private static func table(_ fields: [QueryField]) -> String {
    let rows = fields.map { field in
      let names = ([field.name] + field.aliases).map { "`\($0):`" }.joined(separator: " ")
      let negation = field.role == .setting ? "" : field.negatable ? "yes" : "no"
      return "| \(names) | \(cell(field.help)) | \(negation) | `\(cell(field.example))` |"
    }
    return (["| Field | Meaning | `-` | Example |", "|---|---|---|---|"] + rows).joined(separator: "\n")
  }

  private static var valueLists: String {
    (filters + settings).compactMap { field -> String? in
      let values: [QueryFieldValue]
      switch field.value {
      case .oneOf(let offered), .listOf(let offered), .call(let offered): values = offered
      default: return nil
      }
      let rows = values.filter { !$0.isLater }.map { value in
        "- `\(field.name):\(value.text)\(isCall(field) ? "(…)" : "")`: \(value.help)"
      }
      return (["`\(field.name):` takes:", ""] + rows).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private static func isCall(_ field: QueryField) -> Bool {
    if case .call = field.value { true } else { false }
  }

  private static var laterList: String {
    let fields = later.map { field in
      let names = ([field.name] + field.aliases).map { "`\($0):`" }.joined(separator: " ")
      return "- \(names): \(field.help)"
    }
    let values = (filters + settings).flatMap { field -> [String] in
      switch field.value {
      case .oneOf(let offered), .listOf(let offered), .call(let offered):
        offered.filter(\.isLater).map { "- `\(field.name):\($0.text)`: \($0.help)" }
      default: []
      }
    }
    return (fields + values).joined(separator: "\n")
  }

  private static var limits: String {
    """
    ## Limits

    A query has at most \(Query.textLengthMax >> 10) KiB, \(Query.termsMax) terms and \(Query.nestingMax) levels of groups and \
    negations. `count:` goes to \(QuerySettings.countMax), `timeout:` to \(QuerySettings.timeoutMillisecondsMax / 60_000) minutes.
    """
  }

  /// Text inside a table.
  private static func cell(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? "\\|" : String($0) })
  }
}
