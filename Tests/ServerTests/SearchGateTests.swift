import Server
import Testing

@Suite struct `Leave to search` {
  @Test func `a client that has all it may have keeps nobody else out`() async throws {
    let gate = SearchGateProbe(limit: 4, limitPerClient: 3, waitingLimit: 8)
    var held: [@Sendable () -> Void] = []
    for _ in 0..<3 { held.append(try #require(await gate.enter("10.0.0.1"))) }
    async let fourth = gate.enter("10.0.0.1")
    let other = try #require(await gate.enter("10.0.0.2"))
    #expect(gate.count == 4)
    // The place that is given back is the other client's: the first one still has its three.
    other()
    #expect(gate.count == 3)
    held.removeFirst()()
    let late = try #require(await fourth)
    #expect(gate.count == 3)
    late()
    for release in held { release() }
    #expect(gate.count == 0)
  }

  @Test func `more than may wait are told so at once`() async throws {
    let gate = SearchGateProbe(limit: 1, limitPerClient: 1, waitingLimit: 0)
    let pass = try #require(await gate.enter("10.0.0.1"))
    #expect(await gate.enter("10.0.0.2") == nil)
    pass()
    // Giving it back twice gives back one.
    pass()
    #expect(gate.count == 0)
    #expect(await gate.enter("10.0.0.2") != nil)
  }
}
