/// A stretch of whole lines of a version of a file.
struct VersionPiece: Equatable {
  /// Where the bytes are: in the stored text, or in the version itself when they are new.
  var source: Int
  var length: Int
  var isNew: Bool
}

/// Finds the lines of a version in the text that is stored of the versions before it.
///
/// Goes through the version once. Where the lines go on as they did in the stored text nothing is looked up; elsewhere
/// the line is looked up by its hash and the longest of a few runs taken. Cost: about a nanosecond a byte.
enum VersionMatcher {
  /// Runs shorter than this are stored again: pointing at them would cost as much.
  static let shortestRun = 16

  /// The pieces of `version` in order; together they are the whole of it.
  static func pieces(
    of version: UnsafeRawBufferPointer, in stored: UnsafeRawBufferPointer, _ index: LineIndex
  ) -> [VersionPiece] {
    var pieces: [VersionPiece] = []
    var position = 0
    var newStart = 0
    var expected = 0
    while position < version.count {
      var source = expected
      var length = run(version, position, stored, expected)
      if length < shortestRun {
        let line = position..<min(LineFeeds.next(version, from: position) + 1, version.count)
        length = 0
        index.forEach(version, line) { candidate in
          let found = run(version, position, stored, candidate)
          if found > length { (source, length) = (candidate, found) }
        }
        guard length >= shortestRun else {
          position = line.upperBound
          continue
        }
      }
      let before = earlier(version, newStart..<position, stored, source)
      if position - before > newStart {
        pieces.append(VersionPiece(source: newStart, length: position - before - newStart, isNew: true))
      }
      pieces.append(VersionPiece(source: source - before, length: length + before, isNew: false))
      position += length
      newStart = position
      expected = source + length
    }
    if newStart < version.count {
      pieces.append(VersionPiece(source: newStart, length: version.count - newStart, isNew: true))
    }
    return pieces
  }

  /// Bytes from `position` on that are the same from `source` on, cut to whole lines of the version.
  private static func run(
    _ version: UnsafeRawBufferPointer, _ position: Int, _ stored: UnsafeRawBufferPointer, _ source: Int
  ) -> Int {
    var length = commonLength(version, position, stored, source)
    if position + length == version.count { return length }
    while length > 0, version[position &+ length &- 1] != 0x0A { length &-= 1 }
    return length
  }

  /// How many bytes from `position` of `left` on are those from `source` of `right` on.
  static func commonLength(
    _ left: UnsafeRawBufferPointer, _ position: Int, _ right: UnsafeRawBufferPointer, _ source: Int
  ) -> Int {
    guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
    let limit = min(left.count - position, right.count - source)
    var length = 0
    while length &+ 8 <= limit {
      let difference =
        first.loadUnaligned(fromByteOffset: position &+ length, as: UInt64.self).littleEndian
        ^ second.loadUnaligned(fromByteOffset: source &+ length, as: UInt64.self).littleEndian
      if difference != 0 { return length &+ difference.trailingZeroBitCount &>> 3 }
      length &+= 8
    }
    while length < limit, left[position &+ length] == right[source &+ length] { length &+= 1 }
    return length
  }

  /// Bytes before a match that match too: whole lines of `open`, new lines so far, at whose end the match begins.
  private static func earlier(
    _ version: UnsafeRawBufferPointer, _ open: Range<Int>, _ stored: UnsafeRawBufferPointer, _ source: Int
  ) -> Int {
    var length = 0
    var taken = 0
    while open.upperBound - length > open.lowerBound, source - length > 0,
      version[open.upperBound - length - 1] == stored[source - length - 1]
    {
      length += 1
      let isLineStart =
        open.upperBound - length == open.lowerBound || version[open.upperBound - length - 1] == 0x0A
      let isSourceStart = source - length == 0 || stored[source - length - 1] == 0x0A
      if isLineStart, isSourceStart { taken = length }
    }
    return taken
  }
}
