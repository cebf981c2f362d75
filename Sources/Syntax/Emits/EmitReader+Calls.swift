import Containers

/// Calls: their names, their arguments, and which of these is the message.
extension EmitReader {
  /// A call's parts.
  struct Parts {
    /// Where the last name before the arguments stands.
    var name: Range<Int>
    /// What stands before the name.
    var receiver: Range<Int>
    /// The node of the arguments; nil for a closure alone.
    var arguments: Int?
    /// A closure behind the arguments.
    var closure: Int?
  }

  mutating func call(_ index: Int) {
    guard let parts = parts(index) else { return }
    var callee = callee(parts.name, receiver: parts.receiver)
    let around = parent(index)
    if callee == nil, around >= 0, role(around) == .raise { callee = EmitCallee(kind: .raise, level: .error) }
    guard let callee, callee.kind != .text else { return }
    message(index, parts, callee, wants: nil)
  }

  /// A flat macro: the name stands right before the `!`, or before the brackets inside of another one.
  mutating func macro(_ index: Int) {
    guard let parts = macroParts(index), let callee = callee(parts.name, receiver: parts.receiver),
      callee.kind != .text
    else { return }
    message(index, parts, callee, wants: nil)
  }

  func macroParts(_ tokens: Int) -> Parts? {
    var end = range(tokens).lowerBound
    let floor = max(0, end - 200)
    while end > floor, base[end - 1] == 0x21 || base[end - 1] <= 0x20 { end -= 1 }
    return nameBefore(end, floor: floor).map {
      Parts(name: $0, receiver: $0.lowerBound..<$0.lowerBound, arguments: tokens)
    }
  }

  /// `echo a, b`.
  mutating func echo(_ index: Int) {
    guard let word = tree.children(index).first else { return }
    let rest = operands(index).filter { $0 != word }
    let list = rest.count == 1 && tree.name(rest[0]) == "sequence_expression" ? operands(rest[0]) : rest
    touched = []
    let pieces = list.flatMap { self.pieces($0) }
    guard pieces.contains(where: { $0.literal != nil }) else { return }
    var next = 0
    add(
      EmitFormat().expand(pieces, arguments: [], next: &next), kind: .print, level: .none, callee: "echo",
      range: range(index))
  }

  func parts(_ index: Int) -> Parts? {
    var child = index + 1
    let end = Int(tree.nodes[index].next)
    var parts: Parts?
    var steps = 0
    while child < end, steps < 64 {
      steps += 1
      switch role(child) {
      case .arguments, .suffix, .tokens:
        guard parts == nil else { break }
        parts = callee(index, before: child)
        if role(child) == .suffix {
          for inner in tree.children(child) {
            if role(inner) == .arguments { parts?.arguments = inner }
            if role(inner) == .closure { parts?.closure = inner }
          }
        } else {
          parts?.arguments = child
        }
      case .closure:
        if parts == nil { parts = callee(index, before: child) }
        parts?.closure = child
      default: break
      }
      child = max(child + 1, Int(tree.nodes[child].next))
    }
    return parts
  }

  private func callee(_ index: Int, before child: Int) -> Parts? {
    var end = range(child).lowerBound
    // The last 200 bytes tell: chains can be long.
    let start = max(range(index).lowerBound, end - 200)
    while end > start, base[end - 1] <= 0x20 || base[end - 1] == 0x21 || base[end - 1] == 0x3F { end -= 1 }
    if end > start, base[end - 1] == 0x3E {
      // Type arguments, if they are short.
      var at = end - 1
      while at > start, base[at] != 0x3C, end - at < 80 { at -= 1 }
      if base[at] == 0x3C { end = at }
    }
    return nameBefore(end, floor: start).map { Parts(name: $0, receiver: start..<$0.lowerBound) }
  }

  private func nameBefore(_ end: Int, floor: Int) -> Range<Int>? {
    var start = end
    while start > floor, Skeleton.wordClass(base[start - 1]) != 0 || base[start - 1] == 0x5F { start -= 1 }
    return start < end ? start..<end : nil
  }

  // MARK: Arguments

  /// The arguments of a call, at most some: a message stands among the first.
  func arguments(_ parts: Parts) -> [Range<Int>] {
    guard let list = parts.arguments else { return [] }
    if role(list) != .tokens {
      return operands(list).prefix(40).map { $0..<$0 + 1 }
    }
    var groups: [Range<Int>] = []
    var start = -1
    let children = tree.children(list)
    for child in children.dropFirst().dropLast() {
      if range(child).count == 1, base[range(child).lowerBound] == 0x2C {
        if start >= 0 { groups.append(start..<child) }
        start = -1
      } else if start < 0 {
        start = child
      }
      if groups.count >= 40 { return groups }
    }
    if start >= 0, let last = children.last { groups.append(start..<last) }
    return groups
  }

