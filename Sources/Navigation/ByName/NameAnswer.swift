/// How much an answer by name is worth.
package enum NameConfidence: Int, Sendable, Comparable {
  /// One of several that fit, or a guess.
  case possible = 0
  /// The one that fits best, with others that might be meant.
  case likely = 1
  /// The rules of scopes and imports leave nothing else, as far as text can tell.
  case sure = 2

  /// By worth.
  package static func < (left: NameConfidence, right: NameConfidence) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The word people see.
  package var label: String {
    switch self {
    case .possible: "possible"
    case .likely: "likely"
    case .sure: "sure"
    }
  }
}

/// A declaration that a name may mean.
package struct NameCandidate: Sendable, Equatable {
  /// The declaration.
  package var declared: Declared
  /// Why it is here, in words: "imported from a/b.py".
  package var reason: String
  /// How much it is worth.
  package var confidence: NameConfidence
  /// True for a name of one function, which nothing outside of it can mean.
  package var isLocal = false
  /// Lower is better; equal ones are a tie.
  var rank: Int

  init(_ declared: Declared, _ reason: String, _ confidence: NameConfidence, rank: Int, isLocal: Bool = false)
  {
    (self.declared, self.reason, self.confidence) = (declared, reason, confidence)
    (self.rank, self.isLocal) = (rank, isLocal)
  }
}

/// What a name may mean, the best first.
package struct NameAnswer: Sendable, Equatable {
  /// The name that was asked about; empty when there is none at the place.
  package var name = ""
  /// Its bytes in the file.
  package var range = 0..<0
  /// At most ``NameFinder/candidatesMax``.
  package var candidates: [NameCandidate] = []
  /// How many there are.
  package var total = 0
  /// True when the place is itself a declaration of the name.
  package var isDeclaration = false
  /// Things the reader should know.
  package var notes: [String] = []

  /// Nothing.
  package init() {}

  /// How many of the first candidates are equally good.
  package var tieCount: Int {
    guard let first = candidates.first else { return 0 }
    return candidates.prefix { $0.rank == first.rank && $0.confidence == first.confidence }.count
  }
}
