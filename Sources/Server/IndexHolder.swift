import Search
import Synchronization

/// The index the server answers from, opened as soon as there is one and kept current.
package final class IndexHolder: Sendable {
  private struct State {
    var service: (any SearchService)?
    var failure: String?
    var isMissing = false
  }

  private let open: @Sendable () throws -> any SearchService
  private let state = Mutex(State())

  /// Opens the index with `open`, at the first ``refresh()``.
  package init(open: @escaping @Sendable () throws -> any SearchService) {
    self.open = open
  }

  /// Nil while there is no index that can be opened.
  var service: (any SearchService)? { state.withLock { $0.service } }

  /// Why there is no index, or why a newer one could not be opened; nil when all is well.
  var failure: String? { state.withLock { $0.failure } }

  /// True when nothing was indexed yet, as opposed to something broken.
  var isMissing: Bool { state.withLock { $0.isMissing } }

  /// Opens the index, or a newer one. Blocks. False when that failed; the old one stays in use.
  @discardableResult
  package func refresh() -> Bool {
    do {
      if let service {
        _ = try service.refresh()
        state.withLock { $0.failure = nil }
      } else {
        let service = try open()
        state.withLock { $0 = State(service: service) }
      }
      return true
    } catch let error as SearchError where error.kind == .noIndex {
      state.withLock { state in
        state.failure = error.description
        state.isMissing = state.service == nil
      }
      return true
    } catch {
      state.withLock { state in
        state.failure = "\(error)"
        state.isMissing = false
      }
      return false
    }
  }
}
