import Foundation
import TestSupport
import Testing

/// Command lines and everything they say, as files in `Goldens`. `make golden` rewrites them.
@Suite struct `Command lines` {
  @Test(arguments: Golden.files("Goldens"))
  func `a command says what it always said`(_ golden: Golden) throws {
    let sandbox = try Sandbox.shared.get()
    try golden.check { input in
      try input.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { line in
        Transcript.text(try sandbox.run(String(line.dropFirst(2))), root: sandbox.root)
      }.joined(separator: "\n")
    }
  }

  @Test func `a reader that goes away is no error`() throws {
    let sandbox = try Sandbox.shared.get()
    let outcome = try sandbox.run(
      "exec 4> >(true); wait $!; alidade search seed --quiet >&4; echo $?; alidade man >&4; echo $?")
    #expect(outcome.text == "0\n0\n")
    #expect(outcome.errorText == "")
  }

  @Test func `a full disk is an error`() throws {
    let sandbox = try Sandbox.shared.get()
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let outcome = try sandbox.run("alidade search seed > /dev/full")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errorText.contains("standard output"))
  }

  @Test func `ripgrep's messages are ours`() throws {
    // The members that tools read; ours may have more.
    let sandbox = try Sandbox.shared.get()
    let ours = try sandbox.run("alidade search --json seed repo:garden")
    let lines = try ours.text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let members: [String: Set<String>] = [
      "begin": ["path"],
      "match": ["path", "lines", "line_number", "absolute_offset", "submatches"],
      "end": ["path", "binary_offset", "stats"],
      "summary": ["elapsed_total", "stats"],
    ]
    for line in lines {
      let type = try #require(line["type"] as? String)
      let data = try #require(line["data"] as? [String: Any])
      #expect(try #require(members[type]).isSubset(of: data.keys))
    }
    #expect(lines.map { $0["type"] as? String }.last == "summary")
    #expect(lines.contains { $0["type"] as? String == "match" })
  }

  @Test(arguments: [
    ("", false), ("CLICOLOR_FORCE=1", true), ("CLICOLOR_FORCE=0", false),
    ("NO_COLOR=1 CLICOLOR_FORCE=1", false),
    ("NO_COLOR= CLICOLOR_FORCE=1", true),
  ])
  func `the environment chooses colours in a pipe`(_ setting: String, _ isColoured: Bool) throws {
    let sandbox = try Sandbox.shared.get()
    #expect(try sandbox.run("\(setting) alidade search seed").text.contains("\u{1B}[") == isColoured)
    #expect(try sandbox.run("\(setting) alidade search seed --color=never").text.contains("\u{1B}") == false)
    #expect(try sandbox.run("\(setting) alidade search seed --color=always").text.contains("\u{1B}["))
  }

  @Test(
    .enabled(if: hasProgram("script")),
    arguments: [
      ("", true), ("NO_COLOR=1", false), ("CLICOLOR=0", false), ("TERM=dumb", false),
    ])
  func `a terminal gets colours and headings`(_ setting: String, _ isColoured: Bool) throws {
    let sandbox = try Sandbox.shared.get()
    let outcome = try sandbox.run("script -qec '\(setting) alidade search seed repo:garden' /dev/null")
    #expect(outcome.text.contains("\u{1B}[1;31mseed") == isColoured)
    #expect(outcome.text.contains("garden:main.c:") == false)
    #expect(outcome.text.contains("main.c"))
  }

  @Test(.enabled(if: hasProgram("script")))
  func `nothing from a file or its name controls the terminal`() throws {
    let sandbox = try Sandbox.shared.get()
    let outcome = try sandbox.run("script -qec 'alidade search --hyperlink=none evil' /dev/null")
    #expect(outcome.text.contains("evil"))
    var text = outcome.text
    text.replace(/\u{1B}\[[\d;]*[mK]/, with: "")
    let controls = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" && $0 != "\r" && $0 != "\t" }
    #expect(controls.isEmpty)
    #expect(text.unicodeScalars.contains { $0.value == 0x202E } == false)
  }
}

/// Whether a program is in PATH, for checks that need one.
func hasProgram(_ name: String) -> Bool {
  ["/usr/local/bin", "/usr/bin", "/bin"].contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
  }
}
