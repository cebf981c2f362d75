import Search

/// A template, or the part of one that a statement wrote.
struct TemplateUnit {
  var facts: TemplateFacts
  /// The template's place in the report.
  var index: Int
  /// What the code says of its sample; nil when it was not asked.
  var source: TemplateSource?
}

/// Takes templates apart that hold messages of several statements: `Session opened for <*>` and `Session closed for <*>`
/// look like one to a miner that has only seen the messages.
struct TemplateSplit {
  /// Forms of a template whose statements are looked for.
  static let probesMax = 8
  /// Forms of all templates.
  static let probesOfAllMax = 256

  private let report: DiagnosisReport
  private let index: Int
  private let forms: [TemplateForm]
  private var answers: [Int: StatementAnswer] = [:]

  /// The split of a template; nil when there is nothing to split: its forms are not known, or the statement of its
  /// sample explains them all.
  init?(_ report: DiagnosisReport, _ index: Int, _ source: TemplateSource?) {
    (self.report, self.index, forms) = (report, index, report.forms[index])
    guard forms.count > 1 else { return nil }
    if let source, TemplateGuide.guide(report.templates[index].template, source.answer) != nil { return nil }
  }

  /// The forms to look up, those with most messages first.
  var probes: [Int] {
    Array(
      forms.indices.sorted { (forms[$1].template.count, $0) < (forms[$0].template.count, $1) }
        .prefix(Self.probesMax))
  }

  /// A form as it is looked up.
  func facts(_ form: Int) -> TemplateFacts { forms[form].asFacts }

  /// Takes the answer for a form.
  mutating func take(_ answer: StatementAnswer, form: Int) { answers[form] = answer }

  /// The parts by statement; what no statement wrote is a part, too. Nil when there are not two.
  func parts() -> [TemplateUnit]? {
    var keys: [TemplateGuide.Key] = []
    var chosen: [StatementAnswer] = []
    var members: [[Int]] = []
    var rest: [Int] = []
    for form in forms.indices {
      guard let answer = answers[form], let match = TemplateGuide.guide(forms[form].template, answer) else {
        continue
      }
      let key = TemplateGuide.Key(match)
      guard !keys.contains(key) else { continue }
      keys.append(key)
      chosen.append(answer)
      members.append([])
    }
    guard !keys.isEmpty else { return nil }
    let matchers = keys.map { SkeletonMatcher($0.skeleton) }
    for form in forms.indices {
      let own = answers[form].flatMap { TemplateGuide.guide(forms[form].template, $0) }.map(
        TemplateGuide.Key.init)
      if let place = own.flatMap(keys.firstIndex) ?? Self.best(matchers, forms[form].template.sample) {
        members[place].append(form)
      } else {
        rest.append(form)
      }
    }
    guard keys.count + (rest.isEmpty ? 0 : 1) > 1 else { return nil }
    var units = zip(members, chosen).map { places, answer in
      TemplateUnit(
        facts: report.forms.part(places.map { forms[$0] }, of: index), index: index,
        source: TemplateSource(answer: answer))
    }
    if let first = rest.first {
      units.append(
        TemplateUnit(
          facts: report.forms.part(rest.map { forms[$0] }, of: index), index: index,
          source: (answers[first] ?? rest.lazy.compactMap { answers[$0] }.first).map {
            TemplateSource(answer: $0)
          }))
    }
    return units
  }

  /// The statement that says most of a message, of those that fit it from end to end.
  private static func best(_ matchers: [SkeletonMatcher], _ sample: String) -> Int? {
    let message = Bytes.normalised(sample.utf8)
    var best: (place: Int, literal: Int)?
    for (place, matcher) in matchers.enumerated() {
      guard let found = matcher.align(message, freeStart: false, freeEnd: false),
        found.literalBytes > best?.literal ?? 0
      else { continue }
      best = (place, found.literalBytes)
    }
    return best?.place
  }
}
