/// The text of `candidates` with the smallest edit distance to `text`, for "did you mean".
///
/// Distance counts inserted, deleted, replaced and swapped neighbouring bytes (restricted
/// Damerau-Levenshtein).
/// - Returns: the first of the nearest, or nil when none is within `limit` edits.
/// - Complexity: O(candidates × length²) on texts of at most 64 bytes; longer ones are never near.
package func nearestText(to text: String, in candidates: [String], within limit: Int) -> String? {
  let wanted = Array(text.utf8)
  var best: (distance: Int, text: String)?
  for candidate in candidates {
    guard
      let distance = editDistance(wanted, Array(candidate.utf8), limit: best.map { $0.distance - 1 } ?? limit)
    else { continue }
    best = (distance, candidate)
    if distance == 0 { break }
  }
  return best?.text
}

/// The number of edits between two texts, or nil when more than `limit`.
func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
  guard limit >= 0, left.count <= 64, right.count <= 64, abs(left.count - right.count) <= limit else {
    return nil
  }
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  var row = last
  for i in 0..<left.count {
    row[0] = i + 1
    for j in 0..<right.count {
      let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
      row[j + 1] = min(replaced, min(last[j + 1], row[j]) + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
      }
    }
    (beforeLast, last, row) = (last, row, beforeLast)
  }
  return last[right.count] <= limit ? last[right.count] : nil
}
