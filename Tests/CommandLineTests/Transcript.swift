/// What a person would see of a command: output, errors marked with `!`, exit code; with everything that changes from
/// run to run replaced, and bytes that are no text made visible.
enum Transcript {
  static func text(_ outcome: Sandbox.Outcome, root: String) -> String {
    var lines = visible(outcome.output, root).map { $0 }
    lines += visible(outcome.errors, root).map { "! " + $0 }
    lines.append("exit \(outcome.exitCode)")
    return lines.joined(separator: "\n")
  }

  /// Lines, without the empty one after the last newline.
  private static func visible(_ bytes: [UInt8], _ root: String) -> [String] {
    var text = ""
    var rest = bytes[...]
    while let byte = rest.first {
      let length =
        byte < 0x80 ? 1 : (2...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil } ?? 0
      switch (byte, length) {
      case (0x0A, _): text += "\n"
      case (0x09, _): text += "\\t"
      case (0x1B, _): text += "\\e"
      case (0x0D, _): text += "\\r"
      case (..<0x20, _), (0x7F, _), (_, 0): text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      default: text += String(decoding: rest.prefix(length), as: UTF8.self)
      }
      rest = rest.dropFirst(max(length, 1))
    }
    var lines = masked(text, root).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { lines[lines.count - 1] += "¶" }
    return lines
  }

  /// Times, sizes of memory and disk, scores and the place of the sandbox differ between runs and machines.
  private static func masked(_ text: String, _ root: String) -> String {
    var text = text.split(separator: root, omittingEmptySubsequences: false).joined(separator: "$ROOT")
    text.replace(/\b\d[\d,]*(?:\.\d+)? (?:ms|s)\b/, with: "# ms")
    text.replace(/\b\d[\d,]*(?:\.\d+)? (?:bytes|kB|MB|GB|TB) (of memory|free|of text in [\d.,]+ \w+)/) {
      "# bytes \($0.1.hasPrefix("of text") ? "of text" : $0.1)"
    }
    text.replace(
      /"(secs|nanos|score|cpu_seconds|peak_memory_bytes|time|indexed_at|bytes_searched|searches)":[\d.e+-]+/
    ) {
      "\"\($0.1)\":#"
    }
    text.replace(/"bytes_printed":\d+/, with: "\"bytes_printed\":#")
    return text
  }
}
