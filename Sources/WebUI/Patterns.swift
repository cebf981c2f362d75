import Search

/// Regex text for filters that pages add to a query.
package enum Patterns {
  /// A filter for just the repository called `name`.
  package static func repositoryFilter(_ name: String) -> String { "repo:^\(escaped(name))$" }

  /// `text` as a regex that matches just that, fit to stand in a filter.
  package static func escaped(_ text: String) -> String { FilterText.escaped(text) }
}
