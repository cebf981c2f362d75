/// What a pattern means: the form that both the matcher and the planner of index look-ups read.
///
/// Built only by ``concatenated(_:)``, ``alternated(_:)`` and their kin, so it is simplified: sequences are
/// flat, neighbouring literals are joined, sets of one scalar are literals, flags are gone. Case-insensitive
/// letters are small `scalars` sets of all their variants (k, K, U+212A).
package indirect enum HIR: Sendable, Hashable {
  /// Matches the empty string.
  case empty
  /// Matches nothing.
  case never
  /// These bytes: UTF-8, or raw bytes where Unicode is off. Never empty.
  case literal([UInt8])
  /// One scalar of the set, in UTF-8. The set has two members or more.
  case scalars(ScalarSet)
  /// One byte of the set; only where Unicode is off.
  case bytes(ByteSet)
  /// A condition; matches the empty string.
  case look(Look)
  /// `min` to `max` (nil: any number) times; greedy prefers more.
  case `repeat`(min: Int, max: Int?, greedy: Bool, HIR)
  /// A group whose place is reported; otherwise as its content.
  case capture(index: Int, name: String?, HIR)
  /// One after the other; two parts or more.
  case concat([HIR])
  /// One of these, earlier ones preferred; two or more.
  case alternate([HIR])
}

extension HIR {
  /// A literal, or `empty` when there are no bytes.
  static func bytesLiteral(_ bytes: [UInt8]) -> HIR { bytes.isEmpty ? .empty : .literal(bytes) }

  /// One scalar of `set`, in its simplest form.
  static func anyOf(_ set: ScalarSet) -> HIR {
    if set.isEmpty { return .never }
    if let only = set.only { return .literal(utf8(only)) }
    return .scalars(set)
  }

  /// One byte of `set`, in its simplest form: ASCII sets become scalars, which says the same.
  static func anyOf(_ set: ByteSet) -> HIR {
    if set.isEmpty { return .never }
    if set.count == 1 { return .literal([set.ranges[0].lowerBound]) }
    if set.words[2] == 0 && set.words[3] == 0 {
      return .scalars(ScalarSet(set.ranges.map { UInt32($0.lowerBound)...UInt32($0.upperBound) }))
    }
    return .bytes(set)
  }

  /// `parts` one after the other.
  ///
  /// - Complexity: O(n) in the parts and the bytes of literals.
  static func concatenated(_ parts: [HIR]) -> HIR {
    var flat: [HIR] = []
    var pending: [UInt8] = []
    func add(_ part: HIR) -> Bool {
      switch part {
      case .never: return false
      case .empty: return true
      case .literal(let bytes):
        pending += bytes
        return true
      case .concat(let inner): return inner.allSatisfy(add)
      default:
        if !pending.isEmpty {
          flat.append(.literal(pending))
          pending = []
        }
        flat.append(part)
        return true
      }
    }
    guard parts.allSatisfy(add) else { return .never }
    if !pending.isEmpty { flat.append(.literal(pending)) }
    switch flat.count {
    case 0: return .empty
    case 1: return flat[0]
    default: return .concat(flat)
    }
  }

  /// One of `branches`, in order of preference.
  ///
  /// Neighbouring branches of one character each become one set: they have one length, so order does not
  /// matter.
  static func alternated(_ branches: [HIR]) -> HIR {
    var flat: [HIR] = []
    var pending: [ClosedRange<UInt32>] = []
    func flush() {
      guard !pending.isEmpty else { return }
      flat.append(anyOf(ScalarSet(pending)))
      pending = []
    }
    func add(_ branch: HIR) {
      if case .alternate(let inner) = branch { return inner.forEach(add) }
      if case .never = branch { return }
      if let set = branch.scalarSet {
        pending += set.ranges
        return
      }
      flush()
      if flat.last != branch { flat.append(branch) }
    }
    branches.forEach(add)
    flush()
    switch flat.count {
    case 0: return .never
    case 1: return flat[0]
    default: return .alternate(flat)
    }
  }

  /// `inner` repeated.
  static func repeated(_ inner: HIR, min: Int, max: Int?, greedy: Bool) -> HIR {
    if max == 0 { return .empty }
    if min == 1 && max == 1 { return inner }
    switch inner {
    case .empty: return .empty
    case .never: return min == 0 ? .empty : .never
    case .literal(let bytes) where max == min && bytes.count * min <= 256:
      return .literal(Array(repeatElement(bytes, count: min).joined()))
    case .repeat(let innerMin, nil, let innerGreedy, _)
    where innerMin <= 1 && innerGreedy == greedy && max == nil && min <= 1:
      // (x+)* and (x*)+ are x*; (x+)+ is x+.
      if case .repeat(_, _, _, let core) = inner, core.minLength > 0 {
        return .repeat(min: Swift.min(min, innerMin), max: nil, greedy: greedy, core)
      }
    default: break
    }
    return .repeat(min: min, max: max, greedy: greedy, inner)
  }

