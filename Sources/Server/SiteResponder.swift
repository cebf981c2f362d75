import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

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

  func respond(to request: Request, context: Context) async throws -> Response {
    let id = requestID()
    let reply = await site.reply(to: SiteRequest(request), id: id)
    var headers = HTTPFields()
    for (name, value) in reply.headers {
      // Names are literals of this module; a name that is none would be a bug found by the first test.
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    let isHead = request.method == .head
    let channel = context.channel
    let body: ResponseBody
    switch reply.body {
    case .bytes(let bytes):
      headers[.contentLength] = String(bytes.count)
      if isHead || bytes.isEmpty {
        body = ResponseBody()
      } else if bytes.count <= ServerLimits.writeBytes, !reply.closesConnection {
        body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      } else {
        body = Self.body(of: bytes, closing: reply.closesConnection, channel: channel)
      }
    case .stream(let queue):
      body = isHead ? ResponseBody() : await Self.body(of: queue, channel: channel)
    }
    return Response(status: .init(code: reply.status), headers: headers, body: body)
  }

  /// Sixteen digits, to find the request in the log.
  private func requestID() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Bytes in pieces, so that a stalled reader is noticed.
  private static func body(of bytes: [UInt8], closing: Bool, channel: any Channel) -> ResponseBody {
    ResponseBody(contentLength: bytes.count) { writer in
      var rest = ByteBuffer(bytes: bytes)
      while let piece = rest.readSlice(length: min(rest.readableBytes, ServerLimits.writeBytes)),
        piece.readableBytes > 0
      {
        let alarm = stallAlarm(channel)
        defer { alarm.cancel() }
        try await writer.write(piece)
      }
      try await writer.finish(nil)
      // Throwing after the end is how Hummingbird is told to close: a body that nobody wants is not read on.
      if closing { throw ConnectionClosed() }
    }
  }

  /// Bytes as a search brings them; a connection that closes ends the search.
  private static func body(of queue: ChunkQueue, channel: any Channel) async -> ResponseBody {
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
      while let chunk = await queue.next() {
        let alarm = stallAlarm(channel)
        defer { alarm.cancel() }
        try await writer.write(ByteBuffer(bytes: chunk))
      }
      try await writer.finish(nil)
    }
  }

  /// Closes the connection unless it is called off before a living reader would have taken a piece.
  private static func stallAlarm(_ channel: any Channel) -> Scheduled<Void> {
    channel.eventLoop.scheduleTask(in: .seconds(Int64(ServerLimits.writeStallSeconds))) {
      channel.close(promise: nil)
    }
  }
}

/// Ends a connection after its reply.
private struct ConnectionClosed: Error {}

extension SiteRequest {
  /// What the site needs of a request.
  init(_ request: Request) {
    let declared = request.headers[.contentLength].map { Int($0) ?? .max }
    let isChunked = request.headers[.transferEncoding] != nil
    self.init(method: request.method.rawValue, target: request.head.path ?? "/")
    host = request.head.authority
    cookie = request.headers[.cookie]
    accept = request.headers[.accept]
    hasLargeBody = isChunked || (declared ?? 0) > ServerLimits.bodyBytes
  }
}
