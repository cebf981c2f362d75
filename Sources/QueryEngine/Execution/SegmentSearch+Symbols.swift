package import Containers
import RegexEngine
import SearchIndex
import Syntax

/// A symbol of the current document that satisfies a condition.
struct SymbolMatch {
  var range: Range<Int>
  var kind: SymbolKind
  /// Of the whole name.
  var quality: SymbolQuality
}

/// How well a name fits what is looked for.
package enum SymbolQuality: UInt8, Sendable, Comparable {
  /// What is looked for is somewhere in the name.
  case part = 1
  /// The name begins with it.
  case start = 2
  /// It is the name.
  case whole = 3

  package static func < (left: SymbolQuality, right: SymbolQuality) -> Bool { left.rawValue < right.rawValue }
}

/// How the symbols of one atom fared in one document; what the score is made of.
package struct SymbolFeatures: Sendable, Equatable {
  /// Symbols that satisfy the condition.
  package var matches = 0
  /// The best of them.
  package var quality: SymbolQuality?
  /// What the best of them is.
  package var kind = SymbolKind.other

  /// Takes up one more.
  mutating func add(_ match: SymbolMatch) {
    matches += 1
    if (match.quality.rawValue, match.kind.weight) > (
      quality?.rawValue ?? 0, quality == nil ? 0 : kind.weight
    ) {
      (quality, kind) = (match.quality, match.kind)
    } else if quality == nil {
      (quality, kind) = (match.quality, match.kind)
    }
  }
}

extension SegmentSearch {
  /// Whether the current document declares a symbol that satisfies the atom.
  func holdsSymbol(_ atom: Int) throws(SegmentError) -> Bool { try !symbolMatches(atom).isEmpty }

  /// The symbols of the current document that satisfy the atom, in the order of the text.
  func symbolMatches(_ atom: Int) throws(SegmentError) -> [SymbolMatch] {
    if let known = symbolVerdicts[atom] { return known }
    let found = try findSymbols(atom)
    symbolVerdicts[atom] = found
    return found
  }

  private func findSymbols(_ atom: Int) throws(SegmentError) -> [SymbolMatch] {
    let condition = query.symbolAtoms[atom]
    let names = matchers.symbol[atom]
    var found: [SymbolMatch] = []
    func add(
      _ name: UnsafeRawBufferPointer, _ kind: SymbolKind, _ start: Int, _ containers: @escaping () -> [String]
    ) {
      var judge = SymbolJudge(atom: condition, matchers: names, name: name, findContainers: containers)
      guard judge.holds(condition.condition) else { return }
      found.append(SymbolMatch(range: start..<start + name.count, kind: kind, quality: judge.quality))
    }
    if let symbols {
      let plan = symbols.atoms[atom]
      guard plan.documents.contains(current) else { return [] }
      let (facts, document) = (symbols.facts, current)
      facts.forEachPlace(ofDocument: current) { place in
        guard condition.kinds.contains(place.kind), plan.names.contains(place.name) else { return true }
        add(facts.name(place.name), place.kind, place.start) {
          facts.containers(ofSymbol: place.symbol, document: document)
        }
        return true
      }
    } else {
      let all = lexed(try reader.text(record))
      for (index, symbol) in all.enumerated() where condition.kinds.contains(symbol.kind) {
        var name = symbol.name
        name.withUTF8 { bytes in
          add(UnsafeRawBufferPointer(bytes), symbol.kind, symbol.start) { all.containers(of: index) }
        }
      }
    }
    // A text is read once: a name is declared at one place, and places ascend for matches.
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    return found
  }

  /// Declarations of the current document by the lexer, when its segment has no facts.
  func lexed(_ text: UnsafeRawBufferPointer) -> [Symbol] {
    if let outlined { return outlined }
    let found = LanguageTable[record.language].flatMap { lexedSymbols(text, language: $0) }?.symbols ?? []
    counters.documentsOutlined += 1
    outlined = found
    return found
  }

  /// All declarations of the current document.
  private func declared() throws(SegmentError) -> [Symbol] {
    if let symbols { return symbols.facts.symbols(ofDocument: current) }
    return lexed(try reader.text(record))
  }

