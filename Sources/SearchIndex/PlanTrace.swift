/// One of the conditions that a block has to satisfy, as the plan judged it.
package struct PlanCondition: Sendable, Equatable {
  /// A gram, or alternatives.
  package var query: GramQuery
  /// Blocks that satisfy it: counted for a gram, estimated for alternatives.
  package var blocks: Int
  /// False when looking at it would have cost more than it saves.
  package var isUsed: Bool
}

/// What planning writes down when it is asked to.
struct PlanTrace {
  private(set) var lists: [ListTrace] = []
  private var outermost: [PlanCondition] = []
  /// How many ANDs the planner is in.
  var depth = 0

  /// Notes a posting list that was considered.
  mutating func add(_ code: UInt32, count: Int, isUsed: Bool) {
    lists.append(ListTrace(gram: GramAlphabet.spelling(code), count: count, isUsed: isUsed))
  }

  /// Notes a part of the outermost AND.
  mutating func add(_ part: GramQuery, blocks: Int, isUsed: Bool) {
    if depth == 1 { outermost.append(PlanCondition(query: part, blocks: blocks, isUsed: isUsed)) }
  }

  /// The parts of `query`, or itself as the only one, planned as `node`.
  func conditions(of query: GramQuery, _ node: GramNode?) -> [PlanCondition] {
    switch query {
    case .and: return outermost
    case .all, .none: return []
    case .gram, .run, .or:
      let isUsed = if case .all? = node?.kind { false } else { true }
      let blocks = if isUsed { node?.estimate ?? 0 } else { 0 }
      return [PlanCondition(query: query, blocks: blocks, isUsed: isUsed)]
    }
  }
}

/// How one posting list lies in its segment, for explanations.
package struct ListFacts: Sendable, Equatable {
  /// The ways a list is stored; see `PostingCodec.swift`.
  package enum Shape: String, Sendable { case empty, single, bitmap, chunks }

  /// Spelled with a representative byte for each symbol.
  package var gram: String

  /// Blocks that hold the gram.
  package var blocks: Int

  /// How it is stored.
  package var shape: Shape

  /// Bytes of the list itself; its entry in the table takes eight more.
  package var bytes: Int

  /// Of the first chunk: its first postings, the bits of a packed gap, and the gaps that did not fit.
  package var firstChunk: Chunk?

  /// The start of a list of chunks.
  package struct Chunk: Sendable, Equatable {
    /// Block numbers, at most 128.
    package var postings: [UInt32]
    /// Bits of each packed gap.
    package var width: Int
    /// Gaps whose high bits stand apart.
    package var exceptions: Int
  }
}

extension Segment {
  /// How the list of `code` is stored. Decodes one chunk of it; O(1).
  package func listFacts(_ code: UInt32) -> ListFacts {
    let list = lists.list(code)
    let shape: ListFacts.Shape =
      switch list.shape {
      case .empty: .empty
      case .single: .single
      case .bitmap: .bitmap
      case .chunks: .chunks
      }
    return ListFacts(
      gram: GramAlphabet.spelling(code), blocks: list.count, shape: shape, bytes: list.byteCount,
      firstChunk: list.firstChunk)
  }
}

extension PostingList {
  private var chunkCount: Int { (count + PostingCodec.chunkLength - 1) / PostingCodec.chunkLength }

  /// Bytes of the list in its section; 0 when it stands in the table, or is damaged.
  fileprivate var byteCount: Int {
    switch shape {
    case .empty, .single: return 0
    case .bitmap: return bytes.count
    case .chunks:
      guard let (start, width, exceptions) = header(ofChunk: chunkCount - 1) else { return 0 }
      let gaps = count - (chunkCount - 1) * PostingCodec.chunkLength - 1
      return start + 2 + (gaps * width + 7) / 8 + exceptions * 4
    }
  }

  fileprivate var firstChunk: ListFacts.Chunk? {
    guard shape == .chunks, let (_, width, exceptions) = header(ofChunk: 0) else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PostingCodec.chunkLength) { buffer in
      guard let base = buffer.baseAddress,
        let length = PostingCodec.decodeChunk(0, count: count, bytes: bytes, into: base)
      else { return nil }
      return ListFacts.Chunk(postings: Array(buffer[..<length]), width: width, exceptions: exceptions)
    }
  }

  /// Where the body of a chunk starts, and its two first bytes; nil when that lies outside.
  private func header(ofChunk chunk: Int) -> (start: Int, width: Int, exceptions: Int)? {
    guard (chunk + 1) * PostingCodec.chunkTableEntry <= bytes.count else { return nil }
    let start = Int(SectionTable.load(bytes, chunk * PostingCodec.chunkTableEntry + 4, as: UInt32.self))
    guard start + 2 <= bytes.count else { return nil }
    return (start, Int(bytes[start]), Int(bytes[start + 1]))
  }
}

extension GramQuery {
  /// The condition as text of at most `limit` bytes or so: `foo ∧ oob ∧ (bar ∨ baz)`.
  package func text(limit: Int) -> String {
    var output = ""
    write(to: &output, limit: limit, isInner: false)
    return output
  }

  private func write(to output: inout String, limit: Int, isInner: Bool) {
    switch self {
    case .all: output += "every block"
    case .none: output += "no block"
    case .gram(let code): output += GramAlphabet.spelling(code)
    case .run(let runClass, let least): output += "\(least) × \(runClass.name)"
    case .and(let parts): Self.join(parts, " ∧ ", &output, limit, isInner)
    case .or(let parts): Self.join(parts, " ∨ ", &output, limit, isInner)
    }
  }

  private static func join(
    _ parts: [GramQuery], _ sign: String, _ output: inout String, _ limit: Int, _ isInner: Bool
  ) {
    if isInner { output += "(" }
    for (index, part) in parts.enumerated() {
      if output.utf8.count > limit {
        output += "\(sign)… \(parts.count - index) more"
        break
      }
      if index > 0 { output += sign }
      part.write(to: &output, limit: limit, isInner: true)
    }
    if isInner { output += ")" }
  }

  /// How many grams stand in it.
  package var gramCount: Int {
    switch self {
    case .all, .none, .run: 0
    case .gram: 1
    case .and(let parts), .or(let parts): parts.reduce(0) { $0 + $1.gramCount }
    }
  }
}
