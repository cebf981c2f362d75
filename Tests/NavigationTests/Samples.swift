import Navigation
import Platform
import Testing

/// A folder that goes when this object does.
final class TemporaryFolder {
  let path: String

  init() throws {
    let base = environmentVariable("TMPDIR") ?? "/tmp"
    path = "\(base)/alidade-navigation-\(processID())-\(Int.random(in: 0..<1_000_000_000))"
    try createFolders(path)
  }

  deinit { try? removeTree(path) }  // Left-overs in the system's temporary folder do no harm.
}

/// An index in memory, as its parts.
struct SampleIndex {
  var metadata = ScipMetadata()
  var documents: [ScipDocument] = []
  var externals: [ScipSymbol] = []

  init(tool: String = "sample") {
    metadata.toolName = tool
    metadata.toolVersion = "1"
  }

  /// The index in SCIP's format.
  var bytes: [UInt8] {
    var writer = ScipWriter()
    return writer.bytes(metadata) + documents.flatMap { writer.bytes($0) }
      + externals.flatMap { writer.bytes(external: $0) }
  }

  /// Adds a document written as lines of `line:column+length symbol [roles]`, lines and columns 0-based.
  mutating func add(_ path: String, _ text: String, encoding: PositionEncoding = .utf8) {
    var document = ScipDocument(path: path)
    document.encoding = encoding
    for line in text.split(separator: "\n") {
      let words = line.split(separator: "|").map { $0.trimmingPrefix { $0 == " " } }
      let place = words[0].split { ":+ ".contains($0) }.map { Int32($0) ?? 0 }
      var roles = SymbolRoles()
      if words.count > 2 { roles = SymbolRoles(rawValue: UInt8(words[2].split(separator: " ")[0]) ?? 0) }
      let range = IndexedRange(
        startLine: place[0], startColumn: place[1], endLine: place[0], endColumn: place[1] + place[2])
      let symbol = String(words[1]).split(separator: " ").joined(separator: " ")
      document.occurrences.append(ScipOccurrence(range: range, symbol: symbol, roles: roles))
    }
    documents.append(document)
  }
}

/// Gives bytes in pieces of a size, as a slow disk would.
func source(_ bytes: [UInt8], piece: Int = .max) -> ScipReader.Source {
  var rest = bytes[...]
  return { buffer in
    let count = min(piece, buffer.count, rest.count)
    rest.prefix(count).withUnsafeBytes { buffer.copyMemory(from: $0) }
    rest = rest.dropFirst(count)
    return count
  }
}
