// The general search of the standard library takes any collection, and ten times as long for bytes.
extension ArraySlice where Element == UInt8 {
  /// Where `word` first stands in the bytes; nil for an empty word.
  func firstRange(of word: [UInt8]) -> Range<Int>? {
    withUnsafeBufferPointer { bytes in
      word.withUnsafeBufferPointer { word in
        guard let head = word.first, bytes.count >= word.count else { return nil }
        var at = 0
        let last = bytes.count - word.count
        while at <= last {
          if bytes[at] == head {
            var length = 1
            while length < word.count, bytes[at &+ length] == word[length] { length &+= 1 }
            if length == word.count { return startIndex + at..<startIndex + at + length }
          }
          at &+= 1
        }
        return nil
      }
    }
  }
}

extension Array where Element == UInt8 {
  /// Where `word` first stands in the bytes; nil for an empty word.
  func firstRange(of word: [UInt8]) -> Range<Int>? { self[...].firstRange(of: word) }
}
