package import Containers
package import Search

/// A line of a log with the statements that may have written it.
package struct StatementLine: Sendable {
  /// From 1.
  package var number: Int
  /// The line without colours.
  package var text: String
  /// What was asked.
  package var query: StatementQuery
  package var answer: StatementAnswer
}

/// What is known of a log's statements.
package struct StatementLog: Sendable {
  /// The layout of the log, `log4j`, `plain`.
  package var formatName = ""
  /// Lines that begin an event, in order, at most as many as were asked for.
  package var lines: [StatementLine] = []
  /// Events beyond that.
  package var omittedCount = 0
  /// Versions by repository, the one with most statements first.
  package var versions: [VersionWindow] = []
}

extension StatementFinder {
  /// Reads a log, takes headers off and finds the statement of each event; some milliseconds a line. Never
  /// call it
  /// on an event loop.
  ///
  /// - Parameter linesMax: events that are looked up.
  package func log(_ bytes: [UInt8], linesMax: Int, scope: AccessScope = .everything) -> StatementLog {
    var log = StatementLog()
    let reader = LogReader()
    var queries: [(number: Int, text: String, query: StatementQuery)] = []
    bytes.withUnsafeBufferPointer { block in
      reader.read(block) { line in
        guard !line.isContinuation, line.message.contains(where: { $0 > 0x20 }) else { return }
        guard queries.count < linesMax else {
          log.omittedCount += 1
          return
        }
        var query = StatementQuery(
          String(decoding: line.message.prefix(SkeletonMatcher.messageMax), as: UTF8.self))
        query.level = line.level.flatMap(EmitLevel.init)
        query.logger = line.logger
        if let place = line.place { (query.file, query.line) = Self.place(place) }
        query.scope = scope
        queries.append(
          (line.number, String(decoding: line.line.prefix(SkeletonMatcher.messageMax), as: UTF8.self), query))
      }
    }
    log.formatName = reader.formatName
    var inference = VersionInference(searcher, scope: scope)
    var known: [String: StatementAnswer] = [:]
    for item in queries {
      let key = item.query.message + "\u{0}" + (item.query.file ?? "") + "\u{0}\(item.query.line ?? 0)"
      let answer = known[key] ?? answer(item.query)
      if known.count < 10_000 { known[key] = answer }
      inference.add(answer, file: item.query.file, line: item.query.line)
      log.lines.append(
        StatementLine(number: item.number, text: item.text, query: item.query, answer: answer))
    }
    log.versions = inference.windows()
    return log
  }

  /// `server.go:17`, `Leader@774`, `nova/compute/api.py:12`.
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
