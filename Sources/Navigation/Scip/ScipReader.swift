/// Reads an index from a stream, one document at a time, so that memory depends on the largest document and not on
/// the index.
///
/// - Source: scip.proto; the numbers of fields are listed in `ScipModel.swift`.
package struct ScipReader {
  /// What an index consists of. Views are valid only during the call they are handed to.
  package enum Part {
    case metadata(ScipMetadata)
    case document(ScipDocumentView)
    /// A symbol that this index refers to and another one defines.
    case externalSymbol(ScipSymbol)
  }

  /// A document of more bytes than this is refused. Generated files of some million occurrences have 100 MB.
  package static let partBytesMax = 256 << 20

  /// Gives the next bytes of the input, at most as many as fit; 0 at the end.
  package typealias Source = (UnsafeMutableRawBufferPointer) throws -> Int

  /// Hands the parts of an index to `body`, in the order of the input.
  ///
  /// - Throws: ``NavigationError`` of kind `malformed` with the offset of the fault, `tooLarge` for a document
  ///   over ``partBytesMax``; what the source and `body` throw.
  package static func read(_ source: @escaping Source, _ body: (Part) throws -> Void) throws {
    let input = StreamBuffer(source)
    while try input.fill(atLeast: 1) {
      // A tag has at most 5 bytes and a length 10; fewer at the end of the input are fine.
      _ = try input.fill(atLeast: 15)
      var head = WireReader(input.available, origin: input.offset)
      guard let tag = try nextTag(&head, at: input.offset) else { return }
      guard (1...3).contains(tag.field) else {
        try skip(tag.type, head, input)
        continue
      }
      try head.expect(.bytes, tag)
      let start = input.offset
      let length = try head.varint()
      guard length <= UInt64(partBytesMax) else {
        throw NavigationError(
          .tooLarge, subject: "",
          reason: "the part at byte \(start) has \(length) bytes, more than \(partBytesMax)",
          fix: "Is this an index? A document that large can be left out of it.")
      }
      input.consume(head.position)
      guard try input.fill(atLeast: Int(length)) else {
        throw NavigationError(
          .malformed(offset: start), subject: "",
          reason: "the input ends within a part of \(length) bytes: it is cut short, or no index")
      }
      let bytes = UnsafeRawBufferPointer(rebasing: input.available[..<Int(length)])
      try body(try part(tag.field, WireReader(bytes, origin: input.offset)))
      input.consume(Int(length))
    }
  }

  /// The next tag. Bytes that do not even begin like protobuf are said to be another format.
  private static func nextTag(_ head: inout WireReader, at offset: Int) throws -> WireReader.Tag? {
    do {
      return try head.nextTag()
    } catch  where offset == 0 {
      throw NavigationError(
        .malformed(offset: 0), subject: "", reason: "it is no index in SCIP's format, which is protobuf")
    }
  }

  private static func part(_ field: Int, _ message: WireReader) throws(NavigationError) -> Part {
    switch field {
    case 1: .metadata(try ScipMetadata(message))
    case 2: .document(try ScipDocumentView(message))
    default: .externalSymbol(try ScipSymbol(message))
    }
  }

  /// Passes over a field that this version of the format does not have.
  private static func skip(_ type: WireReader.WireType, _ head: WireReader, _ input: StreamBuffer) throws {
    var head = head
    guard type == .bytes else {
      try head.skip(type)
      input.consume(head.position)
      return
    }
    let start = input.offset
    var rest = try head.varint()
    input.consume(head.position)
    while rest > 0 {
      guard try input.fill(atLeast: 1) else {
        throw NavigationError(
          .malformed(offset: start), subject: "", reason: "the input ends within a value that is passed over")
      }
      let count = min(rest, UInt64(input.available.count))
      input.consume(Int(count))
      rest -= count
    }
  }
}

extension ScipMetadata {
  fileprivate init(_ message: WireReader) throws(NavigationError) {
    self.init()
    var wire = message
    while let tag = try wire.nextTag() {
      switch (tag.field, tag.type) {
      case (2, .bytes):
        var tool = try wire.message()
        while let tag = try tool.nextTag() {
          switch (tag.field, tag.type) {
          case (1, .bytes): toolName = try tool.repairedString()
          case (2, .bytes): toolVersion = try tool.repairedString()
          default: try tool.skip(tag.type)
          }
        }
      case (3, .bytes): projectRoot = try wire.repairedString()
      default: try wire.skip(tag.type)
      }
    }
  }
}

/// The next bytes of a stream, in one piece.
private final class StreamBuffer {
  private let source: ScipReader.Source
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
  private var start = 0
  private var end = 0
  private var isAtEnd = false

  /// Where the available bytes begin in the whole input.
  private(set) var offset = 0

  init(_ source: @escaping ScipReader.Source) { self.source = source }

  deinit { buffer.deallocate() }

  /// What has been read and not consumed; valid until the next call.
  var available: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

  func consume(_ count: Int) {
    start += count
    offset += count
  }

  /// Reads until so many bytes are available; false when the input has fewer.
  func fill(atLeast count: Int) throws -> Bool {
    if end - start >= count { return true }
    makeRoom(count)
    while end - start < count, !isAtEnd {
      let read = try source(UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
      if read == 0 { isAtEnd = true }
      end += read
    }
    return end - start >= count
  }

  private func makeRoom(_ count: Int) {
    let kept = end - start
    if buffer.count < count {
      // Twice as much, so that ever larger documents do not copy each time; never more than the limit needs.
      // Memory that is never written costs nothing, so a length that is a lie does no harm.
      let grown = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(count, min(2 * buffer.count, ScipReader.partBytesMax)), alignment: 16)
      grown.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
      buffer.deallocate()
      buffer = grown
    } else if start > 0, kept > 0 {
      buffer.baseAddress!.copyMemory(from: buffer.baseAddress! + start, byteCount: kept)  // Never empty.
    }
    (start, end) = (0, kept)
  }
}
