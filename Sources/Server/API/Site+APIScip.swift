import Containers
import Navigation
import Platform
import Search
import Synchronization
import WebUI

extension Site {
  /// `POST /api/v1/repos/{repo}/-/scip?rev=&root=`: the body goes to a file first, so that a slow or broken
  /// connection holds nothing but that file.
  func importScip(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    if let refused = refuseUpload(call) { return refused }
    let name = call.arguments.text("repo")
    let source = IndexedSource(repositories: { service.repositories }) {
      try service.content(repository: $0, revision: $1, path: $2)
    }
    let revision = call.arguments["rev"]
    // Before the body is read: what belongs nowhere is not worth sending.
    let commit = try await run { try source.commit(repository: name, revision: revision) }
    var root = ""
    if let text = call.arguments["root"] {
      guard let folder = Self.relativeFolder(text) else {
        let message = "root is a folder within the repository, such as sub/folder"
        return ending(
          call.visit.problem(
            .badParameter, detail: message, errors: [.init(parameter: "root", message: message)]))
      }
      root = folder
    }
    guard isUploading.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
      var reply = call.visit.problem(.busy, detail: "another index is being uploaded")
      reply.headers.append(("Retry-After", "10"))
      return ending(reply)
    }
    defer { isUploading.store(false, ordering: .releasing) }
    let folder = configuration.dataFolder + "/uploads"
    let file = try await run {
      try createFolders(folder)
      // Those of a server that was killed: there is one upload at a time.
      for old in try listFolder(folder) where OutputFile.isTemporaryName(old) {
        try removeFile(folder + "/" + old)
      }
      return Upload(try OutputFile.create(temporaryFor: folder + "/index.scip"))
    }
    defer { file.abandon() }
    guard try await receive(call, into: file) else {
      let most = Format.bytes(ServerLimits.uploadBytes)
      return ending(call.visit.problem(.tooLarge, detail: "an index of at most \(most) is taken"))
    }
    let job = ScipImport(repository: name, commit: commit, root: root, time: now())
    let dataFolder = configuration.dataFolder
    do {
      return try await run {
        try file.flush()
        let report = try job.run(file.path, dataFolder: dataFolder)
        return call.reply { APIAnswer.write(report, to: &$0) }
      }
    } catch let error as NavigationError {
      return call.visit.problem(.badIndex, detail: "\(error)".replacing(file.path, with: "the index"))
    }
  }

  /// What can be told from the head of the request.
  private func refuseUpload(_ call: APICall) -> Reply? {
    guard let token = configuration.scipToken else {
      return ending(
        call.visit.problem(.uploadsOff, detail: "this server was started without --scip-token-file"))
    }
    let given = call.visit.request.authorization ?? ""
    guard given.lowercased().hasPrefix("bearer "), Self.isSame(String(given.dropFirst(7)), token) else {
      var reply = call.visit.problem(.signInNeeded, detail: "the token is missing or wrong")
      reply.headers.append(("WWW-Authenticate", "Bearer realm=\"alidade\""))
      return ending(reply)
    }
    if let length = call.visit.request.bodyLength, length > ServerLimits.uploadBytes {
      let most = Format.bytes(ServerLimits.uploadBytes)
      return ending(call.visit.problem(.tooLarge, detail: "an index of at most \(most) is taken"))
    }
    return nil
  }

  /// Ends the connection after the reply: the body that was not read may be long.
  private func ending(_ reply: Reply) -> Reply {
    var reply = reply
    reply.closesConnection = true
    return reply
  }

  /// False when more came than is taken.
  private func receive(_ call: APICall, into file: Upload) async throws -> Bool {
    let site = self
    do {
      try await call.visit.request.body? { bytes in
        // Pieces are some ten kilobytes; the file has its own buffer, so most of these calls do not wait.
        try await site.run { try file.append(bytes) }
      }
      return true
    } catch is Upload.TooLong {
      return false
    }
  }

  /// Compares without telling by the time it takes how much is alike.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard one.count == other.count else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ other[index] }
    return difference == 0
  }

  private static func relativeFolder(_ text: String) -> String? {
    let steps = text.split(separator: "/").filter { $0 != "." }
    return text.hasPrefix("/") || steps.contains("..") ? nil : steps.joined(separator: "/")
  }
}

/// A file that grows as an upload arrives.
///
/// `@unchecked Sendable`: the one request that made it uses it, one call after the other.
private final class Upload: @unchecked Sendable {
  struct TooLong: Error {}

  private let file: OutputFile

  init(_ file: OutputFile) { self.file = file }

  /// Where it can be read, once all is there and ``flush()`` was called.
  var path: String { file.temporaryPath }

  func append(_ bytes: [UInt8]) throws {
    guard file.bytesWritten + bytes.count <= ServerLimits.uploadBytes else { throw TooLong() }
    try file.append(bytes)
  }

  func flush() throws { try file.flush() }

  func abandon() { file.abandon() }
}

extension APIAnswer {
  /// The members of `ScipImport`.
  static func write(_ report: ScipImport.Report, to json: inout JSONWriter) {
    let index = report.index
    json.member("repository", index.repository)
    if let commit = index.commit { json.member("commit", commit.hex) }
    json.member("root", index.root)
    json.member("tool", index.tool)
    json.member("toolVersion", index.toolVersion)
    json.member("documents", index.documents)
    json.member("occurrences", index.occurrences)
    json.member("symbols", index.symbols)
    json.member("bytesRead", report.bytesRead)
    json.member("replaced", report.dropped.count)
    let omissions = report.omissions
    json.member(
      "omitted",
      omissions.badPaths + omissions.unorderedRanges + omissions.longSymbols + omissions.localRelationships)
  }
}
