import Testing

/// Every `package` declaration says what its signature cannot.
@Suite struct `Documentation` {
  @Test func `package declarations have a comment`() {
    var faults: [String] = []
    for file in SourceTree.shared.sources {
      faults += undocumented(in: file.lines).map { "\(file.path):\($0): \(trimmed(file.lines[$0 - 1]))" }
    }
    #expect(faults == [])
  }

  @Test(arguments: [
    ("/// Says it.\npackage func f() {}", 0),
    ("package func f() {}", 1),
    ("/// Says it.\n@inlinable\npackage func f() {}", 0),
    ("@inlinable package static func f() {}", 1),
    ("/// Both.\npackage var a = 1\npackage var b = 2", 0),
    ("/// Both.\npackage struct A {\n  package var a = 1\n  package var b = 2", 0),
    ("package struct A {\n  package var a = 1", 2),
    ("/// One.\npackage var a = 1\n\npackage var b = 2", 1),
    ("package var description: String { \"\" }", 0),
    ("package static func == (left: A, right: A) -> Bool {", 0),
    ("package init() {}", 0),
    ("package init(a: Int) {}", 1),
    ("package import Containers", 0),
    ("// Not a doc comment.\npackage struct A {", 1),
    ("  package final class B {", 1),
    ("let text = \"\"\"\n  package func f() {}\n  \"\"\"", 0),
  ])
  func `the rule finds what it should`(_ text: String, _ count: Int) {
    #expect(
      undocumented(in: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)).count
        == count)
  }

  /// Requirements of the standard library's protocols, whose meaning is fixed, and `init()`, which says nothing
  /// that its type does not.
  private static var exempt: [Regex<Substring>] {
    [
      /var (?:description|debugDescription|hashValue|rawValue)\b/, /func (?:==|<|hash\(into)/, /init\(\)/,
      /func (?:makeIterator|makeAsyncIterator|next)\(/,
      /typealias (?:Element|Index|RawValue|ArrayLiteralElement)\b/,
      /init\((?:stringLiteral|integerLiteral|stringInterpolation|rawValue|arrayLiteral|dictionaryLiteral)\b/,
    ]
  }

  /// Numbers of lines that declare something `package` without a comment.
  ///
  /// Stored properties on lines that follow one another share the comment above the first: "from here to there" is
  /// one thought. Where they follow the line that opens a documented type, its comment is theirs: splitting
  /// "a label and a value" over three comments would make it harder to read.
  private func undocumented(in lines: [String]) -> [Int] {
    var faults: [Int] = []
    var isText = false
    for (index, line) in lines.enumerated() {
      if line.ranges(of: "\"\"\"").count % 2 == 1 { isText.toggle() }
      // The search for the word keeps the pattern, which is slow, away from tables with thousands of lines.
      guard !isText, line.utf8.count < 200, line.contains("package"), isPackageDeclaration(line) else {
        continue
      }
      if Self.exempt.contains(where: { line.firstMatch(of: $0) != nil }) { continue }
      if !isDocumented(index, lines) { faults.append(index + 1) }
    }
    return faults
  }

  private func isPackageDeclaration(_ line: String) -> Bool {
    let pattern =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)*?package\s+(?:(?:static|final|class|mutating|consuming|borrowing|nonisolated|override|indirect|convenience|required|weak|lazy|private\(set\))\s+)*(?:var|let|func|init|struct|class|enum|actor|protocol|typealias|subscript|associatedtype|macro)\b/
    return line.firstMatch(of: pattern) != nil && !trimmed(line).hasPrefix("//")
  }

  private func isDocumented(_ index: Int, _ lines: [String]) -> Bool {
    var above = index - 1
    while above >= 0 {
      let text = trimmed(lines[above])
      if text.hasPrefix("///") { return true }
      let isStored =
        isStoredProperty(lines[index]) && (isStoredProperty(lines[above]) || opensType(lines[above]))
      // Attributes may stand on lines of their own; an ordinary comment may explain the code to its maintainers.
      guard text.hasPrefix("@") || isStored || text.hasPrefix("//") else { return false }
      if isStored, isPackageDeclaration(lines[above]) { return isDocumented(above, lines) }
      above -= 1
    }
    return false
  }

  private func opensType(_ line: String) -> Bool {
    line.hasSuffix("{") && line.firstMatch(of: /\b(?:struct|class)\s+\w+/) != nil
      && isPackageDeclaration(line)
  }

  private func isStoredProperty(_ line: String) -> Bool {
    line.firstMatch(of: /\b(?:var|let)\s+\w+\s*[:=]/) != nil && !line.contains("{")
  }

  private func trimmed(_ line: String) -> String { String(line.drop { $0 == " " }) }
}
