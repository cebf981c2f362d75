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

  init(_ regex: Regex, machines: MatcherMachines) {
    self.regex = regex
    self.machines = machines
    program = regex.program
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
    switch program.strategy {
    case .never: return
    case .literal(let finder, let length, let before, let after):
      forEachLiteral(finder, length, before, after, in: bytes, range, body)
    case .folded(let literal, let before, let after):
      forEachFolded(literal, before, after, in: bytes, range, body)
    case .set(let finder, let lengths):
      let base = Matcher.base(bytes)
      var which: UInt32 = 0
      var position = range.lowerBound
      while true {
        let found = finder.next(base, position, range.upperBound, &which)
        guard found >= 0 else { return }
        position = found &+ lengths[Int(which)]
        if !body(found..<position) { return }
      }
    case .prefix, .line, .automaton:
      forEachByAutomaton(in: bytes, range, body)
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
    switch program.strategy {
    case .prefix, .line, .automaton:
      // Only the whole match tells whether an empty one lies inside a character.
      if regex.matchesEmpty { break }
      precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a search beyond the bytes")
      begin(range)
      return find(bytes, range, earliest: true) != nil
    case .never, .literal, .folded, .set: break
    }
    return firstMatch(in: bytes, range: range) != nil
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
    _ finder: Finder, _ length: Int, _ before: [Look], _ after: [Look], in bytes: UnsafeRawBufferPointer,
    _ range: Range<Int>, _ body: (Range<Int>) -> Bool
  ) {
    let base = Matcher.base(bytes)
    var which: UInt32 = 0
    var position = range.lowerBound
    while true {
      let found = finder.next(base, position, range.upperBound, &which)
      guard found >= 0 else { return }
      let holds =
        before.allSatisfy { $0.holds(in: bytes, at: found) }
        && after.allSatisfy { $0.holds(in: bytes, at: found &+ length) }
      position = found &+ (holds ? length : 1)
      if holds && !body(found..<position) { return }
    }
  }

  private func forEachFolded(
    _ literal: FoldedLiteral, _ before: [Look], _ after: [Look], in bytes: UnsafeRawBufferPointer,
    _ range: Range<Int>, _ body: (Range<Int>) -> Bool
  ) {
    let base = Matcher.base(bytes)
    var position = range.lowerBound
    while let match = literal.next(base, position, range.upperBound) {
      let holds =
        before.allSatisfy { $0.holds(in: bytes, at: match.lowerBound) }
        && after.allSatisfy { $0.holds(in: bytes, at: match.upperBound) }
      // No other match starts at the same place.
      position = holds ? match.upperBound : match.lowerBound &+ 1
      if holds && !body(match) { return }
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
