/// Reads a form with files, `multipart/form-data`, as it arrives.
///
/// Holds no more than a piece and a header. What is not of the form is a fault; a form that ends early is one too.
///
/// - Source: RFC 7578, with the syntax of RFC 2046 §5.1.
package struct MultipartReader {
  /// What a form is read as.
  package enum Event: Equatable {
    /// A field begins. The name of the file is nil for fields that are none, and empty when none was chosen.
    case field(name: String, fileName: String?)
    /// Some of its bytes.
    case data([UInt8])
  }

  /// Why a form cannot be read.
  package struct Fault: Error, Equatable {
    /// One clause.
    package let reason: String
  }

  private enum State { case preamble, header, body, done }

  private let delimiter: [UInt8]
  private var state = State.preamble
  private var pending: [UInt8] = [0x0D, 0x0A]
  private var fields = 0

  /// Bytes of the headers of one field.
  static let headerMax = 8 << 10
  /// Fields of a form.
  static let fieldMax = 16
  /// Bytes of a boundary, by the RFC.
  static let boundaryMax = 70

  /// A reader for the form that `contentType` announces; nil when that is none, or has no boundary.
  package init?(contentType: String) {
    let parts = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
    guard let first = parts.first, first.lowercased().hasPrefix("multipart/form-data") else { return nil }
    var boundary: Substring?
    for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
      boundary = part.dropFirst(9)
    }
    guard var value = boundary else { return nil }
    if value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 { value = value.dropFirst().dropLast() }
    guard (1...Self.boundaryMax).contains(value.utf8.count) else { return nil }
    delimiter = Array("\r\n--\(value)".utf8)
  }

  /// Whether the last field has ended.
  package var isComplete: Bool { state == .done }

  /// Takes a piece and tells what it holds.
  package mutating func push(_ bytes: [UInt8]) throws(Fault) -> [Event] {
    guard state != .done else { return [] }
    pending += bytes
    var events: [Event] = []
    while try step(&events) {}
    return events
  }

  /// One step; false when more bytes are needed.
  private mutating func step(_ events: inout [Event]) throws(Fault) -> Bool {
    switch state {
    case .done: return false
    case .preamble:
      guard let at = find(delimiter) else {
        guard pending.count < Self.headerMax else { throw Fault(reason: "the form does not begin with its boundary") }
        return false
      }
      return try passDelimiter(at)
    case .header:
      guard let end = find(Array("\r\n\r\n".utf8)) else {
        guard pending.count <= Self.headerMax else { throw Fault(reason: "a field's header is too long") }
        return false
      }
      guard end <= Self.headerMax else { throw Fault(reason: "a field's header is too long") }
      events.append(try field(String(decoding: pending[..<end], as: UTF8.self)))
      pending.removeFirst(end + 4)
      // A field may be empty: then its delimiter begins where the header ended.
      state = .body
      return true
    case .body:
      if let at = find(delimiter) {
        if at > 0 { events.append(.data(Array(pending[..<at]))) }
        return try passDelimiter(at)
      }
      // The end may be the beginning of a delimiter.
      let safe = pending.count - delimiter.count
      guard safe > 0 else { return false }
      events.append(.data(Array(pending[..<safe])))
      pending.removeFirst(safe)
      return false
    }
  }

  /// Goes on after the delimiter at `at`; false while what follows it has not come.
  private mutating func passDelimiter(_ at: Int) throws(Fault) -> Bool {
    let end = at + delimiter.count
    guard pending.count >= end + 2 else {
      pending.removeFirst(at)
      if state == .body { state = .preamble }
      return false
    }
    if pending[end] == 0x2D, pending[end + 1] == 0x2D {
      state = .done
      pending = []
      return false
    }
    guard pending[end] == 0x0D, pending[end + 1] == 0x0A else {
      throw Fault(reason: "what follows a boundary is not the form's")
    }
    fields += 1
    guard fields <= Self.fieldMax else { throw Fault(reason: "the form has more than \(Self.fieldMax) fields") }
    pending.removeFirst(end + 2)
    // Headers end with an empty line, so a field without any is found too.
    pending.insert(contentsOf: [0x0D, 0x0A], at: 0)
    state = .header
    return true
  }

  private func field(_ header: String) throws(Fault) -> Event {
    for line in header.split(separator: "\r\n") where line.lowercased().hasPrefix("content-disposition:") {
      guard let name = Self.parameter("name", line) else { break }
      return .field(name: name, fileName: Self.parameter("filename", line))
    }
    throw Fault(reason: "a field has no name")
  }

  /// The value of `; name="value"`, with the escapes that browsers write.
  private static func parameter(_ name: String, _ line: Substring) -> String? {
    guard let start = line.firstRange(of: "; \(name)=\"") else { return nil }
    let rest = line[start.upperBound...]
    guard let end = rest.firstIndex(of: "\"") else { return nil }
    return String(rest[..<end]).replacing("%22", with: "\"").replacing("%0D", with: " ").replacing("%0A", with: " ")
  }

  private func find(_ needle: [UInt8]) -> Int? {
    guard pending.count >= needle.count else { return nil }
    return pending.withUnsafeBufferPointer { bytes in
      let last = bytes.count - needle.count
      var at = 0
      while at <= last {
        if bytes[at] == needle[0] {
          var index = 1
          while index < needle.count, bytes[at &+ index] == needle[index] { index &+= 1 }
          if index == needle.count { return at }
        }
        at &+= 1
      }
      return nil
    }
  }
}
