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

  /// Shown in the footer: the program's version.
  package var version: String

  /// When the index was last written, seconds since 1970; nil without an index.
  package var indexedAt: Int?

  /// Seconds since 1970, for ages.
  package var now: Int

  /// A context for the page at `address`.
  package init(address: String, version: String, indexedAt: Int?, now: Int) {
    self.address = address
    self.version = version
    self.indexedAt = indexedAt
    self.now = now
  }
}
