import Containers

/// Which revisions of a repository hold which blob at which path, gathered along a chain of revisions.
///
/// The first revision is given as a whole tree and each further one as the difference to the one before, so a
/// tag costs its changed files. A file that stays the same through a stretch of the chain is one span.
struct RevisionSpans {
  /// A path and what stands there.
  struct Key: Hashable {
    var path: [UInt8]
    var blob: ObjectID
  }

  private struct Open {
    var blob: ObjectID
    var size: Int
    var since: Int
  }

  /// A file of the result: the chain positions that hold it, and its size where the tree told it.
  struct Entry {
    var spans: [Range<Int>]
    var size: Int
  }

  private var open: [[UInt8]: Open] = [:]
  private var closed: [Key: Entry] = [:]
  private(set) var position = 0

  /// Places `blob` at `path` from the current revision on, ending what stood there.
  ///
  /// - Parameter size: bytes, or -1 when not known.
  mutating func set(_ path: [UInt8], _ blob: ObjectID, size: Int) {
    if let old = open[path] {
      if old.blob == blob { return }
      close(path, old)
    }
    open[path] = Open(blob: blob, size: size, since: position)
  }

  /// Takes away what stands at `path`.
  mutating func remove(_ path: [UInt8]) {
    guard let old = open.removeValue(forKey: path) else { return }
    close(path, old)
  }

  /// Goes on to the next revision of the chain.
  mutating func advance() { position += 1 }

  private mutating func close(_ path: [UInt8], _ old: Open) {
    guard old.since < position else { return }
    closed[Key(path: path, blob: old.blob), default: Entry(spans: [], size: old.size)].spans
      .append(old.since..<position)
  }

  /// Ends the chain; every path and blob with its spans in chain positions.
  mutating func finish() -> [Key: Entry] {
    position += 1
    for (path, last) in open { close(path, last) }
    open = [:]
    defer { closed = [:] }
    return closed
  }
}

/// Turns spans of chain positions into sets of revision numbers, remembering equal ones.
struct RevisionSets {
  /// Revision number of each chain position.
  private let numbers: [Int]
  private let wordCount: Int
  private var known: [[Range<Int>]: [UInt64]] = [:]

  init(numbers: [Int]) {
    self.numbers = numbers
    wordCount = max(1, (numbers.count + 63) / 64)
  }

  /// The bits of the revisions in `spans`.
  mutating func words(_ spans: [Range<Int>]) -> [UInt64] {
    if let words = known[spans] { return words }
    var words = [UInt64](repeating: 0, count: wordCount)
    for span in spans {
      for position in span { words[numbers[position] >> 6] |= 1 << UInt64(numbers[position] & 63) }
    }
    known[spans] = words
    return words
  }
}
