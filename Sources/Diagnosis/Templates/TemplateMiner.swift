/// Finds the templates behind messages, with one configuration for every log.
///
/// ``add(_:)`` is the streaming part: O(length), no allocation for a form that is known. ``result()`` is
/// the batch part: O(forms × words); more messages may be added after it. Memory is bounded by the named
/// limits, whatever is added.
///
/// - Source: our own; the idea of keys with one word open is that of leave-one-out indexes for near-duplicates.
package final class TemplateMiner {
  /// Forms after which merged templates begin to absorb new forms, a fifth of the limit.
  private let absorbingStep: Int
  /// Forms that are kept at most. Messages of later ones that no template absorbs are counted as
  /// ``otherForm``.
  private let formLimit: Int
  /// Stands for all forms beyond the limit.
  private static let otherForm: [UInt8] = Array("(other messages)".utf8)
  private static let sampleLimit = 512

  private let masker = LineMasker()
  private let table = SignatureTable()
  private let tallies = TallyArena()
  private var absorber: TemplateAbsorber?
  private var nextAbsorption: Int

  /// Messages added so far.
  package private(set) var messageCount = 0

  /// An empty miner that keeps some forms at most, one more for all that do not fit, some 600 bytes each.
  package init(formLimit: Int = 100_000) {
    self.formLimit = max(formLimit, 5)
    absorbingStep = self.formLimit / 5
    nextAbsorption = absorbingStep
  }

  /// Counts a message and gives the number of its masked form.
  ///
  /// What is after the first 4 KB of it counts as one value. Line feeds and other control bytes count as
  /// spaces.
  package func add(_ message: UnsafeBufferPointer<UInt8>) -> Int {
    masker.mask(message)
    let hash = SignatureTable.hash(masker.masked, masker.maskedCount)
    let index = table.find(masker.masked, masker.maskedCount, hash: hash) ?? newForm(message, hash)
    table.count(index)
    messageCount &+= 1
    let first = Int(table.firstTally(index))
    guard first >= 0, let base = message.baseAddress else { return index }
    let (slots, all) = (tallies.slots, tallies.tallies)
    let count = min(masker.valueCount, table.holes(index))
    for hole in 0..<count {
      let start = Int(masker.valueStarts[hole])
      all[first &+ hole].add(
        base + start, Int(masker.valueEnds[hole]) &- start, kind: masker.valueKinds[hole],
        slots: slots + (first &+ hole) &* ValueTally.slots)
    }
    return index
  }

  /// Counts a message; see above.
  package func add(_ message: String) -> Int {
    var message = message
    return message.withUTF8 { add($0) }
  }

  private func newForm(_ message: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    let form = UnsafeBufferPointer(start: masker.masked, count: masker.maskedCount)
    if let absorber, let known = absorber.find(form, softWords: masker.softWords) { return known }
    if table.entries.count >= nextAbsorption {
      nextAbsorption = table.entries.count + absorbingStep
      absorber = TemplateAbsorber(merged())
    }
    guard table.entries.count < formLimit else {
      return Self.otherForm.withUnsafeBufferPointer { other in
        let base = other.baseAddress.unsafelyUnwrapped  // It is a constant of some length.
        let hash = SignatureTable.hash(base, other.count)
        return table.find(base, other.count, hash: hash)
          ?? table.insert(base, other.count, hash: hash, line: messageCount, sample: message)
      }
    }
    let holes = masker.valueCount
    return table.insert(
      masker.masked, masker.maskedCount, hash: hash, line: messageCount,
      sample: UnsafeBufferPointer(rebasing: message.prefix(Self.sampleLimit)),
      firstTally: holes > 0 ? tallies.reserve(holes) ?? -1 : -1, holes: Int32(holes))
  }

  private func merged() -> TemplateMerger {
    var tokens = TokenTable()
    let nodes = table.entries.indices.map { index in
      TemplateMerger.Node(
        tokens: tokens.tokens(table.bytes(index), softWords: masker.softWords), members: [Int32(index)],
        count: table.entries[index].count)
    }
    var merger = TemplateMerger(table: tokens, nodes: nodes)
    merger.run()
    return merger
  }

  /// The templates of all messages so far.
  package func result() -> TemplateSet {
    let merger = merged()
    let order = merger.nodes.indices.sorted { left, right in
      let (a, b) = (merger.nodes[left], merger.nodes[right])
      return (b.count, a.members[0]) < (a.count, b.members[0])
    }
    var templateOfForm = [Int](repeating: 0, count: table.entries.count)
    var templates: [Template] = []
    var forms = TemplateForms(merger.table)
    for (place, index) in order.enumerated() {
      let node = merger.nodes[index]
      for member in node.members { templateOfForm[Int(member)] = place }
      templates.append(template(node, merger.table))
      if forms.hasRoom(node.members.count) {
        forms.add(parts(node, merger.table), template: place, tokens: node.tokens)
      }
    }
    return TemplateSet(
      templates: templates, templateOfForm: templateOfForm, messageCount: messageCount, forms: forms)
  }

  /// The forms of a template, each as one of its own.
  private func parts(_ node: TemplateMerger.Node, _ tokens: TokenTable) -> [TemplateForm] {
    node.members.map { member in
      let form = tokens.knownTokens(table.bytes(Int(member)), softWords: masker.softWords)
      let alone = TemplateMerger.Node(
        tokens: form, members: [member], count: table.entries[Int(member)].count)
      return TemplateForm(tokens: form, number: Int(member), template: template(alone, tokens))
    }
  }

  private func template(_ node: TemplateMerger.Node, _ tokens: TokenTable) -> Template {
    let text = tokens.text(node.tokens)
    let first = node.members.min { table.entries[Int($0)].firstLine < table.entries[Int($1)].firstLine } ?? 0
    var gatherer = HoleGatherer(node.tokens, tokens)
    var table2 = tokens
    for member in node.members {
      let entry = table.entries[Int(member)]
      gatherer.add(
        table2.tokens(table.bytes(Int(member)), softWords: masker.softWords), count: entry.count,
        known: entry.firstTally >= 0 ? Int(entry.holes) : 0
      ) { hole in
        let index = Int(entry.firstTally) + hole
        return (tallies.values(index), tallies.tallies[index].kinds)
      }
    }
    return Template(
      id: Template.id(of: text), text: text, count: node.count,
      firstMessage: table.entries[Int(first)].firstLine, sample: table.sample(Int(first)),
      holes: gatherer.holes)
  }
}
