/// Completion scripts for shells, made from the flag table.
enum Completions {
  static let shells = ["bash", "zsh", "fish"]

  /// The script for one of ``shells``.
  static func script(for shell: String) -> String {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    default: fish
    }
  }

  // MARK: bash

  private static var bash: String {
    var text = """
      # bash completion for alidade. Load it with: source <(alidade completions bash)
      _alidade() {
        local word="${COMP_WORDS[COMP_CWORD]}" previous="" command="" i
        if ((COMP_CWORD > 0)); then previous="${COMP_WORDS[COMP_CWORD-1]}"; fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          case "${COMP_WORDS[i]}" in -*) ;; *) command="${COMP_WORDS[i]}"; break ;; esac
        done
        COMPREPLY=()
        case "$command" in
          '')
            mapfile -t COMPREPLY < <(compgen -W '\((CommandTable.all.map(\.name) + ["help"]).joined(separator: " "))' -- "$word") ;;

      """
    for command in CommandTable.all { text += bashCase(command) }
    text += """
          help)
            mapfile -t COMPREPLY < <(compgen -W '\(CommandTable.all.map(\.name).joined(separator: " "))' -- "$word") ;;
        esac
      }
      complete -F _alidade alidade

      """
    return text
  }

  private static func bashCase(_ command: Command) -> String {
    var text = "    \(command.name))\n      case \"$previous\" in\n"
    for flag in command.allFlags {
      guard let value = flag.value else { continue }
      let names = ["--\(flag.long)"] + (flag.short.map { ["-\($0)"] } ?? [])
      text += "        \(names.joined(separator: "|"))) \(bashValue(value.kind)) return ;;\n"
    }
    let words = command.allFlags.flatMap(longNames).joined(separator: " ")
    text += "      esac\n      case \"$word\" in\n"
    text += "        -*) mapfile -t COMPREPLY < <(compgen -W '\(words)' -- \"$word\") ;;\n"
    text += "        *) \(bashPositional(command)) ;;\n      esac ;;\n"
    return text
  }

  private static func bashValue(_ kind: ValueKind) -> String {
    switch kind {
    case .choice(let choices):
      "mapfile -t COMPREPLY < <(compgen -W '\(choices.joined(separator: " "))' -- \"$word\");"
    case .folder: "mapfile -t COMPREPLY < <(compgen -d -- \"$word\");"
    case .path: "mapfile -t COMPREPLY < <(compgen -f -- \"$word\");"
    case .text, .integer, .duration, .size: ":;"
    }
  }

  private static func bashPositional(_ command: Command) -> String {
    switch command.positionals.first?.completion {
    case .path: "mapfile -t COMPREPLY < <(compgen -f -- \"$word\")"
    case .choice(let choices):
      "mapfile -t COMPREPLY < <(compgen -W '\(choices.joined(separator: " "))' -- \"$word\")"
    case .command, .nothing, nil: ":"
    }
  }

  // MARK: zsh

  private static var zsh: String {
    var text = """
      #compdef alidade
      # zsh completion for alidade. Put it into a folder of $fpath as _alidade, or load it with:
      # source <(alidade completions zsh)
      _alidade() {
        local context state state_descr line
        typeset -A opt_args
        _arguments -C '1: :_alidade_commands' '*:: :->arguments'
        [[ $state == arguments ]] || return
        case $words[1] in

      """
    for command in CommandTable.all {
      let specifications = command.allFlags.flatMap(zshFlag) + zshPositionals(command)
      text += "    \(command.name))\n      _arguments -s -S \\\n        "
      text += specifications.map(singleQuoted).joined(separator: " \\\n        ") + " ;;\n"
    }
    text +=
      "    help)\n      _alidade_commands ;;\n  esac\n}\n\n_alidade_commands() {\n  local -a commands=(\n"
    for command in CommandTable.all {
      text += "    \(singleQuoted(command.name + ":" + command.summary))\n"
    }
    text += """
          'help:show help for a command'
        )
        _describe command commands
      }

      if [[ $funcstack[1] == _alidade ]]; then
        _alidade "$@"
      else
        compdef _alidade alidade
      fi

      """
    return text
  }

  private static func zshFlag(_ flag: Flag) -> [String] {
    let meaning = "[" + zshEscaped(flag.summary) + "]"
    let long = longNames(flag).map { name in
      let isNegation = name != "--" + flag.long
      return (flag.isRepeatable ? "*" : "") + name + (flag.value == nil || isNegation ? "" : "=") + meaning
    }
    let short = flag.short.map {
      [(flag.isRepeatable ? "*" : "") + "-\($0)" + (flag.value == nil ? "" : "+") + meaning]
    }
    guard let value = flag.value else { return long + (short ?? []) }
    let action =
      switch value.kind {
      case .choice(let choices): "(\(choices.joined(separator: " ")))"
      case .folder: "_files -/"
      case .path: "_files"
      case .text, .integer, .duration, .size: " "
      }
    return (long + (short ?? [])).map { "\($0):\(value.placeholder):\(action)" }
  }

  private static func zshPositionals(_ command: Command) -> [String] {
    command.positionals.map { positional in
      let action =
        switch positional.completion {
        case .path: "_files"
        case .choice(let choices): "(\(choices.joined(separator: " ")))"
        case .command: "_alidade_commands"
        case .nothing: " "
        }
      let prefix =
        switch positional.arity {
        case .one: ":"
        case .optional: "::"
        case .any, .some: "*:"
        }
      return "\(prefix)\(positional.placeholder):\(action)"
    }
  }

  private static func zshEscaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "[]:\\".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

  // MARK: fish

  private static var fish: String {
    var text = """
      # fish completion for alidade. Load it with: alidade completions fish | source
      complete -c alidade -f

      """
    for command in CommandTable.all {
      text +=
        "complete -c alidade -n __fish_use_subcommand -a \(command.name) -d \(singleQuoted(command.summary))\n"
    }
    text += "complete -c alidade -n __fish_use_subcommand -a help -d 'show help for a command'\n"
    let names = CommandTable.all.map(\.name).joined(separator: " ")
    text += "complete -c alidade -n '__fish_seen_subcommand_from help' -a '\(names)'\n"
    for command in CommandTable.all {
      let condition = "complete -c alidade -n '__fish_seen_subcommand_from \(command.name)'"
      for flag in command.allFlags { text += fishFlag(flag, condition) }
      switch command.positionals.first?.completion {
      case .path: text += "\(condition) -F\n"
      case .choice(let choices): text += "\(condition) -a '\(choices.joined(separator: " "))'\n"
      case .command, .nothing, nil: break
      }
    }
    return text
  }

  private static func fishFlag(_ flag: Flag, _ condition: String) -> String {
    var line = "\(condition) -l \(flag.long)"
    if let short = flag.short { line += " -s \(short)" }
    switch flag.value?.kind {
    case .choice(let choices): line += " -x -a '\(choices.joined(separator: " "))'"
    case .folder: line += " -x -a '(__fish_complete_directories)'"
    case .path: line += " -r -F"
    case .text, .integer, .duration, .size: line += " -x"
    case nil: break
    }
    line += " -d \(singleQuoted(flag.summary))\n"
    if let negation = flag.negation {
      line += "\(condition) -l \(negation) -d \(singleQuoted("not: " + flag.summary))\n"
    }
    return line
  }

  // MARK: shared

  private static func longNames(_ flag: Flag) -> [String] {
    ["--\(flag.long)"] + (flag.negation.map { ["--\($0)"] } ?? [])
  }

  /// Quoted for all three shells; no summary holds a backslash, which fish would read.
  private static func singleQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
