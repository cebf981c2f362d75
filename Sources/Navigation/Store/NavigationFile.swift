import Platform
import SearchIndex

/// An open navigation file. Immutable and shared by all threads; see `NavigationFormat.swift` for the layout.
///
/// Only small sections are checked when a file is opened. What the others say is checked against their bounds
/// whenever it is read, so that a damaged file gives wrong or no answers, never a trap.
package final class NavigationFile: @unchecked Sendable {
  // Sendable although it holds pointers: the mapped bytes never change and live as long as `owner`.
  private let owner: MappedFile
  private let sections: [UnsafeRawBufferPointer]
  private let checksums: [UInt64]

  /// What the file says about itself.
  package let meta: NavigationMeta

  /// Bytes of the file.
  package var byteCount: Int { owner.count }

  /// Maps and checks the file at `path`.
  ///
  /// - Throws: ``NavigationError`` of kind `damaged`; ``PlatformError`` when it cannot be opened.
  package static func open(_ path: String) throws -> NavigationFile {
    do {
      return try NavigationFile(try MappedFile.open(path))
    } catch let error as NavigationError {
      throw error.about(lastComponent(of: path))
    }
  }

  private init(_ owner: MappedFile) throws(NavigationError) {
    self.owner = owner
    let bytes = owner.bytes
    func damaged(_ reason: String) -> NavigationError {
      NavigationError(
        .damaged, subject: "", reason: reason, fix: "Import the index again: alidade scip import.")
    }
    guard bytes.count >= NavigationFormat.headerLength,
      bytes.loadUnaligned(as: UInt64.self) == NavigationFormat.magic
    else { throw damaged("not a navigation file") }
    let version = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
    guard version == NavigationFormat.version else {
      throw damaged("format \(version), this program reads \(NavigationFormat.version)")
    }
    guard bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self) == UInt64(bytes.count) else {
      throw damaged("the file is cut short")
    }
    let count = NavigationSection.allCases.count
    let table = UnsafeRawBufferPointer(
      rebasing: bytes[
        NavigationFormat.tableStart..<NavigationFormat.tableStart + count * NavigationFormat.rowLength])
    guard bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self) == UInt32(count),
      Checksum.of(table) == bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    else { throw damaged("the table of contents is damaged") }
    var sections: [UnsafeRawBufferPointer] = []
    var checksums: [UInt64] = []
    for row in 0..<count {
      let place = row * NavigationFormat.rowLength
      let offset = Int(clamping: table.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let length = Int(clamping: table.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
      guard offset <= bytes.count, length <= bytes.count - offset else {
        throw damaged("the table of contents is damaged")
      }
      sections.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
      checksums.append(table.loadUnaligned(fromByteOffset: place + 16, as: UInt64.self))
    }
    (self.sections, self.checksums) = (sections, checksums)
    var wire = WireReader(sections[NavigationSection.meta.rawValue], origin: 0)
    meta = try NavigationMeta(&wire)
    for section in NavigationSection.allCases where section.isCheckedAtOpening { try check(section) }
    try checkSizes()
  }

  private func check(_ section: NavigationSection) throws(NavigationError) {
    guard Checksum.of(sections[section.rawValue]) == checksums[section.rawValue] else {
      throw NavigationError(
        .damaged, subject: "", reason: "section \(section) is damaged",
        fix: "Import the index again: alidade scip import.")
    }
  }

  private func checkSizes() throws(NavigationError) {
    let blocks = (meta.symbolCount + NavigationFormat.symbolsPerBlock - 1) / NavigationFormat.symbolsPerBlock
    let sizes: [(NavigationSection, Int)] = [
      (.documents, (meta.documentCount + 1) * 32), (.occurrences, meta.occurrenceCount * 16),
      (.symbolBlocks, blocks * 8), (.symbolFacts, meta.symbolCount * 8),
      (.referenceStarts, (meta.symbolCount + 1) * 8), (.relationshipsFrom, meta.relationshipCount * 12),
      (.relationshipsTo, meta.relationshipCount * 12),
    ]
    for (section, size) in sizes where self.section(section).count != size {
      throw NavigationError(.damaged, subject: "", reason: "section \(section) has the wrong size")
    }
  }

  /// Recomputes the checksum of every section.
  ///
  /// - Throws: ``NavigationError`` naming the first section that is damaged.
  package func verify() throws(NavigationError) {
    for section in NavigationSection.allCases { try check(section) }
  }

  @inline(__always)
  func section(_ section: NavigationSection) -> UnsafeRawBufferPointer { sections[section.rawValue] }

  /// An integer of a section; 0 outside of it, which only a damaged file asks for.
  @inline(__always)
  func load<Value: FixedWidthInteger>(_ section: NavigationSection, _ offset: Int, as type: Value.Type)
    -> Value
  {
    let bytes = sections[section.rawValue]
    guard offset >= 0, offset <= bytes.count - MemoryLayout<Value>.size else { return 0 }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// Bytes of a section from `offset` on; none outside of it.
  func tail(_ section: NavigationSection, from offset: Int) -> WireReader {
    let bytes = sections[section.rawValue]
    let start = min(max(0, offset), bytes.count)
    return WireReader(UnsafeRawBufferPointer(rebasing: bytes[start...]), origin: 0)
  }
}
