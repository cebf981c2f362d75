package import Diagnosis
import Platform
import Synchronization

/// Reports of diagnoses: those that wait to be looked up, in memory, and those that are complete, in a folder.
///
/// Only what was redacted gets here. Ids are 128 random bits, so an address is known to those it was given to.
package final class ReportStore: Sendable {
  /// A log that was read and is still to be looked up.
  package struct Pending: Sendable {
    let report: DiagnosisReport
    var name: String
    var created: Int
    var readSeconds: Double
  }

  /// What an id leads to.
  package enum Entry: Sendable {
    /// A complete one.
    case record(DiagnosisRecord)
    /// The caller has to look it up, and to ``keep(_:id:)`` or ``drop(_:)`` it.
    case waiting(Pending)
    /// Somebody else does.
    case running
  }

  private struct State {
    var waiting: [String: Pending] = [:]
    var running: Set<String> = []
  }

  private let folder: String
  private let state = Mutex(State())

  /// Reports on disk; above it the oldest are deleted.
  static let reportsMax = 10_000
  /// Logs that wait; a log waits for the moment between two requests of a browser.
  static let waitingMax = 32
  /// Seconds after which a log that nobody asked for is dropped.
  static let patienceSeconds = 300

  /// Reports in a folder, which need not exist yet.
  package init(folder: String) { self.folder = folder }

  // MARK: Ids

  /// 26 letters and digits for 128 random bits.
  package static func makeID() -> String {
    var random = SystemRandomNumberGenerator()
    return String((0..<26).map { _ in alphabet[Int(random.next(upperBound: UInt32(alphabet.count)))] })
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")

  /// Whether a text looks like an id: nothing else is put into a path.
  static func isID(_ text: String) -> Bool {
    text.utf8.count == 26 && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x32...0x37).contains($0) }
  }

  private func path(_ id: String) -> String { "\(folder)/\(id).report" }

  // MARK: Entries

  /// Keeps a log until it is asked for; nil when too many wait.
  func add(_ pending: Pending) -> String? {
    let id = Self.makeID()
    return state.withLock { state in
      let old = pending.created - Self.patienceSeconds
      state.waiting = state.waiting.filter { $0.value.created > old }
      guard state.waiting.count < Self.waitingMax else { return nil }
      state.waiting[id] = pending
      return id
    }
  }

  /// What an id leads to; nil for nothing. Reads a file.
  package func entry(_ id: String, now: Int) throws -> Entry? {
    guard Self.isID(id) else { return nil }
    let known = state.withLock { state -> Entry? in
      if state.running.contains(id) { return .running }
      guard let pending = state.waiting.removeValue(forKey: id) else { return nil }
      state.running.insert(id)
      return .waiting(pending)
    }
    if let known { return known }
    guard fileStatus(path(id)) != nil else { return nil }
    let record = try ReportFile.record(try readFile(path(id), limit: ReportFile.lengthMax + ReportFile.headerBytes))
    guard record.expires == 0 || record.expires > now else {
      try? removeFile(path(id))  // The next sweep removes it too.
      return nil
    }
    return .record(record)
  }

  /// Whether an id leads to something, without taking it.
  func has(_ id: String) -> Bool {
    guard Self.isID(id) else { return false }
    return state.withLock { $0.running.contains(id) || $0.waiting[id] != nil } || fileStatus(path(id)) != nil
  }

  /// Writes a complete report.
  package func keep(_ record: DiagnosisRecord, id: String) throws {
    defer { drop(id) }
    try createFolders(folder)
    try writeAtomically(try ReportFile.bytes(record), to: path(id))
  }

  /// A look-up ended without a report.
  func drop(_ id: String) {
    state.withLock { state in
      state.running.remove(id)
      state.waiting[id] = nil
    }
  }

  /// Removes a report; false when there is none.
  func delete(_ id: String) throws -> Bool {
    guard Self.isID(id) else { return false }
    let waited = state.withLock { $0.waiting.removeValue(forKey: id) != nil }
    guard fileStatus(path(id)) != nil else { return waited }
    try removeFile(path(id))
    return true
  }

  /// Removes reports that are over, files that were never finished, and the oldest of too many.
  package func sweep(now: Int) throws {
    guard fileStatus(folder) != nil else { return }
    var kept: [(expires: Int, name: String)] = []
    for name in try listFolder(folder) {
      let file = "\(folder)/\(name)"
      if OutputFile.isTemporaryName(name) {
        // One that is being written is a second old at most; a minute later it is left over.
        // What cannot be removed now is by the next sweep.
        if isUnfinishedLongAgo(file, now) { try? removeFile(file) }
        continue
      }
      guard name.hasSuffix(".report") else { continue }
      var head: [UInt8] = []
      // Unreadable is damaged: no head.
      try? readFileInChunks(file) { bytes in
        head = Array(bytes.prefix(ReportFile.headerBytes))
        return false
      }
      // A damaged one can be shown to nobody.
      guard let expires = ReportFile.expiry(head), expires == 0 || expires > now else {
        try? removeFile(file)
        continue
      }
      kept.append((expires == 0 ? .max : expires, file))
    }
    guard kept.count > Self.reportsMax else { return }
    // The next sweep removes what this one cannot.
    for (_, file) in kept.sorted(by: { $0.expires < $1.expires }).prefix(kept.count - Self.reportsMax) {
      try? removeFile(file)
    }
  }

  private func isUnfinishedLongAgo(_ file: String, _ now: Int) -> Bool {
    guard let status = fileStatus(file) else { return false }
    return status.modifiedNanoseconds / 1_000_000_000 < now - 60
  }
}
