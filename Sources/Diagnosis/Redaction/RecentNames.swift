/// Names that were given last: a log holds the same addresses and users on line after line, and looking a name up by its
/// value costs more than reading the line.
///
/// A slot for each hash; a value that finds another one in its slot takes the slot.
struct RecentNames {
  private static let slots = 1_024

  private struct Slot {
    var rule = RedactionRule.privateKey
    var value: [UInt8] = []
    /// Uses since the slot was taken.
    var count = 0
  }

  /// The name of each slot.
  private(set) var names: [[UInt8]] = Array(repeating: [], count: slots)
  private var slots: [Slot] = Array(repeating: Slot(), count: slots)
  private var counts: [RedactionRule: Int] = [:]

  /// The slot whose name is that of a value; `name` is asked for it when it is not there. Counts one use.
  mutating func slot(_ rule: RedactionRule, _ value: UnsafeBufferPointer<UInt8>, name: () -> [UInt8]) -> Int {
    guard let bytes = value.baseAddress else { return 0 }
    let index = Int(truncatingIfNeeded: SignatureTable.hash(bytes, value.count)) & (Self.slots - 1)
    if slots[index].count > 0, slots[index].rule == rule, slots[index].value.elementsEqual(value) {
      slots[index].count &+= 1
      return index
    }
    counts[slots[index].rule, default: 0] += slots[index].count
    names[index] = name()
    slots[index] = Slot(rule: rule, value: Array(value), count: 1)
    return index
  }

  /// Uses by rule, together with others.
  func counted(_ others: [String: Int]) -> [String: Int] {
    var all = others
    for (rule, count) in counts where count > 0 { all[rule.rawValue, default: 0] += count }
    for slot in slots where slot.count > 0 { all[slot.rule.rawValue, default: 0] += slot.count }
    return all
  }
}
