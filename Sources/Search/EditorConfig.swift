import RegexEngine

/// One `.editorconfig` file: what it says of the files below its folder.
///
/// Lines are sections `[glob]`, pairs `key = value` and comments after `#` or `;`. What cannot be read is passed over,
/// as editors do.
///
/// - Source: EditorConfig specification, version 0.17.2.
package struct EditorConfig: Sendable {
  /// Bytes of a file that is read; more is no such file.
  package static let byteLimit = 64 << 10

  /// Sections and pairs that are read.
  private static let sectionLimit = 500
  private static let pairLimit = 2000

  private struct Section: Sendable {
    let pattern: Regex
    var values: [String: String] = [:]
  }

  /// True when folders above this one are not to be asked.
  package private(set) var isRoot = false
  private var sections: [Section] = []

  /// Reads the bytes of a file; those that are not UTF-8 are repaired.
  package init(_ bytes: [UInt8]) {
    var isPreamble = true
    // A section whose glob cannot be read holds for nothing.
    var isKnown = false
    var pairs = 0
    let text = bytes.prefix(Self.byteLimit)
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for raw in text.dropFirst(start).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let line = Self.trimmed(String(decoding: raw, as: UTF8.self)[...])
      guard let first = line.first, first != "#", first != ";" else { continue }
      if first == "[" {
        guard let end = line.lastIndex(of: "]") else { continue }
        isPreamble = false
        isKnown = false
        guard sections.count < Self.sectionLimit,
          let pattern = EditorConfigGlob.regex(String(line[line.index(after: line.startIndex)..<end]))
        else { continue }
        sections.append(Section(pattern: pattern))
        isKnown = true
        continue
      }
      guard let equals = line.firstIndex(of: "="), pairs < Self.pairLimit else { continue }
      pairs += 1
      let key = Self.trimmed(line[..<equals]).lowercased()
      let value = Self.trimmed(line[line.index(after: equals)...]).lowercased()
      if isPreamble {
        if key == "root" { isRoot = value == "true" }
      } else if isKnown {
        sections[sections.count - 1].values[key] = value
      }
    }
  }

  /// Adds what is said of the file at `path` (bytes from this file's folder on) to `values`; what comes later in the
  /// file counts more, and `unset` takes a value away.
  package func apply(to path: [UInt8], _ values: inout [String: String]) {
    for section in sections {
      let holds = path.withUnsafeBytes {
        section.pattern.makeMatcher().hasMatch(in: $0, range: 0..<$0.count)
      }
      guard holds else { continue }
      for (key, value) in section.values { values[key] = value == "unset" ? nil : value }
    }
  }

  /// Columns of a tab by what was said of a file: `tab_width`, or `indent_size` where it is a number; 1 to 16. Nil when
  /// nothing usable was said.
  package static func tabWidth(_ values: [String: String]) -> Int? {
    for key in ["tab_width", "indent_size"] {
      if let width = values[key].flatMap({ Int($0) }), width > 0 { return min(width, 16) }
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}

/// The globs of `.editorconfig` as regexes, which match in linear time whatever the glob is.
enum EditorConfigGlob {
  /// Characters of a glob; the specification has at least 1024.
  private static let lengthLimit = 4096
  /// Numbers of a range that are written out; of a larger one any number is taken.
  private static let rangeLimit = 256

  /// The regex for paths below the folder; nil for what is too long or not to be compiled.
  static func regex(_ glob: String) -> Regex? {
    guard !glob.isEmpty, glob.utf8.count <= lengthLimit else { return nil }
    return try? Regex(pattern(glob))
  }

  /// The text of that regex.
  static func pattern(_ glob: String) -> String {
    var characters = Array(glob)
    // Without a slash the name counts in every folder below, with one the whole path.
    var output = "(?s)\\A"
    if let slash = characters.firstIndex(of: "/") {
      if slash == 0 { characters.removeFirst() }
    } else {
      output += "(?:.*/)?"
    }
    let groups = Groups(characters)
    var index = 0
    while index < characters.count {
      let character = characters[index]
      switch character {
      case "\\" where index + 1 < characters.count:
        index += 1
        output += literal(characters[index])
      case "*": output += star(characters, &index)
      case "?": output += "[^/]"
      case "[": output += set(characters, &index)
      case "{":
        if let end = groups.ends[index], let numbers = range(characters[index + 1..<end]) {
          output += numbers
          index = end
        } else {
          output += groups.isChoice(index) ? "(?:" : "\\{"
        }
      case "}": output += groups.starts[index].map(groups.isChoice) ?? false ? ")" : "\\}"
      case ",": output += groups.commas.contains(index) ? "|" : ","
      default: output += literal(character)
      }
      index += 1
    }
    return output + "\\z"
  }

  /// `*` keeps within a folder, `**` does not, and `/**/` may be one slash.
  private static func star(_ glob: [Character], _ index: inout Int) -> String {
    guard index + 1 < glob.count, glob[index + 1] == "*" else { return "[^/]*" }
    index += 1
    if index >= 2, glob[index - 2] == "/", index + 1 < glob.count, glob[index + 1] == "/" {
      index += 1
      return "(?:.*/)?"
    }
    return ".*"
  }

  /// `[abc]` or `[!abc]`; a bracket that is not closed, or holds a slash, stands for itself.
  private static func set(_ glob: [Character], _ index: inout Int) -> String {
    var end = index + 1
    if end < glob.count, glob[end] == "!" { end += 1 }
    let first = end
    while end < glob.count, glob[end] != "]" || end == first, glob[end] != "/" {
      end += glob[end] == "\\" ? 2 : 1
    }
    guard end < glob.count, glob[end] == "]" else { return "\\[" }
    var output = glob[index + 1] == "!" ? "[^/" : "["
    var at = first
    while at < end {
      if glob[at] == "\\" { at += 1 }
      output += "\\[]^&~".contains(glob[at]) ? "\\\(glob[at])" : String(glob[at])
      at += 1
    }
    index = end
    return output + "]"
  }

  /// The numbers of `3..12`; nil for anything else.
  private static func range(_ text: ArraySlice<Character>) -> String? {
    guard let dots = String(text).firstRange(of: "..") else { return nil }
    let whole = String(text)
    guard let first = Int32(whole[..<dots.lowerBound]), let last = Int32(whole[dots.upperBound...]) else {
      return nil
    }
    let numbers = min(first, last)...max(first, last)
    guard Int(numbers.upperBound) - Int(numbers.lowerBound) < rangeLimit else { return "[+-]?[0-9]+" }
    return "(?:" + numbers.map(String.init).joined(separator: "|") + ")"
  }

  private static func literal(_ character: Character) -> String {
    "\\.+*?()|[]{}^$".contains(character) ? "\\\(character)" : String(character)
  }

  /// Which braces belong together, and the commas between the choices of a pair.
  private struct Groups {
    /// Opening to closing brace.
    var ends: [Int: Int] = [:]
    /// Closing to opening brace.
    var starts: [Int: Int] = [:]
    var commas: Set<Int> = []
    private var choices: Set<Int> = []

    init(_ glob: [Character]) {
      var open: [(brace: Int, commas: [Int])] = []
      var index = 0
      while index < glob.count {
        switch glob[index] {
        case "\\": index += 1
        case "{": open.append((index, []))
        case ",": if !open.isEmpty { open[open.count - 1].commas.append(index) }
        case "}":
          guard let group = open.popLast() else { break }
          ends[group.brace] = index
          starts[index] = group.brace
          // A pair without a comma stands for itself.
          if !group.commas.isEmpty {
            choices.insert(group.brace)
            commas.formUnion(group.commas)
          }
        default: break
        }
        index += 1
      }
    }

    func isChoice(_ brace: Int) -> Bool { choices.contains(brace) }
  }
}
