import Diagnosis
import Platform
import Search
import WebUI

extension Site {
  /// `/diagnose`: the box; with POST the log that was in it.
  func diagnose(_ visit: Visit) async throws -> Reply {
    if visit.request.method == "POST" { return try await takeLog(visit) }
    let samples = DiagnosePage.samples
    let wanted = visit.target["sample"]
    // Without a choice the first sample stands in the box; `sample=none` leaves it empty.
    let sample = wanted == "none" ? nil : samples.first { $0.id == wanted } ?? samples.first
    return .html(diagnosePage(text: sample?.text ?? "", sample: sample?.id ?? "").view(context: visit.context()))
  }

  private func diagnosePage(text: String, sample: String) -> DiagnosePage {
    let searcher = index.service as? Searcher
    return DiagnosePage(
      text: text, sampleID: sample, retention: configuration.reportSeconds, uploadMax: configuration.logBytes,
      statements: searcher?.emitCounts.sites, repositories: searcher?.repositories.count ?? 0)
  }

  // MARK: Taking logs

  private func takeLog(_ visit: Visit) async throws -> Reply {
    guard isFromHere(visit.request) else {
      return ending(visit.fault(403, "That form is not ours", "A log is taken from the form of this site only."))
    }
    let type = visit.request.contentType ?? ""
    guard let pass = await diagnosisTurn(visit) else { return ending(visit.busy()) }
    defer { pass.release() }
    do {
      let pending = try await read(.form(contentType: type), visit)
      guard let id = reports.add(pending) else { return visit.busy() }
      return Reply(
        status: 303, headers: [("Location", Links.diagnosis(id)), ("Cache-Control", "no-store")], body: .bytes([]))
    } catch let fault as LogUpload.Fault {
      var page = diagnosePage(text: "", sample: "")
      page.fault = words(fault)
      let reply = Reply.html(page.view(context: visit.context()), status: fault == .tooLarge ? 413 : 400)
      return fault == .empty ? reply : ending(reply)
    }
  }

  /// Reads the body of a request as a log.
  ///
  /// - Throws: ``LogUpload/Fault``, and a busy ``PlatformError`` when too many are read.
  func read(_ kind: LogUpload.Kind, _ visit: Visit) async throws -> ReportStore.Pending {
    let upload = try LogUpload(kind, limit: configuration.logBytes)
    if let length = visit.request.bodyLength, length > configuration.logBytes { throw LogUpload.Fault.tooLarge }
    let pool = diagnosing
    try await visit.request.body? { bytes in
      try await pool.run { try upload.take(bytes) }
    }
    let now = now()
    return try await pool.run { try upload.finish(now: now) }
  }

  func words(_ fault: LogUpload.Fault) -> String {
    switch fault {
    case .tooLarge:
      "That is larger than \(Format.bytes(configuration.logBytes)), which is taken here; a text in the box may have "
        + "\(Format.bytes(LogUpload.textMax)). Send a part of it, or run “alidade diagnose FILE” where the log is."
    case .unreadable(let reason): "The form cannot be read: \(reason)."
    case .empty: "There was nothing to read. Paste a log, or choose a file."
    }
  }

  /// False for forms of other sites, whose readers could be made to send something from here.
  func isFromHere(_ request: SiteRequest) -> Bool {
    guard let origin = request.origin else { return true }
    guard let start = origin.firstRange(of: "://") else { return false }
    let host = origin[start.upperBound...]
    return host == request.host ?? "" || configuration.publicAddress.map { $0.text == origin } ?? false
  }

  private func ending(_ reply: Reply) -> Reply {
    var reply = reply
    reply.closesConnection = true
    return reply
  }

  // MARK: Reports

