import Platform

/// A file in a zip archive that is held in memory.
///
/// - Source: PKWARE's APPNOTE.TXT 6.3.10: central directory, local headers, methods 0 (stored) and 8 (deflate).
struct ZipEntry {
  let name: String
  /// Why it is not read; nil when it is.
  let reasonToSkip: String?
  private let method: Int
  private let packedSize: Int
  private let size: Int
  private let headerOffset: Int

  /// Why an archive cannot be read.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private static let entryLimit = 200_000

  /// The files of an archive; folders are left out.
  static func all(in archive: [UInt8]) throws -> [ZipEntry] {
    guard let end = endRecord(archive) else {
      throw Fault(description: "the zip archive has no directory at its end")
    }
    var at = number(archive, end + 16, 4)
    let count = number(archive, end + 10, 2)
    if at == 0xFFFF_FFFF || count == 0xFFFF { throw Fault(description: "zip64 archives are not read") }
    var entries: [ZipEntry] = []
    for _ in 0..<min(count, entryLimit) {
      guard at >= 0, at + 46 <= archive.count, number(archive, at, 4) == 0x0201_4B50 else {
        throw Fault(description: "the directory of the zip archive is damaged")
      }
      let (nameLength, extraLength, noteLength) = (
        number(archive, at + 28, 2), number(archive, at + 30, 2), number(archive, at + 32, 2)
      )
      guard at + 46 + nameLength <= archive.count else {
        throw Fault(description: "the directory of the zip archive is damaged")
      }
      let name = String(decoding: archive[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
      if !name.hasSuffix("/") { entries.append(ZipEntry(archive, at, name)) }
      at += 46 + nameLength + extraLength + noteLength
    }
    return entries
  }

  private init(_ archive: [UInt8], _ at: Int, _ name: String) {
    self.name = name
    method = Self.number(archive, at + 10, 2)
    packedSize = Self.number(archive, at + 20, 4)
    size = Self.number(archive, at + 24, 4)
    headerOffset = Self.number(archive, at + 42, 4)
    if Self.number(archive, at + 8, 2) & 1 != 0 {
      reasonToSkip = "encrypted"
    } else if method != 0 && method != 8 {
      reasonToSkip = "packed with method \(method), which is not read"
    } else if Self.number(archive, at + 38, 4) >> 16 & 0xF000 == 0xA000 {
      reasonToSkip = "a symbolic link is not followed"
    } else {
      reasonToSkip = nil
    }
  }

  /// Hands out the content in pieces. Returns what is wrong with it, if anything.
  func unpack(_ archive: [UInt8], limit: Int, _ body: (UnsafeRawBufferPointer) -> Bool) -> String? {
    guard headerOffset + 30 <= archive.count, Self.number(archive, headerOffset, 4) == 0x0403_4B50 else {
      return "its header in the zip archive is damaged"
    }
    let start =
      headerOffset + 30 + Self.number(archive, headerOffset + 26, 2)
      + Self.number(archive, headerOffset + 28, 2)
    guard start + packedSize <= archive.count else { return "it reaches over the end of the zip archive" }
    return archive.withUnsafeBytes { bytes in
      let packed = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + packedSize)])
      if method == 0 {
        _ = body(packed)
        return nil
      }
      guard let decompressor = StreamDecompressor(.deflate) else { return "zlib is not installed" }
      var written = 0
      var isBomb = false
      let outcome = decompressor.feed(packed) { piece in
        written += piece.count
        isBomb = written > 16 << 20 && written / max(packed.count, 1) > limit
        return !isBomb && body(piece)
      }
      if isBomb { return "it expands like a bomb" }
      return outcome == .damaged
        ? "the compressed data are damaged" : outcome == .more ? "the data end early" : nil
    }
  }

  /// Where the record at the end stands, before a comment of at most 64 KB.
  private static func endRecord(_ archive: [UInt8]) -> Int? {
    guard archive.count >= 22 else { return nil }
    for at in stride(from: archive.count - 22, through: max(0, archive.count - 22 - 65_535), by: -1)
    where archive[at] == 0x50 && number(archive, at, 4) == 0x0605_4B50 {
      return at
    }
    return nil
  }

  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    var value = 0
    for index in 0..<count where at + index < bytes.count { value |= Int(bytes[at + index]) << (8 * index) }
    return value
  }
}
