import Containers
import Foundation
import Navigation
import Platform
import TestSupport
import Testing

/// The file an import makes, against what the index said.
@Suite struct `Navigation files` {
  /// An index with symbols of every kind in many documents, and what a naive reader makes of it.
  struct Model {
    var index = SampleIndex()
    var occurrences: [String: [ScipOccurrence]] = [:]
    var facts: [String: ScipSymbol] = [:]

    init(seed: UInt64, documents: Int, occurrencesMax: Int) {
      var random = SeededGenerator(seed: seed)
      let names = (0..<60).map { number in
        SymbolText(
          scheme: "s", packageName: ["p", "q r", ""][number % 3], version: "1.\(number % 2)",
          descriptors: [
            .init("T\(number / 7)", .type),
            .init(["run", "Run", "é`x"][number % 3], .method, disambiguator: "\(number)"),
          ]
        ).text
      }
      for number in 0..<documents {
        var document = ScipDocument(path: "src/\(number % 7)/file \(number).c")
        document.encoding = .utf8
        for _ in 0..<Int.random(in: 0...occurrencesMax, using: &random) {
          let isLocal = Int.random(in: 0..<4, using: &random) == 0
          let symbol =
            isLocal ? "local \(Int.random(in: 0..<5, using: &random))" : names.randomElement(using: &random)!
          let line = Int32.random(in: 0..<50, using: &random)
          let column = Int32.random(in: 0..<30, using: &random)
          let isLong = Int.random(in: 0..<9, using: &random) == 0
          let range = IndexedRange(
            startLine: line, startColumn: column, endLine: line + (isLong ? 3 : 0), endColumn: column + 4)
          let enclosing = IndexedRange(startLine: line, startColumn: 0, endLine: line + 9, endColumn: 1)
          document.occurrences.append(
            ScipOccurrence(
              range: range, symbol: symbol, roles: SymbolRoles(rawValue: .random(in: 0...15, using: &random)),
              enclosingRange: isLong ? enclosing : nil))
        }
        let unique = Self.merged(document.occurrences)
        document.occurrences.shuffle(using: &random)
        occurrences[document.path] = unique
        for symbol in Set(unique.map(\.symbol)).sorted()
        where facts[symbol] == nil || symbol.hasPrefix("local") {
          var known = ScipSymbol(symbol: symbol)
          known.documentation = ["about \(symbol)"]
          known.kind = 26
          known.displayName = "name"
          known.relationships =
            symbol.hasPrefix("local") ? [] : [ScipRelationship(symbol: names[0], kinds: .implementation)]
          if !symbol.hasPrefix("local") { facts[symbol] = known }
          document.symbols.append(known)
        }
        index.documents.append(document)
      }
    }

    /// Occurrences that differ only in roles are one.
    private static func merged(_ all: [ScipOccurrence]) -> [ScipOccurrence] {
      var result: [ScipOccurrence] = []
      for one in all {
        let isSingleLine = one.range.startLine == one.range.endLine
        if isSingleLine,
          let place = result.firstIndex(where: { $0.range == one.range && $0.symbol == one.symbol })
        {
          result[place].roles.formUnion(one.roles)
        } else {
          result.append(one)
        }
      }
      return result
    }
  }

  private func open(_ index: SampleIndex, _ folder: TemporaryFolder) throws -> NavigationFile {
    let bytes = index.bytes
    let store = try importing(bytes, into: folder)
    return try #require(store.parts.last).file
  }

  @discardableResult
  private func importing(
    _ bytes: [UInt8], into folder: TemporaryFolder, commit: String? = nil, root: String = ""
  ) throws -> NavigationStore {
    let job = ScipImport(repository: "r", commit: commit.flatMap { ObjectID(hex: $0) }, root: root, time: 1)
    _ = try job.run(source: source(bytes), name: "index", folder.path)
    return try NavigationStore.open(dataFolder: folder.path)
  }

