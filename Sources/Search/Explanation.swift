import Containers
import Platform
import QueryEngine
import RegexEngine
import SearchIndex

/// How a search was planned and run: the real trace, not a story.
package struct Explanation: Sendable, CustomStringConvertible {
  /// A posting list in one segment's plan.
  package struct List: Sendable, Equatable {
    package var gram: String
    package var blocks: Int
    package var isUsed: Bool
  }

  /// What one text condition became in one segment.
  package struct AtomPlan: Sendable {
    package var segment: String
    package var pattern: String
    /// Blocks in the segment.
    package var blockCount: Int
    /// Blocks the plan expects to leave; `blockCount` when the index cannot narrow it.
    package var estimate: Int
    /// True when the pattern has nothing the index can use: the text is scanned.
    package var isScan: Bool
    package var lists: [List]
  }

  /// A step with what was left after it.
  package struct Stage: Sendable {
    package var name: String
    package var count: Int
  }

  /// The query as understood, printed back.
  package var query: String
  package var atoms: [AtomPlan]
  package var stages: [Stage]
  package var statistics: SearchStatistics
  package var limits: [SearchLimit]
  /// Why the file asked about is or is not a result, and its score in parts.
  package var fileVerdict: [String]

  package var description: String {
    var lines = ["query     \(query)"]
    for atom in atoms {
      lines.append("plan      “\(atom.pattern)” in \(atom.segment)")
      if atom.isScan {
        lines.append("          no usable grams: every one of \(atom.blockCount) blocks is scanned")
      } else {
        lines.append("          expects \(atom.estimate) of \(atom.blockCount) blocks")
      }
      for list in atom.lists.prefix(Self.listsShown) {
        lines.append("          \(list.isUsed ? "read" : "skip")  \(list.gram)  \(list.blocks) blocks")
      }
      if atom.lists.count > Self.listsShown {
        lines.append("          and \(atom.lists.count - Self.listsShown) more lists")
      }
    }
    for stage in stages { lines.append("\(stage.name.padded(to: 34))\(stage.count)") }
    lines.append(
      "planning  \(statistics.planning.milliseconds) ms, all \(statistics.elapsed.milliseconds) ms")
    lines += leftOut
    for limit in limits { lines.append("limit     \(limit)") }
    lines += fileVerdict
    return lines.joined(separator: "\n")
  }

  private static let listsShown = 12

  /// What `in:` and `ref:` left out.
  private var leftOut: [String] {
    let left = statistics.leftOut
    let counts = [
      (left.inCode, "in code"), (left.inComments, "in comments"), (left.inStrings, "in strings"),
      (left.definitions, "where the name is defined"),
    ]
    return counts.filter { $0.0 > 0 }.map { count, place in
      "left out  \(count == 1 ? "1 match \(place) was" : "\(count) matches \(place) were") left out"
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}

extension Duration {
  /// Milliseconds with three decimals, for people.
  fileprivate var milliseconds: String {
    let microseconds = nanoseconds / 1000
    let rest = String(microseconds % 1000)
    return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
  }
}

extension Searcher {
  /// Runs `request` and tells how; with `file`, also why that file is or is not a result.
  ///
  /// - Throws: ``SearchError`` as ``search(_:isCancelled:onEvent:)``, and for an unknown repository.
  package func explain(
    _ request: SearchRequest, file: (repository: String, path: String)? = nil
  ) throws -> Explanation {
    let snapshot = self.snapshot
    let run = try SearchRun(request, snapshot: snapshot, searcher: self, isCancelled: { false })
    var summary = SearchSummary()
    var shown = 0
    try run.run { event in
      switch event {
      case .files(let files): shown += files.count
      case .progress: break
      case .done(let done): summary = done
      }
    }
    var atoms: [Explanation.AtomPlan] = []
    for part in snapshot.parts {
      for atom in run.query.contentAtoms { atoms.append(Self.plan(atom, part)) }
    }
    let statistics = summary.statistics
    let blocks = snapshot.parts.reduce(0) { $0 + $1.segment.meta.blockCount }
    var explanation = Explanation(
      query: request.query.description, atoms: atoms,
      stages: [
        Explanation.Stage(name: "documents in the index", count: statistics.documentsTotal),
        Explanation.Stage(name: "line blocks in the index", count: blocks),
        Explanation.Stage(name: "candidate blocks checked", count: statistics.candidateBlocks),
        Explanation.Stage(name: "documents checked", count: statistics.documentsVerified),
        Explanation.Stage(name: "bytes checked", count: statistics.bytesVerified),
      ] + Self.structureStages(statistics) + [
        Explanation.Stage(name: "documents that match", count: statistics.matchedFiles),
        Explanation.Stage(name: "files shown", count: shown),
      ], statistics: statistics, limits: summary.limits, fileVerdict: [])
    if let file { explanation.fileVerdict = try verdict(run, file) }
    return explanation
  }

  /// What patterns of code cost, when there are any.
  private static func structureStages(_ statistics: SearchStatistics) -> [Explanation.Stage] {
    guard statistics.documentsParsed + statistics.documentsKnown > 0 else { return [] }
    return [
      Explanation.Stage(name: "documents parsed", count: statistics.documentsParsed),
      Explanation.Stage(name: "bytes parsed", count: statistics.bytesParsed),
      Explanation.Stage(name: "documents known from earlier", count: statistics.documentsKnown),
    ]
  }

  private static func plan(
    _ atom: CompiledQuery.ContentAtom, _ part: IndexSnapshot.Part
  ) -> Explanation.AtomPlan {
    let cursor = BlockCursor(part.segment, atom.grams, wantsTrace: true)
    return Explanation.AtomPlan(
      segment: part.name, pattern: atom.text, blockCount: part.segment.meta.blockCount,
      estimate: cursor.estimate, isScan: cursor.isUnrestricted,
      lists: cursor.trace.map { Explanation.List(gram: $0.gram, blocks: $0.count, isUsed: $0.isUsed) })
  }

  private func verdict(_ run: SearchRun, _ file: (repository: String, path: String)) throws -> [String] {
    let place = try locate(run.snapshot, file.repository, nil)
    let wanted = Array(file.path.utf8)
    for part in run.snapshot.parts {
      for document in 0..<part.placements.documentCount {
        for placement in part.placements.placements(ofDocument: document) {
          guard part.placements.path(ofPlacement: placement).elementsEqual(wanted) else { continue }
          let set = part.placements.revisions(at: part.placements.revisionSet(ofPlacement: placement))
          guard set.repository == place.number else { continue }
          return try verdict(run, part, document, placement)
        }
      }
    }
    return ["file      \(file.repository): \(file.path) is not in the index"]
  }

  private func verdict(
    _ run: SearchRun, _ part: IndexSnapshot.Part, _ document: Int, _ placement: Int
  ) throws -> [String] {
    let memo = ScopeMemo(run.scope, file: part.placements)
    let index = run.snapshot.parts.firstIndex { $0.name == part.name } ?? 0
    let search = SegmentSearch(
      segment: part.segment, placements: part.placements, query: run.query, context: memo,
      symbols: run.plans[index])
    let hit = try search.check(document)
    let record = part.segment.document(document)
    var lines = [
      "file      document \(document) of \(part.name): \(hit == nil ? "not a result" : "a result")"
    ]
    if !memo.isVisible(place: part.placements.revisionSet(ofPlacement: placement)) {
      lines.append("          not on a default branch; name a revision with rev:")
    }
    if let skip = record.skip { lines.append("          not searchable: \(skip.text)") }
    for line in try search.verdict(placement).lines {
      lines.append(
        "          \(String(repeating: "  ", count: line.depth))\(line.holds ? "yes" : "no ") \(line.condition)"
      )
    }
    guard var hit else { return lines }
    if let number = run.snapshot.parts.firstIndex(where: { $0.name == part.name }) { run.settle(&hit, part: number) }
    let scorer = Scorer(
      run.query, atomEstimates: run.query.contentAtoms.map { BlockCursor(part.segment, $0.grams).estimate },
      blockCount: part.segment.meta.blockCount)
    let terms = scorer.terms(hit, record)
    for term in terms { lines.append("score     \((term.value * 1000).rounded() / 1000)  \(term.label)") }
    let sum = terms.reduce(0) { $0 + $1.value }
    lines.append("score     \((sum * 1000).rounded() / 1000)  in all")
    let candidate = search.nextCandidate(atOrAfter: document) == document
    lines.append(
      "index     \(candidate ? "offered the document" : "did not offer the document: report this as a bug")")
    return lines
  }
}
