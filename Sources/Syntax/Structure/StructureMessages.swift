/// What the process that parses says about a pattern.
package enum StructureReply: Sendable, Equatable {
  /// There is no grammar.
  case noGrammar
  /// The code is none in this language.
  case fault(StructuralPatternError)
  /// What is known before any text is read.
  case plan(StructureOutline)
  /// Where it matches in a text.
  case matches(StructureMatches)
}

/// What a search needs to know of a ``StructurePlan``.
package struct StructureOutline: Sendable, Equatable {
  /// Texts that a match holds, see ``StructurePlan/runs``.
  package var runs: [[StructurePlan.Token]]
  /// How comments look, see ``StructurePlan/comments``.
  package var comments: [String]
  /// What the grammar calls the node that is looked for.
  package var rootName: String

  /// An outline from its parts.
  package init(runs: [[StructurePlan.Token]], comments: [String], rootName: String) {
    (self.runs, self.comments, self.rootName) = (runs, comments, rootName)
  }
}

// Replies as bytes, for the pipe between the process that parses and the one that asks:
//
//     kind       0 no grammar, 1 fault, 2 plan, 3 matches
//     fault      description, suggestion (empty for none), start, length
//     plan       runs: count, then for each: count of tokens, then for each: text, whether it is a word
//                comments: count, then texts; name of the root
//     matches    whether complete, count, then for each: start, length, count of captures, then for each:
//                variable, start, length
//
// Numbers are unsigned, seven bits to a byte, lowest first; texts have their length before them. Both ends are the
// same program: there is no version.
extension StructureReply {
  /// The reply as bytes.
  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .noGrammar: bytes.append(0)
    case .fault(let error):
      bytes.append(1)
      bytes.write(Array(error.description.utf8))
      bytes.write(Array((error.suggestion ?? "").utf8))
      bytes.write(error.range)
    case .plan(let plan):
      bytes.append(2)
      bytes.write(plan.runs.count)
      for run in plan.runs {
        bytes.write(run.count)
        for token in run {
          bytes.write(token.text)
          bytes.write(token.isWord ? 1 : 0)
        }
      }
      bytes.write(plan.comments.count)
      for comment in plan.comments { bytes.write(Array(comment.utf8)) }
      bytes.write(Array(plan.rootName.utf8))
    case .matches(let found):
      bytes.append(3)
      bytes.write(found.isComplete ? 1 : 0)
      bytes.write(found.matches.count)
      for match in found.matches {
        bytes.write(match.range)
        bytes.write(match.captures.count)
        for capture in match.captures {
          bytes.write(capture.variable)
          bytes.write(capture.range)
        }
      }
    }
    return bytes
  }

  /// The reply about a pattern of `patternCount` bytes or a text of `textCount`; nil when the bytes are damaged or
  /// speak of places outside of them.
  package init?(decoding bytes: [UInt8], patternCount: Int, textCount: Int = 0) {
    var reader = ReplyReader(bytes: bytes, at: 1)
    switch bytes.first {
    case 0: self = .noGrammar
    case 1:
      let (description, suggestion) = (reader.text(), reader.text())
      let range = reader.range(max: patternCount)
      self = .fault(
        StructuralPatternError(
          String(decoding: description, as: UTF8.self), range,
          suggestion.isEmpty ? nil : String(decoding: suggestion, as: UTF8.self)))
    case 2:
      let runs = reader.list(max: StructuralPattern.lengthMax) { reader in
        reader.list(max: StructuralPattern.lengthMax) { reader in
          StructurePlan.Token(text: reader.text(), isWord: reader.number() == 1)
        }
      }
      let comments = reader.list(max: 16) { String(decoding: $0.text(), as: UTF8.self) }
      self = .plan(
        StructureOutline(
          runs: runs, comments: comments, rootName: String(decoding: reader.text(), as: UTF8.self)))
    case 3:
      var found = StructureMatches()
      found.isComplete = reader.number() == 1
      found.matches = reader.list(max: StructureMatches.matchesMax) { reader in
        let range = reader.range(max: textCount)
        return StructureMatch(
          range: range,
          captures: reader.list(max: StructuralPattern.holesMax) { reader in
            StructureMatch.Capture(variable: reader.number(), range: reader.range(max: textCount))
          })
      }
      self = .matches(found)
    default: return nil
    }
    guard reader.isSound else { return nil }
  }
}

extension [UInt8] {
  fileprivate mutating func write(_ value: Int) {
    var rest = UInt64(Swift.max(0, value))
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  fileprivate mutating func write(_ text: [UInt8]) {
    write(text.count)
    self += text
  }

  fileprivate mutating func write(_ range: Range<Int>) {
    write(range.lowerBound)
    write(range.count)
  }
}

private struct ReplyReader {
  let bytes: [UInt8]
  var at: Int
  var isSound = true

  init(bytes: [UInt8], at: Int) { (self.bytes, self.at) = (bytes, at) }

  mutating func number() -> Int {
    var value: UInt64 = 0
    for shift in 0..<5 {
      guard at < bytes.count else { break }
      let byte = bytes[at]
      at += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift * 7)
      if byte < 0x80 { return Int(value) }
    }
    isSound = false
    return 0
  }

  mutating func text() -> [UInt8] {
    let length = number()
    guard isSound, length <= bytes.count - at else {
      isSound = false
      return []
    }
    defer { at += length }
    return Array(bytes[at..<at + length])
  }

  mutating func range(max: Int) -> Range<Int> {
    let (start, length) = (number(), number())
    guard start <= max, length <= max - start else {
      isSound = false
      return 0..<0
    }
    return start..<start + length
  }

  mutating func list<Element>(max: Int, _ read: (inout ReplyReader) -> Element) -> [Element] {
    let count = number()
    guard isSound, count <= max, count <= bytes.count - at + 1 else {
      isSound = false
      return []
    }
    var elements: [Element] = []
    for _ in 0..<count {
      elements.append(read(&self))
      guard isSound else { return elements }
    }
    return elements
  }
}
