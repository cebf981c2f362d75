package import Containers
package import Git

/// The page `/r/{repo}@{rev}/-/commits/{path}`: the commits of a repository, folder or file.
package struct HistoryPage: Sendable {
  /// Repository, revision, path.
  package var place: HistoryPlace
  /// The commit the list starts at: older pages stay what they are when the branch moves.
  package var start: ObjectID
  /// Commits before this page.
  package var skipped: Int
  /// The commits.
  package var page: LogPage
  /// Branches and tags by commit.
  package var names: [ObjectID: [String]] = [:]

  /// Commits on one page.
  package static let pageCount = 50

  /// Commits passed over at most: the walk to them is repeated for each page.
  package static let skipLimit = 1_000_000

  /// A page of commits.
  package init(place: HistoryPlace, start: ObjectID, skipped: Int, page: LogPage) {
    self.place = place
    self.start = start
    self.skipped = skipped
    self.page = page
  }

  private var address: String {
    Links.commits(place.repository, revision: place.revision, path: place.path)
  }

  /// The same list as a feed.
  var feedAddress: String { "\(address)?format=atom" }

  private var title: String {
    "History · \(place.path.isEmpty ? "" : "\(place.pathText) · ")\(place.repository)"
  }

  /// The frame's first part and the head: what is known before git is asked.
  package static func opening(_ place: HistoryPlace, context: PageContext) -> HTML {
    let page = HistoryPage(
      place: place, start: ObjectID.zero, skipped: 0, page: LogPage(commits: [], hasMore: false))
    var context = context
    context.subject = place.subject
    context.alternates.append(
      .init(type: "application/atom+xml", address: page.feedAddress, title: "Commits of \(place.name)"))
    return """
      \(Frame.opening(title: page.title, context: context, mainClass: "history"))
      <div class="hist-head">\(place.heading())\(place.revisionTag)\(place.tabs(.commits))</div>
      """
  }

  /// The commits and the way to others.
  package func content(now: Int) -> HTML {
    if page.commits.isEmpty { return empty }
    var list = CommitList(
      repository: place.repository, commits: page.commits, path: place.isFolder ? [] : place.path)
    list.names = names
    let first = skipped + 1
    return """
      <p class="hist-sum"><span class="muted">Commits \(Format.count(first)) to \
      \(Format.count(skipped + page.commits.count))\(page.hasMore ? "" : ", the last of this history"), \
      newest first</span> <a href="\(feedAddress)">Atom feed</a></p>
      \(list.view(now: now))
      \(cut)
      \(pager)
      """
  }

  private var cut: HTML? {
    page.cutReason.map { "<div class=\"notice warn\"><p><b>The list ends early:</b> \($0).</p></div>" }
  }

  private var empty: HTML {
    if let reason = page.cutReason {
      return "<div class=\"notice warn\"><p><b>No commit was found in time:</b> \(reason).</p></div>"
    }
    let text: HTML =
      skipped > 0
      ? "The history is over. <a href=\"\(address)\">Newest commits</a>"
      : "No commit in this history changed this path."
    return "<div class=\"notice\"><p>\(text)</p></div>"
  }

  private var pager: HTML? {
    func link(_ skip: Int) -> String {
      skip <= 0 ? address : "\(address)?cursor=\(start.hex).\(skip)"
    }
    let newer: HTML? =
      skipped == 0
      ? nil : "<a rel=\"prev\" href=\"\(link(skipped - Self.pageCount))\">Newer commits</a>"
    let older: HTML? =
      page.hasMore && skipped < Self.skipLimit
      ? "<a rel=\"next\" href=\"\(link(skipped + page.commits.count))\">Older commits</a>" : nil
    guard newer != nil || older != nil else { return nil }
    return "<nav class=\"pager\" aria-label=\"Pages\">\(newer)\(older)</nav>"
  }
}

extension HistoryPage {
  /// The list as an Atom feed (RFC 4287). `origin` is the scheme and host that the reader used.
  package func atom(origin: String) -> [UInt8] {
    let updated = page.commits.first.map { Format.timestamp(Format.clamped($0.committer.seconds)) }
    let entries = page.commits.map { commit -> HTML in
      let link = origin + Links.commit(place.repository, commit.id)
      return """
        <entry>
        <title>\(plain: String(decoding: commit.subject, as: UTF8.self))</title>
        <id>\(plain: link)</id>
        <link href="\(link)"/>
        <updated>\(Format.timestamp(Format.clamped(commit.committer.seconds)))</updated>
        <published>\(Format.timestamp(Format.clamped(commit.author.seconds)))</published>
        <author><name>\(plain: commit.author.name)</name></author>
        <content type="text">\(plain: String(decoding: commit.message, as: UTF8.self))</content>
        </entry>

        """
    }
    let own = origin + feedAddress
    let feed: HTML = """
      <?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom">
      <title>\(plain: "Commits of \(place.path.isEmpty ? place.repository : "\(place.pathText) in \(place.repository)")")</title>
      <id>\(plain: own)</id>
      <link rel="self" href="\(own)"/>
      <link href="\(origin + address)"/>
      <updated>\(updated ?? "1970-01-01T00:00:00Z")</updated>
      \(entries)</feed>

      """
    return feed.bytes
  }
}

extension ObjectID {
  /// The id of nothing.
  static let zero: ObjectID = [UInt8](repeating: 0, count: 20).withUnsafeBytes { bytes in
    guard let id = ObjectID(bytes: bytes) else { preconditionFailure("20 bytes are an id") }
    return id
  }
}
