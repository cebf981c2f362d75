import Containers

/// Texts that no call has claimed: constants, tables, arguments of unknown functions, streams.
extension EmitReader {
  /// A literal nobody has used.
  mutating func text(_ index: Int) {
    guard !isUsed(index), hasTwoWords(range(index)) else { return }
    guard let top = outermost(index) else { return }
    let around = parent(top)
    guard around >= 0, !isDocumentation(top, around) else { return }
    if let (call, parts) = callAround(top) {
      let name = String(decoding: bytes(parts.name), as: UTF8.self)
      if Self.specifications.contains(name) { return }
      let known = callee(parts.name, receiver: parts.receiver)
      let isThrown = hasRole(.raise, around: call)
      let kind: EmitKind = isThrown ? .raise : known.map { $0.kind == .text ? .call : $0.kind } ?? .call
      message(
        call, parts,
        EmitCallee(kind: kind, level: isThrown ? .error : known?.level ?? .none, takesFormat: true),
        wants: top)
      if isUsed(index) { return }
    }
    touched = []
    let pieces = pieces(top)
    let isThrown = role(around) == .raise
    let isChecked = role(around) == .check
    let name = constantName(top)
    let kind: EmitKind = isThrown ? .raise : isChecked ? .check : name != nil ? .constant : .text
    let callee = EmitCallee(kind: .text, level: .none)
    var next = 0
    let parts = Parts(name: range(top), receiver: range(top))
    var format = format(callee, parts, 1)
    if language == .java || language == .kotlin || language == .scala { format.braces = .empty }
    add(
      format.expand(pieces, arguments: [], next: &next), kind: kind, level: isThrown ? .error : .none,
      callee: isThrown ? "throw" : isChecked ? "assert" : name ?? "", range: range(top))
  }

  /// Two words with white space in the text as it is written.
  private func hasTwoWords(_ range: Range<Int>) -> Bool {
    guard range.count >= 6 else { return false }
    var words = 0
    var length = 0
    var hasSpace = false
    for byte in bytes(range).prefix(400) {
      if Skeleton.wordClass(byte) == 1 {
        length += 1
        if length == 2 { words += 1 }
      } else {
        length = 0
        if byte == 0x20 { hasSpace = true }
      }
      if words >= 2, hasSpace { return true }
    }
    return false
  }

  /// The whole expression that a literal is the first part of; nil for one of hundreds of parts, which is data.
  private func outermost(_ index: Int) -> Int? {
    var top = index
    for _ in 0..<64 {
      let around = parent(top)
      guard around >= 0 else { return top }
      switch role(around) {
      case .concatenation, .ternary: top = around
      case .binary:
        let sign = tree.children(around).dropFirst().first.map { bytes(range($0)) }
        guard let sign, sign.count <= 2, sign.allSatisfy({ "+.%".utf8.contains($0) }) else { return top }
        top = around
      case .wrapper:
        let name = tree.name(around)
        if name.hasSuffix("statement") || name.hasSuffix("statements") || name == "block_body"
          || name == "expression_list"
          || name == "argument" || name == "value_argument" || name == "element"
        {
          return top
        }
        top = around
      case .arguments:
        let call = parent(around)
        guard call >= 0, role(call) == .call, let parts = parts(call), isTransparent(parts) else {
          return top
        }
        top = call
      default:
        // `"…".format(x)`.
        let call = parent(around)
        guard call >= 0, role(call) == .call, call + 1 == around, let parts = parts(call),
          isTransparent(parts)
        else {
          return top
        }
        top = call
      }
    }
    return nil
  }

  private func isTransparent(_ parts: Parts) -> Bool {
    guard parts.name.count < 24 else { return false }
    let name = String(decoding: bytes(parts.name), as: UTF8.self)
    return Self.translations.contains(name) || Self.formatCalls.contains(name.lowercased())
  }

  private func callAround(_ top: Int) -> (Int, Parts)? {
    var at = parent(top)
    for _ in 0..<3 where at >= 0 {
      switch role(at) {
      case .tokens: return macroParts(at).map { (at, $0) }
      case .arguments:
        var call = parent(at)
        if call >= 0, role(call) == .suffix { call = parent(call) }
        guard call >= 0, role(call) == .call, let parts = parts(call) else { return nil }
        return (call, parts)
      case .wrapper, .binary: at = parent(at)
      default: return nil
      }
    }
    return nil
  }

  private func hasRole(_ role: EmitRole, around index: Int) -> Bool {
    var at = parent(index)
    for _ in 0..<3 where at >= 0 {
      if self.role(at) == role { return true }
      at = parent(at)
    }
    return false
  }

  /// A text that stands as a statement says something about the code.
  private func isDocumentation(_ top: Int, _ around: Int) -> Bool {
    let name = tree.name(around)
    if name == "expression_statement" || name == "module" { return true }
    return language == .python && name == "block"
  }

