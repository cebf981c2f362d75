/// One row of a file's table of contents.
struct SectionEntry {
  var tag: SectionTag
  var offset: Int
  var length: Int
  var checksum: UInt64
}

/// Writes an index file: header, sections at their boundaries with their checksums, contents, footer.
///
/// A section is written whole, or in pieces between its beginning and the next one's.
struct SectionWriter {
  private let sink: any ByteSink
  private let magic: UInt64
  private let version: UInt32
  private var contents: [SectionEntry] = []
  /// The section that is being written, and what its row needs.
  private var open: (tag: SectionTag, offset: Int, checksum: Checksum)?
  private var position = 0

  /// Starts a file with its header.
  ///
  /// - Throws: what the sink throws, as all that is written here.
  init(
    _ sink: any ByteSink, magic: UInt64 = SegmentFormat.magic, version: UInt32 = SegmentFormat.version
  ) throws {
    (self.sink, self.magic, self.version) = (sink, magic, version)
    var header = ByteBuilder()
    header.append(magic)
    header.append(version)
    header.align(to: SegmentFormat.headerLength)
    try write(header.bytes)
  }

  /// Bytes of the section that is being written.
  var sectionLength: Int { open.map { position - $0.offset } ?? 0 }

  /// Ends the section before and starts one.
  mutating func begin(_ tag: SectionTag) throws {
    close()
    try pad()
    open = (tag, position, Checksum())
  }

  /// Appends to the section that was begun last.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
    open?.checksum.update(bytes)
    try write(bytes)
  }

  /// Writes a whole section.
  mutating func write(_ tag: SectionTag, _ bytes: UnsafeRawBufferPointer) throws {
    try begin(tag)
    try append(bytes)
  }

  /// Ends the last section, and the file.
  mutating func end() throws {
    close()
    try pad()
    var table = ByteBuilder()
    for entry in contents {
      table.append(entry.tag.rawValue)
      table.append(UInt32(0))
      table.append(UInt64(entry.offset))
      table.append(UInt64(entry.length))
      table.append(entry.checksum)
    }
    let checksum = Checksum.of(table.bytes)
    let tableOffset = position
    table.align(to: SegmentFormat.alignment)
    let total = position + table.count + SegmentFormat.footerLength
    table.append(UInt64(tableOffset))
    table.append(UInt32(contents.count))
    table.append(version)
    table.append(checksum)
    table.append(UInt64(total))
    for _ in 0..<3 { table.append(UInt64(0)) }
    table.append(magic)
    try write(table.bytes)
  }

  private mutating func close() {
    guard let ended = open else { return }
    contents.append(
      SectionEntry(
        tag: ended.tag, offset: ended.offset, length: sectionLength, checksum: ended.checksum.value))
    open = nil
  }

  /// Appends zeros up to the next section boundary.
  private mutating func pad() throws {
    let rest = position % SegmentFormat.alignment
    guard rest != 0 else { return }
    var zeros = ByteBuilder()
    _ = zeros.reserve(SegmentFormat.alignment - rest)
    try write(zeros.bytes)
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else { return }
    try sink.append(bytes)
    position += bytes.count
  }
}
