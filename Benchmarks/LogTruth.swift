import Foundation

/// One log of Loghub-2k with what people found in it. The data are not part of this repository.
struct LogTruth {
  let name: String
  /// The messages, without headers.
  let contents: [String]
  /// The group of each message, of the original truth.
  let groups: [String]
  /// The template of each message, of the corrected truth (Khan and others, ICSE 2022).
  let templates: [String]
  /// Whether ``templates`` are known: of a log whose lines name their statements, only the groups are.
  let hasTemplates: Bool
  /// The log as it was written.
  let raw: [UInt8]

  /// The logs in a folder: NAME/NAME_2k.log with `_structured.csv` and `_structured_corrected.csv` beside
  /// it.
  static func all(in folder: String) throws -> [LogTruth] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try names.compactMap { name in
      let log = "\(folder)/\(name)/\(name)_2k.log"
      guard let raw = FileManager.default.contents(atPath: log) else { return nil }
      let original = try Table(log + "_structured.csv")
      let path = log + "_structured_corrected.csv"
      let hasTemplates = FileManager.default.fileExists(atPath: path)
      let contents = try original.column("Content")
      return LogTruth(
        name: name, contents: contents, groups: try original.column("EventId"),
        templates: hasTemplates ? try Table(path).column("EventTemplate") : contents.map { _ in "" },
        hasTemplates: hasTemplates, raw: [UInt8](raw))
    }
  }

  /// Comma-separated values with quotation marks (RFC 4180).
  private struct Table {
    let path: String
    let rows: [[String]]

    init(_ path: String) throws {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw BenchmarkError("\(path) is not there")
      }
      self.path = path
      var rows: [[String]] = []
      var row: [String] = []
      var field: [UInt8] = []
      var isQuoted = false
      func endField() {
        row.append(String(decoding: field, as: UTF8.self))
        field = []
      }
      var bytes = data.makeIterator()
      var pending = bytes.next()
      while let byte = pending {
        pending = bytes.next()
        switch byte {
        case UInt8(ascii: "\"") where isQuoted && pending == byte:
          field.append(byte)
          pending = bytes.next()
        case UInt8(ascii: "\""): isQuoted.toggle()
        case UInt8(ascii: ",") where !isQuoted: endField()
        case UInt8(ascii: "\n") where !isQuoted:
          endField()
          rows.append(row)
          row = []
        case UInt8(ascii: "\r") where !isQuoted: break
        default: field.append(byte)
        }
      }
      if !row.isEmpty || !field.isEmpty {
        endField()
        rows.append(row)
      }
      self.rows = rows
    }

    func column(_ name: String) throws -> [String] {
      guard let index = rows.first?.firstIndex(of: name) else {
        throw BenchmarkError("\(path) has no column \(name)")
      }
      return rows.dropFirst().map { index < $0.count ? $0[index] : "" }
    }
  }
}
