import Containers
import Search

/// Fits candidates to one message and weighs them.
///
/// Points are bits, more or less: of the words that are there, of what a whole fit rules out, of hints.
struct StatementScorer {
  /// A candidate that fits.
  struct Fitted {
    var candidate: EmitCandidate
    var fit: StatementFit
    var alignment: SkeletonAlignment?
    var bits: Float
    var mass: Float
    var score: Float
    /// The one line of several that the message is.
    var line: [UInt8]?
  }

  let message: [UInt8]
  let words: MessageWords
  /// Words of the message that are letters.
  let lettered: Set<UInt64>
  private let list: EmitShortlist
  private let query: StatementQuery
  private let logger: [String]

  /// Points that separate matches which are not equally likely.
  static let tieMax: Float = 0.6

  /// Bits of the words of a message that is mostly values, from which it may be the beginning of a statement's.
  private static let truncatedMin: Float = 12

  /// Points that hints give, at most.
  static let hintMax: Float = 44

  init(message: [UInt8], words: MessageWords, list: EmitShortlist, query: StatementQuery) {
    (self.message, self.words, self.list, self.query) = (message, words, list, query)
    lettered = Set(words.lettered)
    logger = query.logger.map { Self.nameParts($0) } ?? []
  }

  /// The last parts of `org.example.Type`, `a/b/file.go`, without case; the very last first.
  static func nameParts(_ name: String) -> [String] {
    var text = name.lowercased()
    for ending in [
      ".java", ".py", ".go", ".rs", ".cc", ".cpp", ".c", ".kt", ".swift", ".rb", ".js", ".ts", ".cs",
      ".scala", ".php",
    ]
    where text.hasSuffix(ending) {
      text = String(text.dropLast(ending.count))
    }
    return text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.reversed().prefix(3).map(
      String.init)
  }

  // MARK: Fit

  mutating func fit(_ candidate: EmitCandidate) -> Fitted? {
    let matcher = SkeletonMatcher(candidate.skeleton)
    let (bits, mass) = bits(candidate.skeleton, in: words.all)
    guard bits > 0 else { return nil }
    var fitted = Fitted(candidate: candidate, fit: .partial, alignment: nil, bits: bits, mass: mass, score: 0)
    if matcher.mayMatch(message) {
      if let found = matcher.align(message, freeStart: false, freeEnd: false) {
        (fitted.fit, fitted.alignment) = (.whole, found)
      } else if let found = matcher.align(message, freeStart: true, freeEnd: false)
        ?? matcher.align(message, freeStart: false, freeEnd: true)
        ?? matcher.align(message, freeStart: true, freeEnd: true)
      {
        (fitted.fit, fitted.alignment) = (.inside, found)
      }
    }
    if fitted.fit != .whole, let found = line(candidate.skeleton) {
      (fitted.fit, fitted.alignment, fitted.line) = (.whole, found.alignment, found.text)
      fitted.bits = found.bits
      fitted.mass = found.bits
    } else if fitted.fit < .truncated, message.count >= 12, let found = matcher.alignTruncated(message),
      found.literalBytes * 2 >= message.count || found.literalBytes >= 24 || bits >= Self.truncatedMin
    {
      (fitted.fit, fitted.alignment) = (.truncated, found)
    }
    if let alignment = fitted.alignment, fitted.fit == .whole || fitted.fit == .inside, fitted.mass == mass {
      fitted.bits = min(fitted.bits, self.bits(matcher.said(alignment, message), in: words.all).bits)
    }
    fitted.score = score(fitted)
    return fitted
  }

  /// Bits of a word of the message. The C library's texts for error numbers say nothing about who prints them.
  func bits(_ word: UInt64) -> Float { list.bits(word) * (words.borrowed.contains(word) ? 0.25 : 1) }

  /// One line of a text of several fits the message whole.
  private func line(_ skeleton: Skeleton) -> (alignment: SkeletonAlignment, bits: Float, text: [UInt8])? {
    guard skeleton.bytes.contains(Skeleton.Sign.newline) else { return nil }
    var values = 0
    for line in skeleton.bytes.split(separator: Skeleton.Sign.newline).prefix(64) {
      let matcher = SkeletonMatcher(bytes: line)
      let here = matcher.elements.count {
        if case .hole = $0 { true } else if case .choice = $0 { true } else { false }
      }
      defer { values += here }
      guard matcher.mayMatch(message), var found = matcher.align(message, freeStart: false, freeEnd: false),
        found.literalBytes > 0
      else { continue }
      // Values of the lines before are not known.
      found.values = Array(repeating: 0..<0, count: values) + found.values
      return (found, bits(Skeleton(trusted: Array(line)), in: words.all).bits, Array(line))
    }
    return nil
  }

  /// Bits of the skeleton's words that the message has in their order, and of all.
  private func bits(_ skeleton: Skeleton, in message: [UInt64]) -> (bits: Float, mass: Float) {
    var bits: Float = 0
    var mass: Float = 0
    var at = 0
    var seen: Set<UInt64> = []
    Skeleton.forEachWord(skeleton.bytes) { word in
      guard seen.insert(word).inserted else { return }
      let value = self.bits(word)
      // Words the message does not have were not asked for: they are as rare as most.
      mass += value > 0 ? value : Self.unknownBits
      if let found = message[at...].firstIndex(of: word) {
        bits += value
        at = found + 1
      } else if message.contains(word) {
        bits += value * 0.3
      }
    }
    return (bits, mass)
  }

  private static let unknownBits: Float = 9

