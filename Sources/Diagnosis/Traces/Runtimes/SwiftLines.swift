/// Swift on Linux: `a.swift:3: Fatal error: …` and what the backtracer prints.
enum SwiftLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    if let parts = line.around("Fatal error: "), parts.before.isEmpty || parts.before.has(".swift:") {
      return .head(.swift, type: "Fatal error", message: String(parts.after))
    }
    for mark in ["*** Program crashed: ", "Program crashed: "] {
      guard let parts = line.around(mark), parts.before.utf8.count <= 8 else { continue }
      let what = parts.after.around(" at 0x")?.before ?? parts.after
      return .head(.swift, type: "Program crashed", message: String(what))
    }
    if let rest = line.after("Thread "), rest.first?.isNumber == true, line.hasSuffix(":") {
      let isCrashed = rest.has("crashed")
      guard isOpen || isCrashed else { return nil }
      return .thread(.swift, name: String(line.dropLast()))
    }
    if let frame = frame(line, isOpen) { return .frame(.swift, frame) }
    guard isOpen else { return nil }
    if line.isEmpty || line.hasPrefix("...") || line.hasPrefix("Registers:") || line.hasPrefix("Images") {
      return .note
    }
    // Source lines are numbered and hold a bar; registers are `rax 0x…`.
    let text = line.leftTrimmed
    if text.has("│") || line.isIndented { return .note }
    if line.hasPrefix("Backtrace took") { return .end }
    let parts = text.split(separator: " ", maxSplits: 2)
    if parts.count > 1, parts[1].afterAddress != nil || parts[0].afterAddress != nil { return .note }
    return nil
  }

  /// `3 [ra] 0x0000aaaa Shard.read(_:_:) + 59 in t_swift at /p/t.swift:1:69`.
  private static func frame(_ line: Substring, _ isOpen: Bool) -> StackFrame? {
    let parts = line.leftTrimmed
    let number = parts.prefix { $0.isASCII && $0.isNumber }
    guard number.number != nil else { return nil }
    var rest = parts[number.endIndex...].leftTrimmed
    var marks: [Substring] = []
    while rest.first == "[", let close = rest.around("]") {
      marks.append(close.before.dropFirst())
      rest = close.after.leftTrimmed
    }
    if let after = rest.afterAddress {
      rest = after.leftTrimmed
    } else if !rest.hasPrefix("...") {
      return nil
    }
    guard isOpen || !marks.isEmpty || rest.has(" in ") else { return nil }
    // Names of closures hold ` in ` themselves.
    let offset = rest.around(" + ")
    guard let image = (offset?.after ?? rest).around(" in ") else { return nil }
    let function = offset?.before ?? image.before
    let place = image.after.around(" at ")
    let found = place?.after.place
    var frame = StackFrame(
      function, module: place?.before ?? image.after, file: found?.file ?? "", line: found?.line,
      column: found?.column, raw: line)
    if marks.contains("system") { frame.isInApp = false }
    return frame
  }
}
