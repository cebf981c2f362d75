import Containers
import QueryEngine
import RegexEngine
import SearchIndex

/// Bytes of a file being written, in memory.
final class MemorySink: ByteSink {
  var bytes: [UInt8] = []
  func append(_ more: UnsafeRawBufferPointer) throws { bytes += more }
}

/// Keeps the bytes of a segment alive and in place.
final class MemoryOwner: @unchecked Sendable {
  // Sendable: the buffer is filled before it is shared and never changed.
  let bytes: UnsafeMutableRawBufferPointer

  init(_ source: [UInt8]) {
    bytes = .allocate(byteCount: source.count, alignment: 64)
    bytes.copyBytes(from: source)
  }

  deinit { bytes.deallocate() }
}

/// Everything is visible; predicates about repositories hold.
final class OpenContext: PlacementContext {
  func isVisible(place: UInt32) -> Bool { true }
  func holds(predicate: Int, place: UInt32) -> Bool { true }
}

/// A small set of documents with a segment made of them.
struct Corpus {
  struct Document {
    var path: String
    var text: [UInt8]
    var language: UInt16 = 0
  }

  let documents: [Document]
  let segment: Segment
  let placements: PlacementFile

  /// - Parameter sharesVersions: whether neighbours with one path are versions that share their text.
  init(_ documents: [Document], sharesVersions: Bool = false) throws {
    self.documents = documents
    let sink = MemorySink()
    let builder = try SegmentBuilder(sink: sink, sharesVersions: sharesVersions, runPostings: 1000)
    for (index, document) in documents.enumerated() {
      var id = [UInt8](repeating: 0, count: 20)
      id[0] = UInt8(index & 0xFF)
      id[1] = UInt8(index >> 8)
      var input = DocumentInput(id: id.withUnsafeBytes { ObjectID(bytes: $0) }!)  // Twenty bytes always make an id.
      input.language = document.language
      let isFurther = index > 0 && documents[index - 1].path == document.path
      let hasNext = index + 1 < documents.count && documents[index + 1].path == document.path
      try document.text.withUnsafeBytes {
        try builder.add(input, text: $0, kinship: isFurther ? .further : hasNext ? .first : .alone)
      }
    }
    _ = try builder.finish()
    let owner = MemoryOwner(sink.bytes)
    segment = try Segment(bytes: UnsafeRawBufferPointer(owner.bytes), owner: owner, file: "test.seg")
    let placing = PlacementBuilder(documentCount: documents.count)
    for (index, document) in documents.enumerated() {
      try Array(document.path.utf8).withUnsafeBytes {
        try placing.add(document: index, repository: 1, revisions: [1], path: $0)
      }
    }
    let placementSink = MemorySink()
    try placing.finish(placementSink)
    let placementOwner = MemoryOwner(placementSink.bytes)
    placements = try PlacementFile(
      bytes: UnsafeRawBufferPointer(placementOwner.bytes), owner: placementOwner, file: "test.plc")
  }

  func segmentSearch(_ query: CompiledQuery, _ facts: FactsFile? = nil) -> SegmentSearch {
    SegmentSearch(
      segment: segment, placements: placements, query: query, context: OpenContext(),
      symbols: facts.map { SymbolPlan(query, $0) })
  }

  /// Document numbers, matches and lines that an indexed search finds.
  func search(_ query: CompiledQuery, _ facts: FactsFile? = nil) throws -> [DocumentHit] {
    let search = segmentSearch(query, facts)
    var hits: [DocumentHit] = []
    _ = try search.run(documents: 0..<documents.count) { hit in
      hits.append(hit)
      return true
    }
    return hits
  }

  /// The facts of these symbols, by document.
  func facts(_ symbols: [[Symbol]]) throws -> FactsFile {
    try facts(symbols.map { DocumentFacts(state: .lexer, symbols: $0) })
  }

  /// A file of these facts, by document.
  func facts(_ documents: [DocumentFacts]) throws -> FactsFile {
    let builder = FactsBuilder(segment.meta, hasGrammars: false)
    for (document, facts) in documents.enumerated() { builder.add(facts, document: document) }
    let sink = MemorySink()
    try builder.finish(sink)
    let owner = MemoryOwner(sink.bytes)
    return try FactsFile(bytes: UnsafeRawBufferPointer(owner.bytes), owner: owner, file: "test.facts")
  }

  /// The same for one regex, by looking at every byte.
  func scan(_ regex: Regex) -> [(document: Int, matches: [Range<Int>])] {
    let matcher = regex.makeMatcher()
    var found: [(document: Int, matches: [Range<Int>])] = []
    for (index, document) in documents.enumerated() {
      var ranges: [Range<Int>] = []
      document.text.withUnsafeBytes { text in
        matcher.forEachMatch(in: text, range: 0..<text.count) { range in
          let isAtNoLine =
            range.isEmpty && range.lowerBound == text.count && (text.isEmpty || text.last == 0x0A)
          if !isAtNoLine { ranges.append(range) }
          return true
        }
      }
      if !ranges.isEmpty { found.append((index, ranges)) }
    }
    return found
  }
}
