/// Ruby: ``t.rb:6:in `sync': no session (RuntimeError)``, then `from` lines. Quotes differ before and after
/// 3.4.
enum RubyLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    let text = line.leftTrimmed
    if let rest = text.after("from "), line.isIndented, let frame = frame(rest, line)?.frame {
      return .frame(.ruby, frame)
    }
    guard let found = frame(text, line) else { return nil }
    guard !found.rest.isEmpty else { return isOpen ? .frame(.ruby, found.frame) : nil }
    // The first line holds the innermost frame and the exception.
    guard let message = found.rest.after(": ") else { return nil }
    return .head(.ruby, type: type(message), message: String(plain(message)))
  }

  /// The frame that the first line of an exception holds.
  static func headFrame(_ line: Substring) -> StackFrame? { frame(line.leftTrimmed, line)?.frame }

  private static func type(_ message: Substring) -> String {
    guard message.hasSuffix(")"), let open = message.aroundLast("(") else { return "" }
    return String(open.after.dropLast())
  }

  private static func plain(_ message: Substring) -> Substring {
    message.hasSuffix(")") ? (message.aroundLast("(")?.before ?? message).trimmed : message
  }

  private static func frame(_ text: Substring, _ raw: Substring) -> (frame: StackFrame, rest: Substring)? {
    guard let parts = text.around(":in "), let place = parts.before.place, place.column == nil,
      let quote = parts.after.first, quote == "`" || quote == "'"
    else { return nil }
    let name = parts.after.dropFirst()
    guard let close = name.firstIndex(of: "'") else { return nil }
    let frame = StackFrame(name[..<close], file: place.file, line: place.line, raw: raw)
    return (frame, name[name.index(after: close)...])
  }
}
