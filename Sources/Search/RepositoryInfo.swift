package import Containers

/// A branch, tag or commit that is indexed.
package struct IndexedRevision: Sendable, Equatable {
  /// Short name: `main`, `v1.2`, or a commit id.
  package var name: String
  /// Where it stood when it was indexed; nil for a plain folder.
  package var commit: ObjectID?
  /// Seconds since 1970 of the commit (or of the indexing, for a plain folder).
  package var time: Int
}

/// What the index knows of one repository.
package struct RepositoryInfo: Sendable {
  /// `host/owner/name`, or the folder's name for local sources.
  package var name: String
  /// Where its content is read from: a git folder or a plain folder.
  package var location: String
  package var isGit: Bool
  /// Default branch first.
  package var revisions: [IndexedRevision]
  /// Files at the default revision, searchable or not.
  package var fileCount: Int
  /// Seconds since 1970 of the last indexing.
  package var indexedAt: Int
  package var isFork: Bool
  package var isArchived: Bool
  /// Things the reader should know: "3 submodules are links and were not indexed".
  package var notes: [String]
}

extension RepositoryInfo {
  /// Whether the name holds `text`, which is in lower case. Some 50 ns for a name of ASCII: it is asked of every
  /// repository while somebody types.
  package func isNamed(like text: String) -> Bool {
    var name = name
    let answer = name.withUTF8 { bytes -> Bool? in
      var wanted = text
      return wanted.withUTF8 { wanted -> Bool? in
        guard wanted.count <= bytes.count else { return bytes.allSatisfy { $0 < 0x80 } ? false : nil }
        var isASCII = true
        for start in bytes.indices {
          if bytes[start] >= 0x80 { isASCII = false }
          guard start + wanted.count <= bytes.count else { continue }
          var index = 0
          while index < wanted.count {
            let byte = bytes[start + index]
            let folded = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            if folded != wanted[index] { break }
            index += 1
          }
          if index == wanted.count { return true }
        }
        return isASCII ? false : nil
      }
    }
    // Capitals beyond ASCII.
    return answer ?? name.lowercased().contains(text)
  }
}
