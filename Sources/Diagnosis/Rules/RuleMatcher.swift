import RegexEngine

/// What a rule found.
package struct RuleFinding: Sendable {
  package let rule: Rule
  /// What matched, in the order of the report.
  package internal(set) var origins: [RuleSubject.Origin]
  /// Messages and traces that matched.
  package internal(set) var count: Int
  /// The first message that matched.
  package let sample: String
  /// Its file in the bundle, and its line there, from 1.
  package let file: String
  package let line: Int
  /// Why, in words, each of which can be checked.
  package let reasons: [String]
}

/// Matches rules with logs. For one thread.
package final class RuleMatcher {
  private let rules: [Rule]
  private var matchers: [String: Matcher] = [:]
  private var versions: [(repository: String, versions: [SoftwareVersion])] = []

  /// A matcher of some rules.
  package init(_ set: RuleSet) { rules = set.rules }

  /// What rules find in a log, the worst first.
  ///
  /// Takes rules × (templates + groups) searches of some hundred bytes.
  ///
  /// - Parameter versions: names of the versions that a repository may have had.
  package func findings(_ subjects: [RuleSubject], versions: [String: [String]] = [:]) -> [RuleFinding] {
    self.versions = versions.sorted { $0.key < $1.key }.map { ($0.key, $0.value.compactMap { SoftwareVersion($0) }) }
    var found: [RuleFinding] = []
    for rule in rules {
      guard var finding = first(rule, subjects) else { continue }
      let all = subjects.filter { holds(rule.condition, $0) }
      finding.origins = all.map(\.origin)
      finding.count = all.reduce(0) { $0 + $1.count }
      found.append(finding)
    }
    return found.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.rule.severity != b.rule.severity { return a.rule.severity > b.rule.severity }
      return a.count != b.count ? a.count > b.count : left.offset < right.offset
    }.map(\.element)
  }

  private func first(_ rule: Rule, _ subjects: [RuleSubject]) -> RuleFinding? {
    guard let subject = subjects.first(where: { holds(rule.condition, $0) }) else { return nil }
    var reasons: [String] = []
    explain(rule.condition, subject, &reasons)
    for condition in rule.with {
      guard let other = subjects.first(where: { holds(condition, $0) }) else { return nil }
      explain(condition, other, &reasons)
    }
    guard !rule.without.contains(where: { condition in subjects.contains { holds(condition, $0) } }) else {
      return nil
    }
    return RuleFinding(
      rule: rule, origins: [], count: 0, sample: subject.sample, file: subject.file, line: subject.line,
      reasons: reasons)
  }

  // MARK: Conditions

  private func holds(_ condition: RuleCondition, _ subject: RuleSubject) -> Bool {
    switch condition {
    case .all(let parts): parts.allSatisfy { holds($0, subject) }
    case .any(let parts): parts.contains { holds($0, subject) }
    case .not(let part): !holds(part, subject)
    case .text(let pattern): has(pattern, subject.lines)
    case .source(let pattern): subject.sources.contains { matches(pattern, $0) }
    case .trace(let pattern): subject.trace.map { matches(pattern, $0) } ?? false
    case .value(let test): values(test.which, subject).contains { passes($0, test) }
    case .version(let range): version(in: range) != nil
    case .level(let level): subject.worst.map { $0 >= level } ?? false
    case .logger(let pattern): !subject.logger.isEmpty && has(pattern, subject.logger)
    case .file(let pattern): has(pattern, subject.file)
    case .label(let name, let pattern):
      subject.labels.contains { $0.name == name && has(pattern, $0.value) }
    }
  }

  private func has(_ pattern: RulePattern, _ text: String) -> Bool { has(pattern, Array(text.utf8)) }

  private func has(_ pattern: RulePattern, _ bytes: [UInt8]) -> Bool {
    let matcher = matcher(pattern)
    return bytes.withUnsafeBytes { matcher.hasMatch(in: $0, range: 0..<$0.count) }
  }

  private func matcher(_ pattern: RulePattern) -> Matcher {
    let key = (pattern.isRegex ? "/" : "“") + pattern.text
    if let known = matchers[key] { return known }
    let made = pattern.regex.makeMatcher()
    matchers[key] = made
    return made
  }

  private func matches(_ pattern: RuleCondition.SourcePattern, _ source: RuleSource) -> Bool {
    (pattern.repository.map { has($0, source.repository) } ?? true)
      && (pattern.path.map { has($0, source.path) } ?? true)
      && (pattern.function.map { has($0, source.function) } ?? true)
      && (pattern.text.map { has($0, source.text) } ?? true)
  }

  private func matches(_ pattern: RuleCondition.TracePattern, _ trace: StackTrace) -> Bool {
    if let kind = pattern.kind, kind != trace.kind { return false }
    if let exception = pattern.exception, !trace.stacks.contains(where: { has(exception, $0.type) }) {
      return false
    }
    if let message = pattern.message, !trace.stacks.contains(where: { has(message, $0.message) }) {
      return false
    }
    guard let frame = pattern.frame else { return true }
    return trace.stacks.contains { $0.frames.contains { has(frame, $0.function) || has(frame, $0.file) } }
  }

  private func values(_ which: RuleCondition.ValueTest.Which, _ subject: RuleSubject) -> [String] {
    switch which {
    case .named(let name):
      subject.values.filter { value in
        value.names.contains { $0.caseInsensitiveCompare(name) }
      }.flatMap(\.texts)
    case .number(let number): subject.values.filter { $0.number == number }.flatMap(\.texts)
    case .captured(let pattern): captured(pattern, subject.lines)
    }
  }

  private func captured(_ pattern: RulePattern, _ lines: [UInt8]) -> [String] {
    let matcher = matcher(pattern)
    return lines.split(separator: 0x0A).compactMap { line in
      let line = Array(line)
      return line.withUnsafeBytes { bytes in
        guard let groups = matcher.captures(in: bytes, range: 0..<bytes.count), groups.count > 1,
          let range = groups[1]
        else { return nil }
        return String(decoding: line[range], as: UTF8.self)
      }
    }
  }

  private func passes(_ value: String, _ test: RuleCondition.ValueTest) -> Bool {
    if let text = test.text, !value.caseInsensitiveCompare(text) { return false }
    if let pattern = test.pattern, !has(pattern, value) { return false }
    guard test.above != nil || test.below != nil else { return true }
    guard let number = Self.number(value) else { return false }
    if let above = test.above, number <= above { return false }
    if let below = test.below, number >= below { return false }
    return true
  }

  /// The number that a value begins with: 12.5 for `12.5ms`.
  static func number(_ text: String) -> Double? {
    let trimmed = text.drop { " \"'(<".contains($0) }
    let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || ".-+".contains($0)) }
    return Double(digits)
  }

  /// The first known version in a range, with its repository.
  private func version(in range: RuleCondition.VersionRange) -> (repository: String, version: SoftwareVersion)? {
    for (repository, versions) in versions
    where repository == range.repository || repository.hasSuffix("/" + range.repository) {
      let found = versions.first { version in
        (range.from.map { version >= $0 } ?? true) && (range.before.map { version < $0 } ?? true)
      }
      if let found { return (repository, found) }
    }
    return nil
  }

  // MARK: Reasons

  private func explain(_ condition: RuleCondition, _ subject: RuleSubject, _ reasons: inout [String]) {
    guard reasons.count < 12 else { return }
    switch condition {
    case .all(let parts): for part in parts { explain(part, subject, &reasons) }
    case .any(let parts):
      if let part = parts.first(where: { holds($0, subject) }) { explain(part, subject, &reasons) }
    case .not: break
    case .text(let pattern): reasons.append("\(subject.trace == nil ? "the message" : "the trace") has \(pattern.description)")
    case .source(let pattern):
      guard let source = subject.sources.first(where: { matches(pattern, $0) }) else { return }
      reasons.append("a statement of \(source.path) in \(source.repository) wrote it")
    case .trace:
      let type = subject.trace?.stacks.first { !$0.type.isEmpty }?.type ?? ""
      reasons.append(type.isEmpty ? "the trace’s frames are the issue’s" : "the trace is of \(type)")
    case .value(let test):
      guard let value = values(test.which, subject).first(where: { passes($0, test) }) else { return }
      reasons.append("\(test.which.name) is \(value)\(test.bounds)")
    case .version(let range):
      guard let found = version(in: range) else { return }
      reasons.append("\(found.repository) may be \(found.version), which has the issue")
    case .level(let level):
      reasons.append("its level is \(subject.worst?.name ?? "") (\(level.name) or worse)")
    case .logger(let pattern): reasons.append("its logger \(subject.logger) has \(pattern.description)")
    case .file(let pattern): reasons.append("its file \(subject.file) has \(pattern.description)")
    case .label(let name, let pattern): reasons.append("its \(name) has \(pattern.description)")
    }
  }
}

extension RuleCondition.ValueTest {
  /// ` (above 300)`.
  fileprivate var bounds: String {
    func short(_ number: Double) -> String {
      number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
    var parts: [String] = []
    if let above { parts.append("above \(short(above))") }
    if let below { parts.append("below \(short(below))") }
    if let pattern { parts.append("has \(pattern.description)") }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}

extension RuleCondition.ValueTest.Which {
  fileprivate var name: String {
    switch self {
    case .named(let name): name
    case .number(let number): "value \(number)"
    case .captured(let pattern): "what \(pattern.description) takes"
    }
  }
}

extension String {
  /// Equal but for case.
  fileprivate func caseInsensitiveCompare(_ other: String) -> Bool {
    utf8.count == other.utf8.count && lowercased() == other.lowercased()
  }
}
