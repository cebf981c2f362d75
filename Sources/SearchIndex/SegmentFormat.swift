// A segment file. All integers are little-endian; sections start at multiples of 64.
//
//   header      64 bytes   magic "ALIDSEG\n", version u32, zeros
//   sections               in any order, each named in the table of contents
//   contents               per section: tag u32, flags u32, offset u64, length u64, checksum u64 (32 bytes)
//   footer      64 bytes   offset of contents u64, sections u32, version u32, checksum of contents u64,
//                          file length u64, zeros, magic "ALIDSEG\n"
//
//   META   counts and kinds, see `SegmentMeta`
//   DOCS   32 bytes a document, see `DocumentRecord`
//   IDS_   blob ids, `idWidth` bytes each, in document order
//   IDIX   document numbers (u32) in ascending order of id
//   BLKS   start of each block in the text, relative to its document (u32)
//   BLKL   lines of the document before each block (u32)
//   TEXT   documents end to end: raw, or zstd frames of 16 KB of text each
//   CHNK   compact only: offset of each frame in TEXT and one more (u64)
//   GRAM   which codes have a list: bit set, and list entries before each 512 codes (u32)
//   GENT   per list: count << 40 | payload (u64): an offset in POST, or the block itself if count is 1
//   POST   posting lists, see PostingCodec
//   RUNS   per class of bytes, per block: length of its longest run (u8), see RunLengths; may be missing
//
// Where versions of a file share text (version 2), TEXT holds the *stored text* of families of documents, and blocks are
// made of parts of it. GRAM counts slots instead of blocks: see `VersionFamily`.
//
//   FAMS   24 bytes a family, and one entry more for where all ends: start of its stored text u64, first block u32, first
//          slot u32, first variant u32, zero u32
//   BVAR   per block: its variant, counted in the family (u32)
//   VARS   per variant, and one entry more: slot, counted in the family u32, first piece u32
//   PIEC   per piece: where it is in the family's stored text u32, length u32
//
// Version history
//   1  first format
//   2  versions of a file share text; segments without such files are still written as version 1

/// Names and sizes shared by writer and reader.
enum SegmentFormat {
  static let magic: UInt64 = 0x0A47_4553_4449_4C41  // "ALIDSEG\n"
  static let version: UInt32 = 1
  /// Of a segment whose documents share text.
  static let sharingVersion: UInt32 = 2
  static let headerLength = 64
  static let footerLength = 64
  static let contentsEntryLength = 32
  static let alignment = 64

  /// Text of one segment at most: offsets within a document and block numbers stay in 32 bits.
  static let textLimit = 1 << 36

  /// Text in one zstd frame of a compact segment.
  static let chunkLength = 16 << 10

  /// Text in one block, before the rest of its last line.
  static let blockLength = 4096

  /// A rest of a document shorter than this joins the block before it.
  static let blockTail = 1024

  /// Codes per entry of the rank directory.
  static let rankStride = 512

  static let countShift: UInt64 = 40
  static let payloadMask: UInt64 = (1 << 40) - 1
  static let countLimit = 1 << 24
}

/// Four-letter names of sections.
enum SectionTag: UInt32, CaseIterable {
  case meta = 0x4154_454D
  case documents = 0x5343_4F44
  case ids = 0x5F53_4449
  case idIndex = 0x5849_4449
  case blockStarts = 0x534B_4C42
  case blockLines = 0x4C4B_4C42
  case text = 0x5458_4554
  case chunks = 0x4B4E_4843
  case families = 0x534D_4146
  case blockVariants = 0x5241_5642
  case variants = 0x5352_4156
  case pieces = 0x4345_4950
  case grams = 0x4D41_5247
  case gramEntries = 0x544E_4547
  case postings = 0x5453_4F50
  case runs = 0x534E_5552
  case placementRanges = 0x4E52_4C50
  case placements = 0x4341_4C50
  case revisionSets = 0x5356_4552
  case pathText = 0x4854_4150
  case factStates = 0x4154_5344
  case symbolStarts = 0x4F4D_5953
  case symbols = 0x424D_5953
  case nameStarts = 0x4F4D_414E
  case nameText = 0x544D_414E
  case nameLists = 0x504D_414E
  case symbolLists = 0x504D_5953
  case qualifierStarts = 0x4F41_5551
  case qualifierText = 0x5441_5551
  case emitDocuments = 0x4454_4D45
  case emitStarts = 0x4F54_4D45
  case emitRecords = 0x4254_4D45
  case emitTextStarts = 0x4F4E_4D45
  case emitText = 0x544E_4D45
  case skeletonStarts = 0x4F53_4D45
  case skeletons = 0x4253_4D45
  case skeletonListStarts = 0x4C53_4D45
  case skeletonLists = 0x5053_4D45
  case skeletonMasses = 0x4D53_4D45
  case emitWords = 0x4857_4D45
  case emitWordStarts = 0x4F57_4D45
  case emitWordLists = 0x5057_4D45

