/// Cuts a stream into messages: header lines, an empty line, and as many bytes as `Content-Length` says.
///
/// - Source: Language Server Protocol 3.17, "Base Protocol".
package struct MessageReader {
  /// Why a stream cannot be read on: where the next message begins is not known any more.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case headerTooLong
    case badHeader
    case missingLength
    case tooLong(Int)
    /// The input ended within a message.
    case cutShort

    package var description: String {
      switch self {
      case .headerTooLong: "the header of a message has more than \(MessageReader.headerMax) bytes"
      case .badHeader: "the header of a message is not made of lines Name: value"
      case .missingLength: "a message has no Content-Length"
      case .tooLong(let count): "a message of \(count) bytes is longer than \(MessageReader.contentMax)"
      case .cutShort: "the input ended in the middle of a message"
      }
    }
  }

  /// Bytes of all header lines of a message.
  package static let headerMax = 4096

  /// Bytes of a message: a file that an editor opens comes as one.
  package static let contentMax = 64 << 20

  private var buffer: [UInt8] = []
  private var start = 0
  /// Bytes of the message whose header was read.
  private var length: Int?

  /// A reader at the start of a stream.
  package init() {}

  /// Takes the next bytes of the stream.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    if start > 1 << 20 || start == buffer.count {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer += bytes
  }

  /// The next message; nil until more bytes have come.
  package mutating func next() throws(Fault) -> [UInt8]? {
    if length == nil { length = try header() }
    guard let length, buffer.count - start >= length else { return nil }
    defer {
      start += length
      self.length = nil
    }
    return Array(buffer[start..<start + length])
  }

  /// To be called at the end of the stream.
  ///
  /// - Throws: when it ended within a message.
  package func finish() throws(Fault) {
    if length != nil || start < buffer.count { throw .cutShort }
  }

  /// Reads the header, if all of it is there.
  private mutating func header() throws(Fault) -> Int? {
    var length: Int?
    var line = start
    while let end = buffer[line...].prefix(Self.headerMax + 1).firstIndex(of: 0x0A) {
      guard end - start <= Self.headerMax else { throw .headerTooLong }
      var text = buffer[line..<end]
      if text.last == 0x0D { text.removeLast() }
      line = end + 1
      if text.isEmpty {
        guard let length else { throw .missingLength }
        guard length <= Self.contentMax else { throw .tooLong(length) }
        start = line
        return length
      }
      guard let colon = text.firstIndex(of: 0x3A) else { throw .badHeader }
      let name = String(decoding: text[..<colon], as: UTF8.self).lowercased()
      guard name == "content-length" else { continue }
      let digits = text[(colon + 1)...].drop { $0 == 0x20 }
      guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw .badHeader
      }
      length = Int(String(decoding: digits, as: UTF8.self))
    }
    if buffer.count - start > Self.headerMax { throw .headerTooLong }
    return nil
  }

  /// A message with its header.
  package static func framed(_ content: [UInt8]) -> [UInt8] {
    Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
  }
}
