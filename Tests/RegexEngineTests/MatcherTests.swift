import RegexEngine
import Testing

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

/// Cases in text form: `«…»` marks each match that is wanted.
@Suite struct `Matching` {
  @Test(arguments: [
    ("b+", "a«bb»c«b»"), ("foo", "«foo» x«foo»fo«foo»"), ("a|ab", "«a»b"), ("ab|a", "«ab»"), ("a*?", "«»a«»"),
    ("a+?", "«a»«a»"),
    ("(?i)straße", "«STRAßE» «Straẞe» strasse"), ("(?i)kelvin", "«\u{212A}elvin» «KELVIN»"),
    ("\\bé", "«é» xé"), ("中+", "a«中中»b"),
    ("^b?", "«»a\n«b»\n«»"), ("a$", "a b «a»\n«a»"), ("\\Aa", "«a»\na"), ("a\\z", "a\n«a»"),
    ("x*", "«xx»a«x»"), ("\\d{2,3}", "1 «12» «123»«45»"),
    ("[^\\n]+", "«ab»\n«c»"), ("(?s).+", "«a\nb»"), ("\\x{1F600}|b", "«😀»a«b»"), ("(a|b)*c", "«ababc»x«c»"),
    ("\\<w", "«w»w «w»"),
    ("w\\>", "w«w» «w»"), ("[a-z]+_init", "«foo_init» _init «bar_init»"), ("0x[0-9a-f]+", "«0x1f» 0x 0xg"),
  ])
  func `finds what is marked`(_ pattern: String, _ marked: String) throws {
    var text = ""
    var wanted: [Range<Int>] = []
    var start = 0
    for character in marked {
      switch character {
      case "«": start = text.utf8.count
      case "»": wanted.append(start..<text.utf8.count)
      default: text.append(character)
      }
    }
    #expect(try matches(pattern, text) == wanted)
  }
}
