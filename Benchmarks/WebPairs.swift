import Foundation
import Platform
import Search

/// Alidade's server and another one, asked the same in turn.
struct WebPairs {
  let own: ServerProcess
  let zoekt: Zoekt
  private let ownClient: WebClient
  private let peerClient: WebClient

  /// Rounds of a query and mode at least, however long they take.
  private static let roundsMin = 3
  private static let roundsMax = 400
  /// Nanoseconds of a round that is not repeated.
  private static let slow = 2_000_000_000

  /// For what the sets are made of.
  private let searcher: Searcher
  private let sources: [String]

  init(own: ServerProcess, zoekt: Zoekt, searcher: Searcher, sources: [String]) throws {
    (self.own, self.zoekt, self.searcher, self.sources) = (own, zoekt, searcher, sources)
    ownClient = try WebClient(port: own.port)
    peerClient = try WebClient(port: zoekt.server.port)
  }

  /// The pairs of `query`; none where zoekt cannot say it.
  func measure(_ query: BenchmarkQuery, seconds: Double, linesWithCopies: Int) throws -> [Report.Pair] {
    guard let best = Zoekt.bestRequest(query), let all = Zoekt.allRequest(query) else { return [] }
    try ownClient.reconnect()
    try peerClient.reconnect()
    var pairs = [
      try pair("best", OwnRequest.best(query), best, seconds),
      try pair("all", OwnRequest.all(query), all, seconds),
    ]
    guard let count = Zoekt.allRequest(query, contentOnly: true) else { return pairs }
    let answer = try peerClient.send(count, keepsBody: true)
    let found = try JSONDecoder().decode(Zoekt.Found.self, from: Data(answer.body)).Result
    let sets = try compareSets(query, count: max(found.MatchCount, linesWithCopies))
    for index in pairs.indices {
      pairs[index].peerLines = found.MatchCount
      pairs[index].sets = sets
      pairs[index].agrees = sets?.agrees ?? (found.MatchCount == linesWithCopies)
    }
    return pairs
  }

  /// The lines of both, compared; nil when there are too many, or when paths of several folders could be mixed up.
  private func compareSets(_ query: BenchmarkQuery, count: Int) throws -> ResultSets.Comparison? {
    guard count <= ResultSets.linesMax, sources.count == 1, let request = Zoekt.linesRequest(query) else { return nil }
    let answer = try peerClient.send(request, keepsBody: true)
    return ResultSets.compare(
      query, own: try ResultSets.own(query, searcher), peer: try ResultSets.peer(answer.body), folder: sources[0])
  }

  private func pair(_ mode: String, _ ownRequest: [UInt8], _ peerRequest: [UInt8], _ seconds: Double) throws
    -> Report.Pair
  {
    var ownTimes: [Int] = []
    var peerTimes: [Int] = []
    func ask(_ client: WebClient, _ request: [UInt8]) throws -> Int {
      let start = monotonicNanoseconds()
      let answer = try client.send(request)
      guard answer.status == 200 else {
        throw BenchmarkError("status \(answer.status) for \(String(decoding: request, as: UTF8.self))")
      }
      return monotonicNanoseconds() - start
    }
    // Both are warm before the clock counts, unless that took so long that it says enough.
    var ownCPU = own.cpuNanoseconds
    var peerCPU = zoekt.server.cpuNanoseconds
    let first = (try ask(ownClient, ownRequest), try ask(peerClient, peerRequest))
    if max(first.0, first.1) > Self.slow {
      (ownTimes, peerTimes) = ([first.0], [first.1])
    } else {
      ownCPU = own.cpuNanoseconds
      peerCPU = zoekt.server.cpuNanoseconds
    }
    let end = monotonicNanoseconds() + Int(seconds * 1e9)
    let isRepeated = ownTimes.isEmpty
    while isRepeated,
      ownTimes.count < Self.roundsMin || (ownTimes.count < Self.roundsMax && monotonicNanoseconds() < end)
    {
      // Who is first changes, so that neither always finds the caches of the other.
      if ownTimes.count.isMultiple(of: 2) {
        ownTimes.append(try ask(ownClient, ownRequest))
        peerTimes.append(try ask(peerClient, peerRequest))
      } else {
        peerTimes.append(try ask(peerClient, peerRequest))
        ownTimes.append(try ask(ownClient, ownRequest))
      }
    }
    let rounds = ownTimes.count
    return Report.Pair(
      tool: "zoekt", mode: mode, own: Samples(ownTimes).latency, peer: Samples(peerTimes).latency,
      ownCPUMilliseconds: milliseconds((own.cpuNanoseconds - ownCPU) / rounds),
      peerCPUMilliseconds: milliseconds((zoekt.server.cpuNanoseconds - peerCPU) / rounds),
      ratio: Report.Spread(zip(peerTimes, ownTimes).map { Double($0) / Double(max($1, 1)) }))
  }
}

/// Requests to Alidade's own server.
enum OwnRequest {
  /// The best 50 files with at most 500 lines.
  static func best(_ query: BenchmarkQuery) -> [UInt8] { request(query, "&lines=500") }

  /// Every match counted.
  static func all(_ query: BenchmarkQuery) -> [UInt8] {
    WebClient.request("/api/v1/search?q=" + escaped(query.text + " timeout:120s") + "&view=count")
  }

  private static func request(_ query: BenchmarkQuery, _ rest: String) -> [UInt8] {
    WebClient.request("/api/v1/search?q=" + escaped(query.text) + rest)
  }

  private static func escaped(_ text: String) -> String {
    // Only a text that is not Unicode could not be escaped, and a String is.
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}
