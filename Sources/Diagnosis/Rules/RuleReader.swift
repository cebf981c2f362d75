import Platform
import Syntax
import Yams

/// Reads rules from YAML. Everything that is wrong is reported, not only the first fault.
package struct RuleReader {
  let file: String
  /// What is wrong, in the order of the file.
  package private(set) var faults: [RuleError] = []
  var rule = ""
  var conditionCount = 0

  private init(file: String) { self.file = file }

  /// The rules of a text. Those with faults are left out.
  ///
  /// - Parameter file: the name that faults have.
  package static func read(_ text: String, file: String) -> (rules: [Rule], faults: [RuleError]) {
    var reader = RuleReader(file: file)
    let rules = reader.rules(text)
    return (rules, reader.faults)
  }

  /// The rules of files and folders, in which `.yaml` and `.yml` are read.
  package static func read(paths: [String]) -> (set: RuleSet, faults: [RuleError]) {
    var set = RuleSet()
    var faults: [RuleError] = []
    var origins: [String: Rule] = [:]
    for path in paths {
      var files = [path]
      do {
        if fileStatus(path)?.kind == .folder { files = try self.files(in: path) }
        for file in files {
          let text = String(decoding: try readFile(file, limit: RuleLimits.fileBytes), as: UTF8.self)
          let found = read(text, file: file)
          faults += found.faults
          for rule in found.rules {
            if let other = origins[rule.id] {
              faults.append(twice(rule, other))
            } else if set.rules.count < RuleLimits.rules {
              origins[rule.id] = rule
              set.add(rule)
            } else {
              faults.append(tooMany(rule))
            }
          }
        }
      } catch {
        faults.append(RuleError(kind: .file, file: path, line: 0, field: "", reason: "\(error)", fix: ""))
      }
    }
    return (set, faults)
  }

  private static func files(in folder: String) throws -> [String] {
    let names = try listFolder(folder).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    return names.prefix(RuleLimits.files).map { "\(folder)/\($0)" }
  }

  private static func twice(_ rule: Rule, _ other: Rule) -> RuleError {
    RuleError(
      kind: .field, file: rule.file, rule: rule.id, line: rule.line, field: "id",
      reason: "\(other.file):\(other.line) has this id too", fix: "give one of the two another")
  }

  private static func tooMany(_ rule: Rule) -> RuleError {
    RuleError(
      kind: .limit, file: rule.file, rule: rule.id, line: rule.line, field: "",
      reason: "more than \(RuleLimits.rules) rules", fix: "leave out rules that never match")
  }

  // MARK: Faults

  mutating func fault(
    _ node: Node?, _ field: String, _ reason: String, fix: String = "", kind: RuleError.Kind = .field
  ) {
    guard faults.count < RuleLimits.faults else { return }
    faults.append(
      RuleError(
        kind: kind, file: file, rule: rule, line: node?.mark?.line ?? 0, field: field, reason: reason, fix: fix))
  }

  private mutating func rules(_ text: String) -> [Rule] {
    guard text.utf8.count <= RuleLimits.fileBytes else {
      fault(nil, "", "it is larger than \(RuleLimits.fileBytes >> 20) MB", fix: "divide it", kind: .limit)
      return []
    }
    let root: Node?
    do { root = try compose(yaml: text) } catch let error as YamlError {
      syntaxFault(error)
      return []
    } catch {
      fault(nil, "", "it is not YAML", fix: "", kind: .syntax)
      return []
    }
    guard let root else { return [] }
    guard case .mapping(let mapping) = root, let list = mapping["rules"] else {
      fault(root, "", "it has no list of rules", fix: "begin it with “rules:” and a list")
      return []
    }
    for (key, _) in mapping where key.string != "rules" {
      fault(key, key.string ?? "?", "there is no such field", fix: "a file holds rules: and a list")
    }
    guard case .sequence(let nodes) = list else {
      fault(list, "rules", "it is not a list", fix: "put “- ” before each rule")
      return []
    }
    var seen: Set<String> = []
    var rules: [Rule] = []
    for node in nodes.prefix(RuleLimits.rules) {
      guard let rule = rule(node) else { continue }
      guard seen.insert(rule.id).inserted else {
        self.rule = rule.id
        fault(node, "id", "another rule of this file has it too", fix: "give one of the two another")
        continue
      }
      rules.append(rule)
    }
    return rules
  }

  private mutating func syntaxFault(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      faults.append(
        RuleError(
          kind: .syntax, file: file, line: mark.line, field: "", reason: "it is not YAML: \(problem)",
          fix: "look at column \(mark.column), and at how far the lines are indented"))
    case .duplicatedKeysInMapping(let keys, _):
      let names = keys.map { "\($0)" }.joined(separator: ", ")
      faults.append(
        RuleError(
          kind: .syntax, file: file, line: 0, field: "", reason: "\(names) is there twice", fix: "leave one of them"))
    default:
      faults.append(
        RuleError(kind: .syntax, file: file, line: 0, field: "", reason: "it cannot be read as YAML", fix: "save it as UTF-8"))
    }
  }

  // MARK: A rule

  private static let fields = [
    "id", "title", "severity", "match", "with", "without", "remedy", "question", "links", "tests",
  ]

  private mutating func rule(_ node: Node) -> Rule? {
    rule = ""
    conditionCount = 0
    let faultsBefore = faults.count
    guard let mapping = fields(node, "", Self.fields) else { return nil }
    let id = text(mapping["id"], "id", limit: RuleLimits.lineBytes, node) ?? ""
    rule = id
    let isName = !id.isEmpty && id.utf8.allSatisfy { $0 == 0x2D || $0 &- 0x30 < 10 || $0 &- 0x61 < 26 }
    if !isName, mapping["id"] != nil {
      fault(mapping["id"], "id", "“\(id)” is no id", fix: "use lower case letters, digits and hyphens")
    }
    let title = text(mapping["title"], "title", limit: RuleLimits.lineBytes, node)
    let remedy = text(mapping["remedy"], "remedy", limit: RuleLimits.textBytes, node)
    let severity = severity(mapping["severity"])
    var condition: RuleCondition?
    if let match = mapping["match"] {
      condition = self.condition(match, "match", depth: 0)
    } else {
      fault(node, "match", "it is missing", fix: "say what a message must be like: “match: {text: …}”")
    }
    let with = conditions(mapping["with"], "with")
    let without = conditions(mapping["without"], "without")
    let links = links(mapping["links"])
    let question = mapping["question"].flatMap { text($0, "question", limit: RuleLimits.lineBytes, node) }
    let tests = tests(mapping["tests"])
    guard faults.count == faultsBefore, let title, let remedy, let condition else { return nil }
    return Rule(
      id: id, title: title, severity: severity, condition: condition, with: with, without: without,
      remedy: remedy, question: question ?? "", links: links, tests: tests, file: file, line: node.mark?.line ?? 0)
  }

  private mutating func severity(_ node: Node?) -> RuleSeverity {
    guard let node else { return .error }
    let name = node.string ?? ""
    if let severity = RuleSeverity(rawValue: name) { return severity }
    fault(node, "severity", "“\(name)” is none", fix: choose(name, RuleSeverity.allCases.map(\.rawValue)))
    return .error
  }

  private mutating func links(_ node: Node?) -> [Rule.Link] {
    items(node, "links").compactMap { place, node in
      guard let mapping = fields(node, place, ["title", "url"]) else { return nil }
      let address = text(mapping["url"], "\(place).url", limit: RuleLimits.lineBytes, node) ?? ""
      let title = text(mapping["title"], "\(place).title", limit: RuleLimits.lineBytes, node) ?? address
      guard address.hasPrefix("https://") || address.hasPrefix("http://"),
        !address.contains(where: { $0.isWhitespace })
      else {
        if !address.isEmpty {
          fault(node, "\(place).url", "“\(address)” is no address", fix: "begin it with https://")
        }
        return nil
      }
      return Rule.Link(title: title, address: address)
    }
  }

  private mutating func tests(_ node: Node?) -> [RuleTest] {
    items(node, "tests").compactMap { place, node in
      guard let mapping = fields(node, place, ["log", "matches", "versions", "source"]) else { return nil }
      guard let log = text(mapping["log"], "\(place).log", limit: RuleLimits.textBytes, node) else { return nil }
      var matches = true
      if let wanted = mapping["matches"] {
        switch wanted.string {
        case "true", "yes": break
        case "false", "no": matches = false
        default: fault(wanted, "\(place).matches", "it is neither true nor false", fix: "write true or false")
        }
      }
      var versions: [String: String] = [:]
      if case .mapping(let known)? = mapping["versions"] {
        for (key, value) in known { versions[key.string ?? ""] = value.string ?? "" }
      }
      var source: RuleSource?
      if let node = mapping["source"],
        let given = fields(node, "\(place).source", ["repository", "path", "function", "text"])
      {
        source = RuleSource(
          repository: given["repository"]?.string ?? "", path: given["path"]?.string ?? "",
          function: given["function"]?.string ?? "", text: given["text"]?.string ?? "")
      }
      return RuleTest(
        log: log, matches: matches, versions: versions, source: source, line: node.mark?.line ?? 0)
    }
  }
}
