/// The parts of a symbol's text:
///
///     symbol      = scheme ' ' manager ' ' package ' ' version ' ' descriptor+  |  'local ' id
///     descriptor  = name '/' | name '#' | name '.' | name '(' disambiguator ').' | '[' name ']' | '(' name ')'
///                 | name ':' | name '!'
///     name        = [A-Za-z0-9_+$-]+ | '`' any text, with '``' for '`', '`'
///
/// A space in the first four parts is doubled; a part that is '.' is empty.
///
/// - Source: the comment of message `Symbol` in scip.proto.
package struct SymbolText: Equatable, Sendable {
  /// What a descriptor names.
  package enum Suffix: Equatable, Sendable {
    case namespace, type, term, method, typeParameter, parameter, meta, macro
  }

  /// One step of the way from the package to the symbol.
  package struct Descriptor: Equatable, Sendable {
    package var name: String
    package var suffix: Suffix
    /// Tells apart methods of one name; empty otherwise.
    package var disambiguator: String

    /// A descriptor of these parts.
    package init(_ name: String, _ suffix: Suffix, disambiguator: String = "") {
      self.name = name
      self.suffix = suffix
      self.disambiguator = disambiguator
    }
  }

  /// The indexer's own name for its kind of symbols.
  package var scheme: String
  /// The package manager, such as `npm`; may be empty, as may what follows.
  package var manager: String
  /// The package that defines the symbol.
  package var packageName: String
  /// The package's version.
  package var version: String
  /// The names from the outermost to the symbol's own.
  package var descriptors: [Descriptor]

  /// A symbol of these parts.
  package init(
    scheme: String, manager: String = "", packageName: String, version: String = "", descriptors: [Descriptor]
  ) {
    self.scheme = scheme
    self.manager = manager
    self.packageName = packageName
    self.version = version
    self.descriptors = descriptors
  }

  /// Takes a symbol's text apart; nil for local symbols and for text that is not written by the rules.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    guard !SymbolText.isLocal(bytes) else { return nil }
    var position = 0
    var parts: [String] = []
    for _ in 0..<4 {
      guard let part = SymbolText.packagePart(bytes, &position) else { return nil }
      parts.append(part == "." ? "" : part)
    }
    (scheme, manager, packageName, version) = (parts[0], parts[1], parts[2], parts[3])
    descriptors = []
    while position < bytes.count {
      guard let next = DescriptorScan.next(in: bytes, at: position) else { return nil }
      descriptors.append(
        Descriptor(
          DescriptorScan.unescaped(bytes[next.name]), next.suffix,
          disambiguator: String(decoding: bytes[next.disambiguator], as: UTF8.self)))
      position = next.end
    }
    guard !descriptors.isEmpty else { return nil }
  }

  /// True for the text of a symbol that is known only within its document.
  package static func isLocal(_ text: some Collection<UInt8>) -> Bool { text.starts(with: "local ".utf8) }

  /// The symbol as SCIP writes it.
  package var text: String {
    func part(_ text: String) -> String {
      text.isEmpty
        ? "." : text.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "  ")
    }
    let front = [scheme, manager, packageName, version].map(part).joined(separator: " ")
    return front + " " + descriptors.map(SymbolText.text).joined()
  }

  /// The names of the descriptors as people write them: `Searcher.search`.
  package var qualifiedName: String {
    descriptors.filter { $0.suffix != .meta }.map(\.name).joined(separator: ".")
  }

  private static func text(_ descriptor: Descriptor) -> String {
    let name = escaped(descriptor.name)
    return switch descriptor.suffix {
    case .namespace: name + "/"
    case .type: name + "#"
    case .term: name + "."
    case .method: "\(name)(\(descriptor.disambiguator))."
    case .typeParameter: "[\(name)]"
    case .parameter: "(\(name))"
    case .meta: name + ":"
    case .macro: name + "!"
    }
  }

  private static func escaped(_ name: String) -> String {
    if !name.isEmpty, name.utf8.allSatisfy(DescriptorScan.isSimple) { return name }
    return "`" + name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
  }

  /// A part that ends at a single space.
  private static func packagePart(_ bytes: [UInt8], _ position: inout Int) -> String? {
    var part: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: " ") {
        guard position < bytes.count, bytes[position] == UInt8(ascii: " ") else {
          return String(decoding: part, as: UTF8.self)
        }
        position += 1
      }
      part.append(byte)
    }
    return nil
  }
}

