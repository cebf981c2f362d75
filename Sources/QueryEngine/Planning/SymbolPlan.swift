package import Containers
import RegexEngine
package import SearchIndex

/// Which documents of one segment may hold the symbols that a query asks for, by its facts file.
///
/// Names are looked up or matched once for the whole segment; a document is then judged by the numbers of its names.
/// Immutable, and shared by the threads of a search.
package final class SymbolPlan: Sendable {
  /// What is known for one symbol atom.
  struct Atom: Sendable {
    /// Names that satisfy the condition, containers aside.
    var names: BitSet
    /// Documents that declare one of them with a wanted kind.
    var documents: BitSet
  }

  /// The segment's facts.
  let facts: FactsFile
  let atoms: [Atom]
  /// For each content atom that asks for what statements emit, what is known.
  let emits: [EmitPlan?]

  /// False when planning ended early: what is known is not all there is.
  package let isComplete: Bool

  /// Plans the symbol atoms of `query`, and what it asks of statements. Linear in the names for parts of names, in the
  /// symbols found otherwise.
  ///
  /// - Parameter isOver: asked now and then whether to go on; millions of names and a thousand conditions take minutes.
  package init(_ query: CompiledQuery, _ facts: FactsFile, isOver: @escaping () -> Bool = { false }) {
    self.facts = facts
    let clock = PlanningClock(isOver)
    atoms = query.symbolAtoms.map { Self.plan($0, facts, clock) }
    emits = query.contentAtoms.map { atom in atom.emits.map { EmitPlan($0, facts, clock) } }
    isComplete = !clock.hasRunOut
  }

  /// Documents that may satisfy symbol atom `atom`.
  package func documentCount(atom: Int) -> Int { atoms[atom].documents.count }

  /// All symbols of a document in the order of its text.
  package func symbols(ofDocument document: Int) -> [Symbol] { facts.symbols(ofDocument: document) }

  private static func plan(_ atom: SymbolAtom, _ facts: FactsFile, _ clock: PlanningClock) -> Atom {
    var plan = Atom(
      names: BitSet(count: facts.meta.nameCount), documents: BitSet(count: facts.meta.documentCount))
    let finder = NameFinder(atom, facts, clock)
    let (candidates, areSure) = finder.names(atom.condition)
    var next = 0
    while let name = candidates.next(atOrAfter: next), clock.tick() {
      next = name + 1
      guard areSure || finder.holds(atom.condition, facts.name(name)) else { continue }
      plan.names.insert(name)
      facts.forEachSymbol(ofName: name) { entry in
        if atom.kinds.contains(entry.kind) { plan.documents.insert(entry.document) }
        return true
      }
    }
    return plan
  }
}

/// Looks now and then whether planning has to end. Belongs to one thread.
final class PlanningClock {
  private let isOver: () -> Bool
  private var steps = 0
  private(set) var hasRunOut = false

  /// Small steps between two looks.
  private static let stride = 64

  init(_ isOver: @escaping () -> Bool) { self.isOver = isOver }

  /// Whether there is time for a small step, by the last look.
  func tick() -> Bool {
    steps &+= 1
    return steps % Self.stride == 0 ? hasTime() : !hasRunOut
  }

  /// Whether there is time left: a look at the clock.
  func hasTime() -> Bool {
    if !hasRunOut { hasRunOut = isOver() }
    return !hasRunOut
  }
}

/// Finds the names that a condition may hold for. Belongs to one thread.
private struct NameFinder {
  let facts: FactsFile
  let atom: SymbolAtom
  let matchers: [Matcher]
  let clock: PlanningClock

  /// Bytes of names looked through between two looks at the clock.
  private static let pieceBytes = 64 << 10

  init(_ atom: SymbolAtom, _ facts: FactsFile, _ clock: PlanningClock) {
    (self.atom, self.facts, self.clock) = (atom, facts, clock)
    matchers = atom.names.map { $0.regex.makeMatcher() }
  }

  /// At least all names that satisfy `condition`, and whether those are all that satisfy it.
  func names(_ condition: SymbolAtom.Condition) -> (set: BitSet, areSure: Bool) {
    var set = BitSet(count: facts.meta.nameCount)
    let areSure = add(condition, to: &set)
    return (set, areSure)
  }

  private func add(_ condition: SymbolAtom.Condition, to set: inout BitSet) -> Bool {
    switch condition {
    case .any, .not:
      set.insert(0..<facts.meta.nameCount)
      if case .any = condition { return true }
      return false
    case .name(let index): return add(atom.names[index], matchers[index], to: &set)
    case .and(let parts):
      // One part that narrows is enough; the others are checked by name.
      let narrowing = parts.filter { if case .not = $0 { false } else { true } }
      let cheapest = narrowing.first(where: isLookup) ?? narrowing.first
      return add(cheapest ?? .any, to: &set) && parts.count == 1
    case .or(let parts):
      return parts.reduce(true) { areSure, part in clock.hasTime() && add(part, to: &set) && areSure }
    }
  }

