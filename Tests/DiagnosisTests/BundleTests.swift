import Diagnosis
import Foundation
import TestSupport
import Testing

@Suite struct `Bundles` {
  private final class Taker: BundleVisitor {
    var texts: [(String, String)] = []
    func begin(_ member: BundleMember) { texts.append((member.path, "")) }
    func text(_ block: UnsafeBufferPointer<UInt8>) -> TextOutcome {
      texts[texts.count - 1].1 += String(decoding: block, as: UTF8.self)
      return .more
    }
    func end(_ member: BundleMember) {}
  }

  private func read(_ bytes: [UInt8], limits: BundleLimits = BundleLimits(), name: String = "bundle") -> (
    texts: [(String, String)], manifest: [String]
  ) {
    let taker = Taker()
    let reader = BundleReader(taker, limits: limits)
    reader.read(bytes, name: name)
    return (taker.texts, described(reader.manifest))
  }

  private func described(_ manifest: [BundleMember]) -> [String] {
    manifest.map { member in
      switch member.state {
      case .read: "\(member.path): \(member.bytes)"
      case .truncated(let reason): "\(member.path): part: \(reason)"
      case .skipped(let reason): "\(member.path): skipped: \(reason)"
      }
    }
  }

  /// Makes archives with the system's own programs.
  private func made(_ script: String) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "alidade-bundle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return [UInt8](try Data(contentsOf: folder.appending(path: "out")))
  }

  private static let files = """
    mkdir -p a/var/log; printf 'one\\ntwo\\n' > a/var/log/app.log; printf 'three\\n' > 'a/b.txt'
    """

  @Test(arguments: ["cf", "czf", "c --format=pax -f", "c --format=gnu -f"])
  func `tar archives are read, packed or not`(_ flags: String) throws {
    let found = read(try made("\(Self.files); tar \(flags) out a"))
    #expect(
      found.texts.map { "\($0.0)=\($0.1)" }.sorted() == ["a/b.txt=three\n", "a/var/log/app.log=one\ntwo\n"])
  }

  @Test func `long names, links and archives within archives`() throws {
    let name = String(repeating: "n", count: 150)
    let found = read(
      try made(
        "mkdir -p in; echo x > in/\(name).log; ln -s /etc/passwd in/link; tar czf in.tar.gz in; mkdir top; "
          + "mv in.tar.gz top; echo y > top/y.log; gzip -k top/y.log; tar cf out top"))
    #expect(
      found.texts.map { "\($0.0)=\($0.1)" }.sorted() == [
        "top/in.tar!in/\(name).log=x\n", "top/y.log=y\n", "top/y.log=y\n",
      ])
    #expect(found.manifest.contains("top/in.tar!in/link: skipped: a link is not followed"))
  }

  @Test func `zip archives are read`() throws {
    let script = """
      import zipfile
      with zipfile.ZipFile('out', 'w') as z:
        z.writestr(zipfile.ZipInfo('a.log'), 'stored\\n')
        z.writestr('../b/c.log', 'packed\\n' * 1000, compress_type=zipfile.ZIP_DEFLATED)
        z.writestr('d/', '')
      """
    let found = read(try made("python3 - <<'E'\n\(script)\nE"))
    #expect(found.texts.map(\.0) == ["a.log", "../b/c.log"])
    #expect(found.texts.map(\.1.utf8.count) == [7, 7000])
  }

  @Test func `zip archives with sizes of 64 bits are read, whatever is damaged in them`() throws {
    let script = """
      import zipfile, io
      zipfile.ZIP_FILECOUNT_LIMIT = 1
      class Unseekable(io.RawIOBase):
        def __init__(self, f): self.f = f
        def writable(self): return True
        def write(self, b): return self.f.write(b)
      with open('out', 'wb') as f, zipfile.ZipFile(Unseekable(f), 'w', zipfile.ZIP_DEFLATED) as z:
        for name in ('a.log', 'b.log'):
          with z.open(name, 'w', force_zip64=True) as member: member.write(b'packed\\n' * 1000)
      b = bytearray(open('out', 'rb').read())
      at = b.rindex(b'PK\\x05\\x06')
      b[at + 8:at + 20] = b'\\xff' * 12
      open('out', 'wb').write(b)
      """
    let archive = try made("python3 - <<'E'\n\(script)\nE")
    let found = read(archive)
    #expect(found.texts.map(\.0) == ["a.log", "b.log"])
    #expect(found.texts.map(\.1.utf8.count) == [7000, 7000])
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2_000 {
      var damaged = archive
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // The directories stand at the end.
        let at = damaged.count - 1 - Int.random(in: 0..<min(damaged.count, 320), using: &random)
        damaged[at] = UInt8.random(in: 0...255, using: &random)
      }
      #expect(read(damaged).manifest.count <= BundleLimits().members)
    }
  }

  @Test func `exports of the journal become lines of JSON, wherever they are cut`() {
    let value = Array("two\nlines \"q\" \u{1}".utf8)
    var export = Array(
      "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1700000000000001\nPRIORITY=3\n_COMM=app\n_PID=7\nMESSAGE=plain a=b\n\n"
        .utf8)
    export += Array("__CURSOR=s=1;i=3\nSYSLOG_IDENTIFIER=d\nMESSAGE\n".utf8)
    export += [UInt8(value.count), 0, 0, 0, 0, 0, 0, 0] + value + [0x0A]
    export += Array("COREDUMP\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 10]
    export += Array("CODE_FILE=src/a.c\nCODE_LINE=12\n\n__CURSOR=x\nMESSAGE=last".utf8)
    export += Array(String(repeating: "!", count: 600).utf8)
    let expected =
      #"{"__REALTIME_TIMESTAMP":"1700000000000001","PRIORITY":"3","SYSLOG_IDENTIFIER":"app","_PID":"7","#
      + #""MESSAGE":"plain a=b"}"# + "\n"
      + #"{"SYSLOG_IDENTIFIER":"d","caller":"src/a.c:12","MESSAGE":"two\nlines \"q\" \u0001"}"# + "\n"
      + #"{"MESSAGE":"last"# + String(repeating: "!", count: 600) + "\"}\n"
    #expect(read(export).texts.map(\.1) == [expected])
    var random = SeededGenerator(seed: 8)
    for _ in 0..<500 {
      var damaged = export
      for _ in 0..<3 {
        damaged[Int.random(in: 9..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let text = read(Array(damaged.prefix(Int.random(in: 0...damaged.count, using: &random)))).texts.map(\.1)
        .joined()
      #expect(text.utf8.count < 20_000)
    }
  }

  @Test func `texts of UTF-16 are converted, binary files are passed over`() {
    let text = "Zeile äö 😀\n"
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    #expect(read(wide).texts.map(\.1) == [text])
    #expect(read([1, 2, 0, 4]).manifest == ["bundle: skipped: not text"])
    #expect(read([]).manifest == ["bundle: skipped: empty"])
  }

  @Test func `a bomb is stopped`() throws {
    var limits = BundleLimits()
    limits.expansion = 100
    let bytes = try made("head -c 60000000 /dev/zero | tr '\\0' 'a' | gzip -9 > out")
    let found = read(bytes, limits: limits)
    #expect(found.manifest.contains { $0.contains("expands like a bomb") })
    #expect((found.texts.first?.1.utf8.count ?? 0) < 40_000_000)
  }

  @Test func `limits cut and say so`() throws {
    var limits = BundleLimits()
    limits.memberBytes = 4
    let found = read(try made("\(Self.files); tar cf out a"), limits: limits)
    #expect(found.manifest.allSatisfy { $0.contains("larger than files that are read") })
    limits = BundleLimits()
    limits.depth = 1
    let nested = read(
      try made("\(Self.files); tar cf in.tar a; tar cf out in.tar a/b.txt"), limits: limits)
    #expect(nested.manifest.contains("in.tar: skipped: archives within archives are read 1 deep"))
    #expect(nested.texts.map(\.1) == ["three\n"])
  }

  @Test func `a damaged member does not stop the rest`() throws {
    let found = read(
      try made(
        "mkdir a; echo x | gzip > a/1.gz; printf 'bad' | dd of=a/1.gz bs=1 seek=12 conv=notrunc 2>/dev/null; "
          + "echo good > a/2.log; tar cf out a"))
    #expect(found.texts.contains { $0.1 == "good\n" })
    #expect(found.manifest.contains { $0.contains("damaged") || $0.contains("end early") })
  }

  @Test func `no bytes make the readers fail`() throws {
    let tar = try made("\(Self.files); tar cf in.tar a; gzip -k in.tar; tar cf out a in.tar in.tar.gz")
    let zip = try made(
      "python3 -c \"import zipfile; z = zipfile.ZipFile('out', 'w', 8); z.writestr('a', 'x' * 500); z.close()\""
    )
    var random = SeededGenerator(seed: 31)
    for round in 0..<400 {
      var bytes = round % 2 == 0 ? tar : zip
      if round % 5 == 0 { bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))) }
      for _ in 0..<Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = read(bytes)
    }
  }

  @Test(arguments: [
    ("bundle/cluster-resources/pods/logs/shop/web-1/nginx.log", "namespace=shop pod=web-1 container=nginx"),
    ("sosreport-web01-2024-05-01-abc/var/log/messages", "host=web01 service=messages"),
    ("dump/kube-system/dns-7/logs.txt", "namespace=kube-system pod=dns-7"),
    ("a/b/c.txt", ""),
  ])
  func `layouts of bundles give labels`(_ path: String, _ labels: String) throws {
    final class Labels: BundleVisitor {
      var found = ""
      func begin(_ member: BundleMember) {
        found = member.labels.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      }
      func text(_ block: UnsafeBufferPointer<UInt8>) -> TextOutcome { .more }
      func end(_ member: BundleMember) {}
    }
    let visitor = Labels()
    BundleReader(visitor).read(Array("x\n".utf8), name: path)
    #expect(visitor.found == labels)
  }
}

