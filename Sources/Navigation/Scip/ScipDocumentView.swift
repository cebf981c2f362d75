/// One document of an index, as it lies in memory. Valid only during the call it was handed to.
///
/// Its occurrences and symbols are decoded when they are visited, one at a time: a document of 100 MB needs no
/// more memory than its bytes.
package struct ScipDocumentView {
  /// As the index has it.
  package private(set) var path = ""
  /// As the index names it; may be empty.
  package private(set) var language = ""
  /// Never unspecified unless the index leaves it open.
  package private(set) var encoding = PositionEncoding.unspecified
  private let message: WireReader

  /// Where the document's message starts in the whole input.
  package var offset: Int { message.origin }

  /// Bytes of the message.
  package var byteCount: Int { message.bytes.count }

  /// Reads the scalar fields of a document and passes over the others.
  init(_ message: WireReader) throws(NavigationError) {
    self.message = message
    var wire = message
    while let tag = try wire.nextTag() {
      switch tag.field {
      case 1:
        try wire.expect(.bytes, tag)
        path = try wire.string()
      case 4:
        try wire.expect(.bytes, tag)
        language = try wire.repairedString()
      case 6:
        try wire.expect(.varint, tag)
        // An encoding newer than this program is as good as none.
        encoding = PositionEncoding(rawValue: UInt8(truncatingIfNeeded: try wire.varint())) ?? .unspecified
      default: try wire.skip(tag.type)
      }
    }
  }

  /// Visits the occurrences in the order of the index.
  ///
  /// - Throws: ``NavigationError`` of kind `malformed`, and what `body` throws.
  package func forEachOccurrence(_ body: (ScipOccurrenceView) throws -> Void) throws {
    var wire = message
    while let tag = try wire.nextTag() {
      guard tag.field == 2 else {
        try wire.skip(tag.type)
        continue
      }
      try wire.expect(.bytes, tag)
      try body(try ScipOccurrenceView(try wire.message()))
    }
  }

  /// Visits what the index says about symbols of the document.
  ///
  /// - Throws: ``NavigationError`` of kind `malformed`, and what `body` throws.
  package func forEachSymbol(_ body: (ScipSymbol) throws -> Void) throws {
    var wire = message
    while let tag = try wire.nextTag() {
      guard tag.field == 3 else {
        try wire.skip(tag.type)
        continue
      }
      try wire.expect(.bytes, tag)
      try body(try ScipSymbol(try wire.message()))
    }
  }
}

/// An occurrence, whose symbol's text is lent.
package struct ScipOccurrenceView {
  /// The place; not checked to be ordered.
  package private(set) var range = IndexedRange(startLine: 0, startColumn: 0, endLine: 0, endColumn: 0)
  /// The symbol's text; empty for occurrences that only say how to colour the text.
  package private(set) var symbol = UnsafeRawBufferPointer(start: nil, count: 0)
  package private(set) var roles = SymbolRoles()
  package private(set) var enclosingRange: IndexedRange?
  /// Where the occurrence's message starts in the whole input.
  package let offset: Int

  init(_ message: WireReader) throws(NavigationError) {
    var wire = message
    offset = message.origin
    var plain = RangeNumbers()
    var enclosing = RangeNumbers()
    var typed: IndexedRange?
    var typedEnclosing: IndexedRange?
    while let tag = try wire.nextTag() {
      switch tag.field {
      case 1: try plain.append(tag, &wire)
      case 2:
        try wire.expect(.bytes, tag)
        symbol = UnsafeRawBufferPointer(rebasing: wire.bytes[try wire.lengthDelimited()])
      case 3:
        try wire.expect(.varint, tag)
        roles = SymbolRoles(rawValue: UInt8(truncatingIfNeeded: try wire.varint()))
      case 7: try enclosing.append(tag, &wire)
      case 8, 9, 10, 11:
        try wire.expect(.bytes, tag)
        let range = try Self.typedRange(try wire.message(), isSingleLine: tag.field % 2 == 0)
        if tag.field < 10 { typed = range } else { typedEnclosing = range }
      default: try wire.skip(tag.type)
      }
    }
    // The typed form replaced the numbers in version 0.9; an indexer that writes both means the same.
    guard let range = typed ?? plain.range else {
      throw message.fault("an occurrence has a range of \(plain.count) numbers instead of three or four")
    }
    self.range = range
    enclosingRange = typedEnclosing ?? enclosing.range
  }

  /// `SingleLineRange`: line 1, start 2, end 3. `MultiLineRange`: start line 1, start 2, end line 3, end 4.
  private static func typedRange(
    _ message: WireReader, isSingleLine: Bool
  ) throws(NavigationError) -> IndexedRange {
    var wire = message
    var values: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    while let tag = try wire.nextTag() {
      guard (1...4).contains(tag.field) else {
        try wire.skip(tag.type)
        continue
      }
      try wire.expect(.varint, tag)
      let value = try wire.int32()
      switch tag.field {
      case 1: values.0 = value
      case 2: values.1 = value
      case 3: values.2 = value
      default: values.3 = value
      }
    }
    return isSingleLine
      ? IndexedRange(startLine: values.0, startColumn: values.1, endLine: values.0, endColumn: values.2)
      : IndexedRange(startLine: values.0, startColumn: values.1, endLine: values.2, endColumn: values.3)
  }
}

