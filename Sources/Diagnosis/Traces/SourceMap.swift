import Containers
import Foundation

/// Finds where minified JavaScript came from: source maps, version 3, plain and with sections.
///
/// - Source: ECMA-426, the source map format specification.
package struct SourceMap: Sendable {
  /// Bytes of a map that are read.
  package static let sizeLimit = 64 << 20
  static let sectionLimit = 10_000

  private struct Segment {
    /// Of the generated text, from 0.
    var line: Int32
    var column: Int32
    var source: Int32
    var sourceLine: Int32
    var sourceColumn: Int32
    var name: Int32
  }

  private var segments: [Segment] = []
  private var sources: [String] = []
  private var names: [String] = []

  /// Where a place of the generated text came from.
  package struct Origin: Sendable, Equatable {
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1.
    package let column: Int
    /// The name before minification, when the map has it.
    package let name: String?
  }

  /// Reads a map; nil when it is none. What is damaged in `mappings` ends the reading there.
  package init?(_ data: [UInt8]) {
    guard data.count <= Self.sizeLimit,
      // A map that is not JSON is none: the reason does not matter to anyone.
      let object = try? JSONSerialization.jsonObject(with: Data(data)), let map = object as? [String: Any]
    else { return nil }
    if let sections = map["sections"] as? [[String: Any]] {
      for section in sections.prefix(Self.sectionLimit) {
        guard let offset = section["offset"] as? [String: Any], let inner = section["map"] as? [String: Any]
        else {
          continue
        }
        add(inner, line: offset["line"] as? Int ?? 0, column: offset["column"] as? Int ?? 0)
      }
    } else {
      guard map["mappings"] is String else { return nil }
      add(map, line: 0, column: 0)
    }
    segments.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private mutating func add(_ map: [String: Any], line: Int, column: Int) {
    let root = map["sourceRoot"] as? String ?? ""
    let (firstSource, firstName) = (sources.count, names.count)
    let found = (map["sources"] as? [Any] ?? []).map { root + ($0 as? String ?? "") }
    sources += found
    names += map["names"] as? [String] ?? []
    guard let mappings = map["mappings"] as? String, line >= 0, column >= 0, line < 1 << 30, column < 1 << 30
    else {
      return
    }
    var generatedLine = line
    var values: [Int] = [0, 0, 0, 0, 0]
    values[0] = column
    var fields: [Int] = []
    var value = 0
    var shift = 0
    func isValid(_ number: Int) -> Bool { number >= 0 && number < 1 << 30 }
    /// A group of 1, 4 or 5 differences.
    func endGroup() -> Bool {
      defer { fields = [] }
      guard !fields.isEmpty else { return true }
      for (index, field) in fields.enumerated() where index < 5 { values[index] &+= field }
      guard fields.count >= 4 else { return isValid(values[0]) }
      guard values.allSatisfy(isValid), values[1] < found.count else { return false }
      segments.append(
        Segment(
          line: Int32(generatedLine), column: Int32(values[0]), source: Int32(firstSource + values[1]),
          sourceLine: Int32(values[2]), sourceColumn: Int32(values[3]),
          name: fields.count == 5 ? Int32(firstName + values[4]) : -1))
      return true
    }
    for byte in mappings.utf8 {
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
        guard endGroup() else { return }
        if byte == UInt8(ascii: ";") {
          generatedLine += 1
          guard generatedLine < 1 << 30 else { return }
          values[0] = 0
        }
        continue
      }
      guard let digit = Self.digit(byte), shift <= 30 else { return }
      value |= (digit & 31) << shift
      shift += 5
      if digit & 32 == 0 {
        fields.append(value & 1 == 1 ? -(value >> 1) : value >> 1)
        value = 0
        shift = 0
      }
    }
    _ = endGroup()
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// Where a place came from: the last mapping at or before it on its line. Line and column from 1, as
  /// traces print them.
  package func origin(line: Int, column: Int) -> Origin? {
    guard line >= 1, column >= 1 else { return nil }
    let next = segments.indices.partitionPoint {
      (Int(segments[$0].line), Int(segments[$0].column)) <= (line - 1, column - 1)
    }
    guard next > 0, Int(segments[next - 1].line) == line - 1 else { return nil }
    let segment = segments[next - 1]
    let name = Int(segment.name)
    return Origin(
      file: sources[Int(segment.source)], line: Int(segment.sourceLine) + 1,
      column: Int(segment.sourceColumn) + 1,
      name: names.indices.contains(name) ? names[name] : nil)
  }

  /// The frame with the place before minification, when the map has it.
  package func original(_ frame: StackFrame) -> StackFrame {
    guard let line = frame.line, let column = frame.column, let origin = origin(line: line, column: column)
    else {
      return frame
    }
    var frame = frame
    frame.file = origin.file
    frame.line = origin.line
    frame.column = origin.column
    if let name = origin.name { frame.function = name }
    return frame
  }
}
