import Kernels

/// Which machines a ``Matcher`` uses: all that help, or, so that tests and benchmarks can set them against
/// each other, only some.
package enum MatcherMachines: Sendable, CaseIterable {
  /// Finders in front of the automaton.
  case all
  /// The lazy automaton alone, as far as its cache goes.
  case automaton
  /// The Pike machine alone.
  case pike
}

/// Runs a ``Regex`` over bytes. One per thread: it owns the scratch memory, and allocates none once it is
/// warm.
package final class Matcher {
  /// What it looks for.
  package let regex: Regex
  let program: Program
  /// How matches are found, apart from what only the automaton needs.
  let plan: MatchPlan
  private(set) lazy var forward = LazyDFA(program.forward, longest: false)
  private(set) lazy var backward = LazyDFA(program.reverse, longest: true)
  private(set) lazy var pike = PikeMachine(program.forward, groups: false)
  private lazy var groups = PikeMachine(program.groups, groups: true)
  var slots = [0, 0]

  /// The line that the last find of an inner part lay in, in the bytes of the current call.
  var line = 0..<0
  /// The machines it may use.
  let machines: MatcherMachines
  /// Whether the automaton gave up on this text, and the Pike machine works.
  var usesPike = false
  /// Bytes for the Pike machine before the automaton gets another chance: each time twice as many.
  var pikeBytesLeft = Matcher.pikeBytesMin
  var pikeBytes = Matcher.pikeBytesMin
  /// The Pike machine takes about as long for these as filling the automaton's cache in vain.
  private static let pikeBytesMin = 1 << 20
  /// Bytes still to be searched by the automaton alone, after the finder found too much.
  var automatonBytes = 0

  /// Whether it looks at bytes faster than memory brings them.
  package var isBoundByMemory: Bool {
    switch plan.kind {
    case .literal, .folded, .set: machines == .all
    case .never, .prefix, .line, .lineEnd, .automaton: false
    }
  }

  init(_ regex: Regex, machines: MatcherMachines) {
    self.regex = regex
    self.machines = machines
    program = regex.program
    plan = MatchPlan(regex.program.strategy)
    usesPike = machines == .pike
  }

  /// Calls `body` with each leftmost-first match in `bytes[range]`, none overlapping another, until it
  /// returns false.
  ///
  /// Bytes outside `range` are context for `^ $ \b` and never part of a match. An empty match is not reported
  /// at the end of the match before it, nor inside a character (unless
  /// ``RegexOptions/emptyMatchesSplitScalars``).
  ///
  /// - Precondition: `range` lies within the bytes.
  /// - Complexity: O(range) per match, with a factor of the size of the pattern at worst.
  package func forEachMatch(in bytes: UnsafeRawBufferPointer, range: Range<Int>, _ body: (Range<Int>) -> Bool)
  {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a search beyond the bytes")
    begin(range)
    if machines != .all { return forEachByAutomaton(in: bytes, range, body) }
    switch plan.kind {
    case .never: return
    case .literal: forEachLiteral(in: bytes, range, body)
    case .folded: forEachFolded(in: bytes, range, body)
    case .set: forEachOfSet(in: bytes, range, body)
    case .prefix, .line, .lineEnd, .automaton: forEachByAutomaton(in: bytes, range, body)
    }
  }

  /// The first leftmost-first match in `bytes[range]`, or nil.
  package func firstMatch(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> Range<Int>? {
    var first: Range<Int>?
    forEachMatch(in: bytes, range: range) { match in
      first = match
      return false
    }
    return first
  }

  /// Whether there is a match in `bytes[range]`; stops at the first proof.
  package func hasMatch(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> Bool {
    switch plan.kind {
    case .prefix, .line, .lineEnd, .automaton:
      // Only the whole match tells whether an empty one lies inside a character.
      if regex.matchesEmpty { break }
      precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a search beyond the bytes")
      begin(range)
      return find(bytes, range, earliest: true) != nil
    case .never, .literal, .folded, .set: break
    }
    return firstMatch(in: bytes, range: range) != nil
  }

  /// How many matches there are, and how many lines hold one; nil for patterns whose matches have to be looked at one by
  /// one, or may hold line feeds.
  ///
  /// The same numbers as of ``forEachMatch(in:range:_:)``, for a fraction of the time where there are many.
  package func counts(in bytes: UnsafeRawBufferPointer) -> (matches: Int, lines: Int)? {
    guard plan.isPlain, !regex.canMatchNewline, machines == .all else { return nil }
    let (base, count) = (Matcher.base(bytes), bytes.count)
    let found: kernel_counts
    switch plan.kind {
    case .literal: found = kernel_count_literal(base, count, plan.literal.unsafelyUnwrapped)
    case .folded: found = kernel_count_folded(base, count, plan.folded.unsafelyUnwrapped)
    case .set: found = kernel_count_set(base, count, plan.set.unsafelyUnwrapped)
    case .never, .prefix, .line, .lineEnd, .automaton: return nil
    }
    return (Int(found.matches), Int(found.lines))
  }

  /// A place at or after `range.lowerBound` before whose byte no match in the range ends; nil when there is no match at
  /// all. What is at the ends of the range, and of lines in it, is not looked at: a text may be one of several in a row.
  package func nextHint(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a search beyond the bytes")
    let (base, start, end) = (Matcher.base(bytes), range.lowerBound, range.upperBound)
    var which: UInt32 = 0
    var matchEnd = 0
    let found: Int
    switch plan.kind {
    case .never: return nil
    case .lineEnd, .automaton: return start
    case .literal: found = kernel_find_literal(base + start, end &- start, plan.literal.unsafelyUnwrapped)
    case .set: found = kernel_find_set(base + start, end &- start, plan.set.unsafelyUnwrapped, &which)
    case .folded:
      found = kernel_find_folded(base, start, end, plan.folded.unsafelyUnwrapped, &matchEnd) &- start
    case .prefix, .line: found = plan.finder.unsafelyUnwrapped.next(base, start, end, &which) &- start
    }
    return found < 0 ? nil : start &+ found
  }

  /// The first match and what each group matched last in it (nil: the group took no part), or nil without a
  /// match.
  package func captures(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> [Range<Int>?]? {
    guard let match = firstMatch(in: bytes, range: range) else { return nil }
    let count = regex.captureNames.count
    if count == 1 { return [match] }
    var slots = [Int](repeating: -1, count: 2 * count)
    guard groups.search(bytes, match.lowerBound..<range.upperBound, anchored: true, result: &slots) else {
      preconditionFailure("two machines disagree on a match")
    }
    return (0..<count).map { group in
      let (start, end) = (slots[2 * group], slots[2 * group + 1])
      return start < 0 || end < 0 ? nil : start..<end
    }
  }
}

extension Matcher {
  /// A pointer to the bytes, also when there are none.
  static func base(_ bytes: UnsafeRawBufferPointer) -> UnsafePointer<UInt8> {
    // Any pointer will do where nothing is read.
    bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? unicodeTables.utf8Start
  }

  private func begin(_ range: Range<Int>) {
    line = 0..<0
    // Calls on short ranges count too.
    automatonBytes &-= 64
  }

  private func forEachLiteral(
    in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ body: (Range<Int>) -> Bool
  ) {
    let base = Matcher.base(bytes)
    let literal = plan.literal.unsafelyUnwrapped
    let length = literal.pointee.length
    let end = range.upperBound
    var position = range.lowerBound
    while true {
      // KERNEL_NONE is SIZE_MAX, which Swift reads as -1.
      let offset = kernel_find_literal(base + position, end &- position, literal)
      guard offset >= 0 else { return }
      let found = position &+ offset
      let holds = plan.holds(bytes, found, found &+ length)
      position = found &+ (holds ? length : 1)
      if holds && !body(Range(uncheckedBounds: (found, position))) { return }
    }
  }

  private func forEachFolded(
    in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ body: (Range<Int>) -> Bool
  ) {
    let base = Matcher.base(bytes)
    let folded = plan.folded.unsafelyUnwrapped
    var position = range.lowerBound
    var end = 0
    while true {
      let found = kernel_find_folded(base, position, range.upperBound, folded, &end)
      guard found >= 0 else { return }
      let holds = plan.holds(bytes, found, end)
      // No other match starts at the same place.
      position = holds ? end : found &+ 1
      if holds && !body(Range(uncheckedBounds: (found, end))) { return }
    }
  }

  private func forEachOfSet(
    in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ body: (Range<Int>) -> Bool
  ) {
    let base = Matcher.base(bytes)
    let set = plan.set.unsafelyUnwrapped
    let starts = set.pointee.starts.unsafelyUnwrapped
    let end = range.upperBound
    var which: UInt32 = 0
    var position = range.lowerBound
    while true {
      let offset = kernel_find_set(base + position, end &- position, set, &which)
      guard offset >= 0 else { return }
      let found = position &+ offset
      position = found &+ Int(starts[Int(which) &+ 1] &- starts[Int(which)])
      if !body(Range(uncheckedBounds: (found, position))) { return }
    }
  }

  private func forEachByAutomaton(
    in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ body: (Range<Int>) -> Bool
  ) {
    var position = range.lowerBound
    var previousEnd = -1
    while position <= range.upperBound,
      let match = find(bytes, position..<range.upperBound, earliest: false)
    {
      if match.isEmpty && (match.lowerBound == previousEnd || splitsScalar(bytes, match.lowerBound)) {
        position = match.upperBound &+ 1
        continue
      }
      if !body(match) { return }
      position = match.upperBound
      previousEnd = match.upperBound
    }
  }

  private func splitsScalar(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Bool {
    !regex.options.emptyMatchesSplitScalars && position < bytes.count && bytes[position] & 0xC0 == 0x80
  }
}
