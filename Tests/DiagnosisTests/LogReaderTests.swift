import Diagnosis
import TestSupport
import Testing

@Suite struct `Reading logs` {
  /// What a reader makes of a text: one row for each line.
  private func rows(_ text: String) -> (format: String, rows: [String]) {
    var rows: [String] = []
    let reader = LogReader()
    let bytes = Array(text.utf8)
    bytes.withUnsafeBufferPointer { bytes in
      reader.read(bytes) { line in
        let parts = [
          line.time?.description, line.level?.name, line.logger, line.thread, line.process, line.place,
        ].map { $0 ?? "-" }
        let mark = line.isContinuation ? "+" : ""
        rows.append((parts + [mark + String(decoding: line.message, as: UTF8.self)]).joined(separator: "|"))
      }
    }
    return (reader.formatName, rows)
  }

  static let headers: [(format: String, line: String, row: String)] = [
    (
      "syslog", "Jun 14 15:16:01 combo sshd(pam_unix)[19939]: check pass",
      "06-14T15:16:01|-|sshd(pam_unix)|-|19939|-|check pass"
    ),
    (
      "syslog", "2024-05-01T10:00:00.5+02:00 web cron: started",
      "2024-05-01T10:00:00.5+02:00|-|cron|-|-|-|started"
    ),
    (
      "syslog-5424", "<34>1 2003-10-11T22:14:15.003Z host su - ID47 - failed for lonvick",
      "2003-10-11T22:14:15.003Z|-|su|-|-|-|failed for lonvick"
    ),
    (
      "klog", "I0102 15:04:05.678901   12345 server.go:17] serving on :80",
      "01-02T15:04:05.678901|info|-|-|12345|server.go:17|serving on :80"
    ),
    (
      "log4j", "2015-10-18 18:01:47,978 INFO [main] org.a.MRAppMaster: Created",
      "2015-10-18T18:01:47.978|info|org.a.MRAppMaster|main|-|-|Created"
    ),
    (
      "log4j", "17/06/09 20:10:40 INFO spark.SecurityManager: Changing",
      "2017-06-09T20:10:40|info|spark.SecurityManager|-|-|-|Changing"
    ),
    (
      "log4j", "2015-07-29 17:41:44,747 - INFO  [Peer[myid=1]/0:0:2181:Fast@774] - Timed out",
      "2015-07-29T17:41:44.747|info|-|Peer[myid=1]/0:0:2181:Fast@774|-|-|Timed out"
    ),
    (
      "log4j", "081109 203615 148 INFO dfs.DataNode$Responder: block 1",
      "2008-11-09T20:36:15|info|dfs.DataNode$Responder|-|148|-|block 1"
    ),
    (
      "spring", "2024-05-01 10:00:00.123  WARN 1 --- [nio-8080-exec-1] c.e.App : slow",
      "2024-05-01T10:00:00.123|warning|c.e.App|nio-8080-exec-1|1|-|slow"
    ),
    ("logback", "12:34:56.789 [main] DEBUG c.e.App - ready", "12:34:56.789|debug|c.e.App|main|-|-|ready"),
    (
      "python", "2024-05-01 10:00:00,123 - app.db - ERROR - lost",
      "2024-05-01T10:00:00.123|error|app.db|-|-|-|lost"
    ),
    ("python", "WARNING:root:low space", "-|warning|root|-|-|-|low space"),
    (
      "oslo", "2017-05-16 00:00:00.008 25746 INFO nova.osapi [req-1 - - -] done",
      "2017-05-16T00:00:00.008|info|nova.osapi|req-1 - - -|25746|-|done"
    ),
    (
      "apache-error", "[Sun Dec 04 04:47:44 2005] [error] mod_jk child 6",
      "2005-12-04T04:47:44|error|-|-|-|-|mod_jk child 6"
    ),
    (
      "apache-error", "[Wed Oct 11 14:32:52.123456 2023] [core:error] [pid 35:tid 4] AH00124: limit",
      "2023-10-11T14:32:52.123456|error|core|4|35|-|AH00124: limit"
    ),
    (
      "nginx-error", "2024/05/01 10:00:00 [crit] 12#7: *1 connect() failed",
      "2024-05-01T10:00:00|critical|-|7|12|-|*1 connect() failed"
    ),
    (
      "access", "10.0.0.1 - ann [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326",
      "2000-10-10T13:55:36-07:00|-|-|-|-|-|\"GET / HTTP/1.0\" 200 2326"
    ),
    (
      "cbs", "2016-09-28 04:30:30, Info                  CBS    Loaded v6.1",
      "2016-09-28T04:30:30|info|CBS|-|-|-|Loaded v6.1"
    ),
    (
      "logcat", "03-17 16:13:38.811  1702  2395 D WindowManager: printing",
      "03-17T16:13:38.811|debug|WindowManager|-|1702|-|printing"
    ),
    (
      "postgres", "2024-05-01 10:00:00.123 UTC [77] ERROR:  relation missing",
      "2024-05-01T10:00:00.123Z|error|-|-|77|-| relation missing"
    ),
    ("redis", "1:M 01 May 2024 10:00:00.123 * Ready", "2024-05-01T10:00:00.123|notice|-|-|1|-|Ready"),
    (
      "serilog", "[2026-11-20 10:00:00.123 +00:00] [WRN] [9] Emby.Library.Manager: empty",
      "2026-11-20T10:00:00.123Z|warning|Emby.Library.Manager|9|-|-|empty"
    ),
    ("redis", "1:C 01 May 2024 10:00:00.123 # Odd", "2024-05-01T10:00:00.123|warning|-|-|1|-|Odd"),
    ("redis", "7:S 01 May 2024 10:00:00.123 - DB 0", "2024-05-01T10:00:00.123|info|-|-|7|-|DB 0"),
    ("redis", "7:S 01 May 2024 10:00:00.123 . Tick", "2024-05-01T10:00:00.123|debug|-|-|7|-|Tick"),
    (
      "ruby", "E, [2024-05-01T10:00:00.123456 #99] ERROR -- app: gone",
      "2024-05-01T10:00:00.123456|error|app|-|99|-|gone"
    ),
    ("go", "2024/05/01 10:00:00 main.go:23: listening", "2024-05-01T10:00:00|-|-|-|-|main.go:23|listening"),
    (
      "hashicorp", "2024-05-01T10:00:00.123Z [INFO]  agent: joined",
      "2024-05-01T10:00:00.123Z|info|agent|-|-|-|joined"
    ),
    ("kernel", "[   12.345678] usb 1-1: new device", "-|-|-|-|-|-|usb 1-1: new device"),
    (
      "json",
      #"{"ts":1714557600.5,"level":"warn","logger":"db","caller":"db.go:7","msg":"slow \"query\"\n"}"#,
      "2024-05-01T10:00:00.5Z|warning|db|-|-|db.go:7|slow \"query\"\n"
    ),
    (
      "logfmt", #"time=2024-05-01T10:00:00Z level=error msg="not found" id=7"#,
      "2024-05-01T10:00:00Z|error|-|-|-|-|not found"
    ),
    (
      "docker+klog",
      #"{"log":"W0102 15:04:05.000001 1 a.go:9] late\n","stream":"stderr","time":"2024-05-01T10:00:00Z"}"#,
      "01-02T15:04:05.000001|warning|-|-|1|a.go:9|late"
    ),
    (
      "cri+levelled", "2024-05-01T10:00:00.1Z stdout F ERROR: broken",
      "2024-05-01T10:00:00.1Z|error|-|-|-|-|broken"
    ),
    ("kubectl+levelled", "[pod/web-1/nginx] WARN: slow", "-|warning|-|-|-|-|slow"),
    ("compose+levelled", "web_1  | INFO: up", "-|info|-|-|-|-|up"),
  ]