  private func score(_ fitted: Fitted) -> Float {
    let share = fitted.bits / max(0.1, fitted.mass)
    let length = Float(max(1, message.count))
    guard let alignment = fitted.alignment else {
      let explained = share >= Self.nearShare ? explained(fitted) : 0
      return explained >= Self.nearShare
        ? fitted.bits * share * explained : fitted.bits * share * share * 0.6
    }
    let literal = Float(alignment.literalBytes)
    let coverage = literal / length
    let outside = length - Float(alignment.covered.count)
    var score = fitted.bits + 10 * coverage
    switch fitted.fit {
    case .whole: score += 20
    case .truncated: score += 10
    case .inside: score += 6 - 10 * outside / length - min(6, outside * 0.1)
    case .partial: break
    }
    // A statement of three words that lets anything through explains little.
    score *= 0.5 + 0.5 * min(1, fitted.bits / 16)
    return score
  }

  /// Share of a statement's bits that a message has, and of the message's that the statement has, from which it may be
  /// the statement of another version.
  static let nearShare: Float = 0.6

  /// Share of the bits of the message's words that the statement has.
  private func explained(_ fitted: Fitted) -> Float {
    var left = lettered
    Skeleton.forEachWord(fitted.candidate.skeleton.bytes) { left.remove($0) }
    let unexplained = left.reduce(Float(0)) { $0 + bits($1) }
    return fitted.bits / max(0.1, fitted.bits + unexplained)
  }

  // MARK: Sites

  func match(_ fitted: Fitted, _ hit: EmitHit, _ message: [UInt8]) -> StatementMatch {
    var reasons: [String] = []
    var score = fitted.score
    switch fitted.fit {
    case .whole: reasons.append("fits the message from end to end")
    case .truncated: reasons.append("fits the message up to where it is cut off")
    case .inside: reasons.append("all of its text is in the message, with more around it")
    case .partial: reasons.append("some of its words are in the message, in their order")
    }
    let named = rareWords(fitted.candidate.skeleton)
    if !named.isEmpty { reasons.append("rare words: \(named.joined(separator: ", "))") }
    reasons.append("\(Int(fitted.bits)) of \(Int(max(fitted.mass, fitted.bits))) bits of its words")
    score += kindPoints(hit.site.kind)
    let unhinted = score
    hints(hit, &score, &reasons)
    var evidence = evidence(fitted)
    evidence.header = score - unhinted
    evidence.isAside = hit.standing < 96
    if hit.standing < 96 { score -= 0.5 }
    var values: [StatementValue] = []
    for (index, range) in (fitted.alignment?.values ?? []).enumerated() {
      let name = index < hit.site.arguments.count ? hit.site.arguments[index] : ""
      values.append(StatementValue(name: name, value: String(decoding: message[range], as: UTF8.self)))
    }
    // Of equals the one that needs no empty values comes first; they stay equals.
    score -= 0.1 * Float(min(4, values.count { $0.value.isEmpty }))
    return StatementMatch(
      hit: hit, key: fitted.candidate.key, fit: fitted.fit, bits: fitted.bits, score: score, values: values,
      reasons: reasons, rank: 0, evidence: evidence)
  }

  private func kindPoints(_ kind: EmitKind) -> Float {
    switch kind {
    case .log: 2
    case .print, .panic: 1.6
    case .raise, .error, .check: 1.5
    case .call: 0.8
    case .constant: 0.4
    case .text: 0
    }
  }

  private func hints(_ hit: EmitHit, _ score: inout Float, _ reasons: inout [String]) {
    let path = hit.placement.pathText
    let file = path.split(separator: "/").last.map(String.init) ?? path
    if let wanted = query.file, !wanted.isEmpty {
      // `Leader@774` names a class: the file without its ending.
      let isStem = !wanted.contains(".") && file.hasPrefix(wanted + ".")
      if isStem || path == wanted || path.hasSuffix("/" + wanted) || wanted.hasSuffix("/" + file)
        || wanted == file
      {
        score += 12
        reasons.append("the header names its file")
        if let line = query.line {
          let lines = hit.site.line...hit.site.line + 12
          if line == hit.site.line {
            score += 14
            reasons.append("the header names its line")
          } else if lines.contains(line) {
            score += 8
            reasons.append("the header names a line of it")
          }
        }
      } else {
        score -= 3
      }
    }
    if let last = logger.first {
      let stem = Self.nameParts(file).first ?? ""
      let container = Self.nameParts(hit.site.container).first ?? ""
      if last == container || last == stem {
        score += 8
        reasons.append("the logger has the name of its \(last == container ? "class" : "file")")
        if logger.count > 1, path.lowercased().contains(logger[1]) { score += 1 }
      } else if path.lowercased().contains(last) {
        score += 2
        reasons.append("the logger's name is in its path")
      }
    }
    if let level = query.level, hit.site.level != .none {
      if level == hit.site.level {
        score += 1.5
        reasons.append("same level")
      } else if abs(Int(level.rawValue) - Int(hit.site.level.rawValue)) > 1 {
        score -= 1
      }
    }
  }

  /// Up to four words of the skeleton that few others have and the message has.
  private func rareWords(_ skeleton: Skeleton) -> [String] {
    var found: [(String, Float)] = []
    let text = skeleton.bytes
    var word: [UInt8] = []
    func flush() {
      if word.count >= 2 {
        Skeleton.forEachWord(word) { hash in
          let bits = list.bits(hash)
          let text = String(decoding: word, as: UTF8.self)
          if bits >= 5, words.all.contains(hash), !found.contains(where: { $0.0 == text }) {
            found.append((text, bits))
          }
        }
      }
      word = []
    }
    var skip = false
    for byte in text {
      if skip {
        skip = false
        continue
      }
      if Skeleton.wordClass(byte) == 1 {
        word.append(byte)
      } else {
        flush()
        if byte == Skeleton.Sign.hole { skip = true }
      }
    }
    flush()
    return found.sorted { $0.1 > $1.1 }.prefix(4).map(\.0)
  }
}
