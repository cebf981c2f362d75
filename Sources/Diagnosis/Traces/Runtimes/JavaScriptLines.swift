/// Node and browsers: `    at f (file:1:59)`, `f@url:1:59`, causes in brackets.
enum JavaScriptLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    let text = line.leftTrimmed
    if let call = text.after("at "), line.isIndented, let frame = frame(call, line) {
      return .frame(.javascript, frame)
    }
    if let frame = addressed(text, line) { return .frame(.javascript, frame) }
    if let rest = text.after("[cause]: ") ?? text.after("[errors]: ") {
      let clean = rest.hasSuffix(" {") ? rest.dropLast(2) : rest
      let found = clean.exception ?? (String(clean), "")
      return .head(.javascript, type: found.0, message: found.1, role: .cause)
    }
    if let rest = line.after("Uncaught ") {
      let clean = rest.after("(in promise) ") ?? rest
      if let found = clean.exception { return .head(.javascript, type: found.type, message: found.message) }
    }
    guard isOpen else { return nil }
    if text == "}" || text.hasPrefix("... ") && text.has(" lines matching cause") { return .note }
    if line.isIndented, text.hasPrefix("code: ") || text.hasPrefix("errno: ") || text.hasPrefix("syscall: ") {
      return .note
    }
    if line.hasPrefix("Node.js v") { return .end }
    return nil
  }

  /// `async Store.get (/t.js:1:59)`, `/t.js:1:59`, `new A (<anonymous>)`, `eval (eval at f (a.js:1:2),
  /// <anonymous>:1:1)`.
  private static func frame(_ call: Substring, _ raw: Substring) -> StackFrame? {
    var name = call
    var place = call
    if let parts = call.around(" ("), call.hasSuffix(")") {
      name = parts.before
      place = parts.after.dropLast()
      // Of evaluated code the place of the call is the useful one.
      if let evaluated = place.around("eval at "), let open = evaluated.after.around(" ("),
        let close = open.after.around(")")
      {
        place = close.before
      }
    } else {
      name = ""
      if let rest = call.after("async ") { place = rest }
    }
    for prefix in ["async ", "new "] { name = name.after(prefix) ?? name }
    if place == "<anonymous>" || place == "native" { return StackFrame(name, raw: raw) }
    guard let found = place.place, let column = found.column else { return nil }
    let file = found.file.after("file://") ?? found.file
    return StackFrame(name, file: file, line: found.line, column: column, raw: raw)
  }

  /// Firefox and Safari.
  private static func addressed(_ text: Substring, _ raw: Substring) -> StackFrame? {
    guard let parts = text.around("@"), !parts.before.has(" "), parts.after.has("://"),
      let found = parts.after.place, let column = found.column
    else { return nil }
    return StackFrame(parts.before, file: found.file, line: found.line, column: column, raw: raw)
  }
}
