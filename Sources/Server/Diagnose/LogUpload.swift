import Diagnosis
import Platform

/// A log on its way from a client: read and redacted as it arrives, never written anywhere.
///
/// `@unchecked Sendable`: the one request that made it uses it, one call after the other.
final class LogUpload: @unchecked Sendable {
  /// Why something is not taken.
  enum Fault: Error, Equatable {
    case tooLarge
    case unreadable(String)
    case empty
  }

  /// How the body is to be read.
  enum Kind: Equatable {
    /// Fields `text` and `file`.
    case form(contentType: String)
    /// The log or archive itself.
    case bytes(name: String)
  }

  private enum Field { case text, file, other }

  private let diagnosis = LogDiagnosis()
  private let reader: BundleReader
  private let limit: Int
  private var form: MultipartReader?
  private var field = Field.other
  private var text: [UInt8] = []
  private var input: BundleInput?
  private var name = "paste"
  private var count = 0
  private var nanoseconds = 0

  /// Bytes of a text in a form's box.
  static let textMax = 8 << 20

  init(_ kind: Kind, limit: Int) throws(Fault) {
    var limits = BundleLimits()
    limits.members = 10_000
    limits.memberBytes = 256 << 20
    limits.totalBytes = 512 << 20
    limits.heldBytes = limit
    reader = BundleReader(diagnosis, limits: limits)
    self.limit = limit
    switch kind {
    case .form(let contentType):
      guard let form = MultipartReader(contentType: contentType) else {
        throw .unreadable("the form is not multipart/form-data")
      }
      self.form = form
    case .bytes(let name):
      self.name = name
      input = BundleInput(reader, name: name)
    }
  }

  /// Takes a piece of the body. Reads and unpacks it: not for an event loop.
  func take(_ bytes: [UInt8]) throws(Fault) {
    let start = monotonicNanoseconds()
    defer { nanoseconds += monotonicNanoseconds() - start }
    count += bytes.count
    guard count <= limit else { throw .tooLarge }
    guard form != nil else {
      bytes.withUnsafeBytes { input?.push($0) }
      return
    }
    for event in try events(bytes) {
      switch event {
      case .field(let field, let fileName): begin(field, fileName)
      case .data(let piece): try add(piece)
      }
    }
  }

  private func events(_ bytes: [UInt8]) throws(Fault) -> [MultipartReader.Event] {
    do {
      return try form?.push(bytes) ?? []
    } catch {
      throw .unreadable(error.reason)
    }
  }

  private func begin(_ name: String, _ fileName: String?) {
    field = .other
    if name == "text" { field = .text }
    // A second file is not read: the form has one.
    if name == "file", let fileName, !fileName.isEmpty, input == nil {
      field = .file
      self.name = String(fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "file")
    }
  }

  private func add(_ piece: [UInt8]) throws(Fault) {
    switch field {
    case .other: break
    case .text:
      guard text.count + piece.count <= Self.textMax else { throw .tooLarge }
      text += piece
    case .file:
      let input = self.input ?? BundleInput(reader, name: name)
      self.input = input
      piece.withUnsafeBytes { input.push($0) }
    }
  }

  /// What was read, when everything has come.
  func finish(now: Int) throws(Fault) -> ReportStore.Pending {
    let start = monotonicNanoseconds()
    if let form, !form.isComplete { throw .unreadable("the form ends early") }
    if let input, input.count > 0 {
      input.finish()
    } else {
      guard text.contains(where: { $0 > 0x20 }) else { throw .empty }
      name = "paste"
      let paste = BundleInput(reader, name: name)
      text.withUnsafeBytes { paste.push($0) }
      paste.finish()
    }
    let report = diagnosis.report(reader)
    nanoseconds += monotonicNanoseconds() - start
    return ReportStore.Pending(
      report: report, name: name, created: now, readSeconds: Double(nanoseconds) / 1e9)
  }
}
