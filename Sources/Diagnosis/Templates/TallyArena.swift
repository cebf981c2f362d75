/// The tallies of all forms, in two blocks of memory that grow.
final class TallyArena {
  /// Holes that are tallied; forms that come later have none. 360 bytes each.
  static let limit = 120_000

  private(set) var tallies: UnsafeMutablePointer<ValueTally>
  private(set) var slots: UnsafeMutablePointer<ValueTally.Slot>
  private(set) var count = 0
  private var capacity = 256

  init() {
    tallies = .allocate(capacity: capacity)
    slots = .allocate(capacity: capacity * ValueTally.slots)
  }

  deinit {
    tallies.deallocate()
    slots.deallocate()
  }

  /// The first of `holes` new tallies; nil when the arena is full.
  func reserve(_ holes: Int) -> Int32? {
    guard count + holes <= Self.limit else { return nil }
    if count + holes > capacity { grow(to: max(capacity * 2, count + holes)) }
    (tallies + count).initialize(repeating: ValueTally(), count: holes)
    (slots + count * ValueTally.slots).initialize(
      repeating: ValueTally.Slot(), count: holes * ValueTally.slots)
    count += holes
    return Int32(count - holes)
  }

  /// The values of a tally with their counts, in no order.
  func values(_ index: Int) -> [(value: String, count: Int)] {
    (0..<ValueTally.slots).map { slots[index * ValueTally.slots + $0] }.filter { $0.count > 0 }
      .map { ($0.value, Int($0.count)) }
  }

  private func grow(to wanted: Int) {
    let newTallies = UnsafeMutablePointer<ValueTally>.allocate(capacity: wanted)
    newTallies.moveInitialize(from: tallies, count: count)
    tallies.deallocate()
    tallies = newTallies
    let newSlots = UnsafeMutablePointer<ValueTally.Slot>.allocate(capacity: wanted * ValueTally.slots)
    newSlots.moveInitialize(from: slots, count: count * ValueTally.slots)
    slots.deallocate()
    slots = newSlots
    capacity = wanted
  }
}
