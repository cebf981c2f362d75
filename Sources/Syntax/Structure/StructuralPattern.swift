/// A pattern of code as people write it: code with `$NAME` for one node and `$$$` for any number of them, then
/// conditions.
///
/// ```
/// if ($P) { kfree($P); } where $P ~ /^p/ inside `static int $F($$$) { $$$ }` not has `return $X;`
/// ```
/// Conditions stand behind the code: `where $X ~ /re/`, `where $X !~ /re/`, and `inside`, `has`, `not inside`,
/// `not has` with another pattern in backticks or quotes.
package struct StructuralPattern: Sendable, Hashable {
  /// How another pattern stands to the match.
  package enum Relation: UInt8, Sendable {
    /// Some node around the match is one.
    case inside
    /// No node around it is one.
    case notInside
    /// Some node inside of the match is one.
    case has
    /// No node inside of it is one.
    case notHas

    /// Whether the other pattern must be found.
    package var isPositive: Bool { self == .inside || self == .has }
  }

  /// A piece of code with holes.
  package struct Code: Sendable, Hashable {
    /// The code as written.
    package let text: [UInt8]
    /// Where it begins in the text of the whole pattern, in bytes.
    package let offset: Int
    /// Its holes, ascending.
    package let holes: [Hole]
  }

  /// A place in the code that stands for something else.
  package struct Hole: Sendable, Hashable {
    /// Where it stands in the code, in bytes.
    package let range: Range<Int>
    /// The number of its name among ``StructuralPattern/names``; nil for `$_` and `$$$`, which bind nothing.
    package let variable: Int?
    /// Whether it stands for any number of nodes.
    package let isList: Bool
  }

  /// A condition on another pattern.
  package struct Related: Sendable, Hashable {
    /// How it stands to the match.
    package let relation: Relation
    /// The other pattern.
    package let code: Code
  }

  /// A condition on the text of a hole.
  package struct Condition: Sendable, Hashable {
    /// The number of the hole's name.
    package let variable: Int
    /// Whether the regex must not match.
    package let isNegated: Bool
    /// The regex.
    package let regex: String
    /// Where the regex begins in the text of the whole pattern, in bytes.
    package let offset: Int
  }

  /// All of it, as written.
  package let text: String
  /// What is looked for.
  package let code: Code
  /// Conditions on code around and inside.
  package let related: [Related]
  /// Conditions on texts.
  package let conditions: [Condition]
  /// The names of holes without `$`, in the order of their first use.
  package let names: [String]

  /// The longest pattern, in bytes.
  package static let lengthMax = 4_096

  /// Holes of one pattern, at most.
  package static let holesMax = 64

  /// Reads a pattern. Whether the code is code is for a grammar to say.
  package init(parsing text: String) throws(StructuralPatternError) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.lengthMax else {
      throw StructuralPatternError("the pattern is longer than \(Self.lengthMax) bytes", 0..<bytes.count)
    }
    var reader = PatternReader(bytes)
    let end = try reader.clauses()
    self.text = text
    code = try reader.code(0..<end)
    var related: [Related] = []
    for clause in reader.found {
      if let relation = clause.relation {
        related.append(Related(relation: relation, code: try reader.code(clause.body)))
      }
    }
    self.related = related
    var conditions: [Condition] = []
    for clause in reader.found where clause.relation == nil {
      guard let variable = reader.names.firstIndex(of: clause.name) else {
        throw StructuralPatternError(
          "$\(clause.name) is not in the pattern", clause.body, "name one of its holes after where")
      }
      let regex = String(decoding: bytes[clause.body], as: UTF8.self)
      conditions.append(
        Condition(
          variable: variable, isNegated: clause.isNegated, regex: regex, offset: clause.body.lowerBound))
    }
    self.conditions = conditions
    names = reader.names
  }
}

/// Why a text is no pattern.
package struct StructuralPatternError: Error, Equatable, Sendable {
  /// One lower-case clause.
  package let description: String
  /// Bytes of the pattern's text.
  package let range: Range<Int>
  /// The way out, one lower-case clause.
  package let suggestion: String?

  /// An error from its parts.
  package init(_ description: String, _ range: Range<Int>, _ suggestion: String? = nil) {
    (self.description, self.range, self.suggestion) = (description, range, suggestion)
  }
}

/// Splits the text of a pattern.
private struct PatternReader {
  struct Clause {
    var relation: StructuralPattern.Relation?
    var name = ""
    var isNegated = false
    /// The code or the regex, without delimiters.
    var body: Range<Int>
  }

  let bytes: [UInt8]
  var found: [Clause] = []
  var names: [String] = []
  private var holeCount = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Finds the conditions: the earliest place from which everything to the end is one condition after the other.
  /// Code that holds such words elsewhere stays code. Returns where the code ends.
  mutating func clauses() throws(StructuralPatternError) -> Int {
    var start = 0
    while start < bytes.count {
      defer { start += 1 }
      guard start == 0 || isSpace(bytes[start - 1]), (bytes[start] | 0x20) &- 0x61 < 26 else { continue }
      guard let word = clauseWord(at: start) else { continue }
      var list: [Clause] = []
      var at = start
      while let clause = clause(&at) { list.append(clause) }
      if at == bytes.count {
        found = list
        return start
      }
      if word == "where", list.isEmpty, let end = hole(after: start + 5) {
        throw StructuralPatternError(
          "where needs a regex between slashes", start..<end, "write where $X ~ /regex/")
      }
    }
    return bytes.count
  }

