import Containers
package import Git
package import Search
import Syntax

/// The page `/r/{repo}@{rev}`: a repository's readme, folders, languages, revisions and the state of its index.
package struct RepositoryPage: Sendable {
  /// Breadcrumb and revisions.
  package var head: PlaceHead
  /// What is at the root.
  package var listing: TreeListing
  /// Shown below the names.
  package var readme: Readme?
  /// Most used first, at the default revision.
  package var languages: [LanguageShare]
  /// The newest commits, as many as were had in a short time.
  package var commits: [CommitRecord] = []
  /// Commits that are shown.
  package static let commitLimit = 5

  /// A page of the root `listing`.
  package init(head: PlaceHead, listing: TreeListing, readme: Readme?, languages: [LanguageShare]) {
    self.head = head
    self.listing = listing
    self.readme = readme
    self.languages = languages
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    let place = head.placement
    context.queryText = head.scope + " "
    context.subject = .init(repository: place.repository, revision: head.revision)
    let main = languages.prefix(3).map(\.language.name).joined(separator: ", ")
    context.description =
      "\(Format.count(listing.fileCount ?? listing.items.count, "file"))\(main.isEmpty ? "" : " in \(main)"), "
      + "searchable at \(Format.count(head.repository?.revisions.count ?? 0, "revision"))."
    let content: HTML = """
      <div class="file-bar">\(title)
      <div class="actions">\(head.revisionMenu)\(historyLink)\(symbolsLink)\(hostLink)\
      <button type="button" class="quiet js" data-finder="">Find a file</button></div></div>
      \(head.note)
      <div class="columns">
      <div class="body">
      \(TreeTable.view(listing, revision: head.revision))
      \(readme?.view(head))
      </div>
      <aside class="rail" aria-label="About the repository">
      \(LanguageBar.view(languages))
      \(latest(now: context.now))
      \(indexState(now: context.now))
      \(revisions(now: context.now))
      </aside>
      </div>
      """
    return Frame.page(
      title: place.repository, context: context, mainClass: "page place home", content: content)
  }

  private var title: HTML {
    let isFork: HTML? = head.repository?.isFork == true ? "<span class=\"tag\">fork</span>" : nil
    let isArchived: HTML? = head.repository?.isArchived == true ? "<span class=\"tag\">archived</span>" : nil
    return "<h1 class=\"crumbs\"><b>\(HTML.name(head.placement.repository))</b>\(isFork)\(isArchived)</h1>"
  }

  private var historyLink: HTML? {
    guard head.isGit else { return nil }
    let address = Links.commits(head.placement.repository, revision: head.revision)
    return "<a class=\"quiet\" href=\"\(address)\" data-key=\"h\">History</a>"
  }

  private var symbolsLink: HTML {
    "<a class=\"quiet\" href=\"\(Links.symbols(head.placement.repository, revision: head.revision))\">Symbols</a>"
  }

  private var hostLink: HTML? {
    guard let host = head.revisions.host else { return nil }
    return "<a class=\"quiet\" href=\"\(host.address)\" rel=\"noreferrer\">\(host.name)</a>"
  }

  private func latest(now: Int) -> HTML? {
    guard !commits.isEmpty else { return nil }
    let name = head.placement.repository
    let rows = commits.prefix(Self.commitLimit).map { commit -> HTML in
      let subject = commit.subject
      let title: HTML =
        subject.isEmpty ? "<i>no message</i>" : .name(String(decoding: subject, as: UTF8.self))
      return """
        <li><a href="\(Links.commit(name, commit.id))">\(title)</a>\
        <span class="by"><span>\(HTML.name(commit.author.name))</span>\(ageView(commit.author.seconds, now: now))</span></li>

        """
    }
    return """
      <section><h2>Latest commits</h2><ol class="latest">
      \(rows)</ol><a class="more" href="\(Links.commits(name, revision: head.revision))">All commits</a></section>
      """
  }

  private func indexState(now: Int) -> HTML? {
    guard let repository = head.repository else { return nil }
    let tip = repository.revisions.first
    let commit: HTML? = tip?.commit.map { id in
      """
      <div><dt>Commit</dt><dd><a href="\(Links.commit(repository.name, id))"><code>\(id.hex.prefix(10))</code></a>\
      </dd></div>
      """
    }
    let seconds = repository.isGit ? tip?.time ?? 0 : 0
    let time: HTML? =
      seconds > 0 ? "<div><dt>Changed</dt><dd>\(Frame.age(of: seconds, now: now))</dd></div>" : nil
    let notes = repository.notes.map { note -> HTML in "<li>\(note)</li>" }
    return """
      <section><h2>Index</h2><dl class="list">
      <div><dt>Files</dt><dd>\(Format.count(repository.fileCount))</dd></div>
      <div><dt>Revisions</dt><dd>\(Format.count(repository.revisions.count))</dd></div>
      <div><dt>Indexed</dt><dd>\(Frame.age(of: repository.indexedAt, now: now))</dd></div>
      \(commit)\(time)</dl>
      \(notes.isEmpty ? HTML() : "<ul class=\"notes\">\(notes)</ul>")</section>
      """
  }

  /// Branches, and tags, listed.
  private static let listLimit = 100

  private func revisions(now: Int) -> HTML? {
    let name = head.placement.repository
    let first = head.repository?.revisions.first?.name
    func rows(_ list: [NamedRevision]) -> [HTML] {
      list.prefix(Self.listLimit).map { named in
        let isCurrent =
          named.name == (head.revision ?? first) ? HTML.attribute("aria-current", "page") : HTML()
        let note: HTML? = named.isIndexed ? nil : "<span class=\"tag\">not indexed</span>"
        return """
          <li><a href="\(Links.repository(name, revision: named.name == first ? nil : named.name))"\(isCurrent)>\
          \(HTML.name(named.name))</a>\(note)\(named.time > 0 ? Frame.age(of: named.time, now: now) : HTML())</li>

          """
      }
    }
    func group(_ title: StaticString, _ list: [NamedRevision]) -> HTML? {
      guard !list.isEmpty else { return nil }
      let items = rows(list)
      let rest = list.count - items.count
      let more: HTML? = rest > 0 ? "<li class=\"muted\">and \(Format.count(rest)) more</li>" : nil
      return "<h2>\(HTML(stringLiteral: title))</h2><ul class=\"revisions\">\n\(items)\(more)</ul>"
    }
    // Commits that were indexed by their id are in neither list.
    let known = Set((head.revisions.branches + head.revisions.tags).map(\.name))
    let others = (head.repository?.revisions ?? []).filter { !known.contains($0.name) && !$0.name.isEmpty }
      .compactMap { revision in
        revision.commit.map { NamedRevision(revision.name, commit: $0, time: revision.time, isIndexed: true) }
      }
    if head.revisions.branches.isEmpty, head.revisions.tags.isEmpty, others.isEmpty { return nil }
    return """
      <section id="revisions">\(group("Branches", head.revisions.branches))\(group("Tags", head.revisions.tags))\
      \(group("Indexed", others))</section>
      """
  }
}
