import NIOCore
import Synchronization

/// Notices that the other side has closed the connection while a reply is in the making.
///
/// Nothing is written during a long search without results, so a failing write would tell too late. A client
/// that only closes its sending half is taken to be gone, as most servers do.
final class ConnectionMonitor: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Any

  /// What requests of this connection listen to.
  let closing = Closing()

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent { closing.happen() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    closing.happen()
    context.fireChannelInactive()
  }

  /// The end of a connection, as an event that happens once.
  final class Closing: Sendable {
    private struct State {
      var hasHappened = false
      var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Calls `action` when the connection closes, at once when it has. Replaces the last one: a connection
    /// has one reply in the making.
    func onHappening(_ action: (@Sendable () -> Void)?) {
      let isLate = state.withLock { state in
        state.action = action
        return state.hasHappened
      }
      if isLate { action?() }
    }

    fileprivate func happen() {
      let action = state.withLock { state in
        state.hasHappened = true
        return state.action
      }
      action?()
    }
  }
}
