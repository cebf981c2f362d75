import Foundation

/// Something out of the ordinary, with the numbers that say so.
package struct Oddity: Sendable, Equatable {
  /// What kind of thing it is.
  package enum Kind: String, Sendable {
    /// Began shortly before the first failure, or was the last before it.
    case beforeFirstFailure = "before the first failure"
    case burst
    /// Much more frequent in the second half of the time than in the first, or the other way round.
    case rising, falling
    /// Began in the last tenth of the log, or stopped in its first.
    case startsLate = "starts late"
    case stopsEarly = "stops early"
    /// Written with a graver level than mostly.
    case levelShift = "level shift"
  }

  /// What it is.
  package let kind: Kind
  /// The template's place in the report.
  package let template: Int
  /// The numbers behind it, in words.
  package let evidence: String
  /// For the order among oddities.
  let weight: Double
}

/// Finds oddities by counting: every one can be checked with a pencil.
enum Oddities {
  /// Oddities of a report.
  static let limit = 24
  /// Events before the first failure that are looked at.
  static let precedingEvents = 200
  /// Messages that a trend needs.
  static let leastCount = 8

  static func find(_ facts: [TemplateFacts], _ events: EventList, templateOfForm: [Int]) -> [Oddity] {
    let templates = events.forms.map { Int($0) < templateOfForm.count ? templateOfForm[Int($0)] : 0 }
    var found = preceding(facts, events, templates)
    found += trends(facts, events, templates)
    found += shifts(facts)
    return Array(found.sorted { ($1.weight, $0.template) < ($0.weight, $1.template) }.prefix(limit))
  }

  /// Templates that occur for the first time within the last events before the first failure.
  private static func preceding(_ facts: [TemplateFacts], _ events: EventList, _ templates: [Int]) -> [Oddity]
  {
    guard let failure = events.firstFailure, failure > 0 else { return [] }
    let start = max(0, failure - precedingEvents)
    var found: [Oddity] = []
    var seen: Set<Int> = []
    for index in (start..<failure).reversed() where seen.insert(templates[index]).inserted {
      let template = templates[index]
      // What is written all the time says nothing about this failure.
      guard facts[template].firstEvent >= start, start > 0 || facts[template].template.count <= 3 else {
        continue
      }
      let distance = failure - index
      found.append(
        Oddity(
          kind: .beforeFirstFailure, template: template,
          evidence: "first seen \(failure - facts[template].firstEvent) messages before the first failure, "
            + "last \(distance) before it; \(facts[template].template.count) in all",
          weight: 60 + 40 / Double(distance)))
      if found.count == 6 { break }
    }
    return found
  }

  private static func trends(_ facts: [TemplateFacts], _ events: EventList, _ templates: [Int]) -> [Oddity] {
    let times = events.seconds.filter { $0 != .min }
    guard let first = times.min(), let last = times.max(), last - first >= 60 else { return [] }
    var found: [Oddity] = []
    let minutes = (last - first) / 60 + 1
    // One bucket a minute, or more minutes when the log is long.
    let width = max(1, (minutes + 1439) / 1440) * 60
    var buckets: [[Int: Int]] = Array(repeating: [:], count: facts.count)
    var halves = Array(repeating: (0, 0), count: facts.count)
    var all = (0, 0)
    let middle = first + (last - first) / 2
    for (index, time) in events.seconds.enumerated() where time != .min {
      buckets[templates[index]][(time - first) / width, default: 0] += 1
      if time <= middle { halves[templates[index]].0 += 1 } else { halves[templates[index]].1 += 1 }
      if time <= middle { all.0 += 1 } else { all.1 += 1 }
    }
    for (template, counts) in buckets.enumerated() where facts[template].template.count >= leastCount {
      let sorted = counts.values.sorted()
      if let most = sorted.last, most >= leastCount {
        let usual = sorted.count == 1 ? 0 : sorted[(sorted.count - 1) / 2]
        let rest = facts[template].template.count - most
        if sorted.count >= 3 && most >= 5 * max(usual, 1) {
          found.append(
            Oddity(
              kind: .burst, template: template,
              evidence:
                "\(most) within \(width / 60) min, \(usual) in the median of the \(sorted.count) others it occurs in",
              weight: 30 + Double(most) / Double(max(usual, 1))
                + (facts[template].worst?.isFailure == true ? 20 : 0)))
        } else if rest == 0, minutes >= 10 {
          found.append(
            Oddity(
              kind: .burst, template: template,
              evidence: "all \(most) within \(width / 60) min of \(minutes)",
              weight: 35 + (facts[template].worst?.isFailure == true ? 20 : 0)))
        }
      }
      let (before, after) = halves[template]
      let score = GTest.score(before, all.0, after, all.1)
      if score > 20, all.0 > 0, all.1 > 0 {
        let isRising = Double(after) / Double(all.1) > Double(before) / Double(all.0)
        let ratio = Double(max(before, after)) / Double(max(1, min(before, after)))
        guard ratio >= 3 else { continue }
        found.append(
          Oddity(
            kind: isRising ? .rising : .falling, template: template,
            evidence: "\(before) in the first half of the time, \(after) in the second (G = \(Int(score)))",
            weight: min(50, 10 + score / 20) + (facts[template].worst?.isFailure == true ? 15 : 0)))
      }
    }
    return found
  }

  /// Templates written with several levels.
  private static func shifts(_ facts: [TemplateFacts]) -> [Oddity] {
    facts.indices.compactMap { index in
      let levels = facts[index].levels
      guard levels.count > 1, let usual = levels.max(by: { $0.value < $1.value })?.key,
        let worst = levels.keys.max(),
        worst > usual, worst >= .warning
      else { return nil }
      return Oddity(
        kind: .levelShift, template: index,
        evidence: "\(levels[worst] ?? 0) as \(worst.name), \(levels[usual] ?? 0) as \(usual.name)", weight: 25
      )
    }
  }
}

/// The likelihood ratio of two counts.
///
/// - Source: Dunning, "Accurate methods for the statistics of surprise and coincidence", 1993.
enum GTest {
  /// How surprising it is that `first` of `firstAll` and `second` of `secondAll` have one rate: χ² with one
  /// degree of freedom.
  static func score(_ first: Int, _ firstAll: Int, _ second: Int, _ secondAll: Int) -> Double {
    func term(_ count: Double, _ expected: Double) -> Double {
      count <= 0 || expected <= 0 ? 0 : count * log(count / expected)
    }
    let (a, b) = (Double(first), Double(second))
    let (c, d) = (Double(max(0, firstAll - first)), Double(max(0, secondAll - second)))
    let all = a + b + c + d
    guard all > 0 else { return 0 }
    return 2
      * (term(a, (a + b) * (a + c) / all) + term(b, (a + b) * (b + d) / all)
        + term(c, (c + d) * (a + c) / all)
        + term(d, (c + d) * (b + d) / all))
  }
}
