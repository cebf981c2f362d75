/// A command line that cannot be understood. Exit code 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// One lower-case clause naming the argument.
  var description: String
  /// What to do about it, as a sentence; may be empty.
  var fix: String

  init(_ description: String, fix: String = "") {
    self.description = description
    self.fix = fix
  }
}

/// The arguments of one command, checked against its flags.
struct Arguments: Sendable {
  /// Values by long flag name, in the order given. A switch has "true" or "false".
  private var values: [String: [String]] = [:]
  private(set) var positionals: [String] = []

  /// Reads what follows the command's name.
  init(parsing tokens: [String], for command: Command) throws(UsageError) {
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      if token == "--" {
        positionals += tokens[index...]
        break
      } else if token.hasPrefix("--") {
        try parseLong(token, tokens, &index, command)
      } else if token.hasPrefix("-"), token.count > 1 {
        try parseShort(token, tokens, &index, command)
      } else {
        positionals.append(token)
      }
    }
    if !has(.help) { try checkPositionals(command) }
  }

  private mutating func parseLong(
    _ token: String, _ tokens: [String], _ index: inout Int, _ command: Command
  ) throws(UsageError) {
    let parts = token.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    if let flag = command.allFlags.first(where: { $0.negation == name }) {
      guard parts.count == 1 else { throw UsageError("--\(name) takes no value") }
      values[flag.long, default: []].append("false")
      return
    }
    guard let flag = command.allFlags.first(where: { $0.long == name }) else {
      throw unknownFlag("--" + name, command)
    }
    guard let value = flag.value else {
      guard parts.count == 1 else { throw UsageError("--\(name) takes no value") }
      values[flag.long, default: []].append("true")
      return
    }
    if parts.count == 2 {
      try store(String(parts[1]), flag, value)
    } else {
      try store(Self.next(tokens, &index, "--" + name, value), flag, value)
    }
  }

  /// `-C3`, `-C 3`, and switches run together: `-lc`.
  private mutating func parseShort(
    _ token: String, _ tokens: [String], _ index: inout Int, _ command: Command
  ) throws(UsageError) {
    var rest = token.dropFirst()
    while let letter = rest.popFirst() {
      guard let flag = command.allFlags.first(where: { $0.short == letter }) else {
        throw unknownFlag(token.count == 2 ? token : "-\(letter)", token: token, command)
      }
      guard let value = flag.value else {
        values[flag.long, default: []].append("true")
        continue
      }
      if rest.isEmpty {
        try store(Self.next(tokens, &index, "-\(letter)", value), flag, value)
      } else {
        try store(String(rest.first == "=" ? rest.dropFirst() : rest), flag, value)
      }
      return
    }
  }

  private static func next(
    _ tokens: [String], _ index: inout Int, _ name: String, _ value: FlagValue
  ) throws(UsageError) -> String {
    guard index < tokens.count else {
      throw UsageError("\(name) needs a value: \(name) \(value.placeholder)")
    }
    index += 1
    return tokens[index - 1]
  }

  private mutating func store(_ text: String, _ flag: Flag, _ value: FlagValue) throws(UsageError) {
    if let fault = value.kind.fault(in: text) { throw UsageError("--\(flag.long) \(text): \(fault)") }
    values[flag.long, default: []].append(text)
  }

  private func unknownFlag(_ name: String, token: String? = nil, _ command: Command) -> UsageError {
    let known = command.allFlags.flatMap { ["--" + $0.long] + ($0.negation.map { ["--" + $0] } ?? []) }
    let takesQuery = command.positionals.contains { $0.placeholder == "QUERY" }
    var fix = "See alidade help \(command.name)."
    if let near = nearest(to: name, among: known) {
      fix = "Did you mean \(near)?"
    } else if takesQuery {
      fix = "Put -- before a query that starts with a dash: alidade \(command.name) -- '\(token ?? name)'"
    }
    return UsageError("unknown flag \(token ?? name)", fix: fix)
  }

  private func checkPositionals(_ command: Command) throws(UsageError) {
    var least = 0
    var most = 0
    for positional in command.positionals {
      switch positional.arity {
      case .one: (least, most) = (least + 1, most + 1)
      case .optional: most += 1
      case .any: most = .max
      case .some: (least, most) = (least + 1, .max)
      }
    }
    if positionals.count < least {
      let wanted = command.positionals[min(positionals.count, command.positionals.count - 1)]
      throw UsageError(
        "missing \(wanted.placeholder): \(wanted.summary)", fix: "See alidade help \(command.name).")
    }
    if positionals.count > most {
      throw UsageError("unexpected argument '\(positionals[most])'", fix: "See alidade help \(command.name).")
    }
  }
}

