import Synchronization

/// What a pattern compiles to: shared by all its matchers, immutable but for parts that are built when first
/// needed.
final class Program: Sendable {
  /// Bound on the slot tables of a machine that reports groups, in bytes.
  static let slotBytesMax = 64 << 20
  /// A finder of starts must be this rare, in bits, to beat the automaton by itself.
  static let prefixBitsMin = 4.0
  /// A finder of inner parts costs a look at the line around each find.
  static let innerBitsMin = 6.0
  /// How much rarer an inner part must be than the start, in bits, to be looked for instead.
  static let innerBitsAdvantage = 4.0

  /// How matches are found.
  enum Strategy: Sendable {
    /// One literal, with conditions at its ends: no automaton is needed.
    case literal(Finder, before: [Look], after: [Look])
    /// One literal in any case, with conditions at its ends.
    case folded(FoldedLiteral, before: [Look], after: [Look])
    /// One of a few literals.
    case set(Finder)
    /// The automaton at the places where a match may start.
    case prefix(Finder)
    /// The automaton in the lines that hold a part that every match has.
    case line(Finder)
    /// The automaton backwards from the end of each line, where every match ends.
    case lineEnd
    /// The automaton over everything.
    case automaton
    /// Nothing ever matches.
    case never
  }

  let strategy: Strategy
  /// The length of every match, when they all have one.
  let fixedLength: Int?
  private let hir: HIR
  private let lazy: Mutex<Lazy>

  private struct Lazy {
    var forward: NFA?
    var reverse: NFA?
    var groups: NFA?
  }

  init(_ hir: HIR, options: RegexOptions, groupCount: Int, range: Range<Int>) throws(RegexError) {
    self.hir = hir
    let plain = hir.withoutCaptures
    fixedLength = plain.maxLength == plain.minLength ? plain.minLength : nil
    if let simple = Program.simpleStrategy(plain) {
      // Most queries end here: no automaton is made for a literal.
      strategy = simple
      lazy = Mutex(Lazy())
      return
    }
    let nfa = try NFABuilder.build(plain, reversed: false, sizeLimit: options.sizeLimit, range: range)
    guard nfa.instructions.count * 2 * groupCount * 16 <= Program.slotBytesMax else {
      throw RegexError(
        .tooLarge, range, "too many groups for a program of this size",
        suggestion: "write (?:…) for groups whose place does not matter")
    }
    strategy = Program.strategy(plain, nfa)
    lazy = Mutex(Lazy(forward: nfa))
  }

  /// The pattern without groups, left to right.
  var forward: NFA {
    lazy.withLock { lazy in
      let nfa = lazy.forward ?? unlimited(hir.withoutCaptures, reversed: false)
      lazy.forward = nfa
      return nfa
    }
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

  /// Builds without a limit: the program is `forward` over again, which met the limit, plus two instructions
  /// per group, or with the few more nodes that characters have backwards.
  private func unlimited(_ hir: HIR, reversed: Bool) -> NFA {
    guard let nfa = try? NFABuilder.build(hir, reversed: reversed, sizeLimit: .max, range: 0..<0) else {
      preconditionFailure("a program without a limit met its limit")
    }
    return nfa
  }
}

extension Program {
  /// What needs no automaton, or nil.
  private static func simpleStrategy(_ hir: HIR) -> Strategy? {
    let minLength = hir.minLength
    if minLength == HIR.lengthMax { return .never }
    if minLength == 0 { return nil }
    if let literal = literalStrategy(hir) { return literal }
    // What has no longest match is no set of literals, which spares spelling it out.
    guard hir.looks == 0, hir.maxLength != nil,
      let literals = Literals(prefixesOf: hir, limit: Finder.setCountMax),
      literals.isExact
    else { return nil }
    return literals.list.count == 1
      ? .literal(Finder(literal: literals.list[0]), before: [], after: [])
      : .set(Finder(set: literals.list))
  }

