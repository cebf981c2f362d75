// Runs cases that another program makes up: the other half of scripts/fuzz-regex.py.
//
// Input, repeated: one byte of options, then pattern and text, each as a 32-bit length (little-endian) and
// bytes. Output, one line per case: "error: <reason>", or the matches as "start-end", then "|" and the groups
// of the first match ("-" for one that took no part). Machines that do not agree give "disagree: <what>".
import Foundation
import RegexEngine

/// Reads from standard input in large pieces.
struct InputReader {
  private var buffer: [UInt8] = []
  private var index = 0

  mutating func bytes(_ count: Int) -> [UInt8]? {
    while buffer.count - index < count {
      let more = FileHandle.standardInput.availableData
      if more.isEmpty { return nil }
      buffer.removeFirst(index)
      index = 0
      buffer += more
    }
    index += count
    return Array(buffer[index - count..<index])
  }

  mutating func lengthAndBytes() -> [UInt8]? {
    guard let length = bytes(4) else { return nil }
    return bytes(length.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) })
  }
}

func text(_ range: Range<Int>?) -> String { range.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "-" }

func answer(_ pattern: String, _ options: RegexOptions, _ haystack: [UInt8]) -> String {
  let regex: Regex
  do {
    regex = try Regex(pattern, options: options)
  } catch {
    return "error: \(error) at \(error.range)"
  }
  return haystack.withUnsafeBytes { bytes in
    var answers: [String] = []
    for machines in MatcherMachines.allCases {
      let matcher = regex.makeMatcher(machines)
      var spans: [String] = []
      matcher.forEachMatch(in: bytes, range: 0..<bytes.count) {
        spans.append(text($0))
        return true
      }
      if matcher.hasMatch(in: bytes, range: 0..<bytes.count) == spans.isEmpty { spans.append("hasMatch?") }
      let groups = matcher.captures(in: bytes, range: 0..<bytes.count) ?? []
      answers.append((spans + ["|"] + groups.map(text)).joined(separator: " "))
    }
    let agree = answers.allSatisfy { $0 == answers[0] }
    return agree ? answers[0] : "disagree: " + answers.joined(separator: " / ")
  }
}

var reader = InputReader()
var output = ""
while let flags = reader.bytes(1), let pattern = reader.lengthAndBytes(),
  let haystack = reader.lengthAndBytes()
{
  var options = RegexOptions()
  options.caseInsensitive = flags[0] & 1 != 0
  options.multiLine = flags[0] & 2 == 0
  options.dotMatchesNewline = flags[0] & 4 != 0
  options.swapGreed = flags[0] & 8 != 0
  options.lineOriented = flags[0] & 16 != 0
  output += answer(String(decoding: pattern, as: UTF8.self), options, haystack) + "\n"
  if output.utf8.count > 1 << 16 {
    FileHandle.standardOutput.write(Data(output.utf8))
    output = ""
  }
}
FileHandle.standardOutput.write(Data(output.utf8))
