/// Cuts a text into blocks that end at line ends, as UTF-8.
final class TextBlocks {
  enum Encoding {
    case utf8, utf16LittleEndian, utf16BigEndian

    init(_ head: [UInt8]) {
      if head.starts(with: [0xFF, 0xFE]) {
        self = .utf16LittleEndian
      } else if head.starts(with: [0xFE, 0xFF]) {
        self = .utf16BigEndian
      } else {
        self = .utf8
      }
    }
  }

  /// Bytes of a block, about. A line that is longer is cut into several.
  static let blockSize = 1 << 20

  private let reader: BundleReader
  private let encoding: Encoding
  private let buffer = ByteBuffer(capacity: TextBlocks.blockSize)
  private var rest: [UInt8] = []
  private(set) var count = 0
  /// Why not all was read.
  private(set) var reason: String?
  /// Nothing of it was wanted.
  private(set) var isSkipped = false

  init(_ reader: BundleReader, encoding: Encoding) {
    self.reader = reader
    self.encoding = encoding
  }

  func push(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard reason == nil else { return false }
    guard count + bytes.count <= reader.limits.memberBytes else {
      reason = "larger than files that are read"
      return false
    }
    guard reader.totalBytes + bytes.count <= reader.limits.totalBytes else {
      reason = "the bundle is larger than bundles that are read"
      return false
    }
    count += bytes.count
    reader.totalBytes += bytes.count
    let text = bytes.bindMemory(to: UInt8.self)
    if encoding == .utf8 { buffer.append(text) } else { transcode(text) }
    while buffer.count >= Self.blockSize {
      let content = buffer.bytes
      let end = content.lastIndex(of: 0x0A).map { $0 + 1 } ?? content.count
      guard hand(UnsafeBufferPointer(rebasing: content[..<end])) else { return false }
      let left = Array(content[end...])
      buffer.removeAll()
      buffer.append(left)
    }
    return true
  }

  func finish() {
    if reason == nil, buffer.count > 0 { _ = hand(buffer.bytes) }
    buffer.removeAll()
  }

  private func hand(_ block: UnsafeBufferPointer<UInt8>) -> Bool {
    if case .skip(let why) = reader.visitor.text(block) {
      reason = why
      isSkipped = true
      return false
    }
    return true
  }

  /// UTF-16 to UTF-8; what is not valid becomes U+FFFD.
  private func transcode(_ bytes: UnsafeBufferPointer<UInt8>) {
    var all = rest + bytes
    rest = []
    if all.count % 2 == 1 { rest = [all.removeLast()] }
    var units: [UInt16] = []
    units.reserveCapacity(all.count / 2)
    for index in stride(from: 0, to: all.count, by: 2) {
      let (first, second) = (UInt16(all[index]), UInt16(all[index + 1]))
      let unit = encoding == .utf16LittleEndian ? second << 8 | first : first << 8 | second
      if unit != 0xFEFF { units.append(unit) }
    }
    // A pair may be cut between two pieces: its first half waits.
    if let last = units.last, last & 0xFC00 == 0xD800 {
      units.removeLast()
      rest = Array(all.suffix(2)) + rest
    }
    buffer.append(Array(String(decoding: units, as: UTF16.self).utf8))
  }
}
