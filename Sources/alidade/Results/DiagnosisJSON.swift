import Diagnosis

/// A diagnosis as JSON Lines: `summary`, then `finding`, `version`, `file`, `member`, `change`, `oddity`, `group`, `trace`,
/// `template`, `limit`.
enum DiagnosisJSON {
  static func lines(_ diagnosis: Diagnosis, _ findings: [RuleFinding], _ changes: [TemplateChange]) -> [JSON] {
    let report = diagnosis.report
    var lines = [summary(diagnosis)]
    lines += findings.map { message("finding", finding($0)) }
    lines += diagnosis.versions.map(version)
    lines += report.files.filter { $0.lines > 0 }.map(file)
    lines += report.manifest.map(member)
    lines += changes.map(change)
    lines += report.oddities.map { oddity($0, diagnosis) }
    lines += zip(report.groups, diagnosis.groups).map(group)
    lines += report.traces.map { trace($0, report) }
    lines += diagnosis.templates.map { template($0, report) }
    lines += diagnosis.limits.map { message("limit", [("text", .string($0))]) }
    return lines
  }

  static func message(_ type: String, _ data: [(String, JSON)]) -> JSON {
    ["type": .string(type), "data": .object(data)]
  }

  private static func summary(_ diagnosis: Diagnosis) -> JSON {
    let report = diagnosis.report
    let redactions = report.redactions.sorted { $0.key < $1.key }.map { name, count -> JSON in
      [
        "rule": .string(name), "count": .integer(count),
        "different": .integer(report.redactedValues[name] ?? 0),
      ]
    }
    return message(
      "summary",
      [
        ("lines", .integer(report.lines)), ("messages", .integer(report.events)),
        ("failures", .integer(report.failures)), ("templates", .integer(diagnosis.templates.count)),
        ("located", .integer(diagnosis.locatedCount)),
        ("repositories", seconds(diagnosis.code?.repositories)),
        ("statements", seconds(diagnosis.code?.statements)),
        ("traces", .integer(report.traces.count)), ("traces_dropped", .integer(report.tracesDropped)),
        ("first_time", seconds(report.seconds?.lowerBound)),
        ("last_time", seconds(report.seconds?.upperBound)),
        ("redactions", .array(redactions)), ("trends_complete", .boolean(report.timesAreComplete)),
        ("files_left_out", .integer(report.filesLeftOut)),
      ])
  }

  /// What a rule found; also of `rules match`.
  static func finding(_ finding: RuleFinding) -> [(String, JSON)] {
    [
      ("rule", .string(finding.rule.id)), ("title", .string(finding.rule.title)),
      ("severity", .string(finding.rule.severity.rawValue)), ("count", .integer(finding.count)),
      ("file", .string(finding.file)), ("line", .integer(finding.line)), ("sample", .string(finding.sample)),
      ("reasons", .array(finding.reasons.map { .string($0) })), ("remedy", .string(finding.rule.remedy)),
    ]
  }

  static func seconds(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }

  private static func labels(_ labels: [BundleLabel]) -> JSON {
    .object(labels.map { ($0.name, .string($0.value)) })
  }

  private static func file(_ file: LogFileFacts) -> JSON {
    message(
      "file",
      [
        ("path", .string(file.path)), ("format", .string(file.format)), ("lines", .integer(file.lines)),
        ("cut_lines", .integer(file.cutLines)), ("labels", labels(file.labels)),
      ])
  }

  private static func member(_ member: BundleMember) -> JSON {
    let (state, reason): (String, JSON) =
      switch member.state {
      case .read: ("read", .null)
      case .truncated(let reason): ("truncated", .string(reason))
      case .skipped(let reason): ("skipped", .string(reason))
      }
    return message(
      "member",
      [
        ("path", .string(member.path)), ("bytes", .integer(member.bytes)), ("state", .string(state)),
        ("reason", reason),
      ])
  }

  private static func change(_ change: TemplateChange) -> JSON {
    message(
      "change",
      [
        ("kind", .string(change.kind.rawValue)), ("template", .string(change.template.text)),
        ("before", .integer(change.before)), ("after", .integer(change.after)),
        ("score", .number(change.score)),
        ("level", .optional(change.worst?.name)),
      ])
  }

