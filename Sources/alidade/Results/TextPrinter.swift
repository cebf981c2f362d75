import Containers
import Search

/// Lines for people and for pipes: under the name of their file, or each with `repo:path:line:`.
final class TextPrinter: ResultPrinter {
  private let output: OutputStream
  private let writer: LineWriter
  private let linesBefore: Int
  private let linesAfter: Int
  private let hasHeadings: Bool
  private var isFirst = true

  init(_ output: OutputStream, _ writer: LineWriter, _ before: Int, _ after: Int, hasHeadings: Bool) {
    self.output = output
    self.writer = writer
    linesBefore = before
    linesAfter = after
    self.hasHeadings = hasHeadings
  }

  func print(_ file: FileMatch) {
    var text: [UInt8] = []
    if hasHeadings { appendHeading(file, &text) }
    var previous: Int?
    let lines = visibleLines(file, before: linesBefore, after: linesAfter)
    let hasContext = linesBefore + linesAfter > 0
    if !hasHeadings, hasContext, !isFirst, !lines.isEmpty { text += "--\n".utf8 }
    for line in lines {
      if let previous, hasContext, line.number > previous + 1 { text += "--\n".utf8 }
      previous = line.number
      append(line, file, &text)
    }
    if lines.isEmpty, !hasHeadings { appendNameOnly(file, &text) }
    if hasHeadings { appendRemarks(file, &text) }
    isFirst = false
    output.write(text)
  }

  private func append(_ line: LineMatch, _ file: FileMatch, _ text: inout [UInt8]) {
    let separator = line.isMatch ? UInt8(ascii: ":") : UInt8(ascii: "-")
    if !hasHeadings {
      writer.appendName(file.placement, to: &text)
      text.append(writer.usesNullBytes ? 0 : separator)
    }
    writer.appendNumber(line.number, file.placement, to: &text)
    text.append(separator)
    if hasHeadings, line.isMatch, let symbol = file.symbols.first(where: { $0.line == line.number }) {
      let place = symbol.containers.isEmpty ? "" : " of \(symbol.containers.joined(separator: "."))"
      writer.style.append("\(symbol.kind.name)".utf8, .dim, to: &text)
      writer.style.appendSafely(Array("\(place)".utf8)[...], .dim, to: &text)
      text += ": ".utf8
    }
    writer.appendText(line, to: &text)
  }

  private func appendHeading(_ file: FileMatch, _ text: inout [UInt8]) {
    if !isFirst { text.append(UInt8(ascii: "\n")) }
    writer.appendName(file.placement, to: &text)
    text.append(writer.usesNullBytes ? 0 : UInt8(ascii: "\n"))
  }

  /// A file found by its path alone.
  private func appendNameOnly(_ file: FileMatch, _ text: inout [UInt8]) {
    writer.appendName(file.placement, to: &text)
    text.append(writer.usesNullBytes ? 0 : UInt8(ascii: "\n"))
  }

  /// What is not shown, and where else the file is.
  private func appendRemarks(_ file: FileMatch, _ text: inout [UInt8]) {
    let shown = file.lines.count { $0.isMatch }
    if file.matchedLineCount > shown, shown > 0 {
      let more = counted(file.matchedLineCount - shown, "more matching line")
      writer.style.append("… \(more)".utf8, .dim, to: &text)
      text.append(UInt8(ascii: "\n"))
    }
    let copies = file.copyCount
    if copies > 0 {
      writer.style.append(
        "and \(counted(copies, "identical copy", "identical copies"))".utf8, .dim, to: &text)
      text.append(UInt8(ascii: "\n"))
    }
  }
}

/// Only names, or names with the number of matching lines.
final class NamePrinter: ResultPrinter {
  private let output: OutputStream
  private let writer: LineWriter
  private let withCounts: Bool

  init(_ output: OutputStream, _ writer: LineWriter, withCounts: Bool) {
    self.output = output
    self.writer = writer
    self.withCounts = withCounts
  }

  /// Copies are listed too: whoever asks for names wants to go through the files.
  func print(_ file: FileMatch) {
    var text: [UInt8] = []
    for placement in [file.placement] + file.copies {
      writer.appendName(placement, to: &text)
      if withCounts {
        text += writer.usesNullBytes ? [0] : Array(":".utf8)
        text += "\(file.matchedLineCount)\n".utf8
      } else {
        text.append(writer.usesNullBytes ? 0 : UInt8(ascii: "\n"))
      }
    }
    output.write(text)
  }
}

/// One line for each match, as the quickfix lists of editors read it.
final class VimgrepPrinter: ResultPrinter {
  private let output: OutputStream
  private let style: Style
  private let links: ResultLinks

  init(_ output: OutputStream, _ style: Style, _ links: ResultLinks) {
    self.output = output
    self.style = style
    self.links = links
  }

  func print(_ file: FileMatch) {
    let name = links.localPath(file.placement) ?? LineWriter.name(file.placement)
    var text: [UInt8] = []
    for line in file.lines where line.isMatch {
      for range in line.ranges {
        append(name, line.number, line.textStart + range.lowerBound + 1, line.text[...], &text)
      }
    }
    if file.lines.isEmpty { append(name, 1, 1, [], &text) }
    output.write(text)
  }

  private func append(
    _ name: [UInt8], _ line: Int, _ column: Int, _ content: ArraySlice<UInt8>, _ text: inout [UInt8]
  ) {
    style.appendSafely(name, to: &text)
    text += ":\(line):\(column):".utf8
    style.appendSafely(content, to: &text)
    text.append(UInt8(ascii: "\n"))
  }
}
