import Navigation
import Search
import Syntax
import WebUI

// What a name in a file means and where it is used, for readers: `?at=line:column` on the page of a file.
extension Site {
  /// The place that an address asks about; columns count bytes from 1 there.
  static func place(_ text: String) -> (line: Int, column: Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let line = Int(parts[0]), let column = Int(parts[1]),
      (1...100_000_000).contains(line),
      (1...100_000_000).contains(column)
    else { return nil }
    return (line, column - 1)
  }

  /// What the name at a place of `content` means. Blocks.
  func meaning(
    of place: (line: Int, column: Int), in content: FileContent, revision: String?,
    _ service: any SearchService
  ) throws -> MeaningView {
    let position = CodePosition(
      repository: content.placement.repository, revision: revision, path: content.placement.pathText,
      line: place.line, column: place.column)
    let name = Self.name(at: place, in: content.text)
    return MeaningView(
      place: position, name: name, answer: try navigator(service).answer(.hover, at: position))
  }

  /// `?at=12:5&show=meaning` and `&show=uses`: pages of what the file's own page shows as card and panel.
  func names(
    _ address: Route.FileAddress, at place: (line: Int, column: Int), showsUses: Bool, _ visit: Visit,
    _ service: any SearchService
  ) async throws -> Reply {
    let context = visit.context()
    return try await run { [self] in
      let content: FileContent
      do {
        content = try service.content(
          repository: address.repository, revision: address.revision, path: address.pathBytes)
      } catch let error as SearchError {
        switch error.kind {
        case .unknownRepository, .unknownRevision, .unknownFile: return visit.notFound()
        default: throw error
        }
      }
      let meaning = try meaning(of: place, in: content, revision: address.revision, service)
      guard showsUses else { return .html(meaning.page(context: context)) }
      let answer = try navigator(service).answer(
        .references(limit: ServerLimits.uses), at: meaning.place)
      return .html(UsesView(place: meaning.place, name: meaning.name, answer: answer).page(context: context))
    }
  }

  /// The name around a place of a text, as far as letters, digits and `_` go; empty where there is none.
  static func name(at place: (line: Int, column: Int), in text: [UInt8]) -> String {
    var start = 0
    var line = 1
    while line < place.line, let end = text[start...].firstIndex(of: 0x0A) {
      start = end + 1
      line += 1
    }
    let at = start + place.column
    guard line == place.line, at < text.count, isNameByte(text[at]) else { return "" }
    var range = at..<at + 1
    while range.lowerBound > start, isNameByte(text[range.lowerBound - 1]) {
      range = range.lowerBound - 1..<range.upperBound
    }
    while range.upperBound < text.count, isNameByte(text[range.upperBound]) {
      range = range.lowerBound..<range.upperBound + 1
    }
    return range.count <= nameLimit ? String(decoding: text[range], as: UTF8.self) : ""
  }

  /// Bytes of a name; a longer word is none.
  private static let nameLimit = 500

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...: true
    default: false
    }
  }
}
