/// What lies before the place where a search starts (after it, for a search backwards).
enum Before: Int {
  case text, newline, asciiWord, asciiOther, word, other, invalid
  static let count = 7
}

/// What is known of one byte to move over, besides its class.
struct Unit {
  /// The byte, or nil for the end of the text.
  let byte: UInt8?
  /// What begins at the byte: decides conditions in front of it.
  let ahead: Side
  /// What ends with the byte: decides conditions after it.
  let behind: Side
}

extension LazyDFA {
  static let unicodeLooks: LookSet =
    Look.wordBoundary.bit | Look.notWordBoundary.bit | Look.wordStart.bit | Look.wordEnd.bit
    | Look.startHalf.bit
    | Look.endHalf.bit
  static let asciiLooks: LookSet =
    Look.asciiWordBoundary.bit | Look.asciiNotWordBoundary.bit | Look.asciiWordStart.bit
    | Look.asciiWordEnd.bit
    | Look.asciiStartHalf.bit | Look.asciiEndHalf.bit

  /// The state in which a search starts.
  func start(_ before: Before, anchored: Bool) -> State {
    let index = before.rawValue * 2 + (anchored ? 1 : 0)
    if starts[index] != LazyDFA.unknown { return starts[index] }
    var holding: LookSet = 0
    var flags: UInt32 = 0
    switch before {
    case .text:
      holding = Look.textStart.bit | Look.lineStart.bit | Look.startHalf.bit | Look.asciiStartHalf.bit
    case .newline: holding = Look.lineStart.bit | Look.startHalf.bit | Look.asciiStartHalf.bit
    case .asciiWord: flags = LazyDFA.fromASCIIWord | LazyDFA.fromWord
    case .asciiOther, .other: holding = Look.startHalf.bit | Look.asciiStartHalf.bit
    case .word:
      flags = LazyDFA.fromWord
      holding = Look.asciiStartHalf.bit
    case .invalid:
      flags = LazyDFA.fromInvalid
      holding = Look.asciiStartHalf.bit
    }
    first.count = 0
    close(anchored ? nfa.start : nfa.searchStart, holding & nfa.looks, into: first)
    let state = finish(first, flags: flags, holding: holding & nfa.looks, isMatch: false) & LazyDFA.offsetMask
    starts[index] = state
    return state
  }

  /// Fills in the transition of `state` over class `unitClass` and returns it. `state` changes when the cache
  /// had to be emptied. Nil when the machine gives up.
  func fill(_ state: inout State, _ unitClass: Int) -> State? {
    guard makeRoom(draftCapacity, keeping: &state) else { return nil }
    let next: State
    if unitClass == stride - 1 {
      next = step(state, Unit(byte: nil, ahead: .other, behind: .other))
    } else {
      let byte = representatives[unitClass]
      let side: Side = isWordByte(byte) ? .word : .other
      if byte >= 0x80 && nfa.looks & LazyDFA.unicodeLooks != 0 {
        next = stepUndecided(state, byte)
      } else {
        next = step(state, Unit(byte: byte, ahead: side, behind: side))
      }
    }
    table[Int(state) + unitClass] = next
    return next
  }

  /// The transition over a non-ASCII byte when it is the same whatever the character; else `undecided`.
  private func stepUndecided(_ state: State, _ byte: UInt8) -> State {
    guard words(of: state)[2] == 0 else { return LazyDFA.undecided }
    let next = step(state, Unit(byte: byte, ahead: .other, behind: .other))
    if next & LazyDFA.dead != 0 { return next }
    return words(of: next & LazyDFA.offsetMask)[2] == 0 ? next : LazyDFA.undecided
  }

  /// The transition of `state` over a byte that the table calls `undecided`. Nil when the machine gives up.
  func wideStep(_ state: inout State, _ unit: Unit) -> State? {
    let byte = unit.byte ?? 0
    let sides = UInt64(unit.ahead.number * 3 + unit.behind.number)
    var key = UInt64(state) << 16 | UInt64(classes[Int(byte)]) << 4 | sides
    if let known = wide[key] { return known }
    guard makeRoom(draftCapacity, keeping: &state) else { return nil }
    key = UInt64(state) << 16 | UInt64(classes[Int(byte)]) << 4 | sides
    let next = step(state, unit)
    wide[key] = next
    return next
  }

  /// The state after `state` and `unit`.
  private func step(_ state: State, _ unit: Unit) -> State {
    let words = words(of: state)
    let flags = words[0]
    let holding = words[1]
    let asked = words[2]
    first.count = 0
    let decided = asked == 0 ? holding : (holding | ahead(flags, unit)) & nfa.looks
    if decided & ~holding & asked != 0 {
      for index in 3..<words.count { close(words[index], decided, into: first) }
    } else {
      for index in 3..<words.count { _ = first.insert(words[index]) }
    }
    var nextHolding: LookSet = 0
    var nextFlags: UInt32 = 0
    if let byte = unit.byte, nfa.looks != 0 { behind(byte, unit.behind, &nextHolding, &nextFlags) }
    nextHolding &= nfa.looks
    second.count = 0
    var isMatch = false
    scan: for index in 0..<first.count {
      let instruction = nfa.instructions[Int(first.dense[index])]
      switch instruction.operation {
      case .match:
        isMatch = true
        if !longest { break scan }
      case .byte:
        if let byte = unit.byte, byte >= instruction.low, byte <= instruction.high {
          close(instruction.target, nextHolding, into: second)
        }
      case .sparse:
        guard let byte = unit.byte else { break }
        for offset in 0..<Int(instruction.count) {
          let transition = nfa.transitions[Int(instruction.target) + offset]
          guard byte > transition.high else {
            if byte >= transition.low { close(transition.target, nextHolding, into: second) }
            break
          }
        }
      case .fail, .split, .look, .capture: break
      }
    }
    return finish(second, flags: nextFlags, holding: nextHolding, isMatch: isMatch)
  }

