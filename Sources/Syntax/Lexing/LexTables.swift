/// The rules of one language, compiled for the loop: what each byte may begin, and the words in a hash table.
///
/// Made once per language and kept for the life of the process, hence the memory that is never freed.
// Sound to share: everything is written in `init` and only read afterwards.
final class LexTables: @unchecked Sendable {
  /// What a byte begins, when no comment or string does.
  enum Action {
    static let other: UInt8 = 0
    static let blank: UInt8 = 1
    static let newline: UInt8 = 2
    static let word: UInt8 = 3
    static let digit: UInt8 = 4
    static let open: UInt8 = 5
    static let close: UInt8 = 6
    static let special: UInt8 = 7
    /// Set beside an action: comments or strings may begin with the byte.
    static let opener: UInt8 = 0x80
  }

  /// What is known of a word, in one byte: the kind of token below, expectations above.
  enum Meaning {
    static let kinds: UInt8 = 0x0F
    static let beforeFunction: UInt8 = 0x10
    static let beforeType: UInt8 = 0x20
    static let isValue: UInt8 = 0x40
    static let isPrefix: UInt8 = 0x80
  }

  /// What a mark opens.
  enum Opened: Equatable {
    case lineComment
    case block(Int)
    case string(Int)
  }

  struct Opener {
    var mark: [UInt8]
    var opened: Opened
  }

  struct Slot {
    var hash: UInt32 = 0
    var offset: UInt16 = 0
    var length: UInt8 = 0
    var meaning: UInt8 = 0
  }

  let rules: LexRules
  let flags: LexRules.Flags
  let actions: UnsafePointer<UInt8>
  let inWord: UnsafePointer<Bool>
  let slots: UnsafePointer<Slot>
  let mask: Int
  let letters: UnsafePointer<UInt8>
  let wordLengthMax: Int
  /// Marks by their first byte, longest first.
  let openers: [[Opener]]
  let closers: [[UInt8]]
  let blockOpens: [[UInt8]]
  let blockCloses: [[UInt8]]

  init(_ rules: LexRules) {
    self.rules = rules
    flags = rules.flags
    (openers, closers) = Self.openers(rules)
    blockOpens = rules.blocks.map { Array($0.open.utf8) }
    blockCloses = rules.blocks.map { Array($0.close.utf8) }
    actions = Self.actions(rules, openers: openers)
    let inWord = UnsafeMutablePointer<Bool>.allocate(capacity: 256)
    let more = Set(rules.moreInWords.utf8)
    for byte in 0..<256 { inWord[byte] = isWordByte(UInt8(byte)) || more.contains(UInt8(byte)) }
    self.inWord = UnsafePointer(inWord)
    let words = Self.words(rules)
    var size = 64
    while size < words.count * 4 { size *= 2 }
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    slots.initialize(repeating: Slot(), count: size)
    let letters = UnsafeMutablePointer<UInt8>.allocate(
      capacity: max(1, words.reduce(0) { $0 + $1.bytes.count }))
    var offset = 0
    for word in words {
      var hash = LexTables.seed
      for (index, byte) in word.bytes.enumerated() {
        letters[offset + index] = byte
        hash = LexTables.step(hash, byte)
      }
      var slot = Int(hash) & (size - 1)
      while slots[slot].length != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Slot(
        hash: hash, offset: UInt16(offset), length: UInt8(word.bytes.count), meaning: word.meaning)
      offset += word.bytes.count
    }
    (self.slots, mask, self.letters) = (UnsafePointer(slots), size - 1, UnsafePointer(letters))
    wordLengthMax = words.map(\.bytes.count).max() ?? 0
  }

  static let seed: UInt32 = 2_166_136_261

  @inline(__always)
  static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

  /// What the word means; 0 for nothing.
  @inline(__always)
  func meaning(of word: UnsafePointer<UInt8>, count: Int, hash: UInt32) -> UInt8 {
    guard count <= wordLengthMax else { return 0 }
    let folds = flags.contains(.foldsCase)
    var slot = Int(hash) & mask
    while slots[slot].length != 0 {
      if slots[slot].hash == hash, Int(slots[slot].length) == count {
        let text = letters + Int(slots[slot].offset)
        var index = 0
        while index < count {
          let byte = folds ? lowered(word[index]) : word[index]
          if byte != text[index] { break }
          index &+= 1
        }
        if index == count { return slots[slot].meaning }
      }
      slot = (slot &+ 1) & mask
    }
    return 0
  }

