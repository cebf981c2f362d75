package import Containers

/// One commit, without its tree's content.
package struct Commit: Sendable, Equatable {
  /// Who did something, and when.
  package struct Signature: Sendable, Equatable {
    /// As written in the commit.
    package let name: String
    /// As written in the commit.
    package let email: String
    /// Seconds since 1970; 0 where the commit has no readable time.
    package let seconds: Int
    /// Minutes east of Greenwich where it was done.
    package let zoneMinutes: Int

    /// Somebody at a time.
    package init(name: String, email: String, seconds: Int, zoneMinutes: Int) {
      self.name = name
      self.email = email
      self.seconds = seconds
      self.zoneMinutes = zoneMinutes
    }
  }

  /// The commit's name.
  package let id: ObjectID
  /// The tree of its files.
  package let tree: ObjectID
  /// None for a root, several for a merge.
  package let parents: [ObjectID]
  /// Who wrote the change.
  package let author: Signature
  /// Who put it into this history; its time is what references are sorted by.
  package let committer: Signature
  /// The whole message.
  package let message: String

  /// The message's first paragraph on one line.
  package var subject: String {
    let lines = message.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.drop(while: \.isEmpty).prefix { !$0.isEmpty }.joined(separator: " ")
  }

  /// Reads a commit object's content; nil when it has no tree, which git itself would refuse.
  package init?(id: ObjectID, content: UnsafeRawBufferPointer) {
    var tree: ObjectID?
    var parents: [ObjectID] = []
    var author = Signature(line: [])
    var committer = author
    var isLatin1 = false
    var rest = content[...]
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest.dropFirst(line.count + 1)
      if line.isEmpty { break }
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let value = Array(line[(space + 1)...])
      switch String(decoding: line[..<space], as: UTF8.self) {
      case "tree": tree = value.withUnsafeBytes { ObjectID(hex: $0) }
      case "parent": if let parent = value.withUnsafeBytes({ ObjectID(hex: $0) }) { parents.append(parent) }
      case "author": author = Signature(line: value)
      case "committer": committer = Signature(line: value)
      case "encoding":
        isLatin1 = ["iso-8859-1", "iso8859-1", "latin1"].contains(
          String(decoding: value, as: UTF8.self).lowercased())
      default: break  // Signatures and merged tags, over several lines that begin with a space.
      }
    }
    guard let tree else { return nil }
    self.id = id
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    message =
      isLatin1
      ? String(String.UnicodeScalarView(rest.map { Unicode.Scalar($0) }))
      : String(decoding: rest, as: UTF8.self)
  }
}

extension Commit.Signature {
  /// Reads `name <email> seconds zone`; what is not there stays empty.
  init(line: [UInt8]) {
    let open = line.firstIndex(of: UInt8(ascii: "<")) ?? line.count
    let close = line.lastIndex(of: UInt8(ascii: ">")) ?? line.count
    var nameBytes = line[..<open]
    while nameBytes.last == UInt8(ascii: " ") { nameBytes.removeLast() }
    name = String(decoding: nameBytes, as: UTF8.self)
    email = open < close ? String(decoding: line[(open + 1)..<close], as: UTF8.self) : ""
    let words = line[min(close + 1, line.count)...].split(separator: UInt8(ascii: " "))
    seconds = words.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    let zone = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
    zoneMinutes = zone / 100 * 60 + zone % 100
  }
}

/// What an annotated tag points at; nil when the content is no tag's.
func tagTarget(_ content: UnsafeRawBufferPointer) -> ObjectID? {
  let prefix = Array("object ".utf8)
  guard content.starts(with: prefix) else { return nil }
  let hex = content.dropFirst(prefix.count).prefix { $0 != UInt8(ascii: "\n") }
  return ObjectID(hex: UnsafeRawBufferPointer(rebasing: hex))
}

extension GitRepository {
  /// Commits by id, in the order asked for; nil for those that are missing, damaged or no commits.
  package func commits(_ ids: [ObjectID]) throws -> [Commit?] {
    var commits: [Commit?] = []
    try blobReader().read(ids, sizeLimit: GitRepository.commitLimit) { index, reply in
      if case .object(.commit, let bytes) = reply {
        commits.append(Commit(id: ids[index], content: bytes))
      } else {
        commits.append(nil)
      }
      return true
    }
    return commits
  }

  /// One commit; nil when it is missing, damaged or no commit.
  package func commit(_ id: ObjectID) throws -> Commit? { try commits([id])[0] }

  /// The largest commit or tag read: some merges carry long messages and signatures.
  static let commitLimit = 8 << 20
}
