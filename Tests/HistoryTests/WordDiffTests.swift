import Git
import History
import TestSupport
import Testing

@Suite struct `Words that differ` {
  /// The lines with what differs in brackets.
  private func marked(_ old: String, _ new: String) -> String? {
    func text(_ line: String, _ ranges: [Range<Int>]) -> String {
      var bytes = Array(line.utf8)
      for range in ranges.reversed() {
        bytes.insert(0x5D, at: range.upperBound)
        bytes.insert(0x5B, at: range.lowerBound)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    return WordDiff(Array(old.utf8), Array(new.utf8)).map { "\(text(old, $0.old)) | \(text(new, $0.new))" }
  }

  @Test(
    arguments: [
      ("let a = 1", "let a = 2", "let a = [1] | let a = [2]"),
      ("f(a, b)", "f(a, b, c)", "f(a, b) | f(a, b[, c])"),
      ("return foo(bar)", "return fooBar(bar)", "return [foo](bar) | return [fooBar](bar)"),
      ("same", "same", "same | same"),
      ("  indent me", "    indent me", "[  ]indent me | [    ]indent me"),
      ("naïve café one", "naïve café two", "naïve café [one] | naïve café [two]"),
      ("one two three four", "one 2 3 four", "one [two three] four | one [2 3] four"),
      ("alpha beta gamma", "delta epsilon zeta", nil),
      ("", "added", nil),
      ("   ", "x", nil),
    ] as [(String, String, String?)])
  func `are marked where enough stays`(_ old: String, _ new: String, _ expected: String?) {
    #expect(marked(old, new) == expected)
  }

  @Test func `what is not marked is the same on both sides`() {
    var random = SeededGenerator(seed: 5)
    let alphabet = Array("ab_ (),+\t\u{E9}".utf8)
    var compared = 0
    for _ in 0..<3000 {
      let old = (0..<Int.random(in: 0...30, using: &random)).compactMap { _ in
        alphabet.randomElement(using: &random)
      }
      var new = old
      for _ in 0..<Int.random(in: 0...4, using: &random) where !new.isEmpty {
        let place = new.indices.randomElement(using: &random) ?? 0
        if Bool.random(using: &random) { new.remove(at: place) } else { new.insert(0x78, at: place) }
      }
      guard let words = WordDiff(old, new) else { continue }
      compared += 1
      // Blanks between two marks belong to them, so they may differ in number.
      func kept(_ line: [UInt8], _ ranges: [Range<Int>]) -> [UInt8] {
        line.indices.filter { index in !ranges.contains { $0.contains(index) } }.map { line[$0] }.filter {
          $0 != 0x20 && $0 != 0x09
        }
      }
      #expect(kept(old, words.old) == kept(new, words.new))
      for ranges in [words.old, words.new] {
        for (left, right) in zip(ranges, ranges.dropFirst()) { #expect(left.upperBound < right.lowerBound) }
      }
    }
    #expect(compared > 1000)
  }

  @Test func `lines too long to help are left alone`() {
    let long = [UInt8](repeating: 0x78, count: 3000)
    #expect(WordDiff(long, long + [0x79]) == nil)
    let many = Array(String(repeating: "a,", count: 600).utf8)
    #expect(WordDiff(many, many + [0x79]) == nil)
  }
}

@Suite struct `Lines side by side` {
  private func hunk(_ text: String) -> DiffHunk {
    var (old, new) = (1, 1)
    let lines = text.split(separator: "\n").map { line -> DiffLine in
      let kind: DiffLine.Kind = line.first == "+" ? .added : line.first == "-" ? .deleted : .context
      defer {
        if kind != .added { old += 1 }
        if kind != .deleted { new += 1 }
      }
      return DiffLine(
        kind: kind, oldNumber: kind == .added ? nil : old, newNumber: kind == .deleted ? nil : new,
        text: Array(line.dropFirst().utf8))
    }
    return DiffHunk(oldStart: 1, oldCount: old - 1, newStart: 1, newCount: new - 1, lines: lines)
  }

  private func rows(_ text: String) -> String {
    DiffPairing(hunk(text)).rows.map { row in
      "\(row.old.map { String($0) } ?? "-"):\(row.new.map { String($0) } ?? "-")"
    }.joined(separator: " ")
  }

  @Test(arguments: [
    (" a\n-let x = 1\n+let x = 2\n b", "0:0 1:2 3:3"),
    ("-let x = 1\n+import y\n+let x = 2", "-:1 0:2"),
    ("-let x = 1\n-foo bar\n+let x = 3", "0:2 1:-"),
    ("-alpha\n+omega", "0:1"),
    ("+new\n a", "-:0 1:1"),
    ("-old\n a\n-gone", "0:- 1:1 2:-"),
    ("+first\n-second", "-:0 1:-"),
  ])
  func `are paired by likeness`(_ text: String, _ expected: String) {
    #expect(rows(text) == expected)
  }

  @Test func `every line is in one row, in order`() {
    var random = SeededGenerator(seed: 9)
    for size in [3, 10, 50, 90] {
      for _ in 0..<20 {
        let text = (0..<size).map { _ in
          "\(["+", "-", " "].randomElement(using: &random) ?? " ")\(["a b", "a c", "x", "let y = 1"].randomElement(using: &random) ?? "")"
        }.joined(separator: "\n")
        let hunk = hunk(text)
        let rows = DiffPairing(hunk).rows
        let old = rows.compactMap(\.old)
        let new = rows.compactMap(\.new)
        #expect(old == hunk.lines.indices.filter { hunk.lines[$0].kind != .added })
        #expect(new == hunk.lines.indices.filter { hunk.lines[$0].kind != .deleted })
      }
    }
  }
}
