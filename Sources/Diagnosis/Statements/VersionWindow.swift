import Containers
package import Search

/// Which indexed revisions of a repository can have written a log.
package struct VersionWindow: Sendable {
  /// A revision with what speaks for it.
  package struct Candidate: Sendable, Equatable {
    package var revision: IndexedRevision
    /// Statements of the log that the revision has; a version that the log names counts as five.
    package var statements: Int
    /// Statements that stand on the line that the log names.
    package var lines: Int
  }

  /// The repository's name.
  package var repository: String
  /// Statements of the log that only fit this repository.
  package var statementCount: Int
  /// Statements of which the log names file and line.
  package var lineCount: Int
  /// The revisions that explain most, the newest first.
  package var window: [Candidate]
  /// The others, those that explain more first.
  package var others: [Candidate]
  /// What rules others out, in words: "“Notification: …” is in 3.4.0 to 3.4.6 only".
  package var evidence: [String]

  /// `v1.2`, `v1.0 … v1.2`; empty when every revision has all of it, so that nothing is known.
  package var description: String {
    guard !others.isEmpty, let newest = window.first, let oldest = window.last else { return "" }
    let name = newest.revision.name
    return window.count == 1 ? name : "\(oldest.revision.name) … \(name) (\(window.count))"
  }
}

