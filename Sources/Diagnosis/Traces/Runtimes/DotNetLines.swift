/// .NET: `   at Ns.C.M(String a) in C:\f.cs:line 20`, inner exceptions behind arrows.
enum DotNetLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    let text = line.leftTrimmed
    if line.isIndented, let call = text.after("at "), let frame = frame(call, line) {
      return .frame(.dotnet, frame)
    }
    if let rest = text.after("---> ") {
      let found = rest.exception ?? (String(rest), "")
      return .head(.dotnet, type: found.0, message: found.1, role: .cause)
    }
    if let rest = line.after("Unhandled exception. ") ?? line.after("Unhandled Exception: ") {
      let found = rest.exception ?? (String(rest), "")
      return .head(.dotnet, type: found.0, message: found.1)
    }
    if text.hasPrefix("--- End of inner exception") { return .outer }
    if text.hasPrefix("--- End of ") { return .note }
    return nil
  }

  private static func frame(_ call: Substring, _ raw: Substring) -> StackFrame? {
    var name = call
    var file: Substring = ""
    var number: Int?
    if let parts = call.around(" in "), let place = parts.after.around(":line ") {
      name = parts.before
      file = place.before
      number = place.after.prefix { $0.isASCII && $0.isNumber }.number
    }
    guard let open = name.firstIndex(of: "("), name.hasSuffix(")") || name.has(") +") else { return nil }
    let function = name[..<open]
    // The space before the parenthesis is JavaScript's.
    guard function.has("."), !function.hasSuffix(" ") else { return nil }
    let module = function.aroundLast(".")?.before ?? ""
    return StackFrame(function, module: module, file: file, line: number, raw: raw)
  }
}
