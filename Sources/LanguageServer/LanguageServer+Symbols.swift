import Containers
import Navigation
import Platform
import Search
import Syntax

extension LanguageServer {
  /// Symbols found at most.
  static let symbolsMax = 200
  /// Symbols within symbols that are shown as such.
  static let nestingMax = 64

  func documentSymbols(_ parameters: JSONValue) throws -> JSONValue {
    guard let path = Self.path(parameters) else {
      throw Fault.parameters("textDocument.uri is not the file: address of a file")
    }
    guard let text = files.currentText(path) else { return .null }
    let outline = text.bytes.withUnsafeBytes { bytes in
      let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(detectionHeadLength))
      return analyzer.facts(bytes, language: detectLanguage(path: path, head: head)).syntax.outline
    }
    var position = 0
    if hasNestedSymbols { return .array(nested(outline, at: &position, depth: -1, text)) }
    let address = JSONValue.string(FileAddress.address(path))
    return .array(
      outline.map { item in
        [
          "name": .string(item.name), "kind": .integer(Self.kindNumber(item.kind)),
          "location": ["uri": address, "range": selection(item, text)],
        ]
      })
  }

  /// The items below one of `depth`, each with its own.
  private func nested(
    _ outline: [OutlineItem], at position: inout Int, depth: Int, _ text: TextBuffer
  ) -> [JSONValue] {
    var items: [JSONValue] = []
    while position < outline.count, min(outline[position].depth, Self.nestingMax) > depth {
      let item = outline[position]
      position += 1
      let children = nested(outline, at: &position, depth: min(item.depth, Self.nestingMax), text)
      let last = min(item.lines.upperBound - 1, text.lineCount - 1)
      let end = ColumnUnits.units(text.line(last).count, in: text.line(last), encoding)
      items.append([
        "name": .string(item.name.isEmpty ? "-" : item.name), "detail": .string(item.signature),
        "kind": .integer(Self.kindNumber(item.kind)),
        "range": [
          "start": ["line": .integer(item.lines.lowerBound - 1), "character": 0],
          "end": ["line": .integer(last), "character": .integer(end)],
        ],
        "selectionRange": selection(item, text), "children": .array(children),
      ])
    }
    return items
  }

  /// The name of an item, or the start of its first line when it has none there.
  private func selection(_ item: OutlineItem, _ text: TextBuffer) -> JSONValue {
    for number in item.lines.lowerBound - 1..<min(item.lines.upperBound, text.lineCount) {
      let line = text.line(number)
      guard line.startIndex <= item.nameRange.lowerBound, item.nameRange.upperBound <= line.endIndex else {
        if line.startIndex > item.nameRange.lowerBound { break }
        continue
      }
      return Self.range(
        line: number, ColumnUnits.units(item.nameRange.lowerBound - line.startIndex, in: line, encoding),
        ColumnUnits.units(item.nameRange.upperBound - line.startIndex, in: line, encoding))
    }
    return Self.range(line: item.lines.lowerBound - 1, 0, 0)
  }

  func workspaceSymbols(_ parameters: JSONValue) throws -> JSONValue {
    let text = parameters["query"]?.text ?? ""
    guard !text.isEmpty else { return [] }
    var query = SymbolQuery(parsing: text, match: .prefix)
    query.limit = Self.symbolsMax
    let hits = try searcher.symbols(query).hits
    // What is in the editor's own folders comes first; the order is else the searcher's.
    let own = Set(files.repositories)
    let ordered =
      hits.filter { own.contains($0.placement.repository) }
      + hits.filter { !own.contains($0.placement.repository) }
    return .array(
      ordered.compactMap { hit in
        let location = CodeLocation(
          repository: hit.placement.repository,
          revision: hit.placement.isDefaultRevision ? nil : hit.placement.revision,
          commit: hit.placement.commit,
          path: hit.placement.pathText, line: hit.symbol.line,
          columns: hit.symbol.column..<hit.symbol.column + hit.symbol.name.utf8.count, precision: .byName)
        guard let place = place(location) else { return nil }
        return [
          "name": .string(hit.symbol.name), "kind": .integer(Self.kindNumber(hit.symbol.kind.name)),
          "containerName": .string(hit.container.isEmpty ? hit.placement.repository : hit.container),
          "location": place,
        ]
      })
  }

  /// The number that the protocol has for a kind.
  static func kindNumber(_ kind: String) -> Int {
    switch kind {
    case "module", "section", "heading": 2
    case "namespace", "extension": 3
    case "package": 4
    case "class", "actor", "object", "type", "typealias", "type alias", "mixin": 5
    case "method", "getter", "setter", "subscript", "accessor": 6
    case "property", "attribute": 7
    case "field", "member": 8
    case "constructor", "initializer", "initialiser": 9
    case "enum", "enumeration": 10
    case "interface", "protocol", "trait": 11
    case "function", "macro", "test": 12
    case "constant": 14
    case "enum case", "enumerator", "case", "enum member", "variant": 22
    case "struct", "structure", "record", "union": 23
    case "event": 24
    case "operator": 25
    case "type parameter": 26
    default: 13
    }
  }
}
