import Navigation
import Synchronization

/// The imported indexes of symbols, opened when first asked for and kept current.
final class NavigationHolder: Sendable {
  private let dataFolder: String
  private let state = Mutex<NavigationStore?>(nil)

  /// The indexes in the folder `navigation` of a data folder, which need not exist yet.
  init(dataFolder: String) { self.dataFolder = dataFolder }

  /// The indexes as they are now. Blocks; costs one system call when nothing was imported since.
  ///
  /// - Throws: ``NavigationError`` when their list is damaged.
  func store() throws -> NavigationStore {
    if let known = state.withLock({ $0 }) {
      let store = try known.refreshed()
      if store !== known { state.withLock { $0 = store } }
      return store
    }
    let store = try NavigationStore.open(dataFolder: dataFolder)
    state.withLock { $0 = store }
    return store
  }
}
