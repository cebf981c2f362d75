import Containers
import QueryEngine
import SearchIndex
import Syntax

/// A content that is not in the index yet, and where to get it.
struct BlobInput {
  /// Where the bytes come from.
  enum Origin {
    /// Object `id` of the repository at this place in the run's list.
    case git(repository: Int)
    /// The file at `path` in the plain folder at this place in the run's list.
    case file(folder: Int, path: [UInt8])
    /// A document of an open segment that is being merged into a new one.
    case document(part: Int, index: Int)
  }

  var id: ObjectID
  /// False when `id` only stands for the content's own, which is known when it is read.
  var isNamed = true
  var origin: Origin
  /// A path it stands at, for language and standing.
  var path: String
  /// Bytes in the source, or -1 when not known.
  var size: Int
  var traits: PathTraits
  var standing: UInt8
  /// Order among versions of a file, the newest first.
  var version = 0

  init(id: ObjectID, origin: Origin, path: String, size: Int) {
    self.id = id
    self.origin = origin
    self.path = path
    self.size = size
    traits = pathTraits(path)
    standing = Standing.of(path: path, traits: traits, byteCount: Self.expectedBytes(size))
  }

  /// Best standing first; within it, neighbours in the tree stay together, which keeps posting lists short.
  static func precedes(_ left: BlobInput, _ right: BlobInput) -> Bool {
    if left.standing != right.standing { return left.standing > right.standing }
    return left.path != right.path ? left.path < right.path : left.version < right.version
  }

  /// Bytes in the source, or what is usual where they are not known before it is read.
  var expectedBytes: Int { Self.expectedBytes(size) }

  private static func expectedBytes(_ size: Int) -> Int { size < 0 ? 8 << 10 : size }

  /// Gives all versions of a file the best standing that one of them has, so that they are stored side by side.
  static func align(_ inputs: inout [BlobInput]) {
    var start = 0
    while start < inputs.count {
      var end = start + 1
      while end < inputs.count, inputs[end].path == inputs[start].path { end += 1 }
      if end - start > 1 {
        let best = inputs[start..<end].reduce(0) { max($0, $1.standing) }
        for index in start..<end { inputs[index].standing = best }
      }
      start = end
    }
  }

  /// Bytes of a document that language detection looks at.
  static let headLength = 4096

  /// Adds the blob to `builder`, classified by its content.
  func add(
    _ content: BlobContent, to builder: SegmentBuilder, _ kinship: SegmentBuilder.Kinship = .alone
  ) throws {
    var input = DocumentInput(id: id)
    input.sourceLength = content.sourceLength
    input.standing = standing
    input.traits = traits.rawValue
    switch content.kind {
    case .skipped(let reason): try addSkipped(reason, input, to: builder, kinship)
    case .document(let record, let text):
      input.language = record.language
      input.encoding = record.encoding
      input.skip = record.skip
      try builder.add(input, text: text, kinship: kinship)
    case .bytes(let bytes):
      switch TextDecoding.decode(bytes) {
      case .asIs(let range):
        try addText(UnsafeRawBufferPointer(rebasing: bytes[range]), input, to: builder, kinship)
      case .converted(let text, let encoding):
        input.encoding = encoding
        try text.withUnsafeBytes { try addText($0, input, to: builder, kinship) }
      case .skipped(let reason): try addSkipped(reason, input, to: builder, kinship)
      }
    }
  }

  private func addSkipped(
    _ reason: SkipReason, _ known: DocumentInput, to builder: SegmentBuilder,
    _ kinship: SegmentBuilder.Kinship
  ) throws {
    var input = known
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    input.skip = reason
    input.language = detectLanguage(path: path, head: nothing)?.id ?? 0
    try builder.add(input, text: nothing, kinship: kinship)
  }

  private func addText(
    _ text: UnsafeRawBufferPointer, _ known: DocumentInput, to builder: SegmentBuilder,
    _ kinship: SegmentBuilder.Kinship
  ) throws {
    var input = known
    let head = UnsafeRawBufferPointer(rebasing: text[..<min(text.count, Self.headLength)])
    input.language = detectLanguage(path: path, head: head)?.id ?? 0
    input.traits = traits.union(contentTraits(path: path, head: head)).rawValue
    try builder.add(input, text: text, kinship: kinship)
  }
}

/// What reading a blob gave.
struct BlobContent {
  enum Kind {
    /// The bytes of the source, borrowed for the call.
    case bytes(UnsafeRawBufferPointer)
    /// A document of an open segment, already classified; the text is borrowed for the call.
    case document(DocumentRecord, UnsafeRawBufferPointer)
    /// No text, and why.
    case skipped(SkipReason)
  }

  var kind: Kind
  /// Bytes in the source.
  var sourceLength: Int
}
