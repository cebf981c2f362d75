import Navigation
import TestSupport
import Testing

/// The reader and the writer of SCIP's format.
@Suite struct `SCIP` {
  private func read(_ bytes: [UInt8], piece: Int = .max) throws -> SampleIndex {
    var index = SampleIndex()
    try ScipReader.read(source(bytes, piece: piece)) { part in
      switch part {
      case .metadata(let metadata): index.metadata = metadata
      case .document(let document): index.documents.append(try ScipDocument(document))
      case .externalSymbol(let symbol): index.externals.append(symbol)
      }
    }
    return index
  }

  private static func symbol(_ random: inout SeededGenerator) -> String {
    let names = ["a", "b/c", "local 1", "s m p v `x y`#f().", "", "é"]
    return names.randomElement(using: &random) ?? ""
  }

  private static func range(_ random: inout SeededGenerator) -> IndexedRange {
    let line = Int32.random(in: 0...300, using: &random)
    return IndexedRange(
      startLine: line, startColumn: .random(in: 0...200, using: &random),
      endLine: line + .random(in: 0...1, using: &random), endColumn: .random(in: 200...70_000, using: &random)
    )
  }

  static func random(seed: UInt64) -> SampleIndex {
    var random = SeededGenerator(seed: seed)
    var index = SampleIndex(tool: "tool \(seed)")
    index.metadata.projectRoot = "file:///x"
    for number in 0..<Int.random(in: 0...4, using: &random) {
      var document = ScipDocument(path: "d/\(number).txt")
      document.language = "Text"
      document.encoding = PositionEncoding(rawValue: .random(in: 0...3, using: &random)) ?? .utf8
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        document.occurrences.append(
          ScipOccurrence(
            range: range(&random), symbol: symbol(&random),
            roles: SymbolRoles(rawValue: .random(in: 0...127, using: &random)),
            enclosingRange: Bool.random(using: &random) ? range(&random) : nil))
      }
      document.symbols = (0..<Int.random(in: 0...5, using: &random)).map { _ in facts(&random) }
      index.documents.append(document)
    }
    index.externals = (0..<Int.random(in: 0...3, using: &random)).map { _ in facts(&random) }
    return index
  }

  private static func facts(_ random: inout SeededGenerator) -> ScipSymbol {
    var facts = ScipSymbol(symbol: symbol(&random))
    facts.documentation = (0..<Int.random(in: 0...3, using: &random)).map { "text \($0)" }
    facts.kind = .random(in: 0...90, using: &random)
    facts.displayName = ["", "name"].randomElement(using: &random) ?? ""
    facts.signature = ["", "func f()"].randomElement(using: &random) ?? ""
    facts.enclosingSymbol = symbol(&random)
    facts.relationships = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      ScipRelationship(
        symbol: symbol(&random), kinds: RelationshipKinds(rawValue: .random(in: 0...15, using: &random)))
    }
    return facts
  }

  @Test(arguments: 0..<100) func `what is written is read again`(seed: Int) throws {
    let index = Self.random(seed: UInt64(seed))
    for piece in [1, 7, 1000, .max] {
      let copy = try read(index.bytes, piece: piece)
      #expect(copy.metadata == index.metadata)
      #expect(copy.documents == index.documents)
      #expect(copy.externals == index.externals)
    }
  }

  @Test func `concatenated indexes are one`() throws {
    let (first, second) = (Self.random(seed: 1), Self.random(seed: 2))
    let both = try read(first.bytes + second.bytes)
    #expect(both.documents == first.documents + second.documents)
    #expect(both.metadata == second.metadata)
  }

  @Test(
    arguments: [
      // Three and four numbers, packed and one by one; the typed ranges of version 0.9; a typed one beats numbers.
      ([0x0A, 3, 4, 5, 8], [4, 5, 4, 8]),
      ([0x0A, 4, 4, 5, 6, 8], [4, 5, 6, 8]),
      ([0x08, 4, 0x08, 5, 0x08, 8], [4, 5, 4, 8]),
      ([0x42, 6, 0x08, 4, 0x10, 5, 0x18, 8], [4, 5, 4, 8]),
      ([0x4A, 8, 0x08, 4, 0x10, 5, 0x18, 6, 0x20, 8], [4, 5, 6, 8]),
      ([0x0A, 3, 9, 9, 9, 0x42, 4, 0x10, 5, 0x18, 8], [0, 5, 0, 8]),
      // Fields of other types and numbers are passed over.
      ([0x0A, 3, 4, 5, 8, 0x7D, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x72, 1, 0], [4, 5, 4, 8]),
    ] as [([UInt8], [Int32])])
  func `ranges of every version are read`(occurrence: [UInt8], range: [Int32]) throws {
    let document: [UInt8] = [0x0A, 1, 0x61, 0x12, UInt8(occurrence.count)] + occurrence
    let index = try read([0x12, UInt8(document.count)] + document)
    let found = try #require(index.documents.first?.occurrences.first).range
    #expect([found.startLine, found.startColumn, found.endLine, found.endColumn] == range)
  }

  @Test(
    arguments: [
      ([0x7B], "it is no index in SCIP's format, which is protobuf (at byte 0)"),
      ([0x1A, 0, 0x7B], "no field starts with the value 123 (at byte 2)"),
      ([0x12, 5, 1], "the input ends within a part of 5 bytes: it is cut short, or no index (at byte 0)"),
      ([0x10, 5], "field 2 has wire type 0 instead of 2 (at byte 1)"),
      ([0x12, 2, 0x0A, 9], "a value of 9 bytes does not fit into its message (at byte 3)"),
      ([0x12, 3, 0x0A, 1, 0xFF], "a text is not UTF-8 (at byte 3)"),
      ([0x12, 5, 0x12, 3, 0x0A, 1, 0x80], "the input ends within a number (at byte 6)"),
      (
        [0x12, 4, 0x12, 2, 0x0A, 0],
        "an occurrence has a range of 0 numbers instead of three or four (at byte 4)"
      ),
      (
        [0x12, 11, 0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2],
        "a number has more than 64 bits (at byte 3)"
      ),
      (
        [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        "the part at byte 0 has 4294967295 bytes, more than 268435456. "
          + "Is this an index? A document that large can be left out of it."
      ),
    ] as [([UInt8], String)])
  func `a fault is named with its offset`(bytes: [UInt8], message: String) throws {
    do {
      _ = try read(bytes)
      Issue.record("no error")
    } catch let error as NavigationError {
      #expect(error.description == message)
    }
  }

  @Test func `damaged input is read or refused, never more`() throws {
    var random = SeededGenerator(seed: 7)
    for seed in 0..<40 {
      let whole = Self.random(seed: UInt64(seed)).bytes
      for _ in 0..<60 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0...3, using: &random) {
          case 0: bytes[place] = .random(in: 0...255, using: &random)
          case 1: bytes.remove(at: place)
          case 2: bytes.insert(.random(in: 0...255, using: &random), at: place)
          default: bytes.removeSubrange(place...)
          }
        }
        do {
          _ = try read(bytes, piece: 100)
        } catch let error as NavigationError {
          guard case .malformed(let offset) = error.kind else { continue }
          #expect(offset <= bytes.count)
        }
      }
    }
  }

  @Test(arguments: [
    "swift . Search . Searcher#search(+1a).", "scip-typescript npm @types/node 18.0.1 src/`a b.ts`/f().(x)",
    "a  b m p v x:[T]y!z.", "s . . . `a``b`#",
  ])
  func `a symbol's text is taken apart and put together`(text: String) throws {
    #expect(try #require(SymbolText(parsing: text)).text == text)
  }

  @Test(arguments: [
    "local 1", "", "a b c", "a b c d", "a b c d x", "a b c d `x", "a b c d x(", "a b c d x(y)",
  ])
  func `text that is no symbol is refused`(text: String) {
    #expect(SymbolText(parsing: text) == nil)
  }
}
