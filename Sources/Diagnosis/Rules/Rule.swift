/// How bad a known issue is.
package enum RuleSeverity: String, CaseIterable, Comparable, Sendable {
  case info, warning, error, critical

  /// Less bad comes first.
  package static func < (left: RuleSeverity, right: RuleSeverity) -> Bool {
    allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
  }
}

/// A known issue: how it shows in logs, and what helps.
package struct Rule: Sendable {
  /// Where more is to be read.
  package struct Link: Sendable, Equatable {
    package let title: String
    /// `https:` or `http:`.
    package let address: String
  }

  /// Lower case words with hyphens; unique in its set.
  package let id: String
  /// One line.
  package let title: String
  package let severity: RuleSeverity
  /// What one message or one stack trace must be like.
  package let condition: RuleCondition
  /// Each of these must hold for some message or trace of the same log.
  package let with: [RuleCondition]
  /// None of these may hold for any.
  package let without: [RuleCondition]
  /// What to do, in Markdown.
  package let remedy: String
  /// What to ask next, in one sentence; empty when nothing is left to ask.
  package let question: String
  package let links: [Link]
  package let tests: [RuleTest]
  /// The file it is from, and the 1-based line at which it begins there.
  package let file: String
  package let line: Int
}

/// A log with what a rule should say of it.
package struct RuleTest: Sendable {
  /// The log.
  package let log: String
  /// Whether the rule should match.
  package let matches: Bool
  /// Versions that are known, by repository.
  package let versions: [String: String]
  /// A statement that each of the messages is taken to be from.
  package let source: RuleSource?
  /// The 1-based line of the file at which it begins.
  package let line: Int
}

/// Rules of which no two have one id.
package struct RuleSet: Sendable {
  /// In the order they were read.
  package private(set) var rules: [Rule] = []

  /// No rules.
  package init() {}

  /// Some rules; of those with one id the last counts, so that a folder can replace what is built in.
  package init(_ rules: [Rule]) {
    for rule in rules { add(rule) }
  }

  /// Adds a rule, or replaces the one with its id.
  package mutating func add(_ rule: Rule) {
    if let place = rules.firstIndex(where: { $0.id == rule.id }) {
      rules[place] = rule
    } else {
      rules.append(rule)
    }
  }
}

/// What limits rules.
package enum RuleLimits {
  /// Bytes of one file.
  package static let fileBytes = 1 << 20
  /// Files of a folder.
  package static let files = 1_000
  /// Rules of one set.
  package static let rules = 5_000
  /// Conditions of one rule.
  static let conditions = 200
  /// Conditions within each other.
  static let depth = 16
  /// Bytes of a pattern.
  static let patternBytes = 2_000
  /// Bytes of a title, an id, a link.
  static let lineBytes = 300
  /// Bytes of a remedy, and of the log of a test.
  static let textBytes = 64 << 10
  /// Links, and tests, of one rule.
  static let listCount = 100
  /// Faults that are reported of one file.
  static let faults = 50
  /// Texts that are made of one template with its values.
  static let variants = 24
  /// Bytes of what is searched of one template or trace.
  static let subjectBytes = 16 << 10
}
