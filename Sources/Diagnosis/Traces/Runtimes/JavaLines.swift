/// Java, Kotlin, Scala and others of the JVM: `at a.b.C.m(C.java:12)`, causes, suppressed, thread dumps.
enum JavaLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    let text = line.leftTrimmed
    if let call = text.after("at "), let frame = frame(call, line) { return .frame(.java, frame) }
    for (prefix, role) in [("Caused by: ", TraceStack.Role.cause), ("Suppressed: ", .suppressed)] {
      guard let rest = text.after(prefix) else { continue }
      let found = rest.exception ?? loose(rest)
      return .head(.java, type: found.type, message: found.message, role: role)
    }
    if let rest = line.after("Exception in thread \""), let quoted = rest.around("\" ") {
      let found = quoted.after.exception ?? loose(quoted.after)
      return .head(.java, type: found.type, message: found.message, thread: String(quoted.before))
    }
    if line.first == "\"", line.has(" tid=") || line.has(" prio="), let name = line.dropFirst().around("\"") {
      return .thread(.java, name: String(name.before))
    }
    guard isOpen else { return nil }
    if text.hasPrefix("... "), text.hasSuffix(" more") || text.has(" common frames omitted") { return .note }
    if text.hasPrefix("- locked <") || text.hasPrefix("- waiting ") || text.hasPrefix("- parking ") {
      return .note
    }
    if text.hasPrefix("java.lang.Thread.State:") || text.hasPrefix("[CIRCULAR REFERENCE") { return .note }
    return nil
  }

  private static func loose(_ text: Substring) -> (type: String, message: String) {
    let parts = text.around(": ") ?? (text, "")
    return (String(parts.before), String(parts.after))
  }

  /// `java.base/java.util.ArrayList.get(ArrayList.java:427) ~[?:?]`.
  private static func frame(_ call: Substring, _ raw: Substring) -> StackFrame? {
    guard let parts = call.around("("), let close = parts.after.firstIndex(of: ")"), !parts.before.has(" ")
    else {
      return nil
    }
    let inside = parts.after[..<close]
    var module: Substring = ""
    var name = parts.before
    if let loader = name.aroundLast("/") {
      module = loader.before
      name = loader.after
    }
    guard name.has(".") else { return nil }
    if inside == "Native Method" || inside == "Unknown Source" || inside == "<generated>"
      || inside == "Native"
    {
      return StackFrame(name, module: module, raw: raw)
    }
    if let place = inside.place, place.column == nil, place.file.has(".") {
      return StackFrame(name, module: module, file: place.file, line: place.line, raw: raw)
    }
    let endings = [".java", ".kt", ".scala", ".groovy", ".clj"]
    guard endings.contains(where: { inside.hasSuffix($0) }) else { return nil }
    return StackFrame(name, module: module, file: inside, raw: raw)
  }
}
