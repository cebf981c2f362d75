import Containers
import Platform
import Testing

@Suite struct `Files` {
  @Test func `a mapped file has the file's bytes`() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try folder.write(bytes, to: "file")
    try folder.write([], to: "empty")
    let file = try MappedFile.open(folder.path + "/file")
    #expect(file.bytes.elementsEqual(bytes))
    for access in [MappedFile.Access.random, .sequential, .willNeed] {
      file.advise(access)
      file.advise(access, range: 5000..<1_000_000)
    }
    let empty = try MappedFile.open(folder.path + "/empty")
    #expect(empty.count == 0 && empty.bytes.isEmpty)
    empty.advise(.willNeed)
    // The old content stays mapped when the file is replaced.
    try folder.write("new", to: "file")
    #expect(file.bytes.elementsEqual(bytes))
  }

  @Test func `what cannot be mapped or read is an error that names it`() throws {
    let folder = try TemporaryFolder()
    for (path, kind) in [
      (folder.path, PlatformError.Kind.isFolder), (folder.path + "/nothing", .notFound),
      (folder.path + "/" + String(repeating: "x", count: 300), .nameTooLong),
    ] {
      let error = #expect(throws: PlatformError.self) { try MappedFile.open(path) }
      #expect(error?.kind == kind)
      #expect(error?.description.contains(path) == true)
      #expect(throws: PlatformError.self) { try readFile(path, limit: 10) }
    }
    try folder.write("12345", to: "five")
    #expect(try readFile(folder.path + "/five", limit: 5) == Array("12345".utf8))
    #expect(throws: PlatformError.self) { try readFile(folder.path + "/five", limit: 4) }
  }

  @Test func `a full disk is told with the room left and the way out`() {
    let error = PlatformError(code: 28, action: "write", subject: "/no/such/folder/file")
    guard case .diskFull(let free?) = error.kind else {
      Issue.record("\(error.kind)")
      return
    }
    #expect(
      error.description
        == "disk full: \(free) bytes free on /no/such/folder, free some or choose another --data folder")
    #expect(PlatformError(code: 13, action: "open", subject: "/x").description.contains("permission denied"))
    #expect(PlatformError(code: 5, action: "read", subject: "/x").underlying?.contains("errno 5") == true)
  }

  @Test func `an output file appears whole or not at all`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    try folder.write("old", to: "file")
    let output = try OutputFile.create(temporaryFor: path)
    var expected: [UInt8] = []
    for size in [0, 1, 10, 700_000, 400_000, 3_000_000, 5, 1 << 20] {
      let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ size) }
      try output.append(piece)
      expected += piece
      #expect(output.bytesWritten == expected.count)
    }
    try output.pad(to: 4096)
    expected += [UInt8](repeating: 0, count: (4096 - expected.count % 4096) % 4096)
    try output.write([1, 2, 3], at: 9)
    expected.replaceSubrange(9..<12, with: [1, 2, 3])
    var back = [UInt8](repeating: 0, count: 20)
    try back.withUnsafeMutableBytes { try output.read(into: $0, at: 5) }
    #expect(back == Array(expected[5..<25]))
    #expect(try readFile(path, limit: 10) == Array("old".utf8))
    #expect(try listFolder(folder.path).contains { OutputFile.isTemporaryName($0) })
    try output.commit()
    #expect(try readFile(path, limit: 1 << 24) == expected)
    #expect(try listFolder(folder.path) == ["file"])
    #expect(throws: PlatformError.self) { try output.append([UInt8](repeating: 0, count: 2 << 20)) }
  }

  @Test func `an abandoned or forgotten output file leaves the old one`() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "file")
    try OutputFile.create(temporaryFor: folder.path + "/file").append(Array("forgotten".utf8))
    let output = try OutputFile.create(temporaryFor: folder.path + "/file")
    try output.append(Array("abandoned".utf8))
    output.abandon()
    output.abandon()
    #expect(try listFolder(folder.path) == ["file"])
    #expect(try readFile(folder.path + "/file", limit: 10) == Array("old".utf8))
    let error = #expect(throws: PlatformError.self) {
      try writeAtomically([1], to: folder.path + "/nothing/file")
    }
    #expect(error?.kind == .notFound)
  }

  @Test func `folders are made, listed and removed with what is in them`() throws {
    let folder = try TemporaryFolder()
    try createFolders(folder.path + "/a/b/c")
    try createFolders(folder.path + "/a/b/c")
    try folder.write("x", to: "a/file")
    try folder.write("kept", to: "outside")
    _ = try command("ln", "-s", "../outside", folder.path + "/a/link").text()
    #expect(
      try folderEntries(folder.path + "/a").map { "\($0.text ?? "") \($0.kind.map { "\($0)" } ?? "")" } == [
        "b folder", "file file", "link symbolicLink",
      ])
    #expect(throws: PlatformError.self) { try createFolders(folder.path + "/outside/x") }
    try removeTree(folder.path + "/a")
    try removeTree(folder.path + "/a")
    #expect(try listFolder(folder.path) == ["outside"])
    #expect(try freeDiskBytes(folder.path) > 0)
  }

  @Test(arguments: [
    ("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b/", "a"), ("/", "/"), ("", "."), ("a/b/c", "a/b"),
  ])
  func `the folder of a path`(_ path: String, _ parent: String) {
    #expect(parentFolder(of: path) == parent)
  }

  @Test func `clocks run forward and memory is told`() {
    let start = monotonicNanoseconds()
    var sum: UInt64 = 0
    for number in 0..<3_000_000 as Range<UInt64> { sum = sum &* 31 &+ (number ^ sum) }
    #expect(monotonicNanoseconds() > start && sum != 1)
    #expect(threadCPUNanoseconds() > 0 && processCPUNanoseconds() > 0)
    #expect(wallClockSeconds() > 1_700_000_000)
    #expect(peakMemoryBytes() > 1 << 20 && processMemoryBytes() ?? 1 << 21 > 1 << 20)
  }

  @Test func `zstd gives back what it was given and refuses damage`() throws {
    guard let zstd = loadZstd() else { return }  // Not installed: nothing to hold it to.
    let source = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 100) }
    var packed = [UInt8](repeating: 0, count: zstd.compressBound(source.count))
    let count = source.withUnsafeBytes { source in
      packed.withUnsafeMutableBytes { zstd.compress(source, $0, 3) }
    }
    packed.removeLast(packed.count - (try #require(count)))
    #expect(packed.count < 10_000)
    func unpack(_ bytes: [UInt8], room: Int) -> [UInt8]? {
      var target = [UInt8](repeating: 0, count: room)
      let count = bytes.withUnsafeBytes { bytes in
        target.withUnsafeMutableBytes { zstd.decompress(bytes, $0) }
      }
      return count.map { Array(target[..<$0]) }
    }
    #expect(unpack(packed, room: source.count) == source)
    #expect(unpack(packed, room: source.count - 1) == nil)
    #expect(unpack(Array(packed.dropLast(5)), room: source.count) == nil)
    #expect(unpack([1, 2, 3], room: 100) == nil)
    var small = [UInt8](repeating: 0, count: 3)
    #expect(
      source.withUnsafeBytes { source in small.withUnsafeMutableBytes { zstd.compress(source, $0, 3) } }
        == nil)
  }
}
