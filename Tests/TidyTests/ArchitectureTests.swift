import Testing

/// `ARCHITECTURE.md` knows of everything that it promises to list.
@Suite struct `Architecture page` {
  private let tree = SourceTree.shared

  @Test func `every target is described`() throws {
    let page = try page()
    let missing = PackageManifest.shared.targets.map(\.name).filter { !page.contains("| `\($0)` |") }
    #expect(missing == [])
  }

  @Test func `every file with a lock or an actor is listed`() throws {
    let page = try page()
    var missing: [String] = []
    for file in tree.sources {
      let holds = file.lines.contains { line in
        let isLock =
          line.contains("= Mutex(") || line.contains("ThreadMonitor()") || line.contains("pthread_mutex_t")
        return isLock || line.firstMatch(of: /^\s*(?:package )?(?:final )?actor \w/) != nil
      }
      if holds, !page.contains("`\(file.path.dropFirst("Sources/".count))`") { missing.append(file.path) }
    }
    #expect(missing == [])
  }

  @Test func `every dependency has its reason`() throws {
    let page = try page()
    let manifest = try #require(tree.others.first { $0.path == "Package.swift" })
    var missing: [String] = []
    for line in manifest.lines {
      guard let match = line.firstMatch(of: /\.package\(url: "[^"]*\/([^"\/]+?)(?:\.git)?"/) else { continue }
      if !page.contains("| \(match.1) |") { missing.append(String(match.1)) }
    }
    #expect(missing == [])
  }

  @Test func `every file named in the page exists`() throws {
    let paths = Set(tree.all.map(\.path))
    let names = try page().matches(of: /`([\w\/+-]+\.swift)`/).map { String($0.1) }
    #expect(names.count > 5)
    let missing = names.filter { name in !paths.contains { $0.hasSuffix("/" + name) || $0 == name } }
    #expect(missing == [])
  }

  private func page() throws -> String {
    try #require(tree.others.first { $0.path == "ARCHITECTURE.md" }).lines.joined(separator: "\n")
  }
}
