package import Containers
package import Git

/// The page `/r/{repo}/-/commit/{sha}`: one commit and what it changed.
package struct CommitPage: Sendable {
  /// A branch or tag whose history has the commit.
  package struct Container: Sendable, Equatable {
    /// Its short name.
    package var name: String
    /// True for tags.
    package var isTag: Bool

    /// A branch or tag.
    package init(name: String, isTag: Bool) {
      self.name = name
      self.isTag = isTag
    }
  }

  /// Repository.
  package var place: HistoryPlace
  /// The commit.
  package var commit: CommitRecord
  /// How its changes are shown, and against which parent.
  package var options: DiffOptions

  /// A page about `commit`.
  package init(place: HistoryPlace, commit: CommitRecord, options: DiffOptions) {
    self.place = place
    self.commit = commit
    self.options = options
  }

  /// Containers shown.
  package static let containerLimit = 12

  /// The address without options.
  package var address: String { Links.commit(place.repository, commit.id) }

  /// The parent that it is compared with; nil for a first commit.
  package var base: ObjectID? {
    commit.parents.isEmpty ? nil : commit.parents[min(max(1, options.parent), commit.parents.count) - 1]
  }

  private var subject: String {
    let text = String(decoding: commit.subject, as: UTF8.self)
    return text.isEmpty ? "Commit without message" : text
  }

  /// The frame's first part, message and people: what is known before the files are compared.
  package func opening(context: PageContext) -> HTML {
    var context = context
    context.subject = place.subject
    let seconds = commit.author.seconds
    let day = seconds == 0 ? "" : " · \(Format.day(Format.clamped(seconds)))"
    context.description = "\(subject) · \(commit.author.name)\(day)"
    let body = commit.body
    let message: HTML? =
      body.isEmpty
      ? nil
      : """
      <pre class="msg">\(CommitList.message(body))\(commit.isMessageCut ? "<i class=\"cut\">… the message goes on</i>" : HTML())</pre>
      """
    return """
      \(Frame.opening(
        title: "\(subject) · \(commit.id.hex.prefix(10)) · \(place.repository)", context: context, mainClass: "history"))
      <div class="hist-head"><p class="where"><a href="\(Links.repository(place.repository))">\
      \(HTML.name(place.repository))</a><span class="sep" aria-hidden="true">›</span>\
      Commit <code>\(commit.id.hex.prefix(10))</code></p>\(place.tabs(.commit))</div>
      <div class="commit-head"><h1>\(HTML.name(subject))</h1>
      \(message)
      <dl class="people">
      \(people(now: context.now))
      <div><dt>Commit</dt><dd><code>\(commit.id.hex)</code>\
      <button type="button" class="copy js" data-copy="\(commit.id.hex)">Copy</button></dd></div>
      \(parents)
      </dl></div>
      """
  }

  /// Author, and committer where it is somebody else or another day.
  private func people(now: Int) -> HTML {
    func person(_ title: StaticString, _ person: Commit.Signature) -> HTML {
      let moment: HTML? =
        person.seconds == 0 ? nil : "\(Format.moment(person.seconds, zoneMinutes: person.zoneMinutes)), "
      return """
        <div><dt>\(HTML(stringLiteral: title))</dt><dd><b>\(HTML.name(person.name))</b> \
        <span class="muted">\(moment)\(ageView(person.seconds, now: now))</span></dd></div>
        """
    }
    let isSame =
      commit.author.name == commit.committer.name
      && abs(commit.author.seconds &- commit.committer.seconds) < 86_400
    return isSame
      ? person("Author", commit.author)
      : "\(person("Author", commit.author))\(person("Committer", commit.committer))"
  }

  private var parents: HTML {
    if commit.parents.isEmpty {
      return "<div><dt>Parent</dt><dd class=\"muted\">none: the history known here begins with it</dd></div>"
    }
    let isMerge = commit.parents.count > 1
    let links = commit.parents.enumerated().map { index, parent -> HTML in
      let link: HTML =
        "<a href=\"\(Links.commit(place.repository, parent))\"><code>\(parent.hex.prefix(10))</code></a>"
      guard isMerge else { return link }
      let isCurrent = index + 1 == min(max(1, options.parent), commit.parents.count)
      let choice: HTML =
        isCurrent
        ? "<span class=\"tag\">compared with</span>"
        : "<a href=\"\(options.with { $0.parent = index + 1; $0.file = nil }.address(address))\">compare</a>"
      return "<span class=\"parent\">\(link) \(choice)</span> "
    }
    return "<div><dt>\(isMerge ? "Parents" : "Parent")</dt><dd>\(links)</dd></div>"
  }

  /// The branches and tags that have the commit; nil when that took too long.
  package func containers(_ containers: [Container]?) -> HTML? {
    guard let containers else { return nil }
    if containers.isEmpty {
      return "<p class=\"in muted\">No branch or tag of this repository has this commit.</p>"
    }
    let links = containers.prefix(Self.containerLimit).map { container -> HTML in
      """
      <a class="tag rev" href="\(Links.repository(place.repository, revision: container.name))">\
      \(HTML.name(container.name))</a>
      """
    }
    let more: HTML? = containers.count > Self.containerLimit ? " and more" : nil
    return "<p class=\"in\"><span class=\"muted\">In</span> \(links)\(more)</p>"
  }
}
