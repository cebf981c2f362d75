import Containers

/// The parts of a text in which a pattern can match: declarations of the outermost level that hold what every match
/// holds. Nil when the whole text has to be parsed, because the pattern looks further than one declaration or the text
/// does not fall into parts.
///
/// A grammar reads a declaration alone as it reads it among others, and parsing is by far the dearest step: of a file
/// with one candidate only the function around it is parsed.
///
/// - Complexity: linear in the text, at the speed of the lexer.
package func structureWindows(
  _ plan: StructurePlan, in text: UnsafeRawBufferPointer, language: Language, grammar: String
) -> [Range<Int>]? {
  guard text.count >= StructureWindows.textMin, plan.isLocal, let base = text.baseAddress,
    let shape = StructureWindows.shapes[grammar]
  else { return nil }
  let bytes = UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: text.count)
  var windows = StructureWindows(bytes, spans: analyzeSpans(text, language: language), shape: shape)
  let places = plan.places(in: bytes)
  guard !places.isEmpty else { return nil }
  return windows.holding(places)
}

/// Cuts a text at the ends of its outermost declarations.
struct StructureWindows {
  /// How a language ends its declarations.
  enum Shape {
    /// A line that begins with a closing brace.
    case braces
    /// A line that begins without a blank.
    case indents
  }

  /// Shorter texts are parsed at once.
  static let textMin = 4 << 10

  static let shapes: [String: Shape] = [
    "c": .braces, "cpp": .braces, "go": .braces, "rust": .braces, "java": .braces, "javascript": .braces,
    "typescript": .braces, "tsx": .braces, "swift": .braces, "csharp": .braces, "kotlin": .braces,
    "python": .indents,
  ]

  private let bytes: UnsafeBufferPointer<UInt8>
  /// Comments and strings: nothing in them begins or ends anything.
  private let texts: [Range<Int>]
  private let shape: Shape

  init(_ bytes: UnsafeBufferPointer<UInt8>, spans: [TokenSpan], shape: Shape) {
    self.bytes = bytes
    self.shape = shape
    texts = spans.filter { $0.kind == .comment || $0.kind == .string || $0.kind == .regex }.map(\.range)
  }

  /// The windows in which each list has a place; nil when that is most of the text, or a window is not whole.
  mutating func holding(_ places: [[Int]]) -> [Range<Int>]? {
    var next = [Int](repeating: 0, count: places.count)
    var found: [Range<Int>] = []
    var total = 0
    var start = 0
    for end in boundaries() + [bytes.count] {
      defer { start = end }
      var holdsAll = true
      for list in places.indices {
        while next[list] < places[list].count, places[list][next[list]] < start { next[list] += 1 }
        if next[list] == places[list].count || places[list][next[list]] >= end { holdsAll = false }
      }
      guard holdsAll, start < end else { continue }
      total += end - start
      guard total < bytes.count - bytes.count / 4, isBalanced(start..<end) else { return nil }
      found.append(start..<end)
    }
    return found
  }

  private func boundaries() -> [Int] {
    var found: [Int] = []
    var text = 0
    var line = 0
    var isDecorated = false
    while line < bytes.count {
      var end = line
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      while text < texts.count, texts[text].upperBound <= line { text += 1 }
      let isInText = text < texts.count && texts[text].lowerBound < line
      if !isInText, end > line {
        switch shape {
        case .braces: if bytes[line] == UInt8(ascii: "}") { found.append(min(end + 1, bytes.count)) }
        case .indents:
          if isDeclaration(line, end) {
            if !isDecorated { found.append(line) }
            isDecorated = bytes[line] == UInt8(ascii: "@")
          }
        }
      }
      line = end + 1
    }
    return found
  }

  /// Whether a line without a blank before it begins something, in a language of indents.
  private func isDeclaration(_ start: Int, _ end: Int) -> Bool {
    let first = bytes[start]
    guard first > 0x20, first != UInt8(ascii: "#"), !Array(")]}".utf8).contains(first) else { return false }
    for word in ["else", "elif", "except", "finally"] where end - start >= word.utf8.count {
      if bytes[start..<start + word.utf8.count].elementsEqual(word.utf8) { return false }
    }
    return true
  }

  /// Whether every bracket of a part closes in it.
  private func isBalanced(_ range: Range<Int>) -> Bool {
    var depth = 0
    var next = texts.indices.partitionPoint { texts[$0].upperBound <= range.lowerBound }
    var at = range.lowerBound
    while at < range.upperBound {
      if next < texts.count, texts[next].lowerBound <= at {
        at = max(at + 1, texts[next].upperBound)
        next += 1
        continue
      }
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      if depth < 0 { return false }
      at += 1
    }
    return depth == 0
  }
}

extension StructurePlan {
  /// Where each run begins in a text, ascending; empty lists where one is not in it.
  func places(in bytes: UnsafeBufferPointer<UInt8>) -> [[Int]] {
    runs.map { run in
      guard let first = run.first, let letter = first.text.first else { return [] }
      var found: [Int] = []
      var at = 0
      while at + first.text.count <= bytes.count {
        if bytes[at] == letter, isRun(run, at, bytes) { found.append(at) }
        at += 1
      }
      return found
    }
  }

  /// Whether the tokens of a run stand at a place, with nothing between them but what patterns pass over.
  private func isRun(_ run: [Token], _ start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = start
    for (index, token) in run.enumerated() {
      while !isToken(token, at, bytes) {
        guard index > 0, let next = afterGap(at, bytes) else { return false }
        at = next
      }
      at += token.text.count
    }
    return true
  }

  private func isToken(_ token: Token, _ at: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let end = at + token.text.count
    guard end <= bytes.count else { return false }
    for (offset, byte) in token.text.enumerated() where bytes[at + offset] != byte { return false }
    return !token.isWord
      || !(at > 0 && Self.isName(bytes[at - 1])) && !(end < bytes.count && Self.isName(bytes[end]))
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte == 0x5F || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }

  /// Behind one blank, separator, comment or modifier; nil when something else stands there.
  private func afterGap(_ at: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard at < bytes.count else { return nil }
    let byte = bytes[at]
    if byte <= 0x20 || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
      return at + 1
    }
    func lineEnd() -> Int {
      var end = at
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      return end
    }
    let second = at + 1 < bytes.count ? bytes[at + 1] : 0
    switch byte {
    case UInt8(ascii: "/") where second == UInt8(ascii: "*"):
      // What follows the comment is judged loosely: comments may be nested, and nothing is lost by a "perhaps".
      var end = at + 2
      while end + 1 < bytes.count, bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/") {
        end += 1
      }
      return end + 2
    case UInt8(ascii: "/") where second == byte: return lineEnd()
    case UInt8(ascii: "#") where comments.contains("hash"): return lineEnd()
    default: break
    }
    for modifier in structureModifiers
    where at + modifier.utf8.count <= bytes.count
      && bytes[at..<at + modifier.utf8.count].elementsEqual(modifier.utf8)
    {
      return at + modifier.utf8.count
    }
    return nil
  }
}
