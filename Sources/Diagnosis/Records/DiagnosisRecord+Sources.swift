import Containers
import Git
import Search

/// Within ``DiagnosisRecord`` its own type has this name.
private typealias MinedValue = Template.Value

extension DiagnosisRecord {
  /// Everything that is known of a diagnosis, with what rules found in it.
  ///
  /// - Parameter findings: of ``RuleSubject/all(of:)-(Diagnosis)``: their origins are places in `diagnosis`.
  package init(_ diagnosis: Diagnosis, findings: [RuleFinding], name: String) {
    self.init(summaryOf: diagnosis.report, name: name)
    let order = diagnosis.byImportance
    var places: [Int: Int] = [:]
    for (place, index) in order.prefix(Limits.templates).enumerated() { places[index] = place }
    templates = order.prefix(Limits.templates).map { Self.template(diagnosis.templates[$0], diagnosis.report) }
    templatesOmitted = max(0, order.count - Limits.templates)
    groups = diagnosis.report.groups.indices.prefix(Limits.groups).map { Self.group($0, diagnosis) }
    groupsOmitted = max(0, diagnosis.report.groups.count - Limits.groups)
    versions = diagnosis.versions.prefix(20).map(Self.version)
    self.findings = findings.prefix(50).map { Self.finding($0, places) }
    oddities = diagnosis.report.oddities.map { oddity in
      let index = diagnosis.template(ofReport: oddity.template)
      return Oddity(
        kind: oddity.kind.rawValue, template: index.flatMap { places[$0] },
        text: Self.cut(diagnosis.report.templates[oddity.template].template.text), evidence: oddity.evidence)
    }
    repositories = diagnosis.code?.repositories
    statements = diagnosis.code?.statements
    limits = diagnosis.limits
    searchSeconds = diagnosis.seconds
  }

  /// Templates that are shown with everything that is known, by their places in `diagnosis`.
  private static func template(_ sourced: SourcedTemplate, _ report: DiagnosisReport) -> Template {
    let facts = sourced.facts
    var values: [Value] = []
    if sourced.isGuided {
      values = sourced.parameters.prefix(Limits.values).map { parameter in
        Value(
          name: cut(parameter.name), sample: cut(parameter.sample), top: counts(parameter.values),
          others: parameter.others)
      }
    } else {
      values = facts.template.holes.prefix(Limits.values).map { hole in
        Value(name: "", sample: "", top: counts(hole.values), others: hole.others)
      }
    }
    return Template(
      text: cut(facts.template.text), count: facts.template.count,
      levels: LogLevel.allCases.map { facts.levels[$0] ?? 0 }, worst: facts.worst?.name ?? "",
      sample: cut(facts.template.sample),
      file: facts.firstFile < report.files.count ? cut(report.files[facts.firstFile].path) : "",
      line: facts.firstLine, time: facts.hints.time ?? "", logger: cut(facts.hints.logger ?? ""),
      first: facts.firstEvent, values: values, source: sourced.source.map(source))
  }

  private static func counts(_ values: [MinedValue]) -> [Count] {
    values.prefix(5).map { Count(text: cut($0.text), count: $0.count) }
  }

  private static func source(_ source: TemplateSource) -> Source {
    let answer = source.answer
    return Source(
      isConfident: answer.isConfident, doubt: answer.doubt, peeled: answer.peeled.map(cut),
      wrapper: answer.wrapper.map(place), place: source.place.map(place), ties: source.ties.map(place),
      matches: answer.matches.prefix(Limits.matches).map { match in
        Match(
          place: place(match), rank: match.rank, skeleton: cut(match.hit.site.skeleton.description),
          callee: cut(match.hit.site.callee), reasons: match.reasons.map(cut), versionCount: match.versionCount)
      },
      context: source.context.map(Context.init))
  }

  private static func place(_ match: StatementMatch) -> Place {
    let (placement, site) = (match.hit.placement, match.hit.site)
    return Place(
      repository: placement.repository, revision: placement.isDefaultRevision ? "" : placement.revision,
      commit: placement.commit?.hex ?? "", path: placement.pathText, line: site.line,
      symbol: [site.container, site.function].filter { !$0.isEmpty }.joined(separator: "."))
  }

  fileprivate static func place(_ place: SourcePlace) -> Place {
    Place(
      repository: place.placement.repository,
      revision: place.placement.isDefaultRevision ? "" : place.placement.revision,
      commit: place.placement.commit?.hex ?? "", path: place.placement.pathText, line: place.line,
      symbol: place.symbol)
  }

  fileprivate static func change(_ change: SourceChange) -> Change {
    Change(
      commit: change.commit.hex, author: cut(change.author), seconds: change.seconds, subject: cut(change.subject))
  }

