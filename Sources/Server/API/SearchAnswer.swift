import Containers
import QueryEngine
import Search
import Syntax
import WebUI

/// What `/api/v1/search` sends: the same members whether as one document, as lines or as events.
///
/// A stream has any number of `matches` (to be added), `progress` and `filters` (each replaces the last) and
/// `alert`, then exactly one `done` or `error`. ``APIModel`` says what is in them.
enum SearchAnswer {
  /// The names of messages.
  enum Message: String, CaseIterable {
    case matches, progress, filters, alert, done, error
  }

  /// The members of `FileMatch`.
  static func write(_ match: FileMatch, to json: inout JSONWriter) {
    write(match.placement, to: &json)
    if let link = Links.permalink(match.placement), !match.placement.path.isEmpty {
      json.member("permalink", link)
    }
    if let language = match.language { json.member("language", language.name) }
    json.member("blob", match.blob.hex)
    json.member("matches", match.matchCount)
    json.member("matchingLines", match.matchedLineCount)
    json.key("pathRanges")
    write(match.pathRanges, to: &json)
    json.key("copies")
    json.array { json in
      for copy in match.copies { json.object { write(copy, to: &$0) } }
    }
    json.member("copyCount", match.copyCount)
    if !match.symbols.isEmpty {
      json.key("symbols")
      json.array { json in
        for symbol in match.symbols { json.object { write(symbol, to: &$0) } }
      }
    }
    json.key("lines")
    json.array { json in
      for line in match.lines { json.object { write(line, to: &$0) } }
    }
  }

  /// The members of `FilePlace`.
  private static func write(_ place: PlacementName, to json: inout JSONWriter) {
    json.member("repository", place.repository)
    json.member("revision", place.revision)
    json.member("isDefaultRevision", place.isDefaultRevision)
    if let commit = place.commit { json.member("commit", commit.hex) }
    APIAnswer.write(place, to: &json)
  }

  private static func write(_ symbol: FoundSymbol, to json: inout JSONWriter) {
    json.member("name", symbol.name)
    json.member("kind", symbol.kind.name)
    json.key("containers")
    json.array { json in for name in symbol.containers { json.value(name) } }
    json.member("line", symbol.line)
    json.member("endLine", symbol.lines.upperBound)
  }

  private static func write(_ line: LineMatch, to json: inout JSONWriter) {
    json.member("line", line.number)
    json.member("offset", line.byteOffset)
    json.member("text", line.text, bytesName: "bytes")
    if line.isCut {
      json.member("isCut", true)
      json.member("textStart", line.textStart)
    }
    json.member("isMatch", line.isMatch)
    json.key("ranges")
    write(line.ranges, to: &json)
    if !line.structures.isEmpty { write(line.structures, to: &json) }
  }

  /// The member `structures`.
  private static func write(_ structures: [StructureResult], to json: inout JSONWriter) {
    json.key("structures")
    json.array { json in
      for found in structures {
        json.object { json in
          json.member("from", found.range.lowerBound)
          json.member("to", found.range.upperBound)
          json.member("endLine", found.lines.upperBound)
          json.key("captures")
          json.array { json in
            for capture in found.captures {
              json.object { json in
                json.member("name", capture.name)
                json.member("text", String(decoding: capture.text, as: UTF8.self))
                json.member("from", capture.range.lowerBound)
                json.member("to", capture.range.upperBound)
              }
            }
          }
        }
      }
    }
  }

  private static func write(_ ranges: [Range<Int>], to json: inout JSONWriter) {
    json.array { json in
      for range in ranges {
        json.array { json in
          json.value(range.lowerBound)
          json.value(range.upperBound)
        }
      }
    }
  }

  /// The members of `SearchProgress`.
  static func write(_ numbers: SearchStatistics, to json: inout JSONWriter) {
    json.member("matches", numbers.matches)
    json.member("files", numbers.matchedFiles)
    json.member("repositories", numbers.matchedRepositories)
    json.key("elapsedMilliseconds")
    json.value(numbers.elapsed)
  }

  /// `SearchFilter`s, each with the query it leads to.
  static func write(_ facets: [Facet], query: String, to json: inout JSONWriter) {
    json.array { json in
      for facet in facets {
        json.object { json in
          json.member("kind", facet.kind.rawValue)
          json.member("isExact", facet.isExact)
          json.key("values")
          json.array { json in
            for value in facet.values {
              json.object { json in
                json.member("label", value.label)
                json.member("count", value.count)
                // "Unknown language" and the like have no filter.
                guard !value.filterText.isEmpty else { return }
                json.member("filter", value.filterText)
                json.member("query", Query.adding(value.filterText, to: query))
              }
            }
          }
        }
      }
    }
  }

