/// A repository's address as git takes it, taken apart.
///
/// Forms: `https://[user[:password]@]host[:port]/path`, `ssh://[user@]host[:port]/path`, `[user@]host:path`,
/// `file:///path` and a plain path.
package struct RemoteAddress: Sendable, Equatable {
  /// How the repository is reached.
  package enum Transport: String, Sendable {
    case https
    case http
    case ssh
    case file
  }

  /// How it is reached.
  package let transport: Transport

  /// Lower-case host name without port; empty for files.
  package let host: String

  /// The port when one is written.
  package let port: Int?

  /// User and password as written, before the `@`; nil when none.
  package let userInfo: String?

  /// What follows the host, or the path of a file.
  package let path: String

  /// Takes an address apart; nil when it has none of the forms.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 4096, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f })
    else {
      return nil
    }
    if let (scheme, rest) = RemoteAddress.split(text, at: "://") {
      var name = scheme.lowercased()
      if name.hasPrefix("git+") { name.removeFirst("git+".count) }
      guard let transport = Transport(rawValue: name) else { return nil }
      if transport == .file {
        self.init(file: rest.hasPrefix("/") ? rest : "/" + (RemoteAddress.split(rest, at: "/")?.1 ?? ""))
        return
      }
      let (authority, path) = RemoteAddress.split(rest, at: "/") ?? (rest, "")
      self.init(transport: transport, authority: authority, path: path)
      return
    }
    // `host:path`: the colon comes before any slash, and the path is not another colon (`ext::…`).
    if let (authority, path) = RemoteAddress.split(text, at: ":"), !authority.contains("/"),
      !authority.isEmpty
    {
      guard !path.hasPrefix(":"), !path.isEmpty else { return nil }
      self.init(transport: .ssh, authority: authority, path: path, portAllowed: false)
      return
    }
    guard !text.hasPrefix("-") else { return nil }
    self.init(file: text)
  }

  private init(file path: String) {
    transport = .file
    host = ""
    port = nil
    userInfo = nil
    self.path = path
  }

  private init?(transport: Transport, authority: String, path: String, portAllowed: Bool = true) {
    var hostAndPort = authority
    var userInfo: String?
    if let at = authority.lastIndex(of: "@") {
      userInfo = String(authority[..<at])
      hostAndPort = String(authority[authority.index(after: at)...])
    }
    var port: Int?
    if portAllowed, let colon = hostAndPort.lastIndex(of: ":"), !hostAndPort[colon...].contains("]") {
      let digits = hostAndPort[hostAndPort.index(after: colon)...]
      guard digits.isEmpty || Int(digits).map({ (1...65535).contains($0) }) == true else { return nil }
      port = Int(digits)
      hostAndPort = String(hostAndPort[..<colon])
    }
    // A host that begins with "-" would be an option of ssh.
    guard !hostAndPort.isEmpty, !hostAndPort.hasPrefix("-"), userInfo?.hasPrefix("-") != true else {
      return nil
    }
    self.transport = transport
    host = hostAndPort.lowercased()
    self.port = port
    self.userInfo = userInfo
    self.path = path
  }

  /// `host/owner/name`, the name repositories are known by: lower-case host, no user, no `.git`; a port only when
  /// it is not the usual one of a web address, since the ports of ssh say nothing about the host.
  /// Nil for files, and for paths with nothing in them or `..`.
  package var repositoryName: String? {
    guard transport != .file else { return nil }
    var parts = path.split(separator: "/").map(String.init)
    if let last = parts.last, last.lowercased().hasSuffix(".git") {
      parts[parts.count - 1] = String(last.dropLast(".git".count))
      if parts.last?.isEmpty == true { parts.removeLast() }
    }
    guard !parts.isEmpty, !parts.contains(".."), !parts.contains(".") else { return nil }
    var authority = host
    if let port, transport != .ssh, port != (transport == .https ? 443 : 80) { authority += ":\(port)" }
    return ([authority] + parts).joined(separator: "/")
  }

  private static func split(_ text: String, at separator: String) -> (String, String)? {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    guard let index = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return nil }
    return (
      String(decoding: bytes[..<index], as: UTF8.self),
      String(decoding: bytes[(index + mark.count)...], as: UTF8.self)
    )
  }
}

/// `host/owner/name` for a remote's address; nil for files and what is no address.
package func repositoryName(ofRemote address: String) -> String? { RemoteAddress(address)?.repositoryName }

/// The text with user names and passwords in web addresses replaced by "…", for messages and logs.
package func redactSecrets(in text: String) -> String {
  var result = ""
  var rest = Array(text.utf8)[...]
  let mark = Array("://".utf8)
  while let start = rest.indices.first(where: { rest[$0...].starts(with: mark) }) {
    let authorityStart = start + mark.count
    let authority = rest[authorityStart...].prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "'")
    }
    result += String(decoding: rest[..<authorityStart], as: UTF8.self)
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      result += "…"
      rest = rest[at...]
    } else {
      rest = rest[authorityStart...]
    }
  }
  return result + String(decoding: rest, as: UTF8.self)
}