  private func isLookup(_ condition: SymbolAtom.Condition) -> Bool {
    guard case .name(let index) = condition else { return false }
    return atom.names[index].exact != nil || atom.names[index].prefix != nil
  }

  private func add(_ name: SymbolAtom.Name, _ matcher: Matcher, to set: inout BitSet) -> Bool {
    // Names are sorted by ASCII case; a letter beyond ASCII may equal another one in ways only the matcher knows.
    if let text = name.exact ?? name.prefix, text.utf8.allSatisfy({ $0 < 0x80 }) {
      lookUp(Array(text.utf8), from: 0, name, to: &set)
      return false
    }
    // What looks at more than a line would look at other names.
    if name.regex.needsWholeDocument || name.regex.matchesEmpty {
      set.insert(0..<facts.meta.nameCount)
      return false
    }
    let text = facts.nameText
    var (at, number) = (0, 0)
    while at < text.count, clock.hasTime() {
      let last = facts.name(at: min(at + Self.pieceBytes, text.count) - 1, from: number)
      let end = max(facts.start(ofName: last + 1), at + 1)
      while at < end, let match = matcher.firstMatch(in: text, range: at..<end) {
        number = facts.name(at: match.lowerBound, from: number)
        set.insert(number)
        // A name is found once; what a damaged file says still gets us on.
        at = max(facts.start(ofName: number + 1), match.lowerBound + 1)
      }
      at = end
    }
    return true
  }

  /// Adds the names that `text` stands for, by binary searches: as it is and, from `start` on, with the letters beyond
  /// ASCII that two of its own equal without regard to case. Only spellings that some name begins with are followed.
  private func lookUp(_ text: [UInt8], from start: Int, _ name: SymbolAtom.Name, to set: inout BitSet) {
    text.withUnsafeBytes { set.insert(name.exact != nil ? facts.names(folded: $0) : facts.names(foldedPrefix: $0)) }
    guard !name.caseSensitive else { return }
    for index in text.indices.dropFirst(start) {
      guard let other = Self.beyondASCII[text[index] | 0x20], clock.tick() else { continue }
      let front = Array(text[..<index]) + other
      if front.withUnsafeBytes({ facts.names(foldedPrefix: $0).isEmpty }) { continue }
      lookUp(front + text[(index + 1)...], from: front.count, name, to: &set)
    }
  }

  /// The long s and the Kelvin sign: of ASCII, `s` and `k` alone have a third case (CaseFolding.txt of Unicode).
  private static let beyondASCII: [UInt8: [UInt8]] = [0x73: Array("\u{17F}".utf8), 0x6B: Array("\u{212A}".utf8)]

  /// Whether the condition may hold for a symbol of this name, whatever it is in.
  func holds(_ condition: SymbolAtom.Condition, _ name: UnsafeRawBufferPointer) -> Bool {
    switch condition {
    case .any: return true
    case .name(let index): return matchers[index].hasMatch(in: name, range: 0..<name.count)
    case .and(let parts): return parts.allSatisfy { holds($0, name) }
    case .or(let parts): return parts.contains { holds($0, name) }
    case .not(let part): return dependsOnContainer(part) || !holds(part, name)
    }
  }

  private func dependsOnContainer(_ condition: SymbolAtom.Condition) -> Bool {
    switch condition {
    case .any: false
    case .name(let index): !atom.names[index].containers.isEmpty
    case .and(let parts), .or(let parts): parts.contains(where: dependsOnContainer)
    case .not(let part): dependsOnContainer(part)
    }
  }
}

/// A set of small numbers.
struct BitSet: Sendable {
  private var words: [UInt64]
  /// Numbers in the set.
  private(set) var count = 0

  init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ number: Int) {
    guard number >= 0, number >> 6 < words.count else { return }
    let bit: UInt64 = 1 << UInt64(number & 63)
    if words[number >> 6] & bit == 0 { count += 1 }
    words[number >> 6] |= bit
  }

  mutating func insert(_ numbers: Range<Int>) {
    for number in numbers { insert(number) }
  }

  func contains(_ number: Int) -> Bool {
    number >= 0 && number >> 6 < words.count && words[number >> 6] >> UInt64(number & 63) & 1 == 1
  }

  /// The first number at or after `number`.
  func next(atOrAfter number: Int) -> Int? {
    var index = max(0, number) >> 6
    guard index < words.count else { return nil }
    var word = words[index] & (UInt64.max << UInt64(max(0, number) & 63))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    return index << 6 + word.trailingZeroBitCount
  }
}
