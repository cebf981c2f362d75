package import Containers
import RegexEngine
import SearchIndex
package import Syntax

/// Reads code for patterns of it. Grammars are for a process of their own, so somebody on a higher floor asks it.
package protocol StructureReader: Sendable {
  /// Languages that are tried when a query has no `lang:`: those of the index that have a grammar.
  var structureLanguages: [Language] { get }

  /// What the pattern means in a language; nil when that could not be found out.
  func structurePlan(_ pattern: StructuralPattern, language: Language) -> StructureReply?

  /// Where the pattern matches in the document with this id. May take seconds.
  func structures(
    _ pattern: StructuralPattern, in text: UnsafeRawBufferPointer, of document: ObjectID, language: Language
  ) -> StructureAnswer
}

/// Takes every pattern for code and finds nothing: for checking what else a query holds.
package struct AssumedStructures: StructureReader {
  /// One is enough.
  package let structureLanguages = LanguageTable.named("C").map { [$0] } ?? []

  /// A reader that reads nothing.
  package init() {}

  /// Code of which nothing is known.
  package func structurePlan(_ pattern: StructuralPattern, language: Language) -> StructureReply? {
    .plan(StructureOutline(runs: [], comments: [], rootName: ""))
  }

  /// Nothing.
  package func structures(
    _ pattern: StructuralPattern, in text: UnsafeRawBufferPointer, of document: ObjectID, language: Language
  ) -> StructureAnswer {
    .found(StructureMatches(), isKnown: false)
  }
}

/// Where a pattern of code matches in a document, or why that is not known.
package enum StructureAnswer: Sendable {
  /// These matches; from an earlier search of the same document when `isKnown`.
  case found(StructureMatches, isKnown: Bool)
  /// The text is longer than what is parsed.
  case tooLarge
  /// The grammar crashed or took too long.
  case failed
}

/// A pattern of code, ready to be looked for.
package struct StructureCondition: Sendable {
  /// A condition on what a hole stands for.
  package struct HoleCondition: Sendable {
    let variable: Int
    let isNegated: Bool
    let regex: Regex
  }

  /// The pattern.
  package let pattern: StructuralPattern
  /// Languages in which it is code.
  package let languages: [Language]
  /// Conditions on its holes.
  package let conditions: [HoleCondition]
  /// Numbers of the languages.
  let languageNumbers: Set<UInt16>
}

extension QueryError {
  /// A fault of a pattern of code as one of the query that holds it.
  init(_ error: StructuralPatternError, in pattern: Pattern, prefix: String = "") {
    self.init(
      .invalidStructure(error.description), range: pattern.offsetMap.queryRange(of: error.range),
      description: prefix + error.description, suggestion: error.suggestion)
  }
}

extension QueryNode {
  /// The languages that `lang:` in the outermost conjunction narrows the answer to; nil when none does.
  var languagesAsked: [Language]? {
    let members: [QueryNode]
    if case .and(let inner) = self { members = inner } else { members = [self] }
    for member in members {
      let alternatives: [QueryNode]
      if case .or(let inner) = member { alternatives = inner } else { alternatives = [member] }
      var languages: [Language] = []
      var isLanguages = true
      for alternative in alternatives {
        if case .filter(let filter) = alternative, case .language(let name) = filter.kind {
          languages += LanguageTable.members(of: name)
        } else {
          isLanguages = false
        }
      }
      if isLanguages { return languages }
    }
    return nil
  }
}

extension CompiledQueryBuilder {
  /// Languages named in a message, at most.
  private static let namesMax = 6

