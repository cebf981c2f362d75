package import Search

/// The page `/r/{repo}@{rev}/-/blob/{path}`: one file, all of it.
package struct FilePage: Sendable {
  /// Where the file is.
  package var placement: PlacementName
  /// Its bytes, as in the repository.
  package var bytes: [UInt8]
  /// True when it is not text.
  package var isBinary: Bool
  /// The language, when known.
  package var language: String?
  /// 1-based lines to mark, from `?L=10-20`.
  package var marked: ClosedRange<Int>?
  /// 1-based part of a file that is too long for one page.
  package var part: Int
  /// What is known of the repository, for other revisions.
  package var repository: RepositoryInfo?

  /// A page of `bytes`.
  package init(
    placement: PlacementName, bytes: [UInt8], isBinary: Bool, language: String?, marked: ClosedRange<Int>?,
    part: Int, repository: RepositoryInfo?
  ) {
    self.placement = placement
    self.bytes = bytes
    self.isBinary = isBinary
    self.language = language
    self.marked = marked
    self.part = part
    self.repository = repository
  }

  /// Lines of a file that is shown whole.
  static let wholeLineLimit = 30_000
  /// Bytes of a file that is shown whole.
  static let wholeByteLimit = 4_000_000
  /// Lines of each part of a larger file.
  static let partLineCount = 10_000
  /// Bytes of each part at most: ten thousand lines of a minified file are too much for any browser.
  static let partByteLimit = 4_000_000
  /// Bytes of one line shown; a browser lays out a longer one badly.
  static let lineByteLimit = 100_000
  /// Lines drawn as one block, which the browser can skip when it is out of sight (UX.md §8).
  static let blockLineCount = 100
}

extension FilePage {
  /// The lines on this page, as ranges of ``bytes`` without line ends.
  struct Part {
    /// 1-based number of the first line.
    var firstLine: Int
    /// Byte ranges, without `\n` and `\r\n`.
    var lines: [Range<Int>]
    /// Lines of the whole file.
    var lineCount: Int
    /// 1 when the whole file is on one page.
    var partCount: Int
    /// Which part this is, 1-based.
    var number: Int
  }

  /// Cuts the file into lines and picks those of the part asked for. One pass over the bytes.
  func cut() -> Part {
    var lines: [Range<Int>] = []
    var start = 0
    bytes.withUnsafeBufferPointer { buffer in
      for index in buffer.indices where buffer[index] == 0x0A {
        let end = index > start && buffer[index &- 1] == 0x0D ? index &- 1 : index
        lines.append(start..<end)
        start = index &+ 1
      }
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    if lines.count <= Self.wholeLineLimit, bytes.count <= Self.wholeByteLimit {
      return Part(firstLine: 1, lines: lines, lineCount: lines.count, partCount: 1, number: 1)
    }
    var starts = [0]
    for index in lines.indices {
      let first = starts[starts.count - 1]
      let isTooLong = index - first >= Self.partLineCount
      if isTooLong
        || (index > first && lines[index].upperBound - lines[first].lowerBound > Self.partByteLimit)
      {
        starts.append(index)
      }
    }
    // A line asked for decides the part; the reader need not know which one it is in.
    let wanted = marked.map { line in (starts.lastIndex { $0 < line.lowerBound } ?? 0) + 1 } ?? part
    let number = min(max(1, wanted), starts.count)
    let end = number < starts.count ? starts[number] : lines.count
    return Part(
      firstLine: starts[number - 1] + 1, lines: Array(lines[starts[number - 1]..<end]),
      lineCount: lines.count,
      partCount: starts.count, number: number)
  }

  /// Direction controls in the text, which can make a line look like another one.
  var hasBidiControls: Bool {
    // All of them start with D8 or E2 in UTF-8, so most files are settled by one scan.
    guard bytes.contains(0xE2) || bytes.contains(0xD8) else { return false }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.contains(where: Escaping.isBidiControl)
  }
}
