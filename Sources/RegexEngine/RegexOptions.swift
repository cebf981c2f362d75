/// How a pattern is read. Inline flags such as `(?i)` change them from their place on.
package struct RegexOptions: Sendable, Hashable {
  /// `(?i)`: letters match in every case, by Unicode simple folding (ASCII only where ``unicode`` is off).
  package var caseInsensitive = false
  /// `(?m)`: `^` and `$` match at the borders of lines, not only of the text. On by default: code is read by
  /// lines.
  package var multiLine = true
  /// `(?s)`: `.` matches "\n" too.
  package var dotMatchesNewline = false
  /// `(?U)`: `x*` is lazy and `x*?` is greedy.
  package var swapGreed = false
  /// `(?x)`: blanks and `#` comments in the pattern mean nothing.
  package var ignoreWhitespace = false
  /// `(?u)`: classes hold Unicode scalars. When off, they hold bytes, and `\w \d \s \b` know ASCII only.
  package var unicode = true
  /// A match counts only where both its ends lie at borders of words (`\b{start-half}…\b{end-half}`).
  package var wholeWord = false
  /// Takes "\n" out of every class (`[^a]`, `\s`, `\W`, …), so that no match crosses lines, unless the
  /// pattern asks for newlines: by `\n` outside a class, by a class of nothing else, or by `(?s)`.
  package var lineOriented = false
  /// Reports empty matches also between the bytes of one character.
  package var emptyMatchesSplitScalars = false
  /// Bound on the compiled program, in bytes of automaton.
  ///
  /// The worst text costs a few nanoseconds per byte and per 12 bytes of program, so this bounds the time of
  /// a search too: 2 MB is at most about a second per 4 KB block. `\w{100}` takes 1.5 MB, what people write a
  /// thousandth.
  package var sizeLimit = 2 << 20

  /// Makes the options of a plain search: Unicode, `^` and `$` per line.
  package init() {}
}
