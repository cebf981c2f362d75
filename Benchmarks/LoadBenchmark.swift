import Foundation
import Platform
import Synchronization

/// Many clients at once, each with its own connection and a mix of all queries.
struct LoadBenchmark {
  let server: ServerProcess
  let requests: [[UInt8]]

  /// What one client saw.
  private struct Tally {
    var times: [Int] = []
    var errors = 0
  }

  /// Runs `clients` for about `seconds`; those that are waiting then are waited for.
  func run(clients: Int, seconds: Double) -> Report.Load {
    let tallies = Mutex<[Tally]>([])
    let group = DispatchGroup()
    let cpu = server.cpuNanoseconds
    let start = monotonicNanoseconds()
    let end = start + Int(seconds * 1e9)
    for client in 0..<clients {
      group.enter()
      let (port, order) = (server.port, order(client))
      Thread.detachNewThread {
        let tally = Self.ask(port: port, order, until: end)
        tallies.withLock { $0.append(tally) }
        group.leave()
      }
    }
    group.wait()
    let elapsed = Double(monotonicNanoseconds() - start) / 1e9
    let all = tallies.withLock { $0 }
    let times = Samples(all.flatMap(\.times))
    return Report.Load(
      tool: server.name, clients: clients, seconds: elapsed, requests: times.sorted.count,
      perSecond: Double(times.sorted.count) / elapsed, latency: times.latency,
      errors: all.reduce(0) { $0 + $1.errors },
      cpuMillisecondsPerRequest: milliseconds((server.cpuNanoseconds - cpu) / max(times.sorted.count, 1)),
      residentBytes: server.memory.resident, ownBytes: server.memory.own)
  }

  /// The queries in an order of the client's own, the same in every run.
  private func order(_ client: Int) -> [[UInt8]] {
    var state = UInt64(client) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    var order = requests
    for index in order.indices.reversed() {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      order.swapAt(index, Int((state >> 33) % UInt64(index + 1)))
    }
    return order
  }

  private static func ask(port: Int, _ requests: [[UInt8]], until end: Int) -> Tally {
    var tally = Tally()
    guard !requests.isEmpty, var client = try? WebClient(port: port) else { return Tally(errors: 1) }
    var index = 0
    while monotonicNanoseconds() < end {
      let start = monotonicNanoseconds()
      do {
        let answer = try client.send(requests[index % requests.count])
        if answer.status == 200 {
          tally.times.append(monotonicNanoseconds() - start)
        } else {
          tally.errors += 1
        }
      } catch {
        // A refused or broken connection is counted, and another one opened.
        tally.errors += 1
        guard let next = try? WebClient(port: port) else { return tally }
        client = next
      }
      index += 1
    }
    return tally
  }
}
