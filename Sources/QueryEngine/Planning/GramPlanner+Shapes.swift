import RegexEngine
package import SearchIndex

extension GramPlanner {
  /// Positions of one exact shape at most; longer literals are followed piece by piece.
  private static let exactLengthMax = 64

  /// Every shape the matches of `hir` can have, when they are few and short; nil otherwise.
  static func exactShapes(_ hir: HIR) -> [Shape]? {
    switch hir {
    case .empty, .look: return [[]]
    case .never: return nil
    case .literal(let bytes): return [bytes.map(element)]
    case .scalars(let set): return shapes(of: set)
    case .bytes(let set):
      var symbols: UInt64 = 0
      for byte in UInt8.min...UInt8.max where set.contains(byte) { symbols |= element(byte).symbols }
      // A line feed in the class has no symbol, so the position cannot be used.
      return [[Element(symbols: set.contains(0x0A) ? 0 : symbols)]]
    case .capture(_, _, let inner): return exactShapes(inner)
    case .concat(let parts):
      var product: [Shape] = [[]]
      for part in parts {
        guard let shapes = exactShapes(part), let next = multiply(product, shapes) else { return nil }
        product = next
      }
      return product
    case .alternate(let branches):
      var union: [Shape] = []
      for branch in branches {
        guard let shapes = exactShapes(branch) else { return nil }
        union += shapes
        if union.count > shapesMax { return nil }
      }
      return union
    case .repeat(let least, let most, _, let inner):
      guard let most, most <= copiesMax, let shapes = exactShapes(inner) else { return nil }
      return repeated(shapes, least, most)
    }
  }

  private static func repeated(_ shapes: [Shape], _ least: Int, _ most: Int) -> [Shape]? {
    var union: [Shape] = []
    var copies: [Shape] = [[]]
    for count in 0...most {
      if count >= least { union += copies }
      if union.count > shapesMax { return nil }
      guard count < most else { break }
      guard let next = multiply(copies, shapes) else { return nil }
      copies = next
    }
    return union
  }

  private static func multiply(_ left: [Shape], _ right: [Shape]) -> [Shape]? {
    guard left.count * right.count <= shapesMax else { return nil }
    var product: [Shape] = []
    for head in left {
      for tail in right {
        guard head.count + tail.count <= exactLengthMax || head.isEmpty else { return nil }
        product.append(head + tail)
      }
    }
    return product
  }

  private static func element(_ byte: UInt8) -> Element {
    Element(symbols: GramAlphabet.symbol(of: byte).map { 1 << UInt64($0) } ?? 0)
  }

  /// A class of scalars: its ASCII members as one position, with flags for the others; without ASCII members,
  /// one shape for each length in UTF-8.
  private static func shapes(of set: ScalarSet) -> [Shape]? {
    var ascii = Element(symbols: 0)
    var holdsLineFeed = false
    var lengths = Set<Int>()
    for range in set.ranges {
      for scalar in range.lowerBound...max(min(range.upperBound, 0x7F), range.lowerBound) where scalar < 0x80 {
        let symbols = element(UInt8(scalar)).symbols
        ascii.symbols |= symbols
        if symbols == 0 { holdsLineFeed = true }
      }
      guard range.upperBound >= 0x80 else { continue }
      let isFold = range == 0x17F...0x17F || range == 0x212A...0x212A
      if isFold { ascii.hasFold = true } else { ascii.hasOther = true }
      for (length, span) in [(2, 0x80...0x7FF), (3, 0x800...0xFFFF), (4, 0x10000...0x10FFFF)]
      where range.overlaps(UInt32(span.lowerBound)...UInt32(span.upperBound)) {
        lengths.insert(length)
      }
    }
    if holdsLineFeed { return nil }
    if ascii.symbols != 0 { return [[ascii]] }
    let lead = Element(symbols: 1 << 62)
    let continuation = Element(symbols: 1 << 63)
    return lengths.sorted().map { [lead] + Array(repeating: continuation, count: $0 - 1) }
  }
}

extension GramQuery {
  /// All of `parts`, simplified; alternatives that share a marker are joined, (a ∨ m) ∧ (b ∨ m) = (a ∧ b) ∨ m.
  package static func conjunction(_ parts: [GramQuery]) -> GramQuery {
    var members: [GramQuery] = []
    var seen = Set<GramQuery>()
    var marked: [UInt32: [GramQuery]] = [:]
    func add(_ part: GramQuery) -> Bool {
      switch part {
      case .all: return true
      case .none: return false
      case .and(let inner): return inner.allSatisfy(add)
      case .or(let inner) where inner.count == 2:
        if case .gram(let code) = inner[1], code >= GramAlphabet.gramCount {
          marked[code, default: []].append(inner[0])
          return true
        }
        if seen.insert(part).inserted { members.append(part) }
        return true
      default:
        if seen.insert(part).inserted { members.append(part) }
        return true
      }
    }
    guard parts.allSatisfy(add) else { return .none }
    for (code, queries) in marked.sorted(by: { $0.key < $1.key }) {
      members.append(.or([conjunction(queries), .gram(code)]))
    }
    switch members.count {
    case 0: return .all
    case 1: return members[0]
    default: return .and(members)
    }
  }

  /// Any of `parts`, simplified.
  package static func disjunction(_ parts: [GramQuery]) -> GramQuery {
    var members: [GramQuery] = []
    var seen = Set<GramQuery>()
    for part in parts {
      switch part {
      case .all: return .all
      case .none: continue
      case .or(let inner) where inner.count > 2:
        for query in inner where seen.insert(query).inserted { members.append(query) }
      default: if seen.insert(part).inserted { members.append(part) }
      }
    }
    switch members.count {
    case 0: return .none
    case 1: return members[0]
    default: return .or(members)
    }
  }
}
