package import Diagnosis

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

  /// The address that people use, where a proxy stands in front: for feeds, security.txt, descriptions. Its name is
  /// answered like one of ``publicNames``.
  package var publicAddress: PublicAddress?

  /// Searches that one client may run in a minute, and a tenth of what else it may read; 0 is no limit.
  package var searchesPerMinute = 600

  /// Addresses of proxies whose `X-Forwarded-For` header is believed. What is no address is left out.
  package var trustedProxies: [String] = []

  /// What goes to ``onLogLine``.
  package var logFormat = LogFormat.text

  /// How long connections may take.
  package var patience = Patience()

  /// Open connections at most. When there are more, those that wait longest are closed.
  package var connections = ServerLimits.connections
  /// As ``connections``, of one client.
  package var connectionsPerClient = ServerLimits.connectionsPerClient

  /// How long a page that is being written waits in all for a reader that takes nothing. Then its search ends,
  /// and the page with what was found.
  package var readerPatience = Duration.seconds(10)

  /// Whom to tell about a hole: a `mailto:` or `https:` address for `/.well-known/security.txt`. Nil names the page
  /// of the manual on security.
  package var securityContact: String?

  /// How long a page without results is worked on to say what would find something.
  package var adviceTime = defaultAdviceTime
  static let defaultAdviceTime = Duration.milliseconds(800)

  /// Where the grammars are; nil reads code with the lexer alone. They run in this program's `parse-worker`.
  package var grammarFolder: String?

  /// Where indexes of symbols are put to be imported; nil is the folder `scip` of the data folder. It need not exist.
  package var scipFolder: String?

  /// What a client must know to upload indexes of symbols; nil takes no uploads.
  package var scipToken: String?

  /// Known issues that logs are matched with.
  package var rules = RuleSet.starter

  /// Seconds that a report of a diagnosis is kept.
  package var reportSeconds = 3600

  /// Bytes of a log or archive that are taken.
  package var logBytes = 64 << 20

  /// Shown in the footer and in `alidade_build_info`.
  package var version = "0.1.0"

  /// Called once with the address, `http://127.0.0.1:7070`, when connections are accepted.
  package var onListening: @Sendable (_ address: String) -> Void = { _ in }

  /// One line for the operator, in the form of ``logFormat``.
  package var onLogLine: @Sendable (_ line: String) -> Void = { _ in }

  /// True when only this machine is answered.
  var isLoopback: Bool { ["localhost", "127.0.0.1", "::1"].contains(host) }

  /// Serves the index in `dataFolder`.
  package init(dataFolder: String) {
    self.dataFolder = dataFolder
  }

  var trustedProxyAddresses: Set<ClientAddress> { Set(trustedProxies.compactMap { ClientAddress($0) }) }
}

/// How long others may take, and be made to wait.
package struct Patience: Sendable {
  /// A new connection without a complete head of a request.
  package var firstHead = Duration.seconds(15)
  /// A connection that waits for its next request.
  package var idle = Duration.seconds(30)
  /// From the head of a request to its end.
  package var body = Duration.seconds(10)
  /// A reader that takes nothing for this long is gone or hostile.
  package var stall = Duration.seconds(30)
  /// A search that waits for others to end; then its client is told to come again.
  package var turn = Duration.seconds(5)

  /// The usual ones.
  package init() {}
}

