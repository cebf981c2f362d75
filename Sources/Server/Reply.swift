import Platform
import WebUI

/// A request as the site sees it, without the transport.
package struct SiteRequest: Sendable {
  /// `GET`, `HEAD`, …
  package var method: String
  /// Path and query, as they came.
  package var target: String
  /// The `Host` header or `:authority`.
  package var host: String?
  /// The `Cookie` header.
  package var cookie: String?
  /// The `Accept` header.
  package var accept: String?
  /// The `Accept-Encoding` header.
  package var acceptEncoding: String?
  /// The `If-None-Match` header.
  package var ifNoneMatch: String?
  /// The `traceparent` header.
  package var traceParent: String?
  /// The `X-Forwarded-For` header; believed of trusted proxies only.
  package var forwardedFor: String?
  /// The `X-Forwarded-Proto` header; believed of trusted proxies only.
  package var forwardedProto: String?
  /// The address at the other end of the connection; nil for a socket file.
  package var peer: String?
  /// The `Authorization` header.
  package var authorization: String?
  /// The `Content-Type` header.
  package var contentType: String?
  /// The `Origin` header, which browsers send with forms.
  package var origin: String?
  /// The `Content-Length` header, when it is a number.
  package var bodyLength: Int?
  /// Hands the body over piece by piece, as it arrives; nil where there is none. Called once at most.
  package var body: (@Sendable (_ take: @Sendable ([UInt8]) async throws -> Void) async throws -> Void)?
  /// True when a body comes with it that is too large to be thrown away.
  package var hasLargeBody = false

  /// A request without headers.
  package init(method: String = "GET", target: String) {
    self.method = method
    self.target = target
  }
}

/// An answer of the site, without the transport.
package struct Reply: Sendable {
  /// What follows the headers.
  package enum Body: Sendable {
    case bytes([UInt8])
    /// Bytes that come while a search runs.
    case stream(ChunkQueue)
  }

  /// The HTTP status.
  package var status: Int
  /// Without the ones every reply has, see ``securityHeaders``.
  package var headers: [(name: String, value: String)]
  /// What follows the headers.
  package var body: Body
  /// True ends the connection after this reply.
  package var closesConnection = false
  /// How whoever sends a stream compresses it; nil for plain.
  var encoding: CompressionLibrary?
  /// To be handed to ``Site/finish(_:bytes:isWhole:)`` when the reply was sent.
  var record: RequestRecord?

  init(status: Int, headers: [(name: String, value: String)], body: Body) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A page.
  static func html(_ page: HTML, status: Int = 200) -> Reply {
    Reply(status: status, headers: pageHeaders, body: .bytes(page.bytes))
  }

  /// A text for programs.
  static func text(_ text: String, type: String, status: Int = 200) -> Reply {
    Reply(
      status: status, headers: [("Content-Type", type), ("Cache-Control", "no-store")],
      body: .bytes(Array(text.utf8)))
  }

  /// Pages are personal (theme) and change with the index: kept for going back, asked for otherwise.
  static let pageHeaders = [
    ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "private, no-cache"), ("Vary", "Cookie"),
  ]

  /// On every reply (UX.md §10). Raw files replace the policy by a stricter one.
  static let securityHeaders = [
    ("Content-Security-Policy", pagePolicy),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
      "Permissions-Policy",
      "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), "
        + "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        + "picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), "
        + "xr-spatial-tracking=()"
    ),
  ]

  /// The policy of pages.
  static let pagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    + "require-trusted-types-for 'script'; trusted-types 'none'"

  /// The policy of files out of repositories: whatever is in them, it does nothing.
  static let rawPolicy = "sandbox; default-src 'none'"
}
