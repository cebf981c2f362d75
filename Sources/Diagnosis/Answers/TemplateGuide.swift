import Containers
import Search

/// Lets statements have the last word about templates: their text, the borders of their values, and which of them
/// are one.
enum TemplateGuide {
  /// Joins templates that one statement wrote, and gives those of known statements its text and the names of its
  /// values. Counts add up as before.
  static func guided(_ units: [TemplateUnit]) -> [SourcedTemplate] {
    var result: [SourcedTemplate] = []
    var places: [Key: Int] = [:]
    for unit in units {
      let (index, facts) = (unit.index, unit.facts)
      guard let source = unit.source else {
        result.append(SourcedTemplate(facts: facts, members: [index]))
        continue
      }
      guard let match = guide(facts.template, source.answer) else {
        result.append(SourcedTemplate(facts: facts, members: [index], source: source))
        continue
      }
      let key = Key(match)
      if let place = places[key] {
        if !result[place].members.contains(index) { result[place].members.append(index) }
        result[place].facts.merge(facts)
      } else {
        places[key] = result.count
        var template = SourcedTemplate(facts: facts, members: [index], source: source, isGuided: true)
        let bounds = bounds(match.hit.site.skeleton, values: match.values)
        template.facts.template.replaceText(bounds.text)
        template.parameters = parameters(facts.template, match)
        result.append(template)
      }
    }
    // Joined templates may have more messages than those before them.
    return result.sorted {
      ($1.facts.template.count, $0.members[0]) < ($0.facts.template.count, $1.members[0])
    }
  }

  /// Messages of one statement have the same key.
  struct Key: Hashable {
    var skeleton: Skeleton
    var repository: String
    var path: [UInt8]

    init(_ match: StatementMatch) {
      (skeleton, repository) = (match.hit.site.skeleton, match.hit.placement.repository)
      path = match.hit.placement.path
    }
  }

  /// The statement whose text may stand for a template: it fits the sample from end to end, and all of its words are
  /// in the template too, so that no other statement's messages are among them.
  static func guide(_ template: Template, _ answer: StatementAnswer) -> StatementMatch? {
    guard answer.isConfident, answer.wrapper == nil, answer.peeled.isEmpty, let match = answer.matches.first,
      match.fit == .whole, answer.best.count <= 32
    else { return nil }
    let skeleton = match.hit.site.skeleton
    // Lines of a longer text, and fields that loggers add, are more than the skeleton says.
    guard !skeleton.bytes.contains(Skeleton.Sign.newline), !skeleton.bytes.contains(Skeleton.Sign.fields),
      !match.values.isEmpty || !skeleton.bytes.contains(Skeleton.Sign.hole)
    else { return nil }
    var words: [UInt64] = []
    Skeleton.forEachWord(Array(template.text.utf8)) { words.append($0) }
    var left = words[...]
    var isContained = true
    forEachConstantWord(skeleton) { word in
      guard isContained else { return }
      if let at = left.firstIndex(of: word) { left = left[(at + 1)...] } else { isContained = false }
    }
    return isContained ? match : nil
  }

  /// Words of the text that every message has: those of choices differ, those with digits are masked.
  private static func forEachConstantWord(_ skeleton: Skeleton, _ body: (UInt64) -> Void) {
    var text: [UInt8] = []
    var isInChoice = false
    var skip = false
    for byte in skeleton.bytes {
      if skip {
        skip = false
        text.append(0x20)
        continue
      }
      switch byte {
      case Skeleton.Sign.hole:
        skip = true
        text.append(0x20)
      case Skeleton.Sign.choice: isInChoice = true
      case Skeleton.Sign.end:
        isInChoice = false
        text.append(0x20)
      default: if !isInChoice { text.append(byte) }
      }
    }
    // Words next to digits are values to the miner: `ipv4`, `0x`.
    for part in text.split(whereSeparator: { $0 == 0x20 }) where !part.contains(where: { $0 &- 0x30 < 10 }) {
      guard !part.contains(where: { $0 == 0x2F || $0 == 0x5C || $0 == 0x2E || $0 == 0x5F }) else { continue }
      Skeleton.forEachWord(part, body)
    }
  }

  /// The skeleton as the text of a template.
  static func bounds(_ skeleton: Skeleton, values: [StatementValue]) -> (text: String, holes: Int) {
    var text: [UInt8] = []
    var holes = 0
    var isInChoice = false
    var skip = false
    for byte in skeleton.bytes {
      if skip {
        skip = false
        continue
      }
      switch byte {
      case Skeleton.Sign.hole:
        skip = true
        guard !isInChoice else { continue }
        text += Array("<*>".utf8)
        holes += 1
      case Skeleton.Sign.choice:
        isInChoice = true
        text += Array("<*>".utf8)
        holes += 1
      case Skeleton.Sign.end: isInChoice = false
      default: if !isInChoice { text.append(byte) }
      }
    }
    return (String(decoding: text, as: UTF8.self), holes)
  }

  /// The values by the expressions of the code, with the miner's counts where one of its holes is just this value.
  static func parameters(_ template: Template, _ match: StatementMatch) -> [TemplateParameter] {
    var free = template.holes[...]
    return match.values.map { value in
      // Holes come in the order of values; one that counted the sample's value is the one.
      let at =
        value.value.isEmpty
        ? nil : free.firstIndex { hole in hole.values.contains { $0.text == value.value } }
      guard let at else {
        return TemplateParameter(name: value.name, sample: value.value, values: [], others: 0)
      }
      let hole = free[at]
      free = free[(at + 1)...]
      return TemplateParameter(
        name: value.name, sample: value.value, values: hole.values, others: hole.others)
    }
  }
}
