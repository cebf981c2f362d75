package import RegexEngine

/// Replaces secrets and personal data in logs by pseudonyms, before anything else sees them.
///
/// One pass over the bytes: most are skipped by a table, the few that can end a key or begin a token are
/// looked at from both sides. Blocks end at line ends. The patterns of custom rules are searched in the
/// result, line by line.
package final class Redactor {
  /// How often each rule replaced something, by its name.
  package var counts: [String: Int] { recent.counted(customCounts) }

  private var customCounts: [String: Int] = [:]
  private var recent = RecentNames()

  private let output = ByteBuffer(capacity: 1 << 20)
  private var pseudonyms: [String: Pseudonyms] = [:]
  private var isInKey = false
  private let custom: [(name: String, matcher: Matcher)]
  private var customOutputs = [ByteBuffer(), ByteBuffer()]

  /// A redactor with the built-in rules and patterns of the user's own.
  package init(custom: [(name: String, regex: Regex)] = []) {
    self.custom = custom.map { ($0.name, $0.regex.makeMatcher()) }
  }

  /// How many different values each rule replaced.
  package var distinct: [String: Int] { pseudonyms.mapValues(\.count) }

  /// The block without secrets; valid until the next call, as long as the redactor lives. O(length), and
  /// nothing is copied when nothing is found.
  package func redact(_ block: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let builtIn = redactBuiltIn(block)
    return custom.isEmpty ? builtIn : redactCustom(builtIn)
  }

  /// A text without secrets.
  package func redact(_ text: String) -> String {
    var text = text
    return text.withUTF8 { String(decoding: redact($0), as: UTF8.self) }
  }

  // MARK: Built-in rules

  private func redactBuiltIn(_ block: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let bytes = block.baseAddress else { return block }
    output.removeAll()
    let end = block.count
    var copied = 0
    var at = 0
    if isInKey { at = endOfKey(bytes, 0, end, &copied) }
    let triggers = SecretScanner.triggers
    while at < end {
      guard triggers[Int(bytes[at])] != 0 else {
        at &+= 1
        continue
      }
      guard let found = SecretScanner.find(bytes, at, from: copied, end) else {
        at &+= 1
        continue
      }
      if found.rule == .privateKey {
        copy(bytes, copied..<found.start)
        replace(.privateKey, bytes, found.start..<found.end)
        copied = found.end
        isInKey = true
        at = endOfKey(bytes, found.end, end, &copied)
        continue
      }
      copy(bytes, copied..<found.start)
      replace(found.rule, bytes, found.start..<found.end)
      copied = found.end
      at = max(found.end, at &+ 1)
    }
    if copied == 0 && output.count == 0 { return block }
    copy(bytes, copied..<end)
    return output.bytes
  }

  private func copy(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) {
    output.append(bytes + range.lowerBound, range.count)
  }

  private func replace(_ rule: RedactionRule, _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) {
    let value = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    let slot = recent.slot(rule, value) {
      pseudonyms[rule.rawValue, default: Pseudonyms()].name(rule.rawValue, value)
    }
    output.append(recent.names[slot])
  }

  /// Drops lines until the one that ends a private key; line feeds stay, so that lines keep their numbers.
  private func endOfKey(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ copied: inout Int) -> Int {
    var at = at
    while at < end {
      if bytes[at] == 0x0A { output.append([0x0A]) }
      if bytes[at] == UInt8(ascii: "-"), let stop = SecretScanner.keyEnd(bytes, at, end) {
        isInKey = false
        copied = stop
        return stop
      }
      at &+= 1
    }
    copied = end
    return end
  }

  // MARK: Custom rules

  private func redactCustom(_ block: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var current = block
    for rule in custom {
      var ranges: [Range<Int>] = []
      let raw = UnsafeRawBufferPointer(current)
      rule.matcher.forEachMatch(in: raw, range: 0..<raw.count) { range in
        if !range.isEmpty { ranges.append(range) }
        return true
      }
      guard !ranges.isEmpty else { continue }
      // Two buffers take turns: one is read while the other is written.
      customOutputs.swapAt(0, 1)
      let next = customOutputs[0]
      next.removeAll()
      var copied = 0
      for range in ranges {
        next.append(UnsafeBufferPointer(rebasing: current[copied..<range.lowerBound]))
        customCounts[rule.name, default: 0] += 1
        next.append(
          pseudonyms[rule.name, default: Pseudonyms()].name(
            "custom", UnsafeBufferPointer(rebasing: current[range])))
        copied = range.upperBound
      }
      next.append(UnsafeBufferPointer(rebasing: current[copied...]))
      current = next.bytes
    }
    return current
  }
}