/// The numbers of a range, gathered without an array.
private struct RangeNumbers {
  private var values: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
  private(set) var count = 0

  /// Adds what comes next: packed numbers, as SCIP writes them, or one of them, as protobuf also allows.
  @inline(__always)
  mutating func append(_ tag: WireReader.Tag, _ wire: inout WireReader) throws(NavigationError) {
    if tag.type == .varint {
      add(try wire.int32())
      return
    }
    try wire.expect(.bytes, tag)
    var packed = try wire.message()
    while !packed.isAtEnd { add(try packed.int32()) }
  }

  @inline(__always)
  private mutating func add(_ value: Int32) {
    switch count {
    case 0: values.0 = value
    case 1: values.1 = value
    case 2: values.2 = value
    case 3: values.3 = value
    default: break
    }
    count &+= 1
  }

  /// The range; nil when there are neither three nor four numbers.
  var range: IndexedRange? {
    switch count {
    case 3: IndexedRange(startLine: values.0, startColumn: values.1, endLine: values.0, endColumn: values.2)
    case 4: IndexedRange(startLine: values.0, startColumn: values.1, endLine: values.2, endColumn: values.3)
    default: nil
    }
  }
}

extension ScipSymbol {
  /// Decodes a `SymbolInformation`.
  init(_ message: WireReader) throws(NavigationError) {
    self.init(symbol: "")
    var wire = message
    while let tag = try wire.nextTag() {
      switch tag.field {
      case 1, 3, 4, 6, 7, 8: try wire.expect(.bytes, tag)
      case 5: try wire.expect(.varint, tag)
      default: break
      }
      switch tag.field {
      case 1: symbol = try wire.string()
      case 3: documentation.append(try wire.repairedString())
      case 4: relationships.append(try ScipRelationship(try wire.message()))
      case 5: kind = Int(truncatingIfNeeded: try wire.varint())
      case 6: displayName = try wire.repairedString()
      case 7: signature = try Self.documentText(try wire.message())
      case 8: enclosingSymbol = try wire.string()
      default: try wire.skip(tag.type)
      }
    }
  }

  /// The text of a `Document`, or of the `Signature` that took its place with the same number.
  private static func documentText(_ message: WireReader) throws(NavigationError) -> String {
    var wire = message
    var text = ""
    while let tag = try wire.nextTag() {
      if tag.field == 5, tag.type == .bytes {
        text = try wire.repairedString()
      } else {
        try wire.skip(tag.type)
      }
    }
    return text
  }
}

extension ScipRelationship {
  fileprivate init(_ message: WireReader) throws(NavigationError) {
    self.init(symbol: "", kinds: [])
    var wire = message
    while let tag = try wire.nextTag() {
      switch (tag.field, tag.type) {
      case (1, .bytes): symbol = try wire.string()
      case (2...5, .varint):
        if try wire.varint() != 0 { kinds.insert(RelationshipKinds(rawValue: 1 << UInt8(tag.field - 2))) }
      default: try wire.skip(tag.type)
      }
    }
  }
}

extension ScipDocument {
  /// Copies everything out of a view: for tests and tools; an import works on the view itself.
  package init(_ view: ScipDocumentView) throws {
    self.init(path: view.path)
    language = view.language
    encoding = view.encoding
    try view.forEachOccurrence { occurrence in
      occurrences.append(
        ScipOccurrence(
          range: occurrence.range, symbol: String(decoding: occurrence.symbol, as: UTF8.self),
          roles: occurrence.roles, enclosingRange: occurrence.enclosingRange))
    }
    try view.forEachSymbol { symbols.append($0) }
  }
}
