import Containers
import History
import Platform
import Search

/// One run of an ``Investigator``.
struct Investigation {
  private let investigator: Investigator
  private let searcher: Searcher
  private let start: Int
  private let cancellation: CancellationFlag?
  private let finder: StatementFinder
  private(set) var inference: VersionInference

  init(_ investigator: Investigator, _ searcher: Searcher, start: Int, cancellation: CancellationFlag?) {
    (self.investigator, self.searcher) = (investigator, searcher)
    (self.start, self.cancellation) = (start, cancellation)
    finder = StatementFinder(searcher)
    inference = VersionInference(searcher, scope: investigator.scope)
  }

  private var limits: InvestigationLimits { investigator.limits }
  private var isCancelled: Bool { cancellation?.isCancelled ?? false }

  /// Versions of a window in which a statement is looked for.
  private static let versionsMax = 32

  /// Templates that are looked up between looks at the clock.
  private static let chunk = 16

  private static func seconds(since start: Int) -> Double { Double(monotonicNanoseconds() - start) / 1e9 }

  // MARK: Statements

  /// Looks up the templates that matter most, and lets statements guide the templates.
  mutating func findStatements(_ diagnosis: inout Diagnosis, _ onEvent: (InvestigationEvent) -> Void) {
    let report = diagnosis.report
    let order = diagnosis.byImportance.filter { !report.templates[$0].template.sample.isEmpty }
    let wanted = Array(order.prefix(limits.templates))
    var sources: [Int: TemplateSource] = [:]
    var done = 0
    while done < wanted.count {
      if isCancelled {
        diagnosis.limits.append("the work was ended after \(done) of \(wanted.count) templates")
        break
      }
      if Self.seconds(since: start) > limits.statementSeconds {
        diagnosis.limits.append(
          "\(wanted.count - done) templates were not looked up: "
            + "the others took \(Self.shown(limits.statementSeconds)) s (statementSeconds)")
        break
      }
      let some = Array(wanted[done..<min(done + Self.chunk, wanted.count)])
      let queries = some.map { query(report.templates[$0]) }
      let finder = finder
      let answers = searcher.concurrently(some.count) { finder.answer(queries[$0]) }
      for (place, index) in some.enumerated() {
        inference.add(answers[place], file: queries[place].file, line: queries[place].line)
        sources[index] = TemplateSource(answer: answers[place])
      }
      done += some.count
      onEvent(.progress(done: done, of: wanted.count))
    }
    if order.count > wanted.count {
      diagnosis.limits.append(
        "\(order.count - wanted.count) templates were not looked up, those with fewest messages: "
          + "\(limits.templates) are (templates)")
    }
    // What some messages surely are of speaks for others.
    var context = StatementContext()
    for source in sources.values { context.add(source.answer) }
    for index in wanted.prefix(done) {
      guard let answer = sources[index]?.answer, context.confirms(answer) else { continue }
      sources[index] = TemplateSource(answer: context.judged(answer))
      let query = query(report.templates[index])
      inference.add(context.judged(answer), file: query.file, line: query.line)
    }
    var units = report.templates.indices.map { index in
      TemplateUnit(facts: report.templates[index], index: index, source: sources[index])
    }
    split(&units, wanted.prefix(done), report)
    diagnosis.templates = TemplateGuide.guided(units)
  }

  /// Takes templates apart that hold messages of several statements, as far as there is time.
  private mutating func split(
    _ units: inout [TemplateUnit], _ wanted: ArraySlice<Int>, _ report: DiagnosisReport
  ) {
    var probes = 0
    for index in wanted {
      guard var split = TemplateSplit(report, index, units[index].source) else { continue }
      let forms = split.probes
      guard probes + forms.count <= TemplateSplit.probesOfAllMax, !isCancelled,
        Self.seconds(since: start) < limits.statementSeconds
      else { break }
      probes += forms.count
      let queries = forms.map { query(split.facts($0)) }
      let finder = finder
      let answers = searcher.concurrently(forms.count) { finder.answer(queries[$0]) }
      for (place, form) in forms.enumerated() { split.take(answers[place], form: form) }
      guard let parts = split.parts() else { continue }
      for part in parts {
        if let source = part.source { inference.add(source.answer) }
      }
      units[index] = parts[0]
      units += parts.dropFirst()
    }
  }

  /// The first message of a template with what its header says.
  private func query(_ facts: TemplateFacts) -> StatementQuery {
    var query = StatementQuery(facts.template.sample)
    query.level = facts.hints.level.flatMap(EmitLevel.init)
    query.logger = facts.hints.logger
    if let place = facts.hints.place { (query.file, query.line) = StatementFinder.place(place) }
    query.scope = investigator.scope
    return query
  }

  private static func shown(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }

  /// Names the place of each confident statement in the version that wrote the log.
  func placeStatements(_ diagnosis: inout Diagnosis) {
    for index in diagnosis.templates.indices {
      let template = diagnosis.templates[index]
      guard let source = template.source else { continue }
      let hint = template.facts.hints.place.flatMap { StatementFinder.place($0).line }
      diagnosis.templates[index].source = placed(source, diagnosis, line: hint)
    }
    for index in diagnosis.groups.indices {
      guard let source = diagnosis.groups[index].source else { continue }
      diagnosis.groups[index].source = placed(source, diagnosis)
    }
  }

