/// Traces that are the same fault, or near it.
package struct TraceGroup: Sendable {
  /// What all of them share.
  package let fingerprint: TraceFingerprint
  /// What printed them.
  package let kind: TraceKind
  /// The number of its family: groups whose stacks are much alike have the same.
  package internal(set) var family: Int
  /// Why it is in its family; empty for the first group of one.
  package internal(set) var reason: String
  /// The first of the traces.
  package let example: StackTrace
  /// Traces in the group.
  package internal(set) var count: Int
  /// The place of the first one in the list that was grouped.
  package let first: Int
  /// The place of the last one.
  package internal(set) var last: Int
  /// What they said, masked as templates, with counts: different errors thrown at one place are seen here.
  package internal(set) var messages: [(text: String, count: Int)]
}

/// Puts traces into groups by fingerprint, and groups into families by the distance of their stacks.
///
/// - Source: weights by position and rarity as in TraceSim, Vasiliev and others, ESEC/FSE 2020; single linkage.
package enum TraceGroups {
  /// Groups that are compared for families; further ones stay alone.
  static let familyLimit = 400
  /// Frames of a stack that are compared.
  static let frameLimit = 40
  /// Distance, from 0 to 1, below which two groups are one family.
  static let threshold = 0.4
  static let messageLimit = 8

  /// The groups of some traces, largest first. O(traces + groups² × frames²), bounded by the named limits.
  package static func of(_ traces: [StackTrace]) -> [TraceGroup] {
    var places: [UInt64: Int] = [:]
    var groups: [TraceGroup] = []
    for (index, trace) in traces.enumerated() {
      let fingerprint = TraceFingerprint(trace)
      let message = TraceFingerprint.clean(trace.stacks.first?.message ?? "")
      if let place = places[fingerprint.id] {
        groups[place].count += 1
        groups[place].last = index
        if let known = groups[place].messages.firstIndex(where: { $0.text == message }) {
          groups[place].messages[known].count += 1
        } else if groups[place].messages.count < messageLimit {
          groups[place].messages.append((message, 1))
        }
      } else {
        places[fingerprint.id] = groups.count
        groups.append(
          TraceGroup(
            fingerprint: fingerprint, kind: trace.kind, family: groups.count, reason: "", example: trace,
            count: 1,
            first: index, last: index, messages: [(message, 1)]))
      }
    }
    findFamilies(&groups)
    return groups.sorted { ($1.count, $0.first) < ($0.count, $1.first) }
  }

  private static func findFamilies(_ groups: inout [TraceGroup]) {
    let stacks = groups.prefix(familyLimit).map { group in
      (group.example.root?.frames ?? []).prefix(frameLimit).map { TraceFingerprint.clean($0.function) }
    }
    var frequencies: [String: Int] = [:]
    for stack in stacks {
      for name in Set(stack) { frequencies[name, default: 0] += 1 }
    }
    for index in stacks.indices {
      var best: (place: Int, distance: Double)?
      for other in 0..<index where groups[other].kind == groups[index].kind {
        guard groups[other].fingerprint.types.last == groups[index].fingerprint.types.last else { continue }
        let distance = distance(stacks[index], stacks[other], frequencies, of: stacks.count)
        if distance <= threshold, distance < best?.distance ?? 2 { best = (other, distance) }
      }
      guard let best else { continue }
      let shared = Set(stacks[index]).intersection(stacks[best.place]).count
      groups[index].family = groups[best.place].family
      groups[index].reason =
        "same exception, \(shared) of \(stacks[index].count) functions shared, "
        + "distance \(Int((best.distance * 100).rounded())) of 100"
    }
  }

  /// The weight of the frames that an alignment leaves over, as a share of all weight.
  static func distance(_ left: [String], _ right: [String], _ frequencies: [String: Int], of count: Int)
    -> Double
  {
    func weights(_ stack: [String]) -> [Double] {
      stack.enumerated().map { position, name in
        let rarity = 1 + Double(count) / Double(max(1, frequencies[name] ?? 1))
        // Frames near the fault tell most; names in every stack tell little.
        return rarity.squareRoot() / Double(1 + position).squareRoot()
      }
    }
    let (a, b) = (weights(left), weights(right))
    let all = a.reduce(0, +) + b.reduce(0, +)
    guard all > 0 else { return 1 }
    // The heaviest common subsequence, row by row.
    var row = [Double](repeating: 0, count: right.count + 1)
    for i in left.indices {
      var diagonal = 0.0
      for j in right.indices {
        let above = row[j + 1]
        row[j + 1] = left[i] == right[j] ? diagonal + a[i] + b[j] : max(above, row[j])
        diagonal = above
      }
    }
    return 1 - (row.last ?? 0) / all
  }
}
