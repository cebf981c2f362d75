/// A nondeterministic automaton over bytes: what both the Pike machine and the lazy DFA run.
///
/// Immutable once built. The tables are raw memory, because the machines read them in their innermost loops.
///
/// `@unchecked Sendable`: the pointers are never written after `init`, and freed by `deinit`.
final class NFA: @unchecked Sendable {
  /// The kinds of instructions.
  enum Operation: UInt8 {
    /// The pattern matches here.
    case match
    /// This thread dies.
    case fail
    /// A byte from `low` to `high` leads to `target`.
    case byte
    /// The byte picks one of `count` transitions from index `target` on, or the thread dies.
    case sparse
    /// Goes on at each of `count` alternatives from index `target` on, earlier ones preferred.
    case split
    /// Goes on at `target` where condition `low` (a raw ``Look``) holds.
    case look
    /// Stores the position in slot `count`, goes on at `target`.
    case capture
  }

  struct Instruction {
    var operation: Operation
    var low: UInt8 = 0
    var high: UInt8 = 0
    var target: UInt32 = 0
    var count: UInt32 = 0
  }

  struct Transition {
    var low: UInt8
    var high: UInt8
    var target: UInt32
  }

  let instructions: UnsafeMutableBufferPointer<Instruction>
  let transitions: UnsafeMutableBufferPointer<Transition>
  let alternatives: UnsafeMutableBufferPointer<UInt32>
  /// Where a match that begins at the current position starts.
  let start: UInt32
  /// Where a search for a match that begins here or later starts: `(?s-u:.)*?` in front of ``start``.
  let searchStart: UInt32
  /// Every condition in it.
  let looks: LookSet
  /// Slots that a match fills: two per group, the whole match included.
  let slotCount: Int
  /// The class of each byte: bytes of one class are never told apart. The classes are numbered from 0 up.
  let classes: UnsafeMutableBufferPointer<UInt8>
  /// The number of classes, 1 to 256.
  let classCount: Int

  init(_ builder: NFABuilder, start: UInt32, searchStart: UInt32) {
    func copy<T>(_ array: [T]) -> UnsafeMutableBufferPointer<T> {
      let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: array.count)
      _ = buffer.initialize(from: array)
      return buffer
    }
    instructions = copy(builder.instructions)
    transitions = copy(builder.transitions)
    alternatives = copy(builder.alternatives)
    self.start = start
    self.searchStart = searchStart
    looks = builder.looks
    slotCount = builder.slotCount
    var table = [UInt8](repeating: 0, count: 256)
    var current: UInt8 = 0
    for byte in 1..<256 {
      if builder.classStarts.contains(UInt8(byte)) { current += 1 }
      table[byte] = current
    }
    classes = copy(table)
    classCount = Int(current) + 1
  }

  deinit {
    instructions.deallocate()
    transitions.deallocate()
    alternatives.deallocate()
    classes.deallocate()
  }
}

/// Compiles an ``HIR`` from its end to its start, so that every instruction knows its successor when it is
/// made.
struct NFABuilder {
  private(set) var instructions: [NFA.Instruction] = []
  private(set) var transitions: [NFA.Transition] = []
  private(set) var alternatives: [UInt32] = []
  private(set) var looks: LookSet = 0
  private(set) var slotCount = 2
  /// The bytes that behave otherwise than the byte before them.
  private(set) var classStarts = ByteSet()
  private let reversed: Bool
  private let sizeLimit: Int
  /// The latest sets: most patterns repeat one or two. Hashing those of Unicode would cost more than comparing.
  private var automata: [(set: ScalarSet, automaton: UTF8Automaton)] = []
  private static let automataMax = 4

  /// Builds the automaton of `hir`, or of its mirror image.
  ///
  /// Throws `tooLarge` when it would take more than `sizeLimit` bytes; `range` is what the error then names.
  static func build(
    _ hir: HIR, reversed: Bool, sizeLimit: Int, range: Range<Int>
  ) throws(RegexError) -> NFA {
    var builder = NFABuilder(reversed: reversed, sizeLimit: sizeLimit)
    do {
      let match = try builder.add(NFA.Instruction(operation: .match))
      let start = try builder.compile(hir, match)
      // The loop over any byte, lowest in preference.
      let loop = try builder.add(NFA.Instruction(operation: .byte, low: 0, high: 255))
      let searchStart = try builder.split([start, loop])
      builder.instructions[Int(loop)].target = searchStart
      builder.cutForLooks()
      return NFA(builder, start: start, searchStart: searchStart)
    } catch {
      throw RegexError(
        .tooLarge, range, "the pattern compiles to a program over the limit of \(sizeLimit) bytes",
        suggestion: "use smaller counts, or a smaller class such as [0-9A-Za-z_] in place of \\w")
    }
  }

  private init(reversed: Bool, sizeLimit: Int) {
    self.reversed = reversed
    self.sizeLimit = sizeLimit
  }

  private enum Fault: Error { case tooLarge }

  private mutating func add(_ instruction: NFA.Instruction) throws(Fault) -> UInt32 {
    let bytes =
      (instructions.count + 1) * MemoryLayout<NFA.Instruction>.stride
      + transitions.count * MemoryLayout<NFA.Transition>.stride
      + alternatives.count * MemoryLayout<UInt32>.stride
    guard bytes <= sizeLimit else { throw .tooLarge }
    instructions.append(instruction)
    return UInt32(instructions.count - 1)
  }

