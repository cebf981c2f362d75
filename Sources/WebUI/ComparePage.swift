package import Containers
package import Git

/// The page `/r/{repo}/-/compare/{a}...{b}`: what one revision has that another has not.
package struct ComparePage: Sendable {
  /// One side.
  package struct Side: Sendable, Equatable {
    /// Branch, tag or commit as it was given.
    package var name: String
    /// What it stands for; nil when it is unknown here.
    package var commit: ObjectID?

    /// A side.
    package init(name: String, commit: ObjectID?) {
      self.name = name
      self.commit = commit
    }
  }

  /// What two histories have of each other.
  package struct Relation: Sendable {
    /// The commit the changes are counted from; nil without a common history, and when sides are compared directly.
    package var mergeBase: ObjectID?
    /// Commits that only the head has; nil when they were not counted in time.
    package var ahead: Int?
    /// Commits that only the base has.
    package var behind: Int?
    /// The newest commits that only the head has.
    package var commits: [CommitRecord]
    /// True when ``commits`` are not all.
    package var hasMoreCommits: Bool

    /// A relation.
    package init(
      mergeBase: ObjectID?, ahead: Int?, behind: Int?, commits: [CommitRecord], hasMoreCommits: Bool
    ) {
      self.mergeBase = mergeBase
      self.ahead = ahead
      self.behind = behind
      self.commits = commits
      self.hasMoreCommits = hasMoreCommits
    }
  }

  /// Repository.
  package var place: HistoryPlace
  /// Where the comparison starts.
  package var base: Side?
  /// What is compared with it.
  package var head: Side?
  /// True for `...`: changes since the common ancestor; false for `..`: the two sides as they are.
  package var isFromMergeBase: Bool
  /// Branches and tags to offer.
  package var names: [String]
  /// How the changes are shown.
  package var options: DiffOptions

  /// A page for the two sides.
  package init(
    place: HistoryPlace, base: Side?, head: Side?, isFromMergeBase: Bool, names: [String],
    options: DiffOptions
  ) {
    self.place = place
    self.base = base
    self.head = head
    self.isFromMergeBase = isFromMergeBase
    self.names = names
    self.options = options
  }

  /// Names offered in the form.
  package static let nameLimit = 200

  /// Commits listed.
  package static let commitLimit = 30

  /// The address without options.
  package var address: String {
    guard let base, let head else { return Links.compareForm(place.repository) }
    return address(base.name, head.name, isFromMergeBase)
  }

  private func address(_ base: String, _ head: String, _ isFromMergeBase: Bool) -> String {
    isFromMergeBase
      ? Links.compare(place.repository, base: base, head: head)
      : Links.compareDirectly(place.repository, base: base, head: head)
  }

  /// The frame's first part and the form.
  package func opening(context: PageContext) -> HTML {
    var context = context
    context.subject = place.subject
    let sides = base.flatMap { base in
      head.map { "\(HistoryPlace.short(base.name))…\(HistoryPlace.short($0.name)) · " }
    }
    return """
      \(Frame.opening(title: "Compare · \(sides ?? "")\(place.repository)", context: context, mainClass: "history"))
      <div class="hist-head">\(place.heading("Compare"))\(place.tabs(.compare))</div>
      \(form)
      \(unknown)
      """
  }

  private var form: HTML {
    let options = names.prefix(Self.nameLimit).map { "<option value=\"\($0)\"></option>" as HTML }
    func field(_ title: StaticString, _ name: String, _ side: Side?) -> HTML {
      """
      <label>\(HTML(stringLiteral: title)) <input name="\(name)" value="\(side?.name ?? "")" list="revisions" \
      required="" autocomplete="off" autocapitalize="off" spellcheck="false"></label>
      """
    }
    let swap: HTML? = base.flatMap { base in
      head.map { head in "<a href=\"\(address(head.name, base.name, isFromMergeBase))\">Swap sides</a>" }
    }
    return """
      <form class="sides" action="\(Links.compareForm(place.repository))">\(field("Base", "base", base))\
      <span class="arrow" aria-hidden="true">→</span>\(field("Head", "head", head))\
      <button>Compare</button>\(swap)
      <datalist id="revisions">\(options)</datalist></form>
      """
  }

  private var unknown: HTML? {
    let missing = [base, head].compactMap { $0 }.filter { $0.commit == nil }
    guard !missing.isEmpty else {
      return base == nil || head == nil
        ? """
        <p class="muted">Give two branches, tags or commits: you see the commits and changes that the head has and \
        the base has not.</p>
        """ : nil
    }
    let names = missing.map { "<code>\(HTML.name($0.name))</code> " as HTML }
    return """
      <div class="notice warn"><p><b>Not found:</b> \(names)is no branch, tag or commit of this repository.</p></div>
      """
  }

  /// Ahead, behind, what the changes are counted from, and the commits between.
  package func summary(_ relation: Relation, now: Int) -> HTML {
    guard let base, let head else { return HTML() }
    let ahead: HTML = count(relation.ahead, "ahead of", base)
    let behind: HTML = relation.behind == 0 ? "nothing behind it" : count(relation.behind, "behind it", nil)
    let basis: HTML
    if isFromMergeBase {
      if let commit = relation.mergeBase {
        basis = """
          Changes since their common ancestor \
          <a href="\(Links.commit(place.repository, commit))"><code>\(commit.hex.prefix(10))</code></a>. \
          <a href="\(options.address(address(base.name, head.name, false)))">Compare the two as they are</a>
          """
      } else {
        basis = "The two have no common history: they are compared as they are."
      }
    } else {
      basis = """
        The two as they are. \
        <a href="\(options.address(address(base.name, head.name, true)))">Only what the head changed since their common ancestor</a>
        """
    }
    return """
      <p><b>\(HTML.name(HistoryPlace.short(head.name)))</b> is \(ahead) and \(behind). \
      <span class="muted">\(basis)</span></p>
      \(commits(relation, now: now))
      """
  }

  private func count(_ number: Int?, _ words: String, _ side: Side?) -> HTML {
    let name: HTML? = side.map { " <b>\(HTML.name(HistoryPlace.short($0.name)))</b>" }
    guard let number else { return "an uncounted number of commits \(words)\(name)" }
    return "\(Format.count(number, "commit")) \(words)\(name)"
  }

  private func commits(_ relation: Relation, now: Int) -> HTML? {
    guard !relation.commits.isEmpty else { return nil }
    let list = CommitList(repository: place.repository, commits: relation.commits)
    let shown = relation.commits.count
    let more: HTML? =
      relation.hasMoreCommits
      ? "<p class=\"muted\">The newest \(Format.count(shown)) are listed.</p>" : nil
    return """
      <details class="between"\(shown <= 8 ? HTML.attribute("open", "") : HTML())><summary>\
      \(relation.hasMoreCommits ? "Newest commits" : Format.count(shown, "commit"))</summary>
      \(list.view(now: now))\(more)</details>
      """
  }
}
