/// Linux: `BUG: …`, `Oops: …`, `RIP: 0010:f+0x34/0xb0 [mod]`, `Call Trace:`.
enum KernelLines {
  private static let heads = [
    "BUG: ", "Oops: ", "general protection fault", "Unable to handle kernel ", "kernel BUG at ",
    "WARNING: CPU: ",
    "divide error: ", "Kernel panic - ", "INFO: task ", "watchdog: BUG: ", "Internal error: ",
  ]

  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    let text = line.leftTrimmed
    for head in heads where text.hasPrefix(head) {
      // A second one of these continues the first: `BUG: …` and `Oops: …` are one event.
      if isOpen { return .note }
      let type = head.trimmingEnd
      return .head(.kernel, type: type, message: String(text.dropFirst(head.count)))
    }
    for register in ["RIP: ", "pc : ", "EIP: "] {
      guard let rest = text.after(register) else { continue }
      let symbol = rest.around(":").flatMap { $0.before.utf8.count == 4 ? $0.after : nil } ?? rest
      if let frame = frame(symbol, line) { return .frame(.kernel, frame) }
      return isOpen ? .note : nil
    }
    if text.hasPrefix("Call Trace:") || text.hasPrefix("Call trace:") {
      return isOpen ? .note : .head(.kernel, type: "Call Trace", message: "")
    }
    if text.hasPrefix("---[ end ") { return isOpen ? .end : nil }
    if let frame = frame(text, line) { return isOpen || text.hasPrefix("[<") ? .frame(.kernel, frame) : nil }
    guard isOpen else { return nil }
    let notes = [
      "CPU: ", "Hardware name", "Code: ", "RSP: ", "RAX: ", "RDX: ", "RBP: ", "R10: ", "R13: ", "FS: ",
      "CS: ", "CR2: ",
      "DR0: ", "DR3: ", "Modules linked in", "<TASK>", "</TASK>", "<IRQ>", "</IRQ>", "PGD ", "#PF: ",
      "PKRU: ", "Tainted",
      "Workqueue:", "EFLAGS:", "x", "sp : ", "lr : ", "pstate: ",
    ]
    return notes.contains { text.hasPrefix($0) } ? .note : nil
  }

  /// `? f+0x34/0xb0 [mod]`, `[<ffffffff81>] f+0x34/0xb0`.
  private static func frame(_ text: Substring, _ raw: Substring) -> StackFrame? {
    var rest = text
    if rest.first == "[", let close = rest.around("] ") { rest = close.after }
    let isUnsure = rest.hasPrefix("? ")
    if isUnsure { rest = rest.dropFirst(2) }
    guard let parts = rest.around("+0x"), !parts.before.isEmpty, !parts.before.has(" "),
      parts.after.has("/0x")
    else {
      return nil
    }
    let module = parts.after.around("[")?.after.prefix { $0 != "]" && $0 != " " } ?? ""
    var frame = StackFrame(parts.before, module: module, raw: raw)
    // What the unwinder is not sure of stands on the stack by chance.
    if isUnsure || module.isEmpty { frame.isInApp = false }
    return frame
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while let last = text.last, last == " " || last == ":" || last == "-" { text.removeLast() }
    return text
  }
}
