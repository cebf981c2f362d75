/// A deterministic automaton over an ``NFA``, built state by state as the text asks for them.
///
/// A state is an ordered list of NFA instructions, with the conditions still to be decided. A match is
/// reported one byte late, when the byte that decides `$` and `\b` is known. States are offsets into one
/// table of transitions, with tags in the high bits: the inner loop compares once per byte.
///
/// The cache is bounded: when it is full it is emptied; when that happens too often, the machine gives up and
/// the caller runs the ``PikeMachine``.
///
/// - Source: the technique of RE2 and grep; Russ Cox, "Regular Expression Matching in the Wild", 2010. What
///   is ours is the handling of Unicode word boundaries, see ``wide``.
final class LazyDFA {
  /// A state: an offset into ``table``, perhaps with ``matchTag``; or one of the tags alone.
  typealias State = UInt32

  /// The match ended before the byte that led to this state.
  static let matchTag: State = 1 << 31
  /// Not computed yet.
  static let unknown: State = 1 << 30
  /// No match can come of this.
  static let dead: State = 1 << 29
  /// Depends on more than the byte: see ``wide``.
  static let undecided: State = 1 << 28
  /// Everything from here up carries a tag.
  static let firstTag: State = 1 << 28
  static let offsetMask: State = (1 << 28) - 1

  /// Bytes of transitions and states kept at most. A search for code meets dozens to thousands of states of
  /// some 100 bytes; 8 MB per direction and thread holds the worst that is still faster than the Pike
  /// machine.
  static let cacheBytesMax = 8 << 20
  /// Emptying the cache is cheap when the states served many bytes. After this many times in a row with fewer
  /// than ``bytesPerStateMin`` bytes per state, the machine gives up.
  static let fruitlessClearsMax = 3
  static let bytesPerStateMin = 10

  let nfa: NFA
  /// Whether matches end with the preferred thread (forward), or the longest wins (backward).
  let longest: Bool
  let classes: UnsafeMutablePointer<UInt8>
  /// Entries per state: the classes, and the end of the text.
  let stride: Int
  /// A byte of each class.
  let representatives: UnsafeMutablePointer<UInt8>

  /// Transitions: state + class → state.
  private(set) var table: UnsafeMutablePointer<State>
  private var tableCapacity: Int
  private(set) var stateCount = 0

  /// Per state: where its words start in `words`; and the words: flags, conditions that hold, conditions that
  /// are asked, then instructions.
  private var wordStarts: UnsafeMutablePointer<UInt32>
  private var wordStartsCapacity: Int
  private(set) var words: UnsafeMutablePointer<UInt32>
  private var wordsCapacity: Int
  private var wordsCount = 0

  /// Open addressing: state number + 1, or 0.
  private var hashTable: UnsafeMutablePointer<UInt32>
  private var hashCapacity: Int

  /// Start states by ``Before`` and anchoring; `unknown` until asked for.
  let starts: UnsafeMutablePointer<State>

  /// Transitions over a byte that the table calls `undecided`, keyed by state, class and what lies on both
  /// sides.
  ///
  /// A non-ASCII byte does not tell by itself whether a word character begins or ends there, so Unicode `\b`
  /// near one cannot sit in the table. Other engines leave the machine at that point; here the character is
  /// decoded and the result is cached under a wider key, so text in any script stays on this machine.
  var wide: [UInt64: State] = [:]

  // Scratch for building states.
  let first: SparseSet
  let second: SparseSet
  var stack: UnsafeMutablePointer<UInt32>
  var stackCapacity: Int
  var draft: UnsafeMutablePointer<UInt32>
  let draftCapacity: Int

  /// Bytes walked since the cache was last emptied.
  var bytesSinceClear = 0
  private var fruitlessClears = 0

  /// Flags of a state.
  static let isMatch: UInt32 = 1
  static let fromASCIIWord: UInt32 = 2
  static let fromWord: UInt32 = 4
  static let fromInvalid: UInt32 = 8

  init(_ nfa: NFA, longest: Bool) {
    self.nfa = nfa
    self.longest = longest
    classes = nfa.classes.baseAddress.unsafelyUnwrapped
    stride = nfa.classCount + 1
    representatives = .allocate(capacity: stride)
    representatives.initialize(repeating: 0, count: stride)
    for byte in (0..<256).reversed() { representatives[Int(classes[byte])] = UInt8(byte) }
    tableCapacity = 64 * stride
    table = .allocate(capacity: tableCapacity)
    wordStartsCapacity = 64
    wordStarts = .allocate(capacity: wordStartsCapacity + 1)
    wordsCapacity = 1024
    words = .allocate(capacity: wordsCapacity)
    hashCapacity = 256
    hashTable = .allocate(capacity: hashCapacity)
    starts = .allocate(capacity: 2 * Before.count)
    first = SparseSet(nfa.instructions.count)
    second = SparseSet(nfa.instructions.count)
    stackCapacity = 64
    stack = .allocate(capacity: stackCapacity)
    draftCapacity = nfa.instructions.count + 3
    draft = .allocate(capacity: draftCapacity)
    reset()
  }

  deinit {
    representatives.deallocate()
    table.deallocate()
    wordStarts.deallocate()
    words.deallocate()
    hashTable.deallocate()
    starts.deallocate()
    stack.deallocate()
    draft.deallocate()
  }

  /// Tries again after it gave up.
  func restart() { fruitlessClears = 0 }

  private func reset() {
    stateCount = 0
    wordsCount = 0
    wordStarts[0] = 0
    hashTable.initialize(repeating: 0, count: hashCapacity)
    starts.initialize(repeating: LazyDFA.unknown, count: 2 * Before.count)
    wide.removeAll(keepingCapacity: true)
    bytesSinceClear = 0
  }

