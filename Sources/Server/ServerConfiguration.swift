/// How to serve.
package struct ServerConfiguration: Sendable {
  /// Name or address to listen on. The default is reachable from this machine only.
  package var host = "127.0.0.1"

  /// Port to listen on; 0 lets the system choose one.
  package var port = 7070

  /// Where the index is. It need not exist yet.
  package var dataFolder: String

  /// Threads that search; nil is one per processor.
  package var workerCount: Int?

  /// Names in the `Host` header that are answered besides the address itself, when ``host`` is a loopback
  /// address. Without this check any web site could point its own name at 127.0.0.1 and read the code.
  package var publicNames: [String] = []

  /// Shown in the footer and in `alidade_build_info`.
  package var version = "0.1.0"

  /// Called once with the address, `http://127.0.0.1:7070`, when connections are accepted.
  package var onListening: @Sendable (_ address: String) -> Void = { _ in }

  /// One line for the operator: a request that failed, an index that cannot be read.
  package var onLogLine: @Sendable (_ line: String) -> Void = { _ in }

  /// Serves the index in `dataFolder`.
  package init(dataFolder: String) {
    self.dataFolder = dataFolder
  }
}

/// Bounds of the server. Each is far above what people do and far below what would hurt.
enum ServerLimits {
  /// Bytes of path and query string. A query text may have 64 KiB (``Query/textLengthMax``), but not in an
  /// address: most proxies refuse more than this.
  static let targetBytes = 32 << 10
  /// Bytes of all header lines together; NIO refuses more with 400.
  static let headerBytes = 64 << 10
  /// Header lines.
  static let headerCount = 100
  /// Bytes of a request body that are read and thrown away; nothing here takes one.
  static let bodyBytes = 64 << 10
  /// A connection without a complete request, or between requests.
  static let idleSeconds = 30
  /// A reader that takes nothing for this long is gone or hostile.
  static let writeStallSeconds = 30
  /// Open connections.
  static let connections = 2048
  /// Searches that run at once; further ones are told to come again.
  static let searches = 16
  /// Bytes of one results page. What a slow reader has not taken yet waits in memory, so this bounds it.
  static let pageBytes = 4 << 20
  /// Files shown of a search whose matches are all counted.
  static let countedPageFiles = 200
  /// Matching lines shown of it.
  static let countedPageMatches = 4000
  /// Bytes of a search's answer to a program, for the same reason.
  static let answerBytes = 4 << 20
  /// Matching lines of one file in it; further ones are only counted.
  static let answerLines = 200
  /// Between signs of life in a stream of events.
  static let signInterval = Duration.seconds(15)
  /// Bytes of a file's part in an API answer.
  static let answerFileBytes = 8 << 20
  /// Paths of one repository looked through for a list.
  static let listedFiles = 2_000_000
  /// Suggestions are sent after this long with what was found by then.
  static let suggestionTime = Duration.milliseconds(20)
  /// Of that, for the search for files: it has to end with what it has.
  static let suggestionSearchTime = Duration.milliseconds(12)
  /// Bytes handed to the connection in one piece.
  static let writeBytes = 64 << 10
  /// Cards are sent at most this often, so that a fast search costs few packets.
  static let flushInterval = Duration.milliseconds(50)
  /// How often a newer index is looked for.
  static let refreshInterval = Duration.seconds(1)
  /// Threads for reading files and explaining queries.
  static let blockingThreads = 4
  /// Requests waiting for one of those threads.
  static let blockingQueue = 64
  /// Open requests have this long to end when the server stops.
  static let shutdownSeconds = 10
}
