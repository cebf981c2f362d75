package import Containers

/// How a message fits a skeleton.
package struct SkeletonAlignment: Sendable, Equatable {
  /// The bytes of the message that each hole and choice took, in order; choices come in the order of holes.
  package var values: [Range<Int>]
  /// The bytes that the constant text and the holes cover: all of the message for a whole match.
  package var covered: Range<Int>
  /// Bytes of the message that are constant text.
  package var literalBytes: Int
  /// The message ends before the skeleton does.
  package var isTruncated: Bool
}

/// Fits messages to one skeleton. Work is bounded by the elements times the bytes of the message, for every
/// input:
/// each element maps the set of places where it may begin to the set where it may end.
struct SkeletonMatcher {
  enum Element {
    case literal([UInt8])
    case hole(Skeleton.Hole)
    case choice([[UInt8]], isOpen: Bool)
    case fields
  }

  let elements: [Element]
  /// The longest constant text, which a message must hold.
  private let longest: [UInt8]

  init(_ skeleton: Skeleton) { self.init(bytes: skeleton.bytes[...]) }

  init(bytes: ArraySlice<UInt8>) {
    var elements: [Element] = []
    var literal: [UInt8] = []
    var at = bytes.startIndex
    func flush() {
      if !literal.isEmpty { elements.append(.literal(literal)) }
      literal = []
    }
    while at < bytes.endIndex {
      let byte = bytes[at]
      at += 1
      switch byte {
      case Skeleton.Sign.hole:
        flush()
        let hole = at < bytes.endIndex ? Skeleton.Hole(rawValue: bytes[at]) : nil
        elements.append(.hole(hole ?? .text))
        at += 1
      case Skeleton.Sign.choice:
        flush()
        let end = bytes[at...].firstIndex(of: Skeleton.Sign.end) ?? bytes.endIndex
        var texts = bytes[at..<end].split(separator: Skeleton.Sign.or, omittingEmptySubsequences: false).map(
          Array.init)
        let isOpen = texts.contains { $0.first == Skeleton.Sign.hole }
        texts.removeAll { $0.first == Skeleton.Sign.hole }
        elements.append(.choice(texts, isOpen: isOpen))
        at = min(end + 1, bytes.endIndex)
      case Skeleton.Sign.fields:
        flush()
        elements.append(.fields)
      case Skeleton.Sign.newline: literal.append(0x20)
      default: literal.append(byte)
      }
    }
    flush()
    self.elements = elements
    var longest: [UInt8] = []
    for case .literal(let text) in elements where text.count > longest.count { longest = text }
    // Blanks at its ends may be missing next to an empty value.
    while longest.last == 0x20 { longest.removeLast() }
    while longest.first == 0x20 { longest.removeFirst() }
    self.longest = longest
  }

  /// Whether the longest constant text is in the message.
  func mayMatch(_ message: [UInt8]) -> Bool {
    longest.isEmpty || Bytes.find(longest, in: message, from: 0) != nil
  }

  /// The constant texts between holes, in order.
  var literals: [[UInt8]] {
    elements.compactMap { element in
      if case .literal(let text) = element { return text }
      return nil
    }
  }

  /// Where the skeleton fits: all of the message, or with text before or behind that it does not know of.
  ///
  /// - Parameters:
  ///   - message: with white space squeezed, without any at the ends.
  ///   - freeStart: text may stand before.
  ///   - freeEnd: text may stand behind.
  func align(_ message: [UInt8], freeStart: Bool, freeEnd: Bool) -> SkeletonAlignment? {
    let places = message.count + 2
    guard elements.count < 128, message.count <= Self.messageMax else { return nil }
    // A blank behind the end: the blank of `error: %s` with an empty value is cut off.
    let text = message + [0x20]
    var sets: [[Bool]] = [[Bool](repeating: false, count: places)]
    sets[0][0] = true
    if freeStart { for place in message.indices { sets[0][place] = true } }
    for element in elements {
      var next = [Bool](repeating: false, count: places)
      guard step(element, text, sets[sets.count - 1], &next) else { return nil }
      sets.append(next)
    }
    guard
      let end = (freeEnd ? sets[sets.count - 1].firstIndex(of: true) : nil)
        ?? [message.count, message.count + 1].first(where: { sets[sets.count - 1][$0] })
    else { return nil }
    return walk(text, leading(to: end, text, sets), last: message.count)
  }

  /// The places of each set from which the rest of the elements reach `end`.
  private func leading(to end: Int, _ text: [UInt8], _ sets: [[Bool]]) -> [[Bool]] {
    var alive = sets
    alive[elements.count] = [Bool](repeating: false, count: text.count + 1)
    alive[elements.count][end] = true
    for index in elements.indices.reversed() {
      for place in alive[index].indices where alive[index][place] {
        alive[index][place] = choose(elements[index], text, place, alive[index + 1]) != nil
      }
    }
    return alive
  }

