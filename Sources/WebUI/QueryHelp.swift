/// A short table of what queries can say, with examples that run.
enum QueryHelp {
  private static let rows: [(query: String, meaning: String)] = [
    ("open file", "both words, anywhere in the text or path of a file"),
    ("\"open file\"", "these characters in this order"),
    ("/open_?file\\(/", "a regular expression, always in linear time"),
    ("open OR close -test", "alternatives; a minus leaves files out"),
    ("file:*.swift lang:swift", "by path, as glob or regex, and by language"),
    ("repo:engine rev:v1.*", "by repository, and at other branches, tags and commits"),
    ("case:yes word:yes Open", "exact case, whole words"),
    ("type:path makefile", "file names only"),
  ]

  /// The table.
  static func view() -> HTML {
    let items = rows.map { row -> HTML in
      let url = Links.search(row.query)
      return "<li><a href=\"\(url)\"><code>\(row.query)</code></a><span>\(row.meaning)</span></li>"
    }
    return "<section class=\"help\"><h2>What a query can say</h2><ul>\(items)</ul></section>"
  }
}
