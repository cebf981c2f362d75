/// A pattern as one grammar understands it.
package struct StructurePlan: Sendable {
  /// A token that every match holds.
  package struct Token: Sendable, Hashable {
    /// Its text.
    package let text: [UInt8]
    /// Whether it stands alone as a word.
    package let isWord: Bool

    /// A token.
    package init(text: [UInt8], isWord: Bool) { (self.text, self.isWord) = (text, isWord) }
  }

  /// What is looked for.
  let tree: PatternTree
  /// Conditions, with trees of their own.
  let related: [(relation: StructuralPattern.Relation, tree: PatternTree)]
  /// Variables of the pattern.
  let variableCount: Int
  /// Texts that a match holds: within a run only blanks, comments and separators stand between two tokens.
  package let runs: [[Token]]
  /// How the language writes comments, for what may stand inside of a run: `block`, `slashes`, `hash`, `dashes`.
  package let comments: [String]
  /// A text that every match of the pattern itself holds; nil when nothing is known.
  package let anchor: [UInt8]?
  /// Symbols of nodes that may match; nil for several nodes side by side.
  package let rootSymbol: UInt16?
  /// Whether nodes around a match are looked at.
  package var looksAround: Bool {
    rootSymbol == nil || related.contains { $0.relation == .inside || $0.relation == .notInside }
  }

  /// Whether a match and all that the conditions look at lie in one declaration of the outermost level.
  let isLocal: Bool

  /// The name of the node that is looked for, as the grammar calls it.
  package let rootName: String

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - grammar: the grammar's name, ``Language/patternGrammarName``.
  ///   - parse: the tree of a text; nodes that fit no rule or are missing have the symbol `UInt16.max`.
  /// - Throws: why the code is none in this language; ranges are bytes of the pattern's text.
  /// - Complexity: at most some hundred parses of the pattern.
  package init(
    _ pattern: StructuralPattern, grammar: String, parse: @escaping ([UInt8]) -> SyntaxTree?
  ) throws(StructuralPatternError) {
    guard let contexts = StructureContexts.of(grammar) else {
      throw StructuralPatternError(
        "patterns of this language are not understood", 0..<pattern.text.utf8.count)
    }
    var compiler = StructureCompiler(contexts: contexts, parse: parse)
    let (tree, names, context) = try compiler.tree(of: pattern.code)
    var related: [(StructuralPattern.Relation, PatternTree)] = []
    var runs = StructureRuns(grammar: names)
    runs.add(tree)
    anchor = runs.longest
    for item in pattern.related {
      let (tree, _, _) = try compiler.tree(of: item.code)
      related.append((item.relation, tree))
      if item.relation.isPositive { runs.add(tree) }
    }
    var uses = [Int](repeating: 0, count: pattern.names.count)
    for code in [pattern.code] + pattern.related.map(\.code) {
      for hole in code.holes { if let variable = hole.variable { uses[variable] += 1 } }
    }
    let repeated = uses.indices.reduce(UInt64(0)) { $0 | (uses[$1] > 1 ? 1 << UInt64($1) : 0) }
    var main = tree
    main.repeated = repeated
    self.tree = main
    self.related = related.map { ($0.0, $0.1.withRepeated(repeated)) }
    variableCount = pattern.names.count
    self.runs = contexts.comments == nil ? runs.found.flatMap { $0.map { [$0] } } : runs.found
    comments = (contexts.comments ?? []).map(\.rawValue)
    let looksOut = related.contains { $0.0 == .inside || $0.0 == .notInside }
    isLocal =
      !looksOut && (tree.root != nil || context.isBody) && contexts.comments != nil && !runs.found.isEmpty
    rootSymbol = tree.root?.symbol
    rootName =
      tree.root.map { Int($0.symbol) < names.symbols.count ? names.symbols[Int($0.symbol)] : "" }
      ?? "nodes side by side"
  }
}

extension PatternTree {
  fileprivate func withRepeated(_ bits: UInt64) -> PatternTree {
    var copy = self
    copy.repeated = bits
    return copy
  }
}

