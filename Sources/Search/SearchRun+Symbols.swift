import Containers
import QueryEngine
import SearchIndex
import Syntax

// Searches for symbols and in kinds of text.
extension SearchRun {
  /// Plans the conditions on symbols once for all threads, until `isOver`.
  static func plans(
    _ query: CompiledQuery, _ snapshot: IndexSnapshot, isOver: @escaping () -> Bool
  ) -> [SymbolPlan?] {
    let isNeeded =
      !query.symbolAtoms.isEmpty || query.settings.select == .symbol
      || query.contentAtoms.contains { $0.excludesDefinitions || $0.emits != nil }
    return snapshot.parts.map { part in isNeeded ? part.facts.map { SymbolPlan(query, $0, isOver: isOver) } : nil }
  }

  /// What the reader should know about symbols and kinds of text.
  func symbolNotes(outside: Int, _ statistics: SearchStatistics) -> [String] {
    var notes: [String] = []
    let left = statistics.leftOut
    if statistics.matchedFiles == 0 {
      let places = [
        (left.inCode, "in code"), (left.inComments, "in comments"), (left.inStrings, "in strings"),
        (left.definitions, "where it is defined"),
      ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      if !places.isEmpty {
        notes.append("matches left out, as the query asks: \(places.joined(separator: ", "))")
      }
    }
    if left.documentsWithoutRules > 0 {
      let files = left.documentsWithoutRules == 1 ? "1 file" : "\(left.documentsWithoutRules) files"
      notes.append(
        "\(files) with matches in languages whose comments and strings are not known: all of the text was taken as code"
      )
    }
    if statistics.documentsOutlined > 0 {
      notes.append(
        "symbols of files that the index knows no symbols of yet were found by their looks; run `alidade index`"
      )
    }
    if query.contentAtoms.contains(where: { $0.emits != nil }),
      snapshot.parts.contains(where: { $0.facts?.emits == nil && $0.segment.meta.documentCount > 0 })
    {
      notes.append(
        "of a part of the index no statements are known: it has none, or wants `alidade index` again")
    }
    if outside > 0 {
      notes.append("\(outside == 1 ? "1 match is" : "\(outside) matches are") in no declaration and left out")
    }
    return notes
  }
}

/// Names the symbols of results. Belongs to one thread.
struct SymbolNamer {
  let plan: SymbolPlan?

  /// The symbols whose names are at `matches`, in the order of the text.
  func symbols(
    at matches: [TextMatch], document: Int, _ text: UnsafeRawBufferPointer, language: Language?
  ) -> [FoundSymbol] {
    let starts = Set(matches.map(\.range.lowerBound))
    let all =
      plan?.symbols(ofDocument: document) ?? language.flatMap { lexedSymbols(text, language: $0) }?.symbols
      ?? []
    var found: [FoundSymbol] = []
    for (index, symbol) in all.enumerated() where starts.contains(symbol.start) {
      found.append(
        FoundSymbol(
          name: symbol.name, kind: symbol.kind, containers: all.containers(of: index), line: symbol.line,
          range: symbol.range, lines: symbol.lines))
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
