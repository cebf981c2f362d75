extension PathPattern {
  /// A path pattern as `file:` reads it: a glob when the text holds `*` without regex signs, else a regex.
  package init(parsing text: String, caseSensitive: Bool) {
    self.init(Self.isGlob(text) ? .glob(text) : .regex(text), caseSensitive: caseSensitive)
  }

  /// Whether a text is a glob.
  ///
  /// `\`, `(`, `|`, a leading `^` and a trailing `$` are signs of a regex. A leading `*`, `**`, `/*` and `[!`
  /// are no regex anybody writes. Of the rest, `.*`, `.+`, `.?`, `]*` and `]+` are signs of a regex: `main.*`
  /// is one, and finds what the glob would find as well.
  static func isGlob(_ text: String) -> Bool {
    guard text.contains("*") else { return false }
    if text.hasPrefix("^") || text.hasSuffix("$") || text.contains(where: { "\\(|".contains($0) }) {
      return false
    }
    if text.hasPrefix("*") || text.contains("**") || text.contains("/*") || text.contains("[!") {
      return true
    }
    return ![".*", ".+", ".?", "]*", "]+"].contains { text.contains($0) }
  }

  /// The regex that means the same: itself, or the glob's translation.
  ///
  /// In a glob `*` is any text without `/`, `?` one character but `/`, `**` any text, `**/` any folders or
  /// none, `[a-z]` and `[!a-z]` a class, `{a,b}` alternatives. A glob without `/` is matched with file names;
  /// one with `/` may begin at any folder, and with a leading `/` begins at the root. A trailing `/` means
  /// all that is inside.
  package var regexText: String {
    switch notation {
    case .regex(let text): text
    case .glob(let text): Self.regex(ofGlob: text)
    }
  }

  private static func regex(ofGlob glob: String) -> String {
    let scalars = Array(glob.unicodeScalars)
    var result = scalars.first == "/" ? "^" : "(?:^|/)"
    var index = scalars.first == "/" ? 1 : 0
    var alternatives = 0
    while index < scalars.count {
      switch scalars[index] {
      case "*":
        var end = index
        while end < scalars.count, scalars[end] == "*" { end += 1 }
        if end - index == 1 {
          result += "[^/]*"
        } else if end < scalars.count, scalars[end] == "/", index == 0 || scalars[index - 1] == "/" {
          result += "(?:.*/)?"
          end += 1
        } else {
          result += ".*"
        }
        index = end
        continue
      case "?": result += "[^/]"
      case "[":
        if let (text, end) = globClass(scalars, index) {
          result += text
          index = end
          continue
        }
        result += "\\["
      case "{" where scalars[index...].contains("}"):
        alternatives += 1
        result += "(?:"
      case "}" where alternatives > 0:
        alternatives -= 1
        result += ")"
      case "," where alternatives > 0: result += "|"
      default: result.unicodeScalars += escaped(scalars[index])
      }
      index += 1
    }
    result += String(repeating: ")", count: alternatives)
    return scalars.last == "/" ? result : result + "$"
  }

  /// The regex class of a glob's, and the index after it; nil when the bracket isn't closed.
  private static func globClass(_ scalars: [Unicode.Scalar], _ open: Int) -> (String, Int)? {
    var index = open + 1
    var text = "["
    if index < scalars.count, scalars[index] == "!" || scalars[index] == "^" {
      text += "^/"
      index += 1
    }
    let first = index
    while index < scalars.count {
      if scalars[index] == "]", index > first { return (text + "]", index + 1) }
      if "[]\\^&~".unicodeScalars.contains(scalars[index]) { text += "\\" }
      text.unicodeScalars.append(scalars[index])
      index += 1
    }
    return nil
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    var text = String.UnicodeScalarView()
    if "\\.+*?()|[]{}^$#&-~".unicodeScalars.contains(scalar) { text.append("\\") }
    text.append(scalar)
    return text
  }
}
