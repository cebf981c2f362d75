import Containers
package import Search

/// Addresses of pages (UX.md §2). Every link is made here, so that nothing else has to know about encoding.
///
/// `@` ends a repository name and `/-/` a revision; a name that holds one of these is written with `%40` and
/// `%2F`, which ``Server`` undoes after splitting.
package enum Links {
  /// Results of `query`; the other parameters are left out at their defaults.
  package static func search(_ query: String, contextLines: Int? = nil, allFragments: Bool = false) -> String
  {
    var url = "/search?q=\(queryValue(query))"
    if let contextLines { url += "&ctx=\(contextLines)" }
    if allFragments { url += "&fragments=all" }
    return url
  }

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
    return "\(page)#L\(line)"
  }

  /// The bytes of a file.
  package static func raw(_ placement: PlacementName) -> String {
    "\(root(placement))/-/raw/\(encoded(placement.path, keeping: pathBytes))"
  }

  /// The file at its commit, which will show the same bytes for ever.
  package static func permalink(_ placement: PlacementName) -> String? {
    guard let commit = placement.commit else { return nil }
    let path = encoded(placement.path, keeping: pathBytes)
    return "/r/\(pathName(placement.repository))@\(commit.hex)/-/blob/\(path)"
  }

  private static func root(_ placement: PlacementName) -> String {
    repository(placement.repository, revision: placement.isDefaultRevision ? nil : placement.revision)
  }

  /// A value in a query string: space is `+`, the signs of the query language stay readable.
  package static func queryValue(_ text: String) -> String {
    encoded(Array(text.utf8), keeping: valueBytes, spaceAsPlus: true)
  }

  private static func pathName(_ name: String) -> String {
    // A name with "/-/" inside, or one that would end with "/-" before ours, must not look like the separator.
    let isAmbiguous = name.utf8.elementsEqual("-".utf8) || name.contains("/-/") || name.hasSuffix("/-")
    return encoded(Array(name.utf8), keeping: isAmbiguous ? valueBytesInPath : pathBytes)
  }

  private static func encoded(_ bytes: [UInt8], keeping kept: Set<UInt8>, spaceAsPlus: Bool = false) -> String
  {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + 16)
    for byte in bytes {
      if kept.contains(byte) {
        output.append(byte)
      } else if byte == 0x20, spaceAsPlus {
        output.append(0x2B)
      } else {
        output.append(0x25)
        output.append(hexDigit(byte &>> 4))
        output.append(hexDigit(byte & 15))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 &+ nibble : 0x37 &+ nibble }

  private static let unreserved = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

  /// What may stand in a path as it is (RFC 3986 §3.3), without `@`, which separates the revision.
  private static let pathBytes = unreserved.union("/!$&'()*+,;=:".utf8)

  private static let valueBytesInPath = pathBytes.subtracting("/".utf8)

  /// What may stand in a query value as it is, without `& + # %`.
  private static let valueBytes = unreserved.union("/:@!$'()*,;?".utf8)
}
