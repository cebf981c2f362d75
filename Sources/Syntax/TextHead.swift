/// The first bytes of a file, with the questions that detection asks of them.
///
/// Borrowed: valid only while the buffer given is. All questions are O(bytes).
struct TextHead {
  let bytes: UnsafeRawBufferPointer

  /// Without a byte order mark, and no more than detection looks at.
  init(_ buffer: UnsafeRawBufferPointer) {
    let mark = buffer.count >= 3 && buffer[0] == 0xEF && buffer[1] == 0xBB && buffer[2] == 0xBF ? 3 : 0
    bytes = UnsafeRawBufferPointer(rebasing: buffer[mark..<min(buffer.count, detectionHeadLength)])
  }

  /// A line without its end, from its first byte that isn't a blank.
  struct Line {
    let bytes: UnsafeRawBufferPointer
    let start: Int
    let end: Int
    let indent: Int

    var isEmpty: Bool { start == end }

    var first: UInt8? { start < end ? bytes[start] : nil }

    /// The last byte that isn't a blank.
    var last: UInt8? {
      var index = end - 1
      while index >= start, isBlank(bytes[index]) { index -= 1 }
      return index >= start ? bytes[index] : nil
    }

    func starts(_ text: StaticString) -> Bool { matches(bytes, at: start, end: end, text) }

    func contains(_ text: StaticString) -> Bool { find(bytes, from: start, to: end, text) }

    /// Whether it starts with one of the words, given with blanks between, and the word ends there.
    func starts(anyWord words: StaticString) -> Bool {
      let list = UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount)
      var from = 0
      while from < list.count {
        var to = from
        while to < list.count, list[to] != 0x20 { to += 1 }
        let length = to - from
        if start + length <= end, !(start + length < end && isWordByte(bytes[start + length])) {
          var index = 0
          while index < length, bytes[start + index] == list[from + index] { index += 1 }
          if index == length { return true }
        }
        from = to + 1
      }
      return false
    }
  }

  /// Whether some line passes.
  func anyLine(_ test: (Line) -> Bool) -> Bool {
    var from = 0
    while from < bytes.count {
      var to = from
      while to < bytes.count, bytes[to] != 0x0A { to += 1 }
      var end = to
      if end > from, bytes[end - 1] == 0x0D { end -= 1 }
      var start = from
      while start < end, isBlank(bytes[start]) { start += 1 }
      if test(Line(bytes: bytes, start: start, end: end, indent: start - from)) { return true }
      from = to + 1
    }
    return false
  }

  func anyLine(word words: StaticString) -> Bool { anyLine { $0.starts(anyWord: words) } }

  func anyLine(_ text: StaticString) -> Bool { anyLine { $0.starts(text) } }

  func contains(_ text: StaticString) -> Bool { find(bytes, from: 0, to: bytes.count, text) }

  /// Whether the text begins so, blanks and newlines passed over.
  func begins(_ text: StaticString) -> Bool {
    var start = 0
    while start < bytes.count, isBlank(bytes[start]) || bytes[start] == 0x0A { start += 1 }
    return matches(bytes, at: start, end: bytes.count, text)
  }

  /// The first line.
  var firstLine: Line {
    var end = 0
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return Line(bytes: bytes, start: 0, end: end, indent: 0)
  }
}

@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0C }

@inline(__always)
func isWordByte(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F || byte >= 0x80
}

private func matches(_ bytes: UnsafeRawBufferPointer, at start: Int, end: Int, _ text: StaticString) -> Bool {
  let count = text.utf8CodeUnitCount
  guard start &+ count <= end else { return false }
  let wanted = text.utf8Start
  var index = 0
  while index < count {
    if bytes[start &+ index] != wanted[index] { return false }
    index &+= 1
  }
  return true
}

private func find(_ bytes: UnsafeRawBufferPointer, from: Int, to: Int, _ text: StaticString) -> Bool {
  let first = text.utf8Start[0]
  var index = from
  let last = to &- text.utf8CodeUnitCount
  while index <= last {
    if bytes[index] == first, matches(bytes, at: index, end: to, text) { return true }
    index &+= 1
  }
  return false
}
