/// One row of a file's table of contents.
struct SectionEntry {
  var tag: SectionTag
  var offset: Int
  var length: Int
  var checksum: UInt64
}

/// The end of every index file: padding, contents, footer.
enum SectionWriting {
  /// Appends zeros up to the next section boundary.
  static func pad(_ position: inout Int, _ sink: any ByteSink) throws {
    let rest = position % SegmentFormat.alignment
    guard rest != 0 else { return }
    var zeros = ByteBuilder()
    _ = zeros.reserve(SegmentFormat.alignment - rest)
    try sink.append(zeros.bytes)
    position += zeros.count
  }

  /// Appends the table of contents and the footer.
  static func end(
    _ contents: [SectionEntry], position start: Int, sink: any ByteSink,
    magic: UInt64 = SegmentFormat.magic, version: UInt32 = SegmentFormat.version
  ) throws {
    var position = start
    try pad(&position, sink)
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
    try sink.append(table.bytes)
  }
}