  private static func group(_ index: Int, _ diagnosis: Diagnosis) -> Group {
    let group = diagnosis.report.groups[index]
    let sourced = index < diagnosis.groups.count ? diagnosis.groups[index] : SourcedGroup()
    var frames = sourced.frames
    if frames.isEmpty { frames = (group.example.root?.frames ?? []).map { SourcedFrame(frame: $0) } }
    let file = group.example.file
    return Group(
      kind: group.kind.rawValue, title: cut(group.example.title), count: group.count,
      file: file < diagnosis.report.files.count ? cut(diagnosis.report.files[file].path) : "",
      line: group.example.lines.lowerBound, basis: group.fingerprint.basis.rawValue,
      fingerprint: group.fingerprint.frames.map(cut), family: group.family, reason: group.reason,
      messages: group.messages.map { Count(text: cut($0.text), count: $0.count) },
      frames: frames.prefix(Limits.frames).map(frame),
      framesOmitted: max(0, (group.example.root?.frames.count ?? 0) - Limits.frames), suspect: sourced.suspect,
      context: sourced.context.map(Context.init))
  }

  private static func frame(_ frame: SourcedFrame) -> Frame {
    let best = frame.places.first
    return Frame(
      raw: cut(frame.frame.raw), function: cut(frame.frame.function), isInApp: frame.frame.isInApp,
      place: best.map { place($0.place) }, confidence: best.map { "\($0.confidence)" } ?? "",
      how: best?.how ?? "", ties: max(0, frame.places.isEmpty ? 0 : frame.best.count - 1))
  }

  private static func version(_ window: VersionWindow) -> Version {
    Version(
      repository: window.repository, statements: window.statementCount, lines: window.lineCount,
      window: window.window.map { candidate in
        .init(
          name: candidate.revision.name, commit: candidate.revision.commit?.hex ?? "",
          statements: candidate.statements)
      }, others: window.others.count, evidence: window.evidence.map(cut))
  }

  private static func finding(_ finding: RuleFinding, _ places: [Int: Int]) -> Finding {
    var (templates, groups): ([Int], [Int]) = ([], [])
    for origin in finding.origins {
      switch origin {
      case .template(let index): if let place = places[index] { templates.append(place) }
      case .group(let index): if index < Limits.groups { groups.append(index) }
      }
    }
    return Finding(
      id: finding.rule.id, title: finding.rule.title, severity: finding.rule.severity.rawValue,
      count: finding.count, sample: cut(finding.sample), file: cut(finding.file), line: finding.line,
      reasons: finding.reasons.map(cut), remedy: finding.rule.remedy, question: finding.rule.question,
      links: finding.rule.links.map { .init(title: $0.title, address: $0.address) }, templates: templates,
      groups: groups)
  }
}

extension DiagnosisRecord.Context {
  /// What is known around a line.
  package init(_ context: SourceContext) {
    owners = context.owners.flatMap(\.owners)
    ownerFile = context.ownerFile?.pathText ?? ""
    blame = context.blame.map(DiagnosisRecord.change)
    changes = context.changes.map(DiagnosisRecord.change)
    isOfFunction = context.isOfFunction
    notes = context.notes.map(DiagnosisRecord.cut)
    (today, lastVersion, firstWithout) = ("", "", "")
    switch context.today {
    case .unchanged: today = "unchanged"
    case .at(let place): (today, todayPlace) = ("at", DiagnosisRecord.place(place))
    case .changed(let place): (today, todayPlace) = ("changed", DiagnosisRecord.place(place))
    case .gone(let last, let first): (today, lastVersion, firstWithout) = ("gone", last, first)
    case nil: break
    }
  }
}

extension RuleSubject {
  /// Everything in a diagnosis that rules can speak of, with the statements behind it.
  package static func all(of diagnosis: Diagnosis) -> [RuleSubject] {
    var subjects = diagnosis.templates.indices.map { index in
      let template = diagnosis.templates[index]
      var subject = RuleSubject(index, template.facts, of: diagnosis.report)
      if let answer = template.source?.answer, answer.isConfident {
        subject.sources = answer.best.prefix(8).map { match in
          RuleSource(
            repository: match.hit.placement.repository, path: match.hit.placement.pathText,
            function: match.hit.site.function, text: match.hit.site.skeleton.description)
        }
        for value in answer.matches.first?.values ?? [] { subject.name(value.name, value: value.value) }
      }
      return subject
    }
    subjects += diagnosis.report.groups.indices.map { RuleSubject(group: $0, of: diagnosis.report) }
    return subjects
  }
}

extension RuleMatcher {
  /// What rules find in a diagnosis, with the statements and versions that are known; the worst first. Origins are places
  /// in it.
  package func findings(_ diagnosis: Diagnosis) -> [RuleFinding] {
    var versions: [String: [String]] = [:]
    for window in diagnosis.versions where !window.others.isEmpty {
      versions[window.repository] = window.window.map(\.revision.name)
    }
    return findings(RuleSubject.all(of: diagnosis), versions: versions)
  }
}
