package import Platform

/// Turns what compilers wrote into an index store into an index in SCIP's format.
package struct IndexStoreExport: Sendable {
  /// What came of it.
  package struct Report: Sendable {
    package var units = 0
    package var documents = 0
    package var occurrences = 0
    package var symbols = 0
    /// Files that changed since they were compiled, and are left out.
    package var staleFiles: [String] = []
    /// Units and records that could not be read, with the reason.
    package var faults: [String] = []
    /// False where demangling is missing and Swift's symbols have unreadable names.
    package var hasReadableNames = true
  }

  /// The folder whose files are taken, absolute and without links.
  package var root: String
  /// The package of symbols of C, C++ and Objective-C.
  package var packageName: String
  /// Written into the index.
  package var toolVersion: String

  /// Records of one header that are merged: a header may be compiled in any number of ways.
  static let recordsPerFileMax = 64

  /// Source files of more bytes are left out.
  static let sourceBytesMax = 32 << 20

  /// An export of the files below `root`.
  package init(root: String, packageName: String, toolVersion: String) {
    self.root = root
    self.packageName = packageName
    self.toolVersion = toolVersion
  }

  /// Reads `store` and writes the index to `output`, document by document, in order of path.
  ///
  /// - Parameter onProgress: documents done and documents in all.
  /// - Throws: ``NavigationError`` of kind `unusable` when no file below the root was compiled.
  package func run(
    _ store: IndexStore, library: IndexStoreLibrary, to output: OutputFile,
    onProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Report {
    var report = Report()
    let demangler = SwiftDemangler(besideLibrary: library.path)
    report.hasReadableNames = demangler != nil
    let files = try compiledFiles(store, &report)
    guard !files.isEmpty else {
      throw NavigationError(
        .unusable, subject: store.path, reason: "has no compiled file below \(root)",
        fix: "Name the folder of the sources with --root.")
    }
    var names = SymbolNames(naming: SymbolNaming(demangler: demangler, packageName: packageName))
    for file in files {
      for record in file.records { readRecord(store, record, &report) { names.note($0) } }
    }
    var writer = ScipWriter()
    var metadata = ScipMetadata()
    metadata.toolName = "alidade-index-store"
    metadata.toolVersion = toolVersion
    metadata.projectRoot = "file://" + root
    try output.append(writer.bytes(metadata))
    for (number, file) in files.enumerated() {
      onProgress(number, files.count)
      guard let text = try? readFile(root + "/" + file.path, limit: Self.sourceBytesMax) else {
        report.faults.append("\(file.path): cannot be read")
        continue
      }
      var builder = DocumentBuilder(path: file.path, text: text)
      for record in file.records { readRecord(store, record, &report) { builder.add($0, &names) } }
      guard let document = builder.finish(&names) else {
        report.staleFiles.append(file.path)
        continue
      }
      report.documents += 1
      report.occurrences += document.occurrences.count
      try output.append(writer.bytes(document))
    }
    for symbol in names.externals() { try output.append(writer.bytes(external: symbol)) }
    report.symbols = names.count
    return report
  }

  private func readRecord(
    _ store: IndexStore, _ name: String, _ report: inout Report, _ body: (IndexRecord) -> Void
  ) {
    do {
      body(try store.record(name))
    } catch {
      let text = "\(error)"
      if !report.faults.contains(text) { report.faults.append(text) }
    }
  }

  private struct File {
    /// Relative to the root.
    var path: String
    /// Records of it, the newest first.
    var records: [String]
  }

  /// Files below the root with their records: for a file that was compiled itself those of its newest unit, for
  /// others all.
  private func compiledFiles(_ store: IndexStore, _ report: inout Report) throws -> [File] {
    var own: [String: (time: Int, records: Set<String>)] = [:]
    var included: [String: [String: Int]] = [:]
    for name in store.units() {
      let unit: IndexUnit
      do {
        unit = try store.unit(name)
      } catch {
        report.faults.append("\(error)")
        continue
      }
      guard !unit.isSystem else { continue }
      report.units += 1
      let main = relativePath(unit.mainFile)
      for record in unit.records {
        guard let path = relativePath(record.file) else { continue }
        guard path == main else {
          let time = included[path]?[record.name] ?? 0
          included[path, default: [:]][record.name] = max(time, unit.modifiedNanoseconds)
          continue
        }
        let known = own[path]?.time ?? 0
        if unit.modifiedNanoseconds > known {
          own[path] = (unit.modifiedNanoseconds, [record.name])
        } else if unit.modifiedNanoseconds == known {
          own[path]?.records.insert(record.name)
        }
      }
    }
    var files = own.map { File(path: $0.key, records: $0.value.records.sorted()) }
    for (path, records) in included where own[path] == nil {
      let newest = records.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
      files.append(File(path: path, records: Array(newest.prefix(Self.recordsPerFileMax))))
    }
    return files.sorted { $0.path < $1.path }
  }

  /// The path below the root; nil for files outside of it, in hidden folders (what a build fetched or made) and
  /// that are gone.
  private func relativePath(_ path: String) -> String? {
    guard path.hasPrefix(root + "/") else { return nil }
    let steps = path.dropFirst(root.count + 1).split(separator: "/").filter { $0 != "." }
    guard !steps.contains(where: { $0.hasPrefix(".") }), !steps.isEmpty else { return nil }
    let relative = steps.joined(separator: "/")
    return fileStatus(root + "/" + relative)?.kind == .file ? relative : nil
  }
}
