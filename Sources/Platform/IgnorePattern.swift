/// One line of a `.gitignore` or `.ignore` file.
///
/// The rules are git's (gitignore(5)): `*` and `?` stay within one component, `**` between slashes crosses them,
/// `[…]` holds ranges and `[:classes:]`, a backslash takes the next byte as it is, a slash at the start or in the
/// middle ties the pattern to the file's folder, one at the end wants a folder, `!` takes back. Matching is on
/// bytes, with letter case.
package struct IgnorePattern: Sendable {
  /// True for `!`: what matches is not ignored after all.
  package let isNegated: Bool

  /// True when only folders match.
  let wantsFolder: Bool

  /// True when the pattern is compared with the last component alone, in any folder below.
  let isNameOnly: Bool

  private let form: Form

  /// Most patterns are a plain name or an ending, which need no machine.
  private enum Form: Sendable {
    case literal([UInt8])
    case ending([UInt8])
    case tokens([Token])
  }

  private enum Token: Sendable {
    case byte(UInt8)
    /// Any byte but "/".
    case any
    case set(ByteMembers)
    /// Any number of bytes but "/".
    case star
    /// `**/`: nothing, or any number of whole components with the slash behind.
    case folders
    /// A final `**`: whatever follows.
    case rest
  }

  /// Reads one line without its end; nil for empty lines, comments and patterns that can match nothing.
  package init?(line: ArraySlice<UInt8>) {
    var line = line
    // git drops spaces at the end unless a backslash keeps them.
    while line.last == UInt8(ascii: " "), !IgnorePattern.isEscaped(at: line.endIndex - 1, in: line) {
      line.removeLast()
    }
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    isNegated = first == UInt8(ascii: "!")
    if isNegated { line.removeFirst() }
    wantsFolder = line.last == UInt8(ascii: "/")
    if wantsFolder { line.removeLast() }
    isNameOnly = !line.contains(UInt8(ascii: "/"))
    if line.first == UInt8(ascii: "/") { line.removeFirst() }
    guard !line.isEmpty else { return nil }
    let special: Set<UInt8> = [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\")]
    if !line.contains(where: special.contains) {
      form = .literal(Array(line))
    } else if isNameOnly, line.first == UInt8(ascii: "*"), !line.dropFirst().contains(where: special.contains)
    {
      form = .ending(Array(line.dropFirst()))
    } else {
      guard let tokens = IgnorePattern.tokens(line) else { return nil }
      form = .tokens(tokens)
    }
  }

  /// True when the path matches: bytes relative to the pattern's folder, whose last component begins at `name`.
  package func matches(_ path: UnsafeBufferPointer<UInt8>, name: Int, isFolder: Bool) -> Bool {
    if wantsFolder && !isFolder { return false }
    let text = isNameOnly ? UnsafeBufferPointer(rebasing: path[name...]) : path
    switch form {
    case .literal(let bytes): return text.count == bytes.count && text.elementsEqual(bytes)
    case .ending(let bytes): return text.count >= bytes.count && text.suffix(bytes.count).elementsEqual(bytes)
    case .tokens(let tokens): return tokens.withUnsafeBufferPointer { IgnorePattern.run($0, on: text) }
    }
  }

  private static func isEscaped(at index: Int, in line: ArraySlice<UInt8>) -> Bool {
    line[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  private static func tokens(_ line: ArraySlice<UInt8>) -> [Token]? {
    var tokens: [Token] = []
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      index += 1
      switch byte {
      case UInt8(ascii: "*"):
        let start = index - 1
        while index < line.endIndex, line[index] == byte { index += 1 }
        let isBordered = start == line.startIndex || line[start - 1] == UInt8(ascii: "/")
        if index - start == 1 || !isBordered {
          tokens.append(.star)
        } else if index == line.endIndex {
          tokens.append(.rest)
        } else if line[index] == UInt8(ascii: "/") {
          tokens.append(.folders)
          index += 1
        } else {
          tokens.append(.star)
        }
      case UInt8(ascii: "?"): tokens.append(.any)
      case UInt8(ascii: "["):
        guard let set = ByteMembers(bracket: line, from: &index) else { return nil }
        tokens.append(.set(set))
      case UInt8(ascii: "\\"):
        guard index < line.endIndex else { return nil }
        tokens.append(.byte(line[index]))
        index += 1
      default: tokens.append(.byte(byte))
      }
    }
    return tokens
  }

  /// Matches all of `text`. Going back is needed only to the last star of a component and the last `**/`, since
  /// a slash fixes everything before it: at most length × components × tokens steps, whatever the pattern.
  private static func run(_ tokens: UnsafeBufferPointer<Token>, on text: UnsafeBufferPointer<UInt8>) -> Bool {
    var token = 0
    var place = 0
    var star: (token: Int, place: Int)?
    var folders: (token: Int, place: Int)?
    while true {
      var fits = false
      if token == tokens.count {
        if place == text.count { return true }
      } else {
        switch tokens[token] {
        case .rest: return true
        case .folders:
          folders = (token + 1, place)
          star = nil
          token += 1
          continue
        case .star:
          star = (token + 1, place)
          token += 1
          continue
        case .byte(let byte): fits = place < text.count && text[place] == byte
        case .any: fits = place < text.count && text[place] != UInt8(ascii: "/")
        case .set(let set): fits = place < text.count && set.contains(text[place])
        }
      }
      if fits {
        token += 1
        place += 1
      } else if let last = star, last.place < text.count, text[last.place] != UInt8(ascii: "/") {
        star = (last.token, last.place + 1)
        token = last.token
        place = last.place + 1
      } else if let last = folders, let slash = text[last.place...].firstIndex(of: UInt8(ascii: "/")) {
        folders = (last.token, slash + 1)
        star = nil
        token = last.token
        place = slash + 1
      } else {
        return false
      }
    }
  }
}

/// The bytes a bracket expression holds; never "/", which no bracket matches.
struct ByteMembers: Sendable {
  private var words = SIMD4<UInt64>()

  func contains(_ byte: UInt8) -> Bool { words[Int(byte &>> 6)] &>> UInt64(byte & 63) & 1 != 0 }

  private mutating func insert(_ byte: UInt8) { words[Int(byte &>> 6)] |= 1 &<< UInt64(byte & 63) }

  /// Reads what follows "[" up to its "]" and moves `index` behind it; nil without an end or with an unknown class.
  init?(bracket line: ArraySlice<UInt8>, from index: inout Int) {
    var isNegated = false
    if index < line.endIndex, line[index] == UInt8(ascii: "!") || line[index] == UInt8(ascii: "^") {
      isNegated = true
      index += 1
    }
    var previous: UInt8?
    var isFirst = true
    while true {
      guard index < line.endIndex else { return nil }
      var byte = line[index]
      index += 1
      if byte == UInt8(ascii: "]") && !isFirst { break }
      isFirst = false
      if byte == UInt8(ascii: "-"), let low = previous, index < line.endIndex,
        line[index] != UInt8(ascii: "]")
      {
        guard let high = ByteMembers.literal(line, &index) else { return nil }
        if low <= high { for member in low...high { insert(member) } }
        previous = nil
        continue
      }
      if byte == UInt8(ascii: "["), let name = ByteMembers.className(line, index) {
        guard let test = ByteMembers.classes[String(decoding: name, as: UTF8.self)] else { return nil }
        for member in UInt8.min...UInt8.max where test(member) { insert(member) }
        index = name.endIndex + 2
        previous = nil
        continue
      }
      if byte == UInt8(ascii: "\\") {
        guard index < line.endIndex else { return nil }
        byte = line[index]
        index += 1
      }
      insert(byte)
      previous = byte
    }
    if isNegated { for place in 0..<4 { words[place] = ~words[place] } }
    words[0] &= ~(1 &<< UInt64(UInt8(ascii: "/")))
  }

  private static func literal(_ line: ArraySlice<UInt8>, _ index: inout Int) -> UInt8? {
    var byte = line[index]
    index += 1
    if byte == UInt8(ascii: "\\") {
      guard index < line.endIndex else { return nil }
      byte = line[index]
      index += 1
    }
    return byte
  }

  /// The name in `:name:]` at `index`; nil when it is no class.
  private static func className(_ line: ArraySlice<UInt8>, _ index: Int) -> ArraySlice<UInt8>? {
    guard index < line.endIndex, line[index] == UInt8(ascii: ":") else { return nil }
    guard let end = line[(index + 1)...].firstIndex(of: UInt8(ascii: "]")), end > index + 1 else {
      return nil
    }
    return line[end - 1] == UInt8(ascii: ":") ? line[(index + 1)..<(end - 1)] : nil
  }

  private static let classes: [String: @Sendable (UInt8) -> Bool] = [
    "alnum": { isLower($0) || isUpper($0) || isDigit($0) },
    "alpha": { isLower($0) || isUpper($0) },
    "blank": { $0 == 0x20 || $0 == 0x09 },
    "cntrl": { $0 < 0x20 || $0 == 0x7f },
    "digit": isDigit,
    "graph": { $0 > 0x20 && $0 < 0x7f },
    "lower": isLower,
    "print": { $0 >= 0x20 && $0 < 0x7f },
    "punct": { $0 > 0x20 && $0 < 0x7f && !isLower($0) && !isUpper($0) && !isDigit($0) },
    "space": { $0 == 0x20 || (0x09...0x0d).contains($0) },
    "upper": isUpper,
    "xdigit": { isDigit($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) },
  ]

  @Sendable private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
  @Sendable private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }
  @Sendable private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