  /// The letters, for messages.
  var name: String {
    var letters = ""
    for shift in [0, 8, 16, 24] {
      letters.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: rawValue >> UInt32(shift))))
    }
    return letters
  }
}

/// What is the matter with an index file.
package struct SegmentError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The ways a file can be unusable.
  package enum Kind: Equatable, Sendable {
    /// Not a file of this format at all.
    case foreign
    /// Written by a newer or no longer supported version.
    case version(UInt32)
    /// Shorter than it says: a write that did not finish, or a copy cut short.
    case truncated
    /// A section's checksum or content does not fit.
    case damaged(section: String)
    /// The file needs zstd and no codec was given.
    case missingCodec
    /// More text or documents than one segment takes.
    case tooLarge
  }

  /// What is wrong.
  package let kind: Kind

  /// The file's name, as given to the reader.
  package let file: String

  /// A fault of the file called `file`.
  package init(_ kind: Kind, file: String) {
    self.kind = kind
    self.file = file
  }

  package var description: String {
    switch kind {
    case .foreign: "\(file): not an Alidade index file; move it out of the data folder"
    case .version(let version):
      """
      \(file): index format \(version), this program reads \(SegmentFormat.sharingVersion); \
      run `alidade index` to rebuild
      """
    case .truncated: "\(file): the file is cut short; run `alidade index` to rebuild it"
    case .damaged(let section):
      "\(file): section \(section) is damaged; run `alidade index` to rebuild it"
    case .missingCodec:
      """
      \(file): the text is compressed and libzstd was not found; install it \
      (Debian: apt-get install libzstd1)
      """
    case .tooLarge: "\(file): more text than one segment holds; index in smaller parts"
    }
  }
}

/// Numbers about a whole segment. Stored as consecutive u64.
package struct SegmentMeta: Equatable, Sendable {
  package var documentCount = 0
  package var blockCount = 0
  /// Bytes of text, before compression.
  package var textLength = 0
  /// Bytes per blob id: 20 or 32.
  package var idWidth = 20
  /// Whether TEXT is compressed.
  package var isCompact = false
  /// Documents with a skip reason.
  package var skippedCount = 0

  static let byteCount = 48

  package init() {}
}

/// The facts of one document that a search needs. 32 bytes on disk.
package struct DocumentRecord: Sendable, Equatable {
  /// Offset of the first byte in the segment's text.
  package var textStart: Int
  /// Bytes of text; 0 when skipped.
  package var textLength: Int
  /// Lines of text; a last line without terminator counts.
  package var lineCount: Int
  /// Number of the first block; the blocks end where the next document's begin.
  package var firstBlock: UInt32
  /// Language number of `Syntax`, 0 when unknown.
  package var language: UInt16
  /// `PathTraits` of `Syntax`, as stored.
  package var traits: UInt8
  /// How well placed the file is, 255 best: the rank order of documents.
  package var standing: UInt8
  package var encoding: TextEncoding
  package var skip: SkipReason?
  /// Bytes in the source, before conversion; saturates at 4 GB.
  package var sourceLength: Int

  static let byteCount = 32

  /// Stands for "no document yet": empty and of no standing.
  package static var none: DocumentRecord {
    DocumentRecord(
      textStart: 0, textLength: 0, lineCount: 0, firstBlock: 0, language: 0, traits: 0, standing: 0,
      encoding: .utf8, skip: nil, sourceLength: 0)
  }
}
