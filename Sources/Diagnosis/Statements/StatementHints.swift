package import Containers

/// What the headers of lines say about their statements.
extension StatementFinder {
  /// File and line of `server.go:17`, `Leader@774`, `nova/compute/api.py:12`.
  static func place(_ text: String) -> (file: String?, line: Int?) {
    guard let split = text.lastIndex(where: { $0 == ":" || $0 == "@" }) else { return (text, nil) }
    let file = String(text[..<split])
    return (file.isEmpty ? nil : file, Int(text[text.index(after: split)...]))
  }
}

extension EmitLevel {
  /// The level of a line as statements have it.
  package init?(_ level: LogLevel) {
    switch level {
    case .trace: self = .trace
    case .debug: self = .debug
    case .info: self = .info
    case .notice: self = .notice
    case .warning: self = .warning
    case .error: self = .error
    case .critical, .fatal: self = .fatal
    }
  }
}
