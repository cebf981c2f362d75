import Containers
import Platform
import Search
import WebUI

/// Where a result can be opened: the file on this machine, the code host, or an Alidade server.
struct ResultLinks {
  /// What names and numbers on a terminal link to.
  enum Kind: String { case auto, web, vscode, cursor, file, none }

  private let kind: Kind
  private let server: String?
  /// Work tree or plain folder by repository name. A bare mirror has none.
  private var folders: [String: String] = [:]

  /// Hosts whose pages follow the pattern `https://host/owner/name/blob/rev/path#L1`.
  private static let blobHosts = ["github.com", "gitlab.com"]

  init(_ kind: Kind, _ repositories: [RepositoryInfo]) {
    self.kind = kind
    let address = environmentVariable("ALIDADE_URL") ?? ""
    server = address.isEmpty ? nil : address.hasSuffix("/") ? String(address.dropLast()) : address
    for repository in repositories where !repository.isGit || fileStatus(repository.location + "/.git") != nil
    {
      folders[repository.name] = repository.location
    }
  }

  /// The file on this machine: only for the default revision, which is the one a work tree most likely shows.
  func localPath(_ placement: PlacementName) -> [UInt8]? {
    guard placement.isDefaultRevision, let folder = folders[placement.repository] else { return nil }
    return Array(folder.utf8) + [UInt8(ascii: "/")] + placement.path
  }

  /// The page of the file on the web, or the file itself; nil when there is neither.
  func url(_ placement: PlacementName, line: Int?) -> String? {
    web(placement, line) ?? localPath(placement).map { "file://" + percentEncoded($0) }
  }

  /// What a name or number links to on this terminal.
  func target(_ placement: PlacementName, line: Int?) -> String? {
    switch kind {
    case .none: nil
    case .web: web(placement, line)
    case .file: localPath(placement).map { "file://" + percentEncoded($0) }
    case .vscode, .cursor:
      localPath(placement).map {
        "\(kind.rawValue)://file" + percentEncoded($0) + (line.map { ":\($0)" } ?? "")
      }
    case .auto: localPath(placement).map { "file://" + percentEncoded($0) } ?? web(placement, line)
    }
  }

  private func web(_ placement: PlacementName, _ line: Int?) -> String? {
    let anchor = line.map { "#L\($0)" } ?? ""
    if let server {
      let page =
        placement.path.isEmpty ? WebUI.Links.repository(placement.repository) : WebUI.Links.file(placement)
      return server + (WebUI.Links.permalink(placement) ?? page) + anchor
    }
    guard let host = placement.repository.split(separator: "/").first, Self.blobHosts.contains(String(host)),
      let revision = placement.commit?.hex, !placement.path.isEmpty
    else { return nil }
    let repository = percentEncoded(Array(placement.repository.utf8))
    return "https://\(repository)/blob/\(revision)/\(percentEncoded(placement.path))\(anchor)"
  }

  /// RFC 3986: unreserved characters and the slash stay; every other byte is `%XX`. Control characters, too, so
  /// a file name cannot end the terminal's link early.
  private func percentEncoded(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var output: [UInt8] = []
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        output.append(byte)
      default: output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
