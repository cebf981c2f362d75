import SearchIndex

/// What the open index consists of, file by file.
package struct IndexLayout: Sendable {
  /// One segment and its placement file.
  package struct SegmentRow: Sendable {
    package var name: String
    package var documents: Int
    /// Documents that some repository still holds.
    package var liveDocuments: Int
    package var skippedDocuments: Int
    package var placements: Int
    package var blocks: Int
    package var textBytes: Int
    /// Text of live documents.
    package var liveTextBytes: Int
    /// Text is kept in compressed frames.
    package var isCompact: Bool
    /// In the order of the file.
    package var sections: [Section]
    package var placementSections: [Section]
  }

  /// A part of a file.
  package struct Section: Sendable, Equatable {
    /// Four letters, see `SegmentFormat.swift`.
    package var name: String
    package var bytes: Int
  }

  /// Grows by one with each publication.
  package var generation: Int
  package var segments: [SegmentRow]
  /// Live documents by standing: sixteen steps, the worst first.
  package var standings: [Int]
  /// Documents that two placements or more share.
  package var sharedDocuments: Int

  /// Steps of ``standings``.
  package static let standingSteps = 16
}

extension Searcher {
  /// What the index consists of. O(documents): a millisecond for 100,000.
  package var layout: IndexLayout {
    let snapshot = self.snapshot
    var layout = IndexLayout(
      generation: snapshot.generation, segments: [],
      standings: Array(repeating: 0, count: IndexLayout.standingSteps), sharedDocuments: 0)
    for part in snapshot.parts {
      let meta = part.segment.meta
      var row = IndexLayout.SegmentRow(
        name: part.name, documents: meta.documentCount, liveDocuments: 0, skippedDocuments: meta.skippedCount,
        placements: part.placements.count, blocks: meta.blockCount, textBytes: meta.textLength,
        liveTextBytes: 0,
        isCompact: meta.isCompact,
        sections: part.segment.sectionSizes.map { .init(name: $0.name, bytes: $0.byteCount) },
        placementSections: part.placements.sectionSizes.map { .init(name: $0.name, bytes: $0.byteCount) })
      for document in 0..<meta.documentCount {
        let placements = part.placements.placements(ofDocument: document).count
        if placements == 0 { continue }
        let record = part.segment.document(document)
        row.liveDocuments += 1
        row.liveTextBytes += record.textLength
        layout.standings[Int(record.standing) * IndexLayout.standingSteps / 256] += 1
        if placements > 1 { layout.sharedDocuments += 1 }
      }
      layout.segments.append(row)
    }
    return layout
  }
}
