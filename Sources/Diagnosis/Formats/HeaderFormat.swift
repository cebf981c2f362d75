/// The layout of a family of log headers, compiled from a pattern.
///
/// A pattern is text with fields: `%t` time, `%l` level word, `%L` level letter, `%R` sign of redis' levels, `%g` logger, `%G` logger
/// with spaces, `%h` thread, `%p` process number, `%f` file:line, `%m` host, `%w` any word, `%d` digits,
/// `%b` message. A space stands for one or more spaces or tabs, `%s` for none or more. A field ends before
/// the text that follows it in the pattern; threads may hold spaces and balanced brackets, other fields may
/// not.
struct HeaderFormat {
  enum Step {
    case literal([UInt8])
    case spaces(atLeast: Int)
    case space
    case time
    case level
    case levelLetter
    case levelSign
    case digits
    case process
    case word(Slot)
    case body
  }

  enum Slot { case logger, longLogger, thread, place, host, ignored }

  let name: String
  let pattern: String
  let steps: [Step]
  /// Fields that tell something: of two formats that fit, the one with more of them is right.
  let weight: Int

  /// `ERROR: message` and the like: nothing but a level.
  var isLevelOnly: Bool { name == "levelled" }

  init(_ name: String, _ pattern: String) {
    self.name = name
    self.pattern = pattern
    var steps: [Step] = []
    var weight = 0
    var literal: [UInt8] = []
    func flush() {
      if !literal.isEmpty { steps.append(.literal(literal)) }
      weight += literal.count
      literal = []
    }
    var rest = Array(pattern.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x20 {
        let followsText = !literal.isEmpty
        flush()
        // After a colon or bracket one space ends the header: more are the message's own indentation.
        steps.append(followsText && Array(rest) == Array("%b".utf8) ? .space : .spaces(atLeast: 1))
        continue
      }
      guard byte == UInt8(ascii: "%"), let field = rest.popFirst() else {
        literal.append(byte)
        continue
      }
      flush()
      let step: Step =
        switch field {
        case UInt8(ascii: "t"): .time
        case UInt8(ascii: "l"): .level
        case UInt8(ascii: "L"): .levelLetter
        case UInt8(ascii: "R"): .levelSign
        case UInt8(ascii: "p"): .process
        case UInt8(ascii: "d"): .digits
        case UInt8(ascii: "g"): .word(.logger)
        case UInt8(ascii: "G"): .word(.longLogger)
        case UInt8(ascii: "h"): .word(.thread)
        case UInt8(ascii: "f"): .word(.place)
        case UInt8(ascii: "m"): .word(.host)
        case UInt8(ascii: "s"): .spaces(atLeast: 0)
        case UInt8(ascii: "b"): .body
        default: .word(.ignored)
        }
      steps.append(step)
      switch step {
      case .time, .level: weight += 8
      case .levelLetter, .levelSign, .process, .word(.place): weight += 5
      case .word(.thread), .word(.logger): weight += 4
      case .word(.host): weight += 1
      default: break
      }
    }
    flush()
    self.steps = steps
    self.weight = weight
  }

