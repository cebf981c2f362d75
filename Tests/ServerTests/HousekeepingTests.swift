import Glibc
import Server
import Synchronization
import Testing

/// What the server does besides answering.
@Suite struct Housekeeping {
  private static let page = "/r/demo/engine/-/blob/Sources/Parser.swift"

  /// It was refused with the requests, and ended the server.
  @Test func `a crowd of readers keeps no newer index waiting`() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, opening) = (ends[0], ends[1])
    defer { close(reading) }
    let refreshes = Atomic(0)
    let site = try TestSite(
      behaviour: .init(
        onReading: {
          // Blocks until the other end is closed.
          var byte: UInt8 = 0
          _ = read(reading, &byte, 1)
        }, onRefresh: { refreshes.add(1, ordering: .relaxed) }))
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<200 { group.addTask { await site.get(Self.page).status } }
      // Those that are answered before any was read did not find a place to wait.
      #expect(await group.next() == 503)
      await site.site.refreshIndex()
      #expect(refreshes.load(ordering: .relaxed) == 1)
      close(opening)
      var statuses: [Int: Int] = [:]
      for await status in group { statuses[status, default: 0] += 1 }
      #expect(Set(statuses.keys) == [200, 503])
    }
  }

  @Test func `a server that stops looks for no index and calls it no failure`() async throws {
    let refreshes = Atomic(0)
    let site = try TestSite(behaviour: .init(onRefresh: { refreshes.add(1, ordering: .relaxed) }))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await site.site.refreshIndex()
    }
    await task.value
    #expect(refreshes.load(ordering: .relaxed) == 0)
    #expect(await site.get("/metrics").text.contains("alidade_index_refresh_failures_total 0\n"))
    #expect(site.log.lines.withLock { $0 }.isEmpty)
  }
}
