import Containers

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
    for text in ErrorTexts.all where Bytes.find(text, in: message, from: 0) != nil {
      Skeleton.forEachWord(text) { borrowed.insert($0) }
    }
    var lettered: Set<UInt64> = []
    Skeleton.forEachWord(message.map { $0 &- 0x30 < 10 ? 0x20 : $0 }) { lettered.insert($0) }
    self.lettered = distinct.prefix(400).filter(lettered.contains)
    (self.all, self.distinct, self.borrowed) = (all, Array(distinct.prefix(400)), borrowed)
  }
}
