import Containers
import Platform
package import Search

/// A readme and where it stands.
package struct Readme: Sendable {
  /// Its path, for the heading and for what its links are relative to.
  package var path: [UInt8]
  /// UTF-8.
  package var text: [UInt8]

  /// The file at `path`.
  package init(path: [UInt8], text: [UInt8]) {
    self.path = path
    self.text = text
  }

  /// Bytes of a readme that are read; longer ones stand as a link.
  package static let byteLimit = 512 << 10

  /// The readme among the names of a folder, the best first: Markdown before other text.
  package static func name(among items: [TreeItem]) -> TreeItem? {
    let wanted = [
      "readme.md", "readme.markdown", "readme", "readme.txt", "readme.rst", "readme.adoc", "readme.org",
    ]
    let found = items.compactMap { item -> (rank: Int, item: TreeItem)? in
      guard case .file(let size, _, let skipped) = item.kind, skipped == nil, (size ?? 0) <= byteLimit else {
        return nil
      }
      return wanted.firstIndex(of: item.nameText.lowercased()).map { ($0, item) }
    }
    return found.min { $0.rank < $1.rank }?.item
  }

  func view(_ head: PlaceHead) -> HTML {
    let string = String(decoding: text, as: UTF8.self)
    let slash = path.lastIndex(of: 0x2F)
    let name = String(decoding: path[(slash.map { $0 + 1 } ?? 0)...], as: UTF8.self)
    let place = MarkdownPlace.repository(
      head.placement.repository, revision: head.revision, folder: Array(path[..<(slash ?? 0)]))
    var shown = place
    shown.headingShift = 2
    let content =
      MarkdownView.isMarkdown(path)
      ? MarkdownView.render(string, resolving: shown) : MarkdownView.plain(string)
    return """
      <section class="readme"><h2><a href="\
      \(Links.blob(head.placement.repository, revision: head.revision, path: path))">\(HTML.name(name))</a></h2>
      \(content)</section>
      """
  }
}

/// The page `/r/{repo}@{rev}/-/tree/{path}`: one folder.
package struct TreePage: Sendable {
  /// Breadcrumb and revisions.
  package var head: PlaceHead
  /// What is in the folder.
  package var listing: TreeListing
  /// Shown below the names.
  package var readme: Readme?

  /// A page of `listing`.
  package init(head: PlaceHead, listing: TreeListing, readme: Readme?) {
    self.head = head
    self.listing = listing
    self.readme = readme
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    let place = head.placement
    let folder = Patterns.escaped(place.pathText)
    context.queryText = "\(head.scope) file:^\(folder)/ "
    context.subject = .init(repository: place.repository, revision: head.revision, path: place.pathText)
    let count = listing.fileCount.map { "\(Format.count($0, "file")) in " } ?? ""
    context.description = "\(count)\(place.pathText) of \(place.repository)."
    let content: HTML = """
      <div class="file-bar">\(head.breadcrumb)
      <div class="actions">\(head.revisionMenu)\(historyLink)\(symbolsLink)\(hostLink)\
      <button type="button" class="quiet js" data-finder="">Find a file</button></div></div>
      \(head.note)
      \(TreeTable.view(listing, revision: head.revision))
      \(readme?.view(head))
      """
    let name = place.pathText.split(separator: "/").last.map(String.init) ?? place.pathText
    return Frame.page(
      title: "\(name) · \(place.pathText) · \(place.repository)", context: context, mainClass: "page place",
      content: content)
  }

  private var historyLink: HTML? {
    guard head.isGit else { return nil }
    let place = head.placement
    let address = Links.commits(place.repository, revision: head.revision, path: place.path)
    return "<a class=\"quiet\" href=\"\(address)\" data-key=\"h\">History</a>"
  }

  private var symbolsLink: HTML {
    "<a class=\"quiet\" href=\"\(Links.symbols(head.placement.repository, revision: head.revision))\">Symbols</a>"
  }

  private var hostLink: HTML? {
    guard let host = head.revisions.host, let commit = head.placement.commit else { return nil }
    let address = Links.file(on: host, revision: commit.hex, path: head.placement.path, isFolder: true)
    return "<a class=\"quiet\" href=\"\(address)\" rel=\"noreferrer\">\(host.name)</a>"
  }
}
