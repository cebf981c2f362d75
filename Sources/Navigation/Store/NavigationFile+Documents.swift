import Containers

/// An occurrence as it is stored.
package struct StoredOccurrence: Equatable, Sendable {
  /// Its number within its document.
  package var index: Int
  /// In the document's encoding.
  package var range: IndexedRange
  package var symbol: StoredSymbol
  package var roles: SymbolRoles
}

/// A symbol of one navigation file.
package struct StoredSymbol: Hashable, Sendable {
  let number: UInt32

  /// Known only within its document.
  package var isLocal: Bool { number & NavigationFormat.localBit != 0 }
}

extension NavigationFile {
  /// Documents that have `path`: one, or none, or several where an index has parts.
  package func documents(at path: String) -> Range<Int> {
    var path = path
    return path.withUTF8 { text in
      let text = UnsafeRawBufferPointer(text)
      let first = (0..<meta.documentCount).partitionPoint { compareBytes(pathBytes($0), text) < 0 }
      var end = first
      while end < meta.documentCount, compareBytes(pathBytes(end), text) == 0 { end += 1 }
      return first..<end
    }
  }

  /// The path of a document.
  package func path(ofDocument document: Int) -> String {
    String(decoding: pathBytes(document), as: UTF8.self)
  }

  private func pathBytes(_ document: Int) -> UnsafeRawBufferPointer {
    let paths = section(.paths)
    let start = min(Int(load(.documents, document * 32, as: UInt32.self)), paths.count)
    let end = min(Int(load(.documents, (document + 1) * 32, as: UInt32.self)), paths.count)
    return UnsafeRawBufferPointer(rebasing: paths[start..<max(start, end)])
  }

  /// What columns of a document count.
  package func encoding(ofDocument document: Int) -> PositionEncoding {
    PositionEncoding(rawValue: load(.documents, document * 32 + 28, as: UInt8.self)) ?? .utf8
  }

  /// Occurrences of a document.
  package func occurrenceCount(ofDocument document: Int) -> Int {
    min(Int(load(.documents, document * 32 + 4, as: UInt32.self)), meta.occurrenceCount)
  }

  /// The number of a document's first occurrence in the file; clamped so that all of them are in it.
  private func firstOccurrence(ofDocument document: Int) -> Int {
    let first = Int(clamping: load(.documents, document * 32 + 8, as: UInt64.self))
    return min(first, meta.occurrenceCount - occurrenceCount(ofDocument: document))
  }

  /// The occurrence with a number within its document.
  package func occurrence(_ index: Int, ofDocument document: Int) -> StoredOccurrence {
    let number = firstOccurrence(ofDocument: document) + index
    let place = number * 16
    let line = Int32(truncatingIfNeeded: load(.occurrences, place, as: UInt32.self))
    let column = Int32(truncatingIfNeeded: load(.occurrences, place + 4, as: UInt32.self))
    let length = Int32(load(.occurrences, place + 12, as: UInt16.self))
    var range = IndexedRange(
      startLine: line, startColumn: column, endLine: line, endColumn: column &+ length)
    if load(.occurrences, place + 15, as: UInt8.self) & NavigationFormat.hasEnd != 0 {
      let row = (0..<section(.ends).count / 16).partitionPoint {
        load(.ends, $0 * 16, as: UInt64.self) < UInt64(number)
      }
      if load(.ends, row * 16, as: UInt64.self) == UInt64(number) {
        range.endLine = Int32(truncatingIfNeeded: load(.ends, row * 16 + 8, as: UInt32.self))
        range.endColumn = Int32(truncatingIfNeeded: load(.ends, row * 16 + 12, as: UInt32.self))
      }
    }
    return StoredOccurrence(
      index: index, range: range,
      symbol: StoredSymbol(number: load(.occurrences, place + 8, as: UInt32.self)),
      roles: SymbolRoles(rawValue: load(.occurrences, place + 14, as: UInt8.self)))
  }

  /// The symbol of an occurrence, for callers that look through a whole document.
  @inline(__always)
  func symbol(ofOccurrence index: Int, _ document: Int) -> StoredSymbol {
    StoredSymbol(
      number: load(.occurrences, (firstOccurrence(ofDocument: document) + index) * 16 + 8, as: UInt32.self))
  }

