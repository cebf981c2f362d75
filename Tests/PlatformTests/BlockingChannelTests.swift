import Platform
import Testing

@Suite struct `A channel from a thread to a task` {
  private struct Broken: Error {}

  @Test func `values arrive in order however small the channel is`() async throws {
    let channel = BlockingChannel<Int>(capacity: 1, patience: .seconds(3600))
    let thread = try PlainThread.start(name: "sender") {
      for number in 0..<1000 { channel.send(number) }
      channel.finish()
    }
    var numbers: [Int] = []
    while let number = try await channel.next() { numbers.append(number) }
    #expect(numbers == Array(0..<1000))
    thread.join()
  }

  @Test func `a reader that takes nothing is given up, but gets the last value`() async throws {
    let channel = BlockingChannel<Int>(capacity: 2, patience: .milliseconds(1))
    #expect(channel.send(1) && channel.send(2))
    #expect(!channel.isAbandoned)
    #expect(!channel.send(3))
    #expect(channel.isAbandoned)
    #expect(channel.send(4, isLast: true))
    channel.finish()
    #expect(try await channel.next() == 1)
    #expect(!channel.send(5))
    #expect(try await channel.next() == 2)
    #expect(try await channel.next() == 4)
    #expect(try await channel.next() == nil)
  }

  @Test func `cancelling frees a thread that waits`() async throws {
    let channel = BlockingChannel<Int>(capacity: 1, patience: .seconds(3600))
    channel.send(1)
    let thread = try PlainThread.start(name: "sender") { channel.send(2) }
    channel.cancel()
    thread.join()
    #expect(channel.isAbandoned)
    #expect(try await channel.next() == nil)
  }

  @Test func `cancelling the reader's task cancels the channel`() async throws {
    let channel = BlockingChannel<Int>(capacity: 1, patience: .seconds(60))
    let reader = Task { try await channel.next() }
    reader.cancel()
    #expect(try await reader.value == nil)
    #expect(channel.isAbandoned)
  }

  @Test func `what was sent before a fault is read before it`() async throws {
    let channel = BlockingChannel<Int>(capacity: 4, patience: .zero)
    channel.send(1)
    channel.finish(throwing: Broken())
    #expect(try await channel.next() == 1)
    await #expect(throws: Broken.self) { try await channel.next() }
  }
}
