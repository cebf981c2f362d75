/// Brings the values of a template's forms together, hole by hole.
struct HoleGatherer {
  /// Values of a hole that are shown at most.
  static let valueLimit = 20
  /// Words of a form that a hole of a template may cover.
  static let reachLimit = 256

  private let template: [Int32]
  private let tokens: TokenTable
  private var values: [[String: Int]]
  private var others: [Int]
  private var kinds: [UInt32]

  init(_ template: [Int32], _ tokens: TokenTable) {
    self.template = template
    self.tokens = tokens
    let holes = template.count { $0 == TokenTable.hole }
    values = Array(repeating: [:], count: holes)
    others = Array(repeating: 0, count: holes)
    kinds = Array(repeating: 0, count: holes)
  }

  /// Adds a form with what was counted for its own holes.
  ///
  /// - Parameters:
  ///   - known: so many of its first holes were counted.
  ///   - read: the values of one of them, and a bit for each ``HoleKind``.
  mutating func add(
    _ form: [Int32], count: Int, known: Int,
    read: (Int) -> (values: [(value: String, count: Int)], kinds: UInt32)
  ) {
    var formHole = 0
    var at = 0
    var hole = 0
    for (position, token) in template.enumerated() {
      guard token == TokenTable.hole else {
        if at < form.count && form[at] == token { at += 1 }
        continue
      }
      let end = reach(form, at, after: position)
      let covered = form[at..<end]
      let holesHere = covered.count { $0 == TokenTable.hole }
      if covered.count == 1, holesHere == 1, formHole < known {
        let found = read(formHole)
        var seen = 0
        for value in found.values {
          values[hole][value.value, default: 0] += value.count
          seen += value.count
        }
        kinds[hole] |= found.kinds
        // A form may have been absorbed into or met before its tallies began.
        others[hole] += max(0, count - seen)
      } else if holesHere == 0 {
        values[hole][text(covered), default: 0] += count
        kinds[hole] |= 1 << UInt32(HoleKind.text.rawValue)
      } else {
        others[hole] += count
        kinds[hole] |= 1 << UInt32(covered.count == 1 ? HoleKind.text.rawValue : HoleKind.list.rawValue)
      }
      formHole += holesHere
      at = end
      hole += 1
    }
  }

  /// Where the words end that the hole at `position` covers: before the words that follow it in the
  /// template.
  private func reach(_ form: [Int32], _ at: Int, after position: Int) -> Int {
    let rest = template.count - position - 1
    // Forms mostly have the length of their template: each hole covers one word.
    if form.count - at == rest + 1 { return min(at + 1, form.count) }
    guard position + 1 < template.count else { return form.count }
    let wanted = template[position + 1]
    var end = at
    while end < form.count, end - at < Self.reachLimit {
      if form[end] == wanted, form.count - end <= rest || matches(form, end, position + 1) { return end }
      end += 1
    }
    return min(at + 1, form.count)
  }

  /// Whether the next three words are those of the template.
  private func matches(_ form: [Int32], _ at: Int, _ position: Int) -> Bool {
    for step in 0..<3 {
      guard position + step < template.count, at + step < form.count else { break }
      let token = template[position + step]
      if token == TokenTable.hole { break }
      if form[at + step] != token { return false }
    }
    return true
  }

  private func text(_ words: ArraySlice<Int32>) -> String {
    String(decoding: words.flatMap { tokens.texts[Int($0)] }.prefix(ValueTally.textLimit), as: UTF8.self)
  }

  /// What was brought together.
  var holes: [Template.Hole] {
    zip(values, zip(others, kinds)).map { values, rest in
      let sorted = values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let left = sorted.dropFirst(Self.valueLimit).reduce(0) { $0 + $1.value }
      return Template.Hole(
        kinds: HoleKind.allCases.filter { rest.1 & 1 << UInt32($0.rawValue) != 0 },
        values: sorted.prefix(Self.valueLimit).map { Template.Value(text: $0.key, count: $0.value) },
        others: rest.0 + left)
    }
  }
}
