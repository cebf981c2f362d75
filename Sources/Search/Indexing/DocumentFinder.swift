import Containers
import SearchIndex

/// Finds documents by the id of their content, over all segments of an index.
///
/// A few look-ups halve the ids of one segment after the other. When there are many, that would cost contents times
/// segments; then all ids go into one table, at 16 bytes for each of up to twice as many. Belongs to one thread.
final class DocumentFinder {
  private(set) var segments: [Segment]
  private var documentCount: Int
  /// Probes of segments so far.
  private var probes = 0
  /// Places by the first bytes of the id, which are as good as any hash; `empty` where there is none.
  private var slots: [UInt64] = []
  private var keys: [UInt64] = []

  /// Halving the ids of a segment costs about as much as putting this many of them into the table.
  private static let entriesPerProbe = 4
  private static let empty = UInt64.max

  init(_ segments: [Segment]) {
    self.segments = segments
    documentCount = segments.reduce(0) { $0 + $1.meta.documentCount }
  }

  /// Adds segments behind those that are there.
  func append(_ more: [Segment]) {
    let first = segments.count
    segments += more
    documentCount += more.reduce(0) { $0 + $1.meta.documentCount }
    guard !slots.isEmpty else { return }
    if isCrowded { return build() }
    for index in first..<segments.count { insert(segment: index) }
  }

  /// The first segment that has the content, and the document there.
  func find(_ id: ObjectID) -> (segment: Int, document: Int)? {
    if slots.isEmpty {
      probes += segments.count
      if probes > documentCount / Self.entriesPerProbe, segments.count > 1 { build() }
    }
    if !slots.isEmpty { return look(id) }
    for (index, segment) in segments.enumerated() {
      if let document = segment.document(withID: id) { return (index, document) }
    }
    return nil
  }

  private var isCrowded: Bool { documentCount > slots.count * 3 / 4 }

  private func build() {
    var capacity = 1024
    while capacity * 3 / 4 < documentCount { capacity *= 2 }
    slots = Array(repeating: Self.empty, count: capacity)
    keys = Array(repeating: 0, count: capacity)
    for index in segments.indices { insert(segment: index) }
  }

  private func insert(segment index: Int) {
    let segment = segments[index]
    let mask = slots.count - 1
    for document in 0..<segment.meta.documentCount {
      let key = Self.key(segment.id(ofDocument: document))
      var slot = Int(truncatingIfNeeded: key) & mask
      while slots[slot] != Self.empty { slot = (slot + 1) & mask }
      slots[slot] = UInt64(index) << 32 | UInt64(document)
      keys[slot] = key
    }
  }

  /// Entries of one id stand in the order in which their segments came, so the first is that of the first segment.
  private func look(_ id: ObjectID) -> (segment: Int, document: Int)? {
    let key = Self.key(id)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot] != Self.empty {
      if keys[slot] == key {
        let (segment, document) = (Int(slots[slot] >> 32), Int(slots[slot] & 0xFFFF_FFFF))
        if segments[segment].id(ofDocument: document) == id { return (segment, document) }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private static func key(_ id: ObjectID) -> UInt64 {
    id.withBytes { $0.loadUnaligned(as: UInt64.self) }
  }
}