  /// What is known of an argument: in a flat macro it is a run of nodes.
  mutating func argument(_ group: Range<Int>, isFlat: Bool) -> EmitArgument {
    let first = group.lowerBound
    guard isFlat else {
      var name: [UInt8]?
      if role(first) == .keyword || tree.name(first) == "value_argument" || tree.name(first) == "argument" {
        let inside = operands(first)
        if inside.count == 2 { name = Array(bytes(range(inside[0]))) }
      }
      return EmitArgument(pieces: pieces(first), range: range(first), name: name)
    }
    let last = group.upperBound - 1
    let all = range(first).lowerBound..<max(range(first).lowerBound, range(last).upperBound)
    if role(first) == .string, Int(tree.nodes[first].next) >= group.upperBound {
      return EmitArgument(pieces: pieces(first), range: all)
    }
    // `name = value`, and `format!("…")` as three nodes.
    if let tokens = (first..<group.upperBound).first(where: { role($0) == .tokens }),
      let parts = macroParts(tokens),
      Self.formats.contains(String(decoding: bytes(parts.name), as: UTF8.self)),
      Int(tree.nodes[tokens].next) >= group.upperBound
    {
      return EmitArgument(pieces: formatted(parts), range: all)
    }
    var name: [UInt8]?
    if let equals = bytes(all).prefix(60).firstIndex(of: 0x3D) {
      name = bytes(all)[..<equals].filter { $0 > 0x20 }
    }
    return EmitArgument(pieces: [.hole(.text, all)], range: all, name: name)
  }

  // MARK: The message

  /// Adds the site of a call.
  ///
  /// - Parameter wants: the node that has to be the message; nil takes the one that looks most like it.
  mutating func message(_ index: Int, _ parts: Parts, _ callee: EmitCallee, wants: Int?) {
    let isFlat = parts.arguments.map { role($0) == .tokens } ?? false
    let groups = arguments(parts)
    var chosen: (at: Int, words: Int)?
    var known: [EmitArgument] = []
    touched = []
    var choice: [Int] = []
    for (at, group) in groups.enumerated() {
      let before = touched.count
      var argument = argument(group, isFlat: isFlat)
      if let wants, group.lowerBound != wants, !argument.hasLiteral, wants > group.lowerBound,
        wants < (isFlat ? group.upperBound : Int(tree.nodes[group.lowerBound].next))
      {
        // `x > 0 && "text"`.
        argument.pieces = pieces(wants)
      }
      known.append(argument)
      if at > 12, chosen != nil { continue }
      if let wants {
        if group.contains(wants)
          || (!isFlat && wants >= group.lowerBound && wants < Int(tree.nodes[group.lowerBound].next))
        {
          chosen = (at, 2)
          choice = Array(touched[before...])
        }
        continue
      }
      if argument.name != nil, !isFlat,
        !Self.messageNames.contains(String(decoding: argument.name!, as: UTF8.self))
      {
        continue
      }
      let words = literalWords(argument.pieces)
      if words > 0, chosen == nil || (chosen!.words < 2 && words >= 2) {
        chosen = (at, words)
        choice = Array(touched[before...])
      }
    }
    let range = siteRange(index, parts)
    if chosen == nil, let closure = parts.closure { return closureMessage(closure, parts, callee, range) }
    guard let chosen else { return }
    let format = format(callee, parts, known.count - chosen.at - 1)
    var level = callee.level
    if level == .none { level = levelOf(groups[..<chosen.at], or: level) }
    let rest = Array(known[(chosen.at + 1)...])
    let whole =
      callee.kind == .raise || callee.kind == .error ? exceptionKind(index, callee.kind) : callee.kind
    for (number, variant) in variants(known[chosen.at].pieces, groups[chosen.at], isFlat).enumerated() {
      var next = 0
      var pieces = format.expand(variant, arguments: rest, next: &next)
      if joins(callee, parts) { join(&pieces, known, chosen.at, next) }
      if hasFields(callee, parts, rest, next) { pieces.append(.fields) }
      touched =
        number == 0
        ? (joins(callee, parts) ? touched : choice + touched.filter { isPart($0, rest, next) }) : touched
      add(pieces, kind: whole, level: level, callee: calleeText(index, parts), range: range)
    }
  }

  /// Whether a literal went into the message as the value of a sign.
  private func isPart(_ node: Int, _ rest: [EmitArgument], _ next: Int) -> Bool {
    rest.prefix(next).contains { $0.range.contains(range(node).lowerBound) && $0.hasLiteral }
  }

  private mutating func closureMessage(
    _ closure: Int, _ parts: Parts, _ callee: EmitCallee, _ range: Range<Int>
  ) {
    // The text is what the closure returns: its last statement.
    var at = closure
    for _ in 0..<6 {
      if role(at) == .string || role(at) == .binary || role(at) == .concatenation || role(at) == .call {
        break
      }
      guard let last = operands(at).last else { return }
      at = last
    }
    let pieces = pieces(at)
    guard literalWords(pieces) > 0 else { return }
    var next = 0
    add(
      format(callee, parts, 0).expand(pieces, arguments: [], next: &next), kind: callee.kind,
      level: callee.level,
      callee: source(parts.receiver.lowerBound..<parts.name.upperBound), range: range)
  }

