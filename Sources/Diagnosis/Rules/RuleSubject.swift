/// A statement as rules see it.
package struct RuleSource: Sendable, Equatable {
  package var repository: String
  package var path: String
  package var function: String
  /// Its constant text with holes.
  package var text: String

  /// A statement.
  package init(repository: String, path: String, function: String, text: String) {
    (self.repository, self.path, self.function, self.text) = (repository, path, function, text)
  }
}

/// A template or a group of stack traces as rules see it.
package struct RuleSubject: Sendable {
  /// What it is in the report.
  package enum Origin: Sendable, Equatable {
    /// Its place among the templates.
    case template(Int)
    /// Its place among the groups of traces.
    case group(Int)
  }

  /// A value's names and what it was.
  struct Value: Sendable {
    var names: [String]
    /// From 1; 0 for values that only the code has.
    var number: Int
    var texts: [String]
  }

  /// What it is.
  package let origin: Origin
  /// Messages, one on a line.
  var lines: [UInt8] = []
  /// The first message.
  var sample = ""
  var count = 0
  var worst: LogLevel?
  var logger = ""
  var values: [Value] = []
  /// Statements that may have written it.
  package var sources: [RuleSource] = []
  var file = ""
  /// The first message's line, from 1.
  var line = 0
  var labels: [BundleLabel] = []
  var trace: StackTrace?

  /// Adds what the code calls a value of the first message.
  package mutating func name(_ name: String, value: String) {
    guard !name.isEmpty else { return }
    let last = name.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last.map(String.init) ?? name
    values.append(Value(names: [name, last], number: 0, texts: [value]))
  }
}

extension RuleSubject {
  /// Everything in a report that rules can speak of.
  package static func all(of report: DiagnosisReport) -> [RuleSubject] {
    var subjects = report.templates.indices.map { RuleSubject($0, report.templates[$0], of: report) }
    subjects += report.groups.indices.map { RuleSubject(group: $0, of: report) }
    return subjects
  }

  /// The template at a place among those that are matched, with files of its report.
  init(_ index: Int, _ facts: TemplateFacts, of report: DiagnosisReport) {
    let template = facts.template
    origin = .template(index)
    sample = template.sample
    count = template.count
    worst = facts.worst
    logger = facts.hints.logger ?? ""
    line = facts.firstLine
    if facts.firstFile < report.files.count {
      file = report.files[facts.firstFile].path
      labels = report.files[facts.firstFile].labels
    }
    let pieces = RulePattern.pieces(template.text)
    values = template.holes.enumerated().map { number, hole in
      Value(
        names: number < pieces.count ? Self.names(before: pieces[number]) : [], number: number + 1,
        texts: hole.values.map(\.text))
    }
    values += Self.pairs(template.sample)
    append(template.sample)
    for text in Self.variants(template, pieces) { append(text) }
  }

  /// The group at a place in the report.
  init(group index: Int, of report: DiagnosisReport) {
    let group = report.groups[index]
    origin = .group(index)
    sample = group.example.title
    count = group.count
    worst = .error
    line = group.example.lines.lowerBound
    trace = group.example
    if group.example.file < report.files.count {
      file = report.files[group.example.file].path
      labels = report.files[group.example.file].labels
    }
    for stack in group.example.stacks where !stack.type.isEmpty || !stack.message.isEmpty {
      append(stack.type.isEmpty ? stack.message : "\(stack.type): \(stack.message)")
    }
    for message in group.messages { append(message.text) }
  }

  private mutating func append(_ text: String) {
    guard lines.count + text.utf8.count <= RuleLimits.subjectBytes else { return }
    for byte in text.utf8 { lines.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
    lines.append(0x0A)
  }

  /// The template with each of its values in turn, the others being the most frequent ones.
  private static func variants(_ template: Template, _ pieces: [Substring]) -> [String] {
    guard !template.holes.isEmpty, pieces.count == template.holes.count + 1 else { return [] }
    let usual = template.holes.map { $0.values.first?.text ?? "" }
    func text(_ hole: Int, _ value: String) -> String {
      var text = String(pieces[0])
      for place in template.holes.indices { text += (place == hole ? value : usual[place]) + pieces[place + 1] }
      return text
    }
    var variants = [text(0, usual[0])]
    for (hole, facts) in template.holes.enumerated() {
      for value in facts.values.dropFirst() {
        guard variants.count < RuleLimits.variants else { return variants }
        variants.append(text(hole, value.text))
      }
    }
    return variants
  }

  /// `name=value` in a message: values that are always the same are no holes.
  private static func pairs(_ sample: String) -> [Value] {
    sample.split(whereSeparator: { " ,;()[]{}\n".contains($0) }).prefix(100).compactMap { word in
      guard let sign = word.firstIndex(of: "="), sign > word.startIndex else { return nil }
      let value = word[word.index(after: sign)...].trimming { "\"'".contains($0) }
      return value.isEmpty ? nil : Value(names: [String(word[..<sign])], number: 0, texts: [String(value)])
    }
  }

  /// What stands before a hole, as a name: `errno` in `errno=<*>`, `"lag": <*>` and `lag <*>`.
  private static func names(before piece: Substring) -> [String] {
    func isSign(_ character: Character) -> Bool { " \t=:\"'([{<".contains(character) }
    var rest = piece
    while let last = rest.last, isSign(last) { rest = rest.dropLast() }
    guard rest.endIndex != piece.endIndex else { return [] }
    let name = rest.reversed().prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }
    return name.isEmpty ? [] : [String(name.reversed())]
  }
}

extension Substring {
  fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
    var text = drop(while: isDropped)
    while let last = text.last, isDropped(last) { text = text.dropLast() }
    return text
  }
}
