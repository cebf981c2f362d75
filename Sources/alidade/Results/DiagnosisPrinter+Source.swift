import Containers
import Diagnosis
import Git
import Search

/// The code behind templates and frames.
extension DiagnosisPrinter {
  /// One line for a template of less weight.
  func brief(_ source: TemplateSource?) {
    guard let place = source?.place else { return }
    let note = source?.ties.isEmpty == false ? "or equally likely places" : ""
    self.place(place, note: source?.isInVersion == false ? "not in that version" : note)
  }

  /// Statement, ties, owner and changes.
  func source(_ source: TemplateSource?) {
    guard let source else { return }
    let answer = source.answer
    guard let place = source.place else {
      line("\(Self.indent)no confident source: \(answer.doubt)", .dim)
      guard hasReasons, let nearest = answer.matches.first else { return }
      self.place(SourcePlace(nearest), note: "nearest")
      return
    }
    let note =
      source.isInVersion
      ? answer.matches.first.map { $0.fit == .whole ? "" : "fits \($0.fit)" } ?? "" : "not in that version"
    self.place(place, note: note)
    if hasReasons, let match = answer.matches.first {
      line("\(Self.indent)  \(match.hit.site.skeleton.description)", .dim)
      line("\(Self.indent)  \(match.reasons.joined(separator: "; "))", .dim)
    }
    for tie in source.ties { self.place(tie, note: "equally likely") }
    let further = answer.best.count - 1 - source.ties.count
    if further > 0 { line("\(Self.indent)and \(formatted(further)) more, equally likely", .dim) }
    if let wrapper = answer.wrapper { self.place(SourcePlace(wrapper), note: "writes it on") }
    if !answer.peeled.isEmpty {
      line("\(Self.indent)without \(answer.peeled.map { "“\($0)”" }.joined(separator: ", "))", .dim)
    }
    if let context = source.context { self.context(context) }
  }

  /// `repo@rev:path:line  function`.
  func place(_ place: SourcePlace, note: String = "") {
    var text: [UInt8] = Array(Self.indent.utf8)
    session.style.appendSafely(Array(place.description.utf8)[...], .path, to: &text)
    if !place.symbol.isEmpty {
      text += "  ".utf8
      session.style.appendSafely(Array(place.symbol.utf8), to: &text)
    }
    if !note.isEmpty {
      text += "  ".utf8
      session.style.appendSafely(Array(note.utf8)[...], .dim, to: &text)
    }
    write(text)
  }

  /// Owner, the last change, today's place.
  func context(_ context: SourceContext) {
    if !context.owners.isEmpty {
      let rule = context.owners[0]
      line(
        "\(Self.indent)owner \(context.owners.flatMap(\.owners).joined(separator: " "))  "
          + "by \(context.ownerFile?.pathText ?? ""):\(rule.line)")
    }
    if let blame = context.blame {
      line("\(Self.indent)written \(Self.change(blame))", .dim)
    }
    let changes = context.changes.filter { $0.commit != context.blame?.commit }
    if let newest = changes.first {
      let what = context.isOfFunction ? "the function" : "the file"
      if session.isVerbose {
        for change in changes { line("\(Self.indent)\(what) changed \(Self.change(change))", .dim) }
      } else if context.blame.map({ newest.seconds > $0.seconds }) ?? true {
        line("\(Self.indent)\(what) changed \(Self.change(newest))", .dim)
      }
    }
    switch context.today {
    case .at(let place): line("\(Self.indent)today at \(place.placement.pathText):\(place.line)", .dim)
    case .changed(let place):
      line("\(Self.indent)changed since; today at \(place.placement.pathText):\(place.line) stands something else", .dim)
    case .gone(let last, let first): line("\(Self.indent)gone today: last in \(last), no more in \(first)", .dim)
    case .unchanged, nil: break
    }
    if session.isVerbose { for note in context.notes { line("\(Self.indent)\(note)", .dim) } }
  }

  private static func change(_ change: SourceChange) -> String {
    let subject = change.subject.count > 72 ? change.subject.prefix(71) + "…" : change.subject[...]
    return "\(change.day.isEmpty ? "" : change.day + " ")by \(change.author): \(subject) (\(change.commit.hex.prefix(9)))"
  }

  /// Values by the expressions of the code.
  func parameters(_ template: SourcedTemplate) {
    for parameter in template.parameters where !parameter.name.isEmpty {
      let isOne = parameter.values.count < 2 && parameter.others == 0
      let values = isOne ? parameter.sample : Self.values(parameter.values, parameter.others)
      guard !values.isEmpty else { continue }
      line("\(Self.indent)\(parameter.name) = \(values.prefix(160))", .dim)
    }
  }

  // MARK: Frames

  /// Frames with their places: the suspect and those around it.
  func frames(_ group: SourcedGroup) {
    let suspect = group.suspect
    let shown = group.frames.indices.filter { index in
      index == suspect || !group.frames[index].places.isEmpty || group.frames[index].frame.isInApp
    }
    for index in shown.prefix(session.isVerbose ? 40 : 5) {
      let found = group.frames[index]
      let name = found.frame.function.isEmpty ? found.frame.module : found.frame.function
      var text: [UInt8] = Array((index == suspect ? "          → " : Self.indent).utf8)
      if let place = found.places.first {
        session.style.appendSafely(Array(place.place.description.utf8)[...], .path, to: &text)
      } else {
        let place = found.frame.line.map { "\(found.frame.file):\($0)" } ?? found.frame.file
        session.style.appendSafely(Array(place.utf8), to: &text)
      }
      text += "  ".utf8
      session.style.appendSafely(Array(name.utf8), to: &text)
      if found.best.count > 1 || found.places.first?.confidence == .weak {
        let note = found.best.count > 1 ? "one of \(found.best.count + found.omittedCount) places" : "perhaps"
        text += "  ".utf8
        session.style.append(note.utf8, .dim, to: &text)
      }
      write(text)
      if hasReasons { for place in found.best { line("\(Self.indent)  \(place.how)", .dim) } }
    }
    let left = group.frames.count - min(shown.count, session.isVerbose ? 40 : 5)
    if left > 0 { line("\(Self.indent)and \(counted(left, "more frame"))", .dim) }
  }

  /// Frames of a trace that was not looked up.
  func frames(of trace: StackTrace) {
    let stacks = ([trace.root].compactMap(\.self) + trace.stacks).map(\.frames)
    let own =
      stacks.lazy.map { $0.filter(\.isInApp) }.first { !$0.isEmpty } ?? stacks.first { !$0.isEmpty } ?? []
    for frame in own.prefix(5) {
      let place = frame.line.map { "\(frame.file):\($0)" } ?? frame.file
      line("\(Self.indent)\(place)  \(frame.function.isEmpty ? frame.module : frame.function)")
    }
  }
}
