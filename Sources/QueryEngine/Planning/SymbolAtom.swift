package import RegexEngine
package import SearchIndex

/// What a symbol must be, as a whole: conditions on one name and its container.
package struct SymbolAtom: Sendable {
  /// Conditions on names as a tree.
  package indirect enum Condition: Sendable {
    case any
    case name(Int)
    case and([Condition])
    case or([Condition])
    case not(Condition)
  }

  /// A condition on a name.
  package struct Name: Sendable {
    /// Found in the name; anchored where all of the name is meant.
    package let regex: Regex
    /// The whole name, where that is what is meant: it is looked up then.
    package let exact: String?
    /// The word that was looked for, when it may be a whole name: best found where it is.
    package let word: String?
    /// The start of the name, where that is what is meant.
    package let prefix: String?
    /// Names of what the symbol must be in, outermost first; empty for anything.
    package let containers: [String]
    /// Whether case matters to ``containers``.
    package let caseSensitive: Bool
  }

  /// The condition.
  package let condition: Condition
  /// What it is made of.
  package let names: [Name]
  /// Kinds that are wanted.
  package let kinds: SymbolKinds
  /// What the text of a document must hold.
  package let grams: GramQuery
  /// Symbols are shown. False under NOT.
  package let isHighlighted: Bool
  /// As written in the query.
  package let text: String
}

/// Makes a ``SymbolAtom`` of patterns.
struct SymbolAtomBuilder {
  private(set) var names: [SymbolAtom.Name] = []
  private var kinds = SymbolKinds.all
  private var asksForKinds = false
  private var texts: [String] = []

  /// The atom of a condition that this builder made.
  func atom(_ condition: SymbolAtom.Condition, isPositive: Bool) -> SymbolAtom {
    SymbolAtom(
      condition: condition, names: names, kinds: asksForKinds ? kinds : .unasked, grams: grams(condition),
      isHighlighted: isPositive, text: texts.joined(separator: " "))
  }

  private func grams(_ condition: SymbolAtom.Condition) -> GramQuery {
    switch condition {
    case .any, .not: .all
    case .name(let index): GramPlanner.query(for: names[index].regex.hir)
    case .and(let parts): .conjunction(parts.map(grams))
    case .or(let parts): .disjunction(parts.map(grams))
    }
  }

  /// The condition of one pattern: a part of the name, or for `sym:` all of it with what it is in.
  mutating func condition(
    _ pattern: Pattern, compile: (String, Pattern.Kind, RegexOptions) throws(QueryError) -> Regex
  ) throws(QueryError) -> SymbolAtom.Condition {
    if let wanted = pattern.kinds {
      kinds.formIntersection(wanted)
      asksForKinds = true
    }
    texts.append(pattern.text)
    var options = RegexOptions()
    options.caseInsensitive = !pattern.caseSensitive
    options.wholeWord = pattern.wholeWord
    options.lineOriented = true
    if pattern.kind == .regex || pattern.scope == .symbol {
      let regex = try compile(pattern.text, pattern.kind, options)
      return add(
        SymbolAtom.Name(
          regex: regex, exact: nil, word: pattern.kind == .literal ? pattern.text : nil, prefix: nil,
          containers: [],
          caseSensitive: pattern.caseSensitive))
    }
    options.wholeWord = false
    if pattern.text == "*" { return .any }
    var alternatives: [SymbolAtom.Condition] = []
    for (text, containers) in Self.readings(pattern.text) {
      let pieces = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
      let source = pieces.map(Self.escaped).joined(separator: ".*")
      let regex = try compile("^" + source + "$", .regex, options)
      alternatives.append(
        add(
          SymbolAtom.Name(
            regex: regex, exact: pieces.count == 1 ? text : nil, word: pieces.count == 1 ? text : nil,
            prefix: pieces.count == 2 && pieces[1].isEmpty ? pieces[0] : nil, containers: containers,
            caseSensitive: pattern.caseSensitive)))
    }
    return alternatives.count == 1 ? alternatives[0] : .or(alternatives)
  }

  private mutating func add(_ name: SymbolAtom.Name) -> SymbolAtom.Condition {
    names.append(name)
    return .name(names.count - 1)
  }

  /// `Type.method` and `Type::method` as a name in a container, and as a name that holds the sign: a heading, a rule
  /// of a makefile.
  private static func readings(_ text: String) -> [(name: String, containers: [String])] {
    var readings = [(name: text, containers: [String]())]
    let parts = SymbolPath.parts(of: text)
    if let last = parts.last, parts.count > 1 { readings.insert((last, Array(parts.dropLast())), at: 0) }
    return readings
  }

  /// A regex that matches just `text`.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "\\^$.|?*+()[]{}".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

/// Names of nested things as texts write them.
enum SymbolPath {
  /// The parts of `A.b`, `A::b`, `A#b` and `A->b`; the whole text when a part would be empty, as in `..` and
  /// `operator->`.
  static func parts(of text: String) -> [String] {
    var parts: [[UInt8]] = [[]]
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
      let next = at + 1 < bytes.count ? bytes[at + 1] : 0
      switch (bytes[at], next) {
      case (0x2E, _), (0x23, _):
        parts.append([])
        at += 1
      case (0x3A, 0x3A), (0x2D, 0x3E):
        parts.append([])
        at += 2
      default:
        parts[parts.count - 1].append(bytes[at])
        at += 1
      }
    }
    if parts.contains(where: \.isEmpty) { return [text] }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the chain of `containers`, outermost first, ends with `wanted`. Type parameters don't count.
  static func ends(_ containers: [String], with wanted: [String], caseSensitive: Bool) -> Bool {
    let chain = containers.flatMap { parts(of: withoutParameters($0)) }
    guard wanted.count <= chain.count else { return false }
    return zip(wanted, chain.suffix(wanted.count)).allSatisfy { wanted, name in
      caseSensitive ? wanted == name : wanted.lowercased() == name.lowercased()
    }
  }

  private static func withoutParameters(_ name: String) -> String {
    let end = name.utf8.firstIndex { $0 == 0x3C || $0 == 0x5B || $0 == 0x28 } ?? name.endIndex
    return String(name[..<end])
  }
}
