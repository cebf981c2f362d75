extension Finder {
  /// Most literals in a set: beyond, the buckets of the kernel are full and find too much.
  static let setCountMax = 64
  /// Longest part of a literal that a set holds, when the set is only a prefix.
  private static let setLengthMax = 8
  /// Longest row of byte sets looked at.
  private static let windowLengthMax = 16
  /// Steps of the automaton followed for a row; more is a pattern too wide for rows to tell anything.
  private static let windowWorkMax = 4096

  /// A literal, perhaps in any case, this rare is not compared with other finders: every second pattern starts
  /// with a word.
  private static let plainBitsMin = 16.0

  /// A finder for the literal, perhaps in any case, that `hir` begins with; nil when it is short or common.
  static func plain(for hir: HIR) -> Finder? {
    // Conditions are taken to hold.
    let parts = hir.parts.drop { $0.asLook != nil }
    let row = parts.prefix { part in
      switch part {
      case .literal: true
      case .scalars(let set): set.count <= FoldedLiteral.spellingsMax
      default: false
      }
    }
    let finder: Finder?
    if row.count == 1, case .literal(let bytes)? = row.first {
      finder = Finder(literal: bytes)
    } else {
      finder = row.isEmpty ? nil : FoldedLiteral(row).map(Finder.init(folded:))
    }
    return finder.flatMap { $0.bits >= plainBitsMin ? $0 : nil }
  }

  /// The best finder for the places where `hir` may begin to match, or nil when nothing telling is known of
  /// them.
  ///
  /// `nfa` is the automaton of `hir`.
  static func best(for hir: HIR, nfa: NFA) -> Finder? {
    if let plain = plain(for: hir) { return plain }
    var candidates: [Finder] = []
    if let literals = Literals(prefixesOf: hir, limit: setCountMax),
      !literals.list.contains(where: { $0.isEmpty })
    {
      if literals.list.count == 1 {
        candidates.append(Finder(literal: literals.list[0]))
      } else {
        var seen: Set<[UInt8]> = []
        let prefixes = literals.list.map { Array($0.prefix(setLengthMax)) }.filter {
          seen.insert($0).inserted
        }
        candidates.append(Finder(set: prefixes))
      }
    }
    let sets = rows(of: nfa, minLength: hir.minLength)
    if !sets.isEmpty { candidates.append(Finder(window: sets)) }
    // Literals are verified by the kernel, so at equal rarity they are better.
    return candidates.max { $0.bits + ($0.kind == .window ? 0 : 3) < $1.bits + ($1.kind == .window ? 0 : 3) }
  }

  /// Which bytes can stand at each of the first places of a match.
  private static func rows(of nfa: NFA, minLength: Int) -> [ByteSet] {
    let length = min(minLength, windowLengthMax)
    var rows: [ByteSet] = []
    let seen = SparseSet(nfa.instructions.count)
    var starts = SparseSet(nfa.instructions.count)
    var next = SparseSet(nfa.instructions.count)
    _ = starts.insert(nfa.start)
    var work = 0
    while rows.count < length {
      seen.count = 0
      next.count = 0
      var row = ByteSet()
      var stack = (0..<starts.count).map { starts.dense[$0] }
      while let place = stack.popLast() {
        guard seen.insert(place) else { continue }
        let instruction = nfa.instructions[Int(place)]
        switch instruction.operation {
        case .match, .fail: break
        case .byte:
          row.insert(instruction.low...instruction.high)
          _ = next.insert(instruction.target)
        case .sparse:
          for offset in 0..<Int(instruction.count) {
            let transition = nfa.transitions[Int(instruction.target) + offset]
            row.insert(transition.low...transition.high)
            _ = next.insert(transition.target)
          }
          work += Int(instruction.count)
        // Conditions are taken to hold: a row may find too much, never too little.
        case .look, .capture: stack.append(instruction.target)
        case .split:
          for offset in 0..<Int(instruction.count) {
            stack.append(nfa.alternatives[Int(instruction.target) + offset])
          }
        }
        work += 1
        if work > windowWorkMax { return rows }
      }
      rows.append(row)
      swap(&starts, &next)
    }
    return rows
  }
}

/// The literals that a pattern, or its start, can be.
struct Literals {
  /// In order of preference.
  private(set) var list: [[UInt8]]
  /// Whether they are all that the pattern matches; otherwise matches only start with them.
  private(set) var isExact: Bool

  /// Longest literal kept whole.
  private static let lengthMax = 256
  /// Largest class that is spelled out.
  private static let classMax = 16

  private init(_ list: [[UInt8]], isExact: Bool) {
    self.list = list
    self.isExact = isExact
  }

  /// Nil when there would be more than `limit`. An empty literal in the list means that nothing is known.
  init?(prefixesOf hir: HIR, limit: Int) {
    switch hir {
    case .empty, .look: self.init([[]], isExact: true)
    case .never: self.init([], isExact: true)
    case .literal(let bytes):
      self.init([Array(bytes.prefix(Literals.lengthMax))], isExact: bytes.count <= Literals.lengthMax)
    case .scalars(let set):
      guard set.count <= min(limit, Literals.classMax) else {
        self.init([[]], isExact: false)
        return
      }
      self.init(set.ranges.flatMap { $0.map(utf8) }, isExact: true)
    case .bytes(let set):
      guard set.count <= min(limit, Literals.classMax) else {
        self.init([[]], isExact: false)
        return
      }
      self.init(set.ranges.flatMap { $0.map { [$0] } }, isExact: true)
    case .capture(_, _, let inner): self.init(prefixesOf: inner, limit: limit)
    case .repeat(let min, let max, let greedy, let inner):
      guard let once = Literals(prefixesOf: inner, limit: limit) else { return nil }
      if min == 0 {
        guard max == 1 else {
          self.init([[]], isExact: false)
          return
        }
        self.init(greedy ? once.list + [[]] : [[]] + once.list, isExact: once.isExact)
      } else {
        self.init(once.list, isExact: false)
      }
    case .concat(let parts):
      self.init([[]], isExact: true)
      for part in parts {
        guard isExact, append(part, limit: limit) else {
          isExact = false
          break
        }
      }
    case .alternate(let branches):
      self.init([], isExact: true)
      for branch in branches {
        guard let literals = Literals(prefixesOf: branch, limit: limit),
          list.count + literals.list.count <= limit
        else { return nil }
        list += literals.list
        isExact = isExact && literals.isExact
      }
    }
  }

  /// Appends `part` to every literal; false, changing nothing, when there would be too many or too long ones.
  private mutating func append(_ part: HIR, limit: Int) -> Bool {
    guard let tails = Literals(prefixesOf: part, limit: limit), list.count * tails.list.count <= limit,
      (list.map(\.count).max() ?? 0) + (tails.list.map(\.count).max() ?? 0) <= Literals.lengthMax
    else { return false }
    list = list.flatMap { head in tails.list.map { head + $0 } }
    isExact = tails.isExact
    return true
  }
}