  /// Reads the header of a line; nil when it has another layout. O(length of the header), no allocation.
  func read(_ line: UnsafeBufferPointer<UInt8>) -> LogHeader? {
    guard let bytes = line.baseAddress else { return nil }
    let end = line.count
    var header = LogHeader()
    var at = 0
    return steps.withUnsafeBufferPointer { steps in
      for index in 0..<steps.count {
        switch steps[index] {
        case .literal(let text):
          guard Self.starts(bytes, at, end, text) else { return nil }
          at &+= text.count
        case .spaces(let least):
          let start = at
          while at < end, bytes[at] == 0x20 || bytes[at] == 0x09 { at &+= 1 }
          // A header at the very end has an empty message and no space after it.
          guard at &- start >= least || at == end else { return nil }
        case .space:
          guard at == end || bytes[at] == 0x20 || bytes[at] == 0x09 else { return nil }
          at = min(at &+ 1, end)
        case .time:
          guard let found = TimeScanner.scan(bytes, at, end) else { return nil }
          if header.time == nil { header.time = found.time }
          at = found.end
        case .level:
          guard let found = LogLevel.scan(bytes, at, end) else { return nil }
          header.level = found.level
          at = found.end
        case .levelLetter:
          guard at < end, let level = LogLevel.letter(bytes[at]) else { return nil }
          header.level = level
          at &+= 1
        case .levelSign:
          guard at < end, let level = LogLevel.sign(bytes[at]) else { return nil }
          header.level = level
          at &+= 1
        case .digits:
          if at < end, bytes[at] == UInt8(ascii: "-") { at &+= 1 }
          let run = TimeScanner.digitRun(bytes, at, end)
          guard run > 0 else { return nil }
          at &+= run
        case .process:
          let run = TimeScanner.digitRun(bytes, at, end)
          guard run > 0 || at < end && bytes[at] == UInt8(ascii: "-") else { return nil }
          header.process = LogHeader.Field(at, at &+ run)
          at &+= max(run, 1)
        case .word(let slot):
          let stop = Self.fieldEnd(
            bytes, at, end, steps, index &+ 1, mayHoldSpaces: slot == .thread || slot == .longLogger)
          guard let stop, stop > at else { return nil }
          switch slot {
          case .logger, .longLogger: header.logger = LogHeader.Field(at, stop)
          case .thread: header.thread = LogHeader.Field(at, stop)
          case .place:
            guard Self.isPlace(bytes, at, stop) else { return nil }
            header.place = LogHeader.Field(at, stop)
          case .host: header.host = LogHeader.Field(at, stop)
          case .ignored: break
          }
          at = stop
        case .body:
          header.body = at
        }
      }
      return header
    }
  }

  private static func starts(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ text: [UInt8]) -> Bool {
    guard at &+ text.count <= end else { return false }
    return text.withUnsafeBufferPointer { text in
      for index in 0..<text.count where bytes[at &+ index] != text[index] { return false }
      return true
    }
  }

  /// Bytes of a field at most.
  private static let fieldLimit = 200

  /// Where a field ends: before the step that follows it.
  private static func fieldEnd(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ steps: UnsafeBufferPointer<Step>, _ next: Int,
    mayHoldSpaces: Bool
  ) -> Int? {
    let limit = min(end, at &+ fieldLimit)
    var stop = at
    var depth = 0
    guard next < steps.count, case .literal(let text) = steps[next] else {
      while stop < limit, bytes[stop] > 0x20 { stop &+= 1 }
      return stop
    }
    // A colon closes a logger only before a space or at the end: `a::b: message`.
    let needsSpace = next &+ 1 < steps.count && isSpaces(steps[next &+ 1])
    while stop < limit {
      let byte = bytes[stop]
      if depth == 0, byte == text[0], starts(bytes, stop, end, text) {
        let after = stop &+ text.count
        if !needsSpace || after >= end || bytes[after] == 0x20 || bytes[after] == 0x09 { return stop }
      }
      if byte == 0x20 && !mayHoldSpaces { return nil }
      if byte == UInt8(ascii: "[") { depth &+= 1 }
      if byte == UInt8(ascii: "]"), depth > 0 { depth &-= 1 }
      stop &+= 1
    }
    return nil
  }

  private static func isSpaces(_ step: Step) -> Bool {
    switch step {
    case .spaces(let least): least > 0
    case .space: true
    default: false
    }
  }

  /// `name:17`.
  private static func isPlace(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Bool {
    var at = stop
    while at > start, bytes[at &- 1] &- 0x30 <= 9 { at &-= 1 }
    return at < stop && at &- 1 > start && bytes[at &- 1] == UInt8(ascii: ":")
  }
}
