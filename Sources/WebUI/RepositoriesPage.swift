package import Search

/// The page `/repos`: every indexed repository in a table.
package struct RepositoriesPage: Sendable {
  /// All repositories in order.
  package var repositories: [RepositoryInfo]
  /// Shows only names that contain this, without regard to case; empty shows all.
  package var filter: String

  /// Rows of the table at most; a filter reaches the rest.
  package static let rowLimit = 1000

  /// A table of `repositories` whose names contain `filter`.
  package init(repositories: [RepositoryInfo], filter: String) {
    self.repositories = repositories
    self.filter = filter
  }

  private var selected: [RepositoryInfo] {
    let wanted = filter.lowercased()
    return wanted.isEmpty ? repositories : repositories.filter { $0.name.lowercased().contains(wanted) }
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    let selected = selected
    let count: HTML =
      filter.isEmpty
      ? "\(Format.count(selected.count)) indexed"
      : "\(Format.count(selected.count)) of \(Format.count(repositories.count)) contain “\(filter)”"
    let limit: HTML? =
      selected.count > Self.rowLimit
      ? "<p class=\"muted\">The first \(Format.count(Self.rowLimit)) are shown. Filter to see others.</p>"
      : nil
    let content: HTML = """
      <h1>Repositories</h1>
      <form class="filter" action="/repos"><label>Name contains \
      <input name="name" value="\(filter)" autocomplete="off" spellcheck="false"></label>\
      <button>Filter</button>\
      <span class="muted">\(count)</span></form>
      \(selected.isEmpty ? HTML() : table(selected.prefix(Self.rowLimit), now: context.now))
      \(limit)
      """
    return Frame.page(title: "Repositories · Alidade", context: context, content: content)
  }

  private func table(_ rows: ArraySlice<RepositoryInfo>, now: Int) -> HTML {
    let body = rows.map { repository -> HTML in
      let revisions = repository.revisions.dropFirst().prefix(6).map { revision -> HTML in
        let url = Links.repository(repository.name, revision: revision.name)
        return "<a class=\"tag rev\" href=\"\(url)\">\(HTML.name(revision.name))</a>"
      }
      let rest = repository.revisions.count - 7
      let more: HTML? = rest > 0 ? "<span class=\"muted\">and \(Format.count(rest)) more</span>" : nil
      return """
        <tr><th scope="row"><a href="\(Links.repository(repository.name))">\(HTML.name(repository.name))</a>\
        \(repository.isFork ? "<span class=\"tag\">fork</span>" : HTML())\
        \(repository.isArchived ? "<span class=\"tag\">archived</span>" : HTML())</th>\
        <td class="n">\(Format.count(repository.fileCount))</td>\
        <td>\(repository.revisions.first.map { HTML.name($0.name) })</td>\
        <td class="revs">\(revisions)\(more)</td>\
        <td>\(Frame.age(of: repository.indexedAt, now: now))</td></tr>

        """
    }
    return """
      <div class="table" tabindex="0" role="region" aria-label="Repositories"><table>
      <thead><tr><th scope="col">Name</th><th scope="col" class="n">Files</th>\
      <th scope="col">Default branch</th>\
      <th scope="col">Also indexed</th><th scope="col">Indexed</th></tr></thead>
      <tbody>
      \(body)</tbody></table></div>
      """
  }
}
