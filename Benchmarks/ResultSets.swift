import Foundation
import QueryEngine
import Search

/// What two searches found, file by file and line by line, and why they differ where they do.
///
/// A number of lines alone can agree by chance; a faster answer that is another one is no faster answer.
struct ResultSets {
  /// Matching lines by path.
  typealias Lines = [String: Set<Int>]

  /// Queries with more lines are compared by number: their answers are hundreds of megabytes.
  static let linesMax = 200_000

  /// Bytes of a line that is as long as files of text have none.
  private static let longLineBytes = 1 << 20

  /// What was found in common and what was not.
  struct Comparison: Codable {
    /// Whether both have the same lines of the same files, but for differences that ``reasons`` explains by what the
    /// programs mean by a match.
    var agrees: Bool
    /// Lines of both, of ours alone, of the peer alone.
    var common: Int
    var ownOnly: Int
    var peerOnly: Int
    /// How many of the differing lines are explained by what.
    var reasons: [String: Int]
    /// A differing line that nothing explains: `path:line`, with whose it is.
    var example: String?
  }

  /// Ours, with the copies of each file; and the lines of copies whose paths an answer does not name.
  static func own(_ query: BenchmarkQuery, _ searcher: Searcher) throws -> (lines: Lines, unnamed: Int) {
    var request = SearchRequest(query: try Query(parsing: query.text))
    request.query.settings.count = .all
    request.linesPerFile = .max
    request.fileLimit = .max
    request.timeLimit = .seconds(600)
    var (lines, unnamed): (Lines, Int) = ([:], 0)
    try searcher.search(request) { event in
      guard case .files(let files) = event else { return }
      for file in files {
        let numbers = Set(file.lines.filter(\.isMatch).map(\.number))
        guard !numbers.isEmpty else { continue }
        for place in [file.placement] + file.copies { lines[place.pathText] = numbers }
        unnamed += max(0, file.copyCount - file.copies.count) * numbers.count
      }
    }
    return (lines, unnamed)
  }

  /// zoekt's.
  static func peer(_ body: [UInt8]) throws -> Lines {
    struct Answer: Decodable {
      struct LineMatch: Decodable {
        var LineNumber: Int
        var FileName: Bool
      }
      struct File: Decodable {
        var FileName: String
        var LineMatches: [LineMatch]?
      }
      struct Result: Decodable { var Files: [File]? }
      var Result: Result
    }
    var lines: Lines = [:]
    for file in try JSONDecoder().decode(Answer.self, from: Data(body)).Result.Files ?? [] {
      let numbers = (file.LineMatches ?? []).filter { !$0.FileName }.map(\.LineNumber)
      if !numbers.isEmpty { lines[file.FileName, default: []].formUnion(numbers) }
    }
    return lines
  }

  /// Compares line by line. Texts are read to explain a difference, from `folder`.
  static func compare(
    _ query: BenchmarkQuery, own: (lines: Lines, unnamed: Int), peer: Lines, folder: String
  ) -> Comparison {
    var result = Comparison(agrees: true, common: 0, ownOnly: 0, peerOnly: 0, reasons: [:], example: nil)
    let crosses = query.peer.map { $0.isRegex && mayCrossLines($0.text) } ?? false
    var unnamed = own.unnamed
    for path in Set(own.lines.keys).union(peer.keys).sorted() {
      let (ours, theirs) = (own.lines[path] ?? [], peer[path] ?? [])
      result.common += ours.intersection(theirs).count
      let (only, others) = (ours.subtracting(theirs), theirs.subtracting(ours))
      guard !only.isEmpty || !others.isEmpty else { continue }
      result.ownOnly += only.count
      result.peerOnly += others.count
      func explain(_ reason: String, _ count: Int) { result.reasons[reason, default: 0] += count }
      if ours.isEmpty, unnamed >= others.count {
        unnamed -= others.count
        explain("a copy beyond those that are named", others.count)
      } else if crosses {
        explain("matches of several lines", only.count + others.count)
      } else if ours.isEmpty || theirs.isEmpty, let reason = leftOut("\(folder)/\(path)") {
        explain(reason, only.count + others.count)
      } else {
        result.agrees = false
        let (line, whose) = only.first.map { ($0, "ours") } ?? (others.first ?? 0, "zoekt’s")
        result.example = result.example ?? "\(path):\(line) is \(whose) alone"
      }
    }
    return result
  }

  /// Whether a pattern can match a line feed where lines are not ends: a negated class, a class of spaces.
  private static func mayCrossLines(_ pattern: String) -> Bool {
    pattern.contains("\\s") || pattern.contains("[^") || pattern.contains("\\W") || pattern.contains("\\D")
      || pattern.contains("\\n") || pattern.contains("(?s")
  }

  /// Why one of the programs may have left a file out; nil when both should have it.
  private static func leftOut(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return "a link or a name that is not UTF-8" }
    if data.contains(0) { return "binary" }
    if String(data: data, encoding: .utf8) == nil { return "text that is not UTF-8" }
    return data.split(separator: 10).contains { $0.count > longLineBytes } ? "lines of a megabyte" : nil
  }
}
