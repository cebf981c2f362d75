/// PHP: `Fatal error: Uncaught X: message in f:2`, numbered calls, `{main}`, `thrown in`.
enum PHPLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    if let parts = line.around("Uncaught "),
      line.has("error") || line.has("Error") || parts.before.isEmpty || isOpen,
      let place = lastPlace(parts.after), place.after.has(".php")
    {
      let found = place.before.exception ?? (String(place.before), "")
      return .head(.php, type: found.0, message: found.1)
    }
    if isOpen, let rest = line.after("Next ") {
      let text = lastPlace(rest)?.before ?? rest
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

  /// Where the exception of a first line was made: the innermost frame, whose function the next line names.
  static func headFrame(_ line: Substring) -> StackFrame? {
    guard let place = lastPlace(line)?.after.place, place.file.hasSuffix(".php") else { return nil }
    return StackFrame("", file: place.file, line: place.line, raw: line)
  }

  /// What is before and after the last ` in `: messages may hold one.
  private static func lastPlace(_ line: Substring) -> (before: Substring, after: Substring)? {
    guard var parts = line.around(" in ") else { return nil }
    while let next = parts.after.around(" in ") { parts = (line[..<next.before.endIndex], next.after) }
    return parts
  }

  /// Numbered lines name a function and where it was called; frames are functions and where they were left.
  static func shift(_ frames: inout [StackFrame]) {
    guard let first = frames.first, first.function.isEmpty, !first.file.isEmpty else { return }
    for index in frames.indices {
      frames[index].function = index + 1 < frames.count ? frames[index + 1].function : "{main}"
    }
  }

  /// Without arguments: they may hold what should not be shown.
  private static func name(_ call: Substring) -> Substring { call.prefix { $0 != "(" } }
}
