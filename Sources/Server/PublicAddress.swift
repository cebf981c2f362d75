/// Where people reach the site: scheme, name and port, as they stand in addresses it gives out.
package struct PublicAddress: Sendable, Equatable {
  /// `https://code.example.org`, without a slash at its end.
  package let text: String
  /// The name alone, in small letters.
  package let host: String

  /// True where the way to the site is encrypted.
  package var isSecure: Bool { text.hasPrefix("https:") }

  /// Reads `https://code.example.org` or `http://host:8080`; nil for anything with a path, a user or a query, since
  /// pages link from the root of their host.
  package init?(_ text: String) {
    let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
    let lower = trimmed.lowercased()
    guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else { return nil }
    let rest = lower.dropFirst(scheme.count)
    var name = rest
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      name = rest[...end]
      guard name.dropFirst().dropLast().utf8.allSatisfy({ Self.addressBytes.contains($0) }) else {
        return nil
      }
    } else {
      name = rest.prefix { $0 != ":" }
      guard name.utf8.allSatisfy({ Self.nameBytes.contains($0) }) else { return nil }
    }
    guard !name.isEmpty, name.utf8.count <= 253 else { return nil }
    let port = rest[name.endIndex...]
    if !port.isEmpty {
      guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0 else { return nil }
    }
    self.text = scheme + rest
    host = String(name.first == "[" ? name.dropFirst().dropLast() : name)
  }

  private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789.-_".utf8)
  private static let addressBytes = Set("abcdef0123456789:.".utf8)
}

extension Site {
  /// The address of this server for those who visit it: as the operator says, else as the request has it.
  func origin(_ visit: Visit) -> String {
    if let address = configuration.publicAddress { return address.text }
    return "\(isSecure(visit.request) ? "https" : "http")://\(visit.request.host ?? configuration.host)"
  }

  /// Whether a request came over TLS, by the word of the operator or of a trusted proxy.
  func isSecure(_ request: SiteRequest) -> Bool {
    if let address = configuration.publicAddress { return address.isSecure }
    // The first of several is what the client used.
    guard let proto = request.forwardedProto?.prefix(while: { $0 != "," && $0 != " " }),
      proto.lowercased() == "https"
    else { return false }
    return ClientAddress.isTrusted(request.peer, among: trustedProxies)
  }
}
