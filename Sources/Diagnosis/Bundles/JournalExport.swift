/// Turns what `journalctl -o export` writes into lines of JSON, one for each entry, as `journalctl -o json` would.
///
/// - Source: systemd's "Journal Export Formats": fields are `KEY=value` lines, or the key alone, eight bytes of length and
///   as many of value; an empty line ends an entry.
final class JournalExport {
  /// Whether a file is such an export, by its first bytes.
  static func isExport(_ head: [UInt8]) -> Bool { head.starts(with: Array("__CURSOR=".utf8)) }

  /// Bytes of a value that are kept: core dumps are fields too.
  private static let valueMax = 64 << 10

  /// Bytes of a key, at most: what is longer is no journal.
  private static let keyMax = 256

  /// Fields that say what an entry is, and the names under which lines of JSON have them.
  private static let names: [String: String] = [
    "__REALTIME_TIMESTAMP": "__REALTIME_TIMESTAMP", "PRIORITY": "PRIORITY",
    "SYSLOG_IDENTIFIER": "SYSLOG_IDENTIFIER",
    "_COMM": "_COMM", "_PID": "_PID", "_HOSTNAME": "_HOSTNAME", "MESSAGE": "MESSAGE",
    "CODE_FILE": "CODE_FILE",
    "CODE_LINE": "CODE_LINE",
  ]

  private enum State {
    /// Within a line that may be a field, a key or the end of an entry.
    case line
    /// Within the length of a value.
    case length
    /// Within a value and the line feed behind it.
    case value(left: Int)
  }

  private var state = State.line
  private var line: [UInt8] = []
  private var lineIsCut = false
  private var key = ""
  private var fields: [String: [UInt8]] = [:]
  private var output: [UInt8] = []

  /// Takes a piece of the export.
  ///
  /// - Returns: lines of JSON for the entries that ended in it.
  func push(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var at = 0
    while at < bytes.count {
      switch state {
      case .line:
        let rest = bytes[at...]
        let feed = rest.firstIndex(of: 0x0A) ?? bytes.count
        keep(bytes[at..<feed], max: Self.valueMax + Self.keyMax)
        at = feed + 1
        if feed < bytes.count { endLine() }
      case .length:
        line.append(bytes[at])
        at += 1
        guard line.count == 8 else { continue }
        // A length beyond any file reads on to the end, which is where a damaged entry goes.
        let length = line.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
        line = []
        state = .value(left: Int(min(length, 1 << 50)) + 1)
      case .value(let left):
        let count = min(left, bytes.count - at)
        keep(bytes[at..<at + count], max: Self.valueMax)
        at += count
        state = .value(left: left - count)
        guard left == count else { continue }
        if line.last == 0x0A { line.removeLast() }
        endField(line)
      }
    }
    return taken()
  }

  /// No more comes: the last entry need not have an empty line behind it.
  func finish() -> [UInt8] {
    if case .line = state, !line.isEmpty { endLine() }
    endEntry()
    return taken()
  }

  private func taken() -> [UInt8] {
    defer { output = [] }
    return output
  }

  private func keep(_ bytes: Slice<UnsafeRawBufferPointer>, max: Int) {
    line.append(contentsOf: bytes.prefix(max - min(max, line.count)))
  }

  private func endLine() {
    defer { line = [] }
    if line.isEmpty { return endEntry() }
    guard let equals = line.firstIndex(of: 0x3D) else {
      key = line.count <= Self.keyMax ? String(decoding: line, as: UTF8.self) : ""
      state = .length
      return
    }
    key = equals <= Self.keyMax ? String(decoding: line[..<equals], as: UTF8.self) : ""
    endField(Array(line[(equals + 1)...]))
  }

  private func endField(_ value: [UInt8]) {
    // An entry may have a field several times: the first says most.
    if let name = Self.names[key], fields[name] == nil { fields[name] = Array(value.prefix(Self.valueMax)) }
    (line, key, state) = ([], "", .line)
  }

  private func endEntry() {
    defer { fields = [:] }
    guard let message = fields["MESSAGE"] else { return }
    if fields["SYSLOG_IDENTIFIER"] == nil { fields["SYSLOG_IDENTIFIER"] = fields["_COMM"] }
    if let file = fields["CODE_FILE"] {
      fields["caller"] = file + (fields["CODE_LINE"].map { [0x3A] + $0 } ?? [])
    }
    output += Array("{".utf8)
    for name in ["__REALTIME_TIMESTAMP", "PRIORITY", "_HOSTNAME", "SYSLOG_IDENTIFIER", "_PID", "caller"] {
      guard let value = fields[name] else { continue }
      add(name, value)
      output.append(0x2C)
    }
    add("MESSAGE", message)
    output += Array("}\n".utf8)
  }

  private func add(_ name: String, _ value: [UInt8]) {
    output += Array("\"\(name)\":\"".utf8)
    // What is not UTF-8 becomes U+FFFD, as no JSON may hold it.
    for byte in String(decoding: value, as: UTF8.self).utf8 {
      switch byte {
      case 0x22, 0x5C: output += [0x5C, byte]
      case 0x0A: output += Array("\\n".utf8)
      case 0x09: output += Array("\\t".utf8)
      case 0..<0x20: output += Array("\\u00".utf8) + Array("0123456789abcdef".utf8).digits(of: byte)
      default: output.append(byte)
      }
    }
    output.append(0x22)
  }
}

extension [UInt8] {
  /// A byte in hexadecimal, when the array holds the digits.
  fileprivate func digits(of byte: UInt8) -> [UInt8] { [self[Int(byte >> 4)], self[Int(byte & 15)]] }
}
