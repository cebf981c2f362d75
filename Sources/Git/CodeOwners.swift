import Platform

/// Who owns which files, by a CODEOWNERS file of GitHub, GitLab or Gitea.
///
/// A line is a pattern and its owners: `/src/net/ @team mail@example.org`. Of the patterns that match a file the
/// last one counts. Sections, `[Database][2] @dba` or `^[Docs]`, are GitLab's: each has a say of its own, its owners
/// count for lines that have none, and `!pattern` takes files out of it.
///
/// - Source: "About code owners" of GitHub's documentation, "Code Owners syntax" of GitLab's.
package struct CodeOwners: Sendable {
  /// A rule that matched a file.
  package struct Match: Sendable, Equatable {
    /// As written: `@team`, `@org/team`, `mail@example.org`. Never empty.
    package let owners: [String]
    /// As written.
    package let pattern: String
    /// Where the rule stands in the file, from 1.
    package let line: Int
    /// The section's name; empty outside of all.
    package let section: String
  }

  private struct Rule: Sendable {
    var text: String
    var pattern: IgnorePattern
    var owners: [String]
    var line: Int
    var isExclusion: Bool
    /// `docs/*` holds for files in the folder, not for those further down.
    var isShallow: Bool
  }

  private struct Section: Sendable {
    var name: String
    var owners: [String]
    var rules: [Rule] = []
  }

  private var sections = [Section(name: "", owners: [])]
  private var places: [String: Int] = [:]

  /// Lines that are no rule, from 1, at most ``faultsMax``: a pattern that cannot match anything.
  package private(set) var faults: [Int] = []

  /// Where the file may be, the first that exists counts.
  package static let paths = [
    ".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS",
  ]
  /// Bytes of the file, at most: what GitHub reads.
  package static let bytesMax = 3 << 20
  /// Rules that are kept.
  static let rulesMax = 50_000
  /// Owners of a rule that are kept.
  static let ownersMax = 100
  private static let faultsMax = 100

  /// Reads a file; any bytes are one.
  package init(_ bytes: [UInt8]) {
    var number = 0
    var count = 0
    for line in bytes.prefix(Self.bytesMax).split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      var line = line
      while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 { line.removeLast() }
      while let first = line.first, first == 0x20 || first == 0x09 { line.removeFirst() }
      if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      if enterSection(line) { continue }
      guard count < Self.rulesMax else { break }
      if let rule = Self.rule(line, number) {
        sections[current].rules.append(rule)
        count += 1
      } else if faults.count < Self.faultsMax {
        faults.append(number)
      }
    }
  }

  private var current = 0

  /// Reads `[Name]`, `^[Name][2] @owner`; false when the line is something else.
  private mutating func enterSection(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    if rest.first == UInt8(ascii: "^") { rest.removeFirst() }
    guard rest.first == UInt8(ascii: "["), let close = rest.firstIndex(of: UInt8(ascii: "]")) else {
      return false
    }
    let name = String(decoding: rest[(rest.startIndex + 1)..<close], as: UTF8.self)
    rest = rest[(close + 1)...]
    if rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) {
      rest = rest[(end + 1)...]
    }
    // A bracket within a pattern: no section.
    guard !name.isEmpty, rest.isEmpty || rest.first == 0x20 || rest.first == 0x09 else { return false }
    let owners = Self.owners(rest)
    let key = name.lowercased()
    if let known = places[key] {
      current = known
      if !owners.isEmpty { sections[known].owners = owners }
    } else {
      current = sections.count
      places[key] = current
      sections.append(Section(name: name, owners: owners))
    }
    return true
  }

  private static func rule(_ line: ArraySlice<UInt8>, _ number: Int) -> Rule? {
    var line = line
    let isExclusion = line.first == UInt8(ascii: "!")
    if isExclusion { line.removeFirst() }
    // A backslash keeps a space within the pattern.
    var end = line.startIndex
    while end < line.endIndex, line[end] != 0x20, line[end] != 0x09 {
      end += line[end] == UInt8(ascii: "\\") && end + 1 < line.endIndex ? 2 : 1
    }
    var text = line[..<end]
    // Brackets are no sets here.
    var escaped: [UInt8] = []
    var isKept = false
    for byte in text {
      if byte == UInt8(ascii: "["), !isKept { escaped.append(UInt8(ascii: "\\")) }
      isKept = byte == UInt8(ascii: "\\") && !isKept
      escaped.append(byte)
    }
    guard let pattern = IgnorePattern(line: escaped[...]), !pattern.isNegated else { return nil }
    let written = String(decoding: text, as: UTF8.self)
    if text.first == UInt8(ascii: "/") { text.removeFirst() }
    let isShallow = text.count > 2 && text.suffix(2).elementsEqual("/*".utf8)
    return Rule(
      text: written, pattern: pattern, owners: owners(line[end...]), line: number, isExclusion: isExclusion,
      isShallow: isShallow)
  }

  /// Words up to a comment.
  private static func owners(_ text: ArraySlice<UInt8>) -> [String] {
    var owners: [String] = []
    for word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
      if word.first == UInt8(ascii: "#") || owners.count == ownersMax { break }
      owners.append(String(decoding: word, as: UTF8.self))
    }
    return owners
  }

  /// Rules that are in the file.
  package var ruleCount: Int { sections.reduce(0) { $0 + $1.rules.count } }

  /// Who owns a file: what stands outside of sections first, then each section that has a say. Empty when nobody
  /// does. Cost: O(rules × components of the path).
  ///
  /// - Parameter path: bytes from the root of the repository, `/` between components.
  package func matches(_ path: [UInt8]) -> [Match] {
    guard !path.isEmpty else { return [] }
    return sections.compactMap { section in
      guard !section.rules.contains(where: { $0.isExclusion && Self.holds($0, path) }),
        let rule = section.rules.last(where: { !$0.isExclusion && Self.holds($0, path) })
      else { return nil }
      let owners = rule.owners.isEmpty ? section.owners : rule.owners
      guard !owners.isEmpty else { return nil }
      return Match(owners: owners, pattern: rule.text, line: rule.line, section: section.name)
    }
  }

  /// Whether a pattern holds for the file or for a folder that it is in.
  private static func holds(_ rule: Rule, _ path: [UInt8]) -> Bool {
    path.withUnsafeBufferPointer { path in
      var name = 0
      for at in path.indices where path[at] == UInt8(ascii: "/") {
        let folder = UnsafeBufferPointer(rebasing: path[..<at])
        if !rule.isShallow, name < at, rule.pattern.matches(folder, name: name, isFolder: true) { return true }
        name = at + 1
      }
      return name < path.count && rule.pattern.matches(path, name: name, isFolder: false)
    }
  }
}
