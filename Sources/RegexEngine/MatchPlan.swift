import Kernels

/// A ``Program/Strategy`` taken apart for the matcher's loops: they run for each line or path, and taking the parts out
/// of the strategy would cost more there, in reference counting, than looking for a literal.
///
/// The pointers belong to the program, which the matcher holds.
struct MatchPlan {
  enum Kind {
    case never, literal, folded, set, prefix, line, lineEnd, automaton
  }

  let kind: Kind
  private(set) var literal: UnsafePointer<kernel_literal>?
  private(set) var folded: UnsafePointer<kernel_folded>?
  private(set) var set: UnsafePointer<kernel_set>?
  /// Of starts, or of inner parts.
  private(set) var finder: Finder?
  /// Conditions at both ends of a literal.
  private var before: [Look] = []
  private var after: [Look] = []
  private var hasLooks = false

  init(_ strategy: Program.Strategy) {
    switch strategy {
    case .literal(let finder, let before, let after):
      kind = .literal
      literal = finder.literal.map { UnsafePointer($0) }
      (self.before, self.after) = (before, after)
    case .folded(let folded, let before, let after):
      kind = .folded
      self.folded = UnsafePointer(folded.needle)
      (self.before, self.after) = (before, after)
    case .set(let finder):
      kind = .set
      set = finder.set.map { UnsafePointer($0) }
    case .prefix(let finder):
      kind = .prefix
      self.finder = finder
    case .line(let finder):
      kind = .line
      self.finder = finder
    case .lineEnd: kind = .lineEnd
    case .automaton: kind = .automaton
    case .never: kind = .never
    }
    hasLooks = !before.isEmpty || !after.isEmpty
  }

  /// Whether a literal, or one of some, is a match wherever it stands.
  var isPlain: Bool { !hasLooks && (literal != nil || folded != nil || set != nil) }

  /// Whether the conditions hold at the ends of a literal found at `start..<end`.
  @inline(__always)
  func holds(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
    !hasLooks
      || before.allSatisfy { $0.holds(in: bytes, at: start) }
        && after.allSatisfy { $0.holds(in: bytes, at: end) }
  }
}
