import Containers
import Git
import History
import Platform
import Search

/// Reads who owns a line, who changed it and where it stands today. Bounded by the limits; for one thread.
final class ContextReader {
  private let searcher: Searcher
  private let history: HistoryReader?
  private let scope: AccessScope
  private let limits: HistoryLimits
  private let cancellation: CancellationFlag?

  private var infos: [String: RepositoryInfo] = [:]
  private var repositories: [String: GitRepository] = [:]
  private var ownerFiles: [String: (rules: CodeOwners, place: PlacementName)?] = [:]

  /// Versions of a text that are compared for its place today.
  private static let sitesMax = 500

  init(
    _ searcher: Searcher, _ history: HistoryReader?, _ scope: AccessScope, gitSeconds: Double,
    cancellation: CancellationFlag?
  ) {
    (self.searcher, self.history, self.scope) = (searcher, history, scope)
    limits = HistoryLimits(seconds: gitSeconds)
    self.cancellation = cancellation
    infos = Dictionary(searcher.repositories.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What is known around a place; what fails is a note.
  ///
  /// - Parameter skeleton: the statement's text, to find it in the default revision.
  func context(_ place: SourcePlace, _ skeleton: Skeleton?) -> SourceContext {
    var context = SourceContext()
    context.today = today(place, skeleton, &context)
    readOwners(place, &context)
    guard let info = infos[place.placement.repository], info.isGit, let commit = place.placement.commit else {
      context.notes.append("the code is a plain folder: it has no history")
      return context
    }
    guard history != nil else { return context }
    do {
      let git = try repository(info)
      readBlame(git, place, commit, &context)
      readChanges(git, place, commit, &context)
    } catch {
      context.notes.append("\(error)")
    }
    return context
  }

  private func repository(_ info: RepositoryInfo) throws -> GitRepository {
    if let known = repositories[info.name] { return known }
    let git = try GitRepository.open(info.location)
    repositories[info.name] = git
    return git
  }

  // MARK: Changes

  private func readBlame(
    _ git: GitRepository, _ place: SourcePlace, _ commit: ObjectID, _ context: inout SourceContext
  ) {
    do {
      let origin = try git.blame(
        line: place.line, path: place.placement.path, at: commit, limits: limits, cancellation: cancellation)
      context.blame = origin.map {
        SourceChange(
          commit: $0.id, author: $0.author.name, seconds: $0.author.seconds,
          subject: String(decoding: $0.subject, as: UTF8.self))
      }
      if origin == nil { context.notes.append("git took longer than \(Int(limits.seconds)) s to blame the line") }
    } catch {
      context.notes.append("\(error)")
    }
  }

  private func readChanges(
    _ git: GitRepository, _ place: SourcePlace, _ commit: ObjectID, _ context: inout SourceContext
  ) {
    do {
      let page: LogPage
      if let lines = function(place) {
        page = try git.log(
          ofLines: lines, path: place.placement.path, at: commit, limit: SourceContext.changesMax, limits: limits,
          cancellation: cancellation)
        context.isOfFunction = true
      } else {
        var request = LogRequest(start: commit)
        request.path = place.placement.path
        request.limit = SourceContext.changesMax
        page = try git.log(request, limits: limits, cancellation: cancellation)
      }
      context.changes = page.commits.map {
        SourceChange(
          commit: $0.id, author: $0.author.name, seconds: $0.author.seconds,
          subject: String(decoding: $0.subject, as: UTF8.self))
      }
      if let reason = page.cutReason { context.notes.append(reason) }
    } catch {
      context.notes.append("\(error)")
    }
  }

  /// The lines of the innermost function around a place.
  private func function(_ place: SourcePlace) -> ClosedRange<Int>? {
    let found = try? searcher.documentSymbols(
      repository: place.placement.repository,
      revision: place.placement.isDefaultRevision ? nil : place.placement.revision, path: place.placement.path)
    return found?.symbols.filter { $0.kind.isCallable && $0.lines.contains(place.line) }
      .min { $0.lines.count < $1.lines.count }?.lines
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
    if let known = ownerFiles[repository] { return known }
    var found: (rules: CodeOwners, place: PlacementName)?
    for path in CodeOwners.paths where found == nil {
      guard let content = try? searcher.content(repository: repository, revision: nil, path: path),
        content.kind == .file, !content.isBinary
      else { continue }
      found = (CodeOwners(content.bytes), content.placement)
    }
    ownerFiles[repository] = .some(found)
    return found
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
      let git = try repository(info)
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