extension Arguments {
  /// Whether a switch is on.
  func has(_ flag: Flag) -> Bool { values[flag.long]?.last == "true" }

  /// What a switch with a negation was last set to; nil when it was not given.
  func setting(_ flag: Flag) -> Bool? { values[flag.long]?.last.map { $0 == "true" } }

  /// The last value given.
  func value(_ flag: Flag) -> String? { values[flag.long]?.last }

  /// All values given.
  func all(_ flag: Flag) -> [String] { values[flag.long] ?? [] }

  /// The last value of an integer flag.
  func integer(_ flag: Flag) -> Int? { value(flag).flatMap { Int($0) } }

  /// The last value of a duration flag.
  func duration(_ flag: Flag) -> Duration? { value(flag).flatMap(parseDuration) }

  /// The last value of a size flag, in bytes.
  func size(_ flag: Flag) -> Int? { value(flag).flatMap(parseSize) }
}

extension ValueKind {
  /// Why `text` is not such a value; nil when it is.
  func fault(in text: String) -> String? {
    switch self {
    case .text, .folder, .path:
      return text.isEmpty ? "the value is empty" : nil
    case .choice(let choices):
      return choices.contains(text) ? nil : "not one of \(choices.joined(separator: ", "))"
    case .integer(let range):
      if let number = Int(text), range.contains(number) { return nil }
      return "not a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .duration:
      return parseDuration(text) == nil ? "not a time such as 500ms, 2.5s or 1m" : nil
    case .size:
      return parseSize(text) == nil ? "not a size such as 64K, 32M or 1G" : nil
    }
  }
}

/// Reads `500ms`, `2.5s`, `1m` or seconds; nil for anything else, for zero and for more than a day.
func parseDuration(_ text: String) -> Duration? {
  let units: [(suffix: String, milliseconds: Double)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("", 1000)]
  for unit in units where text.hasSuffix(unit.suffix) {
    guard let number = parseDecimal(text.dropLast(unit.suffix.count)) else { return nil }
    let milliseconds = number * unit.milliseconds
    return milliseconds >= 1 && milliseconds <= 86_400_000 ? .milliseconds(Int64(milliseconds)) : nil
  }
  return nil
}

/// Reads `64K`, `1.5M`, `1G` (powers of 1024, an added `B` or `iB` allowed) or bytes; nil for anything else and zero.
func parseSize(_ text: String) -> Int? {
  var digits = text[...]
  for tail in ["iB", "B", "b"] where digits.hasSuffix(tail) {
    digits = digits.dropLast(tail.count)
    break
  }
  let units: [(letters: String, factor: Double)] = [("Kk", 1024), ("Mm", 1_048_576), ("Gg", 1_073_741_824)]
  var factor = 1.0
  if let last = digits.last, let unit = units.first(where: { $0.letters.contains(last) }) {
    factor = unit.factor
    digits = digits.dropLast()
  }
  guard let number = parseDecimal(digits), number * factor >= 1, number * factor < 1e15 else { return nil }
  return Int(number * factor)
}

/// Digits with at most one point; no sign, exponent, `inf` or hexadecimal, which `Double(_:)` would take.
private func parseDecimal(_ text: Substring) -> Double? {
  guard text.contains(where: \.isNumber), text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else {
    return nil
  }
  return Double(text)
}

/// The candidate that differs from `text` by the fewest edits, when that is close enough to be a slip.
func nearest(to text: String, among candidates: [String]) -> String? {
  let limit = max(1, text.count / 3)
  let scored = candidates.map { (candidate: $0, distance: editDistance(text, $0)) }
  return scored.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.candidate
}

/// Levenshtein's distance in characters. Cost: the product of the lengths, which are those of flag names.
private func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
  guard left.count <= 100, right.count <= 100 else { return .max }
  var row = Array(0...right.count)
  for (leftIndex, leftCharacter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = leftIndex + 1
    for rightIndex in right.indices {
      let substitution = diagonal + (leftCharacter == right[rightIndex] ? 0 : 1)
      diagonal = row[rightIndex + 1]
      row[rightIndex + 1] = min(substitution, row[rightIndex] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}
