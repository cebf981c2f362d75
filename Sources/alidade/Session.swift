import Platform

/// What a command runs in: its streams, how they are shown, and where the data is. Made once, from the flags
/// all commands share and the environment.
final class Session {
  /// Answers go to `output`, everything else to `errors`.
  let output: OutputStream
  let errors: OutputStream
  let isOutputTerminal: Bool
  let isErrorTerminal: Bool
  let style: Style
  let errorStyle: Style
  let isQuiet: Bool
  let isVerbose: Bool
  let dataFolder: String

  init(_ arguments: Arguments) throws(UsageError) {
    isOutputTerminal = Terminal.isTerminal(1)
    isErrorTerminal = Terminal.isTerminal(2)
    output = OutputStream(descriptor: 1, isBuffered: true)
    errors = OutputStream(descriptor: 2, isBuffered: false)
    let choice = arguments.value(.color)
    style = Style(hasColor: Self.wantsColor(choice, isOutputTerminal), isTerminal: isOutputTerminal)
    errorStyle = Style(hasColor: Self.wantsColor(choice, isErrorTerminal), isTerminal: isErrorTerminal)
    isQuiet = arguments.has(.quiet)
    isVerbose = arguments.has(.verbose)
    dataFolder = try Self.dataFolder(arguments.value(.data))
  }

  /// The flag beats the environment. NO_COLOR beats CLICOLOR_FORCE, as no-color.org asks for.
  private static func wantsColor(_ choice: String?, _ isTerminal: Bool) -> Bool {
    switch choice {
    case "always": return true
    case "never": return false
    default: break
    }
    if let value = environmentVariable("NO_COLOR"), !value.isEmpty { return false }
    if let value = environmentVariable("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return true }
    if environmentVariable("CLICOLOR") == "0" || environmentVariable("TERM") == "dumb" { return false }
    return isTerminal
  }

  private static func dataFolder(_ flag: String?) throws(UsageError) -> String {
    if let flag { return flag }
    if let folder = environmentVariable("ALIDADE_DATA"), !folder.isEmpty { return folder }
    // The XDG base directory rules: a relative path is to be ignored.
    if let folder = environmentVariable("XDG_DATA_HOME"), folder.hasPrefix("/") {
      return folder + "/alidade"
    }
    if let home = environmentVariable("HOME"), !home.isEmpty { return home + "/.local/share/alidade" }
    throw UsageError("no data folder: HOME is not set", fix: "Give --data DIR or set ALIDADE_DATA.")
  }

  /// A remark beside the answer. Silent with `--quiet`.
  func note(_ text: String) {
    guard !isQuiet else { return }
    report("note", text, .dim)
  }

  /// Something that changes what the answer means.
  func warn(_ text: String) { report("warning", text, .warning) }

  /// Why there is no answer. Never silent.
  func fail(_ text: String) { report("error", text, .failure) }

  private func report(_ label: String, _ text: String, _ paint: Style.Paint) {
    output.flush()
    var line: [UInt8] = Array("alidade: ".utf8)
    errorStyle.append(Array("\(label): ".utf8), paint, to: &line)
    errorStyle.appendSafely(Array(text.utf8), keepsNewlines: true, to: &line)
    line.append(UInt8(ascii: "\n"))
    errors.write(line)
  }
}
