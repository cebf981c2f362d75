import Containers
import Git
import History
import Platform
import Search
import WebUI

/// One request about history: its repository, opened.
struct HistoryVisit: Sendable {
  let site: Site
  let visit: Visit
  let repository: RepositoryInfo
  let git: GitRepository

  var reader: HistoryReader { site.history }

  /// Runs questions to git; ended when the client goes.
  func run<Value: Sendable>(
    _ body: @escaping @Sendable (CancellationFlag) throws -> Value
  ) async throws -> Value {
    try await reader.run(body)
  }

  /// The commit of the address's revision: as indexed where it is, so that lines agree with the file page. Nil when
  /// it is unknown. For the threads of the reader.
  func commit(of revision: String?) throws -> ObjectID? {
    let indexed =
      revision.map { name in repository.revisions.first { $0.name == name } } ?? repository.revisions.first
    // The indexed commit may be gone from a repository whose history was rewritten.
    if let commit = indexed?.commit, try git.resolve(commit.hex) != nil { return commit }
    return try resolve(revision ?? indexed?.name ?? "HEAD")
  }

  /// What git takes the text for, nil when nothing, or when no revision can be written so.
  func resolve(_ revision: String) throws -> ObjectID? {
    do {
      return try git.resolve(revision)
    } catch let error as GitError {
      if case .badRevision = error.kind { return nil }
      throw error
    }
  }

  /// Where the page is.
  func place(_ address: Route.FileAddress, isFolder: Bool = true) -> HistoryPlace {
    HistoryPlace(
      repository: repository.name, revision: address.revision,
      revisionName: address.revision ?? repository.revisions.first?.name ?? "HEAD", path: address.pathBytes,
      isFolder: isFolder)
  }

  /// How the address wants a diff to be shown.
  var diffOptions: DiffOptions {
    var options = DiffOptions()
    options.isSplit = visit.target["diff"] == "split"
    options.ignoresWhitespace = visit.target["space"] == "ignore"
    options.file = visit.target["file"]
    options.parent = visit.number("parent", in: 1...1000) ?? 1
    options.contextLines =
      visit.target["context"] == "all" ? nil : visit.number("context", in: 0...DiffOptions.wholeFile) ?? 3
    return options
  }

  /// A page whose first part is sent before git has done its work.
  func stream(
    _ opening: HTML, _ content: @escaping @Sendable (CancellationFlag) throws -> HTML
  ) -> Reply {
    let queue = ChunkQueue()
    let reply = Reply(status: 200, headers: Site.streamHeaders, body: .stream(queue))
    if visit.request.method == "HEAD" { return reply }
    let task = Task {
      queue.append(opening.bytes)
      queue.flush()
      do {
        queue.append(try await run(content).bytes)
      } catch {
        queue.append(fault(error).bytes)
      }
      queue.append(Frame.closing(visit.context()).bytes)
      queue.finish()
    }
    queue.onCancel { task.cancel() }
    return reply
  }

  /// What the reader sees when git fails after the page has begun.
  private func fault(_ error: any Error) -> HTML {
    if !(error is CancellationError) {
      let underlying = (error as? GitError)?.underlying ?? ""
      site.log.fault("history: \(error) \(underlying)", request: visit.id)
    }
    var reason = "The log of the server has the reason under \(visit.id)."
    if let error = error as? PlatformError, case .busy = error.kind {
      reason = "Too many questions to git are waiting. Try again in a moment."
    } else if let error = error as? GitError {
      switch error.kind {
      case .tooMuch(let what): reason = "It was given up: \(what)."
      case .gitMissing: reason = "The server has no git program."
      case .partialClone: reason = "This repository is a partial clone that lacks the content."
      default: break
      }
    }
    return """
      <div class="notice danger" role="alert"><p><b>This could not be read from git.</b> \(reason)</p></div>
      """
  }
}

extension Site {
  /// Opens the repository of an address and answers; one reply for whatever does not exist.
  func withHistory(
    _ address: Route.FileAddress, _ visit: Visit, _ body: (HistoryVisit) async throws -> Reply?
  ) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    guard let repository = service.repositories.first(where: { $0.name == address.repository }) else {
      return visit.notFound(suggestedQuery: address.repository.split(separator: "/").last.map(String.init))
    }
    guard repository.isGit else {
      return visit.fault(
        404, "There is no history here",
        "History needs git, and \(repository.name) is indexed as a plain folder. Index a git repository to see who "
          + "changed what.")
    }
    do {
      let git = try await history.run { _ in try GitRepository.open(repository.location) }
      let history = HistoryVisit(site: self, visit: visit, repository: repository, git: git)
      return try await body(history) ?? visit.notFound()
    } catch let error as GitError {
      if case .badPath = error.kind { return visit.notFound() }
      log.fault("history: \(error) \(error.underlying ?? "")", request: visit.id)
      return visit.fault(
        503, "The repository cannot be read",
        "git could not answer. The log of the server has the reason under the number below.",
        offersRetry: true)
    }
  }
}
