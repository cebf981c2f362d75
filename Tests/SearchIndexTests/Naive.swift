import SearchIndex

/// The index's rules written down as plainly as possible, to compare with.
enum Naive {
  /// The distinct codes of one block's text.
  static func grams(_ text: some Sequence<UInt8>) -> Set<UInt32> {
    let bytes = Array(text)
    var codes: Set<UInt32> = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: true) {
      let symbols = line.compactMap { GramAlphabet.symbol(of: $0) }
      for index in symbols.indices.dropLast(2) {
        codes.insert(GramAlphabet.gram(symbols[index], symbols[index + 1], symbols[index + 2]))
      }
    }
    let hasLongS = zip(bytes, bytes.dropFirst()).contains { $0 == 0xC5 && $1 == 0xBF }
    let hasKelvin = zip(zip(bytes, bytes.dropFirst()), bytes.dropFirst(2)).contains {
      $0.0 == 0xE2 && $0.1 == 0x84 && $1 == 0xAA
    }
    if hasLongS || hasKelvin { codes.insert(GramAlphabet.foldMarker) }
    if bytes.contains(where: { $0 >= 0x80 }) { codes.insert(GramAlphabet.nonASCIIMarker) }
    return codes
  }

  /// What every block with a match of `literal`, on one line and in whatever case, must hold.
  static func query(_ literal: some Sequence<UInt8>) -> GramQuery {
    let codes = grams(literal).subtracting([GramAlphabet.foldMarker, GramAlphabet.nonASCIIMarker])
    return codes.isEmpty ? .all : .and(codes.sorted().map { .gram($0) })
  }

  static func lineFeeds(_ text: some Sequence<UInt8>) -> Int { text.count { $0 == 0x0A } }

  static func lineCount(_ text: [UInt8]) -> Int {
    lineFeeds(text) + (text.isEmpty || text.last == 0x0A ? 0 : 1)
  }

  /// Whether a block with `codes` satisfies `query`.
  static func satisfies(_ codes: Set<UInt32>, _ query: GramQuery) -> Bool {
    switch query {
    case .all: true
    case .none: false
    case .gram(let code): codes.contains(code)
    case .run: true
    case .and(let parts): parts.allSatisfy { satisfies(codes, $0) }
    case .or(let parts): parts.contains { satisfies(codes, $0) }
    }
  }

  /// Letters in the other case, each with an even chance.
  static func shuffleCase(_ text: [UInt8], _ random: inout TestRandom) -> [UInt8] {
    text.map { byte in
      let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      return isLetter && random.chance(2) ? byte ^ 0x20 : byte
    }
  }
}
