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

  /// Bits of constant words that make an answer.
  package static let bitsMin: Float = 14

  /// Bits more that are needed when a message says much that its statement does not, at most.
  private static let unexplainedMax: Float = 12

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
    var best = ask(message, query)
    // Wrapped by a statement that says little itself: the text inside tells more.
    if let inner = unwrapped(best, message, query) { return inner }
    if let first = best.matches.first, first.fit >= .truncated, best.isConfident { return best }
    for cut in WrapperPeeler.candidates(message) {
      var found = ask(cut.rest, query)
      guard let first = found.matches.first, found.isConfident, first.fit >= .truncated,
        isBetter(found, than: best)
      else { continue }
      found.peeled = [cut.what]
      best = found
    }
    return best
  }

  /// A rest that fits whole beats a message that does not.
  private func isBetter(_ answer: StatementAnswer, than other: StatementAnswer) -> Bool {
    guard let first = answer.matches.first else { return false }
    guard let second = other.matches.first, other.isConfident else { return true }
    if second.fit >= .truncated { return first.fit == .whole && first.bits > second.bits + 4 }
    return first.bits >= second.bits * 0.8
  }

  private func unwrapped(_ answer: StatementAnswer, _ message: [UInt8], _ query: StatementQuery)
    -> StatementAnswer?
  {
    guard let outer = answer.matches.first, outer.fit == .whole, outer.bits < Self.bitsMin,
      let value = outer.values.max(by: { $0.value.utf8.count < $1.value.utf8.count }),
      value.value.utf8.count * 10 >= message.count * 6
    else { return nil }
    var inner = ask(Bytes.normalised(value.value.utf8), query)
    guard inner.isConfident, let first = inner.matches.first, first.fit >= .truncated else { return nil }
    inner.wrapper = outer
    return inner
  }

  private func ask(_ message: [UInt8], _ query: StatementQuery) -> StatementAnswer {
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
    decide(&answer, scorer)
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

  private func decide(_ answer: inout StatementAnswer, _ scorer: StatementScorer) {
    guard let first = answer.matches.first else {
      answer.doubt =
        answer.candidateCount == 0
        ? "no indexed statement has a word of it" : "no indexed statement fits it"
      return
    }
    var needed: Float
    switch first.fit {
    case .whole: needed = Self.bitsMin
    case .truncated: needed = Self.bitsMin + 4
    case .inside: needed = Self.bitsMin + 6
    case .partial: needed = .infinity
    }
    // Words that it does not say speak against a statement that lets anything through.
    needed += min(Self.unexplainedMax, scorer.unexplained(first.hit.site.skeleton) * 0.2)
    answer.surplus = first.bits - needed
    answer.isConfident = answer.surplus >= 0
    if !answer.isConfident {
      answer.doubt =
        first.fit == .partial
        ? "no statement fits all of it"
        : "too few rare words: \(Int(first.bits)) bits of \(Int(needed)) that are needed"
    }
  }
}

/// The words of a message by their hashes.
struct MessageWords {
  /// Each once, in the order of the message.
  let distinct: [UInt64]
  /// In the order of the message.
  let all: [UInt64]
  /// Words of a text for an error number.
  let borrowed: Set<UInt64>
  /// Those of ``distinct`` that are letters: numbers are values more often than not.
  let lettered: [UInt64]

  init(_ message: [UInt8]) {
    var all: [UInt64] = []
    var seen: Set<UInt64> = []
    var distinct: [UInt64] = []
    Skeleton.forEachWord(message) { hash in
      all.append(hash)
      if seen.insert(hash).inserted { distinct.append(hash) }
    }
    var borrowed: Set<UInt64> = []
    for text in Self.errorTexts where Bytes.find(text, in: message, from: 0) != nil {
      Skeleton.forEachWord(text) { borrowed.insert($0) }
    }
    var lettered: Set<UInt64> = []
    Skeleton.forEachWord(message.map { $0 &- 0x30 < 10 ? 0x20 : $0 }) { lettered.insert($0) }
    self.lettered = distinct.prefix(400).filter(lettered.contains)
    (self.all, self.distinct, self.borrowed) = (all, Array(distinct.prefix(400)), borrowed)
  }

