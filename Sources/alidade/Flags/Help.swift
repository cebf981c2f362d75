/// Text for `--help`, made from the flag table.
enum Help {
  /// `alidade --help`.
  static var overview: String {
    var text = "alidade: \(CommandTable.summary)\n\nUsage: alidade COMMAND [FLAGS] [ARGUMENTS]\n"
    for group in CommandTable.groups {
      text += "\n\(group.title):\n"
      for command in group.names.compactMap(CommandTable.named) {
        text += "  \(padded(command.name, 12)) \(command.summary)\n"
      }
    }
    text += "\nStart with: alidade index ~/src && alidade search 'your words'\n"
    return text + "More: alidade help COMMAND, alidade man\n"
  }

  /// `alidade help COMMAND`.
  static func page(for command: Command) -> String {
    var text = "alidade \(command.name): \(command.summary)\n\nUsage: \(usage(of: command))\n"
    if !command.detail.isEmpty { text += "\n" + wrapped(command.detail, indent: 0) + "\n" }
    if !command.positionals.isEmpty { text += "\nArguments:\n" }
    for positional in command.positionals {
      text += entry("  " + positional.placeholder, positional.summary)
    }
    text += "\nFlags:\n"
    for flag in command.allFlags {
      text += entry("  " + flag.usage, flag.summary + choices(of: flag))
    }
    if !command.examples.isEmpty { text += "\nExamples:\n" }
    for example in command.examples {
      text += "  \(example.command)\n      \(example.meaning)\n"
    }
    return text
  }

  /// `alidade search [FLAGS] QUERY...`.
  static func usage(of command: Command) -> String {
    (["alidade", command.name, "[FLAGS]"] + command.positionals.map(\.usage)).joined(separator: " ")
  }

  /// ` (auto, always, never)` for a flag with a closed set of values.
  static func choices(of flag: Flag) -> String {
    guard case .choice(let choices)? = flag.value?.kind else { return "" }
    return " (\(choices.joined(separator: ", ")))"
  }

  private static let width = 100
  private static let column = 34

  private static func entry(_ left: String, _ right: String) -> String {
    let lines = wrapped(right, indent: column).drop { $0 == " " }
    return left.count < column
      ? padded(left, column) + lines + "\n" : left + "\n" + wrapped(right, indent: column) + "\n"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// Breaks paragraphs at spaces so that lines fit the width; empty lines separate paragraphs.
  static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
      var lines: [String] = []
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, indent + line.count + 1 + word.count > width {
          lines.append(margin + line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      if !line.isEmpty { lines.append(margin + line) }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
