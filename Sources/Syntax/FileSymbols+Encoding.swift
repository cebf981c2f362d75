import Containers

/// Symbols as bytes, for the pipe between the process that parses and the one that asks.
///
/// ```
/// cut              0 or 1
/// symbols          count, then for each: kind, name (length and bytes), start, line, column,
///                  lines before and after, parent + 1, length of the qualifier + 1 and its bytes
/// emits            count, then for each what EmitSite+Encoding.swift draws
/// ```
/// Numbers as those of facts; a parent stands before what is in it.
extension FileSymbols {
  /// The symbols as bytes.
  package func encoded() -> [UInt8] {
    var writer = FactWriter()
    writer.bytes.reserveCapacity(symbols.count * 24 + 16)
    writer.number(isCut ? 1 : 0)
    writer.list(symbols) { writer, symbol in
      writer.number(Int(symbol.kind.rawValue))
      writer.text(symbol.name)
      writer.number(symbol.start)
      writer.number(symbol.line)
      writer.number(symbol.column)
      writer.number(symbol.line - symbol.lines.lowerBound)
      writer.number(symbol.lines.upperBound - symbol.line)
      writer.number((symbol.parent ?? -1) + 1)
      if let qualifier = symbol.qualifier {
        writer.number(1)
        writer.text(qualifier)
      } else {
        writer.number(0)
      }
    }
    writer.list(emits) { writer, site in writer.site(site) }
    return writer.bytes
  }

  /// Symbols of a text of `count` bytes; nil when the bytes are damaged or speak of places outside of the text.
  package init?(decoding bytes: [UInt8], count: Int) {
    var reader = FactReader(bytes: bytes, count: count)
    isCut = reader.number() == 1
    var index = 0
    symbols = reader.list(max: fileSymbolsMax) { reader in
      defer { index += 1 }
      guard let kind = SymbolKind(rawValue: UInt8(clamping: reader.number())) else { return nil }
      let name = reader.text()
      let (start, line, column) = (reader.number(), reader.number(), reader.number())
      let (before, after, parent) = (reader.number(), reader.number(), reader.number() - 1)
      let qualifier = reader.number() == 1 ? reader.text() : nil
      guard start <= count, line >= 1, line <= count + 1, before < line, after <= count + 1, parent < index,
        column <= count
      else { return nil }
      return Symbol(
        name: name, kind: kind, start: start, line: line, column: column, lines: line - before...line + after,
        parent: parent < 0 ? nil : parent, qualifier: qualifier)
    }
    emits = reader.list(max: EmitSite.sitesMax) { $0.site() }
    guard reader.isSound else { return nil }
  }
}
