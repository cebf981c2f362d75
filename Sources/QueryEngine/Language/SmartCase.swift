extension QuerySettings {
  /// Whether case matters to a pattern with this text: `case:`, or smart case when it is `auto`. To code it does.
  package func isCaseSensitive(_ text: String, _ kind: Pattern.Kind) -> Bool {
    switch caseMode {
    case .yes: true
    case .no: false
    case .auto: kind == .structural || (kind == .literal ? hasUpperCase(text) : regexHasUpperCase(text))
    }
  }
}

private func hasUpperCase(_ text: String) -> Bool {
  text.unicodeScalars.contains { $0.properties.isUppercase }
}

/// Whether a regex asks for an upper-case letter: those of escapes (`\W`, `\pL`, `\p{Lu}`, `\x{4F}`), flags
/// (`(?U)`) and group names (`(?P<Name>`) don't count.
private func regexHasUpperCase(_ text: String) -> Bool {
  let scalars = Array(text.unicodeScalars)
  var index = 0
  while index < scalars.count {
    switch scalars[index] {
    case "\\":
      index = escapeEnd(scalars, index)
    case "(" where index + 1 < scalars.count && scalars[index + 1] == "?":
      // Flags end at `:` or `)`, a name at `>`; none holds another parenthesis.
      while index < scalars.count, scalars[index] != ":", scalars[index] != ")", scalars[index] != ">" {
        index += 1
      }
      index += 1
    default:
      if scalars[index].properties.isUppercase { return true }
      index += 1
    }
  }
  return false
}

/// The index after the escape whose backslash is at `start`.
private func escapeEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
  guard start + 1 < scalars.count else { return scalars.count }
  switch scalars[start + 1] {
  case "p", "P", "x":
    guard start + 2 < scalars.count, scalars[start + 2] == "{" else {
      // `\pL` has one letter after it, `\x4F` two digits.
      return min(scalars.count, start + (scalars[start + 1] == "x" ? 4 : 3))
    }
    return (scalars[start...].firstIndex(of: "}") ?? scalars.count - 1) + 1
  default:
    return start + 2
  }
}
