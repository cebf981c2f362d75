package import Containers
package import Search

/// Addresses of pages (UX.md §2). Every link is made here, so that nothing else has to know about encoding.
///
/// `@` ends a repository name and `/-/` a revision; a name that holds one of these is written with `%40` and
/// `%2F`, which ``Server`` undoes after splitting.
package enum Links {
  /// Results of `query`; the other parameters are left out at their defaults. `after` is a cursor.
  package static func search(
    _ query: String, contextLines: Int? = nil, allFragments: Bool = false,
    view: SearchPage.Request.View = .code, after: String? = nil
  ) -> String {
    var url = "/search?q=\(queryValue(query))"
    if let contextLines { url += "&ctx=\(contextLines)" }
    if allFragments { url += "&fragments=all" }
    if view != .code { url += "&view=\(view.rawValue)" }
    if let after { url += "&after=\(queryValue(after))" }
    return url
  }

  /// The results of `query` as a feed.
  package static func feed(_ query: String) -> String { "/search.atom?q=\(queryValue(query))" }

  /// Ends the search of the page with this request id; the page ends with what it has.
  package static func stop(_ requestID: String) -> String { "/search?stop=\(queryValue(requestID))" }

  /// The plan and trace of `query`.
  package static func explain(_ query: String) -> String { "/explain?q=\(queryValue(query))" }

  /// The same search for programs.
  package static func api(_ query: String) -> String { "/api/v1/search?q=\(queryValue(query))" }

  /// The page of a repository, at its default revision unless one is given.
  package static func repository(_ name: String, revision: String? = nil) -> String {
    guard let revision, !revision.isEmpty else { return "/r/\(pathName(name))" }
    return "/r/\(pathName(name))@\(pathName(revision))"
  }

  /// The page of a file, at `line` (1-based) when given.
  package static func file(_ placement: PlacementName, line: Int? = nil) -> String {
    // A result that is a repository has no path.
    if placement.path.isEmpty { return root(placement) }
    let page = "\(root(placement))/-/blob/\(encoded(placement.path, keeping: pathBytes))"
    guard let line else { return page }
    // Lines are in the code of a document, not in what it looks like.
    return "\(page)\(FilePage.hasPreview(placement.path) ? "?view=code" : "")#L\(line)"
  }

  /// The bytes of a file.
  package static func raw(_ placement: PlacementName) -> String {
    "\(root(placement))/-/raw/\(encoded(placement.path, keeping: pathBytes))"
  }

  /// A file by its path alone; nil is the default revision.
  package static func blob(_ repository: String, revision: String?, path: [UInt8]) -> String {
    page("blob", repository, revision: revision, path: path)
  }

  /// The bytes of a file by its path alone.
  package static func raw(_ repository: String, revision: String?, path: [UInt8]) -> String {
    page("raw", repository, revision: revision, path: path)
  }

  /// A folder at a revision; an empty path is the repository's own page.
  package static func tree(_ repository: String, revision: String?, path: [UInt8]) -> String {
    path.isEmpty
      ? self.repository(repository, revision: revision)
      : page("tree", repository, revision: revision, path: path)
  }

  /// The symbols of a repository that `query` finds; all of them without one. `after` is a cursor.
  package static func symbols(
    _ repository: String, revision: String?, query: String = "", after: String? = nil
  ) -> String {
    var url = page("symbols", repository, revision: revision, path: [])
    if !query.isEmpty { url += "?q=\(queryValue(query))" }
    if let after { url += "\(query.isEmpty ? "?" : "&")after=\(queryValue(after))" }
    return url
  }

  /// Who last changed each line of a file.
  package static func blame(_ repository: String, revision: String?, path: [UInt8]) -> String {
    page("blame", repository, revision: revision, path: path)
  }

  /// The commits that changed a file or folder; of the whole repository with an empty path.
  package static func commits(_ repository: String, revision: String?, path: [UInt8] = []) -> String {
    page("commits", repository, revision: revision, path: path)
  }

  /// The API's answer with the commit that changed a file last.
  package static func latestChange(_ repository: String, revision: String?, path: String) -> String {
    let rev = revision.map { "rev=\(queryValue($0))&" } ?? ""
    return "/api/v1/repos/\(pathName(repository))/-/commits?\(rev)path=\(queryValue(path))&limit=1"
  }

  /// A file at the default revision, at the lines that `lines` of it at `commit` have become.
  package static func fromCommit(
    _ repository: String, _ commit: ObjectID, path: [UInt8], lines: ClosedRange<Int>?
  ) -> String {
    let marked = lines.map { $0.count == 1 ? "&L=\($0.lowerBound)" : "&L=\($0.lowerBound)-\($0.upperBound)" }
    return page("blob", repository, revision: nil, path: path) + "?from=\(commit.hex)\(marked ?? "")"
  }

  /// One commit with its changes.
  package static func commit(_ repository: String, _ id: ObjectID) -> String {
    page("commit", repository, revision: nil, path: Array(id.hex.utf8))
  }

  /// The same, for an id as digits.
  package static func commit(_ repository: String, hex: String) -> String {
    page("commit", repository, revision: nil, path: Array(hex.utf8))
  }

  /// The box for a log.
  package static let diagnose = "/diagnose"

  /// The report of a diagnosis.
  package static func diagnosis(_ id: String) -> String { "/diagnose/\(id)" }

  /// The same for programs.
  package static func diagnosisAPI(_ id: String) -> String { "/api/v1/diagnoses/\(id)" }

  /// What `head` has that `base` has not.
  package static func compare(_ repository: String, base: String, head: String) -> String {
    page("compare", repository, revision: nil, path: Array("\(base)...\(head)".utf8))
  }

  /// The page that asks for the two sides of a comparison.
  package static func compareForm(_ repository: String) -> String {
    page("compare", repository, revision: nil, path: [])
  }

  /// What differs between two revisions as they are, whatever they have in common.
  package static func compareDirectly(_ repository: String, base: String, head: String) -> String {
    page("compare", repository, revision: nil, path: Array("\(base)..\(head)".utf8))
  }

  /// `/r/{repo}@{rev}/-/{kind}/{path}`; without the last slash when there is no path.
  private static func page(
    _ kind: String, _ repository: String, revision: String?, path: [UInt8]
  ) -> String {
    let base = "\(self.repository(repository, revision: revision))/-/\(kind)"
    return path.isEmpty ? base : "\(base)/\(encoded(path, keeping: pathBytes))"
  }

  /// The file at its commit, which will show the same bytes for ever.
  package static func permalink(_ placement: PlacementName) -> String? {
    guard let commit = placement.commit else { return nil }
    let path = encoded(placement.path, keeping: pathBytes)
    return "/r/\(pathName(placement.repository))@\(commit.hex)/-/blob/\(path)"
  }

  /// A file on its own web host, at a commit or branch.
  package static func file(on host: CodeHost, revision: String, path: [UInt8], isFolder: Bool = false)
    -> String
  {
    let rest = "\(encoded(Array(revision.utf8), keeping: pathBytes))/\(encoded(path, keeping: pathBytes))"
    return switch host.style {
    case .github: "\(host.address)/\(isFolder ? "tree" : "blob")/\(rest)"
    case .gitlab: "\(host.address)/-/\(isFolder ? "tree" : "blob")/\(rest)"
    case .gitea: "\(host.address)/src/commit/\(rest)"
    case .bitbucket: "\(host.address)/src/\(rest)"
    }
  }

  /// A file of this machine in an editor, at `line`.
  package static func editor(_ scheme: String, path: String, line: Int) -> String {
    let bytes = Array(path.drop { $0 == "/" }.utf8)
    return "\(scheme)://file/\(encoded(bytes, keeping: pathBytes)):\(line)"
  }

  private static func root(_ placement: PlacementName) -> String {
    repository(placement.repository, revision: placement.isDefaultRevision ? nil : placement.revision)
  }

  /// A value in a query string: space is `+`, the signs of the query language stay readable.
  package static func queryValue(_ text: String) -> String {
    encoded(Array(text.utf8), keeping: valueBytes, spaceAsPlus: true)
  }

  private static func pathName(_ name: String) -> String {
    // A name with "/-/" inside, or with "/-" at its end, must not look like the separator.
    let bytes = Array(name.utf8)
    return encoded(bytes, keeping: isAmbiguous(bytes) ? valueBytesInPath : pathBytes)
  }

  /// By bytes: searching a string for another one took longer than writing the link.
  private static func isAmbiguous(_ name: [UInt8]) -> Bool {
    let (slash, dash) = (UInt8(ascii: "/"), UInt8(ascii: "-"))
    if name == [dash] { return true }
    return name.indices.dropLast().contains { index in
      name[index] == slash && name[index + 1] == dash && (index + 2 == name.count || name[index + 2] == slash)
    }
  }

  private static func encoded(_ bytes: [UInt8], keeping kept: ASCIISet, spaceAsPlus: Bool = false) -> String {
    String(unsafeUninitializedCapacity: 3 * bytes.count) { output in
      var count = 0
      for byte in bytes {
        if kept.contains(byte) {
          output[count] = byte
          count &+= 1
        } else if byte == 0x20, spaceAsPlus {
          output[count] = 0x2B
          count &+= 1
        } else {
          output[count] = 0x25
          output[count &+ 1] = hexDigit(byte &>> 4)
          output[count &+ 2] = hexDigit(byte & 15)
          count &+= 3
        }
      }
      return count
    }
  }

  /// Bytes below 128, as bits: asked for every byte of every link.
  private struct ASCIISet {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ text: String) {
      for byte in text.utf8 {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
      }
    }

    func contains(_ byte: UInt8) -> Bool {
      if byte < 64 { return low &>> UInt64(byte) & 1 == 1 }
      return byte < 128 && high &>> UInt64(byte &- 64) & 1 == 1
    }
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 &+ nibble : 0x37 &+ nibble }

  private static let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

  /// What may stand in a path as it is (RFC 3986 §3.3), without `@`, which separates the revision.
  private static let pathBytes = ASCIISet(unreserved + "/!$&'()*+,;=:")

  private static let valueBytesInPath = ASCIISet(unreserved + "!$&'()*+,;=:")

  /// What may stand in a query value as it is, without `& + # %`.
  private static let valueBytes = ASCIISet(unreserved + "/:@!$'()*,;?")
}
