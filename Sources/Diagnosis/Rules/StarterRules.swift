/// The rules that are built in.
package enum StarterRules {
  /// `starter.yaml`.
  package static let text = RuleSet.starterText.description
}

extension RuleSet {
  /// The rules that are built in. Without faults, which is tested.
  package static let starter = RuleSet(RuleReader.read(StarterRules.text, file: "starter.yaml").rules)
}
