import Platform

/// A file in a zip archive that is held in memory.
///
/// - Source: PKWARE's APPNOTE.TXT 6.3.10: central directory, local headers, zip64 (4.3.14, 4.5.3), methods
///   0 (stored) and 8 (deflate).
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
    var count = number(archive, end + 10, 2)
    if at == 0xFFFF_FFFF || count == 0xFFFF {
      guard let large = largeEndRecord(archive, before: end) else {
        throw Fault(description: "the zip64 directory of the archive is damaged")
      }
      (at, count) = (number(archive, large + 48, 8), number(archive, large + 32, 8))
    }
    var entries: [ZipEntry] = []
    for _ in 0..<min(max(0, count), entryLimit) {
      guard at >= 0, at <= archive.count - 46, number(archive, at, 4) == 0x0201_4B50 else {
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
    var fields = [24, 20, 42].map { Self.number(archive, at + $0, 4) }
    Self.enlarge(&fields, archive, at)
    (size, packedSize, headerOffset) = (fields[0], fields[1], fields[2])
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
    guard headerOffset >= 0, headerOffset <= archive.count - 30,
      Self.number(archive, headerOffset, 4) == 0x0403_4B50
    else {
      return "its header in the zip archive is damaged"
    }
    let start =
      headerOffset + 30 + Self.number(archive, headerOffset + 26, 2)
      + Self.number(archive, headerOffset + 28, 2)
    guard packedSize >= 0, start <= archive.count, packedSize <= archive.count - start else {
      return "it reaches over the end of the zip archive"
    }
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

  /// Where the record of zip64 stands that a locator right before the record at the end names.
  private static func largeEndRecord(_ archive: [UInt8], before end: Int) -> Int? {
    guard end >= 20, number(archive, end - 20, 4) == 0x0706_4B50 else { return nil }
    let at = number(archive, end - 12, 8)
    guard at >= 0, at <= end - 20 - 56, number(archive, at, 4) == 0x0606_4B50 else { return nil }
    return at
  }

  /// Takes those of size, packed size and offset that do not fit 32 bits from the extra field that has them in full.
  private static func enlarge(_ fields: inout [Int], _ archive: [UInt8], _ entry: Int) {
    guard fields.contains(0xFFFF_FFFF) else { return }
    var at = entry + 46 + number(archive, entry + 28, 2)
    let end = min(archive.count, at + number(archive, entry + 30, 2))
    while at + 4 <= end {
      let length = number(archive, at + 2, 2)
      if number(archive, at, 2) == 1 {
        var value = at + 4
        for index in fields.indices
        where fields[index] == 0xFFFF_FFFF && value + 8 <= min(end, at + 4 + length) {
          fields[index] = number(archive, value, 8)
          value += 8
        }
        return
      }
      at += 4 + length
    }
  }

  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    var value = 0
    for index in 0..<count where at + index < bytes.count { value |= Int(bytes[at + index]) << (8 * index) }
    return value
  }
}
