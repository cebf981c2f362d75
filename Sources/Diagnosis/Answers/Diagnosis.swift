/// What a log or bundle says and where it comes from: a report with the code behind it.
package struct Diagnosis: Sendable {
  /// What the logs say, without any code: templates as they were mined, traces, oddities, the manifest.
  package let report: DiagnosisReport
  /// Templates after the code was asked: those of one statement are one, by falling count. Counts add up to
  /// ``DiagnosisReport/events``.
  package internal(set) var templates: [SourcedTemplate]
  /// One for each of ``DiagnosisReport/groups``, in their order.
  package internal(set) var groups: [SourcedGroup]
  /// Versions by repository, the one with most statements first.
  package internal(set) var versions: [VersionWindow] = []
  /// What code was asked; nil when there was no index.
  package internal(set) var code: SearchedCode?
  /// What was not looked up or not read, and why, in words; each names its limit.
  package internal(set) var limits: [String] = []
  /// Seconds that looking up took, reading not included.
  package internal(set) var seconds = 0.0

  /// Places in ``templates``, what matters most first: failures, warnings, then by count.
  package var byImportance: [Int] {
    templates.indices.sorted { left, right in
      let (a, b) = (templates[left].facts, templates[right].facts)
      return (b.importance, b.template.count, left) < (a.importance, a.template.count, right)
    }
  }

  /// The place in ``templates`` of a template of the report.
  package func template(ofReport index: Int) -> Int? { templates.firstIndex { $0.members.contains(index) } }

  /// Templates with a confident statement.
  package var locatedCount: Int { templates.count { $0.source?.answer.isConfident == true } }

  /// The version of a repository that links should lead to: the newest of its window when the log tells
  /// versions apart; nil otherwise.
  package func version(of repository: String) -> VersionWindow.Candidate? { window(of: repository)?.first }

  /// The versions of a repository that may have written the log, the newest first; nil when it does not tell.
  func window(of repository: String) -> [VersionWindow.Candidate]? {
    guard let window = versions.first(where: { $0.repository == repository }), !window.others.isEmpty else {
      return nil
    }
    return window.window
  }
}

/// The code that was asked.
package struct SearchedCode: Sendable, Equatable {
  /// Repositories the caller may see.
  package let repositories: Int
  /// Statements that write text.
  package let statements: Int
}

/// A template with the statement behind it.
package struct SourcedTemplate: Sendable {
  /// Counts, times and levels of all its members. The text is the statement's where ``isGuided``.
  package internal(set) var facts: TemplateFacts
  /// Places in the templates of the report, the one with most messages first. Several when one statement wrote them.
  package internal(set) var members: [Int]
  /// The values of its messages by the expressions of the code; empty unless ``isGuided``.
  package internal(set) var parameters: [TemplateParameter] = []
  /// What the code says; nil when it was not looked up.
  package internal(set) var source: TemplateSource?

  /// The text of the facts is that of the statement.
  package internal(set) var isGuided = false

  /// The text with the names of its values: `Accepted <method> for <user>`; as mined when no statement is known.
  package var namedText: String {
    guard isGuided else { return facts.template.text }
    let parts = facts.template.text.split(separator: "<*>", omittingEmptySubsequences: false)
    var text = ""
    for (index, part) in parts.enumerated() {
      text += part
      guard index < parts.count - 1 else { break }
      let name = index < parameters.count ? parameters[index].name : ""
      text += name.isEmpty ? "<*>" : "<\(name)>"
    }
    return text
  }
}

/// A value of a statement's messages.
package struct TemplateParameter: Sendable, Equatable {
  /// The expression that gives it; empty where the code names none.
  package let name: String
  /// The value in the sample of the template.
  package let sample: String
  /// Values seen most, by falling count; empty when the miner does not count just this value.
  package let values: [Template.Value]
  /// Values seen that ``values`` does not hold.
  package let others: Int
}

/// The statement behind a template.
package struct TemplateSource: Sendable {
  /// Statements with their evidence, best first; ties are ties.
  package let answer: StatementAnswer
  /// Where the best one stands in the version that wrote the log, or where it was found when no version is known;
  /// nil when the answer is not confident.
  package internal(set) var place: SourcePlace?
  /// False when ``place`` is in none of the versions that may have written the log: other code wrote the message, or
  /// the version is wrong.
  package internal(set) var isInVersion = true
  /// Places equally likely, as many as are shown, without ``place``.
  package internal(set) var ties: [SourcePlace] = []
  /// Owner, changes and today's place; nil until they were asked for, or when no repository can tell.
  package internal(set) var context: SourceContext?
}

extension TemplateFacts {
  /// Failures before warnings before the rest.
  package var importance: Int {
    switch worst {
    case .fatal, .critical, .error: 2
    case .warning: 1
    default: 0
    }
  }
}