  private static func words(_ rules: LexRules) -> [(bytes: [UInt8], meaning: UInt8)] {
    var seen: [String: UInt8] = [:]
    var order: [String] = []
    func add(_ list: String, _ meaning: UInt8) {
      for part in list.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        let word = rules.flags.contains(.foldsCase) ? part.lowercased() : String(part)
        if seen[word] == nil { order.append(word) }
        // The first list that names a word decides its colour; a prefix of strings may be a word as well.
        let known = seen[word] ?? 0
        seen[word] = known & Meaning.kinds == 0 ? known | meaning : known | (meaning & Meaning.isPrefix)
      }
    }
    add(rules.functionKeywords, TokenKind.keyword.rawValue | Meaning.beforeFunction)
    add(rules.typeKeywords, TokenKind.keyword.rawValue | Meaning.beforeType)
    add(rules.values, TokenKind.keyword.rawValue | Meaning.isValue)
    add(rules.keywords, TokenKind.keyword.rawValue)
    add(rules.constants, TokenKind.constant.rawValue | Meaning.isValue)
    add(rules.types, TokenKind.type.rawValue | Meaning.isValue)
    add(rules.functions, TokenKind.function.rawValue | Meaning.isValue)
    add(rules.prefixes, Meaning.isPrefix)
    return order.map { (Array($0.utf8), seen[$0]!) }  // Every word in `order` was put in `seen`.
  }

  private static func openers(_ rules: LexRules) -> ([[Opener]], [[UInt8]]) {
    var openers = [[Opener]](repeating: [], count: 256)
    var closers: [[UInt8]] = []
    func add(_ mark: String, _ opened: Opened) {
      let bytes = Array(mark.utf8)
      openers[Int(bytes[0])].append(Opener(mark: bytes, opened: opened))
    }
    for mark in rules.lineComments { add(mark, .lineComment) }
    for (index, block) in rules.blocks.enumerated() { add(block.open, .block(index)) }
    for (index, text) in rules.strings.enumerated() {
      add(text.open, .string(index))
      closers.append(Array(text.close.utf8))
    }
    for byte in openers.indices { openers[byte].sort { $0.mark.count > $1.mark.count } }
    return (openers, closers)
  }

  private static func actions(_ rules: LexRules, openers: [[Opener]]) -> UnsafePointer<UInt8> {
    let actions = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    let before = Set(rules.moreBeforeWords.utf8)
    let special: Set<UInt8> = Set("@#$<:%'?~\\/[.-*\"=".utf8)
    for value in 0..<256 {
      let byte = UInt8(value)
      var action = Action.other
      switch byte {
      case 0x0A: action = Action.newline
      case 0x20, 0x09, 0x0D, 0x0C: action = Action.blank
      case 0x30...0x39: action = Action.digit
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): action = Action.open
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): action = Action.close
      default: if isWordByte(byte) || before.contains(byte) { action = Action.word }
      }
      if action == Action.other || byte == UInt8(ascii: "["), special.contains(byte), needsLook(byte, rules) {
        action = Action.special
      }
      if !openers[value].isEmpty { action |= Action.opener }
      actions[value] = action
    }
    return UnsafePointer(actions)
  }

  /// Whether the rules give the byte a meaning of its own.
  private static func needsLook(_ byte: UInt8, _ rules: LexRules) -> Bool {
    let flags = rules.flags
    switch byte {
    case UInt8(ascii: "@"): return rules.at != .nothing
    case UInt8(ascii: "#"): return rules.hash != .nothing
    case UInt8(ascii: "$"): return rules.dollar == .variable || rules.dollar == .property
    case UInt8(ascii: "<"):
      return !flags.isDisjoint(with: [.heredocs, .phpHeredocs, .jsx])
    case UInt8(ascii: ":"): return flags.contains(.symbols)
    case UInt8(ascii: "%"): return flags.contains(.percentLiterals)
    case UInt8(ascii: "'"): return rules.quote != .nothing
    case UInt8(ascii: "?"): return flags.contains(.phpTags)
    case UInt8(ascii: "~"): return flags.contains(.sigils)
    case UInt8(ascii: "\\"): return !flags.isDisjoint(with: [.backslashEscapes, .backslashCharacters])
    case UInt8(ascii: "/"): return flags.contains(.slashRegex)
    case UInt8(ascii: "["): return !flags.isDisjoint(with: [.bracketAttributes, .longBrackets])
    default: return false
    }
  }
}

@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
