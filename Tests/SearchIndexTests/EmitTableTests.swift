import Containers
import SearchIndex
import TestSupport
import Testing

private final class Collected: ByteSink {
  var bytes: [UInt8] = []
  func append(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes }
}

private final class Held: Sendable {
  let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
}

private func site(_ text: String, line: Int, _ kind: EmitKind = .log) throws -> EmitSite {
  EmitSite(
    kind: kind, level: .warning, callee: "log.warn", function: "run\(line % 3)", container: "A",
    range: line * 10..<line * 10 + 5,
    line: line, skeleton: try #require(Skeleton(checking: Array(text.utf8))), arguments: ["a\(line)", "b"])
}

private let words = [
  "socket", "closed", "reset", "by", "peer", "timeout", "of", "the", "session", "\u{1}s", "\u{1}d",
]

private func documents(_ random: inout SeededGenerator) throws -> [DocumentFacts] {
  try (0..<30).map { document in
    DocumentFacts(
      state: .grammar,
      emits: try (0..<document % 5).map { index in
        let text = (0..<4).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
        return try site(text, line: index + 1)
      })
  }
}

private func written(_ documents: [DocumentFacts]) throws -> [UInt8] {
  var meta = SegmentMeta()
  meta.documentCount = documents.count
  let builder = FactsBuilder(meta, hasGrammars: true)
  for (document, facts) in documents.enumerated().reversed() { builder.add(facts, document: document) }
  let sink = Collected()
  try builder.finish(sink)
  return sink.bytes
}

@Suite struct `Emit sites of facts files` {
  @Test func `what is added comes back, and is found by its words`() throws {
    var random = SeededGenerator(seed: 3)
    let documents = try documents(&random)
    let held = Held(try written(documents))
    try held.bytes.withUnsafeBytes { bytes in
      let file = try FactsFile(bytes: bytes, owner: held, file: "test.facts")
      try file.verify()
      let table = try #require(file.emits)
      #expect(table.siteCount == documents.reduce(0) { $0 + $1.emits.count })
      for (document, facts) in documents.enumerated() {
        #expect(file.facts(ofDocument: document) == facts)
        for number in table.sites(ofDocument: document) {
          #expect(table.document(ofSite: number) == document)
        }
      }
      var total = 0
      for skeleton in 0..<table.skeletonCount {
        let text = try #require(table.skeleton(skeleton))
        table.forEachSite(ofSkeleton: skeleton) { number in
          #expect(table.site(number)?.skeleton == text)
          total += 1
          return true
        }
        var hashes: Set<UInt64> = []
        Skeleton.forEachWord(text.bytes) { hashes.insert($0) }
        for hash in hashes {
          let word = try #require(table.word(hash))
          let sums = UnsafeMutableBufferPointer<Float>.allocate(capacity: table.skeletonCount)
          defer { sums.deallocate() }
          sums.initialize(repeating: 0)
          var touched: [Int32] = []
          table.add(1, word: word, to: sums, touched: &touched)
          #expect(touched.contains(Int32(skeleton)))
          #expect(touched.count == table.skeletonCount(ofWord: word))
        }
        #expect(hashes.isEmpty || table.mass(ofSkeleton: skeleton) > 0)
      }
      #expect(total == table.siteCount)
      #expect(table.word(1) == nil)
    }
  }

  @Test func `a file without sites has no table`() throws {
    let held = Held(try written([DocumentFacts(), DocumentFacts()]))
    try held.bytes.withUnsafeBytes { bytes in
      let file = try FactsFile(bytes: bytes, owner: held, file: "test.facts")
      #expect(file.emits == nil)
    }
  }

  @Test(arguments: 0..<6)
  func `damage gives fewer or wrong sites and no trap`(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let sound = try written(documents(&random))
    for _ in 0..<150 {
      var damaged = sound
      for _ in 0..<4 {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let held = Held(damaged)
      held.bytes.withUnsafeBytes { bytes in
        // Damage to what is checked on opening is refused there.
        guard let file = try? FactsFile(bytes: bytes, owner: held, file: "test.facts"), let table = file.emits
        else {
          return
        }
        for number in 0..<min(100, table.siteCount) { _ = table.site(number) }
        for document in 0..<30 { _ = file.facts(ofDocument: document).emits.count }
        for skeleton in 0..<min(100, table.skeletonCount) {
          table.forEachSite(ofSkeleton: skeleton) { $0 < 1_000 }
          Skeleton.forEachWord(table.skeletonBytes(skeleton)) { hash in
            if let word = table.word(hash) { _ = table.skeletonCount(ofWord: word) }
          }
        }
      }
    }
  }
}
