import Containers

/// The kinds of object a repository holds.
package enum ObjectKind: String, Sendable {
  case blob
  case tree
  case commit
  case tag
}

/// The answer for one requested object.
package enum ObjectReply {
  /// The object's content, lent for the time of the call.
  case object(ObjectKind, UnsafeRawBufferPointer)
  /// It is larger than the limit given; its bytes were passed over without being kept.
  case tooLarge(ObjectKind, size: Int)
  /// The repository does not have it.
  case missing
  /// It is there and damaged; what git said.
  case corrupt(String)
}

/// Understands what `git cat-file --batch` writes, however it is cut into pieces:
///
/// ```
/// <id> SP <type> SP <size> LF <size bytes> LF      an object
/// <request> SP "missing" LF                        no object
/// ```
///
/// A body that lies in one piece is lent from there; others are put together in a buffer that is reused.
struct ObjectStream: ~Copyable {
  private enum State {
    case header
    case body(kind: ObjectKind, size: Int, got: Int)
    case lineEnd
  }

  /// The longest header: an id, a type and a size, or a request of ours.
  private static let headerLimit = 256

  /// A larger assembly buffer is given back after use.
  private static let keptBytes = 16 << 20

  private let sizeLimit: Int
  private var state = State.header
  private var header: [UInt8] = []
  private var assembled = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  init(sizeLimit: Int) { self.sizeLimit = sizeLimit }

  deinit { assembled.deallocate() }

  /// True between two answers, when nothing of the next has come.
  var isAtBorder: Bool {
    if case .header = state { header.isEmpty } else { false }
  }

  /// True when the body of an answer has begun and not ended.
  var isInBody: Bool {
    if case .body = state { true } else { false }
  }

  /// Takes the next piece and calls `body` for each answer completed by it.
  ///
  /// - Returns: False when `body` said so.
  /// - Throws: ``ObjectStreamFault`` when the bytes are nothing git writes; what `body` throws.
  mutating func consume(_ piece: UnsafeRawBufferPointer, _ body: (ObjectReply) throws -> Bool) throws -> Bool
  {
    var rest = piece
    while !rest.isEmpty {
      switch state {
      case .header:
        guard let reply = try takeHeader(&rest) else { continue }
        guard try body(reply) else { return false }
      case .body(let kind, let size, let got):
        guard try takeBody(&rest, kind, size, got, body) else { return false }
      case .lineEnd:
        guard rest[0] == UInt8(ascii: "\n") else {
          throw ObjectStreamFault(text: "no line end after an object")
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
        state = .header
      }
    }
    return true
  }

  /// Reads up to the end of a header line; an answer when the line is one by itself.
  private mutating func takeHeader(_ rest: inout UnsafeRawBufferPointer) throws -> ObjectReply? {
    let end = rest.firstIndex(of: UInt8(ascii: "\n"))
    header.append(contentsOf: rest[..<(end ?? rest.count)].prefix(ObjectStream.headerLimit + 1))
    guard header.count <= ObjectStream.headerLimit else {
      throw ObjectStreamFault(text: "a header without an end")
    }
    guard let end else {
      rest = UnsafeRawBufferPointer(rebasing: rest[rest.count...])
      return nil
    }
    rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
    let words = header.split(separator: UInt8(ascii: " "))
    defer { header.removeAll(keepingCapacity: true) }
    if words.count == 3, let kind = ObjectKind(rawValue: String(decoding: words[1], as: UTF8.self)),
      let size = Int(String(decoding: words[2], as: UTF8.self)), size >= 0
    {
      state = .body(kind: kind, size: size, got: 0)
      if size > 0 { return nil }
      state = .lineEnd
      return .object(kind, UnsafeRawBufferPointer(start: nil, count: 0))
    }
    if words.last?.elementsEqual("missing".utf8) == true { return .missing }
    if words.last?.elementsEqual("ambiguous".utf8) == true { return .missing }
    throw ObjectStreamFault(text: String(decoding: header, as: UTF8.self))
  }

  private mutating func takeBody(
    _ rest: inout UnsafeRawBufferPointer, _ kind: ObjectKind, _ size: Int, _ got: Int,
    _ body: (ObjectReply) throws -> Bool
  ) throws -> Bool {
    let count = min(size - got, rest.count)
    let part = UnsafeRawBufferPointer(rebasing: rest[..<count])
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    let isLast = got + count == size
    state = isLast ? .lineEnd : .body(kind: kind, size: size, got: got + count)
    if size > sizeLimit { return isLast ? try body(.tooLarge(kind, size: size)) : true }
    if isLast && got == 0 { return try body(.object(kind, part)) }
    if got == 0 { reserve(size) }
    UnsafeMutableRawBufferPointer(rebasing: assembled[got...]).copyMemory(from: part)
    guard isLast else { return true }
    defer { if assembled.count > ObjectStream.keptBytes { release() } }
    return try body(.object(kind, UnsafeRawBufferPointer(rebasing: assembled[..<size])))
  }

  private mutating func reserve(_ size: Int) {
    guard assembled.count < size else { return }
    release()
    assembled = .allocate(byteCount: size, alignment: 64)
  }

  private mutating func release() {
    assembled.deallocate()
    assembled = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }
}

/// Bytes that `cat-file --batch` never writes.
struct ObjectStreamFault: Error {
  let text: String
}
