import Foundation

/// One case of the public test tables (TOML), read into the fields that this engine understands.
struct TableCase: Sendable {
  var file = ""
  var name = ""
  var patterns: [String] = []
  var haystack: [UInt8] = []
  var bounds: Range<Int>?
  /// Each match with its groups; only the first entry when the table gives no groups.
  var matches: [[Range<Int>?]] = []
  var matchLimit: Int?
  var compiles = true
  var anchored = false
  var caseInsensitive = false
  var unicode = true
  var utf8 = true
  /// Settings for kinds of search that this engine does not offer.
  var foreign: [String] = []
}

/// A value of the part of TOML that the tables use.
indirect enum TOMLValue {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  case array([TOMLValue])
  case table([String: TOMLValue])
}

/// Reads the tables: `[[test]]` headings, `key = value` lines, comments.
struct TOMLReader {
  private let text: [UInt8]
  private var index = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func tests() -> [[String: TOMLValue]] {
    var result: [[String: TOMLValue]] = []
    while true {
      skipBlanks()
      guard index < text.count else { return result }
      if text[index] == 0x5B {
        while text[index] != 0x0A { index += 1 }
        result.append([:])
      } else {
        let key = word()
        skipBlanks()
        precondition(text[index] == 0x3D, "no = after \(key)")
        index += 1
        result[result.count - 1][key] = value()
      }
    }
  }

  private mutating func skipBlanks() {
    while index < text.count {
      switch text[index] {
      case 0x20, 0x09, 0x0A, 0x0D, 0x2C: index += 1
      case 0x23: while index < text.count && text[index] != 0x0A { index += 1 }
      default: return
      }
    }
  }

  private mutating func word() -> String {
    let start = index
    while text[index] > 0x20 && text[index] != 0x3D && text[index] != 0x2C && text[index] != 0x5D
      && text[index] != 0x7D
    { index += 1 }
    return String(decoding: text[start..<index], as: UTF8.self)
  }

  private mutating func value() -> TOMLValue {
    skipBlanks()
    switch text[index] {
    case 0x5B:
      index += 1
      var items: [TOMLValue] = []
      while true {
        skipBlanks()
        if text[index] == 0x5D {
          index += 1
          return .array(items)
        }
        items.append(value())
      }
    case 0x7B:
      index += 1
      var fields: [String: TOMLValue] = [:]
      while true {
        skipBlanks()
        if text[index] == 0x7D {
          index += 1
          return .table(fields)
        }
        let key = word()
        skipBlanks()
        index += 1
        fields[key] = value()
      }
    case 0x22, 0x27: return .string(string())
    default:
      let word = word()
      if word == "true" || word == "false" { return .boolean(word == "true") }
      guard let number = Int(word) else { preconditionFailure("no value: \(word)") }
      return .integer(number)
    }
  }

  private mutating func string() -> String {
    let quote = text[index]
    let isLong = text[index + 1] == quote && text[index + 2] == quote
    index += isLong ? 3 : 1
    if isLong && text[index] == 0x0A { index += 1 }
    var raw: [UInt8] = []
    while true {
      let isClosed = text[index] == quote && (!isLong || text[index + 1] == quote && text[index + 2] == quote)
      if isClosed { break }
      if text[index] == 0x5C && quote == 0x22 {
        raw += escape()
      } else {
        raw.append(text[index])
        index += 1
      }
    }
    index += isLong ? 3 : 1
    return String(decoding: raw, as: UTF8.self)
  }

  private mutating func escape() -> [UInt8] {
    let letter = text[index + 1]
    index += 2
    switch letter {
    case 0x6E: return [0x0A]
    case 0x72: return [0x0D]
    case 0x74: return [0x09]
    case 0x62: return [0x08]
    case 0x66: return [0x0C]
    case 0x75, 0x55:
      let length = letter == 0x75 ? 4 : 8
      let digits = String(decoding: text[index..<index + length], as: UTF8.self)
      index += length
      return Array(String(UnicodeScalar(UInt32(digits, radix: 16) ?? 0) ?? "?").utf8)
    default: return [letter]
    }
  }
}

extension TableCase {
  /// The cases of every table under `folder`; none when the folder is absent.
  static func all(in folder: URL) -> [TableCase] {
    guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
      return []
    }
    var result: [TableCase] = []
    for case let url as URL in walk where url.pathExtension == "toml" {
      guard let data = try? Data(contentsOf: url) else { continue }
      var reader = TOMLReader(Array(data))
      result += reader.tests().map { TableCase($0, file: url.lastPathComponent) }
    }
    return result.sorted { ($0.file, $0.name) < ($1.file, $1.name) }
  }

  private init(_ fields: [String: TOMLValue], file: String) {
    self.file = file
    var unescape = false
    var text = ""
    for (key, value) in fields {
      switch (key, value) {
      case ("name", .string(let string)): name = string
      case ("regex", .string(let string)): patterns = [string]
      case ("regex", .array(let items)):
        patterns = items.map { if case .string(let text) = $0 { text } else { "" } }
      case ("haystack", .string(let string)): text = string
      case ("bounds", _): bounds = TableCase.span(value)
      case ("matches", .array(let items)): matches = items.map(TableCase.match)
      case ("match-limit", .integer(let count)): matchLimit = count
      case ("compiles", .boolean(let flag)): compiles = flag
      case ("anchored", .boolean(let flag)): anchored = flag
      case ("case-insensitive", .boolean(let flag)): caseInsensitive = flag
      case ("unicode", .boolean(let flag)): unicode = flag
      case ("utf8", .boolean(let flag)): utf8 = flag
      case ("unescape", .boolean(let flag)): unescape = flag
      case ("match-kind", .string("leftmost-first")), ("search-kind", .string("leftmost")): break
      default: foreign.append(key)
      }
    }
    haystack = unescape ? TableCase.unescaped(text) : Array(text.utf8)
  }

  private static func unescaped(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x5C, index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case 0x78:
        result.append(UInt8(String(decoding: bytes[index + 2..<index + 4], as: UTF8.self), radix: 16) ?? 0)
        index += 4
        continue
      case 0x6E: result.append(0x0A)
      case 0x72: result.append(0x0D)
      case 0x74: result.append(0x09)
      case 0x30: result.append(0)
      default: result.append(bytes[index + 1])
      }
      index += 2
    }
    return result
  }

  private static func span(_ value: TOMLValue) -> Range<Int>? {
    switch value {
    case .array(let items):
      guard items.count == 2, case .integer(let start) = items[0], case .integer(let end) = items[1] else {
        return nil
      }
      return start..<end
    case .table(let fields):
      guard case .integer(let start) = fields["start"], case .integer(let end) = fields["end"] else {
        return nil
      }
      return start..<end
    default: return nil
    }
  }

  private static func match(_ value: TOMLValue) -> [Range<Int>?] {
    switch value {
    case .array(let items):
      if let span = span(value) { return [span] }
      return items.map(span)
    case .table(let fields):
      if let single = fields["span"] { return [span(single)] }
      if case .array(let items) = fields["spans"] { return items.map(span) }
      return []
    default: return []
    }
  }
}
