import Containers
import Search

/// What speaks for a statement and against it, in numbers that the gate weighs.
package struct StatementEvidence: Sendable, Equatable {
  /// Bits of the constant words that the message has, by how rare they are.
  package var bits: Float = 0
  /// Different constant words of letters that the message has.
  package var words = 0
  /// Bits and words of the most telling constant text between two values.
  package var phraseBits: Float = 0
  package var phraseWords = 0
  /// Bits of the rarest of the words.
  package var rarest: Float = 0
  /// Bytes of the message, and those of them that are constant text.
  package var messageBytes = 0
  package var literalBytes = 0
  /// Bits and number of the message's words that other statements have and this one has not.
  package var unexplainedBits: Float = 0
  package var unexplainedWords = 0
  /// The message's words of letters that no statement has: names and other values.
  package var strangeWords = 0
  /// Values between the constant texts that are not empty.
  package var holes = 0
  /// How well logger, file, line and level of the header agree with the statement; negative when they don't.
  package var header: Float = 0
  /// The statement stands in a test, an example or generated code.
  package var isAside = false
  /// Share of the statement's own bits that the message has.
  package var share: Float = 0
  /// Points before the best candidate with another text.
  package var margin: Float = 0
}

extension StatementScorer {
  /// The evidence for a candidate that fits.
  func evidence(_ fitted: Fitted) -> StatementEvidence {
    var evidence = StatementEvidence()
    evidence.bits = fitted.bits
    evidence.messageBytes = message.count
    evidence.share = fitted.bits / max(0.1, fitted.mass)
    evidence.literalBytes = fitted.alignment?.literalBytes ?? 0
    evidence.holes = fitted.alignment?.values.count { !$0.isEmpty } ?? 0
    let present = Set(words.all)
    var said: Set<UInt64> = []
    let skeleton: Skeleton
    if let alignment = fitted.alignment, fitted.fit != .truncated, fitted.line == nil {
      skeleton = SkeletonMatcher(fitted.candidate.skeleton).said(alignment, message)
    } else {
      skeleton = Skeleton(trusted: fitted.line ?? fitted.candidate.skeleton.bytes)
    }
    for text in skeleton.bytes.split(separator: Skeleton.Sign.hole) {
      var bits: Float = 0
      var count = 0
      // The kind of a hole is no text.
      let isFirst = text.startIndex == 0
      Skeleton.forEachWord(isFirst ? text : text.dropFirst()) { word in
        guard present.contains(word) else { return }
        let value = self.bits(word)
        bits += value
        if lettered.contains(word) { count += 1 }
        if said.insert(word).inserted {
          if lettered.contains(word) { evidence.words += 1 }
          evidence.rarest = max(evidence.rarest, value)
        }
      }
      if bits > evidence.phraseBits { (evidence.phraseBits, evidence.phraseWords) = (bits, count) }
    }
    for word in words.lettered where !said.contains(word) {
      let value = bits(word)
      if value > 0 {
        evidence.unexplainedBits += value
        evidence.unexplainedWords += 1
      } else {
        evidence.strangeWords += 1
      }
    }
    return evidence
  }
}
