import Containers
package import Search

/// Where in a repository a page is, and what its head needs to lead elsewhere: breadcrumb, revisions, actions.
package struct PlaceHead: Sendable {
  /// Repository, revision as it was asked for, commit, path.
  package var placement: PlacementName
  /// What is known of the repository.
  package var repository: RepositoryInfo?
  /// Its branches and tags.
  package var revisions: NamedRevisions
  /// False when the revision can be read but not searched.
  package var isIndexed: Bool
  /// True for folders.
  package var isFolder: Bool

  /// The head of the page at `placement`.
  package init(
    _ placement: PlacementName, repository: RepositoryInfo?, revisions: NamedRevisions = NamedRevisions(),
    isIndexed: Bool = true, isFolder: Bool = false
  ) {
    self.placement = placement
    self.repository = repository
    self.revisions = revisions
    self.isIndexed = isIndexed
    self.isFolder = isFolder
  }

  /// The revision for addresses: nil for the default one.
  var revision: String? {
    placement.isDefaultRevision || placement.revision.isEmpty ? nil : placement.revision
  }

  /// True where there is a history to look at.
  var isGit: Bool { placement.commit != nil }

  /// The filters that search at this place.
  var scope: String {
    let filter = Patterns.repositoryFilter(placement.repository)
    guard let revision, isIndexed else { return filter }
    return "\(filter) rev:\(revision)"
  }

  /// This page at another revision.
  func address(at revision: String?) -> String {
    isFolder
      ? Links.tree(placement.repository, revision: revision, path: placement.path)
      : Links.blob(placement.repository, revision: revision, path: placement.path)
  }
}

extension PlaceHead {
  /// Repository › folders › name, as the page's heading, with a control that copies the path.
  var breadcrumb: HTML {
    let name = placement.repository
    let steps = placement.path.split(separator: 0x2F, omittingEmptySubsequences: true)
    var crumbs = HTML()
    var folder: [UInt8] = []
    for (index, step) in steps.enumerated() {
      if !folder.isEmpty { folder.append(0x2F) }
      folder += step
      let text = HTML.name(String(decoding: step, as: UTF8.self))
      if index == steps.count - 1 {
        crumbs += "<b>\(text)</b>"
      } else {
        crumbs += """
          <a href="\(Links.tree(name, revision: revision, path: folder))">\(text)</a>\
          <span class="sep" aria-hidden="true">/</span>
          """
      }
    }
    return """
      <h1 class="crumbs"><a class="repo" href="\(Links.repository(name, revision: revision))">\(HTML.name(name))</a>\
      <span class="sep" aria-hidden="true">›</span><span class="path">\(crumbs)</span></h1>\
      <button type="button" class="icon js" data-copy="\(placement.pathText)" aria-label="Copy the path">\
      \(Icons.copy)</button>
      """
  }

  /// Names in a menu; the field reaches the others.
  private static let menuLimit = 20
  /// Names that the field offers.
  private static let suggestionLimit = 300

  /// The revisions to go to, as a menu with a field for any other.
  var revisionMenu: HTML? {
    guard let repository, isGit else { return nil }
    let current = revision ?? repository.revisions.first?.name ?? "HEAD"
    let shown = current.utf8.count == 40 && isHex(current) ? String(current.prefix(10)) : current
    let suggestions = (revisions.branches + revisions.tags).prefix(Self.suggestionLimit).map {
      named -> HTML in
      "<option value=\"\(named.name)\"></option>"
    }
    return """
      <details class="menu pick" name="menu"><summary data-key="w" data-label="Switch revision">\
      <span class="vh">Revision </span>\(Icons.branch)<span class="rev">\(HTML.name(shown))</span></summary>
      <div class="pop">
      <form action="\(address(at: nil))"><label>Branch, tag or commit \
      <input name="rev" list="revs" autocomplete="off" spellcheck="false" autocapitalize="off"></label>\
      <button class="button">Go</button><datalist id="revs">\(suggestions)</datalist></form>
      \(list("Branches", revisions.branches, current, default: repository.revisions.first?.name))\
      \(list("Tags", revisions.tags, current, default: nil))\
      <p><a href="\(Links.repository(placement.repository))#revisions">All branches and tags</a></p>
      </div></details>
      """
  }

  private func isHex(_ text: String) -> Bool { text.utf8.allSatisfy { hexDigits.contains($0) } }

  private func list(
    _ title: StaticString, _ names: [NamedRevision], _ current: String, default first: String?
  ) -> HTML? {
    guard !names.isEmpty else { return nil }
    let items = names.prefix(Self.menuLimit).map { named -> HTML in
      let isCurrent = named.name == current ? HTML.attribute("aria-current", "true") : HTML()
      let note: HTML? = named.isIndexed ? nil : " <span class=\"muted\">not indexed</span>"
      return """
        <li><a href="\(address(at: named.name == first ? nil : named.name))"\(isCurrent)>\
        <span>\(HTML.name(named.name))\(note)</span></a></li>

        """
    }
    return "<h2>\(HTML(stringLiteral: title))</h2><ul>\n\(items)</ul>"
  }

  /// Says that the page is not what searches see: because the revision is not indexed, or is pinned to a commit that
  /// the default branch has left behind.
  var note: HTML? { note(marked: []) }

  /// As ``note``; `marked` lines of a file are looked for at the tip, wherever they are now.
  func note(marked: [ClosedRange<Int>]) -> HTML? {
    let isPinned = pinnedTip != nil
    guard !isIndexed || isPinned else { return nil }
    let unindexed: HTML? =
      isIndexed
      ? nil : "<b>Not indexed: read from the repository.</b> Searching does not reach \(named). "
    let pinned: HTML? = pinnedTip.map { tip in
      """
      Pinned to commit <code>\((placement.commit?.hex ?? "").prefix(10))</code>. \
      <a href="\(tipAddress(marked.first))"\(isFolder ? HTML() : HTML.attribute("data-lines", "query"))>\
      See it on \(HTML.name(tip.name))</a>, \
      which is at <code>\((tip.commit?.hex ?? "").prefix(10))</code> now.
      """
    }
    return "<div class=\"notice\"><p>\(unindexed)\(pinned)</p></div>"
  }

  /// This place on the default branch. A file's lines are followed through what has changed, when that is asked for.
  private func tipAddress(_ lines: ClosedRange<Int>?) -> String {
    guard !isFolder, let commit = placement.commit else { return address(at: nil) }
    return Links.fromCommit(placement.repository, commit, path: placement.path, lines: lines)
  }

  private var named: HTML {
    guard let revision else { return "this revision" }
    return "<code>\(HTML.name(revision.utf8.count == 40 ? String(revision.prefix(10)) : revision))</code>"
  }

  /// The default branch, when the page was asked for by a commit's id and is not at its tip.
  private var pinnedTip: IndexedRevision? {
    guard let commit = placement.commit, let revision, revision.utf8.count >= 7,
      commit.hex.hasPrefix(revision),
      let tip = repository?.revisions.first, tip.commit != nil, tip.commit != commit
    else { return nil }
    return tip
  }
}

private let hexDigits = Set("0123456789abcdef".utf8)
