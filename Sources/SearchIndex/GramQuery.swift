/// What the blocks of a match must hold, in grams. Made from a regex by the planner.
///
/// A necessary condition: every block with a match satisfies it, others may too.
package indirect enum GramQuery: Sendable, Hashable {
  /// Every block.
  case all
  /// No block.
  case none
  /// Blocks that hold the code.
  case gram(UInt32)
  /// Blocks that hold a run of so many bytes of the class, or a longer one.
  case run(RunClass, atLeast: Int)
  case and([GramQuery])
  case or([GramQuery])
}

/// One posting list that a cursor considered, for `explain`.
package struct ListTrace: Sendable, Equatable {
  /// The gram, spelled with a representative byte for each symbol.
  package var gram: String
  /// Blocks that hold it.
  package var count: Int
  /// False when reading the list would have cost more than it saves.
  package var isUsed: Bool
}

extension GramAlphabet {
  /// The gram spelled out, shared symbols by their first byte: `foo`, `0x_`, or a name for the marker.
  package static func spelling(_ code: UInt32) -> String {
    if code == foldMarker { return "ſ or K" }
    if code == nonASCIIMarker { return "non-ASCII" }
    var text = ""
    for shift: UInt32 in [12, 6, 0] {
      let symbol = UInt8(truncatingIfNeeded: code >> shift & 0x3F)
      text += spellings[Int(symbol)]
    }
    return text
  }

  private static let spellings: [String] = {
    var names = [String](repeating: "", count: symbolCount)
    for byte in (0..<256).reversed() where byte != 0x0A {
      let symbol = Int(table[byte])
      switch byte {
      case 0x21...0x7E: names[symbol] = String(Unicode.Scalar(UInt8(byte))).lowercased()
      case 0x20: names[symbol] = "␣"
      default: if names[symbol].isEmpty { names[symbol] = byte < 0x80 ? "⇥" : byte < 0xC0 ? "‥" : "…" }
      }
    }
    return names
  }()
}
