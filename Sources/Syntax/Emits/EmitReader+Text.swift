import Containers

/// Expressions that are texts, as pieces.
extension EmitReader {
  /// Nesting of an expression that is followed; what is deeper is a hole.
  private static let depthMax = 24

  /// Operands of one sum, at most.
  private static let operandsMax = 200

  /// What an expression is, as text. An expression without constant text is one hole.
  mutating func pieces(_ index: Int, depth: Int = 0) -> [EmitPiece] {
    let hole: [EmitPiece] = [.hole(.text, range(index))]
    guard depth < Self.depthMax else { return hole }
    switch role(index) {
    case .string:
      touched.append(index)
      return literal(index)
    case .concatenation: return concatenation(index, depth)
    case .binary: return sum(index, depth) ?? hole
    case .ternary: return choice(index, depth) ?? hole
    case .wrapper, .keyword:
      let inside = operands(index)
      let takesFirst = ["as_expression", "satisfies_expression", "non_null_expression", "expression_list"]
      guard let value = takesFirst.contains(tree.name(index)) ? inside.first : inside.last else {
        return hole
      }
      return pieces(value, depth: depth + 1)
    case .macro:
      guard let tokens = tree.children(index).first(where: { role($0) == .tokens }),
        let parts = macroParts(tokens),
        Self.formats.contains(String(decoding: bytes(parts.name), as: UTF8.self))
      else { return hole }
      return formatted(parts)
    case .call: return call(index, depth) ?? hole
    default:
      let inside = operands(index)
      guard inside.count == 1, ["control_structure_body", "statements", "block"].contains(tree.name(index))
      else {
        return hole
      }
      return pieces(inside[0], depth: depth + 1)
    }
  }

  // MARK: Literals

  /// A literal with the code in it.
  private func literal(_ index: Int) -> [EmitPiece] {
    var holder = index
    if let inner = tree.children(index).first(where: { tree.name($0) == "interpolated_string" }) {
      holder = inner
    }
    let shape = EmitLiteral.shape(base, range(index), language: language)
    var pieces: [EmitPiece] = []
    var at = shape.inside.lowerBound
    func text(upTo end: Int) {
      guard end > at else { return }
      let bytes = EmitLiteral.text(base, at..<end, shape)
      if !bytes.isEmpty { pieces.append(.literal(bytes)) }
    }
    for child in tree.children(holder) {
      let range = range(child)
      guard range.lowerBound >= at, range.upperBound <= shape.inside.upperBound else { continue }
      let name = tree.name(child)
      let isSign = !isNamed(child)
      if isSign || role(child) == .hole || !Self.isText(name) {
        text(upTo: range.lowerBound)
        at = range.upperBound
        if !isSign { pieces.append(.hole(holeKind(child), holeRange(child))) }
      }
    }
    text(upTo: shape.inside.upperBound)
    return pieces.isEmpty ? [.literal([])] : pieces
  }

  private static func isText(_ name: String) -> Bool {
    textParts.contains { name.contains($0) }
  }

  private static let textParts = [
    "content", "fragment", "escape", "start", "end", "text", "str_part", "character", "quote", "prefix",
    "value",
    "string", "brace", "delimiter",
  ]

  /// `{n:x}` in C# and Python says what it prints.
  private func holeKind(_ index: Int) -> Skeleton.Hole {
    let text = bytes(range(index))
    guard language == .csharp || language == .python, text.count > 3, let colon = text.lastIndex(of: 0x3A),
      text.count - colon < 8
    else { return .text }
    switch text[text.count - 2] {
    case 0x78, 0x58: return .hexadecimal
    case 0x64 where language == .python: return .integer
    default: return .text
    }
  }

  /// The code of a hole without its signs.
  private func holeRange(_ index: Int) -> Range<Int> {
    var found = range(index)
    while let first = bytes(found).first, "#${\\(".utf8.contains(first) {
      found = found.lowerBound + 1..<found.upperBound
    }
    while let last = bytes(found).last, "})".utf8.contains(last), isUnbalanced(found) {
      found = found.lowerBound..<found.upperBound - 1
    }
    return found
  }

