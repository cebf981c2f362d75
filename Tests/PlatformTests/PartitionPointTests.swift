import Containers
import TestSupport
import Testing

@Suite struct `Partition points` {
  /// Ascending numbers with repetitions, and what a walk from the front says of them.
  @Test(arguments: 0..<60) func `a bisection agrees with a walk`(_ count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in Int.random(in: 0...20, using: &random) }.sorted()
    for first in [0, count / 3, count] {
      let range = first..<count
      for sought in -1...21 {
        let point = range.first { values[$0] >= sought } ?? count
        #expect(range.partitionPoint { values[$0] < sought } == point)
        let floor = range.last { values[$0] <= sought } ?? first
        #expect(range.partitionFloor { values[$0] <= sought } == floor)
        #expect(range.gallopingFloor { values[$0] <= sought } == floor)
      }
    }
  }

  @Test func `what is near is found in few steps`() {
    for distance in [0, 1, 2, 7, 100, 5_000] {
      var calls = 0
      let found = (0..<1_000_000).gallopingFloor { number in
        calls += 1
        return number <= distance
      }
      #expect(found == distance)
      #expect(calls <= 2 * (Int.bitWidth - distance.leadingZeroBitCount) + 2)
    }
  }
}
