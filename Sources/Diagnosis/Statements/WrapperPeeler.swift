/// Prefixes and suffixes that something between the statement and the log adds.
enum WrapperPeeler {
  struct Cut {
    var rest: [UInt8]
    var what: String
  }

  /// The message in `message repeated 3 times: [ … ]`, as syslog daemons write it.
  static func repeated(_ message: [UInt8]) -> Cut? {
    guard message.starts(with: "message repeated ".utf8), message.last == 0x5D,
      let open = message.firstIndex(of: 0x5B), open < 48
    else { return nil }
    let rest = Bytes.normalised(message[(open + 1)...].dropLast())
    return rest.isEmpty ? nil : Cut(rest: rest, what: String(decoding: message[..<open], as: UTF8.self))
  }

  /// The message behind what swift-log writes before it: `id=1 names=["a", "b"] [Module] message`. Metadata and module
  /// are no text of the statement and say nothing against it; the first bracket that holds a name alone is the module.
  static func metadata(_ message: [UInt8]) -> (cut: Cut, module: String)? {
    func isName(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F }
    let key = message.prefix { isName($0) || $0 == 0x2D || $0 == 0x2E }
    guard message.first == 0x5B || !key.isEmpty && key.endIndex < message.count && message[key.endIndex] == 0x3D
    else { return nil }
    var at = 0
    while at < message.count {
      if message[at] == 0x5B, at == 0 || message[at - 1] == 0x20 {
        let name = message[(at + 1)...].prefix(while: isName)
        let end = name.endIndex
        if !name.isEmpty, end + 2 < message.count, message[end] == 0x5D, message[end + 1] == 0x20 {
          let cut = Cut(
            rest: Bytes.normalised(message[(end + 2)...]), what: String(decoding: message[...end], as: UTF8.self))
          return (cut, String(decoding: name, as: UTF8.self))
        }
      }
      at += 1
    }
    return nil
  }

  /// Rests of a message, the longest first.
  static func candidates(_ message: [UInt8]) -> [Cut] {
    var cuts: [Cut] = []
    func add(_ range: Range<Int>, _ what: Range<Int>) {
      guard range.count >= 8, cuts.count < 6 else { return }
      let rest = Bytes.normalised(message[range])
      guard !cuts.contains(where: { $0.rest == rest }) else { return }
      cuts.append(Cut(rest: rest, what: String(decoding: message[what], as: UTF8.self)))
    }
    var start = 0
    var end = message.count
    // `… [preauth]`
    if end > start, message[end - 1] == 0x5D, let open = message[start..<end].lastIndex(of: 0x5B),
      end - open < 40,
      open > start + 8
    {
      add(start..<open, open..<end)
      end = open
    }
    // `[instance: 1] …`, `(worker 3) …`
    for _ in 0..<3 {
      guard start < end, message[start] == 0x5B || message[start] == 0x28 else { break }
      let close: UInt8 = message[start] == 0x5B ? 0x5D : 0x29
      guard let found = message[start..<min(end, start + 120)].firstIndex(of: close) else { break }
      let before = start
      start = found + 1
      while start < end, message[start] == 0x20 || message[start] == 0x3A || message[start] == 0x2D {
        start += 1
      }
      add(start..<end, before..<start)
    }
    // `error: …`, `org.example.SomeException: …`, `eth0: …`
    for _ in 0..<3 {
      guard let colon = message[start..<min(end, start + 100)].firstIndex(of: 0x3A), colon + 2 < end,
        message[colon + 1] == 0x20
      else { break }
      let before = start
      start = colon + 2
      add(start..<end, before..<start)
    }
    return cuts
  }
}