  /// `/diagnose/{id}`: the report; streams when nobody has looked it up yet.
  func diagnosis(_ id: String, _ visit: Visit) async throws -> Reply {
    if visit.request.method == "HEAD" {
      return reports.has(id) ? Reply(status: 200, headers: Self.reportHeaders, body: .bytes([])) : noReport(visit)
    }
    guard let entry = try await reportEntry(id) else { return noReport(visit) }
    switch entry {
    case .record(let record):
      var page = DiagnosisPage(record, id: id, now: now())
      page.origin = origin(visit)
      return Reply(status: 200, headers: Self.reportHeaders, body: .bytes(page.view(context: visit.context()).bytes))
    case .waiting(let pending): return stream(pending, id: id, visit)
    case .running: return visit.busy()
    }
  }

  /// What an id leads to; waits while somebody else looks it up.
  func reportEntry(_ id: String) async throws -> ReportStore.Entry? {
    let (store, now) = (reports, now())
    for _ in 0..<ServerLimits.reportWaits {
      let entry: ReportStore.Entry?
      do {
        entry = try await run { try store.entry(id, now: now) }
      } catch let damage as ReportFile.Damage {
        log.fault("report \(id.prefix(4))…: \(damage)")
        return nil
      }
      guard case .running? = entry else { return entry }
      try await Task.sleep(for: ServerLimits.reportWait)
    }
    return .running
  }

  private func noReport(_ visit: Visit) -> Reply {
    visit.fault(
      404, "There is no such report",
      "Reports are deleted after \(DiagnosePage.words(configuration.reportSeconds)), or by their reader. The log was "
        + "never kept: paste it again.", nearest: [("Diagnose a log", Links.diagnose)])
  }

  static let reportHeaders = Reply.pageHeaders + [("X-Robots-Tag", "noindex")]

  private func stream(_ pending: ReportStore.Pending, id: String, _ visit: Visit) -> Reply {
    let queue = ChunkQueue()
    let context = visit.context()
    Task {
      do {
        _ = try await lookUp(pending, id: id, queue: queue, context: context, origin: origin(visit))
      } catch {
        reports.drop(id)
        log.fault("/diagnose: \(error)", request: visit.id)
        let page = DiagnosisPage(DiagnosisRecord(), id: id, now: now())
        queue.append(page.closing(fault: "The log of the server has the reason.", context: context).bytes)
      }
      queue.finish()
    }
    let headers = Self.reportHeaders + [("X-Accel-Buffering", "no")]
    return Reply(status: 200, headers: headers, body: .stream(queue))
  }

  /// Finds the code behind a log and keeps the report. Goes on when the reader leaves: a reload finds it done.
  func lookUp(
    _ pending: ReportStore.Pending, id: String, queue: ChunkQueue?, context: PageContext?, origin: String = ""
  ) async throws -> DiagnosisRecord {
    var limits = InvestigationLimits()
    limits.gitSeconds = ServerLimits.diagnosingGitSeconds
    let investigator = Investigator(index.service as? Searcher, history: history, limits: limits)
    let (rules, store, now) = (configuration.rules, reports, now())
    let expires = now + configuration.reportSeconds
    return try await diagnosing.run {
      var writer = ReportWriter(pending, id: id, expires: expires, rules: rules, now: now, origin: origin, queue: queue)
      if let context { writer.begin(context: context) }
      let diagnosis = investigator.investigate(pending.report) { writer.take($0) }
      let record = writer.finish(diagnosis, context: context)
      try store.keep(record, id: id)
      return record
    }
  }

  /// `POST /diagnose/{id}/delete`
  func deleteDiagnosis(_ id: String, _ visit: Visit) async throws -> Reply {
    guard isFromHere(visit.request) else {
      return visit.fault(403, "That form is not ours", "A report is deleted from its own page only.")
    }
    let store = reports
    guard try await run({ try store.delete(id) }) else { return noReport(visit) }
    return Reply(
      status: 303, headers: [("Location", Links.diagnose + "?sample=none"), ("Cache-Control", "no-store")],
      body: .bytes([]))
  }
}