  /// The name that a text is given, if it is.
  private func constantName(_ top: Int) -> String? {
    var at = parent(top)
    for _ in 0..<4 where at >= 0 {
      if Self.namings.contains(tree.name(at)) {
        let named = tree.children(at).first {
          tree.role($0) == .name || tree.role($0) == .declarator || tree.nodeClass($0) == .identifier
            || tree.name($0) == "variable_declaration" || tree.name($0) == "pattern"
        }
        let left = named ?? operands(at).first
        return left.map { source(range($0)) }
      }
      at = parent(at)
    }
    return nil
  }

  private static let namings: Set = [
    "variable_declarator", "const_spec", "const_item", "static_item", "const_element", "init_declarator",
    "assignment", "property_declaration", "val_definition", "var_spec", "enum_assignment", "property_element",
    "public_field_definition", "field_definition", "assignment_expression", "short_var_declaration",
    "let_declaration",
  ]

  /// Names of tests, not of messages.
  private static let specifications: Set = [
    "it", "describe", "specify", "scenario", "test", "testcase", "Run", "xit", "should", "TestCase", "TEST",
  ]

  // MARK: Streams

  /// `LOG(INFO) << "took " << n`.
  mutating func stream(_ index: Int) {
    guard isShift(index) else { return }
    let around = parent(index)
    if around >= 0, role(around) == .binary, isShift(around) { return }
    var right: [Int] = []
    var at = index
    while role(at) == .binary, isShift(at), right.count < 200 {
      let children = tree.children(at)
      guard let first = children.first, let last = children.last else { return }
      right.append(last)
      at = first
    }
    touched = []
    var pieces: [EmitPiece] = []
    for operand in right.reversed() {
      let text = bytes(range(operand))
      if text.count < 40, Self.manipulators.contains(where: { text.starts(with: $0.utf8) }) {
        if text.reversed().starts(with: "ldne".utf8) { pieces.append(.literal([0x0A])) }
        continue
      }
      pieces += self.pieces(operand)
    }
    guard literalWords(pieces) > 0 else { return }
    let name = String(decoding: bytes(range(at)).prefix(EmitSite.textMax), as: UTF8.self)
    let words = EmitCallee.words(name)
    let isPrint = words.contains { $0 == "cout" || $0 == "cerr" || $0 == "clog" }
    let level = words.contains("cerr") ? EmitLevel.error : EmitCallee.level(words)
    let isLog =
      words.contains { $0 == "log" || $0 == "logger" || $0.hasPrefix("qdebug") || $0.hasPrefix("q") }
      || level != .none
    add(
      pieces, kind: isPrint ? .print : isLog ? .log : .call, level: level, callee: source(range(at)),
      range: range(index))
  }

  private func isShift(_ index: Int) -> Bool {
    let first = index + 1
    guard first < tree.nodes.count else { return false }
    let sign = max(first + 1, Int(tree.nodes[first].next))
    guard sign < tree.nodes.count, parent(sign) == index else { return false }
    let range = range(sign)
    return range.count == 2 && base[range.lowerBound] == 0x3C && base[range.lowerBound + 1] == 0x3C
  }

  private static let manipulators = [
    "std::endl", "endl", "std::hex", "std::dec", "std::set", "std::fixed", "std::flush", "hex", "dec", "setw",
    "std::boolalpha", "Qt::",
  ]

  // MARK: Defines

  /// `#define NAME "text" OTHER "more"`.
  mutating func define(_ index: Int) {
    let children = operands(index)
    guard children.count >= 2, let value = children.last else { return }
    let all = range(value)
    guard hasTwoWords(all), base[all.lowerBound] == 0x22 else { return }
    var literal: [UInt8] = []
    var at = all.lowerBound
    while at < all.upperBound, literal.count < Skeleton.lengthMax {
      let byte = base[at]
      if byte == 0x22 {
        var end = at + 1
        while end < all.upperBound, base[end] != 0x22 { end += base[end] == 0x5C ? 2 : 1 }
        end = min(end, all.upperBound)
        literal += EmitLiteral.text(base, at + 1..<end, EmitLiteral.Shape(inside: at..<end))
        at = end + 1
      } else if Skeleton.wordClass(byte) != 0 {
        // Another macro: its text is not here.
        literal += Array("%s".utf8)
        while at < all.upperBound, Skeleton.wordClass(base[at]) != 0 || base[at] == 0x5F { at += 1 }
      } else {
        at += 1
      }
    }
    var next = 0
    touched = []
    add(
      EmitFormat(percent: true, pointerLetters: true).expand([.literal(literal)], arguments: [], next: &next),
      kind: .constant, level: .none, callee: source(range(children[0])), range: range(index))
  }
}
