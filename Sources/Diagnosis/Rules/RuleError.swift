/// What is wrong with a file of rules, and where.
package struct RuleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of fault it is.
  package enum Kind: Sendable {
    /// The file cannot be read.
    case file
    /// It is not YAML.
    case syntax
    /// A field is missing, unknown, twice there or not what it should be.
    case field
    /// A limit is met.
    case limit
  }

  /// What kind of fault it is.
  package let kind: Kind
  /// The file.
  package let file: String
  /// The rule's id, as far as it is known.
  package internal(set) var rule = ""
  /// 1-based; 0 when the whole file is meant.
  package let line: Int
  /// Where in the rule: `match.any[2].text`; empty for the rule or file.
  package let field: String
  /// One clause.
  package let reason: String
  /// What to do.
  package let fix: String

  /// `disk.yaml:12: rule disk-full, match.text: it is empty; give words of the message`.
  package var description: String {
    // What the system said names the file.
    if kind == .file { return reason }
    var text = line > 0 ? "\(file):\(line): " : "\(file): "
    if !rule.isEmpty { text += "rule \(rule)\(field.isEmpty ? "" : ", ")" }
    text += field
    if !rule.isEmpty || !field.isEmpty { text += ": " }
    return text + reason + (fix.isEmpty ? "" : "; \(fix)")
  }
}
