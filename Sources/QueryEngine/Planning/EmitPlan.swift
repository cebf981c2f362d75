import Containers
import RegexEngine
import SearchIndex

/// Which statements of one segment emit what a condition asks for, by its facts file.
struct EmitPlan: Sendable {
  /// Skeletons with a match.
  private(set) var skeletons: BitSet
  /// Documents with a statement that has one of them, at a wanted level.
  private(set) var documents: BitSet
  private let table: EmitTable?
  private let levels: EmitLevels

  /// Plans a condition: some milliseconds for a hundred thousand skeletons, less when the index knows a word of it.
  init(_ condition: EmitCondition, _ facts: FactsFile, _ clock: PlanningClock) {
    table = facts.emits
    levels = condition.levels
    skeletons = BitSet(count: table?.skeletonCount ?? 0)
    documents = BitSet(count: facts.meta.documentCount)
    guard let table else { return }
    var search = ReadingSearch(condition.regex, clock)
    if let word = Self.rarest(condition.words, table) {
      search.add(Self.candidates(word, table), of: table)
    } else {
      search.add(0..<table.skeletonCount, of: table)
    }
    for skeleton in search.finish() where clock.tick() {
      skeletons.insert(skeleton)
      table.forEachSite(ofSkeleton: skeleton) { site in
        if levels == .all || table.place(ofSite: site).map({ levels.contains($0.level) }) == true {
          documents.insert(table.document(ofSite: site))
        }
        return true
      }
    }
  }

  /// The statements of a document, each as the bytes it takes, in the order of the text.
  func statements(ofDocument document: Int) -> [Range<Int>] {
    guard let table, documents.contains(document) else { return [] }
    var found: [Range<Int>] = []
    for site in table.sites(ofDocument: document) {
      guard let place = table.place(ofSite: site), skeletons.contains(place.skeleton),
        levels.contains(place.level)
      else { continue }
      found.append(place.range)
    }
    found.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var last: Range<Int>?
    found.removeAll { range in
      defer { last = range }
      return range == last
    }
    return found
  }

  /// The word that fewest skeletons have; nil when none is asked for. A word that no skeleton has is the rarest.
  private static func rarest(_ words: [UInt64], _ table: EmitTable) -> UInt64? {
    words.min { left, right in
      let counts = [left, right].map { table.word($0).map(table.skeletonCount(ofWord:)) ?? 0 }
      return counts[0] < counts[1]
    }
  }

  /// Skeletons with a word, and those of which words do not tell, ascending.
  private static func candidates(_ word: UInt64, _ table: EmitTable) -> [Int] {
    var set = BitSet(count: table.skeletonCount)
    if let number = table.word(word) {
      table.forEachSkeleton(ofWord: number) { set.insert($0) }
    }
    table.forEachIrregularSkeleton { set.insert($0) }
    var candidates: [Int] = []
    candidates.reserveCapacity(set.count)
    var next = 0
    while let number = set.next(atOrAfter: next) {
      candidates.append(number)
      next = number + 1
    }
    return candidates
  }
}

/// Looks for a regex in the readings of many skeletons: they are written one below the other and searched in one go.
private struct ReadingSearch {
  private let matcher: Matcher
  /// A match may go over lines: readings are searched one by one.
  private let isSingle: Bool
  private let clock: PlanningClock
  private var text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)
  private var used = 0
  /// Where the readings of a skeleton begin in the text, and which it is.
  private var starts: [(start: Int, skeleton: Int)] = []
  private var found: [Int] = []

  /// Bytes of readings that are searched in one go.
  private static let roomMin = 1 << 18

  init(_ regex: Regex, _ clock: PlanningClock) {
    self.clock = clock
    matcher = regex.makeMatcher()
    isSingle = regex.needsWholeDocument
  }

  /// Searches the skeletons of these numbers, which ascend.
  mutating func add(_ numbers: some Sequence<Int>, of table: EmitTable) {
    for number in numbers {
      let bytes = table.skeletonBytes(number)
      var reading = 0
      var count = 1
      while reading < count {
        let size = Skeleton.readingSize(bytes.count)
        if used + size > text.count || (isSingle && used > 0) {
          flush(atLeast: size)
          guard isSingle ? clock.tick() : clock.hasTime() else { return }
        }
        let room = UnsafeMutableBufferPointer(rebasing: text[used...])
        let written = Skeleton.write(reading: reading, of: bytes, to: room)
        starts.append((used, number))
        used += written.count
        count = written.readings
        reading += 1
      }
    }
  }

  /// The skeletons with a match, each once, ascending.
  mutating func finish() -> [Int] {
    flush(atLeast: 0)
    text.deallocate()
    return found
  }

  private mutating func flush(atLeast size: Int) {
    search()
    starts.removeAll(keepingCapacity: true)
    used = 0
    guard size > text.count else { return }
    text.deallocate()
    text = .allocate(capacity: max(Self.roomMin, size))
  }

  private mutating func search() {
    guard used > 0 else { return }
    // The line feed of a single reading is none of it.
    let length = isSingle ? used - 1 : used
    let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<length])
    var next = 0
    var matches: [Int] = []
    let starts = self.starts
    matcher.forEachMatch(in: bytes, range: 0..<length) { range in
      // An empty match behind the last line feed is in no reading.
      if range.lowerBound == bytes.count, !isSingle { return false }
      while next + 1 < starts.count, starts[next + 1].start <= range.lowerBound { next += 1 }
      if matches.last != starts[next].skeleton { matches.append(starts[next].skeleton) }
      return true
    }
    for skeleton in matches where found.last != skeleton { found.append(skeleton) }
  }
}
