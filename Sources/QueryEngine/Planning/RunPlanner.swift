import RegexEngine
import SearchIndex

/// Derives from a pattern's HIR how long a run of bytes of one class every match holds: `[0-9]{12}` twelve digits,
/// `\b\w{30}\b` thirty word characters.
///
/// One walk for each class. Of each part it tells how long a run stands at its start, at its end and anywhere in it at
/// least, so that runs over the border of two parts are found too.
struct RunPlanner {
  /// What every match of a part holds, in bytes; all at most ``RunClass/longest``.
  private struct Bounds {
    /// The length, when the part is nothing but members.
    var whole: Int?
    var start = 0
    var end = 0
    var best = 0

    static func members(_ count: Int) -> Bounds {
      let length = min(count, RunClass.longest)
      return Bounds(whole: length, start: length, end: length, best: length)
    }
  }

  private let runClass: RunClass
  /// Whether characters beyond ASCII may stand in a run; they end it.
  private var hasOther = false

  /// Conditions on runs that every block with a match of `hir` satisfies; none for literals, which their grams tell
  /// better.
  static func conditions(for hir: HIR) -> [GramQuery] {
    guard hir.holdsWideClass else { return [] }
    var conditions: [GramQuery] = []
    var narrower: [(runClass: RunClass, length: Int)] = []
    for runClass in RunClass.allCases {
      var planner = RunPlanner(runClass: runClass)
      let length = planner.bounds(hir).best
      // A run of digits is one of word characters, too.
      let isTold = narrower.contains { $0.length >= length && $0.runClass.isPart(of: runClass) }
      guard length >= runClass.shortest, !isTold else { continue }
      narrower.append((runClass, length))
      let run = GramQuery.run(runClass, atLeast: length)
      conditions.append(planner.hasOther ? .disjunction([run, .gram(GramAlphabet.nonASCIIMarker)]) : run)
    }
    return conditions
  }

  private init(runClass: RunClass) {
    self.runClass = runClass
  }

  private mutating func bounds(_ hir: HIR) -> Bounds {
    switch hir {
    case .empty, .look: return .members(0)
    case .never: return Bounds()
    case .literal(let bytes): return literal(bytes)
    case .scalars(let set): return scalars(set)
    case .bytes(let set):
      var isInside = true
      set.forEach { if !runClass.contains($0) { isInside = false } }
      return isInside ? .members(1) : Bounds()
    case .capture(_, _, let inner): return bounds(inner)
    case .concat(let parts):
      var joined = Bounds.members(0)
      for part in parts { joined = join(joined, bounds(part)) }
      return joined
    case .alternate(let branches):
      guard let first = branches.first else { return Bounds() }
      var least = bounds(first)
      for branch in branches.dropFirst() {
        let other = bounds(branch)
        least.whole = least.whole.flatMap { whole in other.whole.map { min(whole, $0) } }
        least.start = min(least.start, other.start)
        least.end = min(least.end, other.end)
        least.best = min(least.best, other.best)
      }
      return least
    case .repeat(let least, _, _, let inner): return repeated(bounds(inner), least)
    }
  }

  private func join(_ left: Bounds, _ right: Bounds) -> Bounds {
    func sum(_ first: Int, _ second: Int) -> Int { min(first + second, RunClass.longest) }
    var joined = Bounds()
    if let first = left.whole, let second = right.whole { joined.whole = sum(first, second) }
    joined.start = left.whole.map { sum($0, right.start) } ?? left.start
    joined.end = right.whole.map { sum($0, left.end) } ?? right.end
    joined.best = max(left.best, right.best, sum(left.end, right.start))
    return joined
  }

  private func repeated(_ inner: Bounds, _ least: Int) -> Bounds {
    // No copy is one of the ways, and nothing but members only when the copies are.
    guard least > 0 else { return inner.whole == nil ? Bounds() : .members(0) }
    if let whole = inner.whole {
      return .members(min(least, RunClass.longest) * whole)
    }
    var copies = inner
    if least > 1 { copies.best = max(inner.best, min(inner.end + inner.start, RunClass.longest)) }
    return copies
  }

  private func literal(_ bytes: [UInt8]) -> Bounds {
    let start = bytes.prefix(while: runClass.contains).count
    if start == bytes.count { return .members(start) }
    let end = bytes.reversed().prefix(while: runClass.contains).count
    var (run, best) = (0, 0)
    for byte in bytes {
      run = runClass.contains(byte) ? run + 1 : 0
      best = max(best, run)
    }
    let longest = RunClass.longest
    return Bounds(start: min(start, longest), end: min(end, longest), best: min(best, longest))
  }

  /// A class of characters: nothing but members when its ASCII characters are, and there are some.
  private mutating func scalars(_ set: ScalarSet) -> Bounds {
    var isOther = false
    var hasMember = false
    for range in set.ranges {
      if range.upperBound >= 0x80 { isOther = true }
      guard range.lowerBound < 0x80 else { continue }
      for scalar in range.lowerBound...min(range.upperBound, 0x7F) {
        guard runClass.contains(UInt8(scalar)) else { return Bounds() }
        hasMember = true
      }
    }
    guard hasMember else { return Bounds() }
    if isOther { hasOther = true }
    return .members(1)
  }
}

extension RunClass {
  /// Whether all members of this class are in the other, wider one.
  fileprivate func isPart(of other: RunClass) -> Bool {
    (UInt8.min...UInt8.max).allSatisfy { !contains($0) || other.contains($0) }
  }
}

extension HIR {
  /// The largest class that is no more than a way to write one character.
  private static let narrowMax = 4

  /// Whether it has a class that holds more than the spellings of a letter.
  fileprivate var holdsWideClass: Bool {
    switch self {
    case .scalars(let set): set.count > Self.narrowMax
    case .bytes(let set): set.count > Self.narrowMax
    case .repeat(_, _, _, let inner), .capture(_, _, let inner): inner.holdsWideClass
    case .concat(let parts), .alternate(let parts): parts.contains(where: \.holdsWideClass)
    case .empty, .never, .literal, .look: false
    }
  }
}
