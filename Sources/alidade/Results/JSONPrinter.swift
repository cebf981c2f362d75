import Containers
import Search
import Syntax

/// JSON Lines: `begin`, `match` and `context`, `end` for each file, and one `summary`, with the members ripgrep
/// gives them and three more: `repo`, `commit`, `url`. Tools that read ripgrep's output read this.
final class JSONPrinter: ResultPrinter {
  private let output: OutputStream
  private let links: ResultLinks
  private let linesBefore: Int
  private let linesAfter: Int
  private var bytesPrinted = 0
  private var filesPrinted = 0

  init(_ output: OutputStream, _ links: ResultLinks, _ before: Int, _ after: Int) {
    self.output = output
    self.links = links
    linesBefore = before
    linesAfter = after
  }

  func print(_ file: FileMatch) {
    filesPrinted += 1
    let start = bytesPrinted
    write("begin", place(file, line: nil) + begin(file))
    for line in visibleLines(file, before: linesBefore, after: linesAfter) {
      write(line.isMatch ? "match" : "context", place(file, line: line.number) + members(line))
    }
    write(
      "end",
      place(file, line: nil) + [
        ("binary_offset", .null),
        (
          "stats",
          [
            "searches": 1, "searches_with_match": 1, "bytes_printed": .integer(bytesPrinted - start),
            "matched_lines": .integer(file.matchedLineCount), "matches": .integer(file.matchCount),
          ]
        ),
      ])
  }

  /// What every message of a file starts with.
  private func place(_ file: FileMatch, line: Int?) -> [(String, JSON)] {
    [
      ("path", .text(file.placement.path)),
      ("repo", .string(file.placement.repository)),
      ("commit", .optional(file.placement.commit?.hex)),
      ("url", .optional(links.url(file.placement, line: line))),
    ]
  }

  private func begin(_ file: FileMatch) -> [(String, JSON)] {
    let path = file.placement.path
    let marks: [JSON] = file.pathRanges.map { submatch($0, in: path) }
    let copies: [JSON] = file.copies.map {
      ["repo": .string($0.repository), "rev": .string($0.revision), "path": .text($0.path)]
    }
    return [
      ("rev", .string(file.placement.revision)),
      ("blob", .string(file.blob.hex)),
      ("language", .optional(file.language?.name)),
      ("path_submatches", .array(marks)),
      ("copies", .array(copies)),
      ("copy_count", .integer(file.copyCount)),
      ("score", .number(file.score)),
    ] + (file.symbols.isEmpty ? [] : [("symbols", .array(file.symbols.map(Self.symbol)))])
  }

  private static func symbol(_ symbol: FoundSymbol) -> JSON {
    [
      "name": .string(symbol.name), "kind": .string(symbol.kind.name),
      "containers": .array(symbol.containers.map { .string($0) }), "line_number": .integer(symbol.line),
      "end_line_number": .integer(symbol.lines.upperBound),
    ]
  }

  private func members(_ line: LineMatch) -> [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("lines", .text(line.text + [UInt8(ascii: "\n")])),
      ("line_number", .integer(line.number)),
      ("absolute_offset", .integer(line.byteOffset)),
      ("submatches", .array(line.ranges.map { submatch($0, in: line.text) })),
    ]
    // A very long line comes in part; `start` is how many bytes are missing in front.
    if !line.structures.isEmpty { members.append(("structures", .array(line.structures.map(structure)))) }
    if line.isCut { members.append(("cut", ["start": .integer(line.textStart)])) }
    return members
  }

  /// A match of a pattern of code: its lines, bytes of the file's text, and what its holes stand for.
  private func structure(_ result: StructureResult) -> JSON {
    [
      "line": .integer(result.lines.lowerBound), "end_line": .integer(result.lines.upperBound),
      "start": .integer(result.range.lowerBound), "end": .integer(result.range.upperBound),
      "captures": .object(result.captures.map { ($0.name, .text($0.text[...])) }),
    ]
  }

  private func submatch(_ range: Range<Int>, in text: [UInt8]) -> JSON {
    let range = range.clamped(to: text.indices)
    return [
      "match": .text(text[range]), "start": .integer(range.lowerBound), "end": .integer(range.upperBound),
    ]
  }

  func finish(_ summary: SearchSummary) {
    let numbers = summary.statistics
    let skipped: [JSON] = summary.skipped.map {
      ["reason": .string($0.reason), "documents": .integer($0.documents)]
    }
    write(
      "summary",
      [
        ("elapsed_total", .duration(numbers.elapsed)),
        (
          "stats",
          [
            "elapsed": .duration(numbers.elapsed), "searches": .integer(numbers.documentsVerified),
            "searches_with_match": .integer(numbers.matchedFiles),
            "bytes_searched": .integer(numbers.bytesVerified), "bytes_printed": .integer(bytesPrinted),
            "matched_lines": .integer(numbers.matchedLines), "matches": .integer(numbers.matches),
            "files_printed": .integer(filesPrinted), "repositories": .integer(numbers.matchedRepositories),
          ]
        ),
        ("complete", .boolean(summary.isComplete)),
        ("limits", .array(summary.limits.map { .string(limitText($0)) })),
        ("skipped", .array(skipped)),
        ("notes", .array(summary.notes.map { .string($0) })),
      ])
  }

  private func write(_ type: String, _ data: [(String, JSON)]) {
    let line = (["type": .string(type), "data": .object(data)] as JSON).line
    bytesPrinted += line.count
    output.write(line)
  }
}
