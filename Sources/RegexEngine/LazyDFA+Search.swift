extension LazyDFA {
  /// No match.
  static let none = -1
  /// The machine gave up.
  static let gaveUp = -2

  /// The end of the leftmost-first match in `bytes[range]`, ``none`` or ``gaveUp``.
  ///
  /// With `anchored`, only a match that starts at the start of the range counts. `earliest` returns the first
  /// position at which a match is proven. `walked` is increased by the bytes read.
  func findEnd(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, anchored: Bool, earliest: Bool, walked: inout Int
  ) -> Int {
    let base = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(classes)
    let classes = UnsafePointer(self.classes)
    let end = range.upperBound
    var position = range.lowerBound
    var state = start(before(bytes, position), anchored: anchored)
    if state & LazyDFA.dead != 0 { return LazyDFA.none }
    var last = LazyDFA.none
    var transitions = UnsafePointer(table)
    var counted = position
    defer {
      walked &+= position &- range.lowerBound
      bytesSinceClear &+= position &- counted
    }
    while position < end {
      var next = LazyDFA.run(transitions, classes, base, &state, &position, end)
      if position >= end { break }
      while true {
        if next & LazyDFA.matchTag != 0 {
          last = position
          if earliest { return last }
          state = next & LazyDFA.offsetMask
          position &+= 1
          break
        }
        if next < LazyDFA.firstTag {
          state = next
          position &+= 1
          break
        }
        if next & LazyDFA.dead != 0 { return last }
        bytesSinceClear &+= position &- counted
        counted = position
        let filled: State?
        if next & LazyDFA.unknown != 0 {
          filled = fill(&state, Int(classes[Int(base[position])]))
        } else {
          filled = wideStep(&state, unit(bytes, position))
        }
        guard let filled else { return LazyDFA.gaveUp }
        transitions = UnsafePointer(table)
        next = filled
      }
    }
    return finishForward(bytes, end, &state, last)
  }

  /// Walks until a transition carries a tag, which is returned with `position` at its byte; or to the end.
  @inline(__always)
  private static func run(
    _ transitions: UnsafePointer<State>, _ classes: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
    _ state: inout State, _ position: inout Int, _ end: Int
  ) -> State {
    var at = position
    var current = state
    // Four bytes a turn: the loop is bound by the latency of the table, and this keeps its own cost out of
    // the way.
    while at &+ 4 <= end {
      let one = transitions[Int(current) &+ Int(classes[Int(base[at])])]
      if one >= firstTag { return stop(one, current, at, &state, &position) }
      let two = transitions[Int(one) &+ Int(classes[Int(base[at &+ 1])])]
      if two >= firstTag { return stop(two, one, at &+ 1, &state, &position) }
      let three = transitions[Int(two) &+ Int(classes[Int(base[at &+ 2])])]
      if three >= firstTag { return stop(three, two, at &+ 2, &state, &position) }
      let four = transitions[Int(three) &+ Int(classes[Int(base[at &+ 3])])]
      if four >= firstTag { return stop(four, three, at &+ 3, &state, &position) }
      current = four
      at &+= 4
    }
    while at < end {
      let next = transitions[Int(current) &+ Int(classes[Int(base[at])])]
      if next >= firstTag { return stop(next, current, at, &state, &position) }
      current = next
      at &+= 1
    }
    return stop(current, current, at, &state, &position)
  }

  @inline(__always)
  private static func stop(
    _ next: State, _ current: State, _ at: Int, _ state: inout State, _ position: inout Int
  ) -> State {
    state = current
    position = at
    return next
  }

  /// Decides, by the byte after the range or the end of the text, whether a match ends with the range.
  private func finishForward(
    _ bytes: UnsafeRawBufferPointer, _ end: Int, _ state: inout State, _ last: Int
  ) -> Int {
    let unitClass = end < bytes.count ? Int(classes[Int(bytes[end])]) : stride - 1
    var next = table[Int(state) + unitClass]
    if next == LazyDFA.unknown {
      guard let filled = fill(&state, unitClass) else { return LazyDFA.gaveUp }
      next = filled
    }
    if next == LazyDFA.undecided {
      guard let filled = wideStep(&state, unit(bytes, end)) else { return LazyDFA.gaveUp }
      next = filled
    }
    return next & LazyDFA.matchTag != 0 ? end : last
  }

  /// The start of the longest match of the mirrored automaton that ends at `range.upperBound`, not before
  /// `range.lowerBound`; ``none`` or ``gaveUp``.
  func findStart(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    let base = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(classes)
    let classes = UnsafePointer(self.classes)
    var position = range.upperBound
    var state = start(after(bytes, position), anchored: true)
    if state & LazyDFA.dead != 0 { return LazyDFA.none }
    var last = LazyDFA.none
    var transitions = UnsafePointer(table)
    var counted = position
    defer { bytesSinceClear &+= counted &- position }
    while position > range.lowerBound {
      let byte = base[position &- 1]
      var next = transitions[Int(state) &+ Int(classes[Int(byte)])]
      if next >= LazyDFA.firstTag && next & LazyDFA.matchTag == 0 {
        if next & LazyDFA.dead != 0 { return last }
        bytesSinceClear &+= counted &- position
        counted = position
        if next & LazyDFA.unknown != 0 {
          guard let filled = fill(&state, Int(classes[Int(byte)])) else { return LazyDFA.gaveUp }
          next = filled
        }
        if next == LazyDFA.undecided {
          guard let filled = wideStep(&state, mirroredUnit(bytes, position)) else { return LazyDFA.gaveUp }
          next = filled
        }
        transitions = UnsafePointer(table)
        if next & LazyDFA.dead != 0 { return last }
      }
      if next & LazyDFA.matchTag != 0 { last = position }
      state = next & LazyDFA.offsetMask
      position &-= 1
    }
    let unitClass = position > 0 ? Int(classes[Int(bytes[position &- 1])]) : stride - 1
    var next = table[Int(state) + unitClass]
    if next == LazyDFA.unknown {
      guard let filled = fill(&state, unitClass) else { return LazyDFA.gaveUp }
      next = filled
    }
    if next == LazyDFA.undecided {
      guard let filled = wideStep(&state, mirroredUnit(bytes, position)) else { return LazyDFA.gaveUp }
      next = filled
    }
    return next & LazyDFA.matchTag != 0 ? position : last
  }

  private func before(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Before {
    if nfa.looks == 0 { return .asciiOther }
    if position == 0 { return .text }
    return LazyDFA.kind(bytes[position &- 1]) ?? kind(decodeScalar(bytes, before: position)?.scalar)
  }

  private func after(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Before {
    if nfa.looks == 0 { return .asciiOther }
    if position == bytes.count { return .text }
    return LazyDFA.kind(bytes[position]) ?? kind(decodeScalar(bytes, at: position)?.scalar)
  }

  private static func kind(_ byte: UInt8) -> Before? {
    if byte >= 0x80 { return nil }
    return byte == 0x0A ? .newline : isWordByte(byte) ? .asciiWord : .asciiOther
  }

  private func kind(_ scalar: UInt32?) -> Before {
    if nfa.looks & LazyDFA.unicodeLooks == 0 { return .other }
    guard let scalar else { return .invalid }
    return UnicodeData.isWord(scalar) ? .word : .other
  }

  /// The byte at `position` with what begins and ends there.
  private func unit(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Unit {
    Unit(
      byte: bytes[position], ahead: Side(.some(decodeScalar(bytes, at: position)?.scalar)),
      behind: Side(.some(decodeScalar(bytes, before: position + 1)?.scalar)))
  }

  /// The byte before `position`, seen from right to left.
  private func mirroredUnit(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Unit {
    Unit(
      byte: bytes[position - 1], ahead: Side(.some(decodeScalar(bytes, before: position)?.scalar)),
      behind: Side(.some(decodeScalar(bytes, at: position - 1)?.scalar)))
  }
}