  /// What a pattern of code comes to: for the languages in which it is code, the texts that its matches hold, which
  /// the index answers, and the pattern itself, for which documents are parsed.
  mutating func structure(_ written: Pattern, _ isPositive: Bool) throws(QueryError) -> CompiledQuery.Node {
    let pattern: StructuralPattern
    do throws(StructuralPatternError) {
      pattern = try StructuralPattern(parsing: written.text)
    } catch {
      throw QueryError(error, in: written)
    }
    let (plans, faults) = try plans(pattern, written)
    let languages = plans.map(\.language)
    note(languages, faults)
    let condition = StructureCondition(
      pattern: pattern, languages: languages, conditions: try holeConditions(pattern, written),
      languageNumbers: Set(languages.map(\.id)))
    // Most languages of a pattern hold the same texts.
    var groups: [(outline: StructureOutline, languages: [Language])] = []
    for (language, outline) in plans {
      if let index = groups.firstIndex(where: {
        $0.outline.runs == outline.runs && $0.outline.comments == outline.comments
      }) {
        groups[index].languages.append(language)
      } else {
        groups.append((outline, [language]))
      }
    }
    let places = groups.map { texts(of: $0.outline) }
    let first = places.joined().max { contentAtoms[$0].text.utf8.count < contentAtoms[$1].text.utf8.count }
    let regex: Regex
    if let first { regex = contentAtoms[first].regex } else { regex = try anything(written) }
    contentAtoms.append(
      CompiledQuery.ContentAtom(
        regex: regex, grams: first.map { contentAtoms[$0].grams } ?? .all, needsWholeDocument: true,
        isHighlighted: isPositive, text: written.text, structure: condition))
    let match = CompiledQuery.Node.content(contentAtoms.count - 1)
    let nodes = zip(groups, places).map { group, texts in
      CompiledQuery.Node.and(
        [.or(group.languages.map { predicate(.language($0.id)) })] + texts.map { .content($0) } + [match])
    }
    return nodes.count == 1 ? nodes[0] : .or(nodes)
  }

  private typealias Plan = (language: Language, outline: StructureOutline)

  /// The languages in which the pattern is code, and why it is none in the others.
  private mutating func plans(
    _ pattern: StructuralPattern, _ written: Pattern
  ) throws(QueryError) -> (plans: [Plan], faults: [(Language, StructuralPatternError)]) {
    guard let structures, languages != nil || !structures.structureLanguages.isEmpty else {
      throw QueryError(
        .noGrammars, range: written.range,
        description: "patterns of code need grammars, and none are installed",
        suggestion: "run scripts/setup, or name their folder with ALIDADE_GRAMMARS or --grammars")
    }
    var plans: [Plan] = []
    var faults: [(Language, StructuralPatternError)] = []
    let tried = languages ?? structures.structureLanguages
    for language in tried {
      switch structures.structurePlan(pattern, language: language) {
      case .plan(let outline)?: plans.append((language, outline))
      case .fault(let error)?: faults.append((language, error))
      case .noGrammar?, .matches?: continue
      case nil: structureNotes.append("the grammar of \(language.name) gave no answer; its files are left out")
      }
    }
    if plans.isEmpty { throw refusal(faults, tried, written) }
    return (plans, faults)
  }

  private func refusal(
    _ faults: [(Language, StructuralPatternError)], _ tried: [Language], _ written: Pattern
  ) -> QueryError {
    // The fault that comes last: that language got furthest.
    guard let best = faults.max(by: { $0.1.range.lowerBound < $1.1.range.lowerBound }) else {
      return QueryError(
        .noGrammars, range: written.range,
        description:
          "there is no grammar for \(Self.list(tried.contains { $0.group == nil } ? tried.filter { $0.group == nil } : tried)), which patterns of code need",
        suggestion:
          "languages with patterns: C, C++, C#, Go, Java, JavaScript, Kotlin, Lua, PHP, Python, Ruby, Rust, "
          + "Scala, Shell, Swift, TypeScript")
    }
    if faults.count == 1 { return QueryError(best.1, in: written, prefix: "not \(best.0.name): ") }
    return QueryError(
      best.1, in: written,
      prefix: "the pattern is code in none of \(Self.list(faults.map(\.0))); in \(best.0.name): ")
  }

