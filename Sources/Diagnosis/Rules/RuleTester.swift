/// Runs the tests that rules bring with them.
package enum RuleTester {
  /// A test that did not end as it should.
  package struct Failure: Sendable {
    package let rule: Rule
    package let test: RuleTest
    /// From 1, among the rule's tests.
    package let number: Int
    /// What was expected and what came.
    package let description: String
  }

  /// What came of the tests of a set.
  package struct Outcome: Sendable {
    /// Tests that were run.
    package var count = 0
    package var failures: [Failure] = []
    /// Ids of rules that bring no test.
    package var untested: [String] = []
  }

  /// Runs every test of every rule.
  package static func run(_ set: RuleSet) -> Outcome {
    var outcome = Outcome()
    for rule in set.rules {
      if rule.tests.isEmpty { outcome.untested.append(rule.id) }
      for (index, test) in rule.tests.enumerated() {
        outcome.count += 1
        guard let text = failure(rule, test) else { continue }
        outcome.failures.append(Failure(rule: rule, test: test, number: index + 1, description: text))
      }
    }
    return outcome
  }

  private static func failure(_ rule: Rule, _ test: RuleTest) -> String? {
    let report = LogDiagnosis.report(ofPaste: test.log, name: "test.log")
    var subjects = RuleSubject.all(of: report)
    if let source = test.source {
      for index in subjects.indices { subjects[index].sources = [source] }
    }
    let found = RuleMatcher(RuleSet([rule])).findings(subjects, versions: test.versions.mapValues { [$0] })
    guard found.isEmpty == test.matches else { return nil }
    if let finding = found.first {
      return "expected no match, got one: \(finding.reasons.joined(separator: ", ")) — in “\(finding.sample)”"
    }
    let seen = report.templates.prefix(3).map { "“\($0.template.text)”" }.joined(separator: ", ")
    return "expected a match, got none; the messages are read as \(seen.isEmpty ? "nothing" : seen)"
  }
}
