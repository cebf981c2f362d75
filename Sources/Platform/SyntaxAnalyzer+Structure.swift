import Containers
package import Syntax

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// A request about a pattern of code: the language (two bytes), 0 for a plan or 1 for matches, the pattern's length (two
// bytes), the pattern, and for matches the text. The answer is a ``StructureReply``.
extension SyntaxAnalyzer {
  /// What a pattern means in a language; nil when the child died of it or could not be started.
  package func structurePlan(_ pattern: StructuralPattern, language: Language) -> StructureReply? {
    guard language.patternGrammarName != nil, grammarFolder != nil else { return .noGrammar }
    return request([Self.structureHead(pattern, language, 0)]).flatMap {
      StructureReply(decoding: $0, patternCount: pattern.text.utf8.count)
    }
  }

  /// Where a pattern matches in a text; nil when the child died of it or took longer than ``secondsMax``.
  ///
  /// - Precondition: the text has at most ``textMax`` bytes.
  package func structures(
    _ pattern: StructuralPattern, in text: UnsafeRawBufferPointer, language: Language
  ) -> StructureReply? {
    guard language.patternGrammarName != nil, grammarFolder != nil, text.count <= Self.textMax else {
      return .noGrammar
    }
    return request([Self.structureHead(pattern, language, 1), Array(text)]).flatMap {
      StructureReply(decoding: $0, patternCount: pattern.text.utf8.count, textCount: text.count)
    }
  }

  private static func structureHead(_ pattern: StructuralPattern, _ language: Language, _ kind: UInt8)
    -> [UInt8]
  {
    let text = Array(pattern.text.utf8)
    return [Mode.structure.rawValue] + head(language)
      + [kind, UInt8(truncatingIfNeeded: text.count), UInt8(truncatingIfNeeded: text.count >> 8)] + text
  }
}

/// The child's side. Patterns are compiled once.
final class StructureAnswerer {
  private let library: TreeSitterLibrary
  private var plans: [[UInt8]: Result<StructurePlan, StructuralPatternError>] = [:]

  /// Compiled patterns that are kept.
  private static let plansMax = 64

  /// The most nodes of a pattern's parse.
  private static let patternNodesMax = 20_000

  init(_ library: TreeSitterLibrary) { self.library = library }

  func answer(_ request: UnsafeRawBufferPointer) -> [UInt8] {
    guard request.count >= 5, let language = LanguageTable[UInt16(request[0]) | UInt16(request[1]) << 8],
      let grammar = language.patternGrammarName
    else { return [] }
    let length = Int(request[3]) | Int(request[4]) << 8
    guard length <= request.count - 5 else { return [] }
    guard library.has(grammar) else { return StructureReply.noGrammar.encoded() }
    let pattern = Array(request[5..<5 + length])
    switch plan(pattern, grammar) {
    case .failure(let error): return StructureReply.fault(error).encoded()
    case .success(let plan):
      guard request[2] == 1 else {
        return StructureReply.plan(
          StructureOutline(runs: plan.runs, comments: plan.comments, rootName: plan.rootName)
        ).encoded()
      }
      let text = UnsafeRawBufferPointer(rebasing: request[(5 + length)...])
      guard let found = findStructures(in: text, plan: plan, library: library, language: language) else {
        return []
      }
      return StructureReply.matches(found).encoded()
    }
  }

  private func plan(_ pattern: [UInt8], _ grammar: String) -> Result<StructurePlan, StructuralPatternError> {
    let key = Array(grammar.utf8) + [0] + pattern
    if let known = plans[key] { return known }
    if plans.count >= Self.plansMax { plans = [:] }
    let library = library
    let made = Result { () throws(StructuralPatternError) in
      try StructurePlan(
        StructuralPattern(parsing: String(decoding: pattern, as: UTF8.self)), grammar: grammar
      ) {
        text in
        text.withUnsafeBytes {
          library.parse(
            $0, grammar: grammar, nodesMax: Self.patternNodesMax, milliseconds: 100, marksMissing: true)
        }
      }
    }
    plans[key] = made
    return made
  }
}

/// The matches of a pattern in a text; nil when a limit of the parse was met. Only the parts of the tree are looked at
/// that hold what every match holds.
///
/// - Parameter usesWindows: whether declarations may be parsed alone; the answers are the same where the grammar
///   understands the text.
package func findStructures(
  in text: UnsafeRawBufferPointer, plan: StructurePlan, library: TreeSitterLibrary, language: Language,
  usesWindows: Bool = true
) -> StructureMatches? {
  guard let grammar = language.patternGrammarName else { return nil }
  guard usesWindows, let windows = structureWindows(plan, in: text, language: language, grammar: grammar)
  else {
    return findStructures(text, plan, library, grammar)
  }
  var found = StructureMatches()
  for window in windows {
    let part = UnsafeRawBufferPointer(rebasing: text[window])
    guard let inside = findStructures(part, plan, library, grammar) else { return nil }
    found.isComplete = found.isComplete && inside.isComplete
    found.matches += inside.matches.map { $0.moved(by: window.lowerBound) }
    if found.matches.count > StructureMatches.matchesMax {
      found.matches.removeSubrange(StructureMatches.matchesMax...)
      found.isComplete = false
      break
    }
  }
  return found
}

private func findStructures(
  _ text: UnsafeRawBufferPointer, _ plan: StructurePlan, _ library: TreeSitterLibrary, _ grammar: String
) -> StructureMatches? {
  var places: [Int]?
  if let anchor = plan.anchor {
    places = occurrences(of: anchor, in: text)
    if places?.isEmpty ?? false { return StructureMatches() }
  }
  let tree = library.parse(text, grammar: grammar, milliseconds: 3_000) { node, depth in
    if let places, !holds(places, node) { return .none }
    // What is around a match, or beside it, is a part of the same declaration, or of one around.
    return plan.looksAround || node.symbol == plan.rootSymbol ? .all : .inside
  }
  return tree.map { findStructures(plan, in: $0, text: text) }
}

private func holds(_ places: [Int], _ node: SyntaxNode) -> Bool {
  let place = places.indices.partitionPoint { places[$0] < Int(node.start) }
  return place < places.count && places[place] < Int(node.end)
}

private func occurrences(of anchor: [UInt8], in text: UnsafeRawBufferPointer) -> [Int] {
  guard let base = text.baseAddress, !anchor.isEmpty else { return [] }
  var found: [Int] = []
  var at = 0
  while at + anchor.count <= text.count,
    let hit = memchr(base + at, CInt(anchor[0]), text.count - at - anchor.count + 1)
  {
    if memcmp(hit, anchor, anchor.count) == 0 { found.append(UnsafeRawPointer(hit) - base) }
    at = UnsafeRawPointer(hit) - base + 1
  }
  return found
}
