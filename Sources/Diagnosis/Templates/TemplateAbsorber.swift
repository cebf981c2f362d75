/// Finds the template of a new form among those that were merged from many forms: what bounds the miner's
/// memory when a log has more forms than are worth keeping.
struct TemplateAbsorber {
  /// Templates of fewer forms are not open enough to take in others.
  static let formsNeeded = 4
  /// Templates that are compared with a form.
  static let candidateLimit = 64

  private struct Candidate {
    let tokens: [Int32]
    let form: Int
  }

  private var table: TokenTable
  private var candidates: [Int: [Candidate]] = [:]

  init(_ merger: TemplateMerger) {
    table = merger.table
    for node in merger.nodes where node.members.count >= Self.formsNeeded {
      let key = Self.key(node.tokens)
      guard candidates[key, default: []].count < Self.candidateLimit else { continue }
      candidates[key, default: []].append(Candidate(tokens: node.tokens, form: Int(node.members[0])))
    }
  }

  private static func key(_ tokens: [Int32]) -> Int { tokens.count &* 1_000_003 &+ Int(tokens.first ?? 0) }

  /// A form of the template that takes in a masked message; nil when there is none.
  func find(_ masked: UnsafeBufferPointer<UInt8>, softWords: SoftWords) -> Int? {
    let tokens = table.knownTokens(masked, softWords: softWords)
    for key in [Self.key(tokens), tokens.count &* 1_000_003] {
      for candidate in candidates[key] ?? [] where Self.matches(candidate.tokens, tokens) {
        return candidate.form
      }
    }
    return nil
  }

  private static func matches(_ template: [Int32], _ form: [Int32]) -> Bool {
    guard template.count == form.count else { return false }
    for (word, other) in zip(template, form) where word != TokenTable.hole && word != other { return false }
    return true
  }
}
