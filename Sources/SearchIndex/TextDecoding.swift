/// How the bytes of a document became searchable text.
package enum TextEncoding: UInt8, Sendable, CaseIterable {
  /// Valid UTF-8, or ASCII. A byte order mark is left out.
  case utf8 = 0
  /// UTF-16 with a byte order mark, converted.
  case utf16LittleEndian = 1
  case utf16BigEndian = 2
  /// Not valid UTF-8: read as ISO 8859-1, converted.
  case latin1 = 3

  /// The name people know it by.
  package var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .latin1: "ISO-8859-1"
    }
  }
}

/// Why a document is known but not searchable. Raw values are stored; never reuse one.
package enum SkipReason: UInt8, Sendable, CaseIterable {
  /// Holds a zero byte near its start and no UTF-16 mark.
  case binary = 1
  /// Longer than the configured limit.
  case tooLarge = 2
  /// A symbolic link: its target is indexed where it really is.
  case symbolicLink = 3
  /// The source does not hold the content: a damaged or incomplete repository.
  case unreadable = 4
  /// A Git LFS pointer: the content is not in the repository.
  case lfsPointer = 5

  /// In words, for lists of what was not searched.
  package var text: String {
    switch self {
    case .binary: "binary"
    case .tooLarge: "larger than the size limit"
    case .symbolicLink: "symbolic link"
    case .unreadable: "content missing or unreadable"
    case .lfsPointer: "Git LFS pointer, content not in the repository"
    }
  }
}

/// Decides how to read raw bytes as text and converts where needed.
package enum TextDecoding {
  /// Bytes looked at for a zero byte; Git uses the same number.
  package static let binaryProbeLength = 8000

  /// What became of the bytes.
  package enum Outcome {
    /// Search `bytes[range]` as they are.
    case asIs(Range<Int>)
    /// Search these bytes instead.
    case converted([UInt8], TextEncoding)
    /// Not text.
    case skipped(SkipReason)
  }

  /// Classifies `bytes` by byte order mark, zero bytes and UTF-8 validity. One pass, no copy for UTF-8.
  package static func decode(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    if bytes.count >= 2 {
      if bytes[0] == 0xFF, bytes[1] == 0xFE { return fromUTF16(bytes, bigEndian: false) }
      if bytes[0] == 0xFE, bytes[1] == 0xFF { return fromUTF16(bytes, bigEndian: true) }
    }
    for index in 0..<min(bytes.count, binaryProbeLength) where bytes[index] == 0 { return .skipped(.binary) }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if isValidUTF8(bytes) { return .asIs(start..<bytes.count) }
    return .converted(fromLatin1(bytes), .latin1)
  }

  private static func fromLatin1(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        output.append(byte)
      } else {
        output.append(0xC0 | byte >> 6)
        output.append(0x80 | byte & 0x3F)
      }
    }
    return output
  }

  /// Unpaired surrogates become U+FFFD; an odd last byte is dropped.
  private static func fromUTF16(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool) -> Outcome {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = 2
    while index + 1 < bytes.count {
      let low = UInt16(bytes[bigEndian ? index + 1 : index])
      let high = UInt16(bytes[bigEndian ? index : index + 1])
      units.append(high << 8 | low)
      index += 2
    }
    let text = String(decoding: units, as: UTF16.self)
    return .converted(Array(text.utf8), bigEndian ? .utf16BigEndian : .utf16LittleEndian)
  }

  /// Whether `bytes` is well-formed UTF-8 (Unicode 15, table 3-7). Eight ASCII bytes cost one step.
  package static func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    let count = bytes.count
    var index = 0
    while index < count {
      if index &+ 8 <= count,
        base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index &+= 8
        continue
      }
      let length = sequenceLength(base + index, available: count &- index)
      if length == 0 { return false }
      index &+= length
    }
    return true
  }

  /// Length of the well-formed sequence at `start`, or 0.
  @inline(__always)
  private static func sequenceLength(_ start: UnsafeRawPointer, available: Int) -> Int {
    let first = start.load(as: UInt8.self)
    if first < 0x80 { return 1 }
    if first < 0xC2 || first > 0xF4 { return 0 }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    if available < length { return 0 }
    let second = start.load(fromByteOffset: 1, as: UInt8.self)
    let lower: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let upper: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    if second < lower || second > upper { return 0 }
    for offset in 2..<max(length, 2) where start.load(fromByteOffset: offset, as: UInt8.self) & 0xC0 != 0x80 {
      return 0
    }
    return length
  }
}
