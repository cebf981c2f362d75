import Platform
import Testing

@Suite struct `Commands` {
  @Test func `input goes in, output and errors come out, and the status is told`() throws {
    let script = command("sh", "-c", "cat; echo trouble >&2; exit 3")
    let (output, ending) = try script.run(input: Array("text".utf8))
    #expect(output == Array("text".utf8))
    #expect(ending.status == .exited(3) && ending.errorText == "trouble")
    #expect(try command("sh", "-c", "kill -9 $$").run().ending.status == .signalled(9))
  }

  @Test func `large streams in all directions do not stop each other`() throws {
    let input = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
    #expect(try command("cat").run(input: input).output == input)
    let (output, ending) = try command(
      "sh", "-c", "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero; cat"
    )
    .run(input: Array(input[..<100_000]))
    #expect(output.count == 3_100_000)
    #expect(ending.errorTail.count == Command.errorTailBytes)
    // A child that reads nothing.
    #expect(try command("true").run(input: input).ending.status == .exited(0))
  }

  @Test func `limits of time, silence and size end the child`() throws {
    var total = command("sleep", "1000")
    total.totalSeconds = 0.05
    #expect(throws: PlatformError.self) { try total.run() }
    var idle = command("sh", "-c", "echo begun; sleep 1000")
    idle.idleSeconds = 0.05
    let error = #expect(throws: PlatformError.self) { try idle.run() }
    #expect(error?.kind == .timedOut(seconds: 0.05))
    var size = command("cat", "/dev/zero")
    size.outputLimit = 5_000_000
    #expect(throws: PlatformError.self) { try size.run() }
    let flag = CancellationFlag()
    flag.cancel()
    #expect(throws: CancellationError.self) { try command("sleep", "1000").run(cancellation: flag) }
  }

  @Test func `a polite child may clean up`() throws {
    let folder = try TemporaryFolder()
    var script = command(
      "sh", "-c",
      "trap 'rm \(folder.path)/lock; exit' TERM; touch \(folder.path)/lock; echo; while :; do sleep 0.01; done"
    )
    script.endsPolitely = true
    _ = try script.stream { _ in false }
    #expect(try listFolder(folder.path).isEmpty)
  }

  @Test func `a handler can end the run`() throws {
    var bytes = 0
    let ending = try command("cat", "/dev/zero").stream { piece in
      bytes += piece.count
      return bytes < 3_000_000
    }
    #expect(bytes >= 3_000_000 && ending.status == .exited(0))
    #expect(throws: CancellationError.self) {
      try command("cat", "/dev/zero").stream { _ in throw CancellationError() }
    }
  }

  @Test func `what a child leaves running does not keep us`() throws {
    let start = monotonicNanoseconds()
    let (output, ending) = try command("sh", "-c", "sleep 20 & echo done").run()
    #expect(String(decoding: output, as: UTF8.self) == "done\n" && ending.status == .exited(0))
    #expect(monotonicNanoseconds() - start < 15_000_000_000)
  }

  @Test func `a child gets its own environment, folder and streams and nothing else`() throws {
    let folder = try TemporaryFolder()
    try folder.write("text", to: "file")
    var script = command("sh", "-c", "echo $WORD$HOME; pwd; ls /proc/self/fd | wc -l")
    script.environment["WORD"] = "word"
    script.folder = folder.path
    // Streams 0 to 2 and the folder that ls reads.
    #expect(try script.text().split(separator: "\n") == ["word", Substring(folder.path), "4"])
    let error = #expect(throws: PlatformError.self) { try command("no-such-program-anywhere").run() }
    #expect(error?.kind == .notFound && error?.subject == "no-such-program-anywhere")
  }
}
