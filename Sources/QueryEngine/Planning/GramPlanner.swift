package import RegexEngine
package import SearchIndex

/// Derives from a pattern's HIR what its matches must hold, in grams.
///
/// The walk goes through the pattern from left to right and keeps, for the place it stands at, the set of
/// *shapes* the text just before it can have: sequences of symbol sets. Each three neighbouring sets are a
/// window, a union of grams. Where the set of shapes would grow too large it is turned into windows and only
/// the last two positions are kept, so windows that straddle the place are still found.
///
/// - Source: Russ Cox, "Regular expression matching with a trigram index", 2012, for the idea; sets of symbols
///   instead of strings are possible because the alphabet has 64 symbols: a class is one machine word.
package struct GramPlanner {
  /// One position: which symbols may stand there, and which other characters.
  struct Element: Hashable {
    /// Bit s set when symbol s may stand here; 0 for a line feed, which no gram crosses.
    var symbols: UInt64
    /// The class also holds U+017F or U+212A, by case folding.
    var hasFold = false
    /// The class also holds other non-ASCII characters.
    var hasOther = false
  }

  typealias Shape = [Element]

  /// Shapes kept at once.
  static let shapesMax = 32

  /// Positions of all shapes together.
  static let elementsMax = 1024

  /// Grams of one window; a wider one is not used.
  static let windowGramsMax = 1024

  /// Copies of a repeated part that are followed.
  static let copiesMax = 16

  /// The necessary condition for a block (or, for patterns that cross lines, a document) to hold a match.
  package static func query(for hir: HIR) -> GramQuery {
    var planner = GramPlanner()
    planner.walk(hir)
    planner.flush()
    let runs = RunPlanner.conditions(for: hir)
    return runs.isEmpty ? planner.matches : .conjunction([planner.matches] + runs)
  }

  private var matches = GramQuery.all
  private var shapes: [Shape] = [[]]

  private init() {}

  /// Follows `hir` from the current place.
  private mutating func walk(_ hir: HIR) {
    if let exact = Self.exactShapes(hir) {
      append(exact)
      return
    }
    switch hir {
    case .never: matches = .none
    case .empty, .look: break
    case .capture(_, _, let inner): walk(inner)
    case .concat(let parts): for part in parts { walk(part) }
    case .alternate(let branches):
      // Each branch by itself; what stands before and after is found without them.
      flush()
      var queries: [GramQuery] = []
      for branch in branches { queries.append(Self.query(for: branch)) }
      matches = .conjunction([matches, .disjunction(queries)])
      shapes = [[]]
    case .repeat(let least, _, _, let inner): walkRepeat(least, inner)
    case .literal, .scalars, .bytes: gap()
    }
  }

  /// At least `least` copies; only the first ones and the last are at a known place.
  private mutating func walkRepeat(_ least: Int, _ inner: HIR) {
    guard least > 0 else { return gap() }
    for _ in 0..<min(least, Self.copiesMax) { walk(inner) }
    flush()
    // What follows stands after the last copy, which may be any later one.
    shapes = Self.exactShapes(inner).map(Self.tails) ?? [[]]
  }

  /// A part of unknown content or length.
  private mutating func gap() {
    flush()
    shapes = [[]]
  }

  /// Extends every shape by every one of `exact`.
  private mutating func append(_ exact: [Shape]) {
    let elements = exact.reduce(0) { $0 + $1.count }
    if shapes.count * exact.count > Self.shapesMax
      || shapes.reduce(0, { $0 + $1.count }) * exact.count + elements * shapes.count > Self.elementsMax
    {
      flush()
      shapes = Self.tails(shapes)
      if shapes.count * exact.count > Self.shapesMax { shapes = [[]] }
    }
    var extended: [Shape] = []
    for shape in shapes {
      for tail in exact { extended.append(shape + tail) }
    }
    shapes = extended
  }

  /// Adds the condition of the current shapes.
  private mutating func flush() {
    matches = .conjunction([matches, .disjunction(shapes.map(Self.windows))])
  }

  /// The last two positions of each shape, without duplicates.
  private static func tails(_ shapes: [Shape]) -> [Shape] {
    var seen = Set<Shape>()
    return shapes.map { Array($0.suffix(2)) }.filter { seen.insert($0).inserted }
  }

  /// All windows of one shape.
  private static func windows(_ shape: Shape) -> GramQuery {
    var plain: [GramQuery] = []
    var folded: [GramQuery] = []
    var other: [GramQuery] = []
    var seen = Set<Shape>()
    for start in 0..<max(shape.count - 2, 0) {
      let window = Array(shape[start..<start + 3])
      guard seen.insert(window).inserted, let grams = grams(window) else { continue }
      if window.contains(where: \.hasOther) {
        other.append(grams)
      } else if window.contains(where: \.hasFold) {
        folded.append(grams)
      } else {
        plain.append(grams)
      }
    }
    // A non-ASCII member of a class has no gram here; the blocks that may hold one come in by their marker.
    if !folded.isEmpty { plain.append(.disjunction([.conjunction(folded), .gram(GramAlphabet.foldMarker)])) }
    if !other.isEmpty {
      plain.append(.disjunction([.conjunction(other), .gram(GramAlphabet.nonASCIIMarker)]))
    }
    return .conjunction(plain)
  }

  /// The union of the grams of three positions, or nil when there are too many.
  private static func grams(_ window: [Element]) -> GramQuery? {
    let product = window.reduce(1) { $0 * $1.symbols.nonzeroBitCount }
    guard product > 0, product <= windowGramsMax else { return nil }
    var codes: [GramQuery] = []
    codes.reserveCapacity(product)
    for first in bits(window[0].symbols) {
      for second in bits(window[1].symbols) {
        for third in bits(window[2].symbols) { codes.append(.gram(GramAlphabet.gram(first, second, third))) }
      }
    }
    return .disjunction(codes)
  }

  private static func bits(_ mask: UInt64) -> [UInt8] {
    var rest = mask
    var found: [UInt8] = []
    while rest != 0 {
      found.append(UInt8(rest.trailingZeroBitCount))
      rest &= rest - 1
    }
    return found
  }
}
