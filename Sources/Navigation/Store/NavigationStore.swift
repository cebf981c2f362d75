import Platform

/// The imported indexes of a data folder, open. Immutable; files that a newer store dropped stay mapped as long as
/// this one is used.
package final class NavigationStore: Sendable {
  /// An index and its file.
  package struct Part: Sendable {
    package let index: ImportedIndex
    package let file: NavigationFile
  }

  /// The data folder, as given.
  package let dataFolder: String

  /// In order of import.
  package let parts: [Part]

  /// Indexes that could not be opened, with the reason. Everything goes on without them.
  package let failures: [String]

  /// What differs between the commits of the indexes and others.
  let comparisons: Comparisons

  private let manifestStatus: FileStatus?

  /// Times the manifest is read again when an import replaced files in between.
  private static let openAttempts = 5

  /// Opens the indexes of `dataFolder`; without any, the store is empty.
  ///
  /// - Throws: ``NavigationError`` of kind `damaged` when the manifest is.
  package static func open(dataFolder: String) throws -> NavigationStore {
    try open(dataFolder: dataFolder, reusing: [], Comparisons())
  }

  /// The store as it is now: this one when nothing was imported since. Cost: one system call.
  package func refreshed() throws -> NavigationStore {
    let status = fileStatus(NavigationManifest.path(dataFolder))
    return status == manifestStatus
      ? self : try Self.open(dataFolder: dataFolder, reusing: parts, comparisons)
  }

  private static func open(
    dataFolder: String, reusing known: [Part], _ comparisons: Comparisons
  ) throws -> NavigationStore {
    var attempt = 0
    while true {
      attempt += 1
      let status = fileStatus(NavigationManifest.path(dataFolder))
      let indexes = try NavigationManifest.read(dataFolder).indexes
      var parts: [Part] = []
      var failures: [String] = []
      var isMissing = false
      for index in indexes {
        if let part = known.first(where: { $0.index == index }) {
          parts.append(part)
          continue
        }
        do {
          let path = NavigationManifest.folder(dataFolder) + "/" + index.file
          parts.append(Part(index: index, file: try NavigationFile.open(path)))
        } catch {
          isMissing = isMissing || (error as? PlatformError)?.kind == .notFound
          failures.append("the index of \(index.repository) made by \(index.tool): \(error)")
        }
      }
      // Most likely replaced between reading the manifest and now.
      if isMissing, attempt < openAttempts { continue }
      return NavigationStore(dataFolder, parts, failures, status, comparisons)
    }
  }

  private init(
    _ dataFolder: String, _ parts: [Part], _ failures: [String], _ status: FileStatus?,
    _ comparisons: Comparisons
  ) {
    self.comparisons = comparisons
    self.dataFolder = dataFolder
    self.parts = parts
    self.failures = failures
    manifestStatus = status
  }
}
