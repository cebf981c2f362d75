/// Finds secrets around the bytes that give them away.
enum SecretScanner {
  struct Found {
    var rule: RedactionRule
    var start: Int
    var end: Int
  }

  /// 1 for bytes that ``find(_:_:from:_:)`` has something to say about.
  nonisolated(unsafe) static let triggers: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    table.initialize(repeating: 0, count: 256)
    for byte in Array("@.:=-_JKSzB".utf8) { table[Int(byte)] = 1 }
    return UnsafePointer(table)
  }()

  /// What is given away at a place; it does not reach before `from`.
  static func find(_ bytes: UnsafePointer<UInt8>, _ at: Int, from: Int, _ end: Int) -> Found? {
    switch bytes[at] {
    case UInt8(ascii: "@"): return credentials(bytes, at, from, end) ?? email(bytes, at, from, end)
    case UInt8(ascii: "."):
      return fourNumbers(bytes, at, from, end) ?? TokenScanner.token(bytes, at, from, end)
    case UInt8(ascii: ":"): return keyValue(bytes, at, from, end) ?? sixteenBytes(bytes, at, from, end)
    case UInt8(ascii: "="): return keyValue(bytes, at, from, end)
    case UInt8(ascii: "-"):
      return keyBegin(bytes, at, end) ?? option(bytes, at, from, end)
        ?? TokenScanner.token(bytes, at, from, end)
    default: return TokenScanner.token(bytes, at, from, end)
    }
  }

  static func isWord(_ byte: UInt8) -> Bool {
    ByteClass.table[Int(byte)] & (ByteClass.letter | ByteClass.digit) != 0 || byte == UInt8(ascii: "_")
  }

  static func starts(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard at >= 0, at &+ count <= end else { return false }
    for index in 0..<count where bytes[at &+ index] != text.utf8Start[index] { return false }
    return true
  }

  // MARK: Private keys

  /// `-----BEGIN … PRIVATE KEY-----`.
  private static func keyBegin(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Found? {
    guard starts(bytes, at, end, "-----BEGIN ") else { return nil }
    var stop = at &+ 11
    while stop < end, stop &- at < 60, bytes[stop] != UInt8(ascii: "-"), bytes[stop] != 0x0A { stop &+= 1 }
    guard starts(bytes, stop &- 11, end, "PRIVATE KEY"), starts(bytes, stop, end, "-----") else { return nil }
    return Found(rule: .privateKey, start: at, end: stop &+ 5)
  }

  /// After `-----END … KEY-----`.
  static func keyEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int? {
    guard starts(bytes, at, end, "-----END ") else { return nil }
    var stop = at &+ 9
    while stop < end, stop &- at < 60, bytes[stop] != UInt8(ascii: "-"), bytes[stop] != 0x0A { stop &+= 1 }
    return starts(bytes, stop, end, "-----") ? stop &+ 5 : nil
  }

  // MARK: Around an at sign

  /// `://user:password@host`.
  private static func credentials(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ from: Int, _ end: Int) -> Found?
  {
    var start = at
    while start > from, at &- start < 200 {
      let byte = bytes[start &- 1]
      if byte <= 0x20 || byte == 0x22 || byte == 0x27 || byte == UInt8(ascii: "<") { return nil }
      if byte == UInt8(ascii: "/") { break }
      start &-= 1
    }
    guard start < at, start &- 3 >= from, starts(bytes, start &- 3, end, "://") else { return nil }
    return Found(rule: .credentials, start: start, end: at)
  }

  private static func email(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ from: Int, _ end: Int) -> Found? {
    func isLocal(_ byte: UInt8) -> Bool {
      isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: "%")
    }
    var start = at
    while start > from, at &- start < 64, isLocal(bytes[start &- 1]) { start &-= 1 }
    while start < at, !isWord(bytes[start]) { start &+= 1 }
    guard start < at else { return nil }
    var stop = at &+ 1
    var lastDot = 0
    while stop < end, stop &- at < 255,
      isWord(bytes[stop]) || bytes[stop] == UInt8(ascii: ".") || bytes[stop] == UInt8(ascii: "-")
    {
      if bytes[stop] == UInt8(ascii: ".") { lastDot = stop }
      stop &+= 1
    }
    // A full stop at the end belongs to the sentence.
    while stop > at &+ 1, bytes[stop &- 1] == UInt8(ascii: ".") || bytes[stop &- 1] == UInt8(ascii: "-") {
      stop &-= 1
    }
    if lastDot >= stop {
      lastDot = 0
      for index in at &+ 1..<max(stop, at &+ 1) where bytes[index] == UInt8(ascii: ".") { lastDot = index }
    }
    guard lastDot > at &+ 1, stop &- lastDot > 2 else { return nil }
    for index in lastDot &+ 1..<stop where ByteClass.table[Int(bytes[index])] & ByteClass.letter == 0 {
      return nil
    }
    return Found(rule: .email, start: start, end: stop)
  }

  // MARK: Addresses

  /// IPv4, met at its first full stop.
  private static func fourNumbers(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ from: Int, _ end: Int) -> Found?
  {
    guard at > from, at &+ 5 < end &+ 1, at &+ 1 < end, bytes[at &- 1] &- 0x30 <= 9,
      bytes[at &+ 1] &- 0x30 <= 9
    else {
      return nil
    }
    var start = at
    while start > from, at &- start < 4, bytes[start &- 1] &- 0x30 <= 9 { start &-= 1 }
    guard at &- start <= 3 else { return nil }
    // Part of a longer number, a version or a name otherwise.
    if start > 0 {
      let before = bytes[start &- 1]
      if isWord(before) || before == UInt8(ascii: ".")
        || before == UInt8(ascii: "-") && start > 1 && isWord(bytes[start &- 2])
      {
        return nil
      }
    }
    var first = 0
    var stop = start
    for part in 0..<4 {
      var digits = 0
      var value = 0
      while stop < end, digits < 4, bytes[stop] &- 0x30 <= 9 {
        value = value &* 10 &+ Int(bytes[stop] &- 0x30)
        digits &+= 1
        stop &+= 1
      }
      guard digits >= 1, digits <= 3, value <= 255 else { return nil }
      if part == 0 { first = value }
      guard part < 3 else { break }
      guard stop < end, bytes[stop] == UInt8(ascii: ".") else { return nil }
      stop &+= 1
    }
    if stop < end {
      let after = bytes[stop]
      if isWord(after) { return nil }
      if after == UInt8(ascii: "."), stop &+ 1 < end, bytes[stop &+ 1] &- 0x30 <= 9 { return nil }
    }
    // Loopback, unspecified and broadcast addresses tell nothing about anybody.
    if first == 127 || first == 0 || first == 255 { return nil }
    return Found(rule: .address, start: start, end: stop)
  }

  /// IPv6, met at its first colon.
  private static func sixteenBytes(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ from: Int, _ end: Int)
    -> Found?
  {
    let classes = ByteClass.table
    func isHex(_ byte: UInt8) -> Bool { classes[Int(byte)] & (ByteClass.digit | ByteClass.hexLetter) != 0 }
    guard at &+ 2 < end, isHex(bytes[at &+ 1]) || bytes[at &+ 1] == UInt8(ascii: ":") else { return nil }
    var start = at
    while start > from, at &- start < 5, isHex(bytes[start &- 1]) { start &-= 1 }
    guard start < at, at &- start <= 4 else { return nil }
    if start > 0,
      isWord(bytes[start &- 1]) || bytes[start &- 1] == UInt8(ascii: ":")
        || bytes[start &- 1] == UInt8(ascii: ".")
    {
      return nil
    }
    var stop = start
    var groups = 0
    var size = 0
    var doubles = 0
    while stop < end {
      if isHex(bytes[stop]) {
        if size == 0 { groups &+= 1 }
        size &+= 1
        if size > 4 { return nil }
      } else if bytes[stop] == UInt8(ascii: ":") {
        if stop > start, bytes[stop &- 1] == UInt8(ascii: ":") { doubles &+= 1 }
        size = 0
      } else {
        break
      }
      stop &+= 1
    }
    if stop < end, isWord(bytes[stop]) { return nil }
    // Eight groups, or fewer around one gap; `12:34:56` and `std::cout` are neither.
    while stop > start, bytes[stop &- 1] == UInt8(ascii: ":"), groups == 8 || doubles == 0 { stop &-= 1 }
    guard groups == 8 && doubles == 0 || doubles == 1 && groups >= 2 && groups < 8 else { return nil }
    return Found(rule: .address, start: start, end: stop)
  }
}
