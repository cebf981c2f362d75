import Navigation

/// A text by lines, with edits at positions that count in an editor's units.
package struct TextBuffer: Sendable, Equatable {
  /// The bytes, UTF-8.
  package private(set) var bytes: [UInt8]
  private var starts: [Int]

  /// A buffer with a text.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = Self.starts(of: bytes)
  }

  private static func starts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index &+= 1
        if byte == 0x0A {
          starts.append(index)
        } else if byte == 0x0D, index == bytes.count || bytes[index] != 0x0A {
          starts.append(index)
        }
      }
    }
    return starts
  }

  /// Lines; one more than there are line breaks.
  package var lineCount: Int { starts.count }

  /// The bytes of a line (0-based) without its end; empty beyond the last.
  package func line(_ number: Int) -> ArraySlice<UInt8> {
    guard starts.indices.contains(number) else { return [] }
    var end = number + 1 < starts.count ? starts[number + 1] : bytes.count
    let start = starts[number]
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[start..<end]
  }

  /// All lines without their ends.
  var lines: [ArraySlice<UInt8>] { (0..<lineCount).map { line($0) } }

  /// The offset in bytes of a position; positions beyond a line's end are its end, beyond the text the text's.
  func offset(line: Int, character: Int, _ encoding: PositionEncoding) -> Int {
    guard line >= 0 else { return 0 }
    guard line < starts.count else { return bytes.count }
    return starts[line] + ColumnUnits.bytes(max(0, character), in: self.line(line), encoding)
  }

  /// Replaces what is between two positions; in the wrong order they are swapped.
  mutating func replace(
    from first: (line: Int, character: Int), to last: (line: Int, character: Int), with text: String,
    _ encoding: PositionEncoding
  ) {
    let one = offset(line: first.line, character: first.character, encoding)
    let other = offset(line: last.line, character: last.character, encoding)
    bytes.replaceSubrange(min(one, other)..<max(one, other), with: text.utf8)
    starts = Self.starts(of: bytes)
  }
}
