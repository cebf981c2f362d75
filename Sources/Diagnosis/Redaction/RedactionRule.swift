/// What redaction looks for. The raw value names it in pseudonyms and manifests.
package enum RedactionRule: String, CaseIterable, Sendable {
  /// PEM blocks of private keys.
  case privateKey = "private-key"
  /// Tokens of well-known services, by their prefix, and JSON web tokens.
  case token
  /// Values of keys such as `password=` and `Authorization:`.
  case secret
  /// User and password in URLs.
  case credentials
  case email
  /// IPv4 and IPv6 addresses, but for loopback, unspecified and broadcast ones.
  case address = "ip"
  /// What the user's own rules match.
  case custom
}
