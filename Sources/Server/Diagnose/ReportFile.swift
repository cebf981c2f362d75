package import Diagnosis
import Foundation
import Platform
import SearchIndex

/// A report on disk.
///
/// | Offset | Size | What |
/// | --- | --- | --- |
/// | 0 | 8 | `ALDDIAG` and a zero byte |
/// | 8 | 8 | version |
/// | 16 | 8 | seconds since 1970 at which it is to be deleted |
/// | 24 | 8 | length of the record |
/// | 32 | 8 | checksum of the 32 bytes before and of the record |
/// | 40 | | the record: JSON |
///
/// Numbers are little-endian. Version 1: the first.
package enum ReportFile {
  static let magic = Array("ALDDIAG\0".utf8)
  static let version: UInt64 = 1
  static let headerBytes = 40
  /// Bytes of a record: its limits allow a few megabytes.
  static let lengthMax = 32 << 20

  /// Why a file is no report.
  package struct Damage: Error, Equatable, CustomStringConvertible {
    /// One clause.
    package let description: String
  }

  /// The file of a record.
  package static func bytes(_ record: DiagnosisRecord) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = Array(try encoder.encode(record))
    guard body.count <= lengthMax else { throw Damage(description: "the report is too large to be kept") }
    var head = magic
    append(version, to: &head)
    append(UInt64(bitPattern: Int64(record.expires)), to: &head)
    append(UInt64(body.count), to: &head)
    append(checksum(head, body[...]), to: &head)
    return head + body
  }

  /// The record of a file.
  ///
  /// - Throws: ``Damage``, and what decoding throws.
  package static func record(_ bytes: [UInt8]) throws -> DiagnosisRecord {
    guard bytes.count >= headerBytes, bytes.starts(with: magic) else {
      throw Damage(description: "it does not begin like a report")
    }
    guard number(bytes, 8) == version else { throw Damage(description: "it is of version \(number(bytes, 8))") }
    let body = bytes[headerBytes...]
    guard number(bytes, 24) == UInt64(body.count) else { throw Damage(description: "it is cut short") }
    guard number(bytes, 32) == checksum(Array(bytes[..<32]), body) else {
      throw Damage(description: "its checksum is wrong")
    }
    return try JSONDecoder().decode(DiagnosisRecord.self, from: Data(body))
  }

  /// When a file is to be deleted, by its head alone; nil for a file that is no report.
  package static func expiry(_ head: [UInt8]) -> Int? {
    guard head.count >= headerBytes, head.starts(with: magic), number(head, 8) == version else { return nil }
    return Int(exactly: Int64(bitPattern: number(head, 16)))
  }

  private static func checksum(_ head: [UInt8], _ body: ArraySlice<UInt8>) -> UInt64 {
    (head + body).withUnsafeBytes { Checksum.of($0) }
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[at + $1]) << UInt64(8 * $1) }
  }
}
