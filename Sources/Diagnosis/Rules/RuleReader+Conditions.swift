import RegexEngine
import Yams

extension RuleReader {
  private static let kinds = [
    "all", "any", "not", "text", "regex", "source", "trace", "value", "version", "level", "logger", "file",
    "label",
  ]

  /// A list of conditions; an absent list has none.
  mutating func conditions(_ node: Node?, _ field: String) -> [RuleCondition] {
    items(node, field).compactMap { condition($1, $0, depth: 0) }
  }

  /// A mapping of conditions, all of which must hold.
  mutating func condition(_ node: Node, _ field: String, depth: Int) -> RuleCondition? {
    guard depth < RuleLimits.depth else {
      fault(node, field, "conditions are within each other too deep", fix: "make it two rules", kind: .limit)
      return nil
    }
    guard let mapping = fields(node, field, Self.kinds) else { return nil }
    guard !mapping.isEmpty else {
      fault(node, field, "it is empty", fix: "say what a message must be like: “text: …”")
      return nil
    }
    var parts: [RuleCondition] = []
    // In the order of the table, so that reasons read alike.
    for kind in Self.kinds {
      guard let value = mapping[kind] else { continue }
      conditionCount += 1
      guard conditionCount <= RuleLimits.conditions else {
        fault(value, field, "it has more than \(RuleLimits.conditions) conditions", fix: "make it two rules", kind: .limit)
        return nil
      }
      guard let part = part(kind, value, "\(field).\(kind)", depth: depth) else { continue }
      parts.append(part)
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func part(_ kind: String, _ node: Node, _ field: String, depth: Int) -> RuleCondition? {
    switch kind {
    case "all", "any":
      let parts = items(node, field).compactMap { condition($1, $0, depth: depth + 1) }
      guard !parts.isEmpty else {
        fault(node, field, "it has no conditions", fix: "give a list of them")
        return nil
      }
      return kind == "all" ? .all(parts) : .any(parts)
    case "not": return condition(node, field, depth: depth + 1).map { .not($0) }
    case "text": return pattern(node, field).map { .text($0) }
    case "regex": return pattern(node, field, onlyRegex: true).map { .text($0) }
    case "logger": return pattern(node, field).map { .logger($0) }
    case "file": return pattern(node, field).map { .file($0) }
    case "level": return level(node, field)
    case "label": return label(node, field)
    case "source": return source(node, field)
    case "trace": return trace(node, field)
    case "value": return value(node, field)
    default: return version(node, field)
    }
  }

  private mutating func level(_ node: Node, _ field: String) -> RuleCondition? {
    let name = node.string ?? ""
    if let level = LogLevel.allCases.first(where: { $0.name == name }) { return .level(level) }
    fault(node, field, "“\(name)” is none", fix: choose(name, LogLevel.allCases.map(\.name)))
    return nil
  }

  private mutating func label(_ node: Node, _ field: String) -> RuleCondition? {
    guard let mapping = fields(node, field, ["name", "is"]),
      let name = text(mapping["name"], "\(field).name", limit: RuleLimits.lineBytes, node),
      let wanted = mapping["is"], let pattern = pattern(wanted, "\(field).is")
    else {
      if case .mapping(let given) = node, given["is"] == nil {
        fault(node, "\(field).is", "it is missing", fix: "say what the label must be like")
      }
      return nil
    }
    return .label(name: name, pattern)
  }

  private mutating func source(_ node: Node, _ field: String) -> RuleCondition? {
    let known = ["repository", "path", "function", "text"]
    guard let mapping = fields(node, field, known) else { return nil }
    guard needsOne(mapping, node, field, known) else { return nil }
    var found = RuleCondition.SourcePattern()
    found.repository = mapping["repository"].flatMap { pattern($0, "\(field).repository") }
    found.path = mapping["path"].flatMap { pattern($0, "\(field).path") }
    found.function = mapping["function"].flatMap { pattern($0, "\(field).function") }
    found.text = mapping["text"].flatMap { pattern($0, "\(field).text") }
    return .source(found)
  }

  private mutating func trace(_ node: Node, _ field: String) -> RuleCondition? {
    let known = ["kind", "exception", "message", "frame"]
    guard let mapping = fields(node, field, known) else { return nil }
    guard needsOne(mapping, node, field, known) else { return nil }
    var found = RuleCondition.TracePattern()
    if let kind = mapping["kind"] {
      let name = kind.string ?? ""
      found.kind = TraceKind(rawValue: name)
      if found.kind == nil {
        fault(kind, "\(field).kind", "“\(name)” is none", fix: choose(name, TraceKind.allCases.map(\.rawValue)))
      }
    }
    found.exception = mapping["exception"].flatMap { pattern($0, "\(field).exception") }
    found.message = mapping["message"].flatMap { pattern($0, "\(field).message") }
    found.frame = mapping["frame"].flatMap { pattern($0, "\(field).frame") }
    return .trace(found)
  }

  private mutating func needsOne(
    _ mapping: [String: Node], _ node: Node, _ field: String, _ known: [String]
  ) -> Bool {
    if !mapping.isEmpty { return true }
    fault(node, field, "it is empty", fix: "give one of \(known.joined(separator: ", "))")
    return false
  }

  private mutating func value(_ node: Node, _ field: String) -> RuleCondition? {
    let known = ["name", "number", "regex", "above", "below", "is", "has"]
    guard let mapping = fields(node, field, known) else { return nil }
    let which: RuleCondition.ValueTest.Which
    switch (mapping["name"], mapping["number"], mapping["regex"]) {
    case (let name?, nil, nil):
      guard let text = text(name, "\(field).name", limit: RuleLimits.lineBytes, node) else { return nil }
      which = .named(text)
    case (nil, let number?, nil):
      guard let count = number.string.flatMap({ Int($0) }), (1...1000).contains(count) else {
        fault(number, "\(field).number", "it is no number from 1 on", fix: "1 is the first value of the message")
        return nil
      }
      which = .number(count)
    case (nil, nil, let regex?):
      guard let pattern = pattern(regex, "\(field).regex", onlyRegex: true) else { return nil }
      guard pattern.regex.captureNames.count > 1 else {
        fault(regex, "\(field).regex", "it has no group", fix: "put the value in parentheses: lag (\\d+)")
        return nil
      }
      which = .captured(pattern)
    default:
      fault(node, field, "it names no value, or several", fix: "give one of name, number, regex")
      return nil
    }
    var test = RuleCondition.ValueTest(which: which)
    test.above = number(mapping["above"], "\(field).above")
    test.below = number(mapping["below"], "\(field).below")
    test.text = mapping["is"].flatMap { text($0, "\(field).is", limit: RuleLimits.lineBytes, node) }
    test.pattern = mapping["has"].flatMap { pattern($0, "\(field).has") }
    guard ["above", "below", "is", "has"].contains(where: { mapping[$0] != nil }) else {
      fault(node, field, "it is compared with nothing", fix: "give above, below, is or has")
      return nil
    }
    return .value(test)
  }

  private mutating func version(_ node: Node, _ field: String) -> RuleCondition? {
    guard let mapping = fields(node, field, ["repository", "from", "before"]),
      let repository = text(mapping["repository"], "\(field).repository", limit: RuleLimits.lineBytes, node)
    else { return nil }
    var range = RuleCondition.VersionRange(repository: repository)
    for name in ["from", "before"] {
      guard let node = mapping[name] else { continue }
      guard let version = SoftwareVersion(node.string ?? "") else {
        fault(node, "\(field).\(name)", "it is no version", fix: "write one in quotes: \"7.2.1\"")
        continue
      }
      if name == "from" { range.from = version } else { range.before = version }
    }
    guard mapping["from"] != nil || mapping["before"] != nil else {
      fault(node, field, "it has no end", fix: "give from, before or both")
      return nil
    }
    return .version(range)
  }
}
