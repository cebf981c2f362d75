/// How a pattern is looked for: what was chosen when it was compiled, for explanations.
package struct RegexFacts: Sendable, Equatable {
  /// How matches are found; see `Program.Strategy`.
  package enum Strategy: String, Sendable {
    case literal, folded, set, prefix, line, automaton, never
  }

  /// How matches are found.
  package var strategy: Strategy

  /// How rare the places are that the finder stops at, in bits: 10 means one byte in 1,024 of ordinary code.
  /// Nil where there is no finder.
  package var finderBits: Double?

  /// Instructions of the nondeterministic automaton. It is built for this answer where the strategy needs none.
  package var instructionCount: Int

  /// The classes of bytes the automaton tells apart, each as ascending ranges.
  package var byteClasses: [[ClosedRange<UInt8>]]
}

extension Regex {
  /// What was chosen for this pattern.
  ///
  /// - Complexity: O(pattern), and for literals the time to build their automaton.
  package var facts: RegexFacts {
    let nfa = program.forward
    let (strategy, bits): (RegexFacts.Strategy, Double?) =
      switch program.strategy {
      case .literal(let finder, _, _): (.literal, finder.bits)
      case .folded(let literal, _, _): (.folded, literal.bits)
      case .set(let finder): (.set, finder.bits)
      case .prefix(let finder): (.prefix, finder.bits)
      case .line(let finder): (.line, finder.bits)
      case .lineEnd, .automaton: (.automaton, nil)
      case .never: (.never, nil)
      }
    var classes = [[ClosedRange<UInt8>]](repeating: [], count: nfa.classCount)
    for byte in UInt8.min...UInt8.max {
      let number = Int(nfa.classes[Int(byte)])
      if let last = classes[number].last, last.upperBound &+ 1 == byte, byte > 0 {
        classes[number][classes[number].count - 1] = last.lowerBound...byte
      } else {
        classes[number].append(byte...byte)
      }
    }
    return RegexFacts(
      strategy: strategy, finderBits: bits, instructionCount: nfa.instructions.count, byteClasses: classes)
  }
}

/// The part of a lazy automaton that a text has made it build so far.
package struct AutomatonFacts: Sendable, Equatable {
  /// Where a byte of a class leads.
  package enum Step: Sendable, Equatable {
    /// No text has asked yet.
    case unknown
    /// No match can come of it.
    case dead
    /// Depends on the character the byte belongs to.
    case undecided
    /// To the state of this number; with `matches`, a match ended before the byte.
    case state(Int, matches: Bool)
  }

  /// States built for finding the end of a match.
  package var stateCount: Int

  /// States built for finding the start, running backwards.
  package var backwardStateCount: Int

  /// Of the first states, where each class of bytes leads; the last column is the end of the text.
  package var steps: [[Step]]

  /// True when the automaton gave up and the Pike machine took over.
  package var gaveUp: Bool
}

extension Matcher {
  /// What the automata have built so far, `statesMax` of the states in detail. For matchers that have run on
  /// ``MatcherMachines/automaton``.
  package func automatonFacts(statesMax: Int) -> AutomatonFacts {
    AutomatonFacts(
      stateCount: forward.stateCount, backwardStateCount: backward.stateCount,
      steps: (0..<min(statesMax, forward.stateCount)).map(forward.steps), gaveUp: usesPike)
  }
}

extension LazyDFA {
  /// Where every class leads from state `number`.
  fileprivate func steps(of number: Int) -> [AutomatonFacts.Step] {
    (0..<stride).map { unitClass in
      let next = table[number * stride + unitClass]
      if next & LazyDFA.unknown != 0 { return .unknown }
      if next & LazyDFA.undecided != 0 { return .undecided }
      let matches = next & LazyDFA.matchTag != 0
      if next & LazyDFA.dead != 0 { return .dead }
      return .state(Int(next & LazyDFA.offsetMask) / stride, matches: matches)
    }
  }
}
