/// What two traces must share to be the same fault, and the words it was made from.
package struct TraceFingerprint: Sendable, Hashable {
  /// Frames that count at most, from the innermost.
  package static let frameLimit = 5

  /// A hash of ``types`` and ``frames``.
  package let id: UInt64
  /// The exceptions, from the one that was reported to the root cause.
  package let types: [String]
  /// The functions that count, cleaned of what differs from run to run.
  package let frames: [String]
  /// Why these: the program's own frames, the runtime's, or the message when there are none.
  package let basis: Basis

  /// What the frames were taken from.
  package enum Basis: String, Sendable {
    case ownFrames = "own frames"
    case allFrames = "frames of libraries, since none is the program's own"
    case message = "the message, since there are no frames"
  }

  /// The fingerprint of a trace: types, then up to five innermost own frames of the root cause that has
  /// any.
  package init(_ trace: StackTrace) {
    types = trace.stacks.filter { $0.role == .main || $0.role == .cause }.map(\.type).filter { !$0.isEmpty }
    let stacks = ([trace.root].compactMap(\.self) + trace.stacks).map(\.frames)
    let own = stacks.lazy.map { $0.filter(\.isInApp) }.first { !$0.isEmpty }
    if let own {
      basis = .ownFrames
      frames = Self.names(own)
    } else if let any = stacks.first(where: { !$0.isEmpty }) {
      basis = .allFrames
      frames = Self.names(any)
    } else {
      basis = .message
      frames = [Self.clean(trace.stacks.first?.message ?? "")]
    }
    let text = Array(([trace.kind.rawValue] + types + ["|"] + frames).joined(separator: "\n").utf8)
    id = text.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { SignatureTable.hash($0, bytes.count) } ?? 0
    }
  }

  /// Cleaned names, with recursion as one.
  private static func names(_ frames: [StackFrame]) -> [String] {
    var names: [String] = []
    for frame in frames {
      let name = clean(frame.function.isEmpty ? frame.module : frame.function)
      if names.last != name { names.append(name) }
      if names.count == frameLimit { break }
    }
    return names
  }

  /// Without numbers of lambdas, proxies, closures and addresses.
  static func clean(_ name: String) -> String {
    var result: [UInt8] = []
    var previous: UInt8 = 0
    var isMasked = false
    for byte in name.utf8 {
      let isDigit = byte &- 0x30 <= 9
      // Digits after a letter are part of names such as `utf8`; after `$`, `_` and alone they count
      // something.
      if isDigit, isMasked || !(ByteClass.table[Int(previous)] & ByteClass.letter != 0) || result.hasProxyEnd
      {
        if !isMasked { result.append(UInt8(ascii: "#")) }
        isMasked = true
      } else {
        isMasked = false
        result.append(byte)
      }
      previous = isMasked ? UInt8(ascii: "#") : byte
    }
    return String(decoding: result.prefix(300), as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate var hasProxyEnd: Bool {
    suffix(5).elementsEqual("Proxy".utf8) || suffix(6).elementsEqual("Lambda".utf8)
  }
}
