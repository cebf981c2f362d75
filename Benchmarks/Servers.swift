import Foundation
import Platform
import Search

/// The servers that are asked over HTTP: ours, and zoekt's where it is installed.
struct Servers {
  private let own: ServerProcess?
  let zoekt: Zoekt?
  /// One connection to ours.
  let client: WebClient?
  let pairs: WebPairs?

  init(options: Options, dataFolder: String, searcher: Searcher) throws {
    guard options.http, let program = Peers.builtProgram("alidade") else {
      (own, zoekt, client, pairs) = (nil, nil, nil, nil)
      return
    }
    let own = try ServerProcess(alidade: program, dataFolder: dataFolder)
    self.own = own
    client = try WebClient(port: own.port)
    zoekt = options.peers ? try Zoekt.start(options: options) : nil
    pairs = try zoekt.map { try WebPairs(own: own, zoekt: $0, searcher: searcher, sources: options.sources) }
  }

  func stop() {
    own?.stop()
    zoekt?.server.stop()
  }

  /// Each number of clients, our server and the other in turn; only queries that both understand.
  func load(_ options: Options) -> [Report.Load] {
    guard let own else { return [] }
    let queries = options.queries.queries.filter { zoekt == nil || Zoekt.bestRequest($0) != nil }
    var results: [Report.Load] = []
    for clients in options.clients {
      let ours = LoadBenchmark(server: own, requests: queries.map { OwnRequest.best($0) })
      results.append(ours.run(clients: clients, seconds: options.loadSeconds))
      if let zoekt {
        let theirs = LoadBenchmark(
          server: zoekt.server, requests: queries.compactMap { Zoekt.bestRequest($0) })
        results.append(theirs.run(clients: clients, seconds: options.loadSeconds))
      }
      for result in results.suffix(zoekt == nil ? 1 : 2) {
        say(
          "\(result.tool), \(clients) clients: \(Format.fixed(result.perSecond, 1)) a second, p50 "
            + "\(Format.milliseconds(result.latency.p50)) ms, p99 \(Format.milliseconds(result.latency.p99)) ms, "
            + "\(Format.milliseconds(result.cpuMillisecondsPerRequest)) ms of CPU each, "
            + "\(Format.bytes(result.ownBytes)) of memory of its own, \(Format.bytes(result.residentBytes)) resident"
        )
      }
    }
    return results
  }
}
