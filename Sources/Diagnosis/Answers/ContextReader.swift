import Containers
import Git
import History
import Platform
import Search

/// Reads who owns lines, who changed them and where they stand today. Bounded by the limits.
///
/// Two kinds of work, which may run at once: what the index knows of a place, and what git knows of all places of one
/// commit. Both are for one thread each.
struct ContextReader: Sendable {
  let searcher: Searcher
  let history: HistoryReader?
  let scope: AccessScope
  let limits: HistoryLimits
  let cancellation: CancellationFlag?

  private let infos: [String: RepositoryInfo]

  /// Versions of a text that are compared for its place today.
  private static let sitesMax = 500

  /// Places of one commit whose past is read with one walk.
  struct Batch: Sendable {
    var info: RepositoryInfo
    var commit: ObjectID
    var places: [SourcePlace]
  }

  init(
    _ searcher: Searcher, _ history: HistoryReader?, _ scope: AccessScope, gitSeconds: Double,
    cancellation: CancellationFlag?
  ) {
    (self.searcher, self.history, self.scope) = (searcher, history, scope)
    limits = HistoryLimits(seconds: gitSeconds)
    self.cancellation = cancellation
    infos = Dictionary(searcher.repositories.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Past

  /// The places whose past git knows, those of one commit together.
  func batches(_ places: [SourcePlace]) -> [Batch] {
    guard history != nil else { return [] }
    var batches: [Batch] = []
    for place in places {
      guard let info = infos[place.placement.repository], info.isGit, let commit = place.placement.commit else {
        continue
      }
      if let at = batches.firstIndex(where: { $0.info.name == info.name && $0.commit == commit }) {
        batches[at].places.append(place)
      } else {
        batches.append(Batch(info: info, commit: commit, places: [place]))
      }
    }
    return batches
  }

  /// The changes of the places of a batch, in their order; what fails is a note of each.
  func pasts(_ batch: Batch) -> [SourceContext] {
    guard let history else { return [] }
    do {
      let git = try GitRepository.open(batch.info.location)
      let questions = batch.places.map {
        LineQuestion(path: $0.placement.path, line: $0.line, lines: function($0))
      }
      let pasts = try history.pasts(
        of: git, at: batch.commit, questions, changesMax: SourceContext.changesMax, limits: limits,
        cancellation: cancellation)
      // Of a history of one commit, an archive that was unpacked say, nothing is known: it wrote every line.
      // The first of many versions is another matter: that is when the line was written.
      let isFirst =
        batch.info.revisions.first?.commit == batch.commit && pasts.contains { $0.origin?.id == batch.commit }
      let isAll = try isFirst && git.commit(batch.commit)?.parents.isEmpty == true
      return zip(questions, pasts).map { context($0, $1, isAll: isAll) }
    } catch {
      return batch.places.map { _ in SourceContext(note: "\(error)") }
    }
  }

  private func context(_ question: LineQuestion, _ past: LinePast, isAll: Bool) -> SourceContext {
    var context = SourceContext()
    context.isOfFunction = question.lines != nil
    if isAll {
      context.notes.append("all of this copy's history is one commit, which does not tell who wrote the line")
      return context
    }
    context.blame = past.origin.map { SourceChange($0) }
    context.changes = past.changes.map { SourceChange($0) }
    if let reason = past.cutReason { context.notes.append(reason) }
    return context
  }

  /// The lines of the innermost function around a place.
  private func function(_ place: SourcePlace) -> ClosedRange<Int>? {
    let found = try? searcher.documentSymbols(
      repository: place.placement.repository,
      revision: place.placement.isDefaultRevision ? nil : place.placement.revision, path: place.placement.path)
    return found?.symbols.filter { $0.kind.isCallable && $0.lines.contains(place.line) }
      .min { $0.lines.count < $1.lines.count }?.lines
  }

  // MARK: Present

  /// Owner and today's place; what fails is a note.
  ///
  /// - Parameter skeleton: the statement's text, to find it in the default revision.
  func present(_ place: SourcePlace, _ skeleton: Skeleton?) -> SourceContext {
    var context = SourceContext()
    context.today = today(place, skeleton, &context)
    readOwners(place, &context)
    let info = infos[place.placement.repository]
    if info?.isGit != true || place.placement.commit == nil {
      context.notes.append("the code is a plain folder: it has no history")
    }
    return context
  }

  // MARK: Owners

  private func readOwners(_ place: SourcePlace, _ context: inout SourceContext) {
    guard let (rules, file) = owners(place.placement.repository) else { return }
    var path = place.placement.path
    switch context.today {
    case .at(let today), .changed(let today): path = today.placement.path
    default: break
    }
    context.owners = rules.matches(path)
    if !context.owners.isEmpty { context.ownerFile = file }
  }

  private func owners(_ repository: String) -> (rules: CodeOwners, place: PlacementName)? {
    for path in CodeOwners.paths {
      guard let content = try? searcher.content(repository: repository, revision: nil, path: path),
        content.kind == .file, !content.isBinary
      else { continue }
      return (CodeOwners(content.bytes), content.placement)
    }
    return nil
  }

  // MARK: Today

  private func today(_ place: SourcePlace, _ skeleton: Skeleton?, _ context: inout SourceContext) -> TodaysPlace? {
    if place.placement.isDefaultRevision || place.placement.revision.isEmpty { return .unchanged }
    guard let skeleton else { return followed(place, &context) }
    let hits = searcher.emitHits(
      of: skeleton, repository: place.placement.repository, revision: nil, limit: Self.sitesMax, scope: scope)
    if let nearest = SourcePlace.nearest(hits, to: place) { return .at(nearest) }
    return gone(place, skeleton) ?? followed(place, &context)
  }

  /// Between which indexed versions a statement went.
  private func gone(_ place: SourcePlace, _ skeleton: Skeleton) -> TodaysPlace? {
    let all = searcher.emitRevisions(of: skeleton, scope: scope)
    guard let found = all.first(where: { $0.repository == place.placement.repository }) else { return nil }
    let order = found.revisions.indices.sorted { found.revisions[$0].time < found.revisions[$1].time }
    guard let last = order.last(where: { found.isPresent[$0] }), let at = order.firstIndex(of: last),
      at + 1 < order.count
    else { return nil }
    return .gone(last: found.revisions[last].name, first: found.revisions[order[at + 1]].name)
  }

  /// Follows the line through the changes of its file.
  private func followed(_ place: SourcePlace, _ context: inout SourceContext) -> TodaysPlace? {
    guard let history, let info = infos[place.placement.repository], info.isGit,
      let old = place.placement.commit, let head = info.revisions.first, let new = head.commit
    else { return nil }
    do {
      let git = try GitRepository.open(info.location)
      guard
        let (path, line) = try history.mapLine(
          of: git, path: place.placement.path, line: place.line, from: old, to: new, cancellation: cancellation)
      else { return .gone(last: place.placement.revision, first: head.name) }
      var today = place
      today.placement.revision = head.name
      today.placement.isDefaultRevision = true
      today.placement.commit = new
      today.placement.path = path
      today.line = line.number
      if case .same = line { return .at(today) }
      return .changed(today)
    } catch {
      context.notes.append("\(error)")
      return nil
    }
  }
}

extension SourcePlace {
  /// The place of a match, where it was found.
  package init(_ match: StatementMatch) { self.init(match.hit) }

  /// The place of a statement.
  init(_ hit: EmitHit) {
    self.init(
      placement: hit.placement, line: hit.site.line, function: hit.site.function, container: hit.site.container)
  }

  /// The hit most like a place: in the same file, then in a function of the same name in a file of the same name,
  /// then in such a function; of equals the nearest line. Nil without hits.
  static func nearest(_ hits: [EmitHit], to place: SourcePlace) -> SourcePlace? {
    func name(_ path: [UInt8]) -> ArraySlice<UInt8> { path[((path.lastIndex(of: 0x2F) ?? -1) + 1)...] }
    func points(_ hit: EmitHit) -> Int {
      (hit.placement.path == place.placement.path ? 8 : 0)
        + (hit.site.function == place.function ? 4 : 0)
        + (name(hit.placement.path).elementsEqual(name(place.placement.path)) ? 3 : 0)
        + (hit.site.container == place.container ? 1 : 0)
    }
    return hits.min { left, right in
      let (a, b) = (points(left), points(right))
      return a != b ? a > b : abs(left.site.line - place.line) < abs(right.site.line - place.line)
    }.map { SourcePlace($0) }
  }
}
