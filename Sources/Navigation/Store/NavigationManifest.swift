package import Containers
import Foundation
import Platform
import SearchIndex

/// One imported index of symbols.
package struct ImportedIndex: Sendable, Equatable {
  /// The name of its file in the folder `navigation`.
  package var file: String
  /// The repository it is about.
  package var repository: String
  /// The commit it was made from; nil for a plain folder.
  package var commit: ObjectID?
  /// The folder its paths were relative to: empty, or ending in "/".
  package var root: String
  package var tool: String
  package var toolVersion: String
  /// Seconds since 1970.
  package var importedAt: Int
  package var documents: Int
  package var occurrences: Int
  package var symbols: Int

  /// Indexes that take each other's place: of the same repository, tool and folder.
  var family: String { "\(repository)\n\(tool)\n\(root)" }
}

/// The file that says which indexes are there. Replacing it is the only publication.
///
/// Text: a line `ALIDADE-NAVIGATION <version> <checksum> <length>`, then JSON.
enum NavigationManifest {
  static let version = 1
  /// A row takes some 300 bytes.
  static let lengthMax = 64 << 20

  static func folder(_ dataFolder: String) -> String { dataFolder + "/navigation" }
  static func path(_ dataFolder: String) -> String { folder(dataFolder) + "/manifest" }
  static func lock(_ dataFolder: String) -> String { folder(dataFolder) + "/lock" }

  private struct Document: Codable {
    var nextFile: Int
    var indexes: [Row]
  }

  private struct Row: Codable {
    var file: String
    var repository: String
    var commit: String?
    var root: String
    var tool: String
    var toolVersion: String
    var importedAt: Int
    var documents: Int
    var occurrences: Int
    var symbols: Int
  }

  /// What the manifest says: indexes in order of import, and the number the next file gets.
  struct Content {
    var nextFile = 1
    var indexes: [ImportedIndex] = []
  }

  /// Reads the manifest; empty when there is none yet.
  ///
  /// - Throws: ``NavigationError`` of kind `damaged`.
  static func read(_ dataFolder: String) throws -> Content {
    let path = path(dataFolder)
    guard fileStatus(path) != nil else { return Content() }
    let bytes = try readFile(path, limit: lengthMax)
    func damaged(_ reason: String) -> NavigationError {
      NavigationError(
        .damaged, subject: path, reason: reason,
        fix: "Move it away and import the indexes again: alidade scip import.")
    }
    guard let end = bytes.firstIndex(of: 0x0A) else { throw damaged("not a list of imported indexes") }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    guard words.count == 4, words[0] == "ALIDADE-NAVIGATION" else {
      throw damaged("not a list of imported indexes")
    }
    guard words[1] == "\(version)" else {
      throw damaged("version \(words[1]), this program reads \(version)")
    }
    let body = bytes[(end + 1)...]
    guard Int(words[3]) == body.count, String(body.withUnsafeBytes { Checksum.of($0) }, radix: 16) == words[2]
    else {
      throw damaged("the list is cut short or changed")
    }
    do {
      let document = try JSONDecoder().decode(Document.self, from: Data(body))
      return Content(nextFile: document.nextFile, indexes: document.indexes.map(index))
    } catch {
      throw damaged("the list cannot be read (\(error))")
    }
  }

  /// Writes the manifest under a temporary name, syncs and renames.
  static func write(_ content: Content, to dataFolder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = try encoder.encode(Document(nextFile: content.nextFile, indexes: content.indexes.map(row)))
    let checksum = body.withUnsafeBytes { Checksum.of($0) }
    let header = "ALIDADE-NAVIGATION \(version) \(String(checksum, radix: 16)) \(body.count)\n"
    try writeAtomically(Array(header.utf8) + Array(body), to: path(dataFolder))
  }

  private static func index(_ row: Row) -> ImportedIndex {
    ImportedIndex(
      file: row.file, repository: row.repository, commit: row.commit.flatMap { ObjectID(hex: $0) },
      root: row.root,
      tool: row.tool, toolVersion: row.toolVersion, importedAt: row.importedAt, documents: row.documents,
      occurrences: row.occurrences, symbols: row.symbols)
  }

  private static func row(_ index: ImportedIndex) -> Row {
    Row(
      file: index.file, repository: index.repository, commit: index.commit?.hex, root: index.root,
      tool: index.tool,
      toolVersion: index.toolVersion, importedAt: index.importedAt, documents: index.documents,
      occurrences: index.occurrences, symbols: index.symbols)
  }
}
