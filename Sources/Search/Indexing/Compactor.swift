import Containers
import Platform
import SearchIndex
import Syntax

/// Joins small segments and drops documents that nothing places any more.
///
/// Every run that finds new blobs adds a segment; a search visits each. When small ones add up, those of about one
/// size are rewritten as one, as is a segment most of which is dead.
struct Compactor {
  /// Segments below this are small.
  static let smallBytes = 64 << 20

  /// Small segments that may stand side by side.
  static let smallMax = 6

  /// A small segment is rewritten with those smaller than it when they have one part in so many of its text: fewer
  /// bytes are written again than when all are, and each only once for every time its segment grows so much.
  static let growthMax = 4

  /// Share of a segment's text that must be live, in percent.
  static let liveMin = 50

  /// Indexes of the parts to rewrite as one segment; empty when all is well.
  static func choose(_ parts: [IndexSnapshot.Part]) -> [Int] {
    var chosen: [Int] = []
    var small: [Int] = []
    for (index, part) in parts.enumerated() {
      var live = 0
      for document in 0..<part.segment.meta.documentCount
      where !part.placements.placements(ofDocument: document).isEmpty {
        live += part.segment.document(document).textLength
      }
      let total = part.segment.meta.textLength
      if live * 100 < total * liveMin {
        chosen.append(index)
      } else if total < smallBytes {
        small.append(index)
      }
    }
    if small.count > smallMax { chosen += ofOneSize(small, parts) }
    // Ids of one segment have one width.
    let widths = Set(chosen.map { parts[$0].segment.meta.idWidth })
    guard widths.count <= 1 else { return chosen.filter { parts[$0].segment.meta.idWidth == 20 } }
    return chosen
  }

  /// The smallest of `small`, at least two, up to the first that is much larger than all before it.
  static func ofOneSize(_ small: [Int], _ parts: [IndexSnapshot.Part]) -> [Int] {
    let sorted = small.sorted { parts[$0].segment.meta.textLength < parts[$1].segment.meta.textLength }
    var sum = 0
    for (count, index) in sorted.enumerated() {
      let length = parts[index].segment.meta.textLength
      if count >= 2, length > sum * growthMax { return Array(sorted[..<count]) }
      sum += length
    }
    return sorted
  }

  /// The live documents of `parts` that are to be rewritten, in rank order.
  static func inputs(_ chosen: [Int], _ parts: [IndexSnapshot.Part]) -> [BlobInput] {
    var inputs: [BlobInput] = []
    // Segments with higher numbers hold newer versions.
    for index in chosen.sorted(by: { parts[$0].name > parts[$1].name }) {
      let part = parts[index]
      for document in 0..<part.segment.meta.documentCount {
        guard let placement = part.placements.placements(ofDocument: document).first else { continue }
        let record = part.segment.document(document)
        let path = String(decoding: part.placements.path(ofPlacement: placement), as: UTF8.self)
        var input = BlobInput(
          id: part.segment.id(ofDocument: document), origin: .document(part: index, index: document),
          path: path,
          size: record.textLength)
        input.standing = record.standing
        input.version = inputs.count
        input.traits = PathTraits(rawValue: record.traits)
        inputs.append(input)
      }
    }
    return inputs.sorted(by: BlobInput.precedes)
  }

  /// The placements of `chosen` parts as rows of the segment that replaces them.
  static func rows(
    _ chosen: [Int], _ parts: [IndexSnapshot.Part], in segment: Segment
  ) -> [PlacementWriter.Row] {
    var rows: [PlacementWriter.Row] = []
    for index in chosen {
      let part = parts[index]
      for document in 0..<part.segment.meta.documentCount {
        let range = part.placements.placements(ofDocument: document)
        guard !range.isEmpty else { continue }
        // A large merge makes several segments; each takes its own documents.
        guard let target = segment.document(withID: part.segment.id(ofDocument: document)) else { continue }
        for placement in range {
          let set = part.placements.revisions(at: part.placements.revisionSet(ofPlacement: placement))
          rows.append(
            PlacementWriter.Row(
              document: target, repository: set.repository, revisions: set.words,
              path: Array(part.placements.path(ofPlacement: placement))))
        }
      }
    }
    return rows
  }
}