  private func isUnbalanced(_ range: Range<Int>) -> Bool {
    var depth = 0
    for byte in bytes(range) {
      if byte == 0x7B || byte == 0x28 { depth += 1 }
      if byte == 0x7D || byte == 0x29 { depth -= 1 }
    }
    return depth < 0
  }

  /// Literals side by side, with macros between them as C has them.
  private mutating func concatenation(_ index: Int, _ depth: Int) -> [EmitPiece] {
    var pieces: [EmitPiece] = []
    // Text that fits no rule counts: the grammar of C++ does not know macros here.
    for child in tree.children(index).prefix(Self.operandsMax) where role(child) != .comment {
      if role(child) == .string || role(child) == .concatenation {
        append(self.pieces(child, depth: depth + 1), to: &pieces)
        continue
      }
      let word = bytes(range(child))
      if word.count == 1 || word.first == 0x5C { continue }
      if word.starts(with: "KERN_".utf8) { continue }
      if word.starts(with: "PRI".utf8), word.count > 4 {
        // The macro is the rest of a sign that the text before has begun.
        append([.literal([word[3] | 0x20])], to: &pieces)
      } else if case .literal(let bytes)? = pieces.last, bytes.last == 0x25 {
        pieces[pieces.count - 1] = .literal(Array(bytes.dropLast()))
        pieces.append(.hole(.text, range(child)))
      } else {
        pieces.append(.hole(.text, range(child)))
      }
    }
    return pieces
  }

  /// Constant text grows, so that a sign is not torn.
  private func append(_ more: [EmitPiece], to pieces: inout [EmitPiece]) {
    for piece in more {
      if let text = piece.literal, let before = pieces.last?.literal {
        pieces[pieces.count - 1] = .literal(before + text)
      } else {
        pieces.append(piece)
      }
    }
  }

  // MARK: Operators

  /// `a + b`, `a . b`, `format % values`; nil for other signs and for sums without text.
  private mutating func sum(_ index: Int, _ depth: Int) -> [EmitPiece]? {
    var right: [Int] = []
    var at = index
    while role(at) == .binary, right.count < Self.operandsMax {
      let children = tree.children(at).filter { role($0) != .comment }
      guard children.count == 3, let sign = sign(children[1]) else { break }
      if sign == 0x25 {
        guard right.isEmpty, at == index else { break }
        return percent(children[0], children[2], depth)
      }
      right.append(children[2])
      at = children[0]
    }
    guard !right.isEmpty else { return nil }
    var result: [EmitPiece] = []
    for operand in [at] + right.reversed() {
      append(pieces(operand, depth: depth + 1), to: &result)
    }
    let hasText = result.contains { piece in
      if case .hole = piece { false } else { true }
    }
    return hasText ? result : nil
  }

  /// `+`, `.` and `%` where they join or format texts.
  private func sign(_ index: Int) -> UInt8? {
    let text = bytes(range(index))
    if text.elementsEqual("++".utf8) { return 0x2B }
    guard text.count == 1 else { return nil }
    switch text[0] {
    case 0x2B: return language == .php || language == .c ? nil : 0x2B
    case 0x2E: return language == .php ? 0x2B : nil
    case 0x25: return language == .python || language == .ruby ? 0x25 : nil
    default: return nil
    }
  }

  private mutating func percent(_ left: Int, _ right: Int, _ depth: Int) -> [EmitPiece]? {
    let format = pieces(left, depth: depth + 1)
    guard format.contains(where: { $0.literal != nil }) else { return nil }
    var arguments: [EmitArgument] = []
    let inside = right
    let isList = role(inside) == .list || (language == .python && tree.name(inside) == "tuple")
    for value in isList ? operands(inside) : [inside] {
      if role(value) == .keyword, let key = operands(value).first, role(key) == .string {
        let name = EmitLiteral.shape(base, range(key), language: language).inside
        let expression = operands(value).last ?? value
        arguments.append(
          EmitArgument(
            pieces: [.hole(.text, range(expression))], range: range(expression), name: Array(bytes(name))))
      } else {
        arguments.append(EmitArgument(pieces: pieces(value, depth: depth + 1), range: range(value)))
      }
    }
    var next = 0
    return EmitFormat(percent: true).expand(format, arguments: arguments, next: &next)
  }