  private func placed(_ source: TemplateSource, _ diagnosis: Diagnosis, line: Int? = nil) -> TemplateSource {
    var source = source
    guard source.answer.isConfident, let first = source.answer.matches.first else { return source }
    let place = place(first, diagnosis, line)
    source.place = place
    source.isInVersion =
      diagnosis.window(of: place.placement.repository)?.contains {
        $0.revision.name == place.placement.revision
      } ?? true
    // Statements of two versions may be one in the version of the log.
    for match in source.answer.best.dropFirst().prefix(limits.ties) {
      let tie = self.place(match, diagnosis, line)
      if tie != place, !source.ties.contains(tie) { source.ties.append(tie) }
    }
    return source
  }

  /// The place of a match in the version that wrote the log; of several the one nearest to the line that the log names.
  private func place(_ match: StatementMatch, _ diagnosis: Diagnosis, _ line: Int?) -> SourcePlace {
    let found = SourcePlace(match)
    let repository = found.placement.repository
    guard let versions = diagnosis.window(of: repository) else { return found }
    var wanted = found
    if let line { wanted.line = line }
    // The newest version of the window that has it.
    for version in versions.prefix(Self.versionsMax) {
      if version.revision.name == found.placement.revision { return found }
      let hits = searcher.emitHits(
        of: match.hit.site.skeleton, repository: repository, revision: version.revision.name,
        scope: investigator.scope)
      if let place = SourcePlace.nearest(hits, to: wanted) { return place }
    }
    return found
  }

  // MARK: Frames

  /// Finds the files of the frames, the version that they tell, and the statements of their messages.
  mutating func findFrames(_ diagnosis: inout Diagnosis) {
    let groups = diagnosis.report.groups
    let count = min(groups.count, limits.groups)
    if groups.count > count {
      diagnosis.limits.append(
        "\(groups.count - count) groups of stack traces were not looked up: \(limits.groups) are (groups)")
    }
    for index in 0..<count {
      let (stack, frames) = Self.telling(groups[index].example)
      diagnosis.groups[index].stack = stack
      diagnosis.groups[index].frames = frames.prefix(limits.frames).map { SourcedFrame(frame: $0) }
    }
    var frames = FrameFinder(searcher, investigator.scope)
    frames.prepare(
      (0..<count).flatMap { index in
        diagnosis.groups[index].frames.map { (frame: $0.frame, kind: groups[index].kind) }
      })
    // Frames of the first round tell the version, with which the second one chooses among revisions.
    for index in 0..<count { find(&diagnosis.groups[index], groups[index].kind, &frames, isFirst: true) }
    for window in inference.windows() where !window.others.isEmpty {
      guard let name = window.window.first?.revision.name,
        let info = searcher.repositories.first(where: { $0.name == window.repository })
      else { continue }
      frames.preferred[window.repository] = info.revisions.firstIndex { $0.name == name }
    }
    for index in 0..<count where !isCancelled {
      find(&diagnosis.groups[index], groups[index].kind, &frames, isFirst: false)
      diagnosis.groups[index].source = statement(of: groups[index])
    }
  }

  /// The stack whose frames tell most: the root cause, or the first one with frames of the program's own.
  private static func telling(_ trace: StackTrace) -> (Int, [StackFrame]) {
    let root = trace.stacks.lastIndex { $0.role == .cause } ?? 0
    let order = [root] + trace.stacks.indices.filter { $0 != root }
    let stacks = order.filter { trace.stacks.indices.contains($0) }
    let chosen =
      stacks.first { trace.stacks[$0].frames.contains(where: \.isInApp) }
      ?? stacks.first { !trace.stacks[$0].frames.isEmpty }
    return chosen.map { ($0, trace.stacks[$0].frames) } ?? (0, [])
  }

  private mutating func find(
    _ group: inout SourcedGroup, _ kind: TraceKind, _ finder: inout FrameFinder, isFirst: Bool
  ) {
    for index in group.frames.indices where !isCancelled {
      let frame = group.frames[index].frame
      let (found, omitted) = finder.find(frame, kind)
      group.frames[index].places = found.map(\.place)
      group.frames[index].omittedCount = omitted
      guard isFirst, let first = found.first, let revisions = first.revisions,
        first.place.confidence == .certain, group.frames[index].best.count == 1
      else { continue }
      inference.add(frame: "\(first.place.place.function) at \(frame.file):\(frame.line ?? 0)", revisions)
    }
    func isKnown(_ frame: SourcedFrame) -> Bool { (frame.places.first?.confidence ?? .weak) > .weak }
    // A file of the same name alone is shown with its frame, and suspected of nothing.
    group.suspect =
      group.frames.firstIndex { isKnown($0) && $0.frame.isInApp } ?? group.frames.firstIndex(where: isKnown)
  }

