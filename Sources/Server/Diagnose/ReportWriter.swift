import Diagnosis
import Search
import WebUI

/// Turns what an investigation finds into the pieces of a page, in the order of reading.
///
/// A card is written when its people and changes are known; those before it, which are more important, have theirs by
/// then or get none.
struct ReportWriter {
  private let queue: ChunkQueue?
  private let rules: RuleSet
  private let pending: ReportStore.Pending
  private let expires: Int
  private var page: DiagnosisPage
  private var cards: [Int] = []
  private var places: [Int: Int] = [:]
  private var written = 0

  init(
    _ pending: ReportStore.Pending, id: String, expires: Int, rules: RuleSet, now: Int, origin: String,
    queue: ChunkQueue?
  ) {
    (self.queue, self.rules, self.pending, self.expires) = (queue, rules, pending, expires)
    var record = DiagnosisRecord(summaryOf: pending.report, name: pending.name)
    record.expires = expires
    page = DiagnosisPage(record, id: id, now: now)
    page.origin = origin
  }

  /// Head, frame and what was read.
  func begin(context: PageContext) {
    send("\(page.opening(context: context))\(page.summary)")
    queue?.flush()
  }

  mutating func take(_ event: InvestigationEvent) {
    switch event {
    case .progress: break
    case .located(let diagnosis):
      page.record = record(diagnosis)
      for (place, index) in diagnosis.byImportance.prefix(DiagnosisRecord.Limits.templates).enumerated() {
        places[index] = place
      }
      cards = page.cards
      send("\(page.findings)\(page.versions)")
      queue?.flush()
    case .templateContext(let index, let context):
      guard let place = places[index], page.record.templates.indices.contains(place) else { return }
      page.record.templates[place].source?.context = DiagnosisRecord.Context(context)
      guard let card = cards.firstIndex(of: place) else { return }
      write(through: card)
      queue?.flush()
    case .groupContext(let index, let context):
      guard page.record.groups.indices.contains(index) else { return }
      page.record.groups[index].context = DiagnosisRecord.Context(context)
    }
  }

  /// The rest of the page; the record of everything.
  mutating func finish(_ diagnosis: Diagnosis, context: PageContext?) -> DiagnosisRecord {
    page.record = record(diagnosis)
    if let context {
      write(through: cards.count - 1)
      send("\(page.rest)\(page.closing(context: context))")
    }
    return page.record
  }

  private mutating func write(through last: Int) {
    while written <= last, written < cards.count {
      send(page.card(cards[written]))
      written += 1
    }
  }

  private func send(_ html: HTML) { queue?.append(html.bytes) }

  private func record(_ diagnosis: Diagnosis) -> DiagnosisRecord {
    let findings = RuleMatcher(rules).findings(diagnosis)
    var record = DiagnosisRecord(diagnosis, findings: findings, name: pending.name)
    record.created = pending.created
    record.expires = expires
    record.readSeconds = pending.readSeconds
    return record
  }
}
