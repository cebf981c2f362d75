import Containers

/// A part of a message while it is put together.
enum EmitPiece {
  /// Constant text as the program would write it.
  case literal([UInt8])
  /// A value, with its expression.
  case hole(Skeleton.Hole, Range<Int>?)
  /// A value named by the format itself, `{user}`.
  case named(Skeleton.Hole, [UInt8])
  /// One of several constant texts; any other too when it is open.
  case choice([[UInt8]], isOpen: Bool, Range<Int>?)
  /// Fields of structured logging.
  case fields

  var literal: [UInt8]? {
    if case .literal(let bytes) = self { return bytes }
    return nil
  }
}

/// Puts pieces into the form of a ``Skeleton``: white space squeezed, colours dropped, cut to its limits.
struct SkeletonBuilder {
  private var bytes: [UInt8] = []
  private var holes = 0
  private var isFull = false
  private(set) var arguments: [String] = []

  mutating func add(_ pieces: [EmitPiece], text: (Range<Int>) -> String) {
    for piece in pieces where !isFull {
      if bytes.count >= Skeleton.lengthMax - 8 || holes >= Skeleton.holesMax - 1 {
        bytes += [Skeleton.Sign.hole, Skeleton.Hole.text.rawValue]
        isFull = true
        return
      }
      switch piece {
      case .literal(let literal): add(literal)
      case .hole(let hole, let range): add(hole, range.map(text) ?? "")
      case .named(let hole, let name):
        add(hole, String(decoding: name.prefix(EmitSite.textMax), as: UTF8.self))
      case .choice(let texts, let isOpen, let range): add(texts, isOpen, range.map(text) ?? "")
      case .fields:
        if bytes.last != Skeleton.Sign.fields { fieldsAtEnd = true }
      }
    }
  }

  private var fieldsAtEnd = false

  /// The skeleton without white space at its ends.
  func finish() -> Skeleton {
    var end = bytes.count
    while end > 0, isSpace(bytes[end - 1]) { end -= 1 }
    var result = Array(bytes[..<end])
    if fieldsAtEnd { result.append(Skeleton.Sign.fields) }
    return Skeleton(trusted: result)
  }

  private mutating func add(_ hole: Skeleton.Hole, _ argument: String) {
    bytes += [Skeleton.Sign.hole, hole.rawValue]
    keep(argument)
  }

  private mutating func keep(_ argument: String) {
    holes += 1
    if arguments.count < EmitSite.argumentsMax { arguments.append(argument) }
  }

  private mutating func add(_ texts: [[UInt8]], _ isOpen: Bool, _ argument: String) {
    let room = Skeleton.lengthMax - bytes.count
    guard texts.reduce(8, { $0 + $1.count + 1 }) < room else { return add(.text, argument) }
    bytes.append(Skeleton.Sign.choice)
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(Skeleton.Sign.or) }
      addLiteral(text, isChoice: true)
    }
    if isOpen { bytes += [Skeleton.Sign.or, Skeleton.Sign.hole, Skeleton.Hole.text.rawValue] }
    bytes.append(Skeleton.Sign.end)
    keep(argument)
  }

  private mutating func add(_ literal: [UInt8]) { addLiteral(literal, isChoice: false) }

  private mutating func addLiteral(_ literal: [UInt8], isChoice: Bool) {
    var at = 0
    let limit = Skeleton.lengthMax - 8
    while at < literal.count, bytes.count < limit {
      let byte = literal[at]
      at += 1
      if byte == 0x1B {
        // Colours never reach a log as text: ESC [ numbers letter.
        guard at < literal.count, literal[at] == 0x5B else { continue }
        at += 1
        while at < literal.count, literal[at] < 0x40 { at += 1 }
        at += 1
      } else if byte <= 0x20 || byte == 0x7F {
        let isBreak = byte == 0x0A
        if let last = bytes.last, isSpace(last) {
          if isBreak { bytes[bytes.count - 1] = Skeleton.Sign.newline }
        } else if !bytes.isEmpty || isChoice {
          bytes.append(isBreak ? Skeleton.Sign.newline : 0x20)
        }
      } else {
        bytes.append(byte)
      }
    }
    if at < literal.count, !isChoice {
      bytes += [Skeleton.Sign.hole, Skeleton.Hole.text.rawValue]
      isFull = true
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == Skeleton.Sign.newline }
}
