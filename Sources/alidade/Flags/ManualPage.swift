/// The manual page in man(7) macros and the reference page in Markdown, made from the flag table.
enum ManualPage {
  /// `alidade man`.
  static func roff(version: String) -> String {
    var page = """
      .TH ALIDADE 1 "" "alidade \(version)" "User Commands"
      .SH NAME
      alidade \\- \(escaped(CommandTable.summary))
      .SH SYNOPSIS
      .B alidade
      .I COMMAND
      [\\fIFLAGS\\fR] [\\fIARGUMENTS\\fR]
      .SH COMMANDS

      """
    for command in CommandTable.all { page += roffSection(command) }
    page += ".SH COMMON FLAGS\n"
    for flag in Flag.common { page += roffEntry(flag) }
    page += ".SH ENVIRONMENT\n"
    for variable in CommandTable.environment {
      page += ".TP\n.B \(escaped(variable.name))\n\(paragraph(variable.meaning))\n"
    }
    page += ".SH EXIT STATUS\n"
    for exit in CommandTable.exitCodes {
      page += ".TP\n.B \(exit.code.rawValue)\n\(paragraph(exit.meaning))\n"
    }
    return page
  }

  private static func roffSection(_ command: Command) -> String {
    var text =
      ".SS \"\(escaped(Help.usage(of: command)))\"\n\(paragraph(capitalised(command.summary) + "."))\n"
    for part in command.detail.split(separator: "\n\n") where !part.isEmpty {
      text += ".PP\n\(paragraph(String(part)))\n"
    }
    for positional in command.positionals {
      text += ".TP\n.I \(escaped(positional.placeholder))\n\(paragraph(positional.summary))\n"
    }
    for flag in command.flags { text += roffEntry(flag) }
    for example in command.examples {
      text += ".PP\n.nf\n\(paragraph(example.command))\n.fi\n.RS\n\(paragraph(example.meaning))\n.RE\n"
    }
    return text
  }

  private static func roffEntry(_ flag: Flag) -> String {
    let detail = flag.detail.isEmpty ? "" : " " + flag.detail
    let usage = flag.usage.drop { $0 == " " }
    return ".TP\n.B \(escaped(String(usage)))\n"
      + "\(paragraph(capitalised(flag.summary) + Help.choices(of: flag) + "." + detail))\n"
  }

  /// A backslash starts an escape and a hyphen would become a dash.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "~": result += "\\(ti"
      case "^": result += "\\(ha"
      default: result.append(character)
      }
    }
    return result
  }

  /// A full stop or an apostrophe at the start of a line would be a macro.
  private static func paragraph(_ text: String) -> String {
    let text = escaped(text)
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }

  private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

extension ManualPage {
  /// `docs/cli.md`; a test holds the file to this text.
  static var markdown: String {
    var page = """
      # Command line

      `alidade`: \(CommandTable.summary). Made by `alidade man --markdown` from the flag table; do not edit.

      """
    for command in CommandTable.all { page += markdownSection(command) }
    page += "\n## Flags of every command\n\n" + markdownTable(Flag.common)
    page += "\n## Environment\n\n| Variable | Meaning |\n| --- | --- |\n"
    for variable in CommandTable.environment {
      let names = variable.name.split(separator: ", ").map { "`\($0)`" }.joined(separator: ", ")
      page += "| \(names) | \(cell(variable.meaning)) |\n"
    }
    page += "\n## Exit codes\n\n| Code | Meaning |\n| --- | --- |\n"
    for exit in CommandTable.exitCodes {
      page += "| \(exit.code.rawValue) | \(cell(exit.meaning)) |\n"
    }
    return page
  }

  private static func markdownSection(_ command: Command) -> String {
    var text = "\n## alidade \(command.name)\n\n\(capitalised(command.summary)).\n\n"
    text += "```\n\(Help.usage(of: command))\n```\n"
    if !command.detail.isEmpty { text += "\n\(Help.wrapped(command.detail, indent: 0))\n" }
    for positional in command.positionals {
      text += "\n- `\(positional.placeholder)`: \(positional.summary)"
    }
    if !command.positionals.isEmpty { text += "\n" }
    if !command.flags.isEmpty { text += "\n" + markdownTable(command.flags) }
    if !command.examples.isEmpty { text += "\n```sh\n" }
    for example in command.examples { text += "# \(example.meaning)\n\(example.command)\n" }
    return command.examples.isEmpty ? text : text + "```\n"
  }

  private static func markdownTable(_ flags: [Flag]) -> String {
    var table = "| Flag | Meaning |\n| --- | --- |\n"
    for flag in flags {
      let detail = flag.detail.isEmpty ? "" : " " + flag.detail
      let meaning = capitalised(flag.summary) + Help.choices(of: flag) + "." + detail
      table += "| `\(flag.usage.drop { $0 == " " })` | \(cell(meaning)) |\n"
    }
    return table
  }

  private static func cell(_ text: String) -> String { text.split(separator: "|").joined(separator: "\\|") }
}
