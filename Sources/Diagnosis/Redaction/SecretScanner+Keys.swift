extension SecretScanner {
  /// Ends of the names whose values are secret. `key` alone is too frequent a word.
  private static let names: [[UInt8]] = [
    "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api_key", "api-key", "accesskey",
    "access_key", "access-key", "secretkey", "secret_key", "secret-key", "privatekey", "private_key",
    "private-key",
    "accountkey", "account_key", "sharedaccesskey", "encryption_key", "encryption-key", "authorization",
    "credential",
    "credentials", "cookie", "set-cookie", "sessionid", "session_id", "jsessionid", "x-auth-token",
    "signature",
    "client_secret", "clientsecret",
  ].map { Array($0.utf8) }

  /// For each pair of bytes whether a name ends with it, in any case: a quick look that rejects most keys.
  private nonisolated(unsafe) static let endings: UnsafePointer<Bool> = {
    let table = UnsafeMutablePointer<Bool>.allocate(capacity: 1 << 16)
    table.initialize(repeating: false, count: 1 << 16)
    for name in names {
      let (last, before) = (Int(name[name.count - 1]), Int(name[name.count - 2]))
      for (high, low) in [(0, 0), (0x20, 0), (0, 0x20), (0x20, 0x20)] {
        table[(before ^ high) << 8 | (last ^ low)] = true
      }
    }
    return UnsafePointer(table)
  }()

  private static func endsLikeName(_ bytes: UnsafePointer<UInt8>, _ keyEnd: Int, _ from: Int) -> Bool {
    keyEnd &- 2 >= from && endings[Int(bytes[keyEnd &- 2]) &<< 8 | Int(bytes[keyEnd &- 1])]
  }

  /// The value of a secret key, met at the sign between them: `password=x`, `"token": "x"`, `Authorization:
  /// Bearer x`.
  static func keyValue(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ from: Int, _ end: Int) -> Found? {
    var keyEnd = at
    // Between name and sign: quotation marks, escaped or not, and a space.
    while keyEnd > from, at &- keyEnd < 4,
      bytes[keyEnd &- 1] == 0x22 || bytes[keyEnd &- 1] == 0x27
        || bytes[keyEnd &- 1] == UInt8(ascii: "\\") || bytes[keyEnd &- 1] == 0x20
    { keyEnd &-= 1 }
    guard endsLikeName(bytes, keyEnd, from), isSecretName(bytes, keyEnd, from) else {
      return nil
    }
    let isColon = bytes[at] == UInt8(ascii: ":")
    var start = at &+ 1
    if bytes[at] == UInt8(ascii: "="), start < end, bytes[start] == UInt8(ascii: ">") { start &+= 1 }
    if isColon, start < end, bytes[start] == UInt8(ascii: "=") { start &+= 1 }
    while start < end, start &- at < 4, bytes[start] == 0x20 { start &+= 1 }
    // `cookie` and `authorization` hold several words.
    let isHeader =
      bytes[keyEnd &- 1] | 0x20 == UInt8(ascii: "e") || bytes[keyEnd &- 1] | 0x20 == UInt8(ascii: "n")
    return value(
      bytes, start, end, isProse: isColon && bytes[keyEnd] == UInt8(ascii: ":"), isHeader: isHeader)
  }

  /// `--password x`, met at its second dash.
  static func option(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ from: Int, _ end: Int) -> Found? {
    guard at > from, bytes[at &- 1] == UInt8(ascii: "-"),
      at < 2 || bytes[at &- 2] <= 0x20 || bytes[at &- 2] == 0x22
    else { return nil }
    var stop = at &+ 1
    while stop < end, stop &- at < 40, isWord(bytes[stop]) || bytes[stop] == UInt8(ascii: "-") { stop &+= 1 }
    guard stop < end, stop > at &+ 1, bytes[stop] == 0x20, endsLikeName(bytes, stop, at),
      isSecretName(bytes, stop, at)
    else { return nil }
    return value(bytes, stop &+ 1, end, isProse: false, isHeader: false)
  }

  private static func isSecretName(_ bytes: UnsafePointer<UInt8>, _ keyEnd: Int, _ from: Int) -> Bool {
    for name in names {
      let start = keyEnd &- name.count
      guard start >= from else { continue }
      let matches = name.withUnsafeBufferPointer { name in
        for index in 0..<name.count {
          let byte = bytes[start &+ index]
          if (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) != name[index] { return false }
        }
        return true
      }
      if matches { return true }
    }
    return false
  }

  /// A value that starts at a place.
  private static func value(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, isProse: Bool, isHeader: Bool
  ) -> Found? {
    var start = at
    guard start < end else { return nil }
    // JSON within JSON: \"password\":\"x\".
    if bytes[start] == UInt8(ascii: "\\"), start &+ 1 < end, bytes[start &+ 1] == 0x22 { start &+= 1 }
    let quote = bytes[start]
    if quote == 0x22 || quote == 0x27 || quote == 0x60 {
      var stop = start &+ 1
      while stop < end, bytes[stop] != quote, bytes[stop] != 0x0A {
        if bytes[stop] == UInt8(ascii: "\\"), stop &+ 1 < end, bytes[stop &+ 1] != quote,
          bytes[stop &+ 1] != 0x0A
        {
          stop &+= 1
        }
        stop &+= 1
      }
      stop = min(stop, end)
      if stop > start &+ 1, bytes[stop &- 1] == UInt8(ascii: "\\") { stop &-= 1 }
      return accepted(bytes, start &+ 1, stop, needsDigit: false)
    }
    if isHeader {
      for scheme: StaticString in [
        "Bearer ", "Basic ", "Digest ", "Token ", "bearer ", "basic ", "AWS4-HMAC-SHA256 ",
      ]
      where starts(bytes, start, end, scheme) {
        start &+= scheme.utf8CodeUnitCount
        return accepted(bytes, start, wordEnd(bytes, start, end), needsDigit: false)
      }
    }
    let stop = wordEnd(bytes, start, end)
    // A pseudonym, `<secret:1>`: the text was redacted before.
    if stop < end, bytes[stop] == UInt8(ascii: ">"), TimeScanner.digitRun(bytes, start, stop) == stop &- start
    {
      return nil
    }
    return accepted(bytes, start, stop, needsDigit: isProse)
  }

  private static func wordEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var stop = at
    while stop < end, bytes[stop] > 0x20 {
      switch bytes[stop] {
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), 0x22, 0x27, UInt8(ascii: "<"),
        UInt8(ascii: ">"),
        UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "|"):
        return stop
      default: stop &+= 1
      }
    }
    return stop
  }

  /// Values that are none: empty, stars, `null`; and after `token:` in a sentence, words without a digit.
  private static func accepted(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, needsDigit: Bool)
    -> Found?
  {
    guard stop > start else { return nil }
    var hasDigit = false
    var hasOther = false
    for index in start..<stop {
      if bytes[index] &- 0x30 <= 9 { hasDigit = true }
      if bytes[index] != UInt8(ascii: "*") && bytes[index] != UInt8(ascii: ".") { hasOther = true }
    }
    guard hasOther, !needsDigit || hasDigit || stop &- start >= 16 else { return nil }
    for word: StaticString in ["null", "nil", "None", "true", "false", "undefined", "[REDACTED]", "REDACTED"]
    where stop &- start == word.utf8CodeUnitCount && starts(bytes, start, stop, word) {
      return nil
    }
    return Found(rule: .secret, start: start, end: stop)
  }
}
