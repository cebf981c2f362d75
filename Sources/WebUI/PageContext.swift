/// What every page needs besides its own model.
package struct PageContext: Sendable {
  /// Which of the two colour schemes the reader asked for.
  package enum Theme: String, Sendable, CaseIterable { case system, light, dark }

  /// From the cookie; ``Theme/system`` without one.
  package var theme = Theme.system

  /// Path and query of this page, where a change of theme returns to.
  package var address: String

  /// What the search box holds.
  package var queryText = ""

  /// What the page is about, for link previews: one or two sentences of plain text.
  package var description = "Code search over every repository, branch and tag, in exact answers."

  /// The same content in another form, as `<link rel=alternate>`.
  package var alternates: [Alternate] = []

  /// The file, folder or repository that the page is about: scripts and keys act on it.
  package var subject: Subject?

  /// More attributes of `main`, for scripts: `HTML.attribute("data-live", "/search")`. The head of
  /// `Assets/main.js` lists what scripts look for.
  package var mainAttributes = HTML()

  /// False leaves the scripts out: a page about a fault of ours must not depend on more requests.
  package var hasScript = true

  /// Shown in the footer: the program's version.
  package var version: String

  /// The commit the program was built from, when it was told.
  package var commit: String?

  /// When the index was last written, seconds since 1970; nil without an index.
  package var indexedAt: Int?

  /// Seconds since 1970, for ages.
  package var now: Int

  /// The same content in another form.
  package struct Alternate: Sendable {
    /// `application/json`, `application/atom+xml`.
    package var type: String
    /// Where it is.
    package var address: String
    /// What a reader of feeds calls it.
    package var title: String

    /// Another form at `address`.
    package init(type: String, address: String, title: String) {
      self.type = type
      self.address = address
      self.title = title
    }
  }

  /// Where in which repository a page is.
  package struct Subject: Sendable {
    /// Name of the repository.
    package var repository: String
    /// Branch, tag or commit as the address has it; nil for the default.
    package var revision: String?
    /// File or folder, empty for the repository itself.
    package var path: String

    /// A place in `repository`.
    package init(repository: String, revision: String? = nil, path: String = "") {
      self.repository = repository
      self.revision = revision
      self.path = path
    }
  }

  /// A context for the page at `address`.
  package init(address: String, version: String, indexedAt: Int?, now: Int) {
    self.address = address
    self.version = version
    self.indexedAt = indexedAt
    self.now = now
  }
}
