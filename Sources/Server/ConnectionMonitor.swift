import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Synchronization

/// Watches one connection: how long a request takes to arrive, whether it can be read at all, and whether the
/// other side has gone while a reply is in the making.
///
/// Nothing is written during a long search without results, so a failing write would tell too late. A client
/// that only closes its sending half is taken to be gone, as most servers do.
final class ConnectionMonitor: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// Where the connection stands.
  private enum Stage {
    /// Nothing of the next request is there, as far as the decoder has told.
    case waiting
    /// The head is there, the end is not.
    case reading
    /// The request is whole; its reply is in the making.
    case replying
    /// Refused; only bytes on their way out matter.
    case closing
  }

  /// What requests of this connection listen to.
  let closing = Closing()
  private let table: ConnectionTable
  private let patience: Patience
  private let takesUploads: Bool
  /// The request is an upload: it may take long, as long as it goes on.
  private var isUpload = false
  private let bytes = ByteWatch()
  private var stage = Stage.waiting
  private var alarm: Scheduled<Void>?
  private var hasEntry = false

  init(table: ConnectionTable, patience: Patience, takesUploads: Bool = false) {
    self.table = table
    self.takesUploads = takesUploads
    self.patience = patience
  }

  func handlerAdded(context: ChannelHandlerContext) {
    // Before the decoder, to know whether a request has begun that never became one.
    try? context.pipeline.syncOperations.addHandler(bytes, position: .first)
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard !hasEntry, stage != .closing else { return }
    let client = context.remoteAddress?.ipAddress.flatMap { ClientAddress($0) } ?? .unknown
    hasEntry = table.add(context.channel, from: client)
    guard hasEntry else {
      stage = .closing
      context.close(promise: nil)
      return
    }
    setAlarm(context, after: patience.firstHead)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if stage == .closing { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      stage = .reading
      isUpload = head.method == .post && isUpload(head.path ?? "")
      table.note(context.channel, isWaiting: false)
      setAlarm(context, after: isUpload ? patience.stall : patience.body)
    case .body: if isUpload { setAlarm(context, after: patience.stall) }
    case .end:
      alarm?.cancel()
      // A short reply may be out before the end of the request is in.
      if stage == .reading { stage = .replying }
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      stage = .waiting
      bytes.hasSeen = false
      table.note(context.channel, isWaiting: true)
      setAlarm(context, after: patience.idle)
    }
    context.write(data, promise: promise)
  }

  /// True for the addresses that take a body: an index of symbols, a log.
  private func isUpload(_ target: String) -> Bool {
    let path = target.prefix { $0 != "?" }
    if path == "/diagnose" || path == "/api/v1/diagnoses" { return true }
    return takesUploads && path.hasPrefix("/api/v1/repos/") && path.hasSuffix("/-/scip")
  }

  /// Closes the connection when its time is up.
  private func setAlarm(_ context: ChannelHandlerContext, after time: Duration) {
    alarm?.cancel()
    let box = NIOLoopBound((monitor: self, context: context), eventLoop: context.eventLoop)
    alarm = context.eventLoop.scheduleTask(in: TimeAmount(time)) {
      let (monitor, context) = box.value
      monitor.timeIsUp(context)
    }
  }

  private func timeIsUp(_ context: ChannelHandlerContext) {
    // Who sent nothing waits for nothing: browsers open connections they may never use.
    guard stage == .reading || (stage == .waiting && bytes.hasSeen) else {
      context.close(promise: nil)
      return
    }
    refuse(context, .requestTimeout, "the whole request has to arrive within some seconds")
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let fault = error as? HTTPParserError, stage == .waiting || stage == .reading else {
      return context.fireErrorCaught(error)
    }
    switch fault {
    case .headerOverflow:
      refuse(context, .headersTooLarge, "at most 64 kB of headers in 100 lines are read")
    default: refuse(context, .badAddress, "that is no request of HTTP/1.1")
    }
  }

  /// Answers what never became a request, and closes.
  private func refuse(_ context: ChannelHandlerContext, _ problem: Problem, _ detail: String) {
    stage = .closing
    alarm?.cancel()
    let document = ProblemDocument(kind: problem, detail: detail, instance: RequestID.random())
    let body = ByteBuffer(bytes: JSONWriter.line { document.write(to: &$0) })
    let head = HTTPResponse(
      status: .init(code: problem.status),
      headerFields: [
        .contentType: "application/problem+json", .contentLength: String(body.readableBytes),
        .connection: "close", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
    let sent = context.eventLoop.makePromise(of: Void.self)
    let box = NIOLoopBound(context, eventLoop: context.eventLoop)
    sent.futureResult.whenComplete { _ in box.value.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent { closing.happen() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(context)
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end(context) }

  private func end(_ context: ChannelHandlerContext) {
    alarm?.cancel()
    alarm = nil
    if hasEntry { table.remove(context.channel) }
    hasEntry = false
    closing.happen()
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

/// Notices that bytes arrive, before anything is made of them.
private final class ByteWatch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// Whether there were any since the last reply.
  var hasSeen = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    hasSeen = true
    context.fireChannelRead(data)
  }
}