/// Finds descriptors in a symbol's bytes, for callers that do not want strings.
enum DescriptorScan {
  struct Found {
    /// Without the backticks around it, but with those within still doubled.
    var name: Range<Int>
    var suffix: SymbolText.Suffix
    var disambiguator: Range<Int>
    var end: Int
  }

  /// Bytes a name may have without backticks.
  @inline(__always)
  static func isSimple(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2B, 0x2D, 0x24: true
    default: false
    }
  }

  /// The descriptor that starts at `start`; nil when none does.
  static func next<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes, at start: Int) -> Found?
  where Bytes.Index == Int {
    guard start < bytes.endIndex else { return nil }
    let first = bytes[start]
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "(") {
      let isType = first == UInt8(ascii: "[")
      guard let name = name(in: bytes, at: start + 1), name.after < bytes.endIndex,
        bytes[name.after] == (isType ? UInt8(ascii: "]") : UInt8(ascii: ")"))
      else { return nil }
      return Found(
        name: name.range, suffix: isType ? .typeParameter : .parameter, disambiguator: 0..<0,
        end: name.after + 1)
    }
    guard let name = name(in: bytes, at: start), name.after < bytes.endIndex else { return nil }
    let end = name.after + 1
    func found(_ suffix: SymbolText.Suffix) -> Found {
      Found(name: name.range, suffix: suffix, disambiguator: 0..<0, end: end)
    }
    switch bytes[name.after] {
    case UInt8(ascii: "/"): return found(.namespace)
    case UInt8(ascii: "#"): return found(.type)
    case UInt8(ascii: "."): return found(.term)
    case UInt8(ascii: ":"): return found(.meta)
    case UInt8(ascii: "!"): return found(.macro)
    case UInt8(ascii: "("):
      var close = end
      while close < bytes.endIndex, isSimple(bytes[close]) { close += 1 }
      guard close + 1 < bytes.endIndex, bytes[close] == UInt8(ascii: ")"),
        bytes[close + 1] == UInt8(ascii: ".")
      else { return nil }
      return Found(name: name.range, suffix: .method, disambiguator: end..<close, end: close + 2)
    default: return nil
    }
  }

  private static func name<Bytes: RandomAccessCollection<UInt8>>(
    in bytes: Bytes, at start: Int
  ) -> (range: Range<Int>, after: Int)? where Bytes.Index == Int {
    guard start < bytes.endIndex else { return nil }
    var index = start
    guard bytes[start] == UInt8(ascii: "`") else {
      while index < bytes.endIndex, isSimple(bytes[index]) { index += 1 }
      return index > start ? (start..<index, index) : nil
    }
    index += 1
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "`") {
        guard index + 1 < bytes.endIndex, bytes[index + 1] == UInt8(ascii: "`") else {
          return (start + 1..<index, index + 1)
        }
        index += 1
      }
      index += 1
    }
    return nil
  }

  /// A name with its doubled backticks made single.
  static func unescaped(_ name: some Collection<UInt8>) -> String {
    var bytes: [UInt8] = []
    var skipsNext = false
    for byte in name {
      if skipsNext, byte == UInt8(ascii: "`") {
        skipsNext = false
        continue
      }
      skipsNext = byte == UInt8(ascii: "`")
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of the last descriptor's name in a whole symbol, which is found by: the last part people see.
  /// Text that is no symbol by the rules is its own name.
  static func lastName<Bytes: RandomAccessCollection<UInt8>>(of bytes: Bytes) -> Range<Int>
  where Bytes.Index == Int {
    var position = bytes.startIndex
    var spaces = 0
    while position < bytes.endIndex, spaces < 4 {
      let isSpace = bytes[position] == UInt8(ascii: " ")
      position += 1
      guard isSpace else { continue }
      if position < bytes.endIndex, bytes[position] == UInt8(ascii: " ") {
        position += 1
      } else {
        spaces += 1
      }
    }
    var last: Range<Int>?
    while position < bytes.endIndex {
      guard let next = next(in: bytes, at: position) else { return bytes.startIndex..<bytes.endIndex }
      last = next.name
      position = next.end
    }
    return last ?? bytes.startIndex..<bytes.endIndex
  }
}
