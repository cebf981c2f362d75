import Kernels

/// Classes of bytes whose longest runs are known of each block.
///
/// Grams tell little of patterns such as `[0-9]{12}`: nearly every block has some three digits in a row. How long
/// its longest run of digits is rules out most.
package enum RunClass: Int, CaseIterable, Sendable {
  // In the order of the kernel; a class stands before those that hold it.
  case digits, hexDigits, capitals, letters, wordCharacters

  /// The shortest run that is told from none. Shorter ones are in most blocks.
  package var shortest: Int {
    switch self {
    case .digits: 4
    case .hexDigits, .capitals: 8
    case .letters, .wordCharacters: 16
    }
  }

  /// Runs beyond this are not told from runs of just this length.
  package static let longest = 255

  /// For people: `[0-9]`.
  var name: String {
    switch self {
    case .digits: "[0-9]"
    case .hexDigits: "[0-9a-fA-F]"
    case .capitals: "[A-Z]"
    case .letters: "[a-zA-Z]"
    case .wordCharacters: "[0-9a-zA-Z_]"
    }
  }

  /// Whether `byte` belongs to the class; no byte beyond ASCII does.
  package func contains(_ byte: UInt8) -> Bool {
    let isDigit = byte &- 0x30 < 10
    let isCapital = byte &- 0x41 < 26
    let isLetter = (byte | 0x20) &- 0x61 < 26
    return switch self {
    case .digits: isDigit
    case .hexDigits: isDigit || (byte | 0x20) &- 0x61 < 6
    case .capitals: isCapital
    case .letters: isLetter
    case .wordCharacters: isDigit || isLetter || byte == 0x5F
    }
  }
}

/// The section RUNS: for each class in turn, one byte per block.
struct RunLengths: @unchecked Sendable {
  // Sendable although it holds a pointer: see ``SectionTable``.
  private let bytes: UnsafeRawBufferPointer
  private let blockCount: Int

  /// Nil when the file has no such section: it is older, or holds paths.
  init?(_ table: SectionTable, blockCount: Int) throws(SegmentError) {
    guard table.has(.runs) else { return nil }
    bytes = try table.section(.runs, count: RunClass.allCases.count * blockCount, width: 1)
    self.blockCount = blockCount
  }

  /// The blocks with a run of `least` bytes, or more, of a class; nil where runs so short are not told from none.
  func list(_ runClass: RunClass, atLeast least: Int) -> RunList? {
    guard least >= runClass.shortest, let base = bytes.baseAddress else { return nil }
    let column = base.assumingMemoryBound(to: UInt8.self) + runClass.rawValue * blockCount
    return RunList(lengths: column, blockCount: blockCount, least: UInt8(min(least, RunClass.longest)))
  }
}

/// Blocks by the length of a run.
struct RunList {
  fileprivate let lengths: UnsafePointer<UInt8>
  fileprivate let blockCount: Int
  fileprivate let least: UInt8

  /// How many blocks. Reads a byte a block: some microseconds.
  var count: Int { kernel_at_least(lengths, blockCount, least, nil) }

  /// Sets the bit of each block in [`first`, `first` + 64 × `words.count`).
  func fill(_ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    let count = min(words.count * 64, blockCount - Int(first))
    if count > 0 { _ = kernel_at_least(lengths + Int(first), count, least, words.baseAddress) }
  }
}

/// Gathers the section RUNS.
struct RunLengthsBuilder: ~Copyable {
  /// The lengths of a block together, unlike in the section.
  private var rows = ByteBuilder()

  /// Adds the next block. About 0.3 ns a byte (AMD EPYC).
  mutating func addBlock(_ text: UnsafeRawBufferPointer) {
    let start = rows.reserve(RunClass.allCases.count)
    guard let base = text.baseAddress else { return }
    rows.withBytes(from: start) { row in
      kernel_longest_runs(
        base.assumingMemoryBound(to: UInt8.self), text.count, 0,
        row.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// The whole section.
  func columns() -> ByteBuilder {
    let width = RunClass.allCases.count
    var section = ByteBuilder(capacity: rows.count + 64)
    for column in 0..<width {
      for place in stride(from: column, to: rows.count, by: width) { section.append(rows.bytes[place]) }
    }
    return section
  }
}