/// Gathers the statements of a log, and tells which versions have them.
package struct VersionInference: Sendable {
  private struct Entry: Sendable {
    var text: String
    var revisions: EmitRevisions
    var hasLine: Bool
    /// The log names its version.
    var isExplicit = false

    /// What a revision gains by being one of ``revisions``: a program that says its version knows best.
    var weight: Int { isExplicit ? 5 : 1 }
  }

  private let searcher: Searcher
  private let scope: AccessScope
  private var entries: [String: [Entry]] = [:]
  private var seen: Set<Skeleton> = []
  private var frames: Set<String> = []

  /// Statements that are asked about, at most: a few hundred tell as much as thousands.
  package static let statementsMax = 400

  /// Equally likely statements that are asked about for one message.
  private static let tiesMax = 8

  /// Evidence that is kept, at most.
  private static let evidenceMax = 6

  /// An inference over an index.
  package init(_ searcher: Searcher, scope: AccessScope = .everything) {
    (self.searcher, self.scope) = (searcher, scope)
  }

  /// Adds a line with its answer. Only confident answers that fit one repository count; each statement once.
  package mutating func add(_ answer: StatementAnswer, file: String? = nil, line: Int? = nil) {
    guard answer.isConfident, let first = answer.matches.first, first.fit >= .truncated,
      seen.count < Self.statementsMax
    else { return }
    let repositories = Set(answer.best.map(\.hit.placement.repository))
    guard repositories.count == 1, seen.insert(first.hit.site.skeleton).inserted else { return }
    let hasLine = file != nil && line != nil
    let skeleton = first.hit.site.skeleton
    guard var found = revisions(of: skeleton, file, line, first.hit.placement.repository) else { return }
    // Of equally likely statements with other texts any may have written it.
    for other in answer.best.dropFirst().prefix(Self.tiesMax) where other.hit.site.skeleton != skeleton {
      guard other.fit >= .truncated,
        let also = revisions(of: other.hit.site.skeleton, file, line, found.repository)
      else { continue }
      for index in found.isPresent.indices where index < also.isPresent.count {
        found.isPresent[index] = found.isPresent[index] || also.isPresent[index]
        found.isAtLine[index] = found.isAtLine[index] || also.isAtLine[index]
      }
    }
    let text = skeleton.description
    entries[found.repository, default: []].append(
      Entry(
        text: text.count > 60 ? String(text.prefix(60)) + "…" : text, revisions: found,
        hasLine: hasLine && found.isAtLine.contains(true)))
    addNamed(first, found)
  }

  private func revisions(of skeleton: Skeleton, _ file: String?, _ line: Int?, _ repository: String)
    -> EmitRevisions?
  {
    searcher.emitRevisions(of: skeleton, file: file, line: line, scope: scope).first {
      $0.repository == repository
    }
  }

  /// Takes `version 1.2.3` in a message of the program for what it says.
  private mutating func addNamed(_ match: StatementMatch, _ found: EmitRevisions) {
    for value in VersionName.values(of: match) {
      guard let name = VersionName.normalised(value), frames.insert("version " + name + found.repository).inserted
      else { continue }
      let isNamed = found.revisions.map { VersionName.normalised($0.name) == name }
      let text = isNamed.contains(true) ? "version \(value)" : "version \(value), which is not indexed"
      let named = EmitRevisions(
        repository: found.repository, revisions: found.revisions, isPresent: isNamed,
        isAtLine: isNamed.map { _ in false })
      entries[found.repository, default: []].append(
        Entry(text: text, revisions: named, hasLine: false, isExplicit: true))
    }
  }

  /// Adds the line of a stack trace: in which revisions it is in the function that the trace names.
  mutating func add(frame text: String, _ revisions: EmitRevisions) {
    guard frames.count < Self.statementsMax, frames.insert(text + "\u{0}" + revisions.repository).inserted else {
      return
    }
    entries[revisions.repository, default: []].append(Entry(text: text, revisions: revisions, hasLine: true))
  }

  /// What is known, the repository with most statements first.
  package func windows() -> [VersionWindow] {
    entries.map { window($0.key, $0.value) }.sorted {
      ($1.statementCount, $0.repository) < ($0.statementCount, $1.repository)
    }
  }

  private func window(_ repository: String, _ entries: [Entry]) -> VersionWindow {
    let revisions = entries[0].revisions.revisions
    var candidates = revisions.map { VersionWindow.Candidate(revision: $0, statements: 0, lines: 0) }
    for entry in entries {
      for index in candidates.indices where index < entry.revisions.isPresent.count {
        if entry.revisions.isPresent[index] { candidates[index].statements += entry.weight }
        if entry.hasLine, entry.revisions.isAtLine[index] { candidates[index].lines += 1 }
      }
    }
    // A line that agrees says as much as a statement that is there.
    func points(_ candidate: VersionWindow.Candidate) -> Int { candidate.statements + candidate.lines }
    let best = candidates.map(points).max() ?? 0
    // Of branches at one commit the default one comes first.
    let main = revisions.first?.name
    let newestFirst: (VersionWindow.Candidate, VersionWindow.Candidate) -> Bool = { left, right in
      if left.revision.time != right.revision.time { return left.revision.time > right.revision.time }
      if (left.revision.name == main) != (right.revision.name == main) { return left.revision.name == main }
      return left.revision.name < right.revision.name
    }
    let window = candidates.filter { points($0) == best }.sorted(by: newestFirst)
    let others = candidates.filter { points($0) < best }.sorted {
      points($0) != points($1) ? points($0) > points($1) : newestFirst($0, $1)
    }
    return VersionWindow(
      repository: repository, statementCount: entries.count { !$0.isExplicit }, lineCount: entries.count(where: \.hasLine),
      window: window, others: others, evidence: evidence(entries, Set(window.map(\.revision.name))))
  }

  /// The statements that fewest revisions have; those that speak against the window last.
  private func evidence(_ entries: [Entry], _ window: Set<String>) -> [String] {
    func isIn(_ entry: Entry) -> [Bool] { entry.hasLine ? entry.revisions.isAtLine : entry.revisions.isPresent }
    func speaksFor(_ entry: Entry) -> Bool {
      zip(entry.revisions.revisions, isIn(entry)).contains { $1 && window.contains($0.name) }
    }
    let telling = entries.filter { $0.revisions.isPresent.contains(false) || $0.hasLine }
    let sorted = telling.sorted { left, right in
      if left.isExplicit != right.isExplicit { return left.isExplicit }
      if speaksFor(left) != speaksFor(right) { return speaksFor(left) }
      return left.revisions.isPresent.count { $0 } < right.revisions.isPresent.count { $0 }
    }
    return sorted.prefix(Self.evidenceMax).map { entry in
      if entry.isExplicit { return "the log says \(entry.text)" }
      let found = isIn(entry)
      let present = zip(entry.revisions.revisions, found).filter(\.1).map(\.0).sorted { $0.time < $1.time }
      let what = entry.hasLine ? "stands on that line" : "is there"
      guard let first = present.first, let last = present.last else { return "“\(entry.text)”" }
      let range = present.count == 1 ? first.name : "\(first.name) … \(last.name)"
      let but = speaksFor(entry) ? "" : "but "
      return "\(but)“\(entry.text)” \(what) in \(present.count) of \(found.count): \(range)"
    }
  }
}
