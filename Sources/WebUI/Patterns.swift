/// Regex text for filters that pages add to a query.
package enum Patterns {
  /// A filter for just the repository called `name`.
  package static func repositoryFilter(_ name: String) -> String { "repo:^\(escaped(name))$" }

  /// `text` as a regex that matches just that, fit to stand in a filter: spaces become `\s`, since a space
  /// would end the filter.
  package static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", "\n", "\t", "\r": output += "\\s"
      case "\\", "^", "$", ".", "|", "?", "*", "+", "(", ")", "[", "]", "{", "}", "\"":
        output += "\\"
        output.unicodeScalars.append(scalar)
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}
