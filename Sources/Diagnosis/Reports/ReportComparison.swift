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
    for facts in after.templates {
      let known = old.removeValue(forKey: facts.template.id)
      add(known, facts, before.events, after.events, &changes)
    }
    for facts in old.values { add(facts, nil, before.events, after.events, &changes) }
    func weight(_ change: TemplateChange) -> Double {
      change.score + (change.worst?.isFailure == true ? 1000 : change.worst == .warning ? 100 : 0)
    }
    return Array(
      changes.sorted { (weight($1), $0.template.text) < (weight($0), $1.template.text) }.prefix(limit))
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
