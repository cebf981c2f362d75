import Containers
import Search
import Syntax
import WebUI

/// What `/api/v1/search` sends. A preview: names may change until the API's own issue is done.
///
/// As JSON: `{"query":…,"files":[…],"summary":{…}}`. As NDJSON: `{"type":"file","file":{…}}` any number of
/// times, then `{"type":"done","summary":{…}}` or `{"type":"error","problem":{…}}`.
enum SearchAnswer {
  /// The whole answer as one document.
  static func document(
    query: String, files: [FileMatch], summary: SearchSummary, isFull: Bool
  ) -> [UInt8] {
    JSONWriter.line { json in
      json.member("query", query)
      json.key("files")
      json.array { json in
        for file in files { json.object { write(file, to: &$0) } }
      }
      json.key("summary")
      json.object { write(summary, isFull: isFull, to: &$0) }
    }
  }

  /// One line about a file.
  static func message(_ file: FileMatch) -> [UInt8] {
    JSONWriter.line { json in
      json.member("type", "file")
      json.key("file")
      json.object { write(file, to: &$0) }
    }
  }

  /// The last line of a search that ended.
  static func message(_ summary: SearchSummary, isFull: Bool) -> [UInt8] {
    JSONWriter.line { json in
      json.member("type", "done")
      json.key("summary")
      json.object { write(summary, isFull: isFull, to: &$0) }
    }
  }

  /// The last line of a search that broke down.
  static func message(_ problem: ProblemDocument) -> [UInt8] {
    JSONWriter.line { json in
      json.member("type", "error")
      json.key("problem")
      json.object { problem.write(to: &$0) }
    }
  }

  private static func write(_ match: FileMatch, to json: inout JSONWriter) {
    let place = match.placement
    json.member("repository", place.repository)
    json.member("revision", place.revision)
    if let commit = place.commit { json.member("commit", commit.hex) }
    json.member("path", place.path, bytesName: "pathBytes")
    json.member("url", Links.file(place))
    if let language = match.language { json.member("language", language.name) }
    json.member("matches", match.matchCount)
    json.member("copies", match.copyCount)
    json.key("lines")
    json.array { json in
      for line in match.lines { json.object { write(line, to: &$0) } }
    }
  }

  /// `line` is 1-based; `ranges` are start and end of each match, as offsets in the bytes of the text.
  private static func write(_ line: LineMatch, to json: inout JSONWriter) {
    json.member("line", line.number)
    json.member("text", line.text, bytesName: "bytes")
    json.key("ranges")
    json.array { json in
      for range in line.ranges {
        json.array { json in
          json.value(range.lowerBound)
          json.value(range.upperBound)
        }
      }
    }
    if line.isCut {
      json.key("isCut")
      json.value(true)
    }
  }

  private static func write(_ summary: SearchSummary, isFull: Bool, to json: inout JSONWriter) {
    let numbers = summary.statistics
    json.member("matches", numbers.matches)
    json.member("files", numbers.matchedFiles)
    json.member("repositories", numbers.matchedRepositories)
    json.key("isComplete")
    json.value(summary.isComplete && !isFull)
    json.key("elapsedMilliseconds")
    json.value(numbers.elapsed)
    json.key("limits")
    json.array { json in
      for limit in summary.limits { json.value(name(limit)) }
      if isFull { json.value("answerSize") }
    }
    json.key("notes")
    json.array { json in
      for note in summary.notes { json.value(note) }
    }
    json.key("skipped")
    json.array { json in
      for skipped in summary.skipped {
        json.object { json in
          json.member("reason", skipped.reason)
          json.member("files", skipped.documents)
        }
      }
    }
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
