import Navigation
import Platform

/// `alidade scip from-index-store`.
enum IndexStoreAction {
  static func run(_ path: String, _ arguments: Arguments, _ session: Session) throws -> ExitCode {
    let library = try IndexStoreLibrary.load(path: arguments.value(.library))
    let folder = arguments.value(.root) ?? "."
    guard let root = realPath(folder), fileStatus(root)?.kind == .folder else {
      throw UsageError("--root \(folder) is no folder")
    }
    let store = try IndexStore(absolutePath(path), library: library)
    let job = IndexStoreExport(
      root: root, packageName: arguments.value(.package) ?? lastComponent(of: root),
      toolVersion: Version.number)
    let target = arguments.value(.output) ?? "index.scip"
    let output = try OutputFile.create(temporaryFor: target)
    let progress = ProgressLine(isOn: session.isErrorTerminal && !session.isQuiet)
    let start = ContinuousClock.now
    let result = Result {
      let report = try job.run(store, library: library, to: output) { done, total in
        progress.show("converting, \(formatted(done)) of \(counted(total, "file"))")
      }
      try output.commit(durable: false)
      return report
    }
    progress.clear()
    let report = try result.get()
    let warnings = remarks(report)
    for text in warnings { session.warn(text) }
    if session.isVerbose {
      for file in report.staleFiles { session.note("changed since it was compiled: \(file)") }
    }
    if arguments.has(.json) {
      let document: JSON = [
        "output": .string(target), "units": .integer(report.units), "documents": .integer(report.documents),
        "occurrences": .integer(report.occurrences), "symbols": .integer(report.symbols),
        "stale_files": .array(report.staleFiles.map { .string($0) }),
        "warnings": .array(warnings.map { .string($0) }), "elapsed": .duration(ContinuousClock.now - start),
      ]
      session.output.write(document.line)
    } else if !session.isQuiet {
      session.output.write(
        "wrote \(target): \(counted(report.documents, "file")), \(counted(report.occurrences, "occurrence")) of "
          + "\(counted(report.symbols, "symbol")) from \(counted(report.units, "unit")); "
          + "\(formatted(ContinuousClock.now - start))\n")
    }
    return warnings.isEmpty ? .found : .nothing
  }

  private static func remarks(_ report: IndexStoreExport.Report) -> [String] {
    var texts: [String] = []
    if !report.hasReadableNames {
      texts.append("libswiftDemangle is not beside libIndexStore: symbols of Swift have no readable names")
    }
    if !report.staleFiles.isEmpty {
      texts.append(
        "left out \(counted(report.staleFiles.count, "file")) that changed since they were compiled; build again"
      )
    }
    if let first = report.faults.first {
      texts.append(
        "left out \(counted(report.faults.count, "part")) that could not be read, the first: \(first)")
    }
    return texts
  }
}
