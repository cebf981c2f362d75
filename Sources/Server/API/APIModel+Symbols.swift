import Containers

// The shapes of symbols.
extension APIModel {
  private static let kinds = SymbolKind.allCases.map(\.name)

  /// What symbols have wherever they come from.
  private static let declaration: [Member] = [
    .always("name", .text(), "of what is declared"),
    .always("kind", .choice(kinds), "what it is"),
    .always("line", .integer(minimum: 1), "of the name"),
    .always("column", .integer(), "of the name, in bytes from 0"),
    .always("firstLine", .integer(minimum: 1), "of the declaration"),
    .always("lastLine", .integer(minimum: 1), "of the declaration with its body"),
    .perhaps("container", .text(), "what it belongs to, outermost first, with dots between"),
    .always("url", .text(format: "uri-reference"), "its line on the page of the file"),
  ]

  static let symbol: [Member] =
    declaration + place + [
      .always("path", .text(), "of the file"),
      .perhaps("pathBytes", .text(), "the exact path in base64, when it is not UTF-8"),
      .perhaps("language", .text(), "of the file, when known"),
      .always("text", .text(), "the line of the name, cut to 200 bytes"),
      .always("copies", .integer(), "other places with the same file"),
    ]

  static let symbolList: [Member] = [
    .always("symbols", .list(.model(.Symbol)), "best first"),
    .always("total", .integer(), "symbols that satisfy the request, listed or not"),
    .always("isComplete", .boolean, "false when something was not looked at"),
    .always("notes", .list(.text()), "what was not looked at, and why"),
  ]

  static let fileSymbols: [Member] =
    place + [
      .always("path", .text(), "of the file"),
      .perhaps("pathBytes", .text(), "the exact path in base64, when it is not UTF-8"),
      .perhaps("language", .text(), "of the file, when known"),
      .perhaps(
        "readBy", .choice(["none", "grammar", "lexer"]),
        "how they were found; missing when they are not known yet"),
      .always("isCut", .boolean, "whether the file has more"),
      .always("symbols", .list(.object(fileSymbol)), "in the order of the text"),
    ]

  private static let fileSymbol: [Member] =
    declaration + [.perhaps("parent", .integer(), "place in this list of what it is declared in, from 0")]
}
