/// Which words of two versions of a line differ.
///
/// A line is cut into words: runs of letters and digits, runs of white space, single signs. The shortest edit script
/// of the two sequences is found by the greedy algorithm of Eugene W. Myers, "An O(ND) difference algorithm and its
/// variations", Algorithmica 1, 1986.
package struct WordDiff: Sendable, Equatable {
  /// Byte ranges that only the old line has, ascending, not touching.
  package var old: [Range<Int>]
  /// Byte ranges that only the new line has.
  package var new: [Range<Int>]

  /// Bytes of a line that is looked at; marks in longer ones help nobody.
  static let byteLimit = 2000

  /// Words of a line.
  static let wordLimit = 400

  /// Steps of the edit script: the search costs the square of it.
  static let editLimit = 120

  /// Compares two lines; nil when they have too little in common for marks to say more than the whole line does.
  package init?(_ old: [UInt8], _ new: [UInt8]) {
    guard old.count <= WordDiff.byteLimit, new.count <= WordDiff.byteLimit else { return nil }
    let oldWords = words(of: old)
    let newWords = words(of: new)
    guard oldWords.count <= WordDiff.wordLimit, newWords.count <= WordDiff.wordLimit else { return nil }
    func isSame(_ left: Int, _ right: Int) -> Bool {
      old[oldWords[left]].elementsEqual(new[newWords[right]])
    }
    guard let kept = editScript(oldWords.count, newWords.count, isSame) else { return nil }
    var common = 0
    for (place, isKept) in kept.old.enumerated() where isKept && !isBlank(old[oldWords[place]]) {
      common += oldWords[place].count
    }
    let longer = max(visibleBytes(old), visibleBytes(new))
    // A third in common: below that, marks are confetti.
    guard longer > 0, 3 * common >= longer else { return nil }
    self.old = joined(oldWords, kept.old, old)
    self.new = joined(newWords, kept.new, new)
  }
}

/// How alike two lines are, 0 to 1, by the words they share: cheap, for choosing pairs.
func likeness(_ left: [UInt8], _ right: [UInt8]) -> Double {
  if left == right { return 1 }
  var counts: [ArraySlice<UInt8>: Int] = [:]
  var total = 0
  for word in words(of: Array(left.prefix(WordDiff.byteLimit))) where !isBlank(left[word]) {
    counts[left[word], default: 0] += 1
    total += word.count
  }
  var shared = 0
  for word in words(of: Array(right.prefix(WordDiff.byteLimit))) where !isBlank(right[word]) {
    total += word.count
    if let count = counts[right[word]], count > 0 {
      counts[right[word]] = count - 1
      shared += 2 * word.count
    }
  }
  return total == 0 ? 0 : Double(shared) / Double(total)
}

/// Runs of word bytes, runs of blanks, single signs. Bytes from 128 up belong to words, so that no character is cut.
private func words(of line: [UInt8]) -> [Range<Int>] {
  var output: [Range<Int>] = []
  var start = 0
  while start < line.count {
    let kind = kind(of: line[start])
    var end = start + 1
    if kind != .sign {
      while end < line.count, kind == History.kind(of: line[end]) { end += 1 }
    }
    output.append(start..<end)
    start = end
  }
  return output
}

private enum WordKind { case word, blank, sign }

private func kind(of byte: UInt8) -> WordKind {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...0xFF: .word
  case 0x20, 0x09, 0x0D: .blank
  default: .sign
  }
}

private func isBlank(_ word: ArraySlice<UInt8>) -> Bool { word.first.map { kind(of: $0) == .blank } ?? true }

private func visibleBytes(_ line: [UInt8]) -> Int { line.count { kind(of: $0) != .blank } }

/// Words that are not kept, as ranges; those with only one blank or sign between them become one.
private func joined(_ words: [Range<Int>], _ kept: [Bool], _ line: [UInt8]) -> [Range<Int>] {
  var output: [Range<Int>] = []
  for (word, isKept) in zip(words, kept) where !isKept {
    if let last = output.last, word.lowerBound - last.upperBound <= 1,
      word.lowerBound == last.upperBound || kind(of: line[last.upperBound]) == .blank
    {
      output[output.count - 1] = last.lowerBound..<word.upperBound
    } else {
      output.append(word)
    }
  }
  return output
}

/// Which elements of both sequences a shortest edit script keeps; nil when it is longer than the limit.
private func editScript(
  _ oldCount: Int, _ newCount: Int, _ isSame: (Int, Int) -> Bool
) -> (old: [Bool], new: [Bool])? {
  var start = 0
  while start < oldCount, start < newCount, isSame(start, start) { start += 1 }
  var tail = 0
  while tail < oldCount - start, tail < newCount - start, isSame(oldCount - 1 - tail, newCount - 1 - tail) {
    tail += 1
  }
  var keptOld = [Bool](repeating: false, count: oldCount)
  var keptNew = [Bool](repeating: false, count: newCount)
  for index in 0..<start { (keptOld[index], keptNew[index]) = (true, true) }
  for index in 0..<tail { (keptOld[oldCount - 1 - index], keptNew[newCount - 1 - index]) = (true, true) }
  let (width, height) = (oldCount - start - tail, newCount - start - tail)
  if width == 0 || height == 0 { return (keptOld, keptNew) }
  // Furthest old position on each diagonal, one row for each number of edits, to walk back on.
  let limit = min(WordDiff.editLimit, width + height)
  var furthest = [Int](repeating: 0, count: 2 * limit + 3)
  let middle = limit + 1
  var rows: [[Int]] = []
  for edits in 0...limit {
    rows.append(furthest)
    for diagonal in stride(from: -edits, through: edits, by: 2) {
      let isDown =
        diagonal == -edits
        || (diagonal != edits && furthest[middle + diagonal - 1] < furthest[middle + diagonal + 1])
      var x = isDown ? furthest[middle + diagonal + 1] : furthest[middle + diagonal - 1] + 1
      // Outside of the grid there is nothing to compare.
      while x < width, x - diagonal < height, x >= 0, x - diagonal >= 0,
        isSame(start + x, start + x - diagonal)
      {
        x += 1
      }
      furthest[middle + diagonal] = x
      guard diagonal == width - height, x >= width else { continue }
      walkBack(rows, middle: middle, from: (width, height)) { oldIndex, newIndex in
        keptOld[start + oldIndex] = true
        keptNew[start + newIndex] = true
      }
      return (keptOld, keptNew)
    }
  }
  return nil
}

/// Tells the pairs of equal elements on the path that `rows` remember.
private func walkBack(
  _ rows: [[Int]], middle: Int, from end: (Int, Int), _ keep: (Int, Int) -> Void
) {
  var (x, y) = end
  for edits in rows.indices.reversed() {
    let row = rows[edits]
    let diagonal = x - y
    let isDown =
      diagonal == -edits || (diagonal != edits && row[middle + diagonal - 1] < row[middle + diagonal + 1])
    let before = isDown ? diagonal + 1 : diagonal - 1
    let beforeX = edits == 0 ? 0 : row[middle + before]
    let beforeY = edits == 0 ? 0 : beforeX - before
    while x > beforeX, y > beforeY {
      x -= 1
      y -= 1
      keep(x, y)
    }
    (x, y) = (beforeX, beforeY)
    if edits == 0 { return }
  }
}
