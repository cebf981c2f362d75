import Diagnosis
import Foundation
import TestSupport
import Testing

/// Every sample is the output of a real program, but those of .NET, the browser and the kernel.
@Suite struct `Stack traces` {
  static let samples: [(name: String, text: String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Samples/traces")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
    return names.filter { $0.hasSuffix(".txt") }.compactMap { name in
      guard let data = FileManager.default.contents(atPath: folder.appending(path: name).path) else {
        return nil
      }
      return (String(name.dropLast(4)), String(decoding: data, as: UTF8.self))
    }
  }()

  static let names = samples.map(\.name)

  private func text(_ name: String) throws -> String {
    try #require(Self.samples.first { $0.name == name }).text
  }

  private func read(_ text: String) -> [StackTrace] {
    let reader = TraceReader()
    reader.add(text)
    reader.finish()
    return reader.traces
  }

  /// Through the reader of logs, as bundles are read.
  private func readLog(_ text: String) -> [StackTrace] {
    let (log, traces) = (LogReader(), TraceReader())
    var text = text
    text.withUTF8 { bytes in
      log.read(bytes) { traces.add($0.trace, number: $0.number, stream: $0.stream) }
    }
    traces.finish()
    return traces.traces
  }

  /// Without what a prefix changes: raw text and line numbers.
  private func described(_ traces: [StackTrace]) -> String {
    var lines: [String] = []
    for trace in traces {
      lines.append("\(trace.kind.rawValue): \(trace.title)")
      for stack in trace.stacks {
        lines.append("  \(stack.role.rawValue) | \(stack.type) | \(stack.message) | \(stack.thread)")
        for frame in stack.frames {
          let place = [frame.file, frame.line.map(String.init), frame.column.map(String.init)].compactMap(
            \.self)
          let mark = frame.isInApp ? "*" : " "
          lines.append("   \(mark) \(frame.function) | \(frame.module) | \(place.joined(separator: ":"))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: names)
  func `samples are read whole`(_ name: String) throws {
    try GoldenFile.check(described(read(text(name))), against: "Samples/traces/\(name).expected")
  }

  @Test(arguments: names)
  func `carriage returns change nothing`(_ name: String) throws {
    let text = try text(name)
    #expect(described(read(text.replacing("\n", with: "\r\n"))) == described(read(text)))
  }

  @Test(arguments: names)
  func `a header before every line changes nothing`(_ name: String) throws {
    let text = try text(name)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for prefix in [
      "Jun 14 15:16:01 web app[77]: ", "2024-05-01T10:00:00.123456789Z stderr F ", "[pod/web-1/app] ",
      "web_1  | ",
      "2024-05-01 10:00:00,123 ERROR [main] a.b.C: ",
    ] {
      let prefixed = lines.map { prefix + $0 }.joined(separator: "\n")
      #expect(described(readLog(prefixed)) == described(read(text)), "\(prefix)")
    }
  }

  @Test(arguments: names)
  func `JSON escapes change nothing`(_ name: String) throws {
    let text = try text(name)
    func quoted(_ text: some StringProtocol) throws -> String {
      String(decoding: try JSONEncoder().encode(String(text)), as: UTF8.self)
    }
    let docker = try text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "{\"log\":\(try quoted(line + "\n")),\"stream\":\"stderr\",\"time\":\"2024-05-01T10:00:00Z\"}"
    }
    #expect(described(readLog(docker.joined(separator: "\n"))) == described(read(text)))
    let whole = "{\"time\":\"2024-05-01T10:00:00Z\",\"level\":\"error\",\"msg\":\(try quoted(text))}"
    #expect(described(readLog(whole)) == described(read(text)))
  }

  @Test(arguments: names)
  func `a trace cut off anywhere keeps the frames before the cut`(_ name: String) throws {
    let bytes = Array(try text(name).utf8)
    let all = read(String(decoding: bytes, as: UTF8.self)).reduce(0) {
      $0 + $1.stacks.reduce(0) { $0 + $1.frames.count }
    }
    var before = 0
    for count in 0...bytes.count {
      let traces = read(String(decoding: bytes[..<count], as: UTF8.self))
      let frames = traces.reduce(0) { $0 + $1.stacks.reduce(0) { $0 + $1.frames.count } }
      // A half line may look like a frame that it is not: one at most.
      #expect(frames >= before - 1 && frames <= all + 1, "\(count)")
      before = max(before, min(frames, all))
    }
  }

  @Test(arguments: names)
  func `interleaved writers are told apart`(_ name: String) throws {
    let text = try text(name)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let mixed = lines.flatMap { ["[pod/a-1/x] \($0)", "[pod/b-1/x] \($0)"] }.joined(separator: "\n")
    let traces = readLog(mixed)
    #expect(described(traces.filter { $0.lines.lowerBound % 2 == 1 }) == described(read(text)))
    #expect(traces.count == 2 * read(text).count)
  }

  @Test func `ordinary lines are no traces`() {
    let text = """
      GET /a at 12:00 from 10.0.0.1 (cached)
        indented: true
      # a comment
      #0 of 3 parts done
      [ok] all fine
      "quoted" text
      * item in list
      """
    #expect(read(text) == [])
  }

  @Test func `no text makes the readers fail`() {
    var random = SeededGenerator(seed: 23)
    let lines = Self.samples.flatMap { $0.text.split(separator: "\n").map(String.init) }
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        bytes += Array((lines.randomElement(using: &random) ?? "").utf8) + [0x0A]
      }
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      for trace in readLog(String(decoding: bytes, as: UTF8.self)) { #expect(!trace.stacks.isEmpty) }
    }
  }
}

@Suite struct `Groups of traces` {
  private func java(_ type: String, _ message: String, _ frames: [String]) -> String {
    "\(type): \(message)\n" + frames.map { "\tat \($0)(X.java:1)" }.joined(separator: "\n") + "\n-\n-\n-\n"
  }

  private func groups(_ text: String) -> [TraceGroup] {
    let reader = TraceReader()
    reader.add(text)
    reader.finish()
    return TraceGroups.of(reader.traces)
  }

  @Test func `messages, lambdas, proxies and recursion do not tell faults apart`() {
    let text =
      java("a.E1Exception", "row 7", ["com.s.A.f", "com.s.A.lambda$f$3", "com.s.$Proxy12.g"])
      + java("a.E1Exception", "row 8", ["com.s.A.f", "com.s.A.f", "com.s.A.lambda$f$9", "com.s.$Proxy4.g"])
    let found = groups(text)
    #expect(found.map(\.count) == [2])
    #expect(found.first?.messages.map(\.text) == ["row #"])
  }

  @Test func `other exceptions and other frames are other groups, near ones one family`() throws {
    let base = ["com.s.A.f", "com.s.A.g", "com.s.B.h", "com.s.B.i", "com.s.C.j", "com.s.C.k", "com.s.D.l"]
    let near = [
      "com.s.A.f", "com.s.A.g", "com.s.B.h", "com.s.B.i", "com.s.X.other", "com.s.C.k", "com.s.D.l",
    ]
    let far = ["com.t.Q.a", "com.t.Q.b", "com.t.Q.c"]
    let found = groups(
      java("a.E1Exception", "m", base) + java("a.E1Exception", "m", near) + java("a.E1Exception", "m", far)
        + java("a.E2Exception", "m", base))
    #expect(found.count == 4)
    let families = Dictionary(grouping: found) { $0.family }.values.map(\.count).sorted()
    #expect(families == [1, 1, 2])
    #expect(found.contains { $0.reason.contains("6 of 7 functions shared") })
  }
}

@Suite struct `Source maps` {
  /// Made by hand: f at 1:1 of a.js from 3:5 of src/a.ts, named load; 1:10 from 4:2.
  private let map =
    #"{"version":3,"sourceRoot":"src/","sources":["a.ts"],"names":["load"],"mappings":"AAEIA,SACH;AAAA"}"#

  @Test func `places are found, with names`() throws {
    let map = try #require(SourceMap(Array(map.utf8)))
    #expect(map.origin(line: 1, column: 1)?.file == "src/a.ts")
    #expect(map.origin(line: 1, column: 1)?.line == 3)
    #expect(map.origin(line: 1, column: 1)?.column == 5)
    #expect(map.origin(line: 1, column: 9)?.name == "load")
    #expect(map.origin(line: 1, column: 40)?.line == 4)
    #expect(map.origin(line: 9, column: 1) == nil)
  }

  @Test func `sections are put where they belong`() throws {
    let index = #"{"version":3,"sections":[{"offset":{"line":2,"column":0},"map":"# + map + "}]}"
    let map = try #require(SourceMap(Array(index.utf8)))
    #expect(map.origin(line: 3, column: 1)?.line == 3)
    #expect(map.origin(line: 1, column: 1) == nil)
  }

  @Test func `no text makes it fail`() {
    var random = SeededGenerator(seed: 29)
    for _ in 0..<3000 {
      var bytes = Array(map.utf8)
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 32...126, using: &random)
      }
      guard let map = SourceMap(bytes) else { continue }
      for line in 1...3 { _ = map.origin(line: line, column: 5) }
    }
  }
}
