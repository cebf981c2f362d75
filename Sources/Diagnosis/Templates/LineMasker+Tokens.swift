/// What a token is: the words before `valueStart` stay, a value reaches to `valueEnd`. A word has no value
/// and both at its end.
struct TokenReading {
  var valueStart: Int
  var valueEnd: Int
  var kind: HoleKind = .identifier

  static func word(_ end: Int) -> TokenReading { TokenReading(valueStart: end, valueEnd: end) }
}

extension LineMasker {
  /// Reads the token at `start..<stop`. A value may reach over separators, as URLs and times do, up to
  /// `end`.
  func classify(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ end: Int, _ bits: UInt8
  ) -> TokenReading {
    let classes = ByteClass.table
    let follower = stop < end ? bytes[stop] : 0x20
    if follower == UInt8(ascii: ":") {
      if let after = urlEnd(bytes, stop, end) {
        return TokenReading(valueStart: start, valueEnd: after, kind: .url)
      }
      if stop &- start == 1, stop &+ 1 < end, bytes[stop &+ 1] == UInt8(ascii: "\\"),
        bits & ByteClass.letter != 0
      {
        return TokenReading(valueStart: start, valueEnd: pathEnd(bytes, stop &+ 1, end), kind: .path)
      }
      if let run = colonRun(bytes, start, end) { return run }
    }
    // What opens or closes a token without being part of a value: `#12`, `@0x2f`, `5.`, `12!`.
    var from = start
    while from < stop, isOpening(bytes[from]) { from &+= 1 }
    var to = stop
    while to > from, isClosing(bytes[to &- 1]) { to &-= 1 }
    guard to > from else { return .word(stop) }
    let first = classes[Int(bytes[from])]
    if first & ByteClass.slash != 0 {
      guard to &- from >= 2, bits & (ByteClass.letter | ByteClass.digit) != 0 else { return .word(stop) }
      if hasQuestion(bytes, from, to) {
        return TokenReading(valueStart: from, valueEnd: queryEnd(bytes, to, end), kind: .path)
      }
      var reading = TokenReading(valueStart: from, valueEnd: to, kind: .path)
      if bits & ByteClass.digit != 0 { reading.valueEnd = portEnd(bytes, to, end) }
      return reading
    }
    if bits & ByteClass.mark != 0, isEmail(bytes, from, to) {
      return TokenReading(valueStart: from, valueEnd: to, kind: .email)
    }
    if bits & ByteClass.dot != 0, follower == UInt8(ascii: ":"), first & ByteClass.letter != 0 {
      let after = portEnd(bytes, stop, end)
      if after > stop { return TokenReading(valueStart: from, valueEnd: after, kind: .host) }
    }
    guard bits & ByteClass.digit != 0 else {
      if to &- from >= 8, isHex(bytes, from, to) {
        return TokenReading(valueStart: from, valueEnd: to, kind: .hex)
      }
      if bits & ByteClass.dot != 0, isHost(bytes, from, to) {
        return TokenReading(valueStart: from, valueEnd: to, kind: .host)
      }
      if bits & ByteClass.slash != 0, isDeepPath(bytes, from, to) {
        return TokenReading(valueStart: from, valueEnd: to, kind: .path)
      }
      return .word(stop)
    }
    if first & ByteClass.letter != 0, softWords.staysWord(bytes + from, to &- from, call: follower == 0x28) {
      return .word(stop)
    }
    return TokenReading(
      valueStart: from, valueEnd: quantityEnd(bytes, from, portEnd(bytes, to, end), end),
      kind: kind(bytes, from, to))
  }

  private func isOpening(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "@") || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~")
  }

  private func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
      || byte == UInt8(ascii: "`")
  }

  /// true, false and null in the spellings of programming languages.
  func isConstant(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    func matches(_ word: StaticString) -> Bool {
      guard word.utf8CodeUnitCount == count else { return false }
      for index in 0..<count where bytes[index] | 0x20 != word.utf8Start[index] { return false }
      return true
    }
    return matches("true") || matches("false") || matches("null")
  }

  func isHex(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Bool {
    let classes = ByteClass.table
    for index in start..<stop where classes[Int(bytes[index])] & (ByteClass.digit | ByteClass.hexLetter) == 0
    {
      return false
    }
    return true
  }

  private func isEmail(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Bool {
    var at = start
    while at < stop && bytes[at] != UInt8(ascii: "@") { at &+= 1 }
    guard at > start, at &+ 3 < stop else { return false }
    var hasDot = false
    for index in at &+ 1..<stop {
      if bytes[index] == UInt8(ascii: ".") { hasDot = true }
      if bytes[index] == UInt8(ascii: "@") { return false }
    }
    return hasDot
  }

  private func hasQuestion(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Bool {
    for index in start..<stop where bytes[index] == UInt8(ascii: "?") { return true }
    return false
  }

  /// A name such as `www.example.com`: three labels, the last one a top level's. Names of packages begin
  /// with theirs.
  private func isHost(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Bool {
    var dots = 0
    var lastDot = start
    var firstDot = stop
    for index in start..<stop {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        if dots == 0 { firstDot = index }
        dots &+= 1
        lastDot = index
      } else if byte != UInt8(ascii: "-"), byte < 0x61 || byte > 0x7A {
        return false
      }
    }
    guard dots >= 2, firstDot > start else { return false }
    switch stop &- lastDot &- 1 {
    case 2: return firstDot &- start != 2 || bytes[start] != UInt8(ascii: "i")
    case 3, 4, 5, 8:
      let label = UnsafeBufferPointer(start: bytes + lastDot + 1, count: stop &- lastDot &- 1)
      return ["com", "net", "org", "edu", "gov", "local", "internal", "info"].contains {
        $0.utf8.elementsEqual(label)
      }
    default: return false
    }
  }

  /// Two or more slashes between words: `a/b/c`.
  private func isDeepPath(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Bool {
    var slashes = 0
    for index in start..<stop where ByteClass.table[Int(bytes[index])] & ByteClass.slash != 0 {
      slashes &+= 1
    }
    return slashes >= 2
  }

  private func kind(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> HoleKind {
    let classes = ByteClass.table
    var letters: UInt8 = 0
    var dots = 0
    var dashes = 0
    var slashes = 0
    var other = false
    for index in start..<stop {
      let byte = bytes[index]
      let bits = classes[Int(byte)]
      if bits & ByteClass.letter != 0 {
        letters |= bits & ByteClass.hexLetter != 0 ? 1 : 2
      } else if bits & ByteClass.dot != 0 {
        dots &+= 1
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
        dashes &+= 1
      } else if bits & ByteClass.slash != 0 {
        slashes &+= 1
      } else if bits & ByteClass.digit == 0 {
        other = true
      }
    }
    let count = stop &- start
    if slashes > 0 { return letters == 0 ? .address : .path }
    if letters == 0 && !other {
      if dots == 3 && dashes == 0 { return .address }
      return dashes >= 2 ? .time : .number
    }
    if count > 2, bytes[start] == 0x30, bytes[start &+ 1] | 0x20 == UInt8(ascii: "x") { return .hex }
    if count == 36 && dashes == 4 && letters < 2 { return .uuid }
    if letters == 1 && count >= 4 && dots == 0 && dashes == 0 && !other { return .hex }
    if dots > 0 && letters >= 2 && !other { return .host }
    if letters != 0 && classes[Int(bytes[start])] & ByteClass.digit != 0 && count <= 12 { return .quantity }
    return .identifier
  }
}
