import Containers
import Git
import TestSupport
import Testing

/// Whatever bytes come instead of git's output, they give a value or an error.
@Suite struct `History output` {
  private static let id = String(repeating: "ab", count: 20)
  private static let zero = String(repeating: "0", count: 40)

  private static let log = Array(
    """
    \(id)\0\(id) \(id)\0Ada\0a@b\01700000000 +0130\0Grace\0g@h\01700000001 -0800\0subject
    \n\0
    :100644 100644 \(id) \(id) M\0file\0:100644 100644 \(id) \(id) R086\0old\0new\01\t2\tfile\0-\t-\t\0old\0new\0\
    \(id)\0\0A\0e\01 +0\0C\0e\02 +0\0last\0
    """.utf8)

  private static let blame = Array(
    """
    \(id) 1 1 2
    author Ada
    author-mail <ada@example.org>
    author-time 1700000000
    author-tz +0130
    summary one
    boundary
    previous \(id) "a\\tb\\303"
    filename "a\\tb\\303"
    \(zero) 4 3 1
    filename a

    """.utf8)

  private static let patch = Array(
    """
    :100644 100644 \(id) \(id) M\0file\0:100644 100644 \(id) \(id) R086\0old\0new\01\t1\tfile\00\t0\t\0old\0new\0\0diff --git a/file b/file
    index ab..cd 100644
    --- a/file
    +++ b/file
    @@ -1,2 +1,2 @@ section
     same
    -old
    \\ No newline at end of file
    +new
    \\ No newline at end of file
    diff --git a/old b/new
    similarity index 86%
    rename from old
    rename to new
    @@ -7 +7 @@
    -x
    +y

    """.utf8)

  @Test func `well-formed output is read`() throws {
    let commits = try HistoryOutput.log(Self.log)
    #expect(commits.count == 2 && commits[0].changes.map(\.similarity) == [nil, 86])
    #expect(commits[0].changes.map(\.counts) == [LineCounts(added: 1, deleted: 2), nil])
    #expect(commits[0].changes.map(\.isBinary) == [false, true])
    let blame = try HistoryOutput.blame(Self.blame)
    #expect(blame.hunks.map(\.lines) == [1...2, 3...3])
    #expect(blame.hunks[0].path == [0x61, 0x09, 0x62, 0xC3])
  }

  @Test func `a patch is read`() throws {
    let files = try HistoryOutput.diff(Self.patch, request: Self.request)
    #expect(files.map(\.hunks.count) == [1, 1])
    #expect(files[0].hunks[0].lines.map(\.lacksLineEnd) == [false, true, true])
    #expect(files[0].hunks[0].section == Array("section".utf8))
    #expect(files[1].hunks[0].lines.map(\.newNumber) == [nil, 7])
  }

  private static let request = DiffRequest(old: nil, new: ObjectID(hex: id)!)

  @Test func `damaged output never traps`() {
    var random = SeededGenerator(seed: 11)
    let bytes: [UInt8] = [0, 0x0A, 0x20, 0x2B, 0x2D, 0x30, 0x39, 0x3A, 0x40, 0x5C, 0x22, 0xFF]
    for source in [Self.log, Self.blame, Self.patch, Self.edits] {
      for _ in 0..<4000 {
        var damaged = source
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          let place = Int.random(in: 0..<damaged.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: damaged[place] = bytes.randomElement(using: &random) ?? 0
          case 1: damaged.remove(at: place)
          case 2: damaged.insert(bytes.randomElement(using: &random) ?? 0, at: place)
          default:
            let end = min(damaged.count, place + Int.random(in: 0...60, using: &random))
            let piece = Array(damaged[place..<end])
            damaged.insert(contentsOf: piece, at: Int.random(in: 0...damaged.count, using: &random))
          }
          if damaged.isEmpty { damaged = [0] }
        }
        // Each reader gets each kind: what is an error is for the reader to say.
        _ = try? HistoryOutput.log(damaged)
        if let blame = try? HistoryOutput.blame(damaged) {
          for hunk in blame.hunks { _ = blame.origins[hunk.origin] }
        }
        if let files = try? HistoryOutput.diff(damaged, request: Self.request) {
          for line in files.flatMap(\.hunks).flatMap(\.lines) { _ = line.text.count }
        }
        _ = HistoryOutput.ignoreList(damaged)
        _ = HistoryOutput.edits(damaged)
      }
    }
  }

  private static let edits = Array(
    """
    #
    \(id)
    diff --git "a/\\303\\251 b" "b/\\303\\251 b"
    index ab..cd 100644
    --- "a/\\303\\251 b"
    +++ "b/\\303\\251 b"
    @@ -1,2 +0,0 @@ section
    -+++ b/file
    -@@ -1 +1 @@
    @@ -4,0 +3 @@
    +#
    \\ No newline at end of file
    diff --git a/gone b/gone
    deleted file mode 100644
    --- a/gone
    +++ /dev/null
    @@ -1 +0,0 @@
    -x
    #
    #
    \(id)
    --- a/with blank\t
    +++ b/with blank\t
    @@ -7 +7,2 @@
    -x
    +y
    +z
    #

    """.utf8)

  @Test func `edits are read whatever the lines look like`() {
    let found = HistoryOutput.edits(Self.edits)
    #expect(found.count == 3 && found[1].isEmpty)
    #expect(
      found[0][Array("é b".utf8)] == [LineEdit(old: 0..<2, new: 0..<0), LineEdit(old: 4..<4, new: 2..<3)])
    #expect(found[0][Array("gone".utf8)] == [LineEdit(old: 0..<1, new: 0..<0)])
    #expect(found[2] == [Array("with blank".utf8): [LineEdit(old: 6..<7, new: 6..<8)]])
  }

  @Test func `numbers too large are errors or nothing`() throws {
    let huge = String(repeating: "9", count: 30)
    #expect(throws: GitError.self) {
      try HistoryOutput.blame(Array("\(Self.id) \(huge) 1 1\nfilename a\n".utf8))
    }
    let patch = Self.patch.replacing(Array("-7 +7".utf8), with: Array("-7,\(huge) +7".utf8))
    #expect(try HistoryOutput.diff(patch, request: Self.request)[1].hunks == [])
    let long = Self.patch.replacing(Array("-7 +7".utf8), with: Array("-7,9999999999 +7".utf8))
    #expect(try HistoryOutput.diff(long, request: Self.request)[1].omission != nil)
  }
}
