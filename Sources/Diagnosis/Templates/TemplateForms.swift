/// A masked form of a template with what was seen of it, as a template of its own.
package struct TemplateForm: Sendable {
  let tokens: [Int32]
  /// Its number among the forms that the miner kept.
  let number: Int
  /// Its text, its first message, its values.
  let template: Template
  /// Levels, times and the first message's header; nil when nothing more is known.
  var facts: FormFacts?

  /// What is known of it, as of a template.
  var asFacts: TemplateFacts { TemplateFacts(template: template, forms: facts.map { [$0] } ?? []) }
}

/// The forms of templates that were joined from several, from which parts of a template are made again: words at one
/// place look like values until the code says that they are words of two statements.
package struct TemplateForms: Sendable {
  /// Forms of a template that is kept in parts: with more, the words that differ are values.
  static let formsMax = 64
  /// Forms of all templates.
  static let totalMax = 4_000

  private var byTemplate: [Int: [TemplateForm]] = [:]
  private var whole: [Int: [Int32]] = [:]
  private var tokens = TokenTable()
  private var count = 0

  /// No forms.
  init() {}

  init(_ tokens: TokenTable) { self.tokens = tokens }

  /// The forms of a template, the first one seen first; none when there are too many, or one only.
  subscript(template: Int) -> [TemplateForm] { byTemplate[template] ?? [] }

  /// Whether forms of a template would be kept.
  func hasRoom(_ forms: Int) -> Bool {
    forms > 1 && forms <= Self.formsMax && count + forms <= Self.totalMax
  }

  mutating func add(_ forms: [TemplateForm], template: Int, tokens: [Int32]) {
    byTemplate[template] = forms.sorted { $0.template.firstMessage < $1.template.firstMessage }
    whole[template] = tokens
    count += forms.count
  }

  /// Adds what was seen of each form, by its number.
  mutating func attach(_ facts: [FormFacts]) {
    for template in byTemplate.keys {
      for place in byTemplate[template, default: []].indices {
        let number = byTemplate[template, default: []][place].number
        if number < facts.count { byTemplate[template]?[place].facts = facts[number] }
      }
    }
  }

  /// Some forms of a template as one. Counts and values are theirs.
  ///
  /// - Parameter forms: not empty; in the order of the subscript.
  func part(_ forms: [TemplateForm], of template: Int) -> TemplateFacts {
    let common = Self.common(forms) ?? whole[template] ?? forms[0].tokens
    var gatherer = HoleGatherer(common, tokens)
    for form in forms {
      let holes = form.template.holes
      gatherer.add(form.tokens, count: form.template.count, known: holes.count) { hole in
        let kinds = holes[hole].kinds.reduce(UInt32(0)) { $0 | 1 << UInt32($1.rawValue) }
        return (holes[hole].values.map { ($0.text, $0.count) }, kinds)
      }
    }
    let text = tokens.text(common)
    let joined = Template(
      id: Template.id(of: text), text: text, count: forms.reduce(0) { $0 + $1.template.count },
      firstMessage: forms[0].template.firstMessage, sample: forms[0].template.sample, holes: gatherer.holes)
    return TemplateFacts(template: joined, forms: forms.compactMap(\.facts))
  }

  /// What forms of one length have in common, with holes elsewhere.
  private static func common(_ forms: [TemplateForm]) -> [Int32]? {
    var common = forms[0].tokens
    for form in forms.dropFirst() {
      guard form.tokens.count == common.count else { return nil }
      for place in common.indices where common[place] != form.tokens[place] {
        common[place] = TokenTable.hole
      }
    }
    return common
  }
}