  /// Goes through the elements from the first place that leads to the end.
  private func walk(_ text: [UInt8], _ alive: [[Bool]], last: Int) -> SkeletonAlignment? {
    guard let start = alive[0].firstIndex(of: true) else { return nil }
    var at = start
    var values: [Range<Int>] = []
    var literalBytes = 0
    for (index, element) in elements.enumerated() {
      guard let end = choose(element, text, at, alive[index + 1]) else { return nil }
      switch element {
      case .literal: literalBytes += end - at
      case .hole: values.append(min(at, last)..<min(end, last))
      case .choice(_, let isOpen):
        values.append(min(at, last)..<min(end, last))
        if !isOpen { literalBytes += end - at }
      case .fields: break
      }
      at = end
    }
    return SkeletonAlignment(
      values: values, covered: min(start, last)..<min(at, last), literalBytes: min(literalBytes, last),
      isTruncated: false)
  }

  /// Fits a message whose end was cut off: it ends within the skeleton, after at least one piece of constant
  /// text.
  func alignTruncated(_ message: [UInt8]) -> SkeletonAlignment? {
    var count = elements.count
    // The last constant text may be there in part.
    while count > 1 {
      count -= 1
      guard case .literal(let text) = elements[count] else { continue }
      let front = SkeletonMatcher(elements: Array(elements[..<count]))
      if var found = front.align(message, freeStart: false, freeEnd: false), found.literalBytes > 0 {
        found.isTruncated = true
        return found
      }
      for length in stride(from: min(text.count - 1, message.count), to: 2, by: -1)
      where message.suffix(length).elementsEqual(text.prefix(length)) {
        guard var found = front.align(Array(message.dropLast(length)), freeStart: false, freeEnd: false)
        else { continue }
        found.literalBytes += length
        found.covered = 0..<message.count
        found.isTruncated = true
        return found
      }
    }
    // Nothing but the beginning of the first text.
    if case .literal(let text)? = elements.first, message.count >= 12, text.count > message.count,
      text.starts(with: message)
    {
      return SkeletonAlignment(
        values: [], covered: 0..<message.count, literalBytes: message.count, isTruncated: true)
    }
    return nil
  }

  /// The constant text that the message has: one of several texts only where it is that one.
  func said(_ alignment: SkeletonAlignment, _ message: [UInt8]) -> Skeleton {
    var text: [UInt8] = []
    var value = 0
    for element in elements {
      switch element {
      case .literal(let literal): text += literal
      case .hole(let hole):
        text += [Skeleton.Sign.hole, hole.rawValue]
        value += 1
      case .choice(let texts, _):
        let chosen = value < alignment.values.count ? Array(message[alignment.values[value]]) : []
        let isKnown = texts.contains { $0 == chosen || Bytes.normalised($0) == chosen }
        text += isKnown ? chosen : [Skeleton.Sign.hole, Skeleton.Hole.text.rawValue]
        value += 1
      case .fields: break
      }
    }
    return Skeleton(trusted: text)
  }

  private init(elements: [Element]) {
    self.elements = elements
    longest = []
  }

  /// Bytes of a message that are looked at, at most.
  static let messageMax = 4_096

  // MARK: Steps

  /// Where an element may end, from where it may begin; false when nowhere.
  private func step(_ element: Element, _ text: [UInt8], _ from: [Bool], _ to: inout [Bool]) -> Bool {
    switch element {
    case .literal(let literal): return step([literal], text, from, &to)
    case .choice(let texts, let isOpen):
      if isOpen { return step(.hole(.text), text, from, &to) }
      return step(texts, text, from, &to)
    case .fields:
      to = from
      if let first = from.firstIndex(of: true) { for place in first..<text.count { to[place] = true } }
      return true
    case .hole(let hole):
      var any = false
      if hole == .text || hole == .quoted {
        guard let first = from.firstIndex(of: true) else { return false }
        for place in first..<to.count { to[place] = true }
        return true
      }
      for place in 0..<text.count where from[place] {
        guard let found = ends(of: hole, text, place) else { continue }
        for end in found { to[end] = true }
        any = true
      }
      return any
    }
  }

  private func step(_ literals: [[UInt8]], _ text: [UInt8], _ from: [Bool], _ to: inout [Bool]) -> Bool {
    var any = false
    for literal in literals {
      if literal.isEmpty {
        for place in from.indices where from[place] { to[place] = true }
        any = true
        continue
      }
      for place in 0..<text.count where from[place] {
        if Bytes.matches(literal, text, place) {
          to[place + literal.count] = true
          any = true
        } else if Self.sharesBlank(literal, text, place) {
          to[place + literal.count - 1] = true
          any = true
        }
      }
    }
    return any
  }

