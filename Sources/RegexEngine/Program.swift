import Synchronization

/// What a pattern compiles to: shared by all its matchers, immutable but for parts that are built when first needed.
final class Program: Sendable {
  /// Bound on the slot tables of a machine that reports groups, in bytes.
  static let slotBytesMax = 256 << 20
  /// A finder of starts must be this rare, in bits, to beat the automaton by itself.
  static let prefixBitsMin = 4.0
  /// A finder of inner parts costs a look at the line around each find.
  static let innerBitsMin = 8.0
  /// How much rarer an inner part must be than the start, in bits, to be looked for instead.
  static let innerBitsAdvantage = 4.0

  /// How matches are found.
  enum Strategy: Sendable {
    /// One literal, with conditions at its ends: no automaton is needed.
    case literal(Finder, length: Int, before: [Look], after: [Look])
    /// One of a few literals.
    case set(Finder, lengths: [Int])
    /// The automaton at the places where a match may start.
    case prefix(Finder)
    /// The automaton in the lines that hold a part that every match has.
    case line(Finder)
    /// The automaton over everything.
    case automaton
    /// Nothing ever matches.
    case never
  }

  /// The pattern without groups, left to right.
  let forward: NFA
  let strategy: Strategy
  /// The length of every match, when they all have one.
  let fixedLength: Int?
  private let hir: HIR
  private let lazy = Mutex(Lazy())

  private struct Lazy {
    var reverse: NFA?
    var groups: NFA?
  }

  init(_ hir: HIR, options: RegexOptions, groupCount: Int, range: Range<Int>) throws(RegexError) {
    self.hir = hir
    let plain = hir.withoutCaptures
    forward = try NFABuilder.build(plain, reversed: false, sizeLimit: options.sizeLimit, range: range)
    guard forward.instructions.count * 2 * groupCount * 16 <= Program.slotBytesMax else {
      throw RegexError(
        .tooLarge, range, "too many groups for a program of this size",
        suggestion: "write (?:…) for groups whose place does not matter")
    }
    strategy = Program.strategy(plain, forward)
    fixedLength = plain.maxLength == plain.minLength ? plain.minLength : nil
  }

  /// The pattern right to left, for finding where a match starts.
  var reverse: NFA {
    lazy.withLock { lazy in
      let nfa = lazy.reverse ?? unlimited(hir.withoutCaptures, reversed: true)
      lazy.reverse = nfa
      return nfa
    }
  }

  /// The pattern with its groups.
  var groups: NFA {
    lazy.withLock { lazy in
      let nfa = lazy.groups ?? unlimited(hir, reversed: false)
      lazy.groups = nfa
      return nfa
    }
  }

  /// Builds without a limit: the program is `forward` over again, which met the limit, plus two instructions per
  /// group, or with the few more nodes that characters have backwards.
  private func unlimited(_ hir: HIR, reversed: Bool) -> NFA {
    guard let nfa = try? NFABuilder.build(hir, reversed: reversed, sizeLimit: .max, range: 0..<0) else {
      preconditionFailure("a program without a limit met its limit")
    }
    return nfa
  }
}

extension Program {
  private static func strategy(_ hir: HIR, _ nfa: NFA) -> Strategy {
    let minLength = hir.minLength
    if minLength == HIR.lengthMax { return .never }
    if minLength == 0 { return .automaton }
    if let literal = literalStrategy(hir) { return literal }
    if hir.looks == 0, let literals = Literals(prefixesOf: hir, limit: Finder.setCountMax), literals.isExact,
      !literals.list.contains(where: { $0.isEmpty })
    {
      if literals.list.count == 1 {
        return .literal(
          Finder(literal: literals.list[0]), length: literals.list[0].count, before: [], after: [])
      }
      return .set(Finder(set: literals.list), lengths: literals.list.map(\.count))
    }
    let prefix = Finder.best(for: hir, nfa: nfa)
    let prefixBits = prefix?.bits ?? 0
    if !hir.canMatchNewline, let inner = innerFinder(hir), inner.bits >= innerBitsMin,
      inner.bits >= prefixBits + innerBitsAdvantage
    {
      return .line(inner)
    }
    if let prefix, prefixBits >= prefixBitsMin { return .prefix(prefix) }
    return .automaton
  }

  /// Conditions, one literal, conditions.
  private static func literalStrategy(_ hir: HIR) -> Strategy? {
    let parts = hir.parts
    let before = parts.prefix { $0.asLook != nil }.compactMap(\.asLook)
    guard before.count < parts.count, case .literal(let bytes) = parts[before.count] else { return nil }
    let after = parts.dropFirst(before.count + 1).compactMap(\.asLook)
    guard before.count + 1 + after.count == parts.count else { return nil }
    return .literal(Finder(literal: bytes), length: bytes.count, before: before, after: after)
  }

  /// The rarest part that every match has: a literal or a row of narrow sets inside the outermost sequence.
  private static func innerFinder(_ hir: HIR) -> Finder? {
    let parts = hir.parts
    var best: Finder?
    var tried = 0
    for index in parts.indices.dropFirst() where parts[index].isNarrow {
      // The rows of what follows; a row that starts in a narrow part is the one that tells most.
      if parts[index - 1].isNarrow && index > 1 { continue }
      tried += 1
      if tried > 8 { break }
      let rest = HIR.concatenated(Array(parts[index...].prefix(16)))
      guard let nfa = try? NFABuilder.build(rest, reversed: false, sizeLimit: 1 << 20, range: 0..<0),
        let finder = Finder.best(for: rest, nfa: nfa)
      else { continue }
      if finder.bits > best?.bits ?? 0 { best = finder }
    }
    return best
  }
}

extension HIR {
  /// The parts of a sequence, or the whole as the only one.
  var parts: [HIR] {
    if case .concat(let parts) = self { return parts }
    return [self]
  }

  var asLook: Look? {
    if case .look(let look) = self { return look }
    return nil
  }

  /// Whether this is a literal, a small set, or a choice of literals: something worth looking for by itself.
  fileprivate var isNarrow: Bool {
    switch self {
    case .literal: true
    case .scalars(let set): set.count <= 8
    case .alternate(let branches): branches.allSatisfy { $0.parts.first?.isNarrow ?? false }
    case .repeat(let min, _, _, let inner): min > 0 && inner.isNarrow
    case .bytes, .capture, .concat, .empty, .never, .look: false
    }
  }
}
