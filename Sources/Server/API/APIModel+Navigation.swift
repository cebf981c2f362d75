extension APIModel {
  static let precisions = ["exact", "stale", "byName"]

  static let navigationAnswer: [Member] = [
    .always("path", .text(), "the file asked about"),
    .perhaps(
      "precision", .choice(precisions),
      "how sure the least certain location is: exact from a compiler's index of this file, stale from one of another "
        + "commit, byName from names alone; missing without locations"),
    .always(
      "symbols", .list(.model(.NavigationSymbol)), "what the name stands for; empty when nothing is known"),
    .always("locations", .list(.model(.NavigationLocation)), "the first places, definitions before others"),
    .always("total", .integer(), "all places; for hover, the references"),
    .always("notes", .list(.text()), "what a reader should know, such as why there is no answer"),
  ]

  static let navigationCalls: [Member] = [
    .always("path", .text(), "the file asked about"),
    .always("functions", .list(.model(.NavigationCall)), "the functions at the other end of the calls"),
  ]

  static let navigationCall: [Member] = [
    .perhaps("symbol", .model(.NavigationSymbol), "the function; missing for calls outside of all"),
    .perhaps("definition", .model(.NavigationLocation), "where it is declared, when known"),
    .always("calls", .list(.model(.NavigationLocation)), "the calls"),
  ]

  static let navigationSymbol: [Member] = [
    .always("symbol", .text(), "the text that names it in every index"),
    .always("name", .text(), "its own name"),
    .always("qualifiedName", .text(), "with the names of what it is part of"),
    .always("kind", .text(), "a word, such as method"),
    .always("isLocal", .boolean, "whether only its file knows it"),
    .always("signature", .text(), "its declaration; may be empty"),
    .always("documentation", .list(.text()), "paragraphs of Markdown"),
    .always("package", .text(), "the package or module that has it; may be empty"),
    .always("packageVersion", .text(), "that package's version; may be empty"),
    .always("tool", .text(), "what made the index; empty for answers by name"),
  ]

  static let navigationLocation: [Member] = [
    .always("path", .text(), "in the repository"),
    .always("url", .text(format: "uri-reference"), "the page of the line"),
    .always("line", .integer(minimum: 1), "counted from 1"),
    .always("column", .integer(), "where the name begins, as offset in UTF-8 bytes from 0"),
    .always("endColumn", .integer(), "where it ends"),
    .perhaps("text", .text(), "the line; missing when it could not be read"),
    .perhaps("bytes", .text(), "the same in base64, when it is not UTF-8"),
    .always(
      "roles", .list(.choice(navigationRoles.map(\.name))),
      "what happens to the name here; empty for a plain use"),
    .always("precision", .choice(precisions), "how sure it is"),
    .perhaps("indexedAt", .text(), "for a stale place: the commit that the index was made from"),
    .perhaps("reason", .text(), "for a place by name: why it was chosen"),
  ]

  static let scipImport: [Member] = [
    .always("repository", .text(), "its name"),
    .perhaps("commit", .text(), "the commit the index is of; missing for a plain folder"),
    .always("root", .text(), "the folder its paths are relative to; empty for the repository"),
    .always("tool", .text(), "what made it"),
    .always("toolVersion", .text(), "and its version"),
    .always("documents", .integer(), "files in it"),
    .always("occurrences", .integer(), "places in it"),
    .always("symbols", .integer(), "symbols of more than one file in it"),
    .always("bytesRead", .integer(), "of the index, unpacked"),
    .always("replaced", .integer(), "older indexes that went"),
    .always("omitted", .integer(), "files, places and relationships that could not be kept"),
  ]
}