  /// Where an element that begins at `start` ends, of the places in `to`: a text as early as it can, a number
  /// and one of several texts as late.
  private func choose(_ element: Element, _ text: [UInt8], _ start: Int, _ to: [Bool]) -> Int? {
    switch element {
    case .literal(let literal): return end(of: literal, text, start, to)
    case .choice(let texts, let isOpen):
      let known = texts.compactMap { end(of: $0, text, start, to) }.max()
      return known ?? (isOpen ? to[start...].firstIndex(of: true) : nil)
    case .fields, .hole(.text), .hole(.quoted): return to[start...].firstIndex(of: true)
    case .hole(let hole):
      guard start < text.count, let found = ends(of: hole, text, start) else { return nil }
      return found.last { to[$0] }
    }
  }

  /// Where a constant text ends that begins at `start`, when that is one of the places in `to`.
  private func end(of literal: [UInt8], _ text: [UInt8], _ start: Int, _ to: [Bool]) -> Int? {
    if literal.isEmpty { return to[start] ? start : nil }
    if Bytes.matches(literal, text, start), to[start + literal.count] { return start + literal.count }
    guard Self.sharesBlank(literal, text, start), to[start + literal.count - 1] else { return nil }
    return start + literal.count - 1
  }

  /// Whether a constant text stands at `start` but for its first blank: an empty value between two blanks leaves
  /// one.
  private static func sharesBlank(_ literal: [UInt8], _ text: [UInt8], _ start: Int) -> Bool {
    literal.first == 0x20 && (start == 0 || text[start - 1] == 0x20)
      && Bytes.matches(literal.dropFirst(), text, start)
  }

  /// Bytes of a number or an address, at most.
  private static let valueMax = 64

  /// Where a typed value that begins at `start` may end.
  private func ends(of hole: Skeleton.Hole, _ text: [UInt8], _ start: Int) -> ClosedRange<Int>? {
    let last = min(text.count - 1, start + Self.valueMax)
    var at = start
    // Padding stands before a number.
    if at < last, text[at] == 0x20, hole != .character { at += 1 }
    let first: Int
    switch hole {
    case .character:
      guard at < last else { return nil }
      at += 1
      while at < last, text[at] & 0xC0 == 0x80 { at += 1 }
      return start...at
    case .integer:
      if at < last, text[at] == 0x2D || text[at] == 0x2B { at += 1 }
      first = at + 1
      while at < last, text[at] &- 0x30 < 10 || (text[at] == 0x2C && at > first) { at += 1 }
    case .hexadecimal:
      if at + 1 < last, text[at] == 0x30, text[at + 1] | 0x20 == 0x78 { at += 2 }
      first = at + 1
      while at < last, text[at] &- 0x30 < 10 || (text[at] | 0x20) &- 0x61 < 6 { at += 1 }
    case .pointer:
      first = at + 1
      while at < last, text[at] > 0x20 { at += 1 }
    default:
      first = at + 1
      while at < last, text[at] &- 0x30 < 10 || "+-.eEnaifNAIF".utf8.contains(text[at]) { at += 1 }
    }
    return at >= first ? first...at : nil
  }
}

/// Plain work on bytes.
enum Bytes {
  static func matches(_ part: some RandomAccessCollection<UInt8>, _ text: [UInt8], _ place: Int) -> Bool {
    guard place + part.count <= text.count else { return false }
    var at = place
    for byte in part {
      if text[at] != byte { return false }
      at &+= 1
    }
    return true
  }

  static func find(_ part: [UInt8], in text: [UInt8], from: Int) -> Int? {
    guard let first = part.first, text.count >= part.count + from else { return nil }
    return text.withUnsafeBufferPointer { text in
      part.withUnsafeBufferPointer { part in
        var at = from
        while at <= text.count - part.count {
          if text[at] == first {
            var index = 1
            while index < part.count, text[at + index] == part[index] { index += 1 }
            if index == part.count { return at }
          }
          at += 1
        }
        return nil
      }
    }
  }

  /// The message as skeletons are written: colours dropped, white space squeezed, none at the ends.
  static func normalised(_ message: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var escape = 0
    for byte in message {
      if escape > 0 {
        // ESC [ numbers letter.
        if escape == 1, byte == 0x5B { escape = 2 } else if escape == 1 || byte >= 0x40 { escape = 0 }
        continue
      }
      if byte == 0x1B {
        escape = 1
      } else if byte <= 0x20 || byte == 0x7F {
        if let last = result.last, last != 0x20 { result.append(0x20) }
      } else {
        result.append(byte)
      }
      if result.count >= SkeletonMatcher.messageMax { break }
    }
    while result.last == 0x20 { result.removeLast() }
    return result
  }
}

extension Skeleton {
  /// How a message, white space squeezed, fits from its first byte to its last; nil when it does not.
  package func alignment(of message: [UInt8]) -> SkeletonAlignment? {
    SkeletonMatcher(self).align(message, freeStart: false, freeEnd: false)
  }

  /// How the beginning of a message fits, whose end was cut off.
  package func alignment(ofTruncated message: [UInt8]) -> SkeletonAlignment? {
    SkeletonMatcher(self).alignTruncated(message)
  }
}
