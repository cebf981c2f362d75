import Foundation
import Platform
import SearchIndex

/// The one file that says what the index consists of. Replacing it publishes a new state atomically.
///
/// Text: a header line `ALIDADE-MANIFEST <version> <checksum> <length>`, then JSON of ``Manifest``.
enum ManifestFile {
  static let name = "manifest"
  static let version = 1
  /// 100,000 repositories take about 35 MB, and each revision 100 bytes more. It is read whole whenever it changes.
  static let lengthMax = 256 << 20

  /// Reads the manifest of `dataFolder`; nil when there is none yet.
  ///
  /// - Throws: ``SearchError`` of kind `corrupt` when header, length or checksum do not fit.
  static func read(_ dataFolder: String) throws -> Manifest? {
    let path = dataFolder + "/" + name
    guard fileStatus(path) != nil else { return nil }
    let bytes = try readFile(path, limit: lengthMax)
    func damaged(_ reason: String) -> SearchError {
      SearchError(
        .corrupt, subject: path, reason: reason,
        fix: "Move the file away and run `alidade index` with your sources; mirrors are kept.")
    }
    guard let lineEnd = bytes.firstIndex(of: 0x0A) else { throw damaged("not an Alidade manifest") }
    let words = String(decoding: bytes[..<lineEnd], as: UTF8.self).split(separator: " ")
    guard words.count == 4, words[0] == "ALIDADE-MANIFEST" else { throw damaged("not an Alidade manifest") }
    guard words[1] == "\(version)" else {
      throw damaged("manifest version \(words[1]), this program reads \(version)")
    }
    let body = bytes[(lineEnd + 1)...]
    guard Int(words[3]) == body.count else { throw damaged("the manifest is cut short") }
    let checksum = body.withUnsafeBytes { Checksum.of($0) }
    guard String(checksum, radix: 16) == words[2] else {
      throw damaged("the manifest's checksum does not fit")
    }
    do {
      return try JSONDecoder().decode(Manifest.self, from: Data(body))
    } catch {
      throw damaged("the manifest cannot be read (\(error))")
    }
  }

  /// Writes `manifest` under a temporary name, syncs and renames.
  static func write(_ manifest: Manifest, to dataFolder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = try encoder.encode(manifest)
    guard body.count <= lengthMax else {
      // Nobody could read it: the index of before is better than none.
      throw SearchError(
        .system, subject: dataFolder,
        reason: "its list of repositories and revisions would pass \(lengthMax >> 20) MB",
        fix: "Divide the repositories among several data folders, or index fewer revisions.")
    }
    let checksum = body.withUnsafeBytes { Checksum.of($0) }
    let header = "ALIDADE-MANIFEST \(version) \(String(checksum, radix: 16)) \(body.count)\n"
    try writeAtomically(Array(header.utf8) + Array(body), to: dataFolder + "/" + name)
  }
}

/// The content of the manifest: the file's own structure, apart from the model types.
struct Manifest: Codable, Equatable {
  struct Revision: Codable, Equatable {
    var name: String
    /// Hex; absent for a plain folder.
    var commit: String?
    var time: Int
  }

  struct Repository: Codable, Equatable {
    /// Stable as long as the repository is indexed; placement files refer to it.
    var id: UInt32
    var name: String
    var location: String
    var isGit: Bool
    var revisions: [Revision]
    var fileCount: Int
    var indexedAt: Int
    var isFork = false
    var isArchived = false
    var notes: [String] = []
    /// What the last indexing saw, to tell that nothing changed: a digest of refs, or of names and times.
    var fingerprint: String
  }

  struct SegmentRow: Codable, Equatable {
    /// File names within `segments/`.
    var segment: String
    var placements: String
    var documents: Int
    var textBytes: Int
    /// Absent until the facts are made.
    var facts: String?
  }

  struct Source: Codable, Equatable {
    var text: String
    var revisions: [String]
  }

  var generation = 0
  var writtenAt = 0
  var nextRepositoryID: UInt32 = 1
  var nextFileNumber = 1
  var isCompact = false
  var maxFileBytes = IndexOptions.defaultMaxFileBytes
  var sources: [Source] = []
  var repositories: [Repository] = []
  var segments: [SegmentRow] = []
}

/// Where things are in a data folder.
enum DataFolder {
  static func segments(_ dataFolder: String) -> String { dataFolder + "/segments" }
  static func mirrors(_ dataFolder: String) -> String { dataFolder + "/mirrors" }
  static func lock(_ dataFolder: String) -> String { dataFolder + "/lock" }
}
