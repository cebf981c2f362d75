import Containers
import Search
import Syntax
import WebUI

extension Samples {
  static func place(
    _ path: String, repository: String = "demo/engine", revision: String? = nil
  ) -> PlacementName {
    PlacementName(
      repository: repository, path: Array(path.utf8), revision: revision ?? "main",
      isDefaultRevision: revision == nil, commit: blob)
  }

  static func head(
    _ path: String, repository: String = "demo/engine", revision: String? = nil, isFolder: Bool = false
  ) -> PlaceHead {
    var revisions = NamedRevisions()
    revisions.branches = [NamedRevision("main", commit: blob, time: 1_795_000_000, isIndexed: true)]
    revisions.tags = [NamedRevision("v1.0", commit: blob, time: 1_600_000_000, isIndexed: false)]
    revisions.host = CodeHost(remote: "git@github.com:demo/engine.git")
    return PlaceHead(
      place(path, repository: repository, revision: revision), repository: Samples.repository,
      revisions: revisions, isFolder: isFolder)
  }

  static let items = [
    TreeItem("Sources", .folder(fileCount: 12)),
    TreeItem("README.md", .file(size: 1200, language: LanguageTable.named("Markdown"), skipped: nil)),
    TreeItem("logo.png", .file(size: 70_000, language: nil, skipped: "binary")),
    TreeItem("link", .symbolicLink), TreeItem("vendor", .submodule(blob)),
  ]

  static func listing(_ path: String = "", _ items: [TreeItem] = items, repository: String = "demo/engine")
    -> TreeListing
  {
    TreeListing(items, at: place(path, repository: repository), fileCount: 15)
  }

  static var languages: [LanguageShare] {
    [("Swift", 900), ("C", 80), ("Shell", 15), ("Python", 5)].compactMap { name, bytes in
      LanguageTable.named(name).map { LanguageShare($0, files: 2, bytes: bytes) }
    }
  }

  /// A page of a file, as the server makes it.
  static func filePage(_ text: String, path: String = "Sources/Parser.swift", revision: String? = nil)
    -> FilePage
  {
    filePage(Array(text.utf8), path: path, revision: revision)
  }

  static func filePage(_ bytes: [UInt8], path: String = "Sources/Parser.swift", revision: String? = nil)
    -> FilePage
  {
    let head = head(path, revision: revision)
    var content = FileContent(bytes, at: head.placement)
    content.language = LanguageTable.named("Swift")
    content.encoding = "UTF-8"
    content.blob = blob
    var page = FilePage(head: head, content: content)
    page.syntax = bytes.withUnsafeBytes { analyzeSyntax($0, language: content.language) }
    return page
  }
}
