import Containers
import Diagnosis
import Git
import Search

/// The code behind templates and frames, as JSON.
extension DiagnosisJSON {
  static func version(_ window: VersionWindow) -> JSON {
    func revisions(_ list: [VersionWindow.Candidate]) -> JSON {
      .array(
        list.map {
          [
            "name": .string($0.revision.name), "commit": .optional($0.revision.commit?.hex),
            "statements": .integer($0.statements), "lines": .integer($0.lines),
          ]
        })
    }
    return message(
      "version",
      [
        ("repo", .string(window.repository)), ("statements", .integer(window.statementCount)),
        ("lines", .integer(window.lineCount)), ("window", .string(window.description)),
        ("revisions", revisions(window.window)), ("others", revisions(window.others)),
        ("evidence", .array(window.evidence.map { .string($0) })),
      ])
  }

  static func source(_ source: TemplateSource) -> JSON {
    let answer = source.answer
    return [
      "confident": .boolean(answer.isConfident), "doubt": .string(answer.doubt),
      "place": source.place.map(place) ?? .null, "in_version": .boolean(source.isInVersion), "ties": .array(source.ties.map(place)),
      "peeled": .array(answer.peeled.map { .string($0) }), "wrapper": answer.wrapper.map(match) ?? .null,
      "statements": .array(answer.matches.map(match)), "context": source.context.map(context) ?? .null,
    ]
  }

  private static func match(_ match: StatementMatch) -> JSON {
    let site = match.hit.site
    return [
      "repo": .string(match.hit.placement.repository), "revision": .string(match.hit.placement.revision),
      "path": .string(match.hit.placement.pathText), "line": .integer(site.line),
      "rank": .integer(match.rank), "score": .number(Double(match.score)),
      "bits": .number(Double(match.bits)),
      "fit": .string("\(match.fit)"), "kind": .string("\(site.kind)"), "level": .string("\(site.level)"),
      "callee": .string(site.callee), "function": .string(site.function),
      "container": .string(site.container),
      "skeleton": .string(site.skeleton.description), "copies": .integer(match.hit.copyCount),
      "values": .array(match.values.map { ["name": .string($0.name), "value": .string($0.value)] }),
      "reasons": .array(match.reasons.map { .string($0) }),
    ]
  }

  static func place(_ place: SourcePlace) -> JSON {
    [
      "repo": .string(place.placement.repository), "revision": .string(place.placement.revision),
      "commit": .optional(place.placement.commit?.hex), "path": .string(place.placement.pathText),
      "line": .integer(place.line), "function": .string(place.function), "container": .string(place.container),
    ]
  }

  static func frame(_ found: SourcedFrame) -> JSON {
    let places: [JSON] = found.places.map { place in
      [
        "place": self.place(place.place), "confidence": .string("\(place.confidence)"),
        "shared": .integer(place.shared), "how": .string(place.how),
      ]
    }
    return [
      "function": .string(found.frame.function), "file": .string(found.frame.file),
      "line": seconds(found.frame.line), "in_app": .boolean(found.frame.isInApp), "places": .array(places),
      "omitted": .integer(found.omittedCount),
    ]
  }

  static func context(_ context: SourceContext) -> JSON {
    let owners: [JSON] = context.owners.map { rule in
      [
        "owners": .array(rule.owners.map { .string($0) }), "pattern": .string(rule.pattern),
        "file": .optional(context.ownerFile?.pathText), "line": .integer(rule.line),
        "section": .string(rule.section),
      ]
    }
    let today: JSON =
      switch context.today {
      case .unchanged: ["state": "unchanged"]
      case .at(let place): ["state": "at", "place": self.place(place)]
      case .changed(let place): ["state": "changed", "place": self.place(place)]
      case .gone(let last, let first): ["state": "gone", "last": .string(last), "first": .string(first)]
      case nil: .null
      }
    return [
      "owners": .array(owners), "blame": context.blame.map(change) ?? .null,
      "changes": .array(context.changes.map(change)), "of_function": .boolean(context.isOfFunction),
      "today": today, "notes": .array(context.notes.map { .string($0) }),
    ]
  }

  private static func change(_ change: SourceChange) -> JSON {
    [
      "commit": .string(change.commit.hex), "author": .string(change.author), "time": .integer(change.seconds),
      "subject": .string(change.subject),
    ]
  }
}
