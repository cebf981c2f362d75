import Foundation
import RegexEngine
import Testing

/// Runs the public tables of a mature engine, when they are there: `../shared/data/regex` beside the
/// repository.
@Suite struct `Test tables` {
  /// Cases whose pattern is refused on purpose (docs/regex.md).
  static let refused: Set<String> = [
    // Counts go to 1,000, as in RE2.
    "regression-many-repeat-no-stack-overflow",
    // Word and sentence breaks are data for setting text, not for code.
    "class-sentence-break1", "class-sentence-break2", "class-sentence-break3", "class-sentence-break4",
    "class-sentence-break5", "class-word-break1", "class-word-break2", "class-word-break3",
    "class-word-break4",
    "class-word-break5",
  ]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared/data/regex")

  @Test func `every case matches as the tables say`() throws {
    let cases = TableCase.all(in: Self.folder)
    guard !cases.isEmpty else {
      print("test tables: skipped, no tables in \(Self.folder.path)")
      return
    }
    var skipped: [String: Int] = [:]
    var run = 0
    for test in cases {
      if let reason = Self.skipReason(test) {
        skipped[reason, default: 0] += 1
      } else {
        run += 1
        check(test)
      }
    }
    print("test tables: \(run) cases run, skipped: \(skipped.sorted { $0.key < $1.key })")
    #expect(run > 900)
  }

  static func skipReason(_ test: TableCase) -> String? {
    if test.patterns.count != 1 { return "sets of patterns" }
    if let key = test.foreign.first { return key }
    if test.file == "regex-lite.toml" { return "rules of another engine" }
    if test.patterns[0].contains("(?R") || test.patterns[0].contains("R)") { return "CRLF mode" }
    if test.anchored && (test.bounds?.lowerBound ?? 0) != 0 { return "anchored in the middle" }
    if test.anchored && test.matches.count > 1 { return "anchored, several matches" }
    return nil
  }

  private func check(_ test: TableCase) {
    var options = RegexOptions()
    options.multiLine = false
    options.caseInsensitive = test.caseInsensitive
    options.unicode = test.unicode
    options.emptyMatchesSplitScalars = !test.utf8
    let pattern = test.anchored ? "\\A(?:\(test.patterns[0]))" : test.patterns[0]
    let label = "\(test.file) \(test.name): \(pattern)"
    let regex: Regex
    do {
      regex = try Regex(pattern, options: options)
    } catch {
      #expect(!test.compiles || Self.refused.contains(test.name), "\(label): \(error)")
      return
    }
    #expect(test.compiles && !Self.refused.contains(test.name), "\(label) compiles")
    let matcher = regex.makeMatcher()
    test.haystack.withUnsafeBytes { bytes in
      let range = test.bounds ?? 0..<bytes.count
      var found: [[Range<Int>?]] = []
      matcher.forEachMatch(in: bytes, range: range) { match in
        found.append([match])
        return found.count < test.matchLimit ?? .max
      }
      let wanted = test.matches.map { [$0[0]] }
      #expect(found == wanted, "\(label)")
      #expect(matcher.hasMatch(in: bytes, range: range) == !wanted.isEmpty, "\(label)")
      for match in test.matches where match.count > 1 {
        guard let span = match[0] else { continue }
        #expect(matcher.captures(in: bytes, range: span.lowerBound..<range.upperBound) == match, "\(label)")
      }
    }
  }
}
