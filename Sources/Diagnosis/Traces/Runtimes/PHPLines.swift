/// PHP: `Fatal error: Uncaught X: message in f:2`, numbered calls, `{main}`, `thrown in`.
enum PHPLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    if let parts = line.around("Uncaught "),
      line.has("error") || line.has("Error") || parts.before.isEmpty || isOpen,
      let place = parts.after.around(" in "), place.after.has(".php")
    {
      let found = place.before.exception ?? (String(place.before), "")
      return .head(.php, type: found.0, message: found.1)
    }
    if isOpen, let rest = line.after("Next ") {
      let text = rest.around(" in ")?.before ?? rest
      let found = text.exception ?? (String(text), "")
      return .head(.php, type: found.0, message: found.1, role: .cause)
    }
    if let rest = HashNumber.rest(line) {
      if rest == "{main}" { return .note }
      if let call = rest.after("[internal function]: ") {
        return .frame(.php, StackFrame(name(call), raw: line))
      }
      guard let parts = rest.around("): "), let open = parts.before.aroundLast("("),
        let number = open.after.number
      else {
        return nil
      }
      return .frame(.php, StackFrame(name(parts.after), file: open.before, line: number, raw: line))
    }
    guard isOpen else { return nil }
    if line.hasPrefix("Stack trace:") || line.isEmpty { return .note }
    if let rest = line.leftTrimmed.after("thrown in "), rest.has(" on line ") { return .end }
    return nil
  }

  /// Without arguments: they may hold what should not be shown.
  private static func name(_ call: Substring) -> Substring { call.prefix { $0 != "(" } }
}
