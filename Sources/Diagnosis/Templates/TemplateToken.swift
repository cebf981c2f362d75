/// Words of masked messages by number; 0 is the hole and 1 a space.
struct TokenTable {
  static let hole: Int32 = 0
  static let space: Int32 = 1

  struct Traits {
    var isWord = false
    /// A separator or space: what stands between words.
    var isSeparator = false
    /// Has digits, dots, underscores, slashes, or capitals inside: looks like a value.
    var looksLikeValue = false
    var isCapitalised = false
  }

  private(set) var texts: [[UInt8]] = []
  private(set) var traits: [Traits] = []
  private var numbers: [[UInt8]: Int32] = [:]

  init() {
    _ = add([LineMasker.hole], Traits())
    _ = add([0x20], Traits(isSeparator: true))
  }

  private mutating func add(_ text: [UInt8], _ traits: Traits) -> Int32 {
    numbers[text] = Int32(texts.count)
    texts.append(text)
    self.traits.append(traits)
    return Int32(texts.count - 1)
  }

  /// Splits a masked message into words, separators, spaces and holes.
  mutating func tokens(_ form: UnsafeBufferPointer<UInt8>, softWords: SoftWords) -> [Int32] {
    Self.split(form, softWords) { text, isSeparator in
      numbers[text] ?? add(text, Self.read(text, isSeparator))
    }
  }

  /// Words as the text of a template.
  func text(_ tokens: [Int32]) -> String {
    var text: [UInt8] = []
    for token in tokens {
      if token == Self.hole {
        text += Array("<*>".utf8)
      } else if token > 0, Int(token) < texts.count {
        text += texts[Int(token)]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The same without learning: words that are not known have the number -1.
  func knownTokens(_ form: UnsafeBufferPointer<UInt8>, softWords: SoftWords) -> [Int32] {
    Self.split(form, softWords) { text, _ in numbers[text] ?? -1 }
  }

  private static func split(
    _ form: UnsafeBufferPointer<UInt8>, _ softWords: SoftWords, number: ([UInt8], Bool) -> Int32
  ) -> [Int32] {
    let classes = ByteClass.table
    var tokens: [Int32] = []
    var at = 0
    while at < form.count {
      let byte = form[at]
      if byte == LineMasker.hole {
        tokens.append(hole)
        at += 1
        continue
      }
      let start = at
      let isSeparator = classes[Int(byte)] & (ByteClass.separator | ByteClass.space) != 0
      at += 1
      if !isSeparator {
        while at < form.count, form[at] != LineMasker.hole,
          classes[Int(form[at])] & (ByteClass.separator | ByteClass.space) == 0
        { at += 1 }
        let call = at < form.count && form[at] == UInt8(ascii: "(")
        if let base = form.baseAddress, softWords.isValue(base + start, at - start, call: call) {
          tokens.append(hole)
          continue
        }
      }
      tokens.append(number(Array(form[start..<at]), isSeparator))
    }
    return tokens
  }

  private static func read(_ text: [UInt8], _ isSeparator: Bool) -> Traits {
    if isSeparator { return Traits(isSeparator: true) }
    var traits = Traits()
    var lowerBefore = false
    if text.count == 1 { traits.looksLikeValue = true }
    for (index, byte) in text.enumerated() {
      switch byte {
      case 0x30...0x39: traits.looksLikeValue = true
      case 0x41...0x5A:
        if index == 0 { traits.isCapitalised = true }
        if lowerBefore { traits.looksLikeValue = true }
        traits.isWord = true
      case 0x61...0x7A, 0x80...: traits.isWord = true
      case UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "@"), UInt8(ascii: "$"):
        traits.looksLikeValue = true
      case UInt8(ascii: "."): if index > 0 && index < text.count - 1 { traits.looksLikeValue = true }
      case UInt8(ascii: "-"): if index > 0 && index < text.count - 1 { traits.looksLikeValue = true }
      default: break
      }
      lowerBefore = byte >= 0x61 && byte <= 0x7A
    }
    return traits
  }
}