  private static func oddity(_ oddity: Oddity, _ diagnosis: Diagnosis) -> JSON {
    let place = diagnosis.template(ofReport: oddity.template)
    let facts = place.map { diagnosis.templates[$0].facts } ?? diagnosis.report.templates[oddity.template]
    return message(
      "oddity",
      [
        ("kind", .string(oddity.kind.rawValue)),
        ("template", .string(facts.template.text)), ("template_id", .string(hexadecimal(facts.template.id))),
        ("evidence", .string(oddity.evidence)),
      ])
  }

  private static func group(_ group: TraceGroup, _ found: SourcedGroup) -> JSON {
    let messages: [JSON] = group.messages.map { ["text": .string($0.text), "count": .integer($0.count)] }
    return message(
      "group",
      [
        ("id", .string(hexadecimal(group.fingerprint.id))), ("kind", .string(group.kind.rawValue)),
        ("title", .string(group.example.title)), ("count", .integer(group.count)),
        ("family", .integer(group.family)), ("family_reason", .string(group.reason)),
        ("types", .array(group.fingerprint.types.map { .string($0) })),
        ("frames", .array(group.fingerprint.frames.map { .string($0) })),
        ("basis", .string(group.fingerprint.basis.rawValue)), ("messages", .array(messages)),
        ("source_frames", .array(found.frames.map(frame))), ("suspect", seconds(found.suspect)),
        ("source", found.source.map(source) ?? .null), ("context", found.context.map(context) ?? .null),
      ])
  }

  private static func trace(_ trace: StackTrace, _ report: DiagnosisReport) -> JSON {
    let stacks: [JSON] = trace.stacks.map { stack in
      let frames: [JSON] = stack.frames.map { frame in
        [
          "function": .string(frame.function), "module": .string(frame.module), "file": .string(frame.file),
          "line": seconds(frame.line), "column": seconds(frame.column), "in_app": .boolean(frame.isInApp),
          "raw": .string(frame.raw),
        ]
      }
      return [
        "role": .string(stack.role.rawValue), "exception": .string(stack.type),
        "message": .string(stack.message),
        "thread": .string(stack.thread), "frames": .array(frames),
      ]
    }
    return message(
      "trace",
      [
        ("kind", .string(trace.kind.rawValue)), ("title", .string(trace.title)),
        ("file", .optional(trace.file < report.files.count ? report.files[trace.file].path : nil)),
        ("first_line", .integer(trace.lines.lowerBound)), ("last_line", .integer(trace.lines.upperBound)),
        ("group", .string(hexadecimal(TraceFingerprint(trace).id))), ("cut", .boolean(trace.isCut)),
        ("stacks", .array(stacks)),
      ])
  }

  private static func template(_ sourced: SourcedTemplate, _ report: DiagnosisReport) -> JSON {
    let facts = sourced.facts
    let template = facts.template
    let parameters: [JSON] = sourced.parameters.map { parameter in
      let values: [JSON] = parameter.values.map { ["value": .string($0.text), "count": .integer($0.count)] }
      return [
        "name": .string(parameter.name), "sample": .string(parameter.sample), "values": .array(values),
        "others": .integer(parameter.others),
      ]
    }
    let holes: [JSON] = template.holes.map { hole in
      let values: [JSON] = hole.values.map { ["value": .string($0.text), "count": .integer($0.count)] }
      return [
        "kinds": .array(hole.kinds.map { .string($0.name) }), "values": .array(values),
        "others": .integer(hole.others),
      ]
    }
    let levels = facts.levels.sorted { $0.key < $1.key }.map { ($0.key.name, JSON.integer($0.value)) }
    return message(
      "template",
      [
        ("id", .string(hexadecimal(template.id))), ("text", .string(template.text)),
        ("count", .integer(template.count)), ("levels", .object(levels)),
        ("file", .optional(facts.firstFile < report.files.count ? report.files[facts.firstFile].path : nil)),
        ("line", .integer(facts.firstLine)), ("first_time", seconds(facts.seconds?.lowerBound)),
        ("last_time", seconds(facts.seconds?.upperBound)), ("logger", .optional(facts.hints.logger)),
        ("place", .optional(facts.hints.place)), ("sample", .string(template.sample)),
        ("holes", .array(holes)), ("parameters", .array(parameters)), ("guided", .boolean(sourced.isGuided)),
        ("joined", .integer(sourced.members.count)), ("source", sourced.source.map(source) ?? .null),
      ])
  }

  /// Sixteen digits: JSON's numbers do not hold 64 bits everywhere.
  static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
