import Containers
import Navigation
import Platform
import Testing

/// Indexes that are put into a folder.
@Suite struct `A folder of indexes` {
  private let folder: TemporaryFolder
  private var inbox: ScipFolder

  init() throws {
    folder = try TemporaryFolder()
    inbox = ScipFolder(path: folder.path + "/in", dataFolder: folder.path + "/data")
  }

  private func put(_ name: String, _ bytes: [UInt8]) throws {
    let path = folder.path + "/in/" + name
    try createFolders(parentFolder(of: path))
    try writeAtomically(bytes, to: path, durable: false)
  }

  private mutating func pass() throws -> [ScipFolder.Outcome] {
    try inbox.importWaiting(now: 7) { repository, revision in
      guard repository != "unknown" else {
        throw NavigationError(.notFound, subject: repository, reason: "no such repository")
      }
      return revision.flatMap { ObjectID(hex: $0) }
    }
  }

  private func sample() -> [UInt8] {
    var index = SampleIndex()
    index.add("a.c", "0:4+1 | c . p . f(). | 1")
    return index.bytes
  }

  @Test mutating func `nothing happens without a folder`() throws {
    #expect(try pass() == [])
  }

  @Test mutating func `an index is imported at the second look and moved away`() throws {
    let commit = String(repeating: "ab", count: 20)
    try put("demo/garden/\(commit).scip", sample())
    #expect(try pass() == [])
    let outcomes = try pass()
    #expect(outcomes.map(\.index?.repository) == ["demo/garden"])
    #expect(outcomes.map(\.index?.commit?.hex) == [commit])
    #expect(fileStatus(folder.path + "/in/done/demo/garden/\(commit).scip") != nil)
    #expect(try NavigationStore.open(dataFolder: folder.path + "/data").parts.count == 1)
    #expect(try pass() == [])
  }

  @Test mutating func `what cannot be imported is moved away with the reason`() throws {
    try put("demo/broken.scip", [0x12, 0xFF])
    try put("unknown/x.scip.gz", sample())
    _ = try pass()
    let outcomes = try pass()
    #expect(outcomes.map(\.name) == ["demo/broken.scip", "unknown/x.scip.gz"])
    #expect(outcomes.allSatisfy { $0.index == nil && !$0.reason.isEmpty && !$0.reason.contains(folder.path) })
    let reason = try readFile(folder.path + "/in/failed/demo/broken.scip.reason.txt", limit: 1000)
    #expect(String(decoding: reason, as: UTF8.self) == outcomes[0].reason + "\n")
    #expect(fileStatus(folder.path + "/in/failed/unknown/x.scip.gz") != nil)
    #expect(try pass() == [])
  }

  @Test mutating func `a file that still grows waits`() throws {
    try put("demo/x.scip", sample())
    _ = try pass()
    try put("demo/x.scip", sample() + sample())
    #expect(try pass() == [])
    #expect(try pass().count == 1)
  }

  @Test mutating func `other files stay where they are`() throws {
    try put("top.scip", sample())
    try put("demo/.hidden.scip", sample())
    try put("demo/readme.txt", sample())
    _ = try pass()
    #expect(try pass() == [])
    #expect(fileStatus(folder.path + "/in/top.scip") != nil)
  }
}