  /// The conditions in front of a unit that its byte decides.
  private func ahead(_ flags: UInt32, _ unit: Unit) -> LookSet {
    var result: LookSet = 0
    if unit.byte == nil { result |= Look.textEnd.bit | Look.lineEnd.bit }
    if unit.byte == 0x0A { result |= Look.lineEnd.bit }
    let asciiBefore = flags & LazyDFA.fromASCIIWord != 0
    let asciiAfter = unit.byte.map(isWordByte) ?? false
    result |= asciiBefore != asciiAfter ? Look.asciiWordBoundary.bit : Look.asciiNotWordBoundary.bit
    if !asciiBefore && asciiAfter { result |= Look.asciiWordStart.bit }
    if asciiBefore && !asciiAfter { result |= Look.asciiWordEnd.bit }
    if !asciiAfter { result |= Look.asciiEndHalf.bit }
    let before = flags & LazyDFA.fromWord != 0
    let after = unit.ahead == .word
    if before != after {
      result |= Look.wordBoundary.bit
    } else if flags & LazyDFA.fromInvalid == 0 && unit.ahead != .invalid {
      result |= Look.notWordBoundary.bit
    }
    if !before && after { result |= Look.wordStart.bit }
    if before && !after { result |= Look.wordEnd.bit }
    if unit.ahead == .other { result |= Look.endHalf.bit }
    return result
  }

  /// The conditions after a byte that the byte decides, and what the next state must remember of it.
  private func behind(_ byte: UInt8, _ side: Side, _ holding: inout LookSet, _ flags: inout UInt32) {
    if byte == 0x0A { holding |= Look.lineStart.bit }
    if isWordByte(byte) { flags |= LazyDFA.fromASCIIWord } else { holding |= Look.asciiStartHalf.bit }
    switch side {
    case .word: flags |= LazyDFA.fromWord
    case .other: holding |= Look.startHalf.bit
    case .invalid: flags |= LazyDFA.fromInvalid
    }
  }

  /// The state of the instructions in `set`. Without a pending condition, what conditions need is forgotten,
  /// so that equal states are one.
  private func finish(_ set: SparseSet, flags: UInt32, holding: LookSet, isMatch: Bool) -> State {
    var asked: LookSet = 0
    for index in 0..<set.count {
      let instruction = nfa.instructions[Int(set.dense[index])]
      if instruction.operation == .look { asked |= 1 &<< LookSet(instruction.low) }
    }
    var count = 3
    for index in 0..<set.count {
      switch nfa.instructions[Int(set.dense[index])].operation {
      // Once a condition is decided, the way is followed again from the start, and these must be met where
      // they were met before, or the order of preference changes: (?:\b|h)+.
      case .split, .capture, .fail: if asked == 0 { continue }
      case .look, .match, .byte, .sparse: break
      }
      draft[count] = set.dense[index]
      count += 1
    }
    if count == 3 && !isMatch { return LazyDFA.dead }
    var kept: UInt32 = isMatch ? LazyDFA.isMatch : 0
    if asked != 0 {
      // The condition asked for may stand in front of another one: $\b.
      if nfa.looks & LazyDFA.asciiLooks != 0 { kept |= flags & LazyDFA.fromASCIIWord }
      if nfa.looks & LazyDFA.unicodeLooks != 0 { kept |= flags & (LazyDFA.fromWord | LazyDFA.fromInvalid) }
    }
    draft[0] = kept
    draft[1] = asked == 0 ? 0 : holding
    draft[2] = asked
    return intern(count)
  }

  /// Adds to `set` what `start` leads to without reading a byte, in order of preference; a condition that is
  /// not known to hold stays in the set, pending.
  private func close(_ start: UInt32, _ holding: LookSet, into set: SparseSet) {
    stack[0] = start
    var depth = 1
    while depth > 0 {
      depth -= 1
      var place = stack[depth]
      while set.insert(place) {
        let instruction = nfa.instructions[Int(place)]
        switch instruction.operation {
        case .match, .byte, .sparse, .fail: break
        case .look:
          if holding & (1 &<< LookSet(instruction.low)) == 0 { break }
          place = instruction.target
          continue
        case .capture:
          place = instruction.target
          continue
        case .split:
          let count = Int(instruction.count)
          if depth + count > stackCapacity { growStack(depth + count) }
          for index in Swift.stride(from: count - 1, to: 0, by: -1) {
            stack[depth] = nfa.alternatives[Int(instruction.target) + index]
            depth += 1
          }
          place = nfa.alternatives[Int(instruction.target)]
          continue
        }
        break
      }
    }
  }

  private func growStack(_ needed: Int) {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: needed * 2)
    larger.update(from: stack, count: stackCapacity)
    stack.deallocate()
    stack = larger
    stackCapacity = needed * 2
  }
}

extension Side {
  /// 0, 1 or 2.
  var number: Int {
    switch self {
    case .word: 0
    case .other: 1
    case .invalid: 2
    }
  }
}
