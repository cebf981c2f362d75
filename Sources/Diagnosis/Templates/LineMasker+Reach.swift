extension LineMasker {
  /// The end of a URL whose `:` is at `colon`, where `//` follows.
  func urlEnd(_ bytes: UnsafePointer<UInt8>, _ colon: Int, _ end: Int) -> Int? {
    guard colon &+ 3 < end, bytes[colon &+ 1] == 0x2F, bytes[colon &+ 2] == 0x2F else { return nil }
    var at = colon &+ 3
    while at < end {
      let byte = bytes[at]
      if byte <= 0x20 || byte == 0x22 || byte == 0x27 || byte == 0x3C || byte == 0x3E || byte == 0x7C {
        break
      }
      if byte == 0x29 || byte == 0x5D || byte == 0x7D { break }
      at &+= 1
    }
    // A comma or full stop at the end belongs to the sentence.
    while at > colon &+ 3,
      bytes[at &- 1] == 0x2C || bytes[at &- 1] == 0x2E || bytes[at &- 1] == 0x3A
        || bytes[at &- 1] == 0x3B
    { at &-= 1 }
    return at > colon &+ 3 ? at : nil
  }

  /// The end of a Windows path that goes on at `at`.
  func pathEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var at = at
    while at < end {
      let byte = bytes[at]
      if byte <= 0x20 || byte == 0x22 || byte == 0x27 || byte == 0x2C || byte == 0x3B || byte == 0x29
        || byte == 0x5D || byte == 0x3E || byte == 0x7C
      {
        break
      }
      at &+= 1
    }
    return at
  }

  /// The end of a query of a URL that goes on at `at`.
  func queryEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var at = at
    while at < end, bytes[at] > 0x20, bytes[at] != 0x22, bytes[at] != 0x27, bytes[at] != 0x29,
      bytes[at] != 0x5D
    {
      at &+= 1
    }
    return at
  }

  /// After `:8080`, when it stands at `at` and nothing else follows it; `at` otherwise.
  func portEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    guard at &+ 1 < end, bytes[at] == UInt8(ascii: ":") else { return at }
    let classes = ByteClass.table
    var stop = at &+ 1
    while stop < end, stop &- at <= 6, classes[Int(bytes[stop])] & ByteClass.digit != 0 { stop &+= 1 }
    guard stop > at &+ 1 else { return at }
    if stop < end, classes[Int(bytes[stop])] & (ByteClass.letter | ByteClass.digit) != 0 { return at }
    return stop
  }

  /// Digits and colons: times, MAC and IPv6 addresses. `start` is the first byte of a token before a colon.
  func colonRun(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> TokenReading? {
    let classes = ByteClass.table
    var at = start
    var from = start
    // Zookeeper and others write `/0:0:0:0`.
    if at < end, bytes[at] == 0x2F {
      at &+= 1
      from = at
    }
    var colons = 0
    var isDecimal = true
    var groups = 0
    var groupSize = 0
    var longestGroup = 0
    while at < end {
      let byte = bytes[at]
      let bits = classes[Int(byte)]
      if byte == UInt8(ascii: ":") {
        colons &+= 1
        if groupSize > 0 { groups &+= 1 }
        groupSize = 0
      } else if bits & ByteClass.digit != 0 {
        groupSize &+= 1
      } else if bits & ByteClass.hexLetter != 0 {
        isDecimal = false
        groupSize &+= 1
      } else {
        break
      }
      longestGroup = max(longestGroup, groupSize)
      at &+= 1
    }
    if groupSize > 0 { groups &+= 1 }
    // A colon at the end closes a prefix: `12:34:56: started`.
    var stop = at
    while stop > from, bytes[stop &- 1] == UInt8(ascii: ":"), !(stop &- from >= 2 && bytes[stop &- 2] == 0x3A)
    {
      stop &-= 1
      colons &-= 1
    }
    guard colons >= 1, groups >= 2 || colons >= 3 else { return nil }
    if stop < end, at == stop {
      let next = classes[Int(bytes[stop])]
      if next & ByteClass.letter != 0 || bytes[stop] == UInt8(ascii: "_") { return nil }
    }
    if isDecimal {
      // Milliseconds after a full stop; a comma ends most times and begins a list as often.
      if stop < end, bytes[stop] == UInt8(ascii: ".") || bytes[stop] == UInt8(ascii: "+") {
        var fraction = stop &+ 1
        while fraction < end, classes[Int(bytes[fraction])] & ByteClass.digit != 0 { fraction &+= 1 }
        if fraction > stop &+ 1 { stop = fraction }
      }
      return TokenReading(valueStart: start, valueEnd: stop, kind: colons > 3 ? .address : .time)
    }
    guard colons >= 2, longestGroup <= 4 else { return nil }
    return TokenReading(
      valueStart: start, valueEnd: stop, kind: colons == 5 && longestGroup == 2 ? .mac : .address)
  }

  /// After a unit that belongs to the number before `at`, such as ` KB`; `at` otherwise.
  func quantityEnd(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ at: Int, _ end: Int) -> Int {
    guard at &+ 2 < end, bytes[at] == 0x20 else { return at }
    let classes = ByteClass.table
    guard classes[Int(bytes[start])] & ByteClass.digit != 0 else { return at }
    if bytes[at &+ 1] == UInt8(ascii: "b") { return bytesEnd(bytes, at, end) }
    let first = bytes[at &+ 1]
    var stop = at &+ 2
    switch first {
    case UInt8(ascii: "B"): break
    case UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "G"), UInt8(ascii: "T"), UInt8(ascii: "k"):
      if stop < end, bytes[stop] == UInt8(ascii: "i") { stop &+= 1 }
      guard stop < end, bytes[stop] == UInt8(ascii: "B") else { return at }
      stop &+= 1
    default: return at
    }
    if stop < end, classes[Int(bytes[stop])] & (ByteClass.space | ByteClass.separator) == 0 { return at }
    return stop
  }

  /// After ` bytes (1.2 KB)` at `at`: the same number twice is one value.
  private func bytesEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    let opening: StaticString = " bytes ("
    let count = opening.utf8CodeUnitCount
    guard at &+ count &+ 4 < end else { return at }
    for index in 0..<count where bytes[at &+ index] != opening.utf8Start[index] { return at }
    var stop = at &+ count
    while stop < end, stop &- at < 32,
      ByteClass.table[Int(bytes[stop])] & (ByteClass.digit | ByteClass.dot) != 0
    { stop &+= 1 }
    let after = quantityEnd(bytes, at &+ count, stop, end)
    return after > stop && after < end && bytes[after] == UInt8(ascii: ")") ? after &+ 1 : at
  }

  /// After `Fri Jun 17 07:07:00 2005`, when it starts at `at`.
  func calendarEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int? {
    guard at &+ 15 <= end else { return nil }
    var position = at
    if isWeekday(bytes + at), bytes[at &+ 3] == 0x20 { position &+= 4 }
    guard position &+ 15 <= end, isMonth(bytes + position), bytes[position &+ 3] == 0x20 else { return nil }
    let classes = ByteClass.table
    position &+= 4
    if bytes[position] == 0x20 { position &+= 1 }
    var digits = 0
    while position < end, classes[Int(bytes[position])] & ByteClass.digit != 0, digits < 2 {
      position &+= 1
      digits &+= 1
    }
    guard digits > 0, position &+ 9 <= end, bytes[position] == 0x20, bytes[position &+ 3] == 0x3A,
      bytes[position &+ 6] == 0x3A
    else { return nil }
    for index in [1, 2, 4, 5, 7, 8] where classes[Int(bytes[position &+ index])] & ByteClass.digit == 0 {
      return nil
    }
    position &+= 9
    // The year, perhaps after a zone.
    if position &+ 5 <= end, bytes[position] == 0x20 {
      var year = position &+ 1
      while year < end, year &- position <= 4, classes[Int(bytes[year])] & ByteClass.digit != 0 { year &+= 1 }
      if year &- position == 5,
        year == end || classes[Int(bytes[year])] & (ByteClass.letter | ByteClass.digit) == 0
      {
        position = year
      }
    }
    return position
  }

  private func isWeekday(_ bytes: UnsafePointer<UInt8>) -> Bool {
    switch (bytes[0], bytes[1], bytes[2]) {
    case (0x4D, 0x6F, 0x6E), (0x54, 0x75, 0x65), (0x57, 0x65, 0x64), (0x54, 0x68, 0x75), (0x46, 0x72, 0x69),
      (0x53, 0x61, 0x74), (0x53, 0x75, 0x6E):
      true
    default: false
    }
  }

  private func isMonth(_ bytes: UnsafePointer<UInt8>) -> Bool {
    switch (bytes[0], bytes[1], bytes[2]) {
    case (0x4A, 0x61, 0x6E), (0x46, 0x65, 0x62), (0x4D, 0x61, 0x72), (0x41, 0x70, 0x72), (0x4D, 0x61, 0x79),
      (0x4A, 0x75, 0x6E), (0x4A, 0x75, 0x6C), (0x41, 0x75, 0x67), (0x53, 0x65, 0x70), (0x4F, 0x63, 0x74),
      (0x4E, 0x6F, 0x76), (0x44, 0x65, 0x63):
      true
    default: false
    }
  }

  /// After `<ip:3>`, the name that redaction gave to a value, when one starts at `at`.
  func pseudonymEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int? {
    let classes = ByteClass.table
    var stop = at &+ 1
    while stop < end, stop &- at < 24,
      classes[Int(bytes[stop])] & ByteClass.letter != 0 || bytes[stop] == 0x2D
    {
      stop &+= 1
    }
    guard stop > at &+ 1, stop &+ 2 < end, bytes[stop] == UInt8(ascii: ":") else { return nil }
    let digits = stop &+ 1
    stop = digits
    while stop < end, stop &- digits < 9, classes[Int(bytes[stop])] & ByteClass.digit != 0 { stop &+= 1 }
    guard stop > digits, stop < end, bytes[stop] == UInt8(ascii: ">") else { return nil }
    return stop &+ 1
  }
}
