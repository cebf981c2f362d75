/// Writes an index piece by piece: metadata first, then documents and external symbols in any order. Each piece is
/// a part of the whole message, since protobuf messages may be concatenated.
///
/// - Source: scip.proto; the numbers of fields are listed in `ScipModel.swift`.
package struct ScipWriter {
  private var wire = WireWriter()

  /// A writer that has written nothing.
  package init() {}

  /// The bytes of the head of an index.
  package mutating func bytes(_ metadata: ScipMetadata) -> [UInt8] {
    wire.removeAll()
    wire.message(1) { wire in
      wire.message(2) { wire in
        wire.text(1, metadata.toolName)
        wire.text(2, metadata.toolVersion)
      }
      wire.text(3, metadata.projectRoot)
      // The files are UTF-8.
      wire.number(4, 1)
    }
    return wire.bytes
  }

  /// The bytes of one document.
  package mutating func bytes(_ document: ScipDocument) -> [UInt8] {
    wire.removeAll()
    wire.message(2) { wire in
      wire.text(1, document.path)
      for occurrence in document.occurrences {
        wire.message(2) { wire in
          wire.packed(1, occurrence.range.numbers)
          wire.text(2, occurrence.symbol)
          wire.number(3, Int(occurrence.roles.rawValue))
          if let enclosing = occurrence.enclosingRange { wire.packed(7, enclosing.numbers) }
        }
      }
      for symbol in document.symbols { Self.write(symbol, field: 3, to: &wire) }
      wire.text(4, document.language)
      wire.number(6, Int(document.encoding.rawValue))
    }
    return wire.bytes
  }

  /// The bytes of a symbol that is defined outside.
  package mutating func bytes(external symbol: ScipSymbol) -> [UInt8] {
    wire.removeAll()
    Self.write(symbol, field: 3, to: &wire)
    return wire.bytes
  }

  private static func write(_ symbol: ScipSymbol, field: Int, to wire: inout WireWriter) {
    wire.message(field) { wire in
      wire.text(1, symbol.symbol)
      for text in symbol.documentation { wire.element(3, text) }
      for relationship in symbol.relationships {
        wire.message(4) { wire in
          wire.text(1, relationship.symbol)
          wire.flag(2, relationship.kinds.contains(.reference))
          wire.flag(3, relationship.kinds.contains(.implementation))
          wire.flag(4, relationship.kinds.contains(.typeDefinition))
          wire.flag(5, relationship.kinds.contains(.definition))
        }
      }
      wire.number(5, symbol.kind)
      wire.text(6, symbol.displayName)
      if !symbol.signature.isEmpty {
        wire.message(7) { $0.text(5, symbol.signature) }
      }
      wire.text(8, symbol.enclosingSymbol)
    }
  }
}
