/// Every language linguist knows, with look-ups by id, name and alias.
///
/// The table is decoded once, at first use, and is immutable afterwards.
package enum LanguageTable {
  /// All languages, by ascending id.
  package static let all: [Language] = decode()

  /// The language with this name or alias, whatever its case; spaces may be written as `-` or `_`.
  package static func named(_ text: String) -> Language? {
    let key = text.lowercased()
    if let index = indexByName[key] { return all[index] }
    let spaced = String(key.map { $0 == "-" || $0 == "_" ? " " : $0 })
    return indexByName[spaced].map { all[$0] }
  }

  /// The name or alias spelled most like `text`, for "did you mean"; nil when nothing is near.
  ///
  /// - Complexity: an edit distance to each of about 2,000 names; for error paths only.
  package static func nearest(_ text: String) -> String? {
    guard !text.isEmpty else { return nil }
    let key = String(text.lowercased().prefix(40))
    if key.count >= 3, let started = names.first(where: { $0.key.hasPrefix(key) }) {
      return all[started.index].name
    }
    let candidates = names.map(\.key)
    guard let near = nearestText(to: key, in: candidates, within: key.count < 5 ? 1 : 2) else { return nil }
    return named(near)?.name
  }

  /// The language with this id; nil for 0 and for ids of newer tables.
  package static subscript(id: UInt16) -> Language? {
    guard let index = indexByID[id] else { return nil }
    return all[index]
  }

  /// The language of this name and those that are parts of it: TypeScript gives TypeScript and TSX.
  ///
  /// - Parameter name: a canonical name.
  package static func members(of name: String) -> [Language] {
    all.filter { $0.name == name || $0.group == name }
  }

  /// Names and aliases in lower case, popular languages first, then by name.
  private static let names: [(key: String, index: Int)] = {
    var found: [(key: String, index: Int)] = []
    let order = all.indices.sorted { left, right in
      if all[left].isPopular != all[right].isPopular { return all[left].isPopular }
      return all[left].name.lowercased() < all[right].name.lowercased()
    }
    for index in order {
      for key in [all[index].name.lowercased()] + all[index].aliases { found.append((key, index)) }
    }
    return found
  }()

  private static let indexByName: [String: Int] = {
    var found: [String: Int] = [:]
    for (index, language) in all.enumerated() { found[language.name.lowercased()] = index }
    // A name beats an alias of another language.
    for (index, language) in all.enumerated() {
      for alias in language.aliases where found[alias.lowercased()] == nil {
        found[alias.lowercased()] = index
      }
    }
    return found
  }()

  private static let indexByID: [UInt16: Int] = {
    Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.id, $0) })
  }()

  private static func decode() -> [Language] {
    // By bytes: by characters it took ten times as long as a search does, in every new process.
    facts.withUTF8Buffer { facts in
      facts.split(separator: UInt8(ascii: "\n")).map { line in
        let parts = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        precondition(parts.count == 9, "generated language table has a malformed line")
        func text(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> String {
          String(decoding: part, as: UTF8.self)
        }
        func list(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> [String] {
          part.split(separator: UInt8(ascii: ",")).map(text)
        }
        return Language(
          id: UInt16(text(parts[0]))!,  // The script writes numbers below 65,536; a test reads every line.
          name: text(parts[1]), kind: kind(parts[2].first), group: parts[3].isEmpty ? nil : text(parts[3]),
          aliases: list(parts[4]), extensions: list(parts[5]), filenames: list(parts[6]),
          interpreters: list(parts[7]), isPopular: parts[8].first == UInt8(ascii: "*"))
      }
    }
  }

  private static func kind(_ letter: UInt8?) -> Language.Kind {
    switch letter {
    case UInt8(ascii: "m"): .markup
    case UInt8(ascii: "d"): .data
    case UInt8(ascii: "p"): .prose
    default: .programming
    }
  }
}

extension LanguageTable {
  /// The languages with a name or alias that starts so, whatever the case; popular ones first, then by name.
  ///
  /// - Complexity: O(all names), about 50 µs.
  package static func starting(with prefix: String) -> [Language] {
    let key = prefix.lowercased()
    var seen: Set<UInt16> = []
    return names.compactMap { name in
      guard name.key.hasPrefix(key), seen.insert(all[name.index].id).inserted else { return nil }
      return all[name.index]
    }
  }
}
