/// Takes the paths and function names of stack frames apart, so that they can be compared with indexed files.
package enum FramePath {
  /// Components that are compared, from the end.
  static let componentsMax = 40

  /// The components of a frame's file, without schemes, drives, queries and what leads nowhere; for the JVM, where
  /// frames have bare names, the package comes before. Empty when the frame names no file.
  package static func components(_ frame: StackFrame, _ kind: TraceKind) -> [String] {
    var file = frame.file[...]
    guard !file.isEmpty, file.first != "<", !file.hasPrefix("node:") else { return [] }
    if let scheme = file.firstRange(of: "://") {
      let isOnHost = file.hasPrefix("http")
      file = file[scheme.upperBound...]
      // What follows a host is a path; webpack and file addresses have none.
      if isOnHost { file = file.drop { $0 != "/" } }
    }
    if kind == .javascript, let end = file.firstIndex(where: { $0 == "?" || $0 == "#" }) { file = file[..<end] }
    var parts: [String] = []
    for part in file.split(whereSeparator: { $0 == "/" || $0 == "\\" }) {
      switch part {
      case ".", "webpack-internal:": continue
      case "..": if !parts.isEmpty { parts.removeLast() }
      default: parts.append(String(part))
      }
    }
    if kind == .go { parts = parts.map(goName).filter { !$0.isEmpty && $0 != ".." && $0 != "." } }
    if kind == .java, parts.count == 1 { parts = package(frame.function) + parts }
    return Array(parts.suffix(componentsMax))
  }

  /// `bar@v1.2.3` is `bar`; `!x` stands for `X`.
  private static func goName(_ part: String) -> String {
    let name = part.prefix { $0 != "@" }
    guard name.contains("!") else { return String(name) }
    var text = ""
    var isCapital = false
    for letter in name {
      if letter == "!" {
        isCapital = true
      } else {
        text += isCapital ? letter.uppercased() : String(letter)
        isCapital = false
      }
    }
    return text
  }

  /// `com.example` of `app//com.example.Type$Inner.method`.
  private static func package(_ function: String) -> [String] {
    let name = function.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".").map(String.init)
    // Types begin with a capital; what comes before is the package.
    if let type = parts.firstIndex(where: { $0.first?.isUppercase == true }) { return Array(parts[..<type]) }
    return Array(parts.dropLast(2))
  }

  /// Components that two paths share from their ends. Versions in the frame's, `tokio-1.2.3`, may be missing in
  /// the other.
  package static func shared(_ frame: [String], _ path: [Substring]) -> Int {
    var count = 0
    while count < min(frame.count, path.count) {
      let (left, right) = (frame[frame.count - 1 - count], path[path.count - 1 - count])
      guard left == right || withoutVersion(left) == right else { break }
      count += 1
    }
    return count
  }

  /// `tokio` of `tokio-1.2.3`.
  static func withoutVersion(_ part: String) -> Substring {
    guard let dash = part.lastIndex(of: "-"), part[part.index(after: dash)...].first?.isNumber == true,
      part[dash...].contains(".")
    else { return part[...] }
    return part[..<dash]
  }

  /// The identifiers that may be the name of a frame's function, whatever the runtime writes around them: without
  /// packages and arguments.
  package static func names(_ function: String, _ kind: TraceKind) -> Set<String> {
    var text = function[...]
    switch kind {
    case .go:
      // `example.org/render.(*T).f.func1(0x41)`: what is before the first full stop is the package.
      text = text[(text.lastIndex(of: "/").map { text.index(after: $0) } ?? text.startIndex)...]
      if let dot = text.firstIndex(of: ".") { text = text[dot...] }
    case .java:
      text = text[(text.lastIndex(of: "/").map { text.index(after: $0) } ?? text.startIndex)...]
      let parts = text.split(separator: ".")
      text = Substring(parts.suffix(2).joined(separator: "."))
    case .dotnet:
      let parts = text.prefix { $0 != "(" }.split(separator: ".")
      text = Substring(parts.suffix(3).joined(separator: "."))
    default:
      if let open = text.dropFirst().firstIndex(of: "(") { text = text[..<open] }
    }
    return identifiers(text)
  }

  private static func identifiers(_ text: Substring) -> Set<String> {
    var names: Set<String> = []
    var word = ""
    for scalar in text.unicodeScalars.prefix(1_000) {
      let isPart =
        scalar == "_" || scalar.value >= 0x80 || scalar.properties.isAlphabetic
        || (scalar.value >= 0x30 && scalar.value <= 0x39)
      if isPart {
        word.unicodeScalars.append(scalar)
      } else {
        if !word.isEmpty { names.insert(word) }
        word = ""
      }
    }
    if !word.isEmpty { names.insert(word) }
    return names
  }

  /// The frame is code outside of all functions: `<module>`, `{main}`.
  static func isTopLevel(_ function: String) -> Bool {
    function.isEmpty || ["<module>", "{main}", "<main>", "<top (required)>", "Object.<anonymous>"].contains(function)
  }
}
