/// Numbers with a hash sign before, as debuggers, sanitizers and PHP write them.
enum HashNumber {
  /// What follows `#12 `.
  static func rest(_ line: Substring) -> Substring? {
    guard let text = line.leftTrimmed.after("#") else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.utf8.count <= 4 else { return nil }
    let rest = text[digits.endIndex...]
    return rest.first == " " || rest.first == "\t" ? rest.leftTrimmed : nil
  }
}

/// AddressSanitizer and its siblings: `    #0 0x55d0 in f /p/t.c:6:3`.
enum SanitizerLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    if line.hasPrefix("=="), let parts = line.around("Sanitizer: "), let name = parts.before.aroundLast(" ") {
      let what = parts.after.prefix { $0 != " " }
      let rest = parts.after.dropFirst(what.count).leftTrimmed
      return .head(
        .sanitizer, type: "\(name.after)Sanitizer: \(what)",
        message: String(rest.around(" at pc ")?.before ?? rest))
    }
    if let parts = line.around(": runtime error: "), parts.before.place != nil {
      return .head(.sanitizer, type: "runtime error", message: String(parts.after))
    }
    if let rest = HashNumber.rest(line), let symbol = rest.afterAddress {
      // Debuggers write arguments and `at` or `from`; they are read elsewhere.
      if symbol.has(" (") && (symbol.has(") at ") || symbol.has(") from ")) || symbol.hasSuffix(" ()") {
        return nil
      }
      return .frame(.sanitizer, frame(symbol.leftTrimmed, line))
    }
    guard isOpen else { return nil }
    if line.hasPrefix("SUMMARY: ") { return .end }
    let text = line.leftTrimmed
    if text.hasPrefix("freed by thread") || text.hasPrefix("previously allocated by")
      || text.hasPrefix("allocated by")
    {
      return .head(.sanitizer, type: "", message: String(text), role: .note)
    }
    if text.hasPrefix("Direct leak of") || text.hasPrefix("Indirect leak of") {
      return .head(.sanitizer, type: "", message: String(text), role: .note)
    }
    return line.isEmpty || line.hasPrefix("==") || line.has(" is located ") || line.hasPrefix("READ of")
      || line.hasPrefix("WRITE of") ? .note : nil
  }

  /// `in f(int) /p/t.c:6:3`, `in f (lib.so+0x12)`, `(lib.so+0x12)`.
  private static func frame(_ symbol: Substring, _ raw: Substring) -> StackFrame {
    let text = symbol.around(" (BuildId")?.before ?? symbol
    guard let name = text.after("in ") else {
      return StackFrame("", module: text.dropFirst().prefix { $0 != "+" && $0 != ")" }, raw: raw)
    }
    if name.hasSuffix(")"), let module = name.around(" ("), module.after.has("+0x") {
      return StackFrame(module.before, module: module.after.prefix { $0 != "+" }, raw: raw)
    }
    if let parts = name.aroundLast(" "), let place = parts.after.place {
      return StackFrame(parts.before, file: place.file, line: place.line, column: place.column, raw: raw)
    }
    return StackFrame(name, raw: raw)
  }
}

/// gdb and lldb: `#0  0x55d0 in g (p=0x0) at t2.c:1`.
enum DebuggerLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    if let rest = HashNumber.rest(line) {
      let hasAddress = rest.afterAddress != nil
      let symbol = (rest.afterAddress.flatMap { $0.after(" in ") } ?? rest).leftTrimmed
      guard let call = symbol.around(" ("), hasAddress || isOpen || call.after.has(") at ") else {
        return nil
      }
      var frame = StackFrame(call.before, raw: line)
      if let place = call.after.around(") at "), let found = place.after.place {
        frame.file = String(found.file)
        frame.line = found.line
      } else if let image = call.after.around(") from ") {
        frame.module = String(image.after)
      }
      return .frame(.debugger, frame)
    }
    if let rest = line.after("Program received signal ") ?? line.after("Program terminated with signal ") {
      let parts = rest.around(", ") ?? (rest, "")
      return .head(.debugger, type: String(parts.before), message: String(parts.after))
    }
    if let rest = line.after("Thread "), rest.first?.isNumber == true,
      rest.has("(LWP ") || rest.has("(Thread ")
    {
      return .thread(.debugger, name: String(line.prefix { $0 != ":" }))
    }
    guard isOpen else { return nil }
    let text = line.leftTrimmed
    return line.isEmpty || text.first?.isNumber == true && line.has("\t") ? .note : nil
  }
}

/// glibc's `backtrace_symbols`: `./t(f+0x1f)[0x564e]`.
enum NativeLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    let text = line.trimmed
    if text.hasSuffix("]"), let image = text.around("("), let symbol = image.after.around(")") {
      let address = symbol.after.leftTrimmed
      guard let hex = address.after("[0x"), hex.dropLast().allSatisfy({ $0.isASCII && $0.isHexDigit }),
        !image.before.isEmpty, symbol.before.has("+0x") || symbol.before.isEmpty,
        // Daemons put what they do into the name: `redis-server *:6379(call+0xdb)[0x55f3]`.
        !image.before.has(" ") || symbol.after.first == "[" && symbol.before.has("+0x")
      else { return nil }
      let function = symbol.before.around("+0x")?.before ?? symbol.before
      return .frame(.native, StackFrame(function, module: image.before, raw: line))
    }
    if line.hasPrefix("*** ") && (line.has("terminated") || line.has("detected"))
      || line.hasPrefix("terminate called")
    {
      return .head(.native, type: "abort", message: String(line))
    }
    return nil
  }
}