  /// The set of scalars this matches, when it matches exactly one scalar.
  var scalarSet: ScalarSet? {
    switch self {
    case .scalars(let set): return set
    case .literal(let bytes):
      guard bytes.count <= 4, let (scalar, length) = decodeScalar(bytes), length == bytes.count else {
        return nil
      }
      return ScalarSet(scalar)
    default: return nil
    }
  }
}

extension HIR {
  /// Lengths stop here, so that products of repetitions do not overflow.
  static let lengthMax = 1 << 40

  /// The fewest bytes of a match; `lengthMax` for `never`.
  package var minLength: Int {
    switch self {
    case .empty, .look: return 0
    case .never: return HIR.lengthMax
    case .literal(let bytes): return bytes.count
    case .scalars(let set): return utf8Length(set.ranges.first?.lowerBound ?? 0)
    case .bytes: return 1
    case .repeat(let min, _, _, let inner): return Swift.min(HIR.lengthMax, min * inner.minLength)
    case .capture(_, _, let inner): return inner.minLength
    case .concat(let parts): return parts.reduce(0) { Swift.min(HIR.lengthMax, $0 + $1.minLength) }
    case .alternate(let branches): return branches.reduce(HIR.lengthMax) { Swift.min($0, $1.minLength) }
    }
  }

  /// The most bytes of a match, or nil when there is no bound.
  package var maxLength: Int? {
    switch self {
    case .empty, .look, .never: return 0
    case .literal(let bytes): return bytes.count
    case .scalars(let set): return utf8Length(set.ranges.last?.upperBound ?? 0)
    case .bytes: return 1
    case .repeat(_, let max, _, let inner):
      guard let length = inner.maxLength else { return nil }
      if length == 0 { return 0 }
      guard let max else { return nil }
      return Swift.min(HIR.lengthMax, max * length)
    case .capture(_, _, let inner): return inner.maxLength
    case .concat(let parts):
      var sum = 0
      for part in parts {
        guard let length = part.maxLength else { return nil }
        sum = Swift.min(HIR.lengthMax, sum + length)
      }
      return sum
    case .alternate(let branches):
      var longest = 0
      for branch in branches {
        guard let length = branch.maxLength else { return nil }
        longest = Swift.max(longest, length)
      }
      return longest
    }
  }

  /// Whether a match can hold the byte "\n".
  package var canMatchNewline: Bool {
    switch self {
    case .empty, .look, .never: false
    case .literal(let bytes): bytes.contains(0x0A)
    case .scalars(let set): set.contains(0x0A)
    case .bytes(let set): set.contains(0x0A)
    case .repeat(_, _, _, let inner), .capture(_, _, let inner): inner.canMatchNewline
    case .concat(let parts), .alternate(let parts): parts.contains { $0.canMatchNewline }
    }
  }

  /// Every condition in it.
  var looks: LookSet {
    switch self {
    case .look(let look): look.bit
    case .empty, .never, .literal, .scalars, .bytes: 0
    case .repeat(_, _, _, let inner), .capture(_, _, let inner): inner.looks
    case .concat(let parts), .alternate(let parts): parts.reduce(0) { $0 | $1.looks }
    }
  }

  /// The same without "\n" in any set.
  func removingNewline() -> HIR {
    switch self {
    // An unchanged set is passed on as it is: the automata of common ones are known by it.
    case .scalars(let set): return set.contains(0x0A) ? .anyOf(set.subtracting(ScalarSet(0x0A))) : self
    case .bytes(let set):
      var rest = set
      rest.remove(0x0A)
      return .anyOf(rest)
    case .repeat(let min, let max, let greedy, let inner):
      return .repeated(inner.removingNewline(), min: min, max: max, greedy: greedy)
    case .capture(let index, let name, let inner):
      return .capture(index: index, name: name, inner.removingNewline())
    case .concat(let parts): return .concatenated(parts.map { $0.removingNewline() })
    case .alternate(let branches): return .alternated(branches.map { $0.removingNewline() })
    case .empty, .never, .literal, .look: return self
    }
  }

  /// The same without groups that report their place: what a search that asks only for whole matches runs.
  var withoutCaptures: HIR {
    switch self {
    case .capture(_, _, let inner): return inner.withoutCaptures
    case .repeat(let min, let max, let greedy, let inner):
      return .repeated(inner.withoutCaptures, min: min, max: max, greedy: greedy)
    case .concat(let parts): return .concatenated(parts.map { $0.withoutCaptures })
    case .alternate(let branches): return .alternated(branches.map { $0.withoutCaptures })
    case .empty, .never, .literal, .scalars, .bytes, .look: return self
    }
  }
}
