import Containers
import Foundation
import Platform
import Search
import Syntax
import Testing

/// Files and folders as pages read them, from the index and from git.
@Suite struct `Reading` {
  private let data: TemporaryFolder
  private let source: TemporaryRepository
  private let searcher: Searcher
  private let name: String

  init() throws {
    data = try TemporaryFolder()
    source = try TemporaryRepository()
    try source.folder.write("old\n", to: "README.md")
    try source.folder.write("gone\n", to: "old/gone.txt")
    try source.commit("first")
    try source.git(["branch", "side"])
    try source.git(["tag", "v1"])
    try source.git(["rm", "-q", "-r", "old"])
    try source.folder.write("# Title\n", to: "README.md")
    try source.folder.write("int main;\n", to: "src/main/c/main.c")
    try source.folder.write("int x;\n", to: "src/main/c/x.c")
    try source.folder.write("int x;\n", to: "vendor/x.c")
    try source.folder.write("a\n", to: "lib.c")
    try source.folder.write("a\n", to: "lib-x/a.c")
    try source.folder.write("a\n", to: "lib/a.c")
    try source.folder.write([0x89, 0x50, 0x4E, 0x47, 0, 1, 2], to: "logo.png")
    try source.folder.write([0x67, 0x72, 0xFC, 0x6E, 0x0A], to: "latin.txt")
    try source.folder.write([0xEF, 0xBB, 0xBF, 0x61, 0x0A], to: "bom.txt")
    try source.folder.write(
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\nsize 12345\n",
      to: "big.bin")
    try FileManager.default.createSymbolicLink(
      atPath: source.path + "/link", withDestinationPath: "src/main/c/x.c")
    try source.git(["add", "-A"])
    let module = try source.git(["rev-parse", "HEAD"]).prefix(40)
    try source.git(["update-index", "--add", "--cacheinfo", "160000,\(module),sub"])
    try source.git(["commit", "-q", "-m", "second"])
    try index(source.path, data.path)
    searcher = try Searcher.open(dataFolder: data.path, workerCount: 1)
    name = try #require(searcher.repositories.first?.name)
  }

  private func names(_ listing: TreeListing) -> [String] { listing.items.map(\.nameText) }

