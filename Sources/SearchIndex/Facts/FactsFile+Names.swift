package import Containers

/// One symbol of a name.
package struct SymbolEntry: Sendable, Equatable {
  /// The document in the segment.
  package var document: Int
  /// Its index in the document's list.
  package var symbol: Int
  /// What it declares.
  package var kind: SymbolKind

  /// A symbol of a document.
  package init(document: Int, symbol: Int, kind: SymbolKind) {
    (self.document, self.symbol, self.kind) = (document, symbol, kind)
  }
}

extension FactsFile {
  /// The bytes of a name, without its line feed; valid as long as the file is open.
  package func name(_ number: Int) -> UnsafeRawBufferPointer {
    let slice = Self.slice(nameText, nameStarts, number)
    return UnsafeRawBufferPointer(rebasing: slice.dropLast(slice.last == 0x0A ? 1 : 0))
  }

  /// The number of the name that holds the byte at `offset` of ``nameText``, from `hint` on.
  package func name(at offset: Int, from hint: Int = 0) -> Int {
    // Matches come in ascending order.
    let low = max(0, hint)
    return (low..<max(low, meta.nameCount)).gallopingFloor { start(ofName: $0) <= offset }
  }

  /// Where a name begins in ``nameText``; for the number of names, where the last one ends.
  package func start(ofName number: Int) -> Int {
    guard number >= 0, number <= meta.nameCount else { return nameText.count }
    return min(nameText.count, Int(SectionTable.load(nameStarts, number * 4, as: UInt32.self)))
  }

  /// Names that equal `text` without regard to ASCII case. Two binary searches.
  package func names(folded text: UnsafeRawBufferPointer) -> Range<Int> {
    let first = firstName { FoldedOrder.compareFolded($0, text) < 0 }
    return first..<max(first, firstName { FoldedOrder.compareFolded($0, text) <= 0 })
  }

  /// Names that begin with `text` without regard to ASCII case. Two binary searches.
  package func names(foldedPrefix text: UnsafeRawBufferPointer) -> Range<Int> {
    func compare(_ name: UnsafeRawBufferPointer) -> Int {
      FoldedOrder.compareFolded(UnsafeRawBufferPointer(rebasing: name.prefix(text.count)), text)
    }
    let first = firstName { compare($0) < 0 }
    return first..<max(first, firstName { compare($0) <= 0 })
  }

  private func firstName(_ isBefore: (UnsafeRawBufferPointer) -> Bool) -> Int {
    (0..<meta.nameCount).partitionPoint { isBefore(name($0)) }
  }

  /// Calls `body` with every symbol of a name, in the order of documents and of their texts; `body` returns false to
  /// stop. Ends at what is damaged.
  package func forEachSymbol(ofName number: Int, _ body: (SymbolEntry) -> Bool) {
    var reader = VarintReader(Self.slice(lists, listStarts, number))
    var document = 0
    while !reader.isAtEnd {
      document = document &+ reader.number()
      let symbol = reader.number()
      guard reader.isSound, document >= 0, document < meta.documentCount,
        let kind = SymbolKind(rawValue: UInt8(symbol & 0x3F))
      else { return }
      if !body(SymbolEntry(document: document, symbol: symbol >> 6, kind: kind)) { return }
    }
  }

  /// Bytes of the list of a name: how many symbols it has is between a fourth and a half of it.
  package func listLength(ofName number: Int) -> Int { Self.slice(lists, listStarts, number).count }
}
