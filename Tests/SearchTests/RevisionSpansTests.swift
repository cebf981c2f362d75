import Platform
import Search
import Testing

@Suite struct Globs {
  @Test(arguments: [
    ("*", "anything", true), ("v*", "v1.2", true), ("v*", "release", false), ("release-?", "release-1", true),
    ("release-?", "release-10", false), ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-b-b", false), ("", "", true),
    ("", "a", false), ("**", "", true), ("[x]", "[x]", true),
  ])
  func `match whole names`(pattern: String, name: String, expected: Bool) {
    #expect(Glob.matches(pattern, name) == expected)
  }
}
