import Platform
import SearchIndex

extension Examination {
  /// Reads every file of the index and compares all checksums; opening an index skips those of text and postings.
  func files() -> [Finding] {
    let folder = dataFolder + "/segments"
    let names: [String]
    do {
      names = try listFolder(folder).filter {
        $0.hasSuffix(".seg") || $0.hasSuffix(".plc") || $0.hasSuffix(".facts")
      }.sorted()
    } catch {
      return [Finding(subject: "files", verdict: .fault, text: "\(error)", fix: "Run alidade index.")]
    }
    var bytes = 0
    var findings: [Finding] = []
    for name in names {
      do {
        bytes += try verify("\(folder)/\(name)", name)
      } catch let error as PlatformError where error.kind == .notFound {
        // An indexer replaced it while we read.
        continue
      } catch {
        findings.append(
          Finding(
            subject: "files", verdict: .fault, text: "\(error)",
            fix: "Delete \(folder)/\(name), then run alidade index, which writes it anew."))
      }
    }
    if findings.isEmpty {
      let text = "\(counted(names.count, "file")), \(formatted(bytes: bytes)), all checksums right"
      findings.append(Finding(subject: "files", verdict: .good, text: text))
    }
    return findings
  }

  /// Checks one file and returns its length.
  private func verify(_ path: String, _ name: String) throws -> Int {
    let file = try MappedFile.open(path)
    if name.hasSuffix(".plc") {
      // Opening it checks all of it.
      _ = try PlacementFile(bytes: file.bytes, owner: file, file: name)
    } else if name.hasSuffix(".facts") {
      try FactsFile(bytes: file.bytes, owner: file, file: name).verify()
    } else {
      try Segment(bytes: file.bytes, owner: file, file: name, codec: Self.noCodec).verify()
    }
    return file.count
  }

  /// Checksums are of the stored bytes, so nothing is decompressed.
  private static let noCodec = TextCodec(
    compress: { _, _ in nil }, decompress: { _, _ in nil }, bound: { $0 })
}
