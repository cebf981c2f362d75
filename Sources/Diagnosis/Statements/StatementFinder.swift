import Containers
package import Search

/// Finds the statements that may have written a message.
///
/// Candidates share the message's rarest words; each is fitted to it with typed holes; those that fit from
/// end to
/// end come first, then what carries more information. What fits nothing whole is tried again without the
/// prefixes
/// that wrappers put before a message.
package struct StatementFinder: Sendable {
  let searcher: Searcher

  /// Candidates of each part of the index.
  private static let candidatesMax = 300

  /// Documents that are read of one skeleton.
  static let sitesMax = 64

  /// Bits of constant words below which a statement says little itself: it may wrap another one's text.
  private static let wrapperMax: Float = 14

  /// Bits of a statement that is shown around another one's text.
  private static let aroundMin: Float = 5

  /// Finds statements in an index.
  package init(_ searcher: Searcher) { self.searcher = searcher }

  /// The statements that may have written a message, best first. Some milliseconds; never call it on an
  /// event loop.
  package func answer(_ query: StatementQuery) -> StatementAnswer {
    let message = Bytes.normalised(query.message.utf8)
    guard !message.isEmpty else {
      var answer = StatementAnswer()
      answer.doubt = "the message is empty"
      return answer
    }
    if let cut = WrapperPeeler.repeated(message) {
      var inner = query
      inner.message = String(decoding: cut.rest, as: UTF8.self)
      var answer = answer(inner)
      answer.peeled.insert(cut.what, at: 0)
      return answer
    }
    if let (cut, module) = WrapperPeeler.metadata(message) {
      var inner = query
      inner.message = String(decoding: cut.rest, as: UTF8.self)
      inner.logger = module
      var found = ask(cut.rest, inner)
      if found.isConfident, let first = found.matches.first, first.fit >= .truncated {
        found.peeled = [cut.what]
        return found
      }
    }
    let outer = ask(message, query)
    var best = outer
    // Wrapped by a statement that says little itself: the text inside tells more.
    if let inner = unwrapped(best, message, query) { return inner }
    if let first = best.matches.first, first.fit == .inside {
      // The text of one statement may be a value of another one that fits whole.
      best.wrapper = best.matches.first { around in
        around.fit == .whole && around.hit.site.kind != .text && around.bits >= Self.aroundMin
          && around.values.contains { $0.value.utf8.count * 2 >= message.count }
      }
    }
    if let first = best.matches.first, first.fit >= .truncated, best.isConfident { return best }
    for cut in WrapperPeeler.candidates(message) {
      var found = ask(cut.rest, query, isPeeled: true)
      guard let first = found.matches.first, first.fit >= .truncated, isBetter(found, than: best) else {
        continue
      }
      found.peeled = [cut.what]
      // What was cut off may be text of a statement that writes the rest as its last value.
      found.wrapper = outer.matches.first { around in
        around.fit == .whole && around.hit.site.kind != .text
          && Bytes.normalised(around.values.last?.value.utf8 ?? "".utf8) == cut.rest
      }
      best = found
    }
    return best
  }

  /// Points by which a rest must fit better than the message, when neither is enough to name a statement: less text
  /// is explained more easily.
  private static let restMargin: Float = 3

  /// A rest that fits whole beats a message that does not.
  private func isBetter(_ answer: StatementAnswer, than other: StatementAnswer) -> Bool {
    guard let first = answer.matches.first else { return false }
    guard answer.isConfident else {
      return !other.isConfident && first.fit == .whole
        && first.score >= (other.matches.first?.score ?? 0) + Self.restMargin
    }
    guard let second = other.matches.first, other.isConfident else { return true }
    if second.fit >= .truncated { return first.fit == .whole && first.bits > second.bits + 4 }
    return first.bits >= second.bits * 0.8
  }

  private func unwrapped(_ answer: StatementAnswer, _ message: [UInt8], _ query: StatementQuery)
    -> StatementAnswer?
  {
    guard let outer = answer.matches.first, outer.fit == .whole, outer.bits < Self.wrapperMax,
      let value = outer.values.max(by: { $0.value.utf8.count < $1.value.utf8.count }),
      value.value.utf8.count * 10 >= message.count * 6
    else { return nil }
    var inner = ask(Bytes.normalised(value.value.utf8), query, isPeeled: true)
    guard inner.isConfident, let first = inner.matches.first, first.fit >= .truncated else { return nil }
    inner.wrapper = outer
    return inner
  }

  private func ask(
    _ message: [UInt8], _ query: StatementQuery, isPeeled: Bool = false
  ) -> StatementAnswer {
    let words = MessageWords(message)
    let list = searcher.emitShortlist(words: words.distinct, limit: Self.candidatesMax)
    var scorer = StatementScorer(message: message, words: words, list: list, query: query)
    var fits: [StatementScorer.Fitted] = []
    for candidate in list.candidates {
      if let fitted = scorer.fit(candidate) { fits.append(fitted) }
    }
    fits.sort { $0.score > $1.score }
    var answer = StatementAnswer()
    answer.candidateCount = list.candidates.count
    answer.matches = matches(fits, message, query, scorer)
    decide(&answer, isPeeled: isPeeled)
    return answer
  }

  /// The sites of the best skeletons, by score and hints.
  private func matches(
    _ fits: [StatementScorer.Fitted], _ message: [UInt8], _ query: StatementQuery, _ scorer: StatementScorer
  ) -> [StatementMatch] {
    var matches: [StatementMatch] = []
    var skeletons = 0
    var last: Float = 0
    for fitted in fits {
      // Hints move a statement by some points: what is far behind cannot come first.
      if skeletons >= 24 || (matches.count >= query.limit && fitted.score < last - StatementScorer.hintMax) {
        break
      }
      skeletons += 1
      if matches.count <= query.limit { last = fitted.score }
      for hit in searcher.emitHits(fitted.candidate.key, limit: Self.sitesMax, scope: query.scope) {
        matches.append(scorer.match(fitted, hit, message))
      }
    }
    matches.sort { left, right in
      if left.score != right.score { return left.score > right.score }
      if left.hit.placement.isDefaultRevision != right.hit.placement.isDefaultRevision {
        return left.hit.placement.isDefaultRevision
      }
      if left.hit.standing != right.hit.standing { return left.hit.standing > right.hit.standing }
      if left.hit.placement.path.count != right.hit.placement.path.count {
        return left.hit.placement.path.count < right.hit.placement.path.count
      }
      if left.hit.placement.path != right.hit.placement.path {
        return left.hit.placement.path.lexicographicallyPrecedes(right.hit.placement.path)
      }
      return left.hit.site.line < right.hit.site.line
    }
    collapse(&matches)
    var rank = -1
    for index in matches.indices {
      if index == 0 || matches[index].score < matches[index - 1].score - StatementScorer.tieMax { rank += 1 }
      matches[index].rank = rank
    }
    if let first = matches.first {
      let second = matches.first { $0.hit.site.skeleton != first.hit.site.skeleton }
      matches[0].evidence.margin = first.score - (second?.score ?? 0)
    }
    return Array(matches.prefix(max(query.limit, matches.prefix { $0.rank == 0 }.count)))
  }

  /// The same statement in other versions of its file is one match.
  private func collapse(_ matches: inout [StatementMatch]) {
    struct Place: Hashable {
      var repository: String
      var file: ArraySlice<UInt8>
      var container: String
      var function: String
      var skeleton: Skeleton
    }
    var kept: [Place: Int] = [:]
    var result: [StatementMatch] = []
    for match in matches {
      let path = match.hit.placement.path
      let file = path[((path.lastIndex(of: 0x2F) ?? -1) + 1)...]
      let place = Place(
        repository: match.hit.placement.repository, file: file, container: match.hit.site.container,
        function: match.hit.site.function, skeleton: match.hit.site.skeleton)
      if let first = kept[place], result[first].hit.placement.revision != match.hit.placement.revision {
        result[first].versionCount += 1
        continue
      }
      if kept[place] == nil { kept[place] = result.count }
      result.append(match)
    }
    matches = result
  }

  /// Whether a statement that does not fit has most words of the message, and the message most of its.
  private func isNear(_ match: StatementMatch) -> Bool {
    let evidence = match.evidence
    return evidence.share >= StatementScorer.nearShare && match.bits >= Self.nearMin
      && match.bits >= StatementScorer.nearShare * (match.bits + evidence.unexplainedBits)
  }

  /// Bits of a statement that is said to be near.
  private static let nearMin: Float = 20

  private func decide(_ answer: inout StatementAnswer, isPeeled: Bool) {
    guard let first = answer.matches.first else {
      answer.doubt =
        answer.candidateCount == 0
        ? "no indexed statement has a word of it" : "no indexed statement fits it"
      return
    }
    answer.surplus = StatementGate.surplus(first, isPeeled: isPeeled)
    answer.isConfident = answer.surplus >= 0
    if !answer.isConfident {
      answer.doubt =
        first.fit == .partial
        ? isNear(first)
          ? "no statement says just this: the nearest may be it in another version"
          : "no statement fits all of it"
        : "the best statement explains too little of it: \(Int((-answer.surplus).rounded(.up))) bits are missing"
    }
  }
}
