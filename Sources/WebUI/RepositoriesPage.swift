import Containers
package import Search

/// The page `/repos`: every indexed repository in a table.
package struct RepositoriesPage: Sendable {
  /// What the rows can be sorted by; the raw value stands in the address.
  package enum Order: String, Sendable, CaseIterable { case name, files, changed, indexed }

  /// All repositories in order.
  package var repositories: [RepositoryInfo]
  /// Shows only names that contain this, without regard to case; empty shows all.
  package var filter: String
  /// What the rows are sorted by: names ascending, numbers descending.
  package var order: Order
  /// True turns the order round.
  package var isReversed: Bool
  /// Languages of those that are shown, by name.
  package var languages: [String: [LanguageShare]]

  /// Rows of the table at most; a filter reaches the rest.
  package static let rowLimit = 500

  /// A table of `repositories` whose names contain `filter`.
  package init(
    repositories: [RepositoryInfo], filter: String, order: Order = .name, isReversed: Bool = false,
    languages: [String: [LanguageShare]] = [:]
  ) {
    self.repositories = repositories
    self.filter = filter
    self.order = order
    self.isReversed = isReversed
    self.languages = languages
  }

  /// The repositories of the rows, in their order, without a limit.
  package var selected: [RepositoryInfo] {
    let wanted = filter.lowercased()
    let found = wanted.isEmpty ? repositories : repositories.filter { $0.isNamed(like: wanted) }
    let sorted = found.sorted { left, right in
      switch order {
      case .name: left.name < right.name
      case .files: (left.fileCount, right.name) > (right.fileCount, left.name)
      case .changed:
        (left.revisions.first?.time ?? 0, right.name) > (right.revisions.first?.time ?? 0, left.name)
      case .indexed: (left.indexedAt, right.name) > (right.indexedAt, left.name)
      }
    }
    return isReversed ? sorted.reversed() : sorted
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    let selected = selected
    let files = selected.reduce(0) { $0 + $1.fileCount }
    let count: HTML =
      filter.isEmpty
      ? "\(Format.count(selected.count, "repository", plural: "repositories")), \(Format.count(files, "file"))"
      : "\(Format.count(selected.count)) of \(Format.count(repositories.count)) contain “\(filter)”"
    let limit: HTML? =
      selected.count > Self.rowLimit
      ? "<p class=\"muted\">The first \(Format.count(Self.rowLimit)) are shown. Filter to see others.</p>"
      : nil
    let sort: HTML? =
      order == .name ? nil : "<input type=\"hidden\" name=\"sort\" value=\"\(order.rawValue)\">"
    let content: HTML = """
      <h1>Repositories</h1>
      <form class="filter" action="/repos" data-parts=""><label>Name contains \
      <input name="name" value="\(filter)" autocomplete="off" spellcheck="false" autocapitalize="off"></label>\(sort)\
      <button class="button">Filter</button></form>
      <div id="found" data-part=""><p class="muted" data-said="">\(count)</p>
      \(selected.isEmpty ? empty : table(selected.prefix(Self.rowLimit), now: context.now))
      \(limit)</div>
      """
    return Frame.page(title: "Repositories", context: context, mainClass: "page place", content: content)
  }

  private var empty: HTML {
    repositories.isEmpty
      ? "<div class=\"notice\"><p>Nothing is indexed yet. <code>alidade index FOLDER…</code> does it.</p></div>"
      : "<div class=\"notice\"><p>No name contains that. <a href=\"/repos\">Show all</a></p></div>"
  }

  private func heading(_ title: StaticString, _ order: Order, _ className: StaticString = "") -> HTML {
    let isCurrent = order == self.order
    var address = "/repos?sort=\(order.rawValue)"
    if isCurrent, !isReversed { address += "&order=reverse" }
    if !filter.isEmpty { address += "&name=\(Links.queryValue(filter))" }
    let isAscending = (order == .name) != isReversed
    let state = isCurrent ? HTML.attribute("aria-sort", isAscending ? "ascending" : "descending") : HTML()
    let sign: HTML? =
      isCurrent
      ? (isAscending ? "<span aria-hidden=\"true\">↑</span>" : "<span aria-hidden=\"true\">↓</span>") : nil
    return """
      <th scope="col" class="\(String(describing: className))"\(state)><a href="\(address)">\
      \(HTML(stringLiteral: title))\(sign)</a></th>
      """
  }

  private func table(_ rows: ArraySlice<RepositoryInfo>, now: Int) -> HTML {
    let body = rows.map { row($0, now: now) }
    return """
      <div class="table" tabindex="0" role="region" aria-label="Repositories"><table class="repos">
      <thead><tr>\(heading("Name", .name))<th scope="col">Languages</th>\(heading("Files", .files, "n"))\
      <th scope="col">Revisions</th>\(heading("Changed", .changed))\(heading("Indexed", .indexed))</tr></thead>
      <tbody>
      \(body)</tbody></table></div>
      """
  }

  private func row(_ repository: RepositoryInfo, now: Int) -> HTML {
    let revisions = repository.revisions.filter { !$0.name.isEmpty }.prefix(3).enumerated().map {
      index, revision -> HTML in
      let url = Links.repository(repository.name, revision: index == 0 ? nil : revision.name)
      return "<a class=\"tag rev\" href=\"\(url)\">\(HTML.name(revision.name))</a>"
    }
    let rest = repository.revisions.count - revisions.count
    let more: HTML? =
      rest > 0 && !revisions.isEmpty ? "<span class=\"muted\">and \(Format.count(rest)) more</span>" : nil
    let notes: HTML? =
      repository.notes.isEmpty
      ? nil
      : """
      <p class="muted">\(repository.notes.prefix(2).joined(separator: " · "))\
      \(repository.notes.count > 2 ? " · \(repository.notes.count - 2) more notes" : "")</p>
      """
    // Commits made without a date are of 1970.
    let time = repository.isGit ? repository.revisions.first?.time ?? 0 : 0
    let changed: HTML? = time > 0 ? Frame.age(of: time, now: now) : nil
    return """
      <tr data-item=""><th scope="row"><a href="\(Links.repository(repository.name))">\(HTML.name(repository.name))</a>\
      \(repository.isFork ? "<span class=\"tag\">fork</span>" : HTML())\
      \(repository.isArchived ? "<span class=\"tag\">archived</span>" : HTML())\(notes)</th>\
      <td class="langs">\(LanguageBar.short(languages[repository.name] ?? []))</td>\
      <td class="n">\(Format.count(repository.fileCount))</td>\
      <td class="revs">\(revisions)\(more)</td>\
      <td>\(changed)</td>\
      <td>\(Frame.age(of: repository.indexedAt, now: now))</td></tr>

      """
  }
}
