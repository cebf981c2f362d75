import WebUI

/// What the server tells its operator.
package enum LogFormat: String, Sendable, CaseIterable {
  /// A JSON document per line: every request and everything that went wrong.
  case json
  /// Sentences, for people: only what went wrong.
  case text
  /// Nothing.
  case off
}

/// A request that is over.
struct RequestRecord: Sendable {
  var id: String
  var trace: TraceContext?
  var method: String
  /// With parameters in braces: never a repository, a path or a query.
  var route: String
  var status: Int
  /// When it came.
  var start: ContinuousClock.Instant
}

/// Writes log lines in the chosen form. Values are ASCII or escaped: what a client sends cannot break a line.
struct ServerLog: Sendable {
  let format: LogFormat
  /// Milliseconds since 1970.
  let now: @Sendable () -> Int
  let write: @Sendable (_ line: String) -> Void

  /// Something went wrong.
  func fault(_ message: String, request id: String? = nil, trace: TraceContext? = nil) {
    switch format {
    case .off: return
    case .text: write((id.map { "request \($0) " } ?? "") + message)
    case .json:
      write(
        line(level: "error") { json in
          if let id { json.member("id", id) }
          if let trace { json.member("trace", trace.traceID) }
          json.member("message", message)
        })
    }
  }

  /// Something happened that an operator may want to know.
  func note(_ message: String) {
    switch format {
    case .off: return
    case .text: write(message)
    case .json: write(line(level: "info") { $0.member("message", message) })
    }
  }

  /// A reply was sent, or its connection closed.
  ///
  /// - Parameters:
  ///   - bytes: of the body, as sent.
  ///   - isWhole: false when the client went away before its end.
  func request(_ record: RequestRecord, bytes: Int, isWhole: Bool, duration: Duration) {
    guard format == .json else { return }
    write(
      line(level: record.status >= 500 ? "error" : "info") { json in
        json.member("id", record.id)
        if let trace = record.trace {
          json.member("trace", trace.traceID)
          json.member("span", trace.spanID)
        }
        json.member("method", record.method)
        json.member("route", record.route)
        json.member("status", record.status)
        json.member("bytes", bytes)
        json.key("durationMilliseconds")
        json.value(duration)
        if !isWhole { json.member("isCut", true) }
      })
  }

  private func line(level: String, _ body: (inout JSONWriter) -> Void) -> String {
    let now = now()
    let rest = String(now % 1000)
    let fraction = String(repeating: "0", count: 3 - rest.utf8.count) + rest
    let bytes = JSONWriter.line { json in
      json.member("time", "\(Format.timestamp(now / 1000).dropLast()).\(fraction)Z")
      json.member("level", level)
      body(&json)
    }
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }
}
