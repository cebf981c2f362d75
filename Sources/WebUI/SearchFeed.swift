import Containers
package import Search

/// Results of a query as an Atom feed (RFC 4287).
package struct SearchFeed: Sendable {
  /// A file among the results.
  package struct Entry: Sendable {
    /// The file with its matching lines.
    package var match: FileMatch
    /// When the commit was made that the file was indexed at; seconds since 1970.
    package var updated: Int

    /// An entry about `match`.
    package init(match: FileMatch, updated: Int) {
      self.match = match
      self.updated = updated
    }
  }

  private let query: String
  private let version: String
  private let updated: Int
  private let entries: [Entry]

  /// A feed of `query`, whose index was written at `updated` (seconds since 1970).
  package init(query: String, version: String, updated: Int, entries: [Entry]) {
    self.query = query
    self.version = version
    self.updated = updated
    self.entries = entries
  }

  /// The XML document. Everything in it is plain text: readers of feeds show markup as they like.
  package var document: HTML {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom">
    <title>\(plain: query) · Alidade</title>
    <id>\(plain: "tag:alidade,2026:search?q=\(Links.queryValue(query))")</id>
    <updated>\(Format.timestamp(updated))</updated>
    <generator version="\(version)">Alidade</generator>
    <author><name>Alidade</name></author>
    <link rel="self" type="application/atom+xml" href="\(Links.feed(query))"/>
    <link rel="alternate" type="text/html" href="\(Links.search(query))"/>
    \(entries.map(entry))</feed>

    """
  }

  /// An entry is known by file and content: a file that changes and still matches is news, one that does not
  /// change keeps its id whatever becomes of the branch.
  private func entry(_ entry: Entry) -> HTML {
    let place = entry.match.placement
    let id = "tag:alidade,2026:\(Links.raw(place))#\(entry.match.blob.hex)"
    let lines = entry.match.lines.filter(\.isMatch).map { line in
      "\(line.number): \(String(decoding: line.text.prefix(SearchPage.lineLimit), as: UTF8.self))"
    }
    let first = entry.match.lines.first(where: \.isMatch)?.number
    let content = lines.isEmpty ? "The path matches." : lines.joined(separator: "\n")
    return """
      <entry>
      <title>\(plain: "\(place.pathText) · \(place.repository)")</title>
      <id>\(plain: id)</id>
      <updated>\(Format.timestamp(entry.updated))</updated>
      <link rel="alternate" type="text/html" href="\(Links.file(place, line: first))"/>
      <content type="text">\(lines: content)</content>
      </entry>

      """
  }
}

extension HTML.StringInterpolation {
  /// Plain text with its line breaks.
  fileprivate mutating func appendInterpolation(lines text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { appendLiteral("\n") }
      appendInterpolation(plain: String(line))
    }
  }
}
