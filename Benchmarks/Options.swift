import Foundation

/// What to measure, from the command line.
struct Options {
  var corpus = "packages"
  /// Folders to index.
  var sources: [String] = []
  var queries = QuerySet.packages
  /// Where indexes are kept.
  var cache = ".build/benchmarks"
  var jsonPath: String?
  var secondsPerQuery = 0.3
  var peerRuns = 3
  var builds = true
  var compact = true
  var peers = true
  var http = true
  var cold = true
  /// zoekt's index of the same folders; built in the cache when nil.
  var zoektIndex: String?
  /// Clients at once in the tests of load; none leaves them out.
  var clients: [Int] = [1, 4, 16]
  /// Seconds of each of them.
  var loadSeconds = 10.0
  /// Branches and tags to index besides the default.
  var revisions: [String] = []
  /// Only queries that contain this.
  var filter: String?
  /// Set in children that measure something in a process of their own.
  var child: [String]?

  static let help = """
    Benchmarks [OPTIONS]
    Benchmarks templates DIR [--held-out DIR] [--drain3 PYTHON] [--report FILE]
                                                 templates of Loghub-2k beside the truth
    Benchmarks log-speed FILE                    lines of a log a second
    Benchmarks statements-index DATA GRAMMARS [--rev=NAME] SOURCE...   an index with emit sites
    Benchmarks statements DATA TRUTH…            statements found beside the truth of scripts/statement-truth.py
    Benchmarks statement DATA MESSAGE            the statements of one message, with reasons
    Benchmarks tags FOLDER CACHE [N]             an index of one tag and of N (200), a twentieth changed from tag to tag
    Benchmarks update DATA REPOSITORY            indexing after a commit that changes ten files
    Benchmarks instructions DATA QUERY N         one query N times, for scripts/instructions

      --corpus NAME      packages (.build/checkouts, the default), linux, or any folder
      --source DIR       the folder of the corpus; scripts/bench gives it for linux
      --queries FILE     a class and a query on each line, separated by a tab
      --filter TEXT      only queries that contain TEXT
      --seconds N        time for each query and mode (0.3)
      --peer-runs N      runs of each program that is compared with (3)
      --cache DIR        where indexes are kept (.build/benchmarks)
      --json FILE        where the report goes (CACHE/CORPUS.json)
      --no-build         use the index of the last run
      --no-compact       leave out the compact index
      --no-peers         leave out ripgrep and codesearch
      --no-http          leave out the server, zoekt's too
      --zoekt-index DIR  zoekt's index of the same folders (CACHE/CORPUS.zoekt, built when it is missing)
      --clients LIST     clients at once, such as 1,4,16; 0 leaves them out
      --load-seconds N   time for each number of clients (10)
      --no-cold          leave out queries with nothing in memory
      --rev GLOB         index matching branches and tags too
    """

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value(_ flag: String) throws -> String {
      guard let value = rest.popFirst() else { throw BenchmarkError("\(flag) needs a value") }
      return value
    }
    while let flag = rest.popFirst() {
      switch flag {
      case "--corpus": corpus = try value(flag)
      case "--source": sources.append(try value(flag))
      case "--queries":
        let path = try value(flag)
        queries = try QuerySet(name: path, lines: String(contentsOfFile: path, encoding: .utf8))
      case "--filter": filter = try value(flag)
      case "--seconds": secondsPerQuery = Double(try value(flag)) ?? secondsPerQuery
      case "--peer-runs": peerRuns = Int(try value(flag)) ?? peerRuns
      case "--cache": cache = try value(flag)
      case "--json": jsonPath = try value(flag)
      case "--no-build": builds = false
      case "--no-compact": compact = false
      case "--no-peers": peers = false
      case "--no-http": http = false
      case "--no-cold": cold = false
      case "--zoekt-index": zoektIndex = URL(filePath: try value(flag)).path
      case "--clients":
        clients = try value(flag).split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }
      case "--load-seconds": loadSeconds = Double(try value(flag)) ?? loadSeconds
      case "--rev": revisions.append(try value(flag))
      case "--child":
        child = Array(rest)
        rest = []
      case "--help", "-h":
        say(Self.help)
        exit(0)
      default: throw BenchmarkError("unknown option \(flag); --help lists them")
      }
    }
    settle()
  }

  /// A corpus is a name with queries of its own, or a folder.
  private mutating func settle() {
    if corpus == "linux", queries.name == QuerySet.packages.name { queries = .linux }
    if sources.isEmpty { sources = [corpus == "packages" ? ".build/checkouts" : corpus] }
    if corpus.contains("/") { corpus = URL(filePath: corpus).lastPathComponent }
    sources = sources.map { URL(filePath: $0).path }
    cache = URL(filePath: cache).path
    if let filter { queries.queries.removeAll { !$0.text.contains(filter) } }
  }
}