  /// What runs the automaton `nfa` of `hir`.
  private static func strategy(_ hir: HIR, _ nfa: NFA) -> Strategy {
    if hir.minLength == 0 { return .automaton }
    let prefix = Finder.best(for: hir, nfa: nfa)
    let prefixBits = prefix?.bits ?? 0
    // A start too common to look for is not the alternative to beat; the automaton over everything is.
    let wantedBits =
      prefixBits < prefixBitsMin ? innerBitsMin : max(innerBitsMin, prefixBits + innerBitsAdvantage)
    if !hir.canMatchNewline, let inner = innerFinder(hir, wantedBits: wantedBits) {
      return .line(inner)
    }
    if let prefix, prefixBits >= prefixBitsMin { return .prefix(prefix) }
    return !hir.canMatchNewline && hir.endsWithLine ? .lineEnd : .automaton
  }

  /// Conditions, one literal (perhaps in any case), conditions.
  private static func literalStrategy(_ hir: HIR) -> Strategy? {
    let parts = hir.parts
    let start = parts.firstIndex { $0.asLook == nil } ?? parts.endIndex
    let end = parts[start...].firstIndex { $0.asLook != nil } ?? parts.endIndex
    let before = parts[..<start].compactMap(\.asLook)
    let after = parts[end...].compactMap(\.asLook)
    guard start < end, before.count + (end - start) + after.count == parts.count else { return nil }
    if end - start == 1, case .literal(let bytes) = parts[start] {
      return .literal(Finder(literal: bytes), before: before, after: after)
    }
    return FoldedLiteral(parts[start..<end]).map { .folded($0, before: before, after: after) }
  }

  /// A finder for the rarest part that every match has inside the outermost sequence: a literal, or a row of
  /// narrow sets. Nil when it is not as rare as wanted.
  private static func innerFinder(_ hir: HIR, wantedBits: Double) -> Finder? {
    let parts = hir.parts
    // Estimates of what begins at each part, by the narrow parts that follow each other there.
    var bits = [Double](repeating: 0, count: parts.count + 1)
    for index in parts.indices.reversed() {
      let own = parts[index].narrowBits
      bits[index] = own == 0 ? 0 : own + bits[index + 1]
    }
    guard let best = parts.indices.dropFirst().max(by: { bits[$0] < bits[$1] }), bits[best] >= wantedBits
    else { return nil }
    let end = parts[best...].firstIndex { $0.narrowBits == 0 } ?? parts.endIndex
    let rest = HIR.concatenated(Array(parts[best..<min(end, best + 32)]))
    if let plain = Finder.plain(for: rest), plain.bits >= wantedBits { return plain }
    guard let nfa = try? NFABuilder.build(rest, reversed: false, sizeLimit: 1 << 20, range: 0..<0),
      let finder = Finder.best(for: rest, nfa: nfa), finder.bits >= wantedBits
    else { return nil }
    return finder
  }
}

extension HIR {
  /// The parts of a sequence, or the whole as the only one.
  var parts: [HIR] {
    if case .concat(let parts) = self { return parts }
    return [self]
  }

  /// Whether it says itself that every match ends where a line does.
  fileprivate var endsWithLine: Bool {
    switch self {
    case .look(let look): look == .lineEnd
    case .concat(let parts): parts.last?.endsWithLine ?? false
    case .alternate(let branches): !branches.isEmpty && branches.allSatisfy(\.endsWithLine)
    case .capture(_, _, let inner): inner.endsWithLine
    case .repeat, .literal, .scalars, .bytes, .empty, .never: false
    }
  }

  var asLook: Look? {
    if case .look(let look) = self { return look }
    return nil
  }

  /// How rare this part is, in bits, when it is a literal, a small set, or a choice of such; 0 otherwise.
  fileprivate var narrowBits: Double {
    switch self {
    case .literal(let bytes): return bytes.reduce(0) { $0 + Double(byteRarity[Int($1)]) / 8 }
    case .scalars(let set) where set.count <= 8:
      var first = ByteSet()
      for range in set.ranges { for scalar in range { first.insert(utf8(scalar)[0]) } }
      return Finder.bits(of: first)
    case .repeat(let min, _, _, let inner): return min == 0 ? 0 : inner.narrowBits
    case .capture(_, _, let inner): return inner.narrowBits
    case .alternate(let branches):
      return branches.map { $0.parts.reduce(0.0) { $0 + $1.narrowBits } }.min() ?? 0
    case .concat(let parts): return parts.reduce(0) { $0 + $1.narrowBits }
    case .scalars, .bytes, .empty, .never, .look: return 0
    }
  }
}
