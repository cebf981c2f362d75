import Containers
package import SearchIndex

/// One named amount of a score; the amounts of a document add up to its score.
package struct ScoreTerm: Sendable, Equatable {
  package var label: String
  package var value: Double
}

/// Scores hits of one search: BM25F over the places a term can stand in, times the standing of the file.
///
/// - Source: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
package struct Scorer: Sendable {
  /// Weight of one match that is a part of a word.
  package static let partWeight = 1.0
  /// Weight of one match that is a whole word.
  package static let wordWeight = 2.0
  /// Weight of looking like the definition of what is looked for, counted as ``definitionCopies`` matches.
  package static let definitionWeight = 6.0
  /// How many matches a definition counts as.
  package static let definitionCopies = 4.0
  /// Weight of a match in the path by ``PathQuality``: none, part, word of the file's name, the name itself.
  package static let pathWeights = [0, 1.2, 4.0, 8.0]
  /// Weight of a file name that the words of the query spell together. The spelled part counts squared: a name with
  /// much besides is the name of something else.
  package static let coverageWeight = 8.0
  /// Weight of a symbol by ``SymbolQuality``: none, part, start, the whole name. Times one half to one by its kind.
  package static let symbolWeights = [0, 6.0, 9.0, 16.0]
  private static let symbolLabels = ["", "part of the name of a", "start of the name of a", "name of a"]
  private static let pathLabels = ["", "path has", "a word of the file name is", "the file name is"]
  /// Saturation of term frequency: BM25's k₁.
  package static let saturation = 1.2
  /// Strength of length normalisation: BM25's b.
  package static let lengthStrength = 0.3
  /// Bytes of a file of usual length.
  package static let typicalLength = 12_000.0

  private let weights: [Double]
  /// Whether each content atom is more than one word: it is looked for to find the place, so that how often it is
  /// there says nothing.
  private let isPhrase: [Bool]
  private let pathTexts: [String]

  /// Prepares for `query`, given how many blocks of all blocks each content atom is expected in.
  package init(_ query: CompiledQuery, atomEstimates: [Int], blockCount: Int) {
    weights = atomEstimates.map { estimate in
      let total = Double(max(blockCount, 1))
      let holding = min(Double(estimate), total)
      // The BM25 inverse document frequency, kept positive.
      return Double.log1p((total - holding + 0.5) / (holding + 0.5))
    }
    isPhrase = query.contentAtoms.map { $0.text.utf8.contains(0x20) }
    pathTexts = query.pathAtoms.map(\.text)
  }

  /// The score of `hit`.
  package func score(_ hit: DocumentHit, _ record: DocumentRecord) -> Double {
    var sum = 0.0
    let factor = forEachTerm(hit, record) { value, _ in sum += value }
    return sum + sum * (factor - 1)
  }

  /// The score of `hit` in parts.
  package func terms(_ hit: DocumentHit, _ record: DocumentRecord) -> [ScoreTerm] {
    var terms: [ScoreTerm] = []
    let factor = forEachTerm(hit, record) { value, label in
      terms.append(ScoreTerm(label: label(), value: value))
    }
    let sum = terms.reduce(0) { $0 + $1.value }
    terms.append(
      ScoreTerm(label: "standing of the file, × \(Self.rounded(factor))", value: sum * (factor - 1)))
    return terms
  }

  /// Calls `body` with each amount, and its label for who wants to show it.
  ///
  /// - Returns: what the standing of the file makes of their sum, as a factor.
  private func forEachTerm(
    _ hit: DocumentHit, _ record: DocumentRecord, _ body: (_ value: Double, _ label: () -> String) -> Void
  ) -> Double {
    let length =
      1 - Self.lengthStrength + Self.lengthStrength * min(4, Double(record.textLength) / Self.typicalLength)
    for atom in hit.features.indices where hit.features[atom].matches > 0 {
      forEachTerm(hit.features[atom], atom, length, body)
    }
    for features in hit.symbolFeatures where features.matches > 0 {
      guard let quality = features.quality else { continue }
      let value = Self.symbolWeights[Int(quality.rawValue)] * (0.5 + Double(features.kind.weight) / 14)
      body(value) { "\(Self.symbolLabels[Int(quality.rawValue)]) \(features.kind.name)" }
    }
    for (atom, quality) in hit.pathQuality.enumerated() where quality > 0 {
      let index = min(Int(quality), Self.pathWeights.count - 1)
      body(Self.pathWeights[index]) { "\(Self.pathLabels[index]) “\(pathTexts[atom])”" }
    }
    if hit.nameCoverage > 0 {
      let percent = Int((hit.nameCoverage * 100).rounded())
      body(Self.coverageWeight * hit.nameCoverage * hit.nameCoverage) {
        "the query spells \(percent) % of the file name"
      }
    }
    return 0.25 + 0.75 * Double(record.standing) / 255
  }

  /// The amounts of one content atom.
  private func forEachTerm(
    _ features: AtomFeatures, _ atom: Int, _ length: Double, _ body: (Double, () -> String) -> Void
  ) {
    let probed = Double(max(features.probed, 1))
    let scale = Double(min(features.matches, 1000)) / probed
    let words = Double(max(0, features.wholeWords - features.definitions))
    let parts = probed - Double(features.wholeWords)
    let isPhrase = atom < isPhrase.count && isPhrase[atom]
    let frequency = isPhrase ? Self.wordWeight : (parts * Self.partWeight + words * Self.wordWeight) * scale
    let saturated = Self.saturate(frequency, isPhrase ? 1 : length)
    let weight = atom < weights.count ? weights[atom] : 1
    body(weight * saturated) { features.wholeWords > 0 ? "whole word in text" : "part of a word in text" }
    guard features.definitions > 0 else { return }
    // Looking like the definition counts once: a second definition does not make a better answer.
    let more = Self.saturate(frequency + Self.definitionWeight * Self.definitionCopies, length) - saturated
    // Types weigh twice as much as what only adds to something.
    let kind = features.declares.map { 0.5 + Double($0.weight) / 8 } ?? 1
    body(weight * (more + 1) * kind) {
      features.declares.map { "declares it: \($0.name)" } ?? "looks like the definition"
    }
  }

  private static func saturate(_ frequency: Double, _ length: Double) -> Double {
    frequency * (saturation + 1) / (frequency + saturation * length)
  }

  private static func rounded(_ value: Double) -> Double {
    (value * 100).rounded() / 100
  }
}

extension Double {
  /// log(1 + x) for x ≥ 0 without the C library, which floor 2 may not import: exponent, then a series in
  /// (m − 1) / (m + 1) for the mantissa m in [1, 2). Error below 1e-9.
  static func log1p(_ value: Double) -> Double {
    let sum = 1 + max(value, 0)
    let exponent = Double(sum.exponent)
    let mantissa = sum.significand
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var term = ratio
    var total = 0.0
    for odd in stride(from: 1.0, through: 19.0, by: 2.0) {
      total += term / odd
      term *= square
    }
    return exponent * 0.693_147_180_559_945_3 + 2 * total
  }
}