  @Test(arguments: headers)
  func `headers are found and read`(_ header: (format: String, line: String, row: String)) {
    let found = rows(Array(repeating: header.line, count: 3).joined(separator: "\n"))
    #expect(found.rows == Array(repeating: header.row, count: 3), "\(found.format)")
  }

  @Test(arguments: headers)
  func `colours and carriage returns change nothing`(_ header: (format: String, line: String, row: String)) {
    let coloured = header.line.map { "\($0)\u{1B}[1;31m" }.joined()
    let found = rows("\(coloured)\r\n\(header.line)\r\n")
    #expect(found.rows == [header.row, header.row])
  }

  @Test(arguments: headers)
  func `a line cut off anywhere is still a line`(_ header: (format: String, line: String, row: String)) {
    for count in 0...header.line.utf8.count {
      let cut = String(decoding: Array(header.line.utf8.prefix(count)), as: UTF8.self)
      #expect(rows("\(header.line)\n\(header.line)\n\(cut)").rows.count == (count == 0 ? 2 : 3))
    }
  }

  @Test func `lines without a header go on with the event before`() {
    let text =
      "2024-05-01 10:00:00 ERROR a.B: failed\njava.lang.Error: x\n\tat a.B.c(B.java:1)\n2024-05-01 10:00:01 INFO a.B: on"
    #expect(rows(text).rows.map { $0.contains("|+") } == [false, true, true, false])
  }

  @Test func `what a program says on its error stream is an event of its own between lines of a log`() {
    let log = "2026-11-21 10:00:00 INFO ready\nserver: error: cannot listen\n  try another\nnote: error: x\nTypeError: no\n"
    let found = rows(log)
    #expect(found.rows.map { $0.contains("|+") } == [false, false, true, false, true])
    #expect(found.rows[1].contains("error"))
  }

  @Test func `plain text has events without headers`() {
    let found = rows("one thing happened\nanother thing\n  of two lines\n")
    #expect(found.format == "plain")
    #expect(found.rows.map { $0.contains("|+") } == [false, false, true])
  }

  @Test func `no bytes make the reader fail, and no line is lost`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<400 {
      var text = Self.headers.randomElement(using: &random).map { "\($0.line)\n\($0.line)\n" } ?? ""
      text += Self.headers.randomElement(using: &random)?.line ?? ""
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
        }
      }
      let reader = LogReader()
      var lines = 0
      bytes.withUnsafeBufferPointer { bytes in reader.read(bytes) { _ in lines += 1 } }
      let expected = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count
      #expect(lines == (bytes.last == 0x0A ? expected - 1 : expected))
    }
  }
}
