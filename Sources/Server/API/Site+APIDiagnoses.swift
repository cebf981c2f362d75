import Diagnosis
import Foundation
import Platform
import WebUI

extension Site {
  /// The members of `DiagnosisRequest`.
  private struct DiagnosisRequest: Decodable {
    var text: String
    var name: String?
  }

  /// `POST /api/v1/diagnoses`
  func createDiagnosis(_ call: APICall) async throws -> Reply {
    guard isFromHere(call.visit.request) else { return ending(foreign(call)) }
    guard let pass = await diagnosisTurn(call.visit) else { return ending(call.visit.busy()) }
    defer { pass.release() }
    let type = (call.visit.request.contentType ?? "").prefix { $0 != ";" }.lowercased()
    do {
      var pending: ReportStore.Pending
      if type == "application/json" {
        let request = try await jsonRequest(call)
        pending = try await read(request.text, name: request.name ?? call.arguments["name"] ?? "paste")
      } else {
        pending = try await read(.bytes(name: call.arguments["name"] ?? "paste"), call.visit)
      }
      guard let id = reports.add(pending), case .waiting? = try reports.entry(id, now: now()) else {
        return ending(call.visit.problem(.busy, detail: "too many logs wait to be looked up"))
      }
      pending.created = now()
      let record: DiagnosisRecord
      do {
        record = try await lookUp(pending, id: id, queue: nil, context: nil)
      } catch {
        reports.drop(id)
        throw error
      }
      var reply = try answer(record, id: id, call)
      reply.status = 201
      reply.headers.append(("Location", Links.diagnosisAPI(id)))
      return reply
    } catch let fault as LogUpload.Fault {
      let kind: Problem = fault == .tooLarge ? .tooLarge : .badLog
      let reply = call.visit.problem(kind, detail: words(fault))
      return fault == .empty ? reply : ending(reply)
    }
  }

  /// A body of JSON, which is held in memory.
  private func jsonRequest(_ call: APICall) async throws -> DiagnosisRequest {
    let gathered = Gathered(limit: LogUpload.textMax * 2)
    if let length = call.visit.request.bodyLength, length > gathered.limit { throw LogUpload.Fault.tooLarge }
    try await call.visit.request.body? { bytes in try gathered.add(bytes) }
    do {
      return try JSONDecoder().decode(DiagnosisRequest.self, from: Data(gathered.bytes))
    } catch {
      throw LogUpload.Fault.unreadable("the body is no JSON object with a text")
    }
  }

  private func read(_ text: String, name: String) async throws -> ReportStore.Pending {
    guard text.contains(where: { !$0.isWhitespace }) else { throw LogUpload.Fault.empty }
    let upload = try LogUpload(.bytes(name: name), limit: LogUpload.textMax * 2)
    let now = now()
    return try await diagnosing.run {
      try upload.take(Array(text.utf8))
      return try upload.finish(now: now)
    }
  }

  /// `GET /api/v1/diagnoses/{id}`
  func diagnosis(_ call: APICall) async throws -> Reply {
    let id = call.arguments.text("id")
    guard let entry = try await reportEntry(id) else {
      return call.visit.problem(.notFound, detail: "there is no such report, or not any more")
    }
    switch entry {
    case .record(let record): return try answer(record, id: id, call)
    case .running: return call.visit.problem(.busy, detail: "the report is still being made")
    case .waiting(let pending):
      do {
        return try answer(try await lookUp(pending, id: id, queue: nil, context: nil), id: id, call)
      } catch {
        reports.drop(id)
        throw error
      }
    }
  }

  /// `DELETE /api/v1/diagnoses/{id}`
  func deleteDiagnosis(_ call: APICall) async throws -> Reply {
    guard isFromHere(call.visit.request) else { return foreign(call) }
    let (store, id) = (reports, call.arguments.text("id"))
    guard try await run({ try store.delete(id) }) else {
      return call.visit.problem(.notFound, detail: "there is no such report, or not any more")
    }
    return call.reply { $0.member("deleted", true) }
  }

  /// The rules of the form's POST hold for programs too: browsers let any page send a text elsewhere.
  private func foreign(_ call: APICall) -> Reply {
    call.visit.problem(
      .foreignOrigin, detail: "the request comes from a page of \(call.visit.request.origin ?? "another site")")
  }

  private func answer(_ record: DiagnosisRecord, id: String, _ call: APICall) throws -> Reply {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let report = Array(try encoder.encode(record))
    let page = DiagnosisPage(record, id: id, now: now())
    let origin = origin(call.visit)
    var body = JSONWriter.line { json in
      json.member("id", id)
      json.member("url", Links.diagnosis(id))
      json.member("expires", record.expires)
      json.member("reply", DraftReply(record, link: { place in page.address(place).map { origin + $0 } }).markdown)
    }
    // The record has its own encoding: it takes the place of the closing brace.
    if let brace = body.lastIndex(of: UInt8(ascii: "}")) { body.removeSubrange(brace...) }
    body += Array(",\"report\":".utf8) + report + Array("}\n".utf8)
    return Reply(
      status: 200, headers: [("Content-Type", call.mediaType), ("Cache-Control", "no-store")], body: .bytes(body))
  }

  private func ending(_ reply: Reply) -> Reply {
    var reply = reply
    reply.closesConnection = true
    return reply
  }
}

/// A body that is gathered.
///
/// `@unchecked Sendable`: the one request that made it uses it, one call after the other.
private final class Gathered: @unchecked Sendable {
  private(set) var bytes: [UInt8] = []
  let limit: Int

  init(limit: Int) { self.limit = limit }

  func add(_ piece: [UInt8]) throws(LogUpload.Fault) {
    guard bytes.count + piece.count <= limit else { throw .tooLarge }
    bytes += piece
  }
}