  /// Turns matches into the innermost declarations whose lines hold them, each once; what stands outside of all is
  /// counted and left out.
  func foldToSymbols(_ hit: inout DocumentHit, _ matches: [TextMatch]) throws(SegmentError) {
    let symbols = try declared()
    let text = try reader.text(record)
    var found: [Int: Int] = [:]
    var line = 1
    var place = 0
    for match in matches {
      line += LineFeeds.count(UnsafeRawBufferPointer(rebasing: text[place..<match.range.lowerBound]))
      place = match.range.lowerBound
      guard let index = symbols.innermost(around: line) else {
        hit.outsideCount += 1
        continue
      }
      found[index, default: 0] += 1
    }
    hit.matches = []
    var kinds: [SymbolKind: Int] = [:]
    for index in found.keys.sorted(by: { symbols[$0].start < symbols[$1].start }) {
      hit.matches.append(TextMatch(atom: 0, range: symbols[index].range.clamped(to: 0..<text.count)))
      kinds[symbols[index].kind, default: 0] += 1
    }
    hit.symbolKinds = kinds
    hit.matchCount = hit.matches.count
    countLines(of: hit.matches, in: text, &hit)
  }

  func countLines(of matches: [TextMatch], in text: UnsafeRawBufferPointer, _ hit: inout DocumentHit) {
    var lines = LineCounter()
    lines.start(text)
    for match in matches { lines.count(match.range) }
    hit.lineCount = lines.total
    if hit.matches.count > options.matchesKept {
      hit.matches = Array(hit.matches.prefix(options.matchesKept))
    }
  }
}

/// Decides about one name.
private struct SymbolJudge {
  let atom: SymbolAtom
  let matchers: [Matcher]
  let name: UnsafeRawBufferPointer
  let findContainers: () -> [String]
  private var containers: [String]?
  private(set) var quality = SymbolQuality.part

  init(
    atom: SymbolAtom, matchers: [Matcher], name: UnsafeRawBufferPointer,
    findContainers: @escaping () -> [String]
  ) {
    self.atom = atom
    self.matchers = matchers
    self.name = name
    self.findContainers = findContainers
  }

  mutating func holds(_ condition: SymbolAtom.Condition) -> Bool {
    switch condition {
    case .any: return true
    case .name(let index): return holdsName(index)
    case .and(let parts):
      for part in parts where !holds(part) { return false }
      return true
    case .or(let parts):
      for part in parts where holds(part) { return true }
      return false
    case .not(let part):
      let before = quality
      defer { quality = before }
      return !holds(part)
    }
  }

  private mutating func holdsName(_ index: Int) -> Bool {
    guard let range = matchers[index].firstMatch(in: name, range: 0..<name.count) else { return false }
    let wanted = atom.names[index]
    if !wanted.containers.isEmpty {
      let chain = containers ?? findContainers()
      containers = chain
      guard SymbolPath.ends(chain, with: wanted.containers, caseSensitive: wanted.caseSensitive) else {
        return false
      }
    }
    let found: SymbolQuality =
      wanted.prefix != nil
      ? .start : range.lowerBound > 0 ? .part : range.upperBound == name.count ? .whole : .start
    quality = max(quality, found)
    return true
  }
}

extension [Symbol] {
  /// The names of what a symbol is in, outermost first, its qualifier last.
  package func containers(of index: Int) -> [String] {
    var names: [String] = []
    var at: Int? = index
    while let index = at, indices.contains(index) {
      if let qualifier = self[index].qualifier { names.append(qualifier) }
      // Parents stand before what they hold, so this ends.
      at = self[index].parent.flatMap { $0 < index ? $0 : nil }
      if let parent = at { names.append(self[parent].name) }
    }
    return names.reversed()
  }

  /// The innermost symbol whose lines hold `line`; nil outside of all. Headings hold nothing.
  package func innermost(around line: Int) -> Int? {
    var best: Int?
    for (index, symbol) in enumerated() where symbol.lines.contains(line) {
      if let found = best, self[found].lines.count < symbol.lines.count { continue }
      best = index
    }
    return best
  }
}
