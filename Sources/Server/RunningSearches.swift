import Platform
import Synchronization

/// The searches behind pages that are being written, so that a link on the page can end them.
///
/// At most as many as ``SearchGate`` lets run.
final class RunningSearches: Sendable {
  private let flags = Mutex<[String: CancellationFlag]>([:])

  /// How many run.
  var count: Int { flags.withLock { $0.count } }

  /// Begins to know a search by the id of its request, which only its reader was told.
  func add(_ id: String) -> CancellationFlag {
    let flag = CancellationFlag()
    flags.withLock { $0[id] = flag }
    return flag
  }

  /// The search has ended.
  func remove(_ id: String) { flags.withLock { $0[id] = nil } }

  /// Asks the search to end with what it has. Nothing happens when it has ended.
  func stop(_ id: String) { flags.withLock { $0[id] }?.cancel() }
}
