/// The sections of a mapped index file, found and checked.
///
/// Knows nothing of what the sections mean, so segments, placement files and facts files share it.
struct SectionTable: @unchecked Sendable {
  // Sendable although it holds pointers: the bytes are mapped read-only and immutable for the life of the
  // owner, which whoever holds this table also holds.
  private let bytes: UnsafeRawBufferPointer
  private let entries: [SectionTag: SectionEntry]
  let file: String

  /// Reads header, footer and contents; checks every section's bounds, and the checksums of all sections but
  /// those in `unchecked`.
  ///
  /// - Parameters:
  ///   - magic: what the file begins and ends with.
  ///   - expected: the versions of the format that are read.
  /// - Throws: ``SegmentError`` naming the file and the section.
  init(
    _ bytes: UnsafeRawBufferPointer, file: String, unchecked: Set<SectionTag>,
    magic: UInt64 = SegmentFormat.magic,
    expected: ClosedRange<UInt32> = SegmentFormat.version...SegmentFormat.version
  ) throws(SegmentError) {
    self.bytes = bytes
    self.file = file
    let least = SegmentFormat.headerLength + SegmentFormat.footerLength
    guard bytes.count >= 12 else {
      throw SegmentError(bytes.isEmpty ? .truncated : .foreign, file: file)
    }
    guard Self.load(bytes, 0, as: UInt64.self) == magic else {
      throw SegmentError(.foreign, file: file)
    }
    let version = Self.load(bytes, 8, as: UInt32.self)
    guard expected.contains(version) else { throw SegmentError(.version(version), file: file) }
    guard bytes.count >= least else { throw SegmentError(.truncated, file: file) }
    let footer = bytes.count - SegmentFormat.footerLength
    guard Self.load(bytes, footer + 56, as: UInt64.self) == magic,
      Self.load(bytes, footer + 24, as: UInt64.self) == UInt64(bytes.count)
    else { throw SegmentError(.truncated, file: file) }
    let count = Int(Self.load(bytes, footer + 8, as: UInt32.self))
    let start = Int(clamping: Self.load(bytes, footer, as: UInt64.self))
    guard count <= 64, start <= footer, footer - start >= count * SegmentFormat.contentsEntryLength else {
      throw SegmentError(.damaged(section: "contents"), file: file)
    }
    let table = UnsafeRawBufferPointer(
      rebasing: bytes[start..<start + count * SegmentFormat.contentsEntryLength])
    guard Checksum.of(table) == Self.load(bytes, footer + 16, as: UInt64.self) else {
      throw SegmentError(.damaged(section: "contents"), file: file)
    }
    entries = try Self.readEntries(table, limit: start, file: file)
    for (tag, entry) in entries where !unchecked.contains(tag) {
      guard Checksum.of(try section(tag)) == entry.checksum else {
        throw SegmentError(.damaged(section: tag.name), file: file)
      }
    }
  }

  private static func readEntries(
    _ table: UnsafeRawBufferPointer, limit: Int, file: String
  ) throws(SegmentError) -> [SectionTag: SectionEntry] {
    var entries: [SectionTag: SectionEntry] = [:]
    var position = 0
    while position < table.count {
      let raw = load(table, position, as: UInt32.self)
      let offset = Int(clamping: load(table, position + 8, as: UInt64.self))
      let length = Int(clamping: load(table, position + 16, as: UInt64.self))
      let checksum = load(table, position + 24, as: UInt64.self)
      position += SegmentFormat.contentsEntryLength
      guard offset <= limit, length <= limit - offset else {
        throw SegmentError(.damaged(section: "contents"), file: file)
      }
      // A section this version does not know belongs to a newer feature and is passed over.
      guard let tag = SectionTag(rawValue: raw) else { continue }
      entries[tag] = SectionEntry(tag: tag, offset: offset, length: length, checksum: checksum)
    }
    return entries
  }

  /// Whether the file has the section.
  func has(_ tag: SectionTag) -> Bool { entries[tag] != nil }

  /// The bytes of a section.
  func section(_ tag: SectionTag) throws(SegmentError) -> UnsafeRawBufferPointer {
    guard let entry = entries[tag] else { throw SegmentError(.damaged(section: tag.name), file: file) }
    return UnsafeRawBufferPointer(rebasing: bytes[entry.offset..<entry.offset + entry.length])
  }

  /// The bytes of a section that must hold exactly `count` items of `width` bytes.
  func section(_ tag: SectionTag, count: Int, width: Int) throws(SegmentError) -> UnsafeRawBufferPointer {
    let found = try section(tag)
    guard found.count == count * width else { throw SegmentError(.damaged(section: tag.name), file: file) }
    return found
  }

  /// Sizes of all sections, for reports.
  var sizes: [(name: String, byteCount: Int)] {
    entries.values.sorted { $0.offset < $1.offset }.map { ($0.tag.name, $0.length) }
  }

  /// Recomputes the checksum of every section.
  func verify() throws(SegmentError) {
    for (tag, entry) in entries {
      guard Checksum.of(try section(tag)) == entry.checksum else {
        throw SegmentError(.damaged(section: tag.name), file: file)
      }
    }
  }

  @inline(__always)
  static func load<Value: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int, as type: Value.Type
  ) -> Value {
    Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }
}
