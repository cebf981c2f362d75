import Kernels

extension Matcher {
  /// What the automaton may read per byte of progress before a finder is held to find too much.
  private static let walkedPerByteMax = 4
  /// What a try of the automaton costs besides the bytes it reads, in bytes.
  private static let tryCost = 32
  /// Progress that a finder is granted before it is judged, in bytes of work.
  private static let grant = 4096
  /// How long the automaton runs alone after a finder found too much, in bytes of text.
  private static let automatonBytesMax = 32 << 10

  /// The leftmost-first match in the range; with `earliest`, a range that only tells that there is one.
  func find(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, earliest: Bool) -> Range<Int>? {
    switch plan.kind {
    case .prefix where machines == .all && !usesPike:
      if automatonBytes <= 0 { return findFromPrefix(plan.finder.unsafelyUnwrapped, bytes, range, earliest) }
      let match = findByAutomaton(bytes, range, earliest)
      automatonBytes &-= (match?.upperBound ?? range.upperBound) &- range.lowerBound
      return match
    case .line where machines == .all:
      return findInLine(plan.finder.unsafelyUnwrapped, bytes, range, earliest)
    case .lineEnd where machines == .all && !usesPike: return findAtLineEnd(bytes, range, earliest)
    default: return findByAutomaton(bytes, range, earliest)
    }
  }

  /// Runs the automaton backwards from the end of each line. Every match ends there, and no line holds two: the longest
  /// to the left is the leftmost. Most lines are given up after a byte or two.
  private func findAtLineEnd(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ earliest: Bool
  ) -> Range<Int>? {
    let base = Matcher.base(bytes)
    let machine = backward
    var position = range.lowerBound
    while position < range.upperBound {
      let found = kernel_find_byte(base + position, range.upperBound &- position, 0x0A)
      let end = found < 0 ? range.upperBound : position &+ found
      let start = machine.findStart(bytes, position..<end)
      if start >= 0 { return start..<end }
      if start == LazyDFA.gaveUp { return findByPike(bytes, position..<range.upperBound, earliest) }
      position = end &+ 1
    }
    return nil
  }

  /// Tries the automaton at each place where a match may start.
  private func findFromPrefix(
    _ finder: Finder, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ earliest: Bool
  ) -> Range<Int>? {
    let base = Matcher.base(bytes)
    let machine = forward
    var which: UInt32 = 0
    var position = range.lowerBound
    var work = 0
    var judgedFrom = position
    while true {
      let found = finder.next(base, position, range.upperBound, &which)
      guard found >= 0 else { return nil }
      let end = machine.findEnd(
        bytes, found..<range.upperBound, anchored: true, earliest: earliest, walked: &work)
      if end >= 0 { return found..<end }
      if end == LazyDFA.gaveUp { return findByPike(bytes, found..<range.upperBound, earliest) }
      position = found &+ 1
      work &+= Matcher.tryCost
      // A run such as [a-z]+[0-9] over a long word would be tried at each of its letters, which is quadratic.
      if work > (position &- judgedFrom) &* Matcher.walkedPerByteMax &+ Matcher.grant {
        // Where matches keep to lines, the finder gets another chance some lines on.
        var end = range.upperBound
        if !regex.canMatchNewline, end &- position > Matcher.automatonBytesMax {
          let start = position &+ Matcher.automatonBytesMax
          let newline = kernel_find_byte(base + start, end &- start, 0x0A)
          if newline >= 0 { end = start &+ newline }
        }
        let match = findByAutomaton(bytes, position..<end, earliest)
        if match != nil || end == range.upperBound {
          automatonBytes = Matcher.automatonBytesMax
          return match
        }
        position = end
        work = 0
        judgedFrom = end
      }
    }
  }

  /// Runs the automaton over the lines that hold a part that every match has. No match crosses lines here.
  private func findInLine(
    _ finder: Finder, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ earliest: Bool
  ) -> Range<Int>? {
    let base = Matcher.base(bytes)
    var which: UInt32 = 0
    var position = range.lowerBound
    while position < range.upperBound {
      let found = finder.next(base, position, range.upperBound, &which)
      guard found >= 0 else { return nil }
      if !line.contains(found) {
        let before = kernel_find_last_byte(base + position, found &- position, 0x0A)
        let after = kernel_find_byte(base + found, range.upperBound &- found, 0x0A)
        line =
          (before < 0 ? position : position &+ before &+ 1)..<(after < 0 ? range.upperBound : found &+ after)
      }
      let part = max(position, line.lowerBound)..<line.upperBound
      if let match = findByAutomaton(bytes, part, earliest) { return match }
      position = line.upperBound &+ 1
    }
    return nil
  }

  /// Runs the automaton over everything: to the end of the first match, then back to its start.
  private func findByAutomaton(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ earliest: Bool
  ) -> Range<Int>? {
    if usesPike { return findByPike(bytes, range, earliest) }
    var walked = 0
    let end = forward.findEnd(bytes, range, anchored: false, earliest: earliest, walked: &walked)
    if end == LazyDFA.none { return nil }
    if end == LazyDFA.gaveUp { return findByPike(bytes, range, earliest) }
    if earliest { return end..<end }
    if let length = program.fixedLength { return (end &- length)..<end }
    let start = backward.findStart(bytes, range.lowerBound..<end)
    // Every end has a start; were it not so, the Pike machine would still be right.
    if start < 0 { return findByPike(bytes, range, earliest) }
    return start..<end
  }

  private func findByPike(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ earliest: Bool
  ) -> Range<Int>? {
    usesPike = true
    if machines != .pike { countForPike(range.count) }
    guard pike.search(bytes, range, anchored: false, earliest: earliest, result: &slots) else { return nil }
    return slots[0]..<slots[1]
  }

  /// Lets the automaton try again after a while: one odd file must not slow down all that follow.
  private func countForPike(_ count: Int) {
    pikeBytesLeft &-= count &+ 64
    guard pikeBytesLeft < 0 else { return }
    pikeBytes = min(pikeBytes * 2, 1 << 40)
    pikeBytesLeft = pikeBytes
    usesPike = false
    forward.restart()
    backward.restart()
  }
}