  /// The members of `SearchDone`.
  static func write(_ end: SearchEnd, to json: inout JSONWriter) {
    let numbers = end.summary.statistics
    json.member("isComplete", end.summary.isComplete && !end.isFull)
    if let cursor = end.cursor { json.member("cursor", cursor) }
    write(numbers, to: &json)
    if let first = numbers.firstResult {
      json.key("firstResultMilliseconds")
      json.value(first)
    }
    json.key("planningMilliseconds")
    json.value(numbers.planning)
    json.member("documents", numbers.documentsTotal)
    json.member("candidateBlocks", numbers.candidateBlocks)
    json.member("documentsVerified", numbers.documentsVerified)
    json.member("bytesVerified", numbers.bytesVerified)
    write(end.summary.skipped, to: &json)
  }

  /// The member `skipped`.
  static func write(_ skipped: [SkippedCount], to json: inout JSONWriter) {
    json.key("skipped")
    json.array { json in
      for part in skipped {
        json.object { json in
          json.member("reason", part.reason)
          json.member("files", part.documents)
          json.member("query", "lang:skipped")
        }
      }
    }
  }

  /// One `SearchAlert`.
  static func write(_ alert: SearchAlert, to json: inout JSONWriter) {
    json.member("kind", alert.kind.rawValue)
    json.member("message", alert.message)
    if let fix = alert.fix { json.member("fix", fix) }
    if let query = alert.query { json.member("query", query) }
  }
}

/// How an answer ended.
struct SearchEnd: Sendable {
  var summary = SearchSummary()
  /// True when the answer is as large as answers get, and results are left out.
  var isFull = false
  /// Of the next page.
  var cursor: String?
}

/// Why an answer is not everything, or what else a reader should know, with a way out.
struct SearchAlert: Sendable, Equatable {
  /// For programs.
  enum Kind: String, Sendable, CaseIterable {
    case matchLimit, timeLimit, cancelled, indexDamaged, answerSize, notParsed, note
  }

  var kind: Kind
  var message: String
  /// In words.
  var fix: String?
  /// The query with the fix made.
  var query: String?

  /// All there is to say about `end`.
  static func alerts(_ end: SearchEnd, query: String) -> [SearchAlert] {
    var alerts = end.summary.limits.map { alert($0, query: query) }
    if end.isFull {
      alerts.append(
        SearchAlert(
          kind: .answerSize, message: "the answer is as large as answers get; results are left out",
          fix: end.cursor == nil ? "narrow the query, or ask for a smaller limit=" : "go on with cursor="))
    }
    return alerts + end.summary.notes.map { SearchAlert(kind: .note, message: $0) }
  }

  private static func alert(_ limit: SearchLimit, query: String) -> SearchAlert {
    switch limit {
    case .matchLimit(let shown):
      return SearchAlert(
        kind: .matchLimit, message: "more was found than the \(Format.count(shown, "matching line")) sent",
        fix: "count all matches with count:all, or narrow the query",
        query: Query.adding("count:all", to: query))
    case .timeLimit(let duration):
      let seconds = max(30, Int(duration.components.seconds) * 6)
      return SearchAlert(
        kind: .timeLimit, message: "the search stopped after \(Format.duration(duration))",
        fix: "give it more time, or add a longer word, repo: or file:",
        query: Query.adding("timeout:\(seconds)s", to: query))
    case .cancelled: return SearchAlert(kind: .cancelled, message: "the search was stopped")
    case .busy(let duration):
      return SearchAlert(
        kind: .timeLimit,
        message: "the search stopped after \(Format.duration(duration)): the server is busy with others that take long",
        fix: "try again, or add a longer word, repo: or file:")
    case .notParsed(let files, let reason):
      return SearchAlert(
        kind: .notParsed,
        message: "\(Format.count(files, "file")) with the words of the pattern not read as code: \(reason)")
    case .segmentFailed(let name, let reason):
      return SearchAlert(
        kind: .indexDamaged, message: "a part of the index could not be read: \(name): \(reason)",
        fix: "run “alidade doctor” on the server")
    }
  }
}
