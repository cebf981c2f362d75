package import Containers
import Platform

/// The import of one index of symbols into a data folder.
package struct ScipImport: Sendable {
  /// What was imported.
  package struct Report: Sendable {
    package var index: ImportedIndex
    package var meta: NavigationMeta
    package var omissions: ImportOmissions
    /// Bytes of the input, unpacked.
    package var bytesRead: Int
    /// Bytes of the new file.
    package var bytesWritten: Int
    /// Indexes whose place it took, or that were one too many.
    package var dropped: [ImportedIndex]
  }

  /// What can be told while an import runs.
  package struct Progress: Sendable {
    package var documents: Int
    package var bytesRead: Int
  }

  /// The repository it is about, by its full name.
  package var repository: String
  /// The commit it was made from; nil for a plain folder.
  package var commit: ObjectID?
  /// The folder of the repository that its paths are relative to; "" for the repository itself.
  package var root = ""
  /// Seconds since 1970, for the record.
  package var time: Int
  /// Any number; see ``SymbolInterner``.
  package var hashKey = UInt64.random(in: 0 ... .max)

  /// Indexes kept of one repository, tool and folder: the newest, so that links to recent commits stay exact.
  package static let keptCommits = 4

  /// The most unpacked bytes that are read: a small gzip file may hold any number.
  package static let bytesMax = 64 << 30

  /// An import into `repository` at `commit`.
  package init(repository: String, commit: ObjectID?, root: String = "", time: Int) {
    self.repository = repository
    self.commit = commit
    self.root = root
    self.time = time
  }

  /// Reads the index at `path` ("-" for standard input; gzip is told by its first bytes) and publishes it in
  /// `dataFolder`. Blocks; one import at a time writes to a data folder.
  ///
  /// - Parameter onProgress: called after each document.
  /// - Throws: ``NavigationError`` naming the file, and the offset where it is malformed; ``PlatformError`` of kind
  ///   `busy` when another import does not end within a minute. Nothing has changed then.
  package func run(
    _ path: String, dataFolder: String, isCancelled: () -> Bool = { false },
    onProgress: (Progress) -> Void = { _ in }
  ) throws -> Report {
    do {
      let input = try InputFile(path)
      return try run(source: { try input.read(into: $0) }, name: path, dataFolder, isCancelled, onProgress)
    } catch let error as NavigationError {
      throw error.about(path)
    }
  }

  /// As ``run(_:dataFolder:isCancelled:onProgress:)`` for bytes that come from elsewhere.
  package func run(
    source: @escaping ScipReader.Source, name: String, _ dataFolder: String,
    _ isCancelled: () -> Bool = { false },
    _ onProgress: (Progress) -> Void = { _ in }
  ) throws -> Report {
    let folder = NavigationManifest.folder(dataFolder)
    try createFolders(folder)
    // Imports are seldom and short: one waits for the other.
    let lock = try FileLock.acquire(NavigationManifest.lock(dataFolder), timeoutSeconds: 60)
    defer { lock.unlock() }
    var manifest = try NavigationManifest.read(dataFolder)
    try removeLeftovers(folder, manifest)
    let file = "\(manifest.nextFile).symbols"
    let prefix = root.isEmpty || root.hasSuffix("/") ? root : root + "/"
    let builder = try NavigationFileBuilder(path: folder + "/" + file, prefix: prefix, hashKey: hashKey)
    let bytesRead = try read(source, name, into: builder, isCancelled, onProgress)
    // An empty file must not take the place of an index.
    guard !builder.documents.isEmpty else {
      throw NavigationError(.unusable, subject: "", reason: "it is an index without a file", fix: "Was it cut off?")
    }
    let meta = try builder.finish()
    let index = ImportedIndex(
      file: file, repository: repository, commit: commit, root: prefix, tool: meta.toolName,
      toolVersion: meta.toolVersion, importedAt: time, documents: meta.documentCount,
      occurrences: meta.occurrenceCount, symbols: meta.symbolCount)
    let dropped = Self.publish(index, in: &manifest)
    try NavigationManifest.write(manifest, to: dataFolder)
    for old in dropped { try removeFile(folder + "/" + old.file) }
    return Report(
      index: index, meta: meta, omissions: builder.omissions, bytesRead: bytesRead,
      bytesWritten: fileStatus(folder + "/" + file)?.size ?? 0, dropped: dropped)
  }

  private func read(
    _ source: @escaping ScipReader.Source, _ name: String, into builder: NavigationFileBuilder,
    _ isCancelled: () -> Bool, _ onProgress: (Progress) -> Void
  ) throws -> Int {
    let counter = ByteCounter(try unpacked(source, name), limit: Self.bytesMax, name: name)
    try ScipReader.read({ try counter.read(into: $0) }) { part in
      if isCancelled() { throw CancellationError() }
      try builder.add(part)
      onProgress(Progress(documents: builder.documents.count, bytesRead: counter.count))
    }
    return counter.count
  }

  /// Puts an index into the manifest; what it replaces comes back.
  static func publish(_ index: ImportedIndex, in manifest: inout NavigationManifest.Content)
    -> [ImportedIndex]
  {
    var family = manifest.indexes.filter { $0.family == index.family }
    var dropped = family.filter { $0.commit == index.commit }
    family.removeAll { $0.commit == index.commit }
    dropped += family.dropLast(keptCommits - 1)
    manifest.indexes.removeAll { dropped.contains($0) }
    manifest.indexes.append(index)
    manifest.nextFile += 1
    return dropped
  }

  /// Files of imports that did not end, or that were dropped while a reader needed them.
  private func removeLeftovers(_ folder: String, _ manifest: NavigationManifest.Content) throws {
    let known = Set(manifest.indexes.map(\.file))
    for name in try listFolder(folder) {
      if OutputFile.isTemporaryName(name) || name.hasSuffix(".symbols") && !known.contains(name) {
        try removeFile(folder + "/" + name)
      }
    }
  }
}

