import Containers
package import Search

/// The page `/r/{repo}@{rev}`: facts about a repository and its files.
package struct RepositoryPage: Sendable {
  /// What the index knows of it.
  package var repository: RepositoryInfo
  /// The revision shown; nil for the default.
  package var revision: String?
  /// Its files in path order, at most ``fileLimit``.
  package var files: [PlacementName]

  /// Files listed at most; the search box reaches the rest.
  package static let fileLimit = 2000

  /// A page of `files` at `revision`.
  package init(repository: RepositoryInfo, revision: String?, files: [PlacementName]) {
    self.repository = repository
    self.revision = revision
    self.files = files
  }

  private var scope: String {
    let filter = Patterns.repositoryFilter(repository.name)
    guard let revision else { return filter }
    return "\(filter) rev:\(revision)"
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.queryText = scope + " "
    context.subject = .init(repository: repository.name, revision: revision)
    let notes = repository.notes.map { note -> HTML in "<div class=\"notice\"><p>\(note)</p></div>" }
    let limited: HTML? =
      files.count >= Self.fileLimit
      ? """
      <p class="muted">The first \(Format.count(files.count)) are listed. \
      <a href="\(Links.search(scope + " type:path"))">Search the others by path</a>.</p>
      """
      : nil
    let tag: HTML? = revision.map { " <span class=\"tag rev\">\(HTML.name($0))</span>" }
    let content: HTML = """
      <h1>\(HTML.name(repository.name))\(tag)</h1>
      \(notes)
      <dl class="facts">
      <div><dt>Files</dt><dd>\(Format.count(repository.fileCount))</dd></div>
      <div><dt>Revisions</dt><dd>\(Format.count(repository.revisions.count))</dd></div>
      <div><dt>Indexed</dt><dd>\(Frame.age(of: repository.indexedAt, now: context.now))</dd></div>
      </dl>
      \(revisions(now: context.now))
      <section><h2>Files</h2>
      <div class="files">
      \(folders)</div>
      \(limited)</section>
      """
    return Frame.page(title: "\(repository.name) · Alidade", context: context, content: content)
  }

  /// Files below their folders, the top folder first.
  private var folders: [HTML] {
    var groups: [(folder: String, files: [PlacementName])] = []
    var places: [String: Int] = [:]
    for file in files {
      let path = file.pathText
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      if let place = places[folder] {
        groups[place].files.append(file)
      } else {
        places[folder] = groups.count
        groups.append((folder, [file]))
      }
    }
    groups.sort { $0.folder < $1.folder }
    return groups.map { group in
      let items = group.files.map { file -> HTML in
        let name = file.pathText.dropFirst(group.folder.count)
        return "<li><a href=\"\(Links.file(file))\">\(HTML.name(String(name)))</a></li>\n"
      }
      let title: HTML? = group.folder.isEmpty ? nil : "<h3>\(HTML.name(group.folder))</h3>"
      return "<div>\(title)<ul>\n\(items)</ul></div>\n"
    }
  }

  private func revisions(now: Int) -> HTML? {
    guard repository.revisions.count > 1 || repository.isGit else { return nil }
    let items = repository.revisions.prefix(100).map { indexed -> HTML in
      let isCurrent = indexed.name == revision || (revision == nil && indexed == repository.revisions.first)
      let current = isCurrent ? HTML.attribute("aria-current", "page") : HTML()
      let commit: HTML? = indexed.commit.map { "<code>\($0.hex.prefix(10))</code>" }
      return """
        <li><a href="\(Links.repository(repository.name, revision: indexed.name))"\(current)>\
        \(HTML.name(indexed.name))</a>\(commit)\(Frame.age(of: indexed.time, now: now))</li>
        """
    }
    return "<section><h2>Revisions</h2><ul class=\"revisions\">\(items)</ul></section>"
  }
}