  /// The words of the state at `offset`: flags, holding, asked, instructions.
  func words(of state: State) -> UnsafeMutableBufferPointer<UInt32> {
    let number = Int(state) / stride
    let start = Int(wordStarts[number])
    return UnsafeMutableBufferPointer(start: words + start, count: Int(wordStarts[number + 1]) - start)
  }

  private var byteCount: Int {
    (stateCount * stride + wordsCount) * 4 + wide.count * 32
  }

  /// Makes room for one more state of up to `count` words, emptying the cache when it is full. `walked` is
  /// the bytes walked since the last time; `state` is kept, and changed to its new offset. False when the
  /// machine gives up.
  func makeRoom(_ count: Int, keeping state: inout State) -> Bool {
    guard byteCount + (stride + count) * 4 > LazyDFA.cacheBytesMax, stateCount > 1 else { return true }
    if bytesSinceClear < stateCount * LazyDFA.bytesPerStateMin {
      fruitlessClears += 1
      if fruitlessClears >= LazyDFA.fruitlessClearsMax {
        return false
      }
    } else {
      fruitlessClears = 0
    }
    let kept = Array(words(of: state))
    reset()
    kept.withUnsafeBufferPointer { draft.update(from: $0.baseAddress.unsafelyUnwrapped, count: $0.count) }
    state = intern(kept.count) & LazyDFA.offsetMask
    return true
  }

  /// The state whose words are the first `count` of `draft`, made when it is new; with the match tag.
  func intern(_ count: Int) -> State {
    let hash = LazyDFA.hash(draft, count)
    var slot = hash & (hashCapacity - 1)
    while hashTable[slot] != 0 {
      let number = Int(hashTable[slot]) - 1
      let start = Int(wordStarts[number])
      if Int(wordStarts[number + 1]) - start == count, equal(words + start, draft, count) {
        return tagged(number, flags: draft[0])
      }
      slot = (slot + 1) & (hashCapacity - 1)
    }
    let number = stateCount
    reserve(wordCount: count)
    (words + wordsCount).update(from: draft, count: count)
    wordsCount += count
    stateCount += 1
    wordStarts[stateCount] = UInt32(wordsCount)
    (table + number * stride).initialize(repeating: LazyDFA.unknown, count: stride)
    hashTable[slot] = UInt32(number + 1)
    if stateCount * 2 > hashCapacity { rehash() }
    return tagged(number, flags: draft[0])
  }

  private func tagged(_ number: Int, flags: UInt32) -> State {
    State(number * stride) | (flags & LazyDFA.isMatch != 0 ? LazyDFA.matchTag : 0)
  }

  private func equal(_ a: UnsafeMutablePointer<UInt32>, _ b: UnsafeMutablePointer<UInt32>, _ count: Int)
    -> Bool
  {
    for index in 0..<count where a[index] != b[index] { return false }
    return true
  }

  private static func hash(_ words: UnsafeMutablePointer<UInt32>, _ count: Int) -> Int {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for index in 0..<count { hash = (hash ^ UInt64(words[index])) &* 0x0000_0100_0000_01B3 }
    hash ^= hash &>> 29
    return Int(truncatingIfNeeded: hash & 0x7FFF_FFFF_FFFF_FFFF)
  }

  private func reserve(wordCount: Int) {
    if wordsCount + wordCount > wordsCapacity {
      let capacity = max(wordsCapacity * 2, wordsCount + wordCount)
      words = LazyDFA.grown(words, wordsCount, capacity)
      wordsCapacity = capacity
    }
    if stateCount + 1 >= wordStartsCapacity {
      wordStarts = LazyDFA.grown(wordStarts, stateCount + 1, wordStartsCapacity * 2 + 1)
      wordStartsCapacity *= 2
    }
    if (stateCount + 1) * stride > tableCapacity {
      table = LazyDFA.grown(table, stateCount * stride, tableCapacity * 2)
      tableCapacity *= 2
    }
  }

  private static func grown(
    _ old: UnsafeMutablePointer<UInt32>, _ count: Int, _ capacity: Int
  ) -> UnsafeMutablePointer<UInt32> {
    let new = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    new.update(from: old, count: count)
    old.deallocate()
    return new
  }

  private func rehash() {
    hashTable.deallocate()
    hashCapacity *= 2
    hashTable = .allocate(capacity: hashCapacity)
    hashTable.initialize(repeating: 0, count: hashCapacity)
    for number in 0..<stateCount {
      let start = Int(wordStarts[number])
      let hash = LazyDFA.hash(words + start, Int(wordStarts[number + 1]) - start)
      var slot = hash & (hashCapacity - 1)
      while hashTable[slot] != 0 { slot = (slot + 1) & (hashCapacity - 1) }
      hashTable[slot] = UInt32(number + 1)
    }
  }
}

/// A set of small numbers that keeps the order of insertion and is emptied in O(1).
///
/// - Source: Briggs and Torczon, "An efficient representation for sparse sets", 1993.
final class SparseSet {
  let dense: UnsafeMutablePointer<UInt32>
  private let sparse: UnsafeMutablePointer<UInt32>
  var count = 0

  init(_ capacity: Int) {
    dense = .allocate(capacity: capacity)
    sparse = .allocate(capacity: capacity)
    dense.initialize(repeating: 0, count: capacity)
    sparse.initialize(repeating: 0, count: capacity)
  }

  deinit {
    dense.deallocate()
    sparse.deallocate()
  }

  /// Adds `number`; false when it is there already.
  func insert(_ number: UInt32) -> Bool {
    let index = Int(sparse[Int(number)])
    if index < count && dense[index] == number { return false }
    sparse[Int(number)] = UInt32(truncatingIfNeeded: count)
    dense[count] = number
    count &+= 1
    return true
  }
}