/// Removes imported indexes that `matches`; they come back.
package func removeImportedIndexes(
  dataFolder: String, _ matches: (ImportedIndex) -> Bool
) throws -> [ImportedIndex] {
  let folder = NavigationManifest.folder(dataFolder)
  guard fileStatus(folder) != nil else { return [] }
  let lock = try FileLock.acquire(NavigationManifest.lock(dataFolder), timeoutSeconds: 60)
  defer { lock.unlock() }
  var manifest = try NavigationManifest.read(dataFolder)
  let removed = manifest.indexes.filter(matches)
  guard !removed.isEmpty else { return [] }
  manifest.indexes.removeAll(where: matches)
  try NavigationManifest.write(manifest, to: dataFolder)
  for index in removed { try removeFile(folder + "/" + index.file) }
  return removed
}

/// `source`, unpacked when its first bytes say that it is gzip.
package func unpacked(_ source: @escaping ScipReader.Source, _ name: String) throws -> ScipReader.Source {
  var head = [UInt8](repeating: 0, count: 2)
  var count = 0
  while count < 2 {
    let read = try head.withUnsafeMutableBytes {
      try source(UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
    }
    if read == 0 { break }
    count += read
  }
  var rest = head[..<count]
  let whole: ScipReader.Source = { buffer in
    guard !rest.isEmpty, !buffer.isEmpty else { return try source(buffer) }
    let count = min(rest.count, buffer.count)
    rest.prefix(count).withUnsafeBytes { buffer.copyMemory(from: $0) }
    rest = rest.dropFirst(count)
    return count
  }
  guard GzipReader.isGzip(head[..<count]) else { return whole }
  let reader = try GzipReader(name, source: whole)
  return { buffer in
    do {
      return try reader.read(into: buffer)
    } catch let error as PlatformError where error.action == GzipReader.action {
      guard case .other(let reason) = error.kind else { throw error }
      throw NavigationError(.damaged, subject: "", reason: reason)
    }
  }
}

/// Counts what is read, up to a limit.
private final class ByteCounter {
  private let source: ScipReader.Source
  private let limit: Int
  private let name: String
  private(set) var count = 0

  init(_ source: @escaping ScipReader.Source, limit: Int, name: String) {
    self.source = source
    self.limit = limit
    self.name = name
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let read = try source(buffer)
    count += read
    guard count <= limit else {
      throw NavigationError(.tooLarge, subject: name, reason: "has more than \(limit) bytes")
    }
    return read
  }
}