  /// The statement that made the message of a group, or of its root cause.
  private mutating func statement(of group: TraceGroup) -> TemplateSource? {
    guard searcher.hasEmits else { return nil }
    var asked: Set<String> = []
    for stack in [group.example.stacks.first, group.example.root].compactMap(\.self) {
      let message = String(stack.message.prefix { $0 != "\n" }.prefix(512))
      guard message.utf8.count >= 8, asked.insert(message).inserted,
        Self.seconds(since: start) < limits.statementSeconds
      else { continue }
      var query = StatementQuery(message)
      query.scope = investigator.scope
      let answer = finder.answer(query)
      guard answer.isConfident, let first = answer.matches.first, first.fit >= .truncated,
        Self.mayThrow(first, stack, group.kind)
      else { continue }
      inference.add(answer)
      return TemplateSource(answer: answer)
    }
    return nil
  }

  /// Whether a statement throws exceptions of the type that was caught, in a function of its stack, where runtimes
  /// name both.
  private static func mayThrow(_ match: StatementMatch, _ stack: TraceStack, _ kind: TraceKind) -> Bool {
    let site = match.hit.site
    guard [.java, .python, .dotnet, .ruby, .php, .javascript].contains(kind), site.kind == .raise else {
      return true
    }
    func last(_ name: String) -> Substring? {
      name.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last
    }
    guard last(stack.type) == nil || last(site.callee) == last(stack.type) else { return false }
    return stack.frames.isEmpty || site.function.isEmpty
      || stack.frames.contains { FramePath.names($0.function, kind).contains(site.function) }
  }

  // MARK: Contexts

  /// Owner, changes and today's place of what matters most.
  func readContexts(_ diagnosis: inout Diagnosis, _ onEvent: (InvestigationEvent) -> Void) {
    let groups = diagnosis.groups.indices.filter { diagnosis.groups[$0].suspectFrame?.places.isEmpty == false }
    let all = diagnosis.byImportance.filter { diagnosis.templates[$0].source?.place != nil }
    let failing = all.prefix { diagnosis.templates[$0].facts.importance > 0 }
    let templates = failing + all.dropFirst(failing.count).prefix(limits.contextsOfMessages)
    // Traces are failures; yet half of the room is kept for statements.
    let groupCount = min(groups.count, max(limits.contexts / 2, limits.contexts - templates.count))
    let templateCount = min(templates.count, limits.contexts - groupCount)
    let left = groups.count + templates.count - groupCount - templateCount
    var wanted: [Wanted] = groups.prefix(groupCount).compactMap { index in
      diagnosis.groups[index].suspectFrame?.places.first.map {
        Wanted(place: $0.place, skeleton: nil, index: index, isGroup: true)
      }
    }
    wanted += templates.prefix(templateCount).compactMap { index in
      diagnosis.templates[index].source.flatMap { source in
        source.place.map {
          Wanted(
            place: $0, skeleton: source.answer.matches.first?.hit.site.skeleton, index: index, isGroup: false)
        }
      }
    }
    // Several groups and templates may lead to one place.
    var skeletons: [SourcePlace: Skeleton?] = [:]
    var places: [SourcePlace] = []
    for item in wanted where skeletons.updateValue(item.skeleton, forKey: item.place) == nil {
      places.append(item.place)
    }
    let known = isCancelled ? [:] : contexts(places, skeletons)
    for item in wanted {
      guard let context = known[item.place] else { continue }
      if item.isGroup {
        diagnosis.groups[item.index].context = context
        onEvent(.groupContext(item.index, context))
      } else {
        diagnosis.templates[item.index].source?.context = context
        onEvent(.templateContext(item.index, context))
      }
    }
    if left > 0 {
      diagnosis.limits.append(
        "\(left) further \(left == 1 ? "place has" : "places have") no owner and changes here: \(limits.contexts) may "
          + "have them (contexts)")
    }
  }

  /// A place whose context is wanted.
  private struct Wanted: Sendable {
    var place: SourcePlace
    var skeleton: Skeleton?
    var index: Int
    var isGroup: Bool
  }

  /// Everything around places, the index and git asked at once.
  private func contexts(_ places: [SourcePlace], _ skeletons: [SourcePlace: Skeleton?]) -> [SourcePlace: SourceContext] {
    let reader = ContextReader(
      searcher, investigator.history, investigator.scope, gitSeconds: limits.gitSeconds, cancellation: cancellation)
    let batches = reader.batches(places)
    let found = searcher.concurrently(batches.count + places.count) { index in
      // Git first: its processes take longest.
      guard index >= batches.count else { return reader.pasts(batches[index]) }
      let place = places[index - batches.count]
      return [reader.present(place, skeletons[place] ?? nil)]
    }
    var contexts: [SourcePlace: SourceContext] = [:]
    for (place, context) in zip(places, found[batches.count...]) { contexts[place] = context.first }
    for (batch, pasts) in zip(batches, found) {
      for (place, past) in zip(batch.places, pasts) { contexts[place]?.add(past: past) }
    }
    return contexts
  }
}
