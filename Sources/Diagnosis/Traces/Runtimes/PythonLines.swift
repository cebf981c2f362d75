/// Python: `Traceback (most recent call last):`, frames from the outermost to the innermost, the exception
/// last.
enum PythonLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    // Groups draw their tree with bars; what follows a bar has its own indentation.
    let tree = line.prefix { $0 == " " || $0 == "\t" || $0 == "|" || $0 == "+" || $0 == "-" }
    let bar = tree.lastIndex(of: "|").map { line[line.index(after: $0)...] }
    let inner = bar.map { $0.first == " " ? $0.dropFirst() : $0 } ?? line
    if isOpen, line.leftTrimmed.hasPrefix("+-") { return .member }
    let text = inner.drop { $0 == " " || $0 == "\t" || $0 == "+" }
    if text.hasPrefix("Traceback (most recent call last):")
      || text.hasPrefix("Exception Group Traceback (most recent call last):")
    {
      return .head(.python, type: "", message: "")
    }
    if let rest = text.after("File \""), let name = rest.around("\", line ") {
      let digits = name.after.prefix { $0.isASCII && $0.isNumber }
      guard let number = digits.number else { return nil }
      let function = name.after.around(", in ")?.after ?? ""
      guard isOpen || !function.isEmpty else { return nil }
      return .frame(.python, StackFrame(function, file: name.before, line: number, raw: line))
    }
    guard isOpen else { return nil }
    if text.hasPrefix("During handling of the above exception, another exception occurred:")
      || text.hasPrefix("The above exception was the direct cause of the following exception:")
    {
      return .chain
    }
    if text.isEmpty || text.hasPrefix("[Previous line repeated ")
      || text.allSatisfy({ "^~ -0123456789".contains($0) })
    {
      return .note
    }
    if !inner.isIndented, let found = conclusion(text) {
      return .conclusion(.python, type: found.type, message: found.message)
    }
    // The source text of a frame is indented.
    return inner.isIndented ? .note : nil
  }

  /// `ValueError: no`, `json.decoder.JSONDecodeError: …`, `KeyboardInterrupt`, `MyOwn: text`.
  private static func conclusion(_ text: Substring) -> (type: String, message: String)? {
    if let found = text.exception { return found }
    let parts = text.around(": ") ?? (text, "")
    guard parts.before.isQualifiedName, parts.before.utf8.count < 100 else { return nil }
    return (String(parts.before), String(parts.after))
  }
}
