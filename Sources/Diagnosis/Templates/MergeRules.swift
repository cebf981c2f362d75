/// Decides whether words that stand at one place of otherwise equal messages are values. The same for all
/// logs.
struct MergeRules {
  /// So many different words at one place are values, whatever they look like.
  static let anyWords = 6
  /// So many are, when most look like values.
  static let valueWords = 3
  static let valueShare = 0.7

  let table: TokenTable
  private let valueContexts: Set<[UInt8]>
  private let methods: Set<[UInt8]>
  private let units: Set<[UInt8]>

  init(table: TokenTable) {
    self.table = table
    valueContexts = Set(
      ["user", "for", "from", "by", "host", "file", "named", "name"].map { Array($0.utf8) })
    methods = Set(
      ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "CONNECT", "TRACE", "PROPFIND"].map {
        Array($0.utf8)
      })
    units = Set(
      ["bytes", "byte", "B", "KB", "MB", "GB", "ms", "s", "sec", "secs", "seconds", "us", "ns"].map {
        Array($0.utf8)
      })
  }

  /// With every word after an equals sign, or alone in quotation marks, as a hole.
  func withValuesOpened(_ tokens: [Int32]) -> [Int32] {
    var opened = tokens
    for (position, token) in tokens.enumerated() where position > 0 && !table.traits[Int(token)].isSeparator {
      let before = table.texts[Int(tokens[position - 1])]
      if before == [UInt8(ascii: "=")] {
        opened[position] = TokenTable.hole
      } else if before == [UInt8(ascii: "\"")] || before == [UInt8(ascii: "'")], position + 1 < tokens.count,
        table.texts[Int(tokens[position + 1])] == before, !methods.contains(table.texts[Int(token)])
      {
        opened[position] = TokenTable.hole
      }
    }
    return opened
  }

  func areValues(_ words: [Int32], counts: [Int], in tokens: [Int32], at position: Int) -> Bool {
    let constants = wordCount(tokens, without: position)
    guard constants > 0 else { return false }
    let distinct = Set(words).subtracting([TokenTable.hole])
    // Signs such as `****` are drawn, not computed; methods of HTTP tell requests apart.
    if distinct.contains(where: { !table.traits[Int($0)].isWord && !table.traits[Int($0)].looksLikeValue }) {
      return false
    }
    if distinct.allSatisfy({ methods.contains(table.texts[Int($0)]) }) { return false }
    let values = distinct.count { table.traits[Int($0)].looksLikeValue }
    let areMostlyValues = Double(values) >= Self.valueShare * Double(distinct.count)
    // A message begins with what it is about more often than with a value.
    if isFirstWord(tokens, position), constants < 3 { return false }
    if distinct.count < words.count { return true }
    if distinct.count >= Self.anyWords { return true }
    if distinct.count >= Self.valueWords, areMostlyValues || areNumbered(distinct) { return true }
    return followsValueMark(tokens, position)
  }

  /// Words of one length that differ in one letter: `LNKA`, `LNKB`, `LNKC`.
  private func areNumbered(_ words: Set<Int32>) -> Bool {
    guard let first = words.first.map({ table.texts[Int($0)] }) else { return false }
    for word in words {
      let text = table.texts[Int(word)]
      guard text.count == first.count, zip(text, first).count(where: { $0 != $1 }) <= 1 else { return false }
    }
    return true
  }

  private func isFirstWord(_ tokens: [Int32], _ position: Int) -> Bool {
    !tokens[..<position].contains { $0 == TokenTable.hole || !table.traits[Int($0)].isSeparator }
  }

  /// A template has a word; holes alone would take in every message.
  func keepsWord(_ tokens: [Int32], without position: Int) -> Bool {
    wordCount(tokens, without: position) > 0
  }

  private func wordCount(_ tokens: [Int32], without position: Int) -> Int {
    var count = 0
    for (index, token) in tokens.enumerated() where index != position {
      if table.traits[Int(token)].isWord { count += 1 }
    }
    return count
  }

  /// After `=`, a quotation mark, or words that a name follows.
  private func followsValueMark(_ tokens: [Int32], _ position: Int) -> Bool {
    guard position > 0 else { return false }
    var before = position - 1
    if tokens[before] == TokenTable.space {
      guard before > 0 else { return false }
      before -= 1
    }
    let text = table.texts[Int(tokens[before])]
    switch text {
    case [UInt8(ascii: "=")]: return true
    case [UInt8(ascii: "\"")], [UInt8(ascii: "'")]: return before == position - 1
    default: return valueContexts.contains(text)
    }
  }

  /// Without what differs between lists, values with and without a unit, and values that are empty.
  func withListsClosed(_ tokens: [Int32]) -> [Int32] {
    var closed: [Int32] = []
    var at = 0
    while at < tokens.count {
      if isEmptyValue(tokens, at) {
        closed += [tokens[at], TokenTable.hole]
        at += 1
        continue
      }
      guard tokens[at] == TokenTable.hole else {
        closed.append(tokens[at])
        at += 1
        continue
      }
      var end = unitEnd(tokens, at + 1)
      while true {
        var next = end
        while next < tokens.count, next - end < 3, isListSeparator(tokens[next]) { next += 1 }
        guard next > end, next < tokens.count, tokens[next] == TokenTable.hole else { break }
        end = unitEnd(tokens, next + 1)
      }
      // `<1 sec` beside `2 sec`: the sign belongs to the value.
      if let last = closed.last, table.texts[Int(last)] == [UInt8(ascii: "<")],
        end >= tokens.count || table.texts[Int(tokens[end])] != [UInt8(ascii: ">")]
      {
        closed.removeLast()
      }
      closed.append(TokenTable.hole)
      at = end
    }
    return closed
  }

  /// After the unit that may follow a hole.
  private func unitEnd(_ tokens: [Int32], _ at: Int) -> Int {
    guard at + 1 < tokens.count, tokens[at] == TokenTable.space,
      units.contains(table.texts[Int(tokens[at + 1])])
    else { return at }
    return at + 2
  }

  /// ` ()` and `key=` before a space or the end.
  private func isEmptyValue(_ tokens: [Int32], _ at: Int) -> Bool {
    let text = table.texts[Int(tokens[at])]
    if text == [UInt8(ascii: "(")] {
      return at > 0 && tokens[at - 1] == TokenTable.space && at + 1 < tokens.count
        && table.texts[Int(tokens[at + 1])] == [UInt8(ascii: ")")]
    }
    guard text == [UInt8(ascii: "=")] else { return false }
    return at + 1 >= tokens.count
      || tokens[at + 1] == TokenTable.space
        && (at + 2 >= tokens.count || tokens[at + 2] != TokenTable.hole)
  }

  private func isListSeparator(_ token: Int32) -> Bool {
    let text = table.texts[Int(token)]
    return text == [0x20] || text == [UInt8(ascii: ",")] || text == [UInt8(ascii: ";")]
  }
}
