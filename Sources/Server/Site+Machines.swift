import Platform
import Search
import WebUI

extension Site {
  /// `/theme?set=dark&to=/search…`: keeps the theme in a cookie and goes back.
  func theme(_ visit: Visit) -> Reply {
    guard let theme = PageContext.Theme(rawValue: visit.target["set"] ?? "") else {
      return visit.fault(400, "There is no such theme", "Choose system, light or dark.")
    }
    // Only to ourselves: "//host" and "/\host" are other sites to a browser.
    let wanted = visit.target["to"] ?? "/"
    let isOwn =
      wanted.hasPrefix("/") && !wanted.hasPrefix("//")
      && wanted.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }
    let age = theme == .system ? 0 : 31_536_000
    return Reply(
      status: 303,
      headers: [
        ("Location", isOwn ? wanted : "/"), ("Cache-Control", "no-store"),
        ("Set-Cookie", "theme=\(theme.rawValue); Path=/; Max-Age=\(age); SameSite=Lax; HttpOnly"),
      ], body: .bytes([]))
  }

  /// `/assets/…`: the address holds the content's hash, so it is kept for ever.
  func asset(_ address: String, _ visit: Visit) -> Reply {
    if address.hasPrefix("/assets/benchmarks/") {
      return benchmarkData(address.dropFirst("/assets/benchmarks/".count), visit)
    }
    guard let asset = Assets.all.first(where: { $0.address == address }) else { return visit.notFound() }
    return Reply(
      status: 200,
      headers: [
        ("Content-Type", asset.contentType), ("Cache-Control", "public, max-age=31536000, immutable"),
      ],
      body: .bytes(asset.bytes))
  }

  /// `/opensearch.xml`: lets browsers search from their address bar.
  func openSearch(_ visit: Visit) -> Reply {
    let origin = origin(visit)
    let xml: HTML = """
      <?xml version="1.0" encoding="UTF-8"?>
      <OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
      <ShortName>Alidade</ShortName><Description>Code search</Description><InputEncoding>UTF-8</InputEncoding>
      <Url type="text/html" template="\(origin)/search?q={searchTerms}"/>
      <Url type="application/x-suggestions+json" \
      template="\(origin)/api/v1/suggestions?format=opensearch&amp;q={searchTerms}"/>
      </OpenSearchDescription>

      """
    return .text(xml.text, type: "application/opensearchdescription+xml")
  }

  /// `/readyz`: 200 when searches are answered, 503 with reasons otherwise.
  func ready() -> Reply {
    let status = index.service?.status
    var reasons = index.failure.map { [$0] } ?? []
    if status == nil, reasons.isEmpty { reasons = ["the index is being opened"] }
    let body = JSONWriter.line { json in
      if let status {
        json.member("generation", status.generation)
        json.member("indexAgeSeconds", max(0, now() - status.indexedAt))
      }
      json.key("reasons")
      json.array { json in
        for reason in reasons { json.value(reason) }
      }
      json.member("status", status == nil ? "unavailable" : "ok")
    }
    return Reply(
      status: status == nil ? 503 : 200,
      headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")], body: .bytes(body))
  }

  /// `/metrics`
  func metricsReply() -> Reply {
    let status = index.service?.status
    let version = configuration.version.filter { $0.isASCII && $0 != "\"" && $0 != "\\" }
    let text = metrics.exposition(gauges: [
      ("alidade_build_info", "Always 1; the version is a label.", "version=\"\(version)\"", 1),
      ("alidade_index_bytes", "Bytes of the index on disk.", "", status?.indexBytes ?? 0),
      ("alidade_index_text_bytes", "Bytes of searchable text.", "", status?.textBytes ?? 0),
      ("alidade_index_documents", "Searchable files.", "", status?.documents ?? 0),
      ("alidade_index_segments", "Segments in use.", "", status?.segments ?? 0),
      (
        "alidade_index_timestamp_seconds", "When the index was written, seconds since 1970.", "",
        status?.indexedAt ?? 0
      ),
      ("alidade_searches_running", "Searches running now.", "", gate.count),
      ("process_resident_memory_bytes", "Memory in use.", "", processMemoryBytes() ?? 0),
    ])
    return .text(text, type: "text/plain; version=0.0.4; charset=utf-8")
  }
}