  /// What the C library says for error numbers, as far as logs have it often.
  private static let errorTexts: [[UInt8]] = [
    "No such file or directory", "Permission denied", "Operation not permitted", "Connection refused",
    "Connection reset by peer", "Connection timed out", "Broken pipe", "Input/output error",
    "Bad file descriptor",
    "Resource temporarily unavailable", "Cannot allocate memory", "Device or resource busy", "File exists",
    "No such device", "Not a directory", "Is a directory", "Invalid argument", "Too many open files",
    "No space left on device", "Read-only file system", "Address already in use", "Network is unreachable",
    "No route to host", "Host is down", "Network is down", "Operation timed out", "Interrupted system call",
    "Cannot assign requested address", "Protocol error", "Name or service not known", "Success",
  ].map { Array($0.utf8) }
}

/// Prefixes and suffixes that something between the statement and the log adds.
enum WrapperPeeler {
  struct Cut {
    var rest: [UInt8]
    var what: String
  }

  /// The message in `message repeated 3 times: [ … ]`, as syslog daemons write it.
  static func repeated(_ message: [UInt8]) -> Cut? {
    guard message.starts(with: "message repeated ".utf8), message.last == 0x5D,
      let open = message.firstIndex(of: 0x5B), open < 48
    else { return nil }
    let rest = Bytes.normalised(message[(open + 1)...].dropLast())
    return rest.isEmpty ? nil : Cut(rest: rest, what: String(decoding: message[..<open], as: UTF8.self))
  }

  /// Rests of a message, the longest first.
  static func candidates(_ message: [UInt8]) -> [Cut] {
    var cuts: [Cut] = []
    func add(_ range: Range<Int>, _ what: Range<Int>) {
      guard range.count >= 8, cuts.count < 6 else { return }
      let rest = Bytes.normalised(message[range])
      guard !cuts.contains(where: { $0.rest == rest }) else { return }
      cuts.append(Cut(rest: rest, what: String(decoding: message[what], as: UTF8.self)))
    }
    var start = 0
    var end = message.count
    // `user=ann id=1 [Module] …`, as swift-log writes metadata.
    if message.prefix(while: { $0 != 0x20 }).contains(0x3D),
      let open = Bytes.find(Array(" [".utf8), in: message, from: 0),
      let close = Bytes.find(Array("] ".utf8), in: message, from: open),
      message[(open + 2)..<close].allSatisfy({ $0 == 0x5F || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
    {
      add((close + 2)..<end, 0..<(close + 1))
    }
    // `… [preauth]`
    if end > start, message[end - 1] == 0x5D, let open = message[start..<end].lastIndex(of: 0x5B),
      end - open < 40,
      open > start + 8
    {
      add(start..<open, open..<end)
      end = open
    }
    // `[instance: 1] …`, `(worker 3) …`
    for _ in 0..<3 {
      guard start < end, message[start] == 0x5B || message[start] == 0x28 else { break }
      let close: UInt8 = message[start] == 0x5B ? 0x5D : 0x29
      guard let found = message[start..<min(end, start + 120)].firstIndex(of: close) else { break }
      let before = start
      start = found + 1
      while start < end, message[start] == 0x20 || message[start] == 0x3A || message[start] == 0x2D {
        start += 1
      }
      add(start..<end, before..<start)
    }
    // `error: …`, `org.example.SomeException: …`, `eth0: …`
    for _ in 0..<3 {
      guard let colon = message[start..<min(end, start + 100)].firstIndex(of: 0x3A), colon + 2 < end,
        message[colon + 1] == 0x20
      else { break }
      let before = start
      start = colon + 2
      add(start..<end, before..<start)
    }
    return cuts
  }
}
