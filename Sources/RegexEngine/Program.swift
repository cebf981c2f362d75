import Synchronization

/// What a pattern compiles to: shared by all its matchers, immutable but for parts that are built when first needed.
final class Program: Sendable {
  /// Bound on the slot tables of a machine that reports groups, in bytes.
  static let slotBytesMax = 256 << 20

  /// The pattern without groups, left to right.
  let forward: NFA
  private let hir: HIR
  private let sizeLimit: Int
  private let lazy = Mutex(Lazy())

  private struct Lazy {
    var reverse: NFA?
    var groups: NFA?
  }

  init(_ hir: HIR, options: RegexOptions, groupCount: Int, range: Range<Int>) throws(RegexError) {
    self.hir = hir
    sizeLimit = options.sizeLimit
    forward = try NFABuilder.build(hir.withoutCaptures, reversed: false, sizeLimit: sizeLimit, range: range)
    guard forward.instructions.count * 2 * groupCount * 16 <= Program.slotBytesMax else {
      throw RegexError(
        .tooLarge, range, "too many groups for a program of this size",
        suggestion: "write (?:…) for groups whose place does not matter")
    }
  }

  /// The pattern right to left, for finding where a match starts.
  var reverse: NFA {
    lazy.withLock { lazy in
      let nfa = lazy.reverse ?? unlimited(hir.withoutCaptures, reversed: true)
      lazy.reverse = nfa
      return nfa
    }
  }

  /// The pattern with its groups.
  var groups: NFA {
    lazy.withLock { lazy in
      let nfa = lazy.groups ?? unlimited(hir, reversed: false)
      lazy.groups = nfa
      return nfa
    }
  }

  /// Builds without a limit: the program is `forward` over again, which met the limit, plus two instructions per
  /// group, or with the few more nodes that characters have backwards.
  private func unlimited(_ hir: HIR, reversed: Bool) -> NFA {
    guard let nfa = try? NFABuilder.build(hir, reversed: reversed, sizeLimit: .max, range: 0..<0) else {
      preconditionFailure("a program without a limit met its limit")
    }
    return nfa
  }
}
