/// Go: `panic: …`, `goroutine 4 [running]:`, a line with the call and one with its place.
enum GoLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    for (prefix, type) in [("panic: ", "panic"), ("fatal error: ", "fatal error"), ("SIGQUIT: ", "SIGQUIT")] {
      if let message = line.after(prefix) {
        return .head(.go, type: type, message: String(message))
      }
    }
    if let rest = line.after("\tpanic: ") {
      return isOpen ? .head(.go, type: "panic", message: String(rest)) : nil
    }
    if let rest = line.after("goroutine ") {
      let number = rest.prefix { $0.isASCII && $0.isNumber }
      guard !number.isEmpty, let state = rest.around("[") else { return nil }
      return .thread(.go, name: "goroutine \(number) [\(state.after.prefix { $0 != "]" })]")
    }
    if let rest = line.after("created by ") {
      let name = rest.around(" in goroutine ")?.before ?? rest
      return isOpen || name.has(".") ? .frame(.go, frame(name, line)) : nil
    }
    if line.first == "\t" || isOpen && line.isIndented {
      let text = line.leftTrimmed
      let place = text.around(" +0x")?.before ?? text
      if place.has(".go:") || place.has(".s:"), let found = place.place {
        return .place(file: String(found.file), line: found.line, column: nil)
      }
      return nil
    }
    if isOpen {
      if line.hasPrefix("[signal ") || line.hasPrefix("exit status") || line.hasPrefix("...") || line.isEmpty
      {
        return .note
      }
      if line.hasSuffix(")"), let open = callStart(line) { return .frame(.go, frame(line[..<open], line)) }
    }
    return nil
  }

  /// Where the arguments begin: the last `(` that the closing one at the end belongs to.
  private static func callStart(_ line: Substring) -> Substring.Index? {
    var depth = 0
    for index in line.indices.reversed() {
      if line[index] == ")" { depth += 1 }
      if line[index] == "(" {
        depth -= 1
        if depth == 0 {
          let name = line[..<index]
          return name.has(".") && !name.has(" ") ? index : nil
        }
      }
    }
    return nil
  }

  private static func frame(_ name: Substring, _ raw: Substring) -> StackFrame {
    // The package ends at the first full stop after the last slash.
    let slash = name.lastIndex(of: "/") ?? name.startIndex
    let dot = name[slash...].firstIndex(of: ".") ?? name.endIndex
    return StackFrame(name, module: name[..<dot], raw: raw)
  }
}