  @Test func `a folder lists folders first, lone folders as one, and what is not indexed`() throws {
    let root = try searcher.tree(repository: name, revision: nil, path: [])
    #expect(
      names(root) == [
        "lib", "lib-x", "src/main/c", "vendor", "README.md", "big.bin", "bom.txt", "latin.txt", "lib.c",
        "link",
        "logo.png", "sub",
      ])
    #expect(root.items[2].kind == .folder(fileCount: 2))
    #expect(root.items.first { $0.nameText == "link" }?.kind == .symbolicLink)
    if case .submodule? = root.items.last?.kind {} else { Issue.record("sub is no submodule") }
    guard case .file(let size, let language, let skipped) = root.items[4].kind else {
      Issue.record("README.md is no file")
      return
    }
    #expect(size == 8 && language?.name == "Markdown" && skipped == nil)
    let folder = try searcher.tree(repository: name, revision: nil, path: Array("src/main/c".utf8))
    #expect(names(folder) == ["main.c", "x.c"] && folder.fileCount == 2 && folder.isIndexed)
    #expect(try names(searcher.tree(repository: name, revision: nil, path: Array("src".utf8))) == ["main/c"])
  }

  @Test(arguments: ["src/", "/src", "lib.c", "nothing", "..", "src/../src", "a\nb", "a\0b"])
  func `what is no folder is not found`(_ path: String) {
    #expect(throws: SearchError.self) {
      try searcher.tree(repository: name, revision: nil, path: Array(path.utf8))
    }
    #expect(throws: SearchError.self) {
      try searcher.tree(repository: name, revision: "side", path: Array(path.utf8))
    }
  }

  @Test(arguments: ["side", "v1"])
  func `a revision that is not indexed is read from git`(_ revision: String) throws {
    let root = try searcher.tree(repository: name, revision: revision, path: [])
    #expect(names(root) == ["old", "README.md"] && !root.isIndexed)
    #expect(root.placement.revision == revision && !root.placement.isDefaultRevision)
    let file = try searcher.content(repository: name, revision: revision, path: "old/gone.txt")
    #expect(file.bytes == Array("gone\n".utf8) && !file.isIndexed && file.encoding == "UTF-8")
    let commit = try #require(file.placement.commit)
    #expect(try searcher.content(repository: name, revision: commit.hex, path: "README.md").bytes.count == 4)
    #expect(throws: SearchError.self) {
      try searcher.content(repository: name, revision: revision, path: "src/main/c/x.c")
    }
  }

  @Test func `a link stays at the revision that was asked for`() throws {
    let commit = try #require(searcher.repositories[0].revisions[0].commit)
    let pinned = try searcher.content(repository: name, revision: commit.hex, path: "lib.c")
    #expect(
      pinned.isIndexed && pinned.placement.revision == commit.hex && !pinned.placement.isDefaultRevision)
    let current = try searcher.content(repository: name, revision: nil, path: "lib.c")
    #expect(current.placement.isDefaultRevision && current.placement.commit == commit)
  }

  @Test(arguments: [
    "", "no-such", "--output=/tmp/x", "main:README.md", "@{-1}x", "a\nb", "HEAD^{/first}", "$(id)",
  ])
  func `a revision that git does not know is not found`(_ revision: String) {
    guard !revision.isEmpty else { return }
    #expect(throws: SearchError.self) {
      try searcher.content(repository: name, revision: revision, path: "README.md")
    }
  }

  @Test func `files say what they are`() throws {
    func content(_ path: String) throws -> FileContent {
      try searcher.content(repository: name, revision: nil, path: path)
    }
    let link = try content("link")
    #expect(link.kind == .symbolicLink && link.bytes == Array("src/main/c/x.c".utf8))
    if case .submodule = try content("sub").kind {} else { Issue.record("sub is no submodule") }
    #expect(try content("big.bin").kind == .lfsPointer(size: 12345))
    #expect(try content("logo.png").isBinary)
    let latin = try content("latin.txt")
    #expect(latin.text == Array("grün\n".utf8) && latin.bytes.count == 5 && latin.encoding == "ISO-8859-1")
    #expect(try content("bom.txt").text == [0x61, 0x0A])
    let copied = try content("vendor/x.c")
    #expect(copied.copies.map(\.pathText) == ["src/main/c/x.c"] && copied.copyCount == 1)
    #expect(copied.language?.name == "C" && copied.blob != nil)
  }

  @Test func `branches and tags are listed with what is indexed`() throws {
    let list = try searcher.namedRevisions(repository: name)
    #expect(list.branches.map(\.name) == ["main", "side"] && list.tags.map(\.name) == ["v1"])
    #expect(list.branches.map(\.isIndexed) == [true, false])
  }

  @Test func `languages count what people wrote`() throws {
    let shares = try searcher.languages(repository: name)
    #expect(shares.map(\.language.name) == ["C"])
    // One document in two places has the traits of one of them: the vendored copy counts with the other.
    #expect(shares.first?.fileCount == 6)
  }

  @Test func `a plain folder has links and names in any bytes`() throws {
    let folder = try TemporaryFolder()
    let data = try TemporaryFolder()
    try folder.write("x\n", to: "a/b.txt")
    let odd: [UInt8] = [0x61, 0x2F, 0xFF, 0x2E, 0x74]
    let handle = folder.path.withCString { root in
      odd.withUnsafeBufferPointer { _ in String(cString: root) }
    }
    let written = (Array(handle.utf8) + [0x2F] + odd + [0]).withUnsafeBufferPointer { path in
      path.withMemoryRebound(to: CChar.self) { fopen($0.baseAddress!, "w") }
    }
    let file = try #require(written)
    fputs("odd\n", file)
    fclose(file)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/out", withDestinationPath: "/etc")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/a/up", withDestinationPath: "../x")
    try index(folder.path, data.path)
    let searcher = try Searcher.open(dataFolder: data.path, workerCount: 1)
    let name = try #require(searcher.repositories.first?.name)
    #expect(try searcher.content(repository: name, revision: nil, path: odd).bytes == Array("odd\n".utf8))
    #expect(try searcher.content(repository: name, revision: nil, path: "a/up").kind == .symbolicLink)
    let listing = try searcher.tree(repository: name, revision: nil, path: [0x61])
    #expect(
      listing.items.map(\.name) == [[0x62, 0x2E, 0x74, 0x78, 0x74], [0x75, 0x70], [0xFF, 0x2E, 0x74]])
    for path in ["out/passwd", "../x", "a/../../x", "/etc/passwd", "out/ssl/x"] {
      #expect(throws: SearchError.self) {
        try searcher.content(repository: name, revision: nil, path: path)
      }
    }
    #expect(throws: SearchError.self) {
      try searcher.tree(repository: name, revision: nil, path: Array("out".utf8))
    }
  }
}

private func index(_ source: String, _ dataFolder: String) throws {
  var options = IndexOptions(dataFolder: dataFolder)
  options.sources = [source]
  _ = try Indexer.run(options)
}
