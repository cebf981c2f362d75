import RegexEngine
import Testing

@Suite struct `Matching` {
  @Test func `a literal is found`() throws {
    #expect(try matches("b+", "abbcb") == [1..<3, 4..<5])
  }
}

/// Every match of `pattern` in `text`.
func matches(_ pattern: String, _ text: String, options: RegexOptions = .init()) throws -> [Range<Int>] {
  let matcher = try Regex(pattern, options: options).makeMatcher()
  var result: [Range<Int>] = []
  Array(text.utf8).withUnsafeBytes { bytes in
    matcher.forEachMatch(in: bytes, range: 0..<bytes.count) { match in
      result.append(match)
      return true
    }
  }
  return result
}