  /// One of two texts; what is no text leaves the choice open.
  private mutating func choice(_ index: Int, _ depth: Int) -> [EmitPiece]? {
    let inside = operands(index)
    guard inside.count >= 3 else { return nil }
    let branches = language == .python ? [inside[0], inside[2]] : [inside[1], inside[2]]
    var texts: [[UInt8]] = []
    var isOpen = false
    for branch in branches {
      let found = pieces(branch, depth: depth + 1)
      if found.count == 1, let text = found[0].literal {
        texts.append(text)
      } else if found.count == 1, case .choice(let more, let open, _) = found[0] {
        texts += more
        isOpen = isOpen || open
      } else {
        isOpen = true
      }
    }
    guard !texts.isEmpty, texts.count <= 8 else { return nil }
    return [.choice(texts, isOpen: isOpen, range(inside[language == .python ? 1 : 0]))]
  }

  // MARK: Calls inside of a message

  /// Translations and formats are transparent; nil for other calls.
  private mutating func call(_ index: Int, _ depth: Int) -> [EmitPiece]? {
    guard let parts = parts(index), parts.name.count < 24 else { return nil }
    let name = String(decoding: bytes(parts.name), as: UTF8.self)
    if Self.translations.contains(name) {
      guard let first = arguments(parts).first else { return nil }
      let found = pieces(first.lowerBound, depth: depth + 1)
      return literalWords(found) > 0 ? found : nil
    }
    guard Self.formatCalls.contains(name.lowercased()) else { return nil }
    if name.lowercased() == "format" || name == "formatted", let text = receiverText(index) {
      let format = pieces(text, depth: depth + 1)
      if literalWords(format) > 0 {
        let values = arguments(parts).map { argument($0, isFlat: false) }
        var style = EmitFormat()
        if language == .python { style.braces = .all } else { (style.percent, style.isJava) = (true, true) }
        var next = 0
        return style.expand(format, arguments: values, next: &next)
      }
    }
    let found = formatted(parts)
    return found.isEmpty ? nil : found
  }

  /// The literal that a method is called on: `"…".format(x)`.
  private func receiverText(_ index: Int) -> Int? {
    guard let callee = tree.children(index).first else { return nil }
    for candidate in [callee] + tree.children(callee).prefix(1) {
      switch role(candidate) {
      case .string, .concatenation, .wrapper, .call: return candidate
      default: continue
      }
    }
    return nil
  }

  /// A call whose first text is a format for the arguments behind it.
  mutating func formatted(_ parts: Parts) -> [EmitPiece] {
    let isFlat = parts.arguments.map { role($0) == .tokens } ?? false
    let known = arguments(parts).map { argument($0, isFlat: isFlat) }
    guard let at = known.firstIndex(where: { literalWords($0.pieces) > 0 || $0.hasLiteral }) else {
      return []
    }
    let rest = Array(known[(at + 1)...])
    let callee = EmitCallee(kind: .text, level: .none, takesFormat: true)
    var next = 0
    return format(callee, parts, max(1, rest.count)).expand(known[at].pieces, arguments: rest, next: &next)
  }

  static let translations: Set = [
    "_", "__", "gettext", "ngettext", "N_", "_N", "_LI", "_LW", "_LE", "_LC", "_e", "tr", "i18n", "translate",
    "t",
    "T_", "Q_", "lazy_gettext", "gettext_lazy", "ugettext", "dgettext", "trans", "localize",
    "NSLocalizedString",
    "_T", "TEXT", "from", "dedent", "into", "APLOGNO", "c_", "_translate", "gettext_noop",
  ]
  static let formatCalls: Set = [
    "format", "formatted", "sprintf", "vsprintf", "snprintf", "strformat", "stringprintf", "sprint",
    "asprintf",
    "printf_s", "lformat", "string", "fmtsprintf", "stringformat", "stringwithformat", "strprintf",
  ]
}