  private mutating func split(_ targets: [UInt32]) throws(Fault) -> UInt32 {
    let first = alternatives.count
    alternatives += targets
    return try add(
      NFA.Instruction(operation: .split, target: UInt32(first), count: UInt32(targets.count)))
  }

  private mutating func cut(_ low: UInt8, _ high: UInt8) {
    classStarts.insert(low)
    if high < 255 { classStarts.insert(high + 1) }
  }

  /// Conditions tell bytes apart too.
  private mutating func cutForLooks() {
    if looks & (Look.lineStart.bit | Look.lineEnd.bit) != 0 { cut(0x0A, 0x0A) }
    if looks >> LookSet(Look.wordBoundary.rawValue) != 0 {
      for range: ClosedRange<UInt8> in [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0x80...0xFF] {
        cut(range.lowerBound, range.upperBound)
      }
    }
  }

  /// Compiles `hir` in front of instruction `next`; returns where it starts.
  private mutating func compile(_ hir: HIR, _ next: UInt32) throws(Fault) -> UInt32 {
    switch hir {
    case .empty: return next
    case .never: return try add(NFA.Instruction(operation: .fail))
    case .literal(let bytes):
      var next = next
      for byte in reversed ? bytes : bytes.reversed() { next = try range(byte, byte, next) }
      return next
    case .scalars(let set): return try scalars(set, next)
    case .bytes(let set):
      return try sparse(
        set.ranges.map { NFA.Transition(low: $0.lowerBound, high: $0.upperBound, target: next) })
    case .look(let look):
      let effective = reversed ? look.reversed : look
      looks |= effective.bit
      return try add(NFA.Instruction(operation: .look, low: effective.rawValue, target: next))
    case .capture(let index, _, let inner):
      if reversed { return try compile(inner, next) }
      slotCount = max(slotCount, 2 * index + 2)
      let close = try add(
        NFA.Instruction(operation: .capture, target: next, count: UInt32(2 * index + 1)))
      let body = try compile(inner, close)
      return try add(NFA.Instruction(operation: .capture, target: body, count: UInt32(2 * index)))
    case .concat(let parts):
      var next = next
      if reversed {
        for part in parts { next = try compile(part, next) }
      } else {
        for part in parts.reversed() { next = try compile(part, next) }
      }
      return next
    case .alternate(let branches):
      var targets: [UInt32] = []
      targets.reserveCapacity(branches.count)
      for branch in branches { targets.append(try compile(branch, next)) }
      return try split(targets)
    case .repeat(let min, let max, let greedy, let inner):
      return try repetition(inner, min: min, max: max, greedy: greedy, next)
    }
  }

  private mutating func repetition(
    _ inner: HIR, min: Int, max: Int?, greedy: Bool, _ end: UInt32
  ) throws(Fault) -> UInt32 {
    var next = end
    if let max {
      // x{2,4} is xx(x(x)?)?, every way out leading to the end.
      for _ in min..<Swift.max(min, max) {
        let body = try compile(inner, next)
        next = try split(greedy ? [body, end] : [end, body])
      }
      for _ in 0..<min { next = try compile(inner, next) }
      return next
    }
    let loop = try split([end, end])
    let body = try compile(inner, loop)
    let first = Int(instructions[Int(loop)].target)
    alternatives[first + (greedy ? 0 : 1)] = body
    if min == 0 {
      // A body that can be empty must be tried before the way out counts, for the preference to come out
      // right: x* is then (x+)?.
      if inner.minLength > 0 { return loop }
      return try split(greedy ? [body, end] : [end, body])
    }
    next = body
    for _ in 1..<min { next = try compile(inner, next) }
    return next
  }

  private mutating func range(_ low: UInt8, _ high: UInt8, _ next: UInt32) throws(Fault) -> UInt32 {
    cut(low, high)
    return try add(NFA.Instruction(operation: .byte, low: low, high: high, target: next))
  }

  private mutating func sparse(_ steps: [NFA.Transition]) throws(Fault) -> UInt32 {
    if steps.count == 1 { return try range(steps[0].low, steps[0].high, steps[0].target) }
    let first = transitions.count
    for step in steps { cut(step.low, step.high) }
    transitions += steps
    return try add(
      NFA.Instruction(operation: .sparse, target: UInt32(first), count: UInt32(steps.count)))
  }

  private mutating func automaton(of set: ScalarSet) -> UTF8Automaton {
    if let known = automata.first(where: { $0.set == set }) { return known.automaton }
    let automaton = UTF8Automaton.of(set, reversed: reversed)
    if automata.count == NFABuilder.automataMax { automata.removeFirst() }
    automata.append((set, automaton))
    return automaton
  }

  private mutating func scalars(_ set: ScalarSet, _ next: UInt32) throws(Fault) -> UInt32 {
    if set.isASCII {
      return try sparse(
        set.ranges.map { NFA.Transition(low: UInt8($0.lowerBound), high: UInt8($0.upperBound), target: next) }
      )
    }
    let automaton = automaton(of: set)
    classStarts.formUnion(automaton.cuts)
    var places: [UInt32] = []
    places.reserveCapacity(automaton.nodes.count)
    for steps in automaton.nodes {
      let first = transitions.count
      for step in steps {
        let target = step.node == UTF8Automaton.end ? next : places[Int(step.node)]
        transitions.append(NFA.Transition(low: step.low, high: step.high, target: target))
      }
      places.append(
        try add(NFA.Instruction(operation: .sparse, target: UInt32(first), count: UInt32(steps.count))))
    }
    return places[places.count - 1]
  }
}
