/// Who sends requests, as far as limits are concerned: an IPv4 address, or the 64 bits of an IPv6 address that
/// one customer has. Anything else (a socket file, an unreadable header) is one client.
struct ClientAddress: Hashable, Sendable {
  private let high: UInt64
  private let isIPv4: Bool

  /// Whoever cannot be told apart.
  static let unknown = ClientAddress(high: 0, isIPv4: false)

  private init(high: UInt64, isIPv4: Bool) {
    self.high = high
    self.isIPv4 = isIPv4
  }

  /// Reads `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:443`; nil for anything else.
  init?(_ text: String) {
    var text = text[...]
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      text = text[text.index(after: text.startIndex)..<end]
    } else if text.contains("."), let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
      text = text[..<colon]
    }
    // An address of a link has its interface after a percent sign.
    text = text.prefix { $0 != "%" }
    guard text.utf8.count <= 45 else { return nil }
    if let address = Self.ipv4(text) {
      self.init(high: UInt64(address), isIPv4: true)
    } else if let groups = Self.ipv6(text) {
      // ::ffff:a.b.c.d is an IPv4 client on a socket for both.
      if groups[..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF {
        self.init(high: UInt64(groups[6]) << 16 | UInt64(groups[7]), isIPv4: true)
      } else {
        self.init(high: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }, isIPv4: false)
      }
    } else {
      return nil
    }
  }

  private static func ipv4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), part.utf8.count <= 3, let byte = UInt8(part)
      else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }

  private static func ipv6(_ text: Substring) -> [UInt16]? {
    func groups(_ text: Substring) -> [UInt16]? {
      if text.isEmpty { return [] }
      var groups: [UInt16] = []
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index == parts.count - 1, let address = ipv4(part) {
          groups += [UInt16(truncatingIfNeeded: address >> 16), UInt16(truncatingIfNeeded: address)]
        } else if (1...4).contains(part.utf8.count), !part.hasPrefix("+"), let group = UInt16(part, radix: 16)
        {
          groups.append(group)
        } else {
          return nil
        }
      }
      return groups
    }
    guard let gap = text.firstRange(of: "::") else {
      guard let all = groups(text), all.count == 8 else { return nil }
      return all
    }
    guard let front = groups(text[..<gap.lowerBound]), let back = groups(text[gap.upperBound...]),
      front.count + back.count <= 7
    else { return nil }
    return front + [UInt16](repeating: 0, count: 8 - front.count - back.count) + back
  }

  /// The client behind trusted proxies: the last address in `X-Forwarded-For` that is none of them. What stands
  /// before it was written by the client and may be anything.
  ///
  /// - Parameters:
  ///   - peer: who is at the other end of the connection; nil for a socket file.
  ///   - forwarded: the header's value, all of its lines joined by commas.
  static func client(peer: String?, forwarded: String?, trusted: Set<ClientAddress>) -> ClientAddress {
    let peer = peer.flatMap { ClientAddress($0) } ?? .unknown
    guard trusted.contains(peer), let forwarded else { return peer }
    var client = peer
    for part in forwarded.split(separator: ",").suffix(forwardedLimit).reversed() {
      guard let address = ClientAddress(String(part)) else { return client }
      client = address
      if !trusted.contains(address) { break }
    }
    return client
  }

  /// Whether the other end of a connection is one of `trusted`.
  static func isTrusted(_ peer: String?, among trusted: Set<ClientAddress>) -> Bool {
    peer.flatMap { ClientAddress($0) }.map(trusted.contains) ?? false
  }

  /// Proxies in a row at most.
  private static let forwardedLimit = 16
}