@Suite struct `Diagnosis reports` {
  private func log(_ lines: [(Int, String)]) -> String {
    lines.map { second, text in
      let minute = second / 60 % 60
      let hour = 10 + second / 3600
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "2024-05-01 \(two(hour)):\(two(minute)):\(two(second % 60)),000 \(text)"
    }.joined(separator: "\n") + "\n"
  }

  /// One message a second, with something odd put in.
  private func normal(_ seconds: Int, _ extra: [(Int, String)] = []) -> String {
    let lines = (0..<seconds).map { ($0, "INFO [main] a.B: served request \($0 * 7) in \($0 % 9) ms") }
    return log((lines + extra).sorted { $0.0 < $1.0 })
  }

  @Test func `counts add up and secrets are gone`() {
    let text = normal(20, [(5, "ERROR [main] a.B: login of jo@example.org failed, password=x1y2")])
    let report = LogDiagnosis.report(ofPaste: text)
    #expect(report.lines == 21 && report.events == 21 && report.failures == 1)
    #expect(report.templates.reduce(0) { $0 + $1.template.count } == report.events)
    #expect(report.redactions == ["email": 1, "secret": 1])
    let all = report.templates.map { $0.template.sample + $0.template.text }.joined()
    #expect(!all.contains("jo@example.org") && !all.contains("x1y2"))
    #expect(report.files.map(\.format) == ["log4j"])
  }

