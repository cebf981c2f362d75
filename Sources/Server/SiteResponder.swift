import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Platform

/// Carries requests from Hummingbird to the ``Site`` and replies back.
struct SiteResponder: HTTPResponder {
  /// The channel is needed to notice that it closes.
  struct Context: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
      channel = source.channel
    }
  }

  let site: Site

  /// Names that every reply has: checking them takes longer than looking them up.
  private static let securityNames = Dictionary(
    uniqueKeysWithValues: Reply.securityHeaders.compactMap { name, _ in HTTPField.Name(name).map { (name, $0) } })

  func respond(to request: Request, context: Context) async throws -> Response {
    var siteRequest = SiteRequest(request)
    siteRequest.body = { take in
      for try await piece in request.body { try await take(Array(piece.readableBytesView)) }
    }
    siteRequest.peer = context.channel.remoteAddress?.ipAddress
    let id = RequestID.chosen(request.headers[HTTPField.Name.requestID])
    let reply = await site.reply(to: siteRequest, id: id)
    var headers = HTTPFields()
    for (name, value) in reply.headers {
      // Names are literals of this module; a name that is none would be a bug found by the first test.
      if let name = Self.securityNames[name] ?? HTTPField.Name(name) {
        headers.append(HTTPField(name: name, value: value))
      }
    }
    let delivery = Delivery(site: site, reply: reply, channel: context.channel)
    let isHead = request.method == .head
    let body: ResponseBody
    switch reply.body {
    case .bytes(let bytes):
      // A reply without a body has no length either: 304 speaks of the one it stands for.
      if reply.status != 304 { headers[.contentLength] = String(bytes.count) }
      if isHead || bytes.isEmpty {
        delivery.finish(bytes: 0)
        body = ResponseBody()
      } else if bytes.count <= ServerLimits.writeBytes, !reply.closesConnection {
        delivery.finish(bytes: bytes.count)
        body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      } else {
        body = delivery.body(of: bytes)
      }
    case .stream(let queue):
      if isHead {
        delivery.finish(bytes: 0)
        body = ResponseBody()
      } else {
        body = await delivery.body(of: queue)
      }
    }
    return Response(status: .init(code: reply.status), headers: headers, body: body)
  }
}

/// One reply on its way to a connection.
private struct Delivery: Sendable {
  let site: Site
  let reply: Reply
  let channel: any Channel

  func finish(bytes: Int, isWhole: Bool = true) {
    site.finish(reply, bytes: bytes, isWhole: isWhole)
  }

  /// Bytes in pieces, so that a stalled reader is noticed.
  func body(of bytes: [UInt8]) -> ResponseBody {
    ResponseBody(contentLength: bytes.count) { writer in
      var sent = 0
      do {
        for piece in Self.pieces(of: bytes) {
          let alarm = stallAlarm()
          defer { alarm.cancel() }
          try await writer.write(piece)
          sent += piece.readableBytes
        }
        try await writer.finish(nil)
      } catch {
        finish(bytes: sent, isWhole: false)
        throw error
      }
      finish(bytes: sent)
      // Throwing after the end is how Hummingbird is told to close: a body that nobody wants is not read on.
      if reply.closesConnection { throw ConnectionClosed() }
    }
  }

  /// Bytes as a search brings them; a connection that closes ends the search.
  func body(of queue: ChunkQueue) async -> ResponseBody {
    let closing = try? await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.handler(type: ConnectionMonitor.self).closing
    }.get()
    // Without a pipeline (it is being torn down) the first write fails, which ends the search too.
    closing?.onHappening { queue.cancel() }
    return ResponseBody { writer in
      defer {
        closing?.onHappening(nil)
        queue.cancel()
      }
      let packer = Packer(reply.encoding)
      var sent = 0
      var isOpen = true
      do {
        while isOpen {
          let chunk = await queue.next()
          isOpen = chunk != nil
          for piece in Self.pieces(of: try packer.pack(chunk)) {
            let alarm = stallAlarm()
            defer { alarm.cancel() }
            try await writer.write(piece)
            sent += piece.readableBytes
          }
        }
        try await writer.finish(nil)
      } catch {
        finish(bytes: sent, isWhole: false)
        throw error
      }
      finish(bytes: sent, isWhole: !queue.isCancelled)
    }
  }

  private static func pieces(of bytes: [UInt8]) -> [ByteBuffer] {
    var rest = ByteBuffer(bytes: bytes)
    var pieces: [ByteBuffer] = []
    while rest.readableBytes > 0,
      let piece = rest.readSlice(length: min(rest.readableBytes, ServerLimits.writeBytes))
    {
      pieces.append(piece)
    }
    return pieces
  }

  /// Closes the connection unless it is called off before a living reader would have taken a piece.
  private func stallAlarm() -> Scheduled<Void> {
    channel.eventLoop.scheduleTask(in: TimeAmount(site.configuration.patience.stall)) {
      channel.close(promise: nil)
    }
  }
}

/// Compresses a stream, or leaves it as it is.
private struct Packer {
  private let compressor: (any StreamCompressor)?
  private let isPlain: Bool

  init(_ library: CompressionLibrary?) {
    isPlain = library == nil
    compressor = library?.begin(.quick)
  }

  /// What is to be sent for `chunk`; nil is the end.
  func pack(_ chunk: [UInt8]?) throws -> [UInt8] {
    if isPlain { return chunk ?? [] }
    // A stream whose compression fails would be no stream of that kind.
    guard let packed = compressor?.compress(chunk ?? [], isLast: chunk == nil) else {
      throw ConnectionClosed()
    }
    return packed
  }
}

/// Ends a connection after its reply.
private struct ConnectionClosed: Error {}

extension HTTPField.Name {
  // Each is a valid name.
  fileprivate static let requestID = HTTPField.Name("X-Request-Id")!
  fileprivate static let traceParent = HTTPField.Name("traceparent")!
  fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
  fileprivate static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
}

extension SiteRequest {
  /// What the site needs of a request.
  init(_ request: Request) {
    let declared = request.headers[.contentLength].map { Int($0) ?? .max }
    let isChunked = request.headers[.transferEncoding] != nil
    self.init(method: request.method.rawValue, target: request.head.path ?? "/")
    host = request.head.authority
    cookie = request.headers[.cookie]
    accept = request.headers[.accept]
    acceptEncoding = request.headers[.acceptEncoding]
    ifNoneMatch = request.headers[.ifNoneMatch]
    authorization = request.headers[.authorization]
    bodyLength = declared
    contentType = request.headers[.contentType]
    origin = request.headers[.origin]
    traceParent = request.headers[HTTPField.Name.traceParent]
    forwardedFor = request.headers[HTTPField.Name.forwardedFor]
    forwardedProto = request.headers[HTTPField.Name.forwardedProto]
    hasLargeBody = isChunked || (declared ?? 0) > ServerLimits.bodyBytes
  }
}
