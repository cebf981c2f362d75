import Foundation
import Navigation
import Platform
import Testing

/// What compilers write, turned into SCIP. Needs the toolchain that builds this.
@Suite struct `Index stores` {
  private static let library = try? IndexStoreLibrary.load()

  private static func program(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  private func run(_ arguments: [String], in folder: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.currentDirectoryURL = URL(filePath: folder)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// Converts the store in a folder and reads what came of it.
  private func convert(_ folder: TemporaryFolder) throws -> (
    report: IndexStoreExport.Report, index: SampleIndex
  ) {
    let library = try #require(Self.library)
    let root = try #require(realPath(folder.path))
    let store = try IndexStore(root + "/store", library: library)
    let output = try OutputFile.create(temporaryFor: root + "/index.scip")
    let job = IndexStoreExport(root: root, packageName: "sample", toolVersion: "1")
    let report = try job.run(store, library: library, to: output)
    try output.commit(durable: false)
    var index = SampleIndex()
    try ScipReader.read(source(try readFile(root + "/index.scip", limit: 1 << 24))) { part in
      switch part {
      case .metadata(let metadata): index.metadata = metadata
      case .document(let document): index.documents.append(try ScipDocument(document))
      case .externalSymbol(let symbol): index.externals.append(symbol)
      }
    }
    return (report, index)
  }

  /// Occurrences as `line:column-end symbol roles`, 1-based.
  private func lines(_ index: SampleIndex, _ path: String) -> [String] {
    (index.documents.first { $0.path == path }?.occurrences ?? []).map { one in
      let range = one.range
      return
        "\(range.startLine + 1):\(range.startColumn + 1)-\(range.endColumn + 1) \(one.symbol) \(one.roles.rawValue)"
    }
  }

  @Test(.enabled(if: library != nil && program("clang") != nil))
  func `C: declarations, definitions, fields, macros and references`() throws {
    let folder = try TemporaryFolder()
    let text = """
      #define TWICE(x) ((x) + (x))
      /* A bed
       * of seeds. */
      struct bed { int count; };
      int sow(struct bed *bed);
      static int rest;
      // Sows one.
      int sow(struct bed *bed) {
        rest = TWICE(bed->count);
        return rest;
      }
      int main(void) {
        struct bed one = {1};
        return sow(&one);
      }
      """
    try writeAtomically(Array(text.utf8), to: folder.path + "/bed.c", durable: false)
    let clang = try #require(Self.program("clang"))
    try run([clang, "-c", "bed.c", "-o", "bed.o", "-index-store-path", "store"], in: folder.path)
    let (report, index) = try convert(folder)
    #expect(report.documents == 1)
    #expect(report.staleFiles == [])
    let found = lines(index, "bed.c")
    for wanted in [
      "1:9-14 clang . sample . `bed.c`/TWICE! 1", "4:8-11 clang . sample . bed# 1",
      "4:18-23 clang . sample . bed#count. 1", "5:5-8 clang . sample . sow(). 64",
      "8:5-8 clang . sample . sow(). 1",
      "6:12-16 clang . sample . `bed.c`/rest. 1", "9:3-7 clang . sample . `bed.c`/rest. 4",
      "9:10-15 clang . sample . `bed.c`/TWICE! 0", "9:21-26 clang . sample . bed#count. 8",
      "14:10-13 clang . sample . sow(). 0",
    ] {
      #expect(found.contains(wanted), "\(found)")
    }
    let symbols = try #require(index.documents.first).symbols
    let sow = try #require(symbols.first { $0.symbol == "clang . sample . sow()." })
    #expect(sow.documentation == ["Sows one."])
    #expect(sow.signature == "int sow(struct bed *bed)")
    #expect(symbols.first { $0.symbol == "clang . sample . bed#" }?.documentation == ["A bed\nof seeds."])
    let extent = index.documents[0].occurrences.first {
      $0.symbol.hasSuffix("sow().") && $0.roles == .definition
    }
    #expect(extent?.enclosingRange.map { [$0.startLine, $0.endLine] } == [7, 10])
  }

  @Test(.enabled(if: library != nil && program("swiftc") != nil))
  func `Swift: types, members, overloads, conformances and locals`() throws {
    let folder = try TemporaryFolder()
    let text = """
      /// Grows.
      protocol Plant {
        func grow(_ days: Int) -> Int
      }
      struct Bean: Plant {
        static let height = 3
        private var leaves = 0
        func grow(_ days: Int) -> Int { days * Bean.height }
        func grow(by height: Double) -> Double { height }
      }
      extension Bean { var isTall: Bool { grow(2) > 4 } }
      class Tree { func fall() {} }
      final class Oak: Tree { override func fall() {} }
      func water(_ plant: any Plant) -> Int { plant.grow(1) }
      let bean = Bean()
      let grown = water(bean)
      """
    try writeAtomically(Array(text.utf8), to: folder.path + "/garden.swift", durable: false)
    let swiftc = try #require(Self.program("swiftc"))
    try run(
      [
        swiftc, "-module-name", "Garden", "-parse-as-library", "-c", "garden.swift", "-o", "garden.o",
        "-index-store-path", "store", "-index-ignore-system-modules", "-index-include-locals",
      ], in: folder.path)
    let (report, index) = try convert(folder)
    #expect(report.documents == 1)
    #expect(report.hasReadableNames)
    let found = lines(index, "garden.swift")
    let grow = try #require(found.first { $0.hasPrefix("8:8-12 ") })
    #expect(grow.hasPrefix("8:8-12 swift . Garden . Bean#grow("))
    let other = try #require(found.first { $0.hasPrefix("9:8-12 ") })
    #expect(grow.split(separator: " ")[5] != other.split(separator: " ")[5])
    for wanted in [
      "5:8-12 swift . Garden . Bean# 1", "5:14-19 swift . Garden . Plant# 0",
      "6:14-20 swift . Garden . Bean#static:height. 1", "8:47-53 swift . Garden . Bean#static:height. 8",
      "11:22-28 swift . Garden . Bean#isTall. 1", "11:11-15 swift . Garden . Bean# 0",
    ] {
      #expect(found.contains(wanted), "\(found)")
    }
    #expect(found.contains { $0.hasPrefix("11:37-41 swift . Garden . Bean#grow(") })
    // The parameter and its use are local and the same.
    let local = try #require(found.first { $0.hasPrefix("8:15-19 local") })
    #expect(
      found.contains { $0.hasPrefix("8:35-39 \(local.split(separator: " ")[1...2].joined(separator: " "))") })
    let symbols = try #require(index.documents.first).symbols
    func related(_ name: String) -> [ScipRelationship] {
      symbols.first { $0.symbol.contains(name) && !$0.relationships.isEmpty }?.relationships ?? []
    }
    #expect(
      related("Bean#").contains { $0.symbol == "swift . Garden . Plant#" && $0.kinds == .implementation })
    #expect(
      related("Bean#grow(").contains { $0.symbol.contains("Plant#grow(") && $0.kinds.contains(.reference) })
    #expect(related("Oak#fall(").contains { $0.symbol.contains("Tree#fall(") })
    #expect(symbols.first { $0.symbol == "swift . Garden . Plant#" }?.documentation == ["Grows."])
  }

  @Test(.enabled(if: library != nil && program("clang") != nil))
  func `a file that changed since it was compiled is left out`() throws {
    let folder = try TemporaryFolder()
    let names = (0..<8).map { "int value\($0);" }
    try writeAtomically(Array(names.joined(separator: "\n").utf8), to: folder.path + "/a.c", durable: false)
    let clang = try #require(Self.program("clang"))
    try run([clang, "-c", "a.c", "-o", "a.o", "-index-store-path", "store"], in: folder.path)
    try writeAtomically(Array("x\n".utf8), to: folder.path + "/a.c", durable: false)
    #expect(try convert(folder).report.staleFiles == ["a.c"])
  }

  @Test func `a missing library and a missing store are told`() throws {
    #expect(throws: PlatformError.self) { try IndexStoreLibrary.load(path: "/nosuch/libIndexStore.so") }
    guard let library = Self.library else { return }
    #expect(throws: PlatformError.self) { try IndexStore("/nosuch", library: library) }
  }
}