  private struct Key: Hashable {
    var line: Int32
    var column: Int32
    var endLine: Int32
    var symbol: String
    var roles: UInt8
  }

  private func key(_ range: IndexedRange, _ symbol: String, _ roles: SymbolRoles) -> Key {
    // Numbers of local symbols are given anew.
    Key(
      line: range.startLine, column: range.startColumn, endLine: range.endLine,
      symbol: symbol.hasPrefix("local") ? "local" : symbol, roles: roles.rawValue)
  }

  @Test(arguments: [(1, 40, 30), (2, 3, 400), (3, 1, 0), (4, 200, 3)])
  func `every occurrence is found by file, by place and by symbol`(
    seed: Int, documents: Int, occurrences: Int
  ) throws {
    let model = Model(seed: UInt64(seed), documents: documents, occurrencesMax: occurrences)
    let folder = try TemporaryFolder()
    let file = try open(model.index, folder)
    try file.verify()
    #expect(file.meta.documentCount == documents)
    var bySymbol: [String: [String]] = [:]
    for (path, wanted) in model.occurrences {
      let document = try #require(file.documents(at: path).first)
      #expect(file.path(ofDocument: document) == path)
      let found = (0..<file.occurrenceCount(ofDocument: document)).map {
        file.occurrence($0, ofDocument: document)
      }
      let keys = found.map { key($0.range, $0.symbol.isLocal ? "local" : file.text(of: $0.symbol), $0.roles) }
      #expect(
        keys.reduce(into: [:]) { $0[$1, default: 0] += 1 }
          == wanted.reduce(into: [:]) { $0[key($1.range, $1.symbol, $1.roles), default: 0] += 1 })
      for one in wanted {
        if !one.symbol.hasPrefix("local") { bySymbol[one.symbol, default: []].append("\(path):\(one.range)") }
        let here = file.occurrences(
          ofDocument: document, atLine: Int(one.range.startLine), column: Int(one.range.startColumn))
        #expect(here.contains { $0.range == one.range })
      }
      for one in found where file.enclosingRange(one.index, ofDocument: document) != nil {
        #expect(file.enclosingRange(one.index, ofDocument: document)?.endLine == one.range.startLine + 9)
      }
    }
    for (symbol, places) in bySymbol {
      let stored = try #require(file.symbol(symbol))
      var found: [String] = []
      var isBehindDefinitions = false
      var isOrdered = true
      file.forEachPlace(of: stored) { place, isDefinition in
        let one = file.occurrence(place.index, ofDocument: place.document)
        found.append("\(file.path(ofDocument: place.document)):\(one.range)")
        isOrdered =
          isOrdered && isDefinition == one.roles.contains(.definition)
          && !(isBehindDefinitions && isDefinition)
        isBehindDefinitions = !isDefinition
        return true
      }
      #expect(found.sorted() == places.sorted())
      #expect(isOrdered)
      #expect(file.facts(of: stored, inDocument: nil).documentation == ["about \(symbol)"])
      #expect(
        file.relationships(from: stored).map { file.text(of: $0.symbol) }
          == model.facts[symbol]?.relationships.map(\.symbol))
    }
    #expect(file.symbol("s . p 1.0 Nothing#") == nil)
  }

  @Test func `symbols are found by name without case, and by prefix`() throws {
    let model = Model(seed: 9, documents: 30, occurrencesMax: 60)
    let folder = try TemporaryFolder()
    let file = try open(model.index, folder)
    let defined = Set(
      model.occurrences.values.joined().filter {
        $0.roles.contains(.definition) && !$0.symbol.hasPrefix("local")
      }
      .map(\.symbol))
    for (name, isPrefix, names) in [
      ("RUN", false, ["run", "Run"]), ("r", true, ["run", "Run"]), ("é``x", false, ["é`x"]),
    ] {
      var found: [String] = []
      file.forEachSymbol(named: name, isPrefix: isPrefix) { symbol, text in
        guard file.definitionCount(of: symbol) > 0 else { return true }
        found.append(text)
        return true
      }
      let wanted = defined.filter { names.contains(SymbolText(parsing: $0)?.descriptors.last?.name ?? "") }
      #expect(Set(found) == wanted)
      #expect(found.count == wanted.count)
    }
  }

  @Test func `what cannot be kept is counted`() throws {
    var index = SampleIndex()
    index.add("../outside", "0:0+1|s . p . a.")
    index.add("/absolute", "0:0+1|s . p . a.")
    index.add("good/file", "0:5+1|s . p . a.|1")
    index.documents[2].occurrences.append(
      ScipOccurrence(
        range: IndexedRange(startLine: 3, startColumn: 4, endLine: 2, endColumn: 0), symbol: "x", roles: []))
    index.documents[2].occurrences.append(
      ScipOccurrence(
        range: IndexedRange(startLine: 3, startColumn: 4, endLine: 3, endColumn: 5),
        symbol: String(repeating: "x", count: 70_000), roles: []))
    let folder = try TemporaryFolder()
    let job = ScipImport(repository: "r", commit: nil, root: "sub", time: 1)
    let report = try job.run(source: source(index.bytes), name: "index", folder.path)
    #expect(report.omissions.badPaths == 2)
    #expect(report.omissions.unorderedRanges == 1)
    #expect(report.omissions.longSymbols == 1)
    #expect(report.meta.occurrenceCount == 1)
    let store = try NavigationStore.open(dataFolder: folder.path)
    #expect(store.parts[0].file.path(ofDocument: 0) == "sub/good/file")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gzip")))
  func `gzip is told by its first bytes`() throws {
    let model = Model(seed: 5, documents: 20, occurrencesMax: 40)
    let folder = try TemporaryFolder()
    let halves = [model.index.bytes.prefix(3000), model.index.bytes.dropFirst(3000)]
    var packed: [UInt8] = []
    for half in halves {
      let command = Command(arguments: ["/usr/bin/gzip", "-c"], environment: [:])
      packed += try command.run(input: Array(half)).output
    }
    let path = folder.path + "/index.scip.gz"
    try writeAtomically(packed, to: path, durable: false)
    let report = try ScipImport(repository: "r", commit: nil, time: 1).run(path, dataFolder: folder.path)
    #expect(report.bytesRead == model.index.bytes.count)
    #expect(report.meta.documentCount == 20)
    // Cut short, it is refused, and what was imported stays.
    try writeAtomically(Array(packed.dropLast(9)), to: path, durable: false)
    #expect(throws: NavigationError.self) {
      try ScipImport(repository: "r", commit: nil, time: 1).run(path, dataFolder: folder.path)
    }
    #expect(try NavigationStore.open(dataFolder: folder.path).parts.count == 1)
  }

  @Test func `an import takes the place of an older one of the same commit, and old commits go`() throws {
    let folder = try TemporaryFolder()
    var index = SampleIndex()
    index.add("a", "0:0+1|s . p . a.|1")
    func commit(_ number: Int) -> String { String(repeating: "\(number)", count: 40) }
    for number in 1...6 { try importing(index.bytes, into: folder, commit: commit(number)) }
    let first = try NavigationStore.open(dataFolder: folder.path)
    #expect(first.parts.map { $0.index.commit?.hex.first } == ["3", "4", "5", "6"])
    try importing(index.bytes, into: folder, commit: commit(4))
    let second = try first.refreshed()
    #expect(second.parts.map { $0.index.commit?.hex.first } == ["3", "5", "6", "4"])
    #expect(try second.refreshed() === second)
    // Another folder is another family.
    #expect(try importing(index.bytes, into: folder, root: "x/").parts.count == 5)
    // The replaced file is gone from the disk and still answers to those who have it.
    #expect(first.parts[1].file.symbol("s . p . a.") != nil)
    let names = try listFolder(folder.path + "/navigation")
    #expect(names.count == 5 + 2)
    let removed = try removeImportedIndexes(dataFolder: folder.path) { $0.root == "x/" }
    #expect(removed.count == 1)
    #expect(try NavigationStore.open(dataFolder: folder.path).parts.count == 4)
  }

  @Test func `a failed import leaves everything as it was`() throws {
    let folder = try TemporaryFolder()
    var index = SampleIndex()
    index.add("a", "0:0+1|s . p . a.|1")
    try importing(index.bytes, into: folder)
    let names = try listFolder(folder.path + "/navigation")
    #expect(throws: NavigationError.self) { try importing(index.bytes + [0x12, 9, 1], into: folder) }
    #expect(throws: NavigationError.self) { try importing([], into: folder) }
    #expect(throws: NavigationError.self) { try importing(Array("{\"documents\": []}".utf8), into: folder) }
    #expect(try listFolder(folder.path + "/navigation") == names)
    #expect(try NavigationStore.open(dataFolder: folder.path).parts.count == 1)
  }

  @Test func `an index without a file is refused and replaces nothing`() throws {
    let folder = try TemporaryFolder()
    var whole = SampleIndex()
    whole.add("a.x", "0:0+3|s . p . n.|1")
    let job = ScipImport(repository: "r", commit: nil, time: 1)
    _ = try job.run(source: source(whole.bytes), name: "whole", folder.path)
    // Also without a single byte, which is what a cut upload looks like.
    for bytes in [SampleIndex().bytes, []] {
      #expect {
        _ = try job.run(source: source(bytes), name: "empty", folder.path)
      } throws: { error in
        (error as? NavigationError)?.kind == .unusable && "\(error)".contains("an index without a file")
      }
    }
    #expect(try NavigationStore.open(dataFolder: folder.path).parts.map(\.index.documents) == [1])
  }

  @Test func `a damaged file is refused or answers wrongly, never more`() throws {
    let model = Model(seed: 3, documents: 12, occurrencesMax: 40)
    let folder = try TemporaryFolder()
    let store = try importing(model.index.bytes, into: folder)
    let path = folder.path + "/navigation/" + store.parts[0].index.file
    let whole = try readFile(path, limit: 1 << 24)
    var random = SeededGenerator(seed: 11)
    for round in 0..<400 {
      var bytes = whole
      // Half of the rounds repair nothing, so that opening refuses; the others spare the checked head.
      let first = round % 2 == 0 ? 0 : 512
      for _ in 0..<8 {
        bytes[Int.random(in: first..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      if round % 10 == 0 { bytes.removeSubrange(Int.random(in: 0..<bytes.count, using: &random)...) }
      let copy = folder.path + "/copy-\(round)"
      try writeAtomically(bytes, to: copy, durable: false)
      guard let file = try? NavigationFile.open(copy) else { continue }
      exercise(file, model)
    }
  }

  private func exercise(_ file: NavigationFile, _ model: Model) {
    for symbol in model.facts.keys.sorted() {
      guard let stored = file.symbol(symbol) else { continue }
      file.forEachPlace(of: stored) { place, _ in
        _ = file.occurrence(place.index, ofDocument: place.document)
        _ = file.enclosingRange(place.index, ofDocument: place.document)
        return true
      }
      _ = file.relationships(to: stored)
      _ = file.facts(of: stored, inDocument: nil)
    }
    for path in model.occurrences.keys {
      for document in file.documents(at: path) {
        for one in file.occurrences(ofDocument: document, atLine: 20, column: 3) {
          _ = file.text(of: one.symbol)
          _ = file.facts(of: one.symbol, inDocument: document)
        }
      }
    }
    file.forEachSymbol(named: "run", isPrefix: true) { _, _ in true }
    #expect(throws: NavigationError.self) { try file.verify() }
  }
}
