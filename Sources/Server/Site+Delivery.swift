import Containers
import Platform
import Search
import Synchronization

// What happens to every reply on its way out: validators, conditional requests, compression, records.
extension Site {
  /// Adds the entity tag of a body that may be asked for again, and answers conditional requests.
  ///
  /// - Source: RFC 9110, sections 8.8.3 and 13.1.2.
  func validate(_ reply: inout Reply, for request: SiteRequest) {
    // Where a reply says so, it says it last; looking for it anywhere took a fiftieth of a search's answer.
    guard reply.status == 200, case .bytes(let bytes) = reply.body,
      let control = reply.header("Cache-Control"), !control.hasSuffix("no-store")
    else { return }
    if reply.header("ETag") == nil {
      // The name git would give the body: strong, and 1 GB/s.
      let tag = bytes.withUnsafeBytes { gitBlobName(of: $0).hex }
      reply.headers.append(("ETag", "\"\(tag)\""))
    }
    guard let wanted = request.ifNoneMatch, let tag = reply.header("ETag"),
      Self.matches(tag, ifNoneMatch: wanted)
    else { return }
    reply.status = 304
    reply.body = .bytes([])
    let kept = ["cache-control", "content-location", "date", "etag", "expires", "vary", "set-cookie"]
    reply.headers.removeAll { header in
      let name = header.name.lowercased()
      return name.hasPrefix("content-") && !kept.contains(name) && name != "content-security-policy"
    }
  }

  /// Whether `tag` is among those of an `If-None-Match` header. The comparison is the weak one, and the suffix
  /// of a compressed form is no difference.
  static func matches(_ tag: String, ifNoneMatch header: String) -> Bool {
    if header == "*" { return true }
    let plain = opaque(tag[...])
    return header.split(separator: ",").prefix(64).contains { opaque($0) == plain }
  }

  private static func opaque(_ tag: Substring) -> Substring {
    var tag = tag.drop { $0 == " " || $0 == "\t" }
    while tag.last == " " || tag.last == "\t" { tag.removeLast() }
    if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
    tag = tag.drop { $0 == "\"" }
    if tag.last == "\"" { tag.removeLast() }
    for suffix in ["-br", "-gzip", "-deflate"] where tag.hasSuffix(suffix) {
      return tag.dropLast(suffix.count)
    }
    return tag
  }

  /// Compresses the body for a client that takes it; a stream is only marked, for whoever sends it.
  func compress(_ reply: inout Reply, for request: SiteRequest) async {
    guard reply.status == 200, let type = reply.header("Content-Type"), ContentEncoding.isCompressible(type)
    else { return }
    guard let library = encoding.chosen(request.acceptEncoding) else { return }
    switch reply.body {
    case .stream: reply.encoding = library
    case .bytes(let bytes):
      guard bytes.count >= ContentEncoding.bytesMin, let packed = await compressed(bytes, library, reply)
      else { return }
      reply.body = .bytes(packed)
    }
    reply.headers.append(("Content-Encoding", library.name))
    // Other bytes, other tag.
    if let place = reply.headers.firstIndex(where: { $0.name == "ETag" }) {
      reply.headers[place].value = "\(reply.headers[place].value.dropLast())-\(library.name)\""
    }
  }

  /// Bodies that are compressed where they are asked for, without a change of thread.
  private static let smallBytes = 32 << 10

  /// Nil when it is better left as it is.
  private func compressed(_ bytes: [UInt8], _ library: CompressionLibrary, _ reply: Reply) async -> [UInt8]? {
    let isKept = reply.header("Cache-Control")?.hasPrefix("public, max-age=31536000") == true
    if isKept, let tag = reply.header("ETag") {
      return await assets.bytes("\(tag) \(library.name)") { [self] in
        // Assets are part of the program: each is compressed once, as well as it goes.
        try? await run { library.compress(bytes, .thorough) }
      }
    }
    if bytes.count <= Self.smallBytes { return library.compress(bytes, .quick) }
    // When all threads are busy, a longer body is cheaper than more waiting.
    return (try? await run { library.compress(bytes, .quick) }) ?? nil
  }

  /// Counts a reply that was sent, and writes it to the log.
  ///
  /// - Parameters:
  ///   - bytes: of the body, as sent.
  ///   - isWhole: false when the client went away before its end.
  package func finish(_ reply: Reply, bytes: Int, isWhole: Bool = true) {
    guard let record = reply.record else { return }
    let duration = ContinuousClock.now - record.start
    let method = ["GET", "HEAD"].contains(record.method) ? record.method : "other"
    metrics.observe(
      duration, in: .requestDuration,
      labels: [("method", method), ("route", record.route), ("code", String(record.status))])
    log.request(record, bytes: bytes, isWhole: isWhole, duration: duration)
  }
}

/// Compressed assets by name. There are few, and they never change.
final class CompressedAssets: Sendable {
  private let known = Mutex<[String: [UInt8]]>([:])

  /// More are not kept: there are some dozens of assets and three compressions.
  private static let limit = 512

  /// What was made under `name`, now or before.
  func bytes(_ name: String, _ make: () async -> [UInt8]??) async -> [UInt8]? {
    if let known = known.withLock({ $0[name] }) { return known }
    guard let made = await make() ?? nil else { return nil }
    known.withLock { known in
      if known.count < Self.limit { known[name] = made }
    }
    return made
  }
}

extension Reply {
  /// The value of the first header called `name`.
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// Adds a name to `Vary`.
  mutating func vary(by name: String) {
    if let place = headers.firstIndex(where: { $0.name == "Vary" }) {
      headers[place].value += ", \(name)"
    } else {
      headers.append(("Vary", name))
    }
  }
}
