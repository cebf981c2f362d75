import RegexEngine

/// How well a term fits a path, from not at all to being the file's name.
enum PathQuality: UInt8 {
  case none = 0
  /// In a folder's name, or as a part of a word of the file's name.
  case part = 1
  /// A word of the file's name: `router` in `router_test.go`.
  case word = 2
  /// The file's name without its extension.
  case name = 3

  /// Matches looked at in one base name.
  private static let matchesMax = 8

  /// Judges the matches of `matcher` in `path`.
  static func of(_ path: UnsafeRawBufferPointer, _ matcher: Matcher) -> PathQuality {
    let inName = ofName(path, matcher)
    if inName != .none { return inName }
    return matcher.hasMatch(in: path, range: 0..<path.count) ? .part : .none
  }

  /// Judges those in the file's name alone.
  static func ofName(_ path: UnsafeRawBufferPointer, _ matcher: Matcher) -> PathQuality {
    let start = (path.lastIndex(of: 0x2F) ?? -1) + 1
    let stem = path[start...].firstIndex(of: 0x2E).flatMap { $0 > start ? $0 : nil } ?? path.count
    var best = PathQuality.none
    var count = 0
    matcher.forEachMatch(in: path, range: start..<path.count) { range in
      count += 1
      let quality: PathQuality
      if range.lowerBound == start, range.upperBound == stem || range.upperBound == path.count {
        quality = .name
      } else {
        quality = isWord(range, path) ? .word : .part
      }
      if quality.rawValue > best.rawValue { best = quality }
      return best != .name && count < matchesMax
    }
    return best
  }

  /// Words of file names end at punctuation, `_` among it, and where the case changes.
  private static func isWord(_ range: Range<Int>, _ path: UnsafeRawBufferPointer) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { MatchProbe.isWord(byte) && byte != 0x5F }
    func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
    let startsWord =
      range.lowerBound == 0 || !isLetter(path[range.lowerBound - 1])
      || (range.lowerBound < path.count && isUpper(path[range.lowerBound]) && !isUpper(path[range.lowerBound - 1]))
    let endsWord =
      range.upperBound == path.count || !isLetter(path[range.upperBound]) || isUpper(path[range.upperBound])
    return startsWord && endsWord
  }
}

/// How much of a file's name the words of a query spell together: `circular buffer` all of `CircularBuffer.swift`,
/// `env_posix` 60 % of `env_posix_test_helper.h`.
enum NameCoverage {
  /// Letters of a name that are looked at.
  private static let lettersMax = 64
  /// Matches of one word that are looked at.
  private static let matchesMax = 8

  /// The part of the letters and digits of the base name of `path`, without its extension, that lie in a match of
  /// one of `matchers`, 0 to 1.
  static func of(_ path: UnsafeRawBufferPointer, _ matchers: some Sequence<Matcher>) -> Double {
    let start = (path.lastIndex(of: 0x2F) ?? -1) + 1
    let stem = path[start...].firstIndex(of: 0x2E).flatMap { $0 > start ? $0 : nil } ?? path.count
    var letters: UInt64 = 0
    let end = min(stem, start + lettersMax)
    for index in start..<end where MatchProbe.isWord(path[index]) && path[index] != 0x5F {
      letters |= 1 << UInt64(index - start)
    }
    guard letters != 0 else { return 0 }
    var spelled: UInt64 = 0
    for matcher in matchers {
      var count = 0
      matcher.forEachMatch(in: path, range: start..<path.count) { range in
        for index in range where index < end { spelled |= 1 << UInt64(index - start) }
        count += 1
        return count < matchesMax
      }
    }
    return Double((spelled & letters).nonzeroBitCount) / Double(letters.nonzeroBitCount)
  }
}
