import Platform
import Testing

@Suite struct `Parse worker` {
  @Test func `children find grammars in a folder that is named from here`() {
    let analyzer = SyntaxAnalyzer(grammarFolder: ".build-grammars", executable: "alidade")
    #expect(analyzer.grammarFolder == absolutePath(".build-grammars"))
    #expect(analyzer.grammarFolder?.first == "/")
  }

  @Test func `answers come back, whatever their length`() {
    // The program sends back what it gets: length and message.
    let worker = ParseWorker(arguments: ["cat"])
    for count in [0, 1, 4_096, 3_000_000] {
      let message = [UInt8](repeating: UInt8(count & 0xFF), count: count)
      #expect(worker.request([message, [7]], milliseconds: 30_000) == message + [7])
    }
  }

  @Test func `a child that dies costs one answer`() {
    let worker = ParseWorker(arguments: ["sh", "-c", "head -c 4 >/dev/null; exit 1"])
    #expect(worker.request([[1, 2, 3]], milliseconds: 30_000) == nil)
    #expect(worker.request([[1, 2, 3]], milliseconds: 30_000) == nil)
  }

  @Test func `a child that hangs is killed`() {
    let worker = ParseWorker(arguments: ["sleep", "600"])
    let start = ContinuousClock.now
    #expect(worker.request([[1]], milliseconds: 100) == nil)
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func `a child that promises too much is not believed`() {
    let worker = ParseWorker(arguments: ["sh", "-c", "printf '\\377\\377\\377\\377'; cat"])
    #expect(worker.request([[1]], milliseconds: 30_000) == nil)
  }

  @Test func `a program that does not exist gives no answers`() {
    let worker = ParseWorker(arguments: ["/nonexistent/alidade"])
    #expect(worker.request([[1]], milliseconds: 1_000) == nil)
    #expect(worker.request([[1]], milliseconds: 1_000) == nil)
  }
}
