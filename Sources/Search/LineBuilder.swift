import Containers
import QueryEngine
import SearchIndex

/// Cuts the lines with matches, and the lines around them, out of a document's text.
struct LineBuilder {
  let segment: Segment
  let record: DocumentRecord
  let nextFirstBlock: UInt32
  let text: UnsafeRawBufferPointer
  let contextLines: Int

  /// The lines of `matches` (ascending) with context, at most `limit` matching ones.
  func lines(_ matches: [TextMatch], limit: Int) -> [LineMatch] {
    var lines: [LineMatch] = []
    if contextLines == 0 { lines.reserveCapacity(min(limit, matches.count)) }
    var matching = 0
    var place = (number: 1, start: 0)
    var index = 0
    while index < matches.count, matching < limit {
      let match = matches[index].range
      place = advance(place, to: match.lowerBound)
      // A match that spans lines marks each of them.
      var end = endOfLine(place.start)
      var ranges: [Range<Int>] = []
      var reach = match.lowerBound
      while index < matches.count, matches[index].range.lowerBound <= end {
        let range = matches[index].range
        append(max(range.lowerBound, place.start)..<min(range.upperBound, end), from: place.start, to: &ranges)
        reach = max(reach, range.upperBound)
        index += 1
      }
      addContext(before: place, to: &lines)
      lines.append(line(place, end, ranges, isMatch: true))
      matching += 1
      while reach > end + 1, end < text.count, matching < limit {
        place = (place.number + 1, end + 1)
        end = endOfLine(place.start)
        // The indentation of a line is not what was looked for.
        let last = min(reach, end)
        let first = text[place.start..<last].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? last
        ranges = first < last ? [first - place.start..<last - place.start] : []
        while index < matches.count, matches[index].range.lowerBound <= end {
          let range = matches[index].range
          append(range.lowerBound..<min(range.upperBound, end), from: place.start, to: &ranges)
          reach = max(reach, range.upperBound)
          index += 1
        }
        lines.append(line(place, end, ranges, isMatch: true))
        matching += 1
      }
      let next = index < matches.count ? matches[index].range.lowerBound : text.count + 1
      addContext(after: place, end: end, before: next, to: &lines)
    }
    return lines
  }

  /// The matches with only those parts of them that lie in their first `limit` lines.
  func firstLines(of matches: [TextMatch], limit: Int) -> [TextMatch] {
    matches.map { match in
      var shown = match
      var end = match.range.lowerBound
      for _ in 0..<limit {
        end = endOfLine(end) + 1
        if end > match.range.upperBound { return match }
      }
      shown.range = match.range.lowerBound..<max(match.range.lowerBound, end - 1)
      return shown
    }
  }

  /// Takes up a range of the text as one of the line that begins at `start`. Ranges of several atoms may overlap; they
  /// are joined so that marks never nest. Neighbours stay two matches.
  private func append(_ found: Range<Int>, from start: Int, to ranges: inout [Range<Int>]) {
    let range = found.lowerBound - start..<found.upperBound - start
    if let last = ranges.last, range.lowerBound < last.upperBound {
      ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    } else if ranges.last != range {
      ranges.append(range)
    }
  }

  /// Bytes in which counting lines costs less than looking up the block.
  private static let countedMax = 2048

  /// The line that holds `offset`, from a known line at or before it or from the start of the offset's block.
  private func advance(_ known: (number: Int, start: Int), to offset: Int) -> (number: Int, start: Int) {
    var place = known
    // What is near is counted from the known line; else the blocks are asked.
    if offset - known.start > Self.countedMax, record.firstBlock < nextFirstBlock {
      func start(_ block: Int) -> Int {
        segment.blockRange(UInt32(block), in: record, nextFirstBlock: nextFirstBlock).lowerBound
      }
      let block = (Int(record.firstBlock)..<Int(nextFirstBlock)).partitionFloor { start($0) <= offset }
      if start(block) > place.start { place = (segment.linesBefore(block: UInt32(block)) + 1, start(block)) }
    }
    // Count the lines up to the offset, then go back to the start of its line.
    var start = min(offset, text.count)
    place.number += LineFeeds.count(UnsafeRawBufferPointer(rebasing: text[place.start..<start]))
    while start > place.start, text[start - 1] != 0x0A { start -= 1 }
    return (place.number, start)
  }

  private func endOfLine(_ start: Int) -> Int {
    LineFeeds.next(text, from: start)
  }

  private func addContext(before place: (number: Int, start: Int), to lines: inout [LineMatch]) {
    guard contextLines > 0 else { return }
    let shown = lines.last?.number ?? 0
    var added: [LineMatch] = []
    var start = place.start
    var number = place.number
    while added.count < contextLines, number - 1 > shown, start > 0 {
      let end = start - 1
      start = end
      while start > 0, text[start - 1] != 0x0A { start -= 1 }
      number -= 1
      added.append(line((number, start), end, [], isMatch: false))
    }
    lines += added.reversed()
  }

  private func addContext(
    after place: (number: Int, start: Int), end: Int, before next: Int, to lines: inout [LineMatch]
  ) {
    guard contextLines > 0 else { return }
    var end = end
    var number = place.number
    for _ in 0..<contextLines {
      let start = end + 1
      guard start < text.count else { return }
      end = endOfLine(start)
      if next <= end { return }
      number += 1
      lines.append(line((number, start), end, [], isMatch: false))
    }
  }

  /// One line, cut around its first match when it is very long. `ranges` count from its start.
  private func line(
    _ place: (number: Int, start: Int), _ end: Int, _ ranges: [Range<Int>], isMatch: Bool
  ) -> LineMatch {
    let limit = LineMatch.textLimit
    if end - place.start <= limit {
      return LineMatch(
        number: place.number, byteOffset: place.start, text: Array(text[place.start..<end]), textStart: 0,
        isCut: false, ranges: ranges, isMatch: isMatch)
    }
    let first = place.start + (ranges.first?.lowerBound ?? 0)
    var lower = max(place.start, min(first - limit / 4, end - limit))
    // Not in the middle of a character.
    while lower > place.start, text[lower] & 0xC0 == 0x80 { lower -= 1 }
    var upper = min(end, lower + limit)
    while upper < end, text[upper] & 0xC0 == 0x80 { upper -= 1 }
    let (start, count) = (lower - place.start, upper - lower)
    let shown = ranges.compactMap { range -> Range<Int>? in
      let from = max(range.lowerBound - start, 0)
      let to = min(range.upperBound - start, count)
      return from <= to && from <= count ? from..<to : nil
    }
    return LineMatch(
      number: place.number, byteOffset: place.start, text: Array(text[lower..<upper]), textStart: start,
      isCut: true, ranges: shown, isMatch: isMatch)
  }
}
