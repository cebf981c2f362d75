import Containers
import Git
import Platform
import Testing

@Suite struct `Trees` {
  /// "executable bin/run 3" for each entry.
  private func lines(_ entries: [TreeEntry]) -> [String] {
    entries.map {
      "\($0.kind) \(String(decoding: $0.path, as: UTF8.self)) \($0.size.map(String.init) ?? "-")"
    }
  }

  @Test func `every kind of entry is listed with its size`() throws {
    let repository = try TestRepository()
    try repository.write("#!/bin/sh\n", to: "bin/run")
    try repository.git("add", ".")
    try repository.git("update-index", "--chmod=+x", "bin/run")
    let link = try repository.blob(Array("bin/run".utf8))
    try repository.git("update-index", "--add", "--cacheinfo", "120000,\(link.hex),link")
    let module = String(repeating: "12", count: 20)
    try repository.git("update-index", "--add", "--cacheinfo", "160000,\(module),vendor/module")
    try repository.git("commit", "--quiet", "-m", "one")
    let git = try repository.open()
    let commit = try repository.id("HEAD")
    #expect(
      lines(try git.listTree(commit))
        == ["executable bin/run 10", "symbolicLink link 7", "submodule vendor/module -"])
    #expect(try git.listTree(commit).last?.id.hex == module)
    #expect(try git.listTree(commit, withSizes: false).allSatisfy { $0.size == nil })
    var count = 0
    try git.listTree(commit) { _ in
      count += 1
      return false
    }
    #expect(count == 1)
  }

  @Test func `names may hold line ends, tabs, quotes and bytes that are no text`() throws {
    let repository = try TestRepository()
    let blob = try repository.blob([1])
    let names: [[UInt8]] = [
      Array("a\nb".utf8), Array("a\tb \"c\"".utf8), [0xff, 0xfe, 0x2f, 0xc3, 0x28], Array("ünï".utf8),
      Array(" ".utf8),
    ]
    var input: [UInt8] = []
    for name in names { input += Array("100644 \(blob.hex)\t".utf8) + name + [0] }
    try repository.git(["update-index", "-z", "--add", "--index-info"], input: input)
    try repository.git("commit", "--quiet", "-m", "one")
    let git = try repository.open()
    let paths = try git.listTree(try repository.id("HEAD")).map(\.path)
    #expect(Set(paths) == Set(names))
    let empty = try #require(
      ObjectID(hex: try repository.git(["hash-object", "-w", "-t", "tree", "--stdin"], input: [])))
    #expect(Set(try git.diffTree(from: empty, to: try repository.id("HEAD")).map(\.path)) == Set(names))
  }

  @Test func `a difference has both sides of each file`() throws {
    let repository = try TestRepository()
    let first = try repository.commit(
      "one", ["a": "1", "gone": "text of a renamed file", "same": "s", "kind": "x"])
    try repository.git("mv", "gone", "came")
    try repository.git("update-index", "--chmod=+x", "kind")
    try repository.write("2", to: "a")
    try repository.git("add", "a")
    try repository.git("commit", "--quiet", "-m", "two")
    let second = try repository.id("HEAD")
    let git = try repository.open()
    let changes = try git.diffTree(from: first, to: second)
    #expect(
      changes.map { change in
        let sides = [change.old, change.new].map { $0.map { "\($0.kind)" } ?? "-" }
        return "\(String(decoding: change.path, as: UTF8.self)) \(sides.joined(separator: " "))"
      } == ["a file file", "came - file", "gone file -", "kind file executable"])
    #expect(changes[1].new?.id == changes[2].old?.id)
    #expect(try git.diffTree(from: second, to: second).isEmpty)
  }

  @Test func `a missing commit or damaged tree is an error that names the repository`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit("one", ["folder/a": "1", "b": "2"])
    let git = try repository.open()
    let nothing = try #require(ObjectID(hex: String(repeating: "ab", count: 20)))
    for (from, to) in [(nothing, commit), (commit, nothing)] {
      #expect(throws: GitError.self) { try git.diffTree(from: from, to: to) }
    }
    let tree = try repository.id("HEAD:folder").hex
    try removeFile("\(repository.path)/.git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
    let error = #expect(throws: GitError.self) { try git.listTree(commit) }
    #expect(error?.description.contains(repository.path) == true)
    #expect(throws: GitError.self) { try git.listTree(nothing) }
  }

  @Test func `sizes are unknown for blobs that are not there`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit("one", ["a": "first", "b": "second"])
    let blob = try repository.id("HEAD:a").hex
    try removeFile("\(repository.path)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    #expect(lines(try repository.open().listTree(commit)) == ["file a -", "file b 6"])
  }
}
