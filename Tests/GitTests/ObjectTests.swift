import Containers
import Git
import Platform
import Testing

@Suite struct `Objects` {
  /// One line per answer: "blob 3", "missing", "too large 5", "corrupt".
  private func answers(_ repository: GitRepository, _ ids: [ObjectID], sizeLimit: Int = 1 << 30) throws
    -> [String]
  {
    var lines: [String] = []
    try repository.blobReader().read(ids, sizeLimit: sizeLimit) { index, reply in
      #expect(index == lines.count)
      switch reply {
      case .object(let kind, let bytes): lines.append("\(kind) \(bytes.count)")
      case .tooLarge(let kind, let size): lines.append("too large \(kind) \(size)")
      case .missing: lines.append("missing")
      case .corrupt(let text):
        #expect(!text.isEmpty)
        lines.append("corrupt")
      }
      return true
    }
    return lines
  }

  @Test func `objects come in the order asked for, with their bytes`() throws {
    let repository = try TestRepository()
    let contents = (0..<300).map { number in [UInt8](repeating: UInt8(number % 251), count: number * 37) }
    let ids = try contents.map { try repository.blob($0) }
    let git = try repository.open()
    let order = (0..<2000).map { ($0 * 7919) % ids.count }
    var seen = 0
    try git.blobReader().read(order.map { ids[$0] }, sizeLimit: 1 << 20) { index, reply in
      guard case .object(.blob, let bytes) = reply else {
        Issue.record("answer \(index) is \(reply)")
        return false
      }
      #expect(bytes.elementsEqual(contents[order[index]]))
      seen += 1
      return true
    }
    #expect(seen == order.count)
    #expect(try git.object(ids[5], limit: 1000)?.bytes == contents[5])
  }