  private mutating func note(_ found: [Language], _ faults: [(Language, StructuralPatternError)]) {
    guard languages == nil else { return }
    let others = faults.isEmpty ? "" : "; it is no code in \(Self.list(faults.map(\.0)))"
    structureNotes.append("the pattern was read as \(Self.list(found))\(others); lang: chooses one")
  }

  private static func list(_ languages: [Language]) -> String {
    let names = languages.prefix(namesMax).map(\.name).joined(separator: ", ")
    return languages.count > namesMax ? names + " and \(languages.count - namesMax) more" : names
  }

  private func holeConditions(
    _ pattern: StructuralPattern, _ written: Pattern
  ) throws(QueryError) -> [StructureCondition.HoleCondition] {
    var conditions: [StructureCondition.HoleCondition] = []
    for condition in pattern.conditions {
      do throws(RegexError) {
        conditions.append(
          StructureCondition.HoleCondition(
            variable: condition.variable, isNegated: condition.isNegated, regex: try Regex(condition.regex)))
      } catch {
        let range = condition.offset + error.range.lowerBound..<condition.offset + error.range.upperBound
        throw QueryError(
          .invalidRegex(error.description), range: written.offsetMap.queryRange(of: range),
          description: error.description, suggestion: error.suggestion)
      }
    }
    return conditions
  }

  /// The atoms of what every match holds: each word for the index, and each run of tokens for the text.
  private mutating func texts(of outline: StructureOutline) -> [Int] {
    var atoms: [Int] = []
    var seen: Set<String> = []
    func add(_ builder: inout CompiledQueryBuilder, _ text: String, _ shown: String, crossesLines: Bool) {
      var options = RegexOptions()
      // Words end at bytes that are no ASCII letters: the grammar decides, this must not be stricter.
      options.unicode = false
      // The text of the pattern may be anything; what cannot be looked for narrows nothing.
      guard seen.insert(text).inserted, let regex = try? Regex(text, options: options) else { return }
      let grams = crossesLines ? .all : GramPlanner.query(for: regex.hir)
      builder.contentAtoms.append(
        CompiledQuery.ContentAtom(
          regex: regex, grams: grams, needsWholeDocument: crossesLines, isHighlighted: false, text: shown))
      atoms.append(builder.contentAtoms.count - 1)
    }
    let between = Self.between(outline.comments)
    for run in outline.runs {
      for token in run where token.text.count >= 3 {
        let text = String(decoding: token.text, as: UTF8.self)
        add(&self, Self.regex(of: token), text, crossesLines: false)
      }
    }
    for run in outline.runs where run.count > 1 {
      let shown = run.map { String(decoding: $0.text, as: UTF8.self) }.joined(separator: " ")
      add(&self, run.map(Self.regex).joined(separator: between), shown, crossesLines: true)
    }
    return atoms
  }

  private static func regex(of token: StructurePlan.Token) -> String {
    var text = token.isWord ? "\\b" : ""
    for scalar in String(decoding: token.text, as: UTF8.self).unicodeScalars {
      let isPlain =
        scalar.value >= 0x80 || scalar.properties.isAlphabetic || scalar.value &- 0x30 < 10 || scalar == "_"
      if !isPlain { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    return text + (token.isWord ? "\\b" : "")
  }

  /// What may stand between two tokens of a run: what patterns pass over, see `isSkippedSymbol`.
  private static func between(_ comments: [String]) -> String {
    var parts = ["[\\s\\\\,;]", "\\b(?:" + structureModifiers.sorted().joined(separator: "|") + ")\\b"]
    for comment in comments {
      switch comment {
      case "block": parts.append("/\\*(?s:.*?)\\*/")
      case "slashes": parts.append("//[^\\n]*")
      case "hash": parts.append("#[^\\n]*")
      default: parts.append("--(?s:.*?)\\n")
      }
    }
    return "(?:" + parts.joined(separator: "|") + ")*"
  }

  private func anything(_ written: Pattern) throws(QueryError) -> Regex {
    do throws(RegexError) {
      return try Regex("")
    } catch {
      throw QueryError(.invalidRegex(error.description), range: written.range, description: error.description)
    }
  }
}
