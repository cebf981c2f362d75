import Platform
import Synchronization

/// The searches that have taken more than a moment. There are at most ``SearchPace/longMax`` of them, since each holds
/// automata and hits: when one more comes, the one that began first ends with what it has found.
final class LongSearches: Sendable {
  /// One of them, until it goes.
  final class Turn: Sendable {
    private let searches: LongSearches
    let startedAt: Int
    /// Raised when it has to make room.
    let mustEnd = CancellationFlag()

    fileprivate init(_ searches: LongSearches, startedAt: Int) {
      (self.searches, self.startedAt) = (searches, startedAt)
    }

    deinit { searches.leave(self) }
  }

  private let turns = Mutex<[ObjectIdentifier: (startedAt: Int, mustEnd: CancellationFlag)]>([:])
  private let pace: SearchPace

  init(_ pace: SearchPace) { self.pace = pace }

  /// How many there are.
  var count: Int { turns.withLock { $0.count } }

  /// A place among them for a search that began at `startedAt`; the caller's flag may be raised at once.
  func enter(startedAt: Int) -> Turn {
    let turn = Turn(self, startedAt: startedAt)
    turns.withLock { turns in
      turns[ObjectIdentifier(turn)] = (startedAt, turn.mustEnd)
      let staying = turns.values.filter { !$0.mustEnd.isCancelled }
      guard staying.count > pace.longMax else { return }
      // One that has had its time; a newcomer when none has, so that places do not change hands all the time.
      let now = monotonicNanoseconds()
      let oldest = staying.min { $0.startedAt < $1.startedAt }
      if let oldest, now - oldest.startedAt > pace.tenure {
        oldest.mustEnd.cancel()
      } else {
        turn.mustEnd.cancel()
      }
    }
    return turn
  }

  private func leave(_ turn: Turn) { turns.withLock { $0[ObjectIdentifier(turn)] = nil } }
}

/// How a search shares the processors with others. Nearly all searches are done within a moment, on threads of normal
/// priority. What takes longer gives way to them: it goes on on threads of the background, in slices, after searches that
/// have had less. So a search that would take ten seconds costs others no more than a moment.
package struct SearchPace: Sendable {
  /// Processor time, in nanoseconds, that a search has at normal priority. The slowest of a hundred ordinary searches
  /// of a large tree needs 5 ms.
  package var quick = 20_000_000

  /// Nanoseconds of a slice, after which a thread looks for a search that has had less.
  package var slice = 20_000_000

  /// Searches that take longer, at once.
  package var longMax = 24

  /// Nanoseconds that one of them has before it is ended for another one.
  package var tenure = 1_000_000_000

  /// The usual one.
  package init() {}
}

/// Time that a thread spends on a unit: of the processor, or also of the children that parse for it.
///
/// Most units take microseconds, and the clock of a thread's processor time is a system call: the first part is taken
/// from the clock on the wall, which is none.
struct WorkClock {
  private let start = monotonicNanoseconds()
  private let countsChildren: Bool
  /// Processor time of the thread when the first part was over.
  private var processorStart: Int?

  private static let firstPart = 500_000

  init(countsChildren: Bool) { self.countsChildren = countsChildren }

  /// Nanoseconds since the unit began.
  mutating func elapsed() -> Int {
    if let processorStart { return Self.firstPart + threadCPUNanoseconds() - processorStart }
    let wall = monotonicNanoseconds() - start
    if countsChildren || wall < Self.firstPart { return wall }
    processorStart = threadCPUNanoseconds()
    return Self.firstPart
  }
}
