import Containers
import Foundation
import SearchIndex
import Testing

/// Files of every format version stay in `Compatibility`, and must still open and answer.
///
/// After a change of the format, and only then, write the files of the new version beside the old ones:
/// `COMPATIBILITY=1 swift test -c release --filter SearchIndexTests`, then commit them and add the version
/// to ``versions``. Files of older versions are never written again.
@Suite struct `Index files of older versions` {
  static let versions = [1]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Compatibility")

  /// Frozen: the files hold these.
  static let documents: [TestDocument] = {
    let long = (0..<150).map { "\($0): return kmalloc(size_\($0 * 7 % 100), GFP_KERNEL);\n" }.joined()
    let texts = [
      "#include <stdio.h>\n\nint main(void)\n{\n\treturn printf(\"hello\\n\");\n}\n", "",
      "a ta\u{17F}k at 300 \u{212A}\nno end of line", long, "caf\u{E9}\r\nna\u{EF}ve\r\n", "",
    ]
    var documents = texts.enumerated().map { TestDocument(Array($1.utf8), number: $0) }
    documents[5].input.skip = .binary
    return documents
  }()

  static let placements = [
    TestPlacement(document: 0, repository: 0, revisions: [0b11], path: Array("src/main.c".utf8)),
    TestPlacement(document: 0, repository: 1, revisions: [1, 1 << 63], path: Array("copy/MAIN.c".utf8)),
    TestPlacement(document: 2, repository: 0, revisions: [0b01], path: Array("notes/ta\u{17F}k.txt".utf8)),
    TestPlacement(document: 3, repository: 0, revisions: [0b11], path: Array("src/generated/alloc.c".utf8)),
    TestPlacement(document: 5, repository: 0, revisions: [], path: [0xFF, 0x0A, 0x2F, 0x62]),
  ]

  static func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["COMPATIBILITY"] == "1"))
  func `write the files of this version`() throws {
    let segments = [
      "segment": try segmentBytes(Self.documents),
      "compact-segment": try segmentBytes(Self.documents, codec: ToyCodec.identity),
      "shared-segment": try Self.sharedBytes(codec: nil),
      "shared-compact-segment": try Self.sharedBytes(codec: ToyCodec.identity),
      "placements": try TestPlacements.bytes(Self.placements, documentCount: Self.documents.count),
    ]
    for (name, bytes) in segments {
      let version = bytes[8]
      try Data(bytes).write(to: Self.folder.appending(path: "version-\(version).\(name)"))
    }
  }

  @Test(arguments: versions)
  func `segments open and answer`(version: Int) throws {
    for (name, codec) in [("segment", nil), ("compact-segment", ToyCodec.identity)] {
      let segment = try openSegment(Self.read("version-\(version).\(name)"), codec: codec)
      try expectHolds(segment, Self.documents)
      #expect(segment.meta.blockCount == 5)
      func documents(_ query: GramQuery) -> Set<Int> {
        Set(BlockCursor(segment, query).allBlocks().map { segment.document(holdingBlock: $0) })
      }
      #expect(documents(Naive.query("PrintF".utf8)) == [0])
      #expect(documents(Naive.query("gfp_kernel".utf8)) == [3])
      #expect(documents(Naive.query("return".utf8)) == [0, 3])
      #expect(documents(.gram(GramAlphabet.foldMarker)) == [2])
      #expect(documents(.gram(GramAlphabet.nonASCIIMarker)) == [2, 4])
      #expect(documents(Naive.query("kfree".utf8)) == [])
    }
  }

  /// Frozen: versions of a file, of which the last stands alone.
  static let versions2: [TestHistory.Version] = {
    let long = (0..<150).map { "\($0): return kmalloc(size_\($0 * 7 % 100), GFP_KERNEL);\n" }
    var changed = long
    changed[70] = "70: return kzalloc(size_90, GFP_ATOMIC);\n"
    var moved = Array(long[100...] + long[..<100])
    moved.append("no end of line")
    let texts = [long, changed, moved, ["int main(void);\n"]].map { Array($0.joined().utf8) }
    let kinships: [SegmentBuilder.Kinship] = [.first, .further, .further, .alone]
    return texts.indices.map {
      TestHistory.Version(document: TestDocument(texts[$0], number: $0), kinship: kinships[$0])
    }
  }()

  static func sharedBytes(codec: TextCodec?) throws -> [UInt8] {
    try TestHistory.bytes(versions2, codec: codec)
  }

  @Test func `segments whose documents share text open and answer`() throws {
    for (name, codec) in [("shared-segment", nil), ("shared-compact-segment", ToyCodec.identity)] {
      let segment = try openSegment(Self.read("version-2.\(name)"), codec: codec)
      try expectHolds(segment, Self.versions2.map(\.document), leastBlock: 1)
      let places = try `Versions that share their text`.places(of: Array("kzalloc".utf8), segment)
      #expect(places.map { $0[0] } == [1])
      #expect(try `Versions that share their text`.places(of: Array("return".utf8), segment).count == 450)
    }
  }

  @Test(arguments: versions)
  func `placement files open and answer`(version: Int) throws {
    let file = try openPlacements(Self.read("version-\(version).placements"))
    #expect(file.documentCount == Self.documents.count)
    #expect(file.count == Self.placements.count)
    for (index, placement) in Self.placements.enumerated() {
      #expect(Array(file.path(ofPlacement: index)) == placement.path)
      #expect(file.document(ofPlacement: index) == placement.document)
      let set = file.revisions(at: file.revisionSet(ofPlacement: index))
      #expect(set.repository == placement.repository && set.words == placement.revisions)
    }
    #expect(file.cursor(Naive.query("main.c".utf8)).next(atOrAfter: 0) == 0)
    #expect(file.cursor(Naive.query("main.h".utf8)).next(atOrAfter: 0) == nil)
  }
}
