import Navigation
import Platform
import Search
import ServiceLifecycle

/// Imports indexes of symbols that are put into a folder, on the site's own threads, one at a time.
struct ScipImporter: Service {
  let site: Site

  func run() async {
    await cancelWhenGracefulShutdown {
      let dataFolder = site.configuration.dataFolder
      var folder = ScipFolder(
        path: site.configuration.scipFolder ?? dataFolder + "/scip", dataFolder: dataFolder)
      var lastFailure: String?
      while !Task.isCancelled {
        do {
          folder = try await pass(folder)
          lastFailure = nil
        } catch is CancellationError {
          return
        } catch {
          // The same failure every time is one line in the log.
          if "\(error)" != lastFailure { site.log.fault("\(folder.path): \(error)") }
          lastFailure = "\(error)"
        }
        // Cancelled sleep ends the loop.
        try? await Task.sleep(for: ServerLimits.scipInterval)
      }
    }
  }

  private func pass(_ folder: ScipFolder) async throws -> ScipFolder {
    let site = site
    guard let service = site.index.service else { return folder }
    return try await site.runHousekeeping {
      var folder = folder
      let source = IndexedSource(repositories: { service.repositories }) {
        try service.content(repository: $0, revision: $1, path: $2)
      }
      let outcomes = try folder.importWaiting(now: site.now()) { repository, revision in
        try source.commit(repository: repository, revision: revision)
      }
      for outcome in outcomes {
        if let index = outcome.index {
          site.log.note("imported \(outcome.name): \(index.occurrences) occurrences of \(index.repository)")
        } else {
          site.log.fault("\(outcome.name) was not imported: \(outcome.reason)")
        }
      }
      return folder
    }
  }
}
