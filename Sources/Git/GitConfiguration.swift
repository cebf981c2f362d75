import Platform

/// The settings in one repository's `config` file, as far as we look at them.
///
/// Read by ourselves to spare a process per repository: re-checking 100 of them must take well under a second.
/// Includes are not followed: nothing we ask for belongs in one.
struct GitConfiguration {
  /// "remote.origin.url" → values in the order written. Section and key are lower-case, the middle as it is.
  private(set) var values: [String: [String]] = [:]

  /// Far more than any real file.
  private static let limitBytes = 4 << 20

  /// Reads the file at `path`; one that is missing has no settings.
  init(path: String) throws {
    do {
      self.init(parsing: try readFile(path, limit: GitConfiguration.limitBytes))
    } catch let error as PlatformError where error.kind == .notFound {
      self.init(parsing: [])
    }
  }

  /// Reads text of git's configuration format; lines it does not understand are passed over.
  init(parsing bytes: [UInt8]) {
    var section = ""
    var lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    )[...]
    while var line = lines.popFirst() {
      line = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{feff}" }
      if line.first == "[" {
        guard let (name, rest) = GitConfiguration.sectionName(line.dropFirst()) else { continue }
        section = name
        line = rest.drop { $0 == " " || $0 == "\t" }
      }
      guard let first = line.first, first.isASCII, first.isLetter else { continue }
      let key = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      var rest = line.dropFirst(key.count).drop { $0 == " " || $0 == "\t" }
      var value = "true"  // A key alone stands for true.
      if rest.first == "=" {
        rest = rest.dropFirst()
        value = GitConfiguration.value(rest, following: &lines)
      }
      values["\(section).\(key.lowercased())", default: []].append(value)
    }
  }

  /// The last value of a setting, which is the one that counts.
  subscript(name: String) -> String? { values[name]?.last }

  /// `core]` or `remote "origin"]`, and what follows the bracket.
  private static func sectionName(_ line: Substring) -> (String, Substring)? {
    guard let nameEnd = line.firstIndex(where: { $0 == "]" || $0 == "\"" }) else { return nil }
    let name = line[..<nameEnd].filter { $0 != " " && $0 != "\t" }.lowercased()
    if line[nameEnd] == "]" { return (name, line[line.index(after: nameEnd)...]) }
    var middle = ""
    var rest = line[line.index(after: nameEnd)...]
    while let character = rest.popFirst() {
      if character == "\\", let next = rest.popFirst() {
        middle.append(next)
      } else if character == "\"" {
        guard rest.first == "]" else { return nil }
        return ("\(name).\(middle)", rest.dropFirst())
      } else {
        middle.append(character)
      }
    }
    return nil
  }

  /// A value: comments and outer spaces go, quotes and escapes are resolved, a final backslash goes on.
  private static func value(_ start: Substring, following lines: inout ArraySlice<Substring>) -> String {
    var rest = start.drop { $0 == " " || $0 == "\t" }
    var value = ""
    var spaces = ""
    var quoted = false
    while true {
      guard let character = rest.popFirst() else { return value }
      if !quoted && (character == " " || character == "\t") {
        spaces.append(character)
        continue
      }
      if !quoted && (character == "#" || character == ";") { return value }
      value += spaces
      spaces = ""
      switch character {
      case "\"": quoted.toggle()
      case "\\":
        switch rest.popFirst() {
        case nil:
          guard let next = lines.popFirst() else { return value }
          rest = next
        case "n": value.append("\n")
        case "t": value.append("\t")
        case "b": if !value.isEmpty { value.removeLast() }
        case let other?: value.append(other)
        }
      default: value.append(character)
      }
    }
  }
}