/// Finds surroundings and templates in which a piece of code parses.
struct StructureCompiler {
  let contexts: StructureContexts
  let parse: ([UInt8]) -> SyntaxTree?

  /// Parses for one context, at most, with templates in the lists alone, and then with all.
  private static let attemptsMax = 40

  /// A text made of the code, and where things are in it.
  private struct Attempt {
    var text: [UInt8]
    var range: Range<Int>
    var holes: [PatternTreeBuilder.Filled]
  }

  /// How far a parse came: the fault furthest on is the one to tell.
  private struct Fault {
    var place = -1
    var description = ""
    var suggestion: String?
  }

  mutating func tree(
    of code: StructuralPattern.Code
  ) throws(StructuralPatternError) -> (PatternTree, TreeGrammar, StructureContexts.Context) {
    var fault = Fault()
    let prefix = Self.prefix(for: code.text)
    let orders = code.holes.map { order(of: $0, in: code.text) }
    let choices = choices(code.holes)
    // A missing semicolon is a fault until nothing else is left: macros that look like loops have none.
    for (context, lastFault) in contexts.contexts.map({ ($0, SyntaxNode.missingSeparator) })
      + contexts.contexts.map({ ($0, UInt16.max) })
    {
      if let first = context.first, code.text.first != first.asciiValue { continue }
      for choice in choices {
        let templates = zip(choice, orders).map { contexts.templates[$1[$0]] }
        let attempt = attempt(code, context, templates, prefix)
        guard let tree = parse(attempt.text) else {
          throw StructuralPatternError(
            "the grammar could not read the pattern", place(code, 0..<code.text.count))
        }
        let error = tree.nodes.indices.first {
          let symbol = tree.nodes[$0].symbol
          return symbol >= lastFault
            || symbol == SyntaxNode.missingSeparator && !mayLack(attempt.text, Int(tree.nodes[$0].start))
        }
        if let error {
          // Faults of templates that don't fit say nothing about the pattern.
          if choice.allSatisfy({ $0 == 0 }) { note(tree, error, attempt, code, &fault) }
          continue
        }
        var builder = PatternTreeBuilder(tree, text: attempt.text, holes: attempt.holes, code: code)
        if let made = builder.build(covering: attempt.range, isList: context.isList) {
          try check(made, code)
          return (made, tree.grammar, context)
        }
      }
    }
    let at = min(max(fault.place, 0), max(code.text.count - 1, 0))
    throw StructuralPatternError(
      fault.description.isEmpty ? "the pattern is no whole piece of code" : fault.description,
      place(code, at..<at + 1),
      fault.suggestion ?? "write a whole expression, statement or declaration; $X is one node, $$$ any number"
    )
  }

  /// Whether a separator may be missing here: at the end of the pattern, and between what looks like a call and its
  /// body. Elsewhere two words side by side would be two statements of many languages.
  private func mayLack(_ text: [UInt8], _ place: Int) -> Bool {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    let next = text[min(place, text.count)...].first { !isBlank($0) }
    let previous = text[..<min(place, text.count)].last { !isBlank($0) }
    return next == nil || next == UInt8(ascii: "{") || next == UInt8(ascii: "}") || previous == UInt8(ascii: ")")
  }

  /// A pattern that is a hole and nothing else finds everything.
  private func check(_ tree: PatternTree, _ code: StructuralPattern.Code) throws(StructuralPatternError) {
    let isEmpty = tree.children[tree.roots].allSatisfy { number in
      switch tree.nodes[number].kind {
      case .hole, .list: true
      case .node, .leaf: false
      }
    }
    if isEmpty {
      throw StructuralPatternError(
        "the pattern is a hole and nothing else", place(code, 0..<code.text.count),
        "write the code around it, as in f($X)")
    }
  }

  private func place(_ code: StructuralPattern.Code, _ range: Range<Int>) -> Range<Int> {
    code.offset + range.lowerBound..<code.offset + range.upperBound
  }