  @Test func `what came before the first failure is named`() {
    let text = normal(
      400, [(300, "WARN [main] a.C: pool exhausted, waiting"), (302, "ERROR [main] a.D: gave up")])
    let found = LogDiagnosis.report(ofPaste: text)
    let first = found.oddities.first { $0.kind == .beforeFirstFailure }
    #expect(first.map { found.templates[$0.template].template.text } == "pool exhausted, waiting")
  }

  @Test func `bursts and rising templates are counted`() {
    let burst = (0..<60).map { (1200 + $0 / 2, "WARN [io] a.E: retry \($0) of upload") }
    let spread = [10, 700, 1700, 2400, 3000].map { ($0, "WARN [io] a.E: retry 1 of upload") }
    let report = LogDiagnosis.report(ofPaste: normal(3600, burst + spread))
    #expect(
      report.oddities.contains {
        $0.kind == .burst && report.templates[$0.template].template.text == "retry <*> of upload"
      })
  }

  @Test func `two bundles are compared`() {
    let before = LogDiagnosis.report(ofPaste: normal(500, [(3, "INFO [main] a.F: cache is warm")]))
    let errors = (0..<40).map { ($0 * 9, "ERROR [main] a.G: disk \($0) is full") }
    let after = LogDiagnosis.report(ofPaste: normal(500, errors))
    let changes = ReportComparison.changes(from: before, to: after)
    #expect(changes.map(\.kind) == [.new, .vanished])
    #expect(changes.first?.after == 40)
    #expect(ReportComparison.changes(from: before, to: before).isEmpty)
  }

  @Test func `a template of a few messages is that of many, which has more values`() {
    let few = [(3, "INFO [main] a.F: user bob logged in"), (9, "INFO [main] a.G: shard is warm")]
    let many = (0..<40).map { ($0 * 3, "INFO [main] a.F: user u\($0 * 7) logged in") }
    let (before, after) = (LogDiagnosis.report(ofPaste: normal(200, few)), LogDiagnosis.report(ofPaste: normal(200, many)))
    #expect(after.templates.contains { $0.template.text == "user <*> logged in" })
    let changes = ReportComparison.changes(from: before, to: after)
    #expect(changes.contains { $0.kind == .surging && $0.before == 1 && $0.after == 40 })
    #expect(changes.filter { $0.kind != .surging }.map(\.template.text) == ["shard is warm"])
    let back = ReportComparison.changes(from: after, to: before)
    #expect(back.contains { $0.kind == .falling && $0.before == 40 && $0.after == 1 })
  }

  @Test func `traces belong to their files`() throws {
    let report = LogDiagnosis.report(
      ofPaste: normal(5)
        + "2024-05-01 10:10:00,000 ERROR [main] a.B: failed\njava.lang.IllegalStateException: no row\n"
        + "\tat com.s.A.f(A.java:7)\n\tat com.s.A.g(A.java:9)\n")
    #expect(report.traces.map(\.title) == ["java.lang.IllegalStateException: no row"])
    #expect(report.groups.map(\.count) == [1])
    #expect(report.events == 6)
  }
}