  /// The whole declaration around an occurrence, where the index has it.
  package func enclosingRange(_ index: Int, ofDocument document: Int) -> IndexedRange? {
    let number = firstOccurrence(ofDocument: document) + index
    guard load(.occurrences, number * 16 + 15, as: UInt8.self) & NavigationFormat.hasEnclosing != 0 else {
      return nil
    }
    let row = (0..<section(.enclosing).count / 24).partitionPoint {
      load(.enclosing, $0 * 24, as: UInt64.self) < UInt64(number)
    }
    guard load(.enclosing, row * 24, as: UInt64.self) == UInt64(number) else { return nil }
    func value(_ offset: Int) -> Int32 {
      Int32(truncatingIfNeeded: load(.enclosing, row * 24 + 8 + offset, as: UInt32.self))
    }
    return IndexedRange(
      startLine: value(0), startColumn: value(4), endLine: value(8), endColumn: value(12))
  }

  /// Numbers of the occurrences that start on one of some lines (0-based).
  package func occurrences(ofDocument document: Int, lines: Range<Int>) -> Range<Int> {
    let count = occurrenceCount(ofDocument: document)
    let first = firstOccurrence(ofDocument: document)
    func start(_ line: Int) -> Int {
      (0..<max(0, count)).partitionPoint { Int(load(.occurrences, (first + $0) * 16, as: UInt32.self)) < line }
    }
    return start(lines.lowerBound)..<max(start(lines.lowerBound), start(lines.upperBound))
  }

  /// Lines above a position that are searched for an occurrence of several lines around it.
  private static let linesAboveMax = 50

  /// Occurrences that hold a position (0-based, in the document's encoding), the shortest first. The end of a name
  /// counts, for a cursor behind it.
  package func occurrences(ofDocument document: Int, atLine line: Int, column: Int) -> [StoredOccurrence] {
    var found: [StoredOccurrence] = []
    for index in occurrences(ofDocument: document, lines: max(0, line - Self.linesAboveMax)..<line + 1) {
      let number = firstOccurrence(ofDocument: document) + index
      let isOnLine = Int(load(.occurrences, number * 16, as: UInt32.self)) == line
      guard isOnLine || load(.occurrences, number * 16 + 15, as: UInt8.self) & NavigationFormat.hasEnd != 0
      else { continue }
      let one = occurrence(index, ofDocument: document)
      let range = one.range
      if (Int(range.startLine), Int(range.startColumn)) <= (line, column),
        (line, column) <= (Int(range.endLine), Int(range.endColumn))
      {
        found.append(one)
      }
    }
    // A name that ends where the next one starts gives way to it.
    let holding = found.filter { (line, column) < (Int($0.range.endLine), Int($0.range.endColumn)) }
    func size(_ range: IndexedRange) -> (Int32, Int32) {
      let lines = range.endLine &- range.startLine
      return (lines, range.endColumn &- (lines == 0 ? range.startColumn : 0))
    }
    return (holding.isEmpty ? found : holding).sorted { size($0.range) < size($1.range) }
  }

  /// Facts about a symbol that is local to a document.
  func localFacts(_ symbol: StoredSymbol, ofDocument document: Int) -> SymbolFacts? {
    let first = Int(clamping: load(.documents, document * 32 + 16, as: UInt64.self))
    let count = Int(load(.documents, document * 32 + 24, as: UInt32.self))
    guard count <= section(.locals).count / 16 else { return nil }
    for row in 0..<count where first < Int.max / 32 {
      let place = (first + row) * 16
      if load(.locals, place, as: UInt32.self) == symbol.number & ~NavigationFormat.localBit {
        return facts(at: Int(clamping: load(.locals, place + 8, as: UInt64.self)))
      }
    }
    return nil
  }

  func facts(at place: Int) -> SymbolFacts? {
    var wire = tail(.facts, from: place)
    // Facts of a damaged file are as good as none.
    return try? SymbolFacts(&wire)
  }
}