  /// The templates in the order they are tried for a hole. Before another statement a list is a statement: as a bare
  /// name it would be the type of what follows.
  private func order(of hole: StructuralPattern.Hole, in text: [UInt8]) -> [Int] {
    let all = Array(contexts.templates.indices)
    let before = text[..<hole.range.lowerBound].last { $0 > 0x20 }
    let after = text[hole.range.upperBound...].first { $0 > 0x20 }
    guard hole.isList, let statement = contexts.templates.firstIndex(of: "%;"), let after,
      before.map({ Array("{};".utf8).contains($0) }) ?? true, !Array("},)];=.".utf8).contains(after)
    else { return all }
    return [statement] + all.filter { $0 != statement }
  }

  /// Which of its templates each hole gets, from the likely on: none; all lists the same; any for lists; any.
  private func choices(_ holes: [StructuralPattern.Hole]) -> [[Int]] {
    let none = [Int](repeating: 0, count: holes.count)
    var found = [none]
    for template in contexts.templates.indices.dropFirst() {
      found.append(holes.map { $0.isList ? template : 0 })
    }
    for onlyLists in [true, false] {
      var choice = none
      for _ in 0..<Self.attemptsMax {
        guard advance(&choice, holes, onlyLists: onlyLists) else { break }
        found.append(choice)
      }
    }
    var seen: Set<[Int]> = []
    return found.filter { seen.insert($0).inserted }
  }

  /// The next choice, the last hole first; false after the last one.
  private func advance(_ choice: inout [Int], _ holes: [StructuralPattern.Hole], onlyLists: Bool) -> Bool {
    for index in choice.indices.reversed() where holes[index].isList || !onlyLists {
      choice[index] += 1
      if choice[index] < contexts.templates.count { return true }
      choice[index] = 0
    }
    return false
  }

  private func attempt(
    _ code: StructuralPattern.Code, _ context: StructureContexts.Context, _ templates: [String],
    _ prefix: [UInt8]
  ) -> Attempt {
    var text = Array(context.before.utf8)
    let start = text.count
    var holes: [PatternTreeBuilder.Filled] = []
    var at = 0
    for (index, hole) in code.holes.enumerated() {
      text += code.text[at..<hole.range.lowerBound]
      let outer = text.count
      var inner = outer..<outer
      for byte in templates[index].utf8 {
        if byte == UInt8(ascii: "%") {
          let from = text.count
          text += prefix + Array(String(hole.variable ?? index + 100).utf8) + [0x71]
          if inner.isEmpty { inner = from..<text.count }
        } else {
          text.append(byte)
        }
      }
      holes.append(PatternTreeBuilder.Filled(hole: hole, outer: outer..<text.count, inner: inner))
      at = hole.range.upperBound
    }
    text += code.text[at...]
    text += context.ending.utf8
    let range = start..<text.count
    text += context.after.utf8
    return Attempt(text: text, range: range, holes: holes)
  }

  /// A name that the code does not hold.
  private static func prefix(for text: [UInt8]) -> [UInt8] {
    for letter in UInt8(ascii: "q")...UInt8(ascii: "y") {
      let prefix = [UInt8(ascii: "z"), letter]
      let isIn = text.indices.dropLast().contains { text[$0] == prefix[0] && text[$0 + 1] == letter }
      if !isIn { return prefix }
    }
    return Array("zqzyzx".utf8)
  }

  private func note(
    _ tree: SyntaxTree, _ error: Int, _ attempt: Attempt, _ code: StructuralPattern.Code, _ fault: inout Fault
  ) {
    var at = tree.range(error).lowerBound
    while at < attempt.text.count, attempt.text[at] <= 0x20 { at += 1 }
    guard attempt.range.contains(at) || at >= attempt.range.upperBound else { return }
    // Back from the text with names to the code with holes.
    var place = min(at, attempt.range.upperBound) - attempt.range.lowerBound
    for filled in attempt.holes.reversed() where filled.outer.lowerBound < at {
      place += filled.hole.range.count - filled.outer.count
    }
    place = min(max(place, 0), code.text.count)
    guard place > fault.place else { return }
    fault.place = place
    let rest = code.text[place...].prefix(while: { $0 > 0x20 }).prefix(24)
    let shown = String(decoding: rest, as: UTF8.self)
    fault.description =
      rest.isEmpty ? "the code ends too early" : "the code can't go on with “\(shown)” here"
  }
}
