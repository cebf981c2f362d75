import Containers
import Search
import Syntax
import WebUI

/// What `/api/v1/search` sends. A preview: names may change until the API's own issue is done.
struct SearchAnswer: Encodable {
  var query: String
  var files: [File]
  var summary: Summary

  /// One matching file.
  struct File: Encodable {
    var repository: String
    var revision: String
    var commit: String?
    var path: String
    /// Base64 of the path when it is not UTF-8.
    var pathBytes: String?
    var url: String
    var language: String?
    var matches: Int
    var copies: Int
    var lines: [Line]

    init(_ match: FileMatch) {
      repository = match.placement.repository
      revision = match.placement.revision
      commit = match.placement.commit?.hex
      path = match.placement.pathText
      if String(validating: match.placement.path, as: UTF8.self) == nil {
        pathBytes = JSON.base64(match.placement.path)
      }
      url = Links.file(match.placement)
      language = match.language?.name
      matches = match.matchCount
      copies = match.copyCount
      lines = match.lines.map(Line.init)
    }
  }

  /// One line, matching or context.
  struct Line: Encodable {
    /// 1-based.
    var line: Int
    var text: String
    /// Base64 of the text when it is not UTF-8; `ranges` are about these bytes.
    var bytes: String?
    /// UTF-8 offsets in the text: start and end of each match.
    var ranges: [[Int]]
    /// True when only a part of the line is here.
    var isCut: Bool?

    init(_ line: LineMatch) {
      self.line = line.number
      text = String(decoding: line.text, as: UTF8.self)
      if String(validating: line.text, as: UTF8.self) == nil { bytes = JSON.base64(line.text) }
      ranges = line.ranges.map { [$0.lowerBound, $0.upperBound] }
      if line.isCut { isCut = true }
    }
  }

  /// Totals, and what keeps them from being all there is.
  struct Summary: Encodable {
    var matches: Int
    var files: Int
    var repositories: Int
    var isComplete: Bool
    var elapsedMilliseconds: Double
    var limits: [String]
    var notes: [String]
    var skipped: [String: Int]

    init(_ summary: SearchSummary, isPageFull: Bool) {
      matches = summary.statistics.matches
      files = summary.statistics.matchedFiles
      repositories = summary.statistics.matchedRepositories
      isComplete = summary.isComplete && !isPageFull
      elapsedMilliseconds = summary.statistics.elapsed / .milliseconds(1)
      limits = summary.limits.map(Self.name) + (isPageFull ? ["answerSize"] : [])
      notes = summary.notes
      skipped = Dictionary(summary.skipped.map { ($0.reason, $0.documents) }, uniquingKeysWith: +)
    }

    private static func name(_ limit: SearchLimit) -> String {
      switch limit {
      case .matchLimit: "count"
      case .timeLimit: "timeout"
      case .cancelled: "cancelled"
      case .segmentFailed: "indexDamaged"
      }
    }
  }
}

/// One line of the NDJSON form: `{"type":"file",…}` any number of times, then `{"type":"done",…}` or
/// `{"type":"error",…}`.
enum SearchMessage: Encodable {
  case file(SearchAnswer.File)
  case done(SearchAnswer.Summary)
  case error(ProblemDocument)

  private enum Key: String, CodingKey { case type, file, summary, problem }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .file(let file):
      try container.encode("file", forKey: .type)
      try container.encode(file, forKey: .file)
    case .done(let summary):
      try container.encode("done", forKey: .type)
      try container.encode(summary, forKey: .summary)
    case .error(let problem):
      try container.encode("error", forKey: .type)
      try container.encode(problem, forKey: .problem)
    }
  }
}
