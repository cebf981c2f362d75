package import Containers
import SearchIndex

extension Searcher {
  /// The sites of a statement's text at one revision of a repository, whichever documents hold it there; in the
  /// order of paths and lines. Cost: the sites of the text, at most `limit` of each part.
  ///
  /// - Parameters:
  ///   - revision: the name of an indexed revision; nil for the default one.
  package func emitHits(
    of skeleton: Skeleton, repository: String, revision: String?, limit: Int = 2_000,
    scope: AccessScope = .everything
  ) -> [EmitHit] {
    let snapshot = self.snapshot
    guard scope.includes(repository), let place = try? locate(snapshot, repository, revision) else { return [] }
    var hits: [EmitHit] = []
    for (number, part) in snapshot.parts.enumerated() {
      guard let table = part.facts?.emits, let skeleton = table.number(of: skeleton) else { continue }
      var read = 0
      table.forEachSite(ofSkeleton: skeleton) { index in
        read += 1
        let document = table.document(ofSite: index)
        for placement in part.placements.placements(ofDocument: document) {
          guard Self.holds(placement, place, part), let site = table.site(index) else { continue }
          hits.append(
            EmitHit(
              site: site,
              placement: PlacementName(
                snapshot: snapshot, repository: place.number, revision: place.revision,
                path: Array(part.placements.path(ofPlacement: placement))),
              copyCount: 0,
              document: DocumentKey(generation: snapshot.generation, part: number, document: document),
              blob: part.segment.id(ofDocument: document), standing: part.segment.document(document).standing))
        }
        return read < limit
      }
    }
    return hits.sorted { left, right in
      left.placement.path == right.placement.path
        ? left.site.line < right.site.line
        : left.placement.path.lexicographicallyPrecedes(right.placement.path)
    }
  }

  /// Whether a placement is of a repository and there at its revision.
  static func holds(_ placement: Int, _ place: Place, _ part: IndexSnapshot.Part) -> Bool {
    let set = part.placements.revisions(at: part.placements.revisionSet(ofPlacement: placement))
    let word = place.revision >> 6
    return set.repository == place.number && word < set.words.count
      && set.words[word] >> UInt64(place.revision & 63) & 1 == 1
  }
}
