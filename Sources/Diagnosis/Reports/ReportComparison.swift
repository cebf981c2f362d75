/// How a template differs between two bundles: before and after, customer and baseline.
package struct TemplateChange: Sendable {
  /// What changed.
  package enum Kind: String, Sendable {
    case new, vanished, surging, falling
  }

  /// What changed.
  package let kind: Kind
  /// The template, from the bundle that has more of it.
  package let template: Template
  /// Messages in the first bundle.
  package let before: Int
  /// Messages in the second one.
  package let after: Int
  /// How surprising it is: χ² with one degree of freedom.
  package let score: Double
  /// Gravest level in either.
  package let worst: LogLevel?
}

/// Compares bundles by the shares that templates have of their messages.
package enum ReportComparison {
  /// Changes that are returned.
  package static let limit = 100
  /// χ² above which a change of rate counts: one in a million by chance, which leaves room for thousands of
  /// templates.
  static let threshold = 24.0
  /// Rates must differ by this factor.
  static let leastRatio = 2.0

  /// What is new, gone, more or less frequent, gravest and most surprising first.
  package static func changes(from before: DiagnosisReport, to after: DiagnosisReport) -> [TemplateChange] {
    // Templates are compared by text; ids are hashes of it.
    var old: [UInt64: TemplateFacts] = [:]
    for facts in before.templates { old[facts.template.id] = facts }
    var changes: [TemplateChange] = []
    var fresh: [TemplateFacts] = []
    for facts in after.templates {
      guard let known = old.removeValue(forKey: facts.template.id) else {
        fresh.append(facts)
        continue
      }
      add(known, facts, before.events, after.events, &changes)
    }
    // A bundle with more messages generalises more: its `user <*>` is the `user bob` of the other one.
    var gone = old.values.sorted { $0.template.text < $1.template.text }
    for facts in fresh.indices.reversed() {
      let covered = take(&gone, coveredBy: fresh[facts].template.text)
      guard let known = covered else { continue }
      add(known, fresh.remove(at: facts), before.events, after.events, &changes)
    }
    for facts in gone { add(facts, take(&fresh, coveredBy: facts.template.text), before.events, after.events, &changes) }
    for facts in fresh { add(nil, facts, before.events, after.events, &changes) }
    func weight(_ change: TemplateChange) -> Double {
      change.score + (change.worst?.isFailure == true ? 1000 : change.worst == .warning ? 100 : 0)
    }
    return Array(
      changes.sorted { (weight($1), $0.template.text) < (weight($0), $1.template.text) }.prefix(limit))
  }

  /// Templates that a more general one covers, as one; nil when it covers none.
  private static func take(_ facts: inout [TemplateFacts], coveredBy general: String) -> TemplateFacts? {
    let pieces = general.split(separator: "<*>", omittingEmptySubsequences: false)
    guard pieces.count > 1 else { return nil }
    var result: TemplateFacts?
    facts.removeAll { one in
      guard covers(pieces, one.template.text) else { return false }
      if result == nil { result = one } else { result?.merge(one) }
      return true
    }
    return result
  }

  /// Whether a text is what a template's constant pieces hold, with values in between: something without blanks.
  private static func covers(_ pieces: [Substring], _ text: String) -> Bool {
    guard var rest = text.utf8.starts(with: pieces[0].utf8) ? text.utf8.dropFirst(pieces[0].utf8.count) : nil else {
      return false
    }
    for (index, piece) in pieces.enumerated().dropFirst() {
      let isLast = index == pieces.count - 1
      let word = rest.prefix { $0 != 0x20 }
      // The first place in this word where the piece goes on; the end of the text for the last one.
      var at = word.index(word.startIndex, offsetBy: 1, limitedBy: word.endIndex)
      while let place = at, !(rest[place...].starts(with: piece.utf8) && (!isLast || rest[place...].elementsEqual(piece.utf8))) {
        at = place < word.endIndex ? word.index(after: place) : nil
      }
      guard let place = at else { return false }
      rest = rest[place...].dropFirst(piece.utf8.count)
    }
    return rest.isEmpty
  }

  private static func add(
    _ old: TemplateFacts?, _ new: TemplateFacts?, _ oldAll: Int, _ newAll: Int,
    _ changes: inout [TemplateChange]
  ) {
    guard let template = new?.template ?? old?.template else { return }
    let (before, after) = (old?.template.count ?? 0, new?.template.count ?? 0)
    let score = GTest.score(before, oldAll, after, newAll)
    let worst = [old?.worst, new?.worst].compactMap(\.self).max()
    let kind: TemplateChange.Kind
    if before == 0 {
      kind = .new
    } else if after == 0 {
      kind = .vanished
    } else {
      let ratio = Double(after) / Double(max(1, newAll)) / (Double(before) / Double(max(1, oldAll)))
      guard score >= threshold, ratio >= leastRatio || ratio <= 1 / leastRatio else { return }
      kind = ratio > 1 ? .surging : .falling
    }
    changes.append(
      TemplateChange(kind: kind, template: template, before: before, after: after, score: score, worst: worst)
    )
  }
}