  func literalWords(_ pieces: [EmitPiece]) -> Int {
    pieces.reduce(0) { sum, piece in
      switch piece {
      case .literal(let bytes): sum + Skeleton(trusted: bytes).letterWords
      case .choice(let texts, _, _): sum + (texts.map { Skeleton(trusted: $0).letterWords }.max() ?? 0)
      default: sum
      }
    }
  }

  /// A message that is one of two texts is two sites.
  private func variants(_ pieces: [EmitPiece], _ group: Range<Int>, _ isFlat: Bool) -> [[EmitPiece]] {
    guard pieces.count == 1, case .choice(let texts, _, _) = pieces[0] else { return [pieces] }
    return texts.prefix(4).map { [.literal($0)] }
  }

  /// Values that follow the message of `print` and its like.
  private func join(_ pieces: inout [EmitPiece], _ known: [EmitArgument], _ chosen: Int, _ next: Int) {
    var all: [EmitPiece] = []
    for (at, argument) in known.enumerated() where argument.name == nil {
      if at > chosen, at <= chosen + next { continue }
      if !all.isEmpty { all.append(.literal([0x20])) }
      all += at == chosen ? pieces : argument.pieces
    }
    pieces = all
  }

  private func joins(_ callee: EmitCallee, _ parts: Parts) -> Bool {
    switch language {
    case .python, .swift: callee.joins && callee.kind == .print
    case .script: bytes(parts.receiver).prefix(8).elementsEqual("console.".utf8)
    case .go:
      ![0x66, 0x53, 0x77].contains(base[parts.name.upperBound - 1])
        && (callee.kind == .print || (callee.kind == .log || callee.kind == .panic) && !isStructured(parts))
    default: false
    }
  }

  /// `slog.Info("text", "key", value)` rather than `log.Print("text", value)`.
  private func isStructured(_ parts: Parts) -> Bool {
    let receiver = String(decoding: bytes(parts.receiver), as: UTF8.self).lowercased()
    return
      !(receiver.hasPrefix("log.") || receiver.hasPrefix("klog.") || receiver.hasPrefix("glog.")
      || receiver.hasPrefix("fmt.") || receiver.isEmpty || receiver.hasPrefix("klog.v("))
  }

  private func hasFields(_ callee: EmitCallee, _ parts: Parts, _ rest: [EmitArgument], _ next: Int) -> Bool {
    guard rest.count > next, callee.kind == .log || callee.kind == .panic else { return false }
    switch language {
    case .go: return base[parts.name.upperBound - 1] != 0x66 && !joins(callee, parts)
    case .script: return !joins(callee, parts)
    case .ruby: return rest.contains { $0.name != nil }
    default: return false
    }
  }

  func format(_ callee: EmitCallee, _ parts: Parts, _ following: Int) -> EmitFormat {
    var format = EmitFormat()
    switch language {
    case .c: (format.percent, format.pointerLetters) = (true, true)
    case .cpp: (format.percent, format.braces) = (true, following > 0 ? .all : .none)
    case .go: format.percent = true
    case .java, .kotlin, .scala:
      (format.percent, format.isJava) = (following > 0 || callee.kind == .text, true)
      format.braces = callee.kind == .text ? .none : .empty
    case .python: (format.percent, format.braces) = (true, following > 0 ? .empty : .none)
    case .rust: format.braces = .all
    case .script: format.percent = following > 0
    case .csharp: format.braces = following > 0 || callee.kind == .log ? .all : .none
    case .php: (format.percent, format.braces) = (following > 0 || callee.kind == .text, .names)
    case .ruby: format.percent = following > 0 || callee.kind == .text
    case .swift: (format.percent, format.hasPrivacy) = (following > 0, true)
    case .other: break
    }
    return format
  }

  /// A level among the arguments before the message: `LOG_ERR`, `Level.SEVERE`.
  private func levelOf(_ groups: ArraySlice<Range<Int>>, or level: EmitLevel) -> EmitLevel {
    for group in groups {
      let range = range(group.lowerBound)
      guard range.count < 60, role(group.lowerBound) != .string else { continue }
      let words = EmitCallee.words(String(decoding: bytes(range), as: UTF8.self))
      let found = EmitCallee.level(words)
      if found != .none, words.count <= 4 { return found }
    }
    return level
  }

  private func exceptionKind(_ index: Int, _ kind: EmitKind) -> EmitKind {
    var at = parent(index)
    for _ in 0..<3 where at >= 0 {
      if role(at) == .raise { return .raise }
      at = parent(at)
    }
    return kind
  }

  private func siteRange(_ index: Int, _ parts: Parts) -> Range<Int> {
    let whole = range(index)
    return min(whole.lowerBound, parts.name.lowerBound)..<whole.upperBound
  }

  func calleeText(_ index: Int, _ parts: Parts) -> String {
    // What is nearest to the arguments says most.
    let start = max(parts.receiver.lowerBound, parts.name.upperBound - EmitSite.textMax)
    return source(min(start, parts.name.lowerBound)..<parts.name.upperBound)
  }

  static let messageNames: Set = [
    "msg", "message", "detail", "reason", "text", "format", "fmt", "description",
  ]
  static let formats: Set = ["format", "format_args", "concat", "formatcp"]
}