  @Test func `missing, empty, huge and over-large objects are told apart`() throws {
    let repository = try TestRepository()
    let empty = try repository.blob([])
    let huge = try repository.blob([UInt8](repeating: 65, count: 64 << 20))
    let small = try repository.blob([1, 2, 3])
    let commit = try repository.commit("one")
    let nothing = try #require(ObjectID(hex: String(repeating: "ab", count: 20)))
    let git = try repository.open()
    let ids = [empty, nothing, huge, small, commit, nothing, empty]
    #expect(
      try answers(git, ids).filter { !$0.hasPrefix("commit") }
        == ["blob 0", "missing", "blob \(64 << 20)", "blob 3", "missing", "blob 0"])
    #expect(
      try answers(git, [huge, small, huge, empty], sizeLimit: 2)
        == ["too large blob \(64 << 20)", "too large blob 3", "too large blob \(64 << 20)", "blob 0"])
    #expect(try git.object(nothing, limit: 10) == nil)
    #expect(throws: GitError.self) { try git.object(small, limit: 2) }
  }

  @Test func `a damaged loose object is reported and the others are read`() throws {
    let repository = try TestRepository()
    let ids = try (0..<20).map {
      try repository.blob(Array("blob number \($0), with some text in it\n".utf8))
    }
    for index in [0, 7, 8, 19] {
      let hex = ids[index].hex
      let file = ".git/objects/\(hex.prefix(2))/\(hex.dropFirst(2))"
      var bytes = try readFile("\(repository.path)/\(file)", limit: 10_000)
      for place in 12..<bytes.count { bytes[place] ^= 0x5a }
      try removeFile("\(repository.path)/\(file)")
      try repository.write(bytes, to: file)
    }
    let lines = try answers(repository.open(), ids)
    for (index, line) in lines.enumerated() {
      #expect(line.hasPrefix([0, 7, 8, 19].contains(index) ? "corrupt" : "blob"))
    }
    #expect(lines.count == ids.count)
  }

  @Test func `a damaged pack costs the objects in it and never hangs`() throws {
    let repository = try TestRepository()
    var state: UInt64 = 1
    let ids = try (0..<50).map { _ in
      try repository.blob(
        (0..<400).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return UInt8(truncatingIfNeeded: state >> 33)
        })
    }
    try repository.git(
      ["pack-objects", "-q", ".git/objects/pack/pack"],
      input: Array((ids.map(\.hex).joined(separator: "\n") + "\n").utf8))
    try repository.git("prune-packed")
    let folder = repository.path + "/.git/objects/pack"
    let pack = try #require(try listFolder(folder).first { $0.hasSuffix(".pack") })
    var bytes = try readFile("\(folder)/\(pack)", limit: 1 << 20)
    for place in bytes.count / 3..<bytes.count / 2 { bytes[place] ^= 0xff }
    try removeFile("\(folder)/\(pack)")
    try repository.write(bytes, to: ".git/objects/pack/\(pack)")
    let lines = try answers(repository.open(), ids)
    #expect(lines.count == ids.count)
    #expect(lines.contains("blob 400") && lines.contains { $0 != "blob 400" })
  }

  @Test func `the handler can end the reading, and its errors come through`() throws {
    let repository = try TestRepository()
    let id = try repository.blob([UInt8](repeating: 7, count: 100_000))
    let git = try repository.open()
    var count = 0
    try git.blobReader().read([ObjectID](repeating: id, count: 10_000), sizeLimit: 1 << 20) { _, _ in
      count += 1
      return count < 3
    }
    #expect(count == 3)
    #expect(throws: TestFailure.self) {
      try git.blobReader().read([id, id], sizeLimit: 1 << 20) { _, _ in throw TestFailure(text: "no more") }
    }
    let flag = CancellationFlag()
    #expect(throws: CancellationError.self) {
      try git.blobReader().read(
        [ObjectID](repeating: id, count: 100_000), sizeLimit: 1 << 20, cancellation: flag
      ) {
        _, _ in
        flag.cancel()
        return true
      }
    }
  }

  @Test func `git killed half-way is an error that names the repository and the signal`() throws {
    let repository = try TestRepository()
    let id = try repository.blob([UInt8](repeating: 7, count: 100_000))
    let git = try repository.open()
    let error = #expect(throws: GitError.self) {
      try git.blobReader().read([ObjectID](repeating: id, count: 20_000), sizeLimit: 1 << 20) { index, _ in
        if index == 0 { try killProcesses(naming: repository.path) }
        return true
      }
    }
    #expect(error?.kind == .failed(.signalled(9)))
    #expect(error?.description.contains(repository.path) == true)
  }

  /// Kills the processes with this path, which only a test knows, in their arguments.
  private func killProcesses(naming path: String) throws {
    for name in try listFolder("/proc") {
      guard let id = Int(name), id != processID() else { continue }
      // Processes come and go while we look.
      guard let arguments = try? readFile("/proc/\(name)/cmdline", limit: 100_000) else { continue }
      if String(decoding: arguments, as: UTF8.self).contains(path) {
        _ = try Command(arguments: ["kill", "-9", name], environment: ["PATH": "/usr/bin:/bin"]).run()
      }
    }
  }

  @Test func `objects left on a server are missing or tell of the partial clone`() throws {
    let source = try TestRepository()
    try source.commit("one", ["a": "first"])
    let blob = try source.id("HEAD:a")
    try source.git("config", "uploadpack.allowFilter", "true")
    let path = source.folder + "/partial"
    try source.git("clone", "--quiet", "--bare", "--filter=blob:none", "file://" + source.path, path)
    let git = try GitRepository.open(path)
    #expect(git.isPartialClone)
    #expect(try git.listTree(try source.id("HEAD"), withSizes: false).map(\.id) == [blob])
    // Newer versions of git say "missing", older ones try to fetch, which is not allowed, and end.
    do {
      #expect(try git.object(blob, limit: 100) == nil)
    } catch let error as GitError {
      #expect(error.kind == .partialClone)
    }
  }

  @Test func `a large-file pointer is recognised and near misses are not`() {
    let hash = String(repeating: "4d", count: 32)
    let good = "version https://git-lfs.github.com/spec/v1\noid sha256:\(hash)\nsize 12345\n"
    let extended =
      "version https://git-lfs.github.com/spec/v1\next-0-foo sha256:\(hash)\noid sha256:\(hash)\nsize 1\n"
    for (text, size) in [
      (good, 12345), (extended, 1), (good + String(repeating: "x", count: 1024), nil),
      (good.replacing("size 12345", with: "size -1"), nil), (good.replacing("sha256:", with: "sha1:"), nil),
      (good.replacing("spec/v1", with: "spec/v9"), nil),
      ("version https://git-lfs.github.com/spec/v1\n", nil), ("", nil),
      ("version https://", nil),
    ] as [(String, Int?)] {
      let pointer = Array(text.utf8).withUnsafeBytes { LFSPointer($0) }
      #expect(pointer?.size == size, "\(text)")
      if pointer != nil { #expect(pointer?.contentHash == hash) }
    }
  }
}
