import RegexEngine
import Syntax
import Yams

extension RuleReader {
  /// The items of a list with their places; an absent list has none.
  mutating func items(_ node: Node?, _ field: String) -> [(String, Node)] {
    guard let node else { return [] }
    guard case .sequence(let nodes) = node else {
      fault(node, field, "it is not a list", fix: "put “- ” before each item")
      return []
    }
    if nodes.count > RuleLimits.listCount {
      fault(node, field, "it has more than \(RuleLimits.listCount) items", fix: "leave some out", kind: .limit)
    }
    return nodes.prefix(RuleLimits.listCount).enumerated().map { ("\(field)[\($0 + 1)]", $1) }
  }

  /// A mapping of which every field is known; nil when it is none.
  mutating func fields(_ node: Node, _ field: String, _ known: [String]) -> [String: Node]? {
    guard case .mapping(let mapping) = node else {
      fault(node, field, "it is not a mapping", fix: "it has the fields \(known.joined(separator: ", "))")
      return nil
    }
    var found: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.string ?? ""
      guard known.contains(name) else {
        let place = field.isEmpty ? name : "\(field).\(name)"
        fault(key, place, "there is no such field", fix: choose(name, known))
        continue
      }
      found[name] = value
    }
    return found
  }

  /// A text that must not be empty.
  mutating func text(_ node: Node?, _ field: String, limit: Int, _ parent: Node) -> String? {
    guard let node else {
      fault(parent, field, "it is missing", fix: "add “\(field.split(separator: ".").last ?? ""): …”")
      return nil
    }
    guard let text = node.string, text.contains(where: { !$0.isWhitespace }) else {
      fault(node, field, node.string == nil ? "it is not a text" : "it is empty", fix: "write a text")
      return nil
    }
    guard text.utf8.count <= limit else {
      fault(node, field, "it is longer than \(limit) bytes", fix: "shorten it", kind: .limit)
      return nil
    }
    return text
  }

  /// `did you mean text? It is one of …`.
  func choose(_ name: String, _ known: [String]) -> String {
    if let near = nearestText(to: name, in: known, within: 3) { return "did you mean \(near)?" }
    return "it is one of \(known.joined(separator: ", "))"
  }

  /// A text to look for, or `{regex: …}`.
  mutating func pattern(_ node: Node, _ field: String, onlyRegex: Bool = false) -> RulePattern? {
    var node = node
    var field = field
    var isRegex = onlyRegex
    if !onlyRegex, case .mapping = node {
      guard let mapping = fields(node, field, ["regex"]), let regex = mapping["regex"] else {
        fault(node, field, "it has no regex", fix: "write a text, or {regex: …}")
        return nil
      }
      (node, field, isRegex) = (regex, "\(field).regex", true)
    }
    guard let text = text(node, field, limit: RuleLimits.patternBytes, node) else { return nil }
    do throws(RegexFault) {
      return try Self.compile(text, isRegex: isRegex)
    } catch {
      fault(node, field, error.reason, fix: error.fix)
      return nil
    }
  }

  private struct RegexFault: Error {
    var reason: String
    var fix: String
  }

  private static func compile(_ text: String, isRegex: Bool) throws(RegexFault) -> RulePattern {
    do {
      return isRegex ? try RulePattern(regex: text) : try RulePattern(text: text)
    } catch {
      throw RegexFault(reason: error.description, fix: error.suggestion ?? "see docs/regex.md")
    }
  }

  /// A number.
  mutating func number(_ node: Node?, _ field: String) -> Double? {
    guard let node else { return nil }
    if let text = node.string, let number = Double(text), number.isFinite { return number }
    fault(node, field, "it is no number", fix: "write a number without a unit")
    return nil
  }
}
