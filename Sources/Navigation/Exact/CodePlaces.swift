package import Containers

/// A place in a file, as a reader of the file sees it.
package struct CodePosition: Sendable, Hashable {
  package var repository: String
  /// A branch, tag or commit; nil for the default one.
  package var revision: String?
  package var path: String
  /// 1-based.
  package var line: Int
  /// In bytes of UTF-8, from 0.
  package var column: Int

  /// The position at `line` and `column` of a file.
  package init(repository: String, revision: String? = nil, path: String, line: Int, column: Int) {
    self.repository = repository
    self.revision = revision
    self.path = path
    self.line = line
    self.column = column
  }
}

/// How sure an answer is.
package enum Precision: Sendable, Equatable {
  /// From a compiler's index of this very file.
  case exact
  /// From a compiler's index of another commit, in which the file was different: lines were followed through the
  /// changes, or the place is shown as it was at that commit.
  case stale(indexedAt: ObjectID)
  /// From names in the text: likely, never certain. The location's reason says why.
  case byName

  /// The word people see.
  package var label: String {
    switch self {
    case .exact: "exact"
    case .stale: "exact at an older commit"
    case .byName: "by name"
    }
  }

  /// True when a compiler said so, now or at an older commit.
  package var isExact: Bool { self != .byName }
}

/// A place where a symbol occurs.
package struct CodeLocation: Sendable, Equatable {
  package var repository: String
  /// The revision the place is shown at: the one asked for, or a commit where the file is gone or too different.
  package var revision: String?
  /// The commit of that revision; nil for a plain folder.
  package var commit: ObjectID?
  package var path: String
  /// 1-based.
  package var line: Int
  /// In bytes of UTF-8, from 0; the end not included. Within the line.
  package var columns: Range<Int>
  /// The line's text without its end; nil when it could not be read.
  package var text: [UInt8]?
  package var roles: SymbolRoles
  package var precision: Precision
  /// The symbol that occurs here; empty where only a name is known.
  package var symbol: String
  /// Why this place was chosen, as a clause such as "imported by this file"; empty for exact answers.
  package var reason: String

  /// A place; what is left out is not known.
  package init(
    repository: String, revision: String? = nil, commit: ObjectID? = nil, path: String, line: Int,
    columns: Range<Int>, text: [UInt8]? = nil, roles: SymbolRoles = [], precision: Precision,
    symbol: String = "",
    reason: String = ""
  ) {
    self.repository = repository
    self.revision = revision
    self.commit = commit
    self.path = path
    self.line = line
    self.columns = columns
    self.text = text
    self.roles = roles
    self.precision = precision
    self.symbol = symbol
    self.reason = reason
  }
}

/// What is known of one symbol.
package struct SymbolSummary: Sendable, Equatable {
  /// The text that names it everywhere, or within its file for a local one.
  package var symbol: String
  package var isLocal: Bool
  package var name: String
  /// With the names of what it is part of: `Searcher.search`.
  package var qualifiedName: String
  /// A word: "method".
  package var kind: String
  package var isCallable: Bool
  /// The declaration as the language writes it; may be empty.
  package var signature: String
  /// Markdown, in paragraphs.
  package var documentation: [String]
  /// The package or module it belongs to; may be empty.
  package var packageName: String
  package var packageVersion: String
  /// What made the index; empty for answers by name.
  package var tool: String

  /// A symbol; what is left out is not known.
  package init(
    symbol: String, isLocal: Bool = false, name: String, qualifiedName: String? = nil, kind: String = "",
    isCallable: Bool = false, signature: String = "", documentation: [String] = [], packageName: String = "",
    packageVersion: String = "", tool: String = ""
  ) {
    self.symbol = symbol
    self.isLocal = isLocal
    self.name = name
    self.qualifiedName = qualifiedName ?? name
    self.kind = kind
    self.isCallable = isCallable
    self.signature = signature
    self.documentation = documentation
    self.packageName = packageName
    self.packageVersion = packageVersion
    self.tool = tool
  }
}

/// Symbols and where they are: the one answer of navigation, exact or by name.
///
/// For hover, ``symbols`` has declarations and documentation, ``locations`` the definitions and ``total`` the number
/// of references.
package struct NavigationAnswer: Sendable, Equatable {
  /// What the question was about; empty when nothing is known there.
  package var symbols: [SymbolSummary]
  /// The first places: exact ones before those by name; among them definitions before all others, grouped by
  /// repository and file. By-name places are ranked, the likeliest first.
  package var locations: [CodeLocation]
  /// All places, shown or not.
  package var total: Int
  /// Things the reader should know: an index that is missing or of another commit.
  package var notes: [String]

  /// An answer; nothing without arguments.
  package init(
    symbols: [SymbolSummary] = [], locations: [CodeLocation] = [], total: Int? = nil, notes: [String] = []
  ) {
    self.symbols = symbols
    self.locations = locations
    self.total = total ?? locations.count
    self.notes = notes
  }

  /// True when there is a place to go to.
  package var isFound: Bool { !locations.isEmpty }

  /// The least certain precision among the places: by name, then the oldest commit; nil without places.
  package var precision: Precision? {
    locations.first { $0.precision == .byName }?.precision
      ?? locations.first { $0.precision != .exact }?.precision ?? locations.first?.precision
  }

  /// Declaration and first paragraph of documentation of the first symbol, for a hover card; nil when neither is
  /// known.
  package var hoverText: (signature: String, summary: String)? {
    guard let symbol = symbols.first else { return nil }
    // Indexers put the declaration into a fenced block before the text.
    let paragraphs = symbol.documentation.filter { !$0.hasPrefix("```") }
    let summary = paragraphs.first.map { MarkdownText.firstParagraph($0) } ?? ""
    return symbol.signature.isEmpty && summary.isEmpty ? nil : (symbol.signature, summary)
  }
}

/// A function with the places where it calls, or is called.
package struct CallGroup: Sendable {
  /// The function at the other end; nil for calls outside of any.
  package var symbol: SymbolSummary?
  /// Where that function is defined, when known.
  package var definition: CodeLocation?
  /// The calls.
  package var calls: [CodeLocation]

  /// Calls at one function.
  package init(symbol: SymbolSummary?, definition: CodeLocation?, calls: [CodeLocation]) {
    self.symbol = symbol
    self.definition = definition
    self.calls = calls
  }
}

/// What little of Markdown a hover card needs.
enum MarkdownText {
  /// The text up to the first empty line, on one line.
  static func firstParagraph(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func isBlank(_ line: Substring) -> Bool {
      line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
    return lines.drop(while: isBlank).prefix { !isBlank($0) }.map { trimmed($0) }.joined(separator: " ")
  }

  private static func trimmed(_ line: Substring) -> String {
    func isSpace(_ character: Character) -> Bool { character.isWhitespace }
    var line = line.drop(while: isSpace)
    while let last = line.last, isSpace(last) { line.removeLast() }
    return String(line)
  }
}
