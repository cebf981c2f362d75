/// Reads tar archives as they stream: ustar, GNU long names, pax names and sizes.
///
/// A header of 512 bytes: name at 0 (100), size at 124 (12, octal or base 256), checksum at 148 (8), type
/// at 156, magic `ustar` at 257, prefix at 345 (155). Data follow, filled up to 512.
///
/// - Source: POSIX.1-2017, pax; the manual of GNU tar, "Basic Tar Format".
final class TarReader {
  private let begin: (String) -> MemberStream
  private let skip: (String, String) -> Void
  private var header: [UInt8] = []
  private var left = 0
  private var padding = 0
  private var stream: MemberStream?
  /// A name or pax header that is being gathered, and its type.
  private var gathered: [UInt8] = []
  private var gathering: UInt8 = 0
  private var longName: String?
  private var paxSize: Int?
  private var isOver = false
  private var fault: String?

  /// Bytes of a name or pax header.
  private static let nameLimit = 1 << 20

  init(begin: @escaping (String) -> MemberStream, skip: @escaping (String, String) -> Void) {
    self.begin = begin
    self.skip = skip
    header.reserveCapacity(512)
  }

  static func isTar(_ head: [UInt8]) -> Bool {
    head.count >= 512 && head[257..<262].elementsEqual("ustar".utf8) && hasChecksum(head)
  }

  /// Takes a piece; false when the archive is over.
  func push(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty, !isOver {
      if left > 0 {
        let count = min(left, rest.count)
        take(UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
        rest = rest.dropFirst(count)
        left -= count
        if left == 0 { endData() }
      } else if padding > 0 {
        let count = min(padding, rest.count)
        padding -= count
        rest = rest.dropFirst(count)
      } else {
        let count = min(512 - header.count, rest.count)
        header += rest.prefix(count)
        rest = rest.dropFirst(count)
        if header.count == 512 {
          readHeader()
          header.removeAll(keepingCapacity: true)
        }
      }
    }
    return !isOver
  }

  /// No more comes: what is wrong with the archive, if anything.
  func finish() -> String? {
    if let stream {
      stream.finish()
      self.stream = nil
      return "the archive ends within a file"
    }
    return fault ?? (header.isEmpty && left == 0 ? nil : "the archive ends within a header")
  }

  private func take(_ bytes: UnsafeRawBufferPointer) {
    if gathering != 0 {
      if gathered.count + bytes.count <= Self.nameLimit { gathered += bytes }
    } else if let stream {
      // Unwanted data are passed over: the next file follows them.
      _ = stream.push(bytes)
    }
  }

  private func endData() {
    switch gathering {
    case UInt8(ascii: "L"): longName = String(decoding: gathered.prefix { $0 != 0 }, as: UTF8.self)
    case UInt8(ascii: "x"): readPax()
    default: break
    }
    gathering = 0
    gathered = []
    stream?.finish()
    stream = nil
  }

  private func readHeader() {
    if header.allSatisfy({ $0 == 0 }) {
      isOver = true
      return
    }
    guard Self.hasChecksum(header), let size = Self.number(header[124..<136]) else {
      fault = "a header of the archive is damaged"
      isOver = true
      return
    }
    let type = header[156]
    let length = paxSize ?? size
    guard length <= 1 << 50 else {
      fault = "a header of the archive is damaged"
      isOver = true
      return
    }
    left = length
    padding = (512 - length % 512) % 512
    if type == UInt8(ascii: "L") || type == UInt8(ascii: "x") || type == UInt8(ascii: "g")
      || type == UInt8(ascii: "K")
    {
      gathering = type
      if left == 0 { endData() }
      return
    }
    let name = longName ?? plainName
    longName = nil
    paxSize = nil
    switch type {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
      stream = begin(name)
      if left == 0 { endData() }
    case UInt8(ascii: "5"): break
    case UInt8(ascii: "1"), UInt8(ascii: "2"): skip(name, "a link is not followed")
    default: skip(name, "neither a file nor a folder")
    }
  }

  private var plainName: String {
    let name = String(decoding: header[0..<100].prefix { $0 != 0 }, as: UTF8.self)
    guard header[257..<262].elementsEqual("ustar".utf8), header[345] != 0, header[263] == UInt8(ascii: "0")
    else {
      return name
    }
    return String(decoding: header[345..<500].prefix { $0 != 0 }, as: UTF8.self) + "/" + name
  }

  /// Records `27 path=some/name\n`.
  private func readPax() {
    var rest = gathered[...]
    while let space = rest.firstIndex(of: 0x20) {
      guard let length = Substring(decoding: rest[rest.startIndex..<space], as: UTF8.self).number,
        length > space - rest.startIndex + 1, length <= rest.count
      else { return }
      let record = rest[(space + 1)..<(rest.startIndex + length)]
      rest = rest.dropFirst(length)
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = record[(equals + 1)...].prefix { $0 != 0x0A }
      switch String(decoding: record[..<equals], as: UTF8.self) {
      case "path": longName = String(decoding: value, as: UTF8.self)
      case "size": paxSize = Int(String(decoding: value, as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
      default: break
      }
    }
  }

  private static func hasChecksum(_ header: [UInt8]) -> Bool {
    guard let wanted = number(header[148..<156]) else { return false }
    let sum = header.prefix(512).enumerated().reduce(0) {
      $0 + (148..<156 ~= $1.offset ? 32 : Int($1.element))
    }
    return sum == wanted
  }

  /// Octal digits, or base 256 after a set top bit.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    guard let first = field.first else { return nil }
    var value = 0
    if first & 0x80 != 0 {
      for byte in field.dropFirst() {
        guard value < 1 << 54 else { return nil }
        value = value << 8 | Int(byte)
      }
      return value
    }
    for byte in field {
      if byte == 0x20 || byte == 0 {
        continue
      }
      guard byte >= 0x30, byte <= 0x37, value < 1 << 58 else { return nil }
      value = value << 3 | Int(byte - 0x30)
    }
    return value
  }
}