  private func clauseWord(at start: Int) -> String? {
    for word in ["where", "inside", "has", "not"] where bytes[start...].starts(with: word.utf8) {
      return word
    }
    return nil
  }

  /// The end of `$X ~` or `$X !~` after a `where`; nil when something else stands there, as in generic code.
  private func hole(after start: Int) -> Int? {
    var at = start
    skipSpace(&at)
    guard at < bytes.count, bytes[at] == UInt8(ascii: "$"), let name = nameEnd(at + 1) else { return nil }
    at = name
    skipSpace(&at)
    if at < bytes.count, bytes[at] == UInt8(ascii: "!") { at += 1 }
    return at < bytes.count && bytes[at] == UInt8(ascii: "~") ? at + 1 : nil
  }

  /// One condition and the blanks behind it; nil, at the same place, when there is none.
  private func clause(_ at: inout Int) -> Clause? {
    var position = at
    func word(_ text: String) -> Bool {
      guard bytes[position...].starts(with: text.utf8) else { return false }
      position += text.utf8.count
      skipSpace(&position)
      return true
    }
    var clause = Clause(body: 0..<0)
    if word("where") {
      guard position < bytes.count, bytes[position] == UInt8(ascii: "$"), let end = nameEnd(position + 1)
      else {
        return nil
      }
      clause.name = String(decoding: bytes[position + 1..<end], as: UTF8.self)
      position = end
      skipSpace(&position)
      clause.isNegated = word("!")
      guard word("~"), let body = delimited(UInt8(ascii: "/"), position) else { return nil }
      clause.body = body
    } else {
      let isNegated = word("not")
      if word("inside") {
        clause.relation = isNegated ? .notInside : .inside
      } else if word("has") {
        clause.relation = isNegated ? .notHas : .has
      } else {
        return nil
      }
      guard
        let body = delimited(UInt8(ascii: "`"), position) ?? delimited(UInt8(ascii: "\""), position)
      else { return nil }
      clause.body = body
    }
    position = clause.body.upperBound + 1
    guard position == bytes.count || isSpace(bytes[position]) || bytes[position] == UInt8(ascii: ",") else {
      return nil
    }
    skipSpace(&position)
    at = position
    return clause
  }

  /// What stands between two delimiters, the first of which is at `start`. A backslash keeps what follows it.
  private func delimited(_ delimiter: UInt8, _ start: Int) -> Range<Int>? {
    guard start < bytes.count, bytes[start] == delimiter else { return nil }
    var at = start + 1
    while at < bytes.count, bytes[at] != delimiter { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    return at < bytes.count && at > start + 1 ? start + 1..<at : nil
  }

  private func skipSpace(_ at: inout Int) {
    while at < bytes.count, isSpace(bytes[at]) || bytes[at] == UInt8(ascii: ",") { at += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

  /// The end of a name of capitals, digits and `_` that begins at `start`; nil when none does.
  private func nameEnd(_ start: Int) -> Int? {
    var at = start
    while at < bytes.count,
      bytes[at] &- 0x41 < 26 || bytes[at] == 0x5F || (at > start && bytes[at] &- 0x30 < 10)
    {
      at += 1
    }
    // `$Name` is a name of the code.
    if at < bytes.count, bytes[at] &- 0x61 < 26 { return nil }
    return at > start ? at : nil
  }

  /// The code in a part of the text, without blanks around it.
  mutating func code(_ range: Range<Int>) throws(StructuralPatternError) -> StructuralPattern.Code {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    guard start < end else {
      throw StructuralPatternError(
        "the pattern has no code", range, "write code, as in if ($X == NULL) { $$$ }")
    }
    var holes: [StructuralPattern.Hole] = []
    var at = start
    while at < end {
      guard bytes[at] == UInt8(ascii: "$"), at == start || !isName(bytes[at - 1]) else {
        at += 1
        continue
      }
      let isList = at + 2 < end && bytes[at + 1] == bytes[at] && bytes[at + 2] == bytes[at]
      let nameStart = at + (isList ? 3 : 1)
      let nameEnd = nameEnd(nameStart)
      guard isList || nameEnd != nil else {
        at += 1
        continue
      }
      let stop = min(nameEnd ?? nameStart, end)
      holeCount += 1
      guard holeCount <= StructuralPattern.holesMax else {
        throw StructuralPatternError("more than \(StructuralPattern.holesMax) holes", at..<stop)
      }
      holes.append(
        StructuralPattern.Hole(
          range: at - start..<stop - start,
          variable: number(String(decoding: bytes[min(nameStart, stop)..<stop], as: UTF8.self)),
          isList: isList))
      at = stop
    }
    return StructuralPattern.Code(text: Array(bytes[start..<end]), offset: start, holes: holes)
  }

  private func isName(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte >= 0x80
      || byte == UInt8(ascii: "$")
  }

  private mutating func number(_ name: String) -> Int? {
    if name.isEmpty || name == "_" { return nil }
    if let known = names.firstIndex(of: name) { return known }
    names.append(name)
    return names.count - 1
  }
}