/// Bounds of the server. Each is far above what people do and far below what would hurt.
package enum ServerLimits {
  /// Bytes of path and query string. A query text may have 64 KiB (``Query/textLengthMax``), but not in an
  /// address: most proxies refuse more than this.
  static let targetBytes = 32 << 10
  /// Bytes of all header lines together; NIO refuses more with 400.
  static let headerBytes = 64 << 10
  /// Header lines.
  static let headerCount = 100
  /// Bytes of a request body that are read and thrown away; nothing here takes one.
  static let bodyBytes = 64 << 10
  /// Open connections, if the system allows as many files. When there are more, those that wait longest are
  /// closed.
  static let connections = 16_384
  /// Files that are kept free for the index, git and whatever else.
  static let spareFiles = 512
  /// Open connections of one client that is no trusted proxy.
  static let connectionsPerClient = 256
  /// Searches that run at once; further ones wait.
  static let searches = 32
  /// Of one client, so that there is room for others whatever it asks.
  static let searchesPerClient = 24
  /// What `timeout:` may ask for.
  static let searchMilliseconds = 30_000
  /// What is left at least for counting when the search for the best took most of the time.
  static let countMillisecondsMin = 200
  /// Searches that wait; further ones are told to come again.
  static let waitingSearches = 256
  /// Bytes of one results page: more is slow to draw and nobody reads it.
  static let pageBytes = 4 << 20
  /// Bytes that wait for a reader before a page is no longer added to.
  static let waitingBytes = 256 << 10
  /// Time for colours of the lines on a results page.
  static let syntaxTime = Duration.milliseconds(40)
  /// Files on a page that shows only their names.
  static let listedPageFiles = 200
  /// For counting the results beyond the best, which are shown already.
  static let countTime = Duration.milliseconds(60)
  /// Searches that may run beside it: with more, counting would keep others waiting for their results.
  static let countSearches = 4
  /// For counting what other kinds of results a query has, beside the results.
  static let kindTime = Duration.milliseconds(20)
  /// Entries of a feed.
  static let feedEntries = 50
  /// Lines of one file in a feed.
  static let feedLines = 10
  /// Files shown of a search whose matches are all counted.
  static let countedPageFiles = 200
  /// Matching lines shown of it.
  static let countedPageMatches = 4000
  /// Bytes of a search's answer to a program, for the same reason.
  static let answerBytes = 4 << 20
  /// Files that may follow after that, which were on their way when the search was stopped: as many as the
  /// searcher has made before their reader takes them.
  static let answerFilesAfterStop = 160
  /// Matching lines of one file in it; further ones are only counted.
  static let answerLines = 100
  /// Between signs of life in a stream of events.
  static let signInterval = Duration.seconds(15)
  /// Bytes of a file's part in an API answer.
  static let answerFileBytes = 8 << 20
  /// Paths of one repository looked through for a list.
  static let listedFiles = 2_000_000
  /// Paths in one answer to a finder that ranks by itself: 1 MB, a seventh of it compressed.
  static let finderPaths = 20_000
  /// Paths of a repository with more, where the server ranks: something to begin with.
  static let finderPathsOfMore = 1000
  /// Suggestions are sent after this long with what was found by then.
  static let suggestionTime = Duration.milliseconds(20)
  /// Of that, for the search for files: it has to end with what it has.
  static let suggestionSearchTime = Duration.milliseconds(12)
  /// For the newest commits on a repository's page, which is complete without them.
  static let latestCommits = Duration.milliseconds(250)
  /// Places in one list of uses.
  static let uses = 500
  /// Folders shown on the way to a file.
  static let treeDepth = 40
  /// Bytes handed to the connection in one piece.
  static let writeBytes = 64 << 10
  /// Cards are sent at most this often, so that a fast search costs few packets.
  static let flushInterval = Duration.milliseconds(50)
  /// How often a newer index is looked for.
  static let refreshInterval = Duration.seconds(1)
  /// Bytes of an index that is uploaded, as it is sent.
  static let uploadBytes = 4 << 30
  /// Bytes of an upload that are written at once.
  static let uploadPieceBytes = 1 << 20
  /// Characters that a token for uploads has at least.
  package static let tokenLengthMin = 20
  /// How often the folder of indexes of symbols is looked at.
  static let scipInterval = Duration.seconds(2)
  /// Threads on which requests are answered: as many as run whole searches, and some for all others.
  static let servingThreads = searches + 8
  /// Threads for reading files and explaining queries.
  static let blockingThreads = 4
  /// Requests waiting for one of those threads.
  static let blockingQueue = 64
  /// Threads for what is done besides answering: one for each of its services.
  static let housekeepingThreads = 4
  /// Threads for what takes as long as a search and is none. Their work is done by those of searches.
  static let explainingThreads = 8
  /// How often free memory goes back to the system, and how often while more than some bytes are held.
  static let trimInterval = Duration.seconds(5)
  static let trimPause = Duration.seconds(1)
  static let trimBytes = 48 << 20
  /// Logs that are diagnosed at once, and of one client; further ones wait, in this number, as searches do.
  static let diagnoses = diagnosingThreads
  static let diagnosesPerClient = diagnosingThreads
  static let waitingDiagnoses = 8
  /// Threads that read logs and look them up.
  static let diagnosingThreads = 2
  /// Seconds that git may take for the changes behind one log: a reader waits for its cards so long at most.
  static let diagnosingGitSeconds = 1.0
  /// Pieces of logs, and logs, that wait for one of them.
  static let diagnosingQueue = 32
  /// How often a reader looks whether somebody else's look-up is done.
  static let reportWait = Duration.milliseconds(100)
  /// And how many times: longer than a look-up may take.
  static let reportWaits = 300
  /// How often reports that are over are deleted.
  static let reportSweep = Duration.seconds(30)
  /// Open requests have this long to end when the server stops.
  static let shutdownSeconds = 10
}
