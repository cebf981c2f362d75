import Containers
import Search
import Syntax
import WebUI

extension Site {
  /// `/api/v1/repos/{repo}/-/file?rev=&path=&lines=`
  func file(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let name = call.arguments.text("repo")
    let revision = call.arguments["rev"]
    let path = call.arguments.text("path")
    let lines = call.arguments["lines"].flatMap(Self.lines)
    return try await run {
      let content = try service.content(repository: name, revision: revision, path: path)
      let part = FilePart(content, lines: lines)
      guard part.bytes.count <= ServerLimits.answerFileBytes else {
        let most = Format.bytes(ServerLimits.answerFileBytes)
        return call.visit.problem(
          .tooLarge,
          detail:
            "the part asked for has \(Format.bytes(part.bytes.count)), and \(most) are sent; use lines= or "
            + Links.raw(content.placement))
      }
      let place = IndexedRevision(content.placement.revision, commit: content.placement.commit)
      return call.reply(isPinned: place.isPinned(by: revision)) { json in
        APIAnswer.write(repository: name, place, to: &json)
        Self.write(content, part, to: &json)
      }
    }
  }

  private static func write(_ content: FileContent, _ part: FilePart, to json: inout JSONWriter) {
    let place = content.placement
    APIAnswer.write(place, to: &json)
    json.member("rawUrl", Links.raw(place))
    let head = content.bytes.prefix(detectionHeadLength)
    if let language = head.withUnsafeBytes({ detectLanguage(path: place.pathText, head: $0) }) {
      json.member("language", language.name)
    }
    json.member("size", content.bytes.count)
    json.member("isBinary", content.isBinary)
    if content.isBinary {
      json.member("bytes", JSONWriter.base64(part.bytes))
      return
    }
    json.member("lineCount", part.lineCount)
    if let range = part.range {
      json.member("firstLine", range.lowerBound)
      json.member("lastLine", range.upperBound)
    }
    json.member("text", part.bytes, bytesName: "bytes")
  }
}

/// Some lines of a file.
struct FilePart {
  /// Lines of the whole file.
  private(set) var lineCount = 0
  /// The lines in ``bytes``, from 1; nil for none, and for what is not text.
  private(set) var range: ClosedRange<Int>?
  private(set) var bytes: [UInt8] = []

  /// - Parameter lines: counted from 1; nil is all. Binary files come whole.
  init(_ content: FileContent, lines: ClosedRange<Int>?) {
    guard !content.isBinary else {
      bytes = content.bytes
      return
    }
    // One pass without a list of lines: a file may have hundreds of millions.
    var start = lines?.lowerBound == 1 || lines == nil ? 0 : nil
    var end = content.bytes.count
    var count = 0
    content.bytes.withUnsafeBufferPointer { text in
      for index in text.indices where text[index] == 0x0A {
        count += 1
        if let lines, count == lines.lowerBound - 1 { start = index + 1 }
        if let lines, count == lines.upperBound { end = index + 1 }
      }
      // What follows the last line break is a line if there is something.
      if let last = text.last, last != 0x0A { count += 1 }
    }
    lineCount = count
    let wanted = lines ?? 1...max(1, count)
    guard let start, wanted.lowerBound <= count else { return }
    range = wanted.lowerBound...min(wanted.upperBound, count)
    bytes = Array(content.bytes[start..<end])
  }
}
