/// Runs an ``NFA`` by keeping every thread in step: O(text × program), whatever the pattern.
///
/// It reports groups and decides every condition, so it is what the faster machines fall back to.
///
/// - Source: Rob Pike's `sam`; Russ Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009.
final class PikeMachine {
  private let nfa: NFA
  /// Slots kept per thread: the start of the match, and every group's borders where they are asked for.
  private let slotCount: Int
  private var current: ThreadList
  private var next: ThreadList
  /// The slots of the thread being followed.
  private let scratch: UnsafeMutablePointer<Int>
  private var stack: UnsafeMutablePointer<Frame>
  private var stackCapacity: Int

  /// A place still to visit, or a slot to restore once all that was pushed after it is done.
  private struct Frame {
    var instruction: UInt32
    /// -1 when this is a place to visit.
    var slot: Int32
    var value: Int
  }

  /// Threads in order of preference, at most one per instruction.
  private struct ThreadList {
    let dense: UnsafeMutablePointer<UInt32>
    let sparse: UnsafeMutablePointer<UInt32>
    /// `slotCount` numbers per instruction.
    let slots: UnsafeMutablePointer<Int>
    var count = 0

    init(_ size: Int, slotCount: Int) {
      dense = .allocate(capacity: size)
      sparse = .allocate(capacity: size)
      sparse.initialize(repeating: 0, count: size)
      dense.initialize(repeating: 0, count: size)
      slots = .allocate(capacity: size * slotCount)
      slots.initialize(repeating: -1, count: size * slotCount)
    }

    func deallocate() {
      dense.deallocate()
      sparse.deallocate()
      slots.deallocate()
    }

    /// Adds `instruction`; false when it is there already.
    @inline(__always)
    mutating func insert(_ instruction: UInt32) -> Bool {
      let index = Int(sparse[Int(instruction)])
      if index < count && dense[index] == instruction { return false }
      sparse[Int(instruction)] = UInt32(truncatingIfNeeded: count)
      dense[count] = instruction
      count &+= 1
      return true
    }
  }

  /// Makes a machine that reports groups when `groups` is true, and only the whole match otherwise.
  init(_ nfa: NFA, groups: Bool) {
    self.nfa = nfa
    slotCount = groups ? nfa.slotCount : 2
    current = ThreadList(nfa.instructions.count, slotCount: slotCount)
    next = ThreadList(nfa.instructions.count, slotCount: slotCount)
    scratch = .allocate(capacity: slotCount)
    scratch.initialize(repeating: -1, count: slotCount)
    stackCapacity = 64
    stack = .allocate(capacity: stackCapacity)
  }

  deinit {
    current.deallocate()
    next.deallocate()
    scratch.deallocate()
    stack.deallocate()
  }

  /// Finds the leftmost-first match in `bytes[range]`, and the groups' borders in `result` (two numbers per
  /// group, -1 for a group that took no part). With `anchored`, only a match that starts at the start of the
  /// range counts.
  ///
  /// `earliest` stops at the first proof of a match; its end is then not the preferred one.
  func search(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, anchored: Bool, earliest: Bool = false,
    result: inout [Int]
  ) -> Bool {
    var matched = false
    var position = range.lowerBound
    current.count = 0
    next.count = 0
    while true {
      if current.count == 0 && (matched || anchored && position > range.lowerBound) { break }
      if !matched && (!anchored || position == range.lowerBound) {
        scratch.update(repeating: -1, count: slotCount)
        scratch[0] = position
        follow(nfa.start, bytes, position, into: &current)
      }
      if step(bytes, position, end: range.upperBound, result: &result) {
        matched = true
        if earliest { return true }
      }
      if position >= range.upperBound { break }
      swap(&current, &next)
      next.count = 0
      position &+= 1
    }
    return matched
  }

  /// Moves every thread over the byte at `position`; true when one of them matches before it.
  private func step(_ bytes: UnsafeRawBufferPointer, _ position: Int, end: Int, result: inout [Int]) -> Bool {
    let instructions = nfa.instructions.baseAddress.unsafelyUnwrapped
    let transitions = nfa.transitions.baseAddress
    let byte = position < end ? bytes[position] : 0
    for index in 0..<current.count {
      let thread = current.dense[index]
      let instruction = instructions[Int(thread)]
      var target = UInt32.max
      switch instruction.operation {
      case .match:
        let slots = current.slots + Int(thread) &* slotCount
        for slot in 0..<min(slotCount, result.count) { result[slot] = slots[slot] }
        result[1] = position
        return true
      case .byte:
        if byte >= instruction.low && byte <= instruction.high { target = instruction.target }
      case .sparse:
        let first = transitions.unsafelyUnwrapped + Int(instruction.target)
        for offset in 0..<Int(instruction.count) where byte <= first[offset].high {
          if byte >= first[offset].low { target = first[offset].target }
          break
        }
      case .fail, .split, .look, .capture: break
      }
      guard target != UInt32.max && position < end else { continue }
      scratch.update(from: current.slots + Int(thread) &* slotCount, count: slotCount)
      follow(target, bytes, position &+ 1, into: &next)
    }
    return false
  }

  /// Adds to `list` every thread that `start` leads to without reading a byte, in order of preference.
  private func follow(
    _ start: UInt32, _ bytes: UnsafeRawBufferPointer, _ position: Int, into list: inout ThreadList
  ) {
    let instructions = nfa.instructions.baseAddress.unsafelyUnwrapped
    stack[0] = Frame(instruction: start, slot: -1, value: 0)
    var depth = 1
    while depth > 0 {
      depth &-= 1
      let frame = stack[depth]
      if frame.slot >= 0 {
        scratch[Int(frame.slot)] = frame.value
        continue
      }
      var place = frame.instruction
      while list.insert(place) {
        let instruction = instructions[Int(place)]
        switch instruction.operation {
        case .match, .byte, .sparse:
          (list.slots + Int(place) &* slotCount).update(from: scratch, count: slotCount)
        case .fail: break
        case .look:
          guard let look = Look(rawValue: instruction.low), look.holds(in: bytes, at: position) else { break }
          place = instruction.target
          continue
        case .capture:
          let slot = Int(instruction.count)
          if slot < slotCount {
            reserve(depth &+ 1)
            stack[depth] = Frame(instruction: 0, slot: Int32(truncatingIfNeeded: slot), value: scratch[slot])
            depth &+= 1
            scratch[slot] = position
          }
          place = instruction.target
          continue
        case .split:
          let count = Int(instruction.count)
          reserve(depth &+ count)
          let targets = nfa.alternatives.baseAddress.unsafelyUnwrapped + Int(instruction.target)
          for index in stride(from: count &- 1, to: 0, by: -1) {
            stack[depth] = Frame(instruction: targets[index], slot: -1, value: 0)
            depth &+= 1
          }
          place = targets[0]
          continue
        }
        break
      }
    }
  }

  private func reserve(_ capacity: Int) {
    guard capacity >= stackCapacity else { return }
    let larger = UnsafeMutablePointer<Frame>.allocate(capacity: capacity * 2)
    larger.update(from: stack, count: stackCapacity)
    stack.deallocate()
    stack = larger
    stackCapacity = capacity * 2
  }
}
