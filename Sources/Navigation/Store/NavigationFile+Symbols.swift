import Containers

/// A place in a navigation file where a symbol occurs.
package struct StoredPlace: Hashable, Sendable {
  package var document: Int
  /// The occurrence's number within the document.
  package var index: Int
}

extension NavigationFile {
  /// The symbol with a text, if the file has it. Cost: some microseconds.
  package func symbol(_ text: String) -> StoredSymbol? {
    var text = text
    let number = text.withUTF8 { lowerBound(UnsafeRawBufferPointer($0)) }
    guard number < meta.symbolCount, self.text(of: StoredSymbol(number: UInt32(number))) == text else {
      return nil
    }
    return StoredSymbol(number: UInt32(number))
  }

  /// The text of a symbol that is not local; empty for a local one.
  package func text(of symbol: StoredSymbol) -> String {
    guard !symbol.isLocal, symbol.number < meta.symbolCount else { return "" }
    var buffer: [UInt8] = []
    let inBlock = Int(symbol.number) % NavigationFormat.symbolsPerBlock
    decodeBlock(Int(symbol.number) / NavigationFormat.symbolsPerBlock, through: inBlock, into: &buffer) { _ in
      true
    }
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Number of the first symbol that is not before `text`.
  private func lowerBound(_ text: UnsafeRawBufferPointer) -> Int {
    let blocks = section(.symbolBlocks).count / 8
    // The first text of a block stands there in full.
    let after = (0..<blocks).partitionPoint { compareBytes(head(ofBlock: $0), text) <= 0 }
    guard after > 0 else { return 0 }
    let block = after - 1
    var buffer: [UInt8] = []
    var number = block * NavigationFormat.symbolsPerBlock
    decodeBlock(block, through: NavigationFormat.symbolsPerBlock - 1, into: &buffer) { bytes in
      guard compareBytes(bytes, text) < 0 else { return false }
      number += 1
      return true
    }
    return number
  }

  private func head(ofBlock block: Int) -> UnsafeRawBufferPointer {
    var wire = tail(.symbols, from: Int(clamping: load(.symbolBlocks, block * 8, as: UInt64.self)))
    // A damaged block has an empty head.
    guard (try? wire.varint()) == 0, let range = try? wire.lengthDelimited() else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(rebasing: wire.bytes[range])
  }

  /// Decodes the texts of a block one after the other into `buffer` until `body` returns false.
  private func decodeBlock(
    _ block: Int, through last: Int, into buffer: inout [UInt8], _ body: (UnsafeRawBufferPointer) -> Bool
  ) {
    var wire = tail(.symbols, from: Int(clamping: load(.symbolBlocks, block * 8, as: UInt64.self)))
    let most = min(last, meta.symbolCount - 1 - block * NavigationFormat.symbolsPerBlock)
    guard most >= 0 else { return }
    for _ in 0...most {
      // The end of a damaged block is the end of its symbols.
      guard let shared = try? wire.varint(), let rest = try? wire.lengthDelimited(),
        shared <= UInt64(buffer.count)
      else { return }
      buffer.removeSubrange(Int(shared)...)
      buffer.append(contentsOf: wire.bytes[rest])
      guard buffer.withUnsafeBytes(body) else { return }
    }
  }

  /// Symbols whose text starts with `prefix`, in order, until `body` returns false.
  package func forEachSymbol(prefix: String, _ body: (StoredSymbol, String) -> Bool) {
    forEachSymbol(from: prefix) { symbol, text in text.utf8.starts(with: prefix.utf8) && body(symbol, text) }
  }

  /// Symbols that are not before `start`, in order, until `body` returns false.
  func forEachSymbol(from start: String, _ body: (StoredSymbol, String) -> Bool) {
    var start = start
    var number = start.withUTF8 { lowerBound(UnsafeRawBufferPointer($0)) }
    while number < meta.symbolCount {
      let symbol = StoredSymbol(number: UInt32(number))
      guard body(symbol, text(of: symbol)) else { return }
      number += 1
    }
  }

  /// Versions of a symbol's package that occur here.
  func versions(of symbol: SymbolText, limit: Int) -> [String] {
    var front = SymbolText(
      scheme: symbol.scheme, manager: symbol.manager, packageName: symbol.packageName, version: "",
      descriptors: []
    ).text
    // "scheme manager package . " without the version's place holder.
    front.removeLast(2)
    var versions: [String] = []
    var start = front
    while versions.count < limit {
      var found: SymbolText?
      forEachSymbol(from: start) { _, text in
        found = text.utf8.starts(with: front.utf8) ? SymbolText(parsing: text) : nil
        return false
      }
      guard let found else { break }
      versions.append(found.version)
      let version = SymbolText(
        scheme: found.scheme, manager: found.manager, packageName: found.packageName, version: found.version,
        descriptors: [])
      // "!" follows the space behind the version in byte order, so this is behind all of its symbols.
      start = version.text.dropLast() + "!"
    }
    return versions
  }

  /// What is known about a symbol; empty facts where nothing is.
  package func facts(of symbol: StoredSymbol, inDocument document: Int?) -> SymbolFacts {
    if symbol.isLocal { return document.flatMap { localFacts(symbol, ofDocument: $0) } ?? SymbolFacts() }
    let place = load(.symbolFacts, Int(symbol.number) * 8, as: UInt64.self)
    return place == 0 ? SymbolFacts() : facts(at: Int(clamping: place - 1)) ?? SymbolFacts()
  }

  /// Where a symbol that is not local occurs, definitions first, in order of path and line, until `body` returns
  /// false.
  package func forEachPlace(of symbol: StoredSymbol, _ body: (StoredPlace, _ isDefinition: Bool) -> Bool) {
    guard !symbol.isLocal, symbol.number < meta.symbolCount else { return }
    let start = Int(clamping: load(.referenceStarts, Int(symbol.number) * 8, as: UInt64.self))
    let end = Int(clamping: load(.referenceStarts, Int(symbol.number) * 8 + 8, as: UInt64.self))
    var wire = tail(.references, from: start)
    guard end > start, let definitions = try? wire.varint() else { return }
    var place = StoredPlace(document: 0, index: 0)
    var count: UInt64 = 0
    var isFirst = true
    // What does not fit the documents is damage, and ends the list.
    while wire.position < end - start, let passed = try? wire.varint(), let index = try? wire.varint() {
      if count == definitions { (place, isFirst) = (StoredPlace(document: 0, index: 0), true) }
      guard passed < UInt64(meta.documentCount), index <= UInt64(UInt32.max) else { return }
      place.document += Int(passed)
      place.index = isFirst || passed > 0 ? Int(index) : place.index + Int(index)
      guard place.document < meta.documentCount, place.index < occurrenceCount(ofDocument: place.document),
        body(place, count < definitions)
      else { return }
      isFirst = false
      count += 1
    }
  }

  /// How often a symbol that is not local is defined here.
  package func definitionCount(of symbol: StoredSymbol) -> Int {
    guard !symbol.isLocal, symbol.number < meta.symbolCount else { return 0 }
    var wire = tail(
      .references, from: Int(clamping: load(.referenceStarts, Int(symbol.number) * 8, as: UInt64.self)))
    // A list that cannot be read has no definitions.
    return Int(clamping: (try? wire.varint()) ?? 0)
  }

  /// Symbols that `symbol` has a relationship to.
  package func relationships(from symbol: StoredSymbol) -> [(symbol: StoredSymbol, kinds: RelationshipKinds)]
  {
    related(.relationshipsFrom, key: 0, other: 4, symbol)
  }

  /// Symbols that have a relationship to `symbol`: what implements it, what has it as a type.
  package func relationships(to symbol: StoredSymbol) -> [(symbol: StoredSymbol, kinds: RelationshipKinds)] {
    related(.relationshipsTo, key: 4, other: 0, symbol)
  }

  private func related(
    _ section: NavigationSection, key: Int, other: Int, _ symbol: StoredSymbol
  ) -> [(symbol: StoredSymbol, kinds: RelationshipKinds)] {
    guard !symbol.isLocal else { return [] }
    let count = meta.relationshipCount
    var row = (0..<count).partitionPoint { load(section, $0 * 12 + key, as: UInt32.self) < symbol.number }
    var found: [(symbol: StoredSymbol, kinds: RelationshipKinds)] = []
    while row < count, load(section, row * 12 + key, as: UInt32.self) == symbol.number {
      let related = StoredSymbol(number: load(section, row * 12 + other, as: UInt32.self))
      let kinds = RelationshipKinds(
        rawValue: UInt8(truncatingIfNeeded: load(section, row * 12 + 8, as: UInt32.self)))
      if related.number < meta.symbolCount { found.append((related, kinds)) }
      row += 1
    }
    return found
  }

  /// Symbols whose last name is `name`, or starts with it, without regard to case; in order of name,
  /// until `body` returns false.
  package func forEachSymbol(
    named name: String, isPrefix: Bool, _ body: (StoredSymbol, _ text: String) -> Bool
  ) {
    var name = name
    name.withUTF8 { wanted in
      let wanted = UnsafeRawBufferPointer(wanted)
      let count = section(.names).count / 4
      func compare(_ row: Int) -> Int {
        var text = self.text(of: StoredSymbol(number: load(.names, row * 4, as: UInt32.self)))
        return text.withUTF8 { text in
          let bytes = UnsafeRawBufferPointer(text)
          let name = UnsafeRawBufferPointer(rebasing: bytes[DescriptorScan.lastName(of: bytes)])
          let kept = isPrefix ? UnsafeRawBufferPointer(rebasing: name.prefix(wanted.count)) : name
          return compareFolded(kept, wanted)
        }
      }
      var row = (0..<count).partitionPoint { compare($0) < 0 }
      while row < count, compare(row) == 0 {
        let symbol = StoredSymbol(number: load(.names, row * 4, as: UInt32.self))
        guard body(symbol, text(of: symbol)) else { return }
        row += 1
      }
    }
  }
}
