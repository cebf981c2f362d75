package import Containers
package import QueryEngine
package import Syntax

/// A question for declarations by name.
package struct SymbolQuery: Sendable {
  /// How a name must fit ``text``.
  package enum Match: Sendable, Equatable {
    case exact
    case prefix
    /// Found anywhere in the name.
    case substring
    /// A regular expression found anywhere in the name; `^` and `$` are its ends.
    case regex
  }

  /// The name, or the regular expression.
  package var text: String
  /// How names must fit it.
  package var match = Match.exact
  /// Whether ASCII case counts.
  package var isCaseSensitive = false
  /// What the symbol must belong to: `Type`, `module::Type`, `outer.Type`; the innermost names are compared.
  package var container: String?
  /// Wanted kinds; empty for all.
  package var kinds: Set<SymbolKind> = []
  /// Conditions on files, as in a search: `repo:`, `rev:`, `file:`, `lang:`, and words the file must hold.
  package var filter: Query?
  /// Hits that are returned; all are counted.
  package var limit = SymbolQuery.defaultLimit
  /// What the caller may see.
  package var scope = AccessScope.everything
  /// Wall time after which the look-up stops and says so.
  package var timeLimit: Duration = .seconds(10)

  /// Hits that are returned by default.
  package static let defaultLimit = 100

  /// A question for a name.
  package init(_ text: String, match: Match = .exact) {
    self.text = text
    self.match = match
  }

  /// Takes `Type.name` and `Type::name` apart: what stands before the last separator is the container. Other texts,
  /// and expressions, are taken whole.
  package init(parsing text: String, match: Match = .exact) {
    self.init(text, match: match)
    guard match != .regex else { return }
    let bytes = Array(text.utf8)
    var at = bytes.count
    while at > 0, bytes[at - 1] != 0x2E, bytes[at - 1] != 0x3A { at -= 1 }
    guard at > 1, at < bytes.count else { return }
    var end = at - 1
    if bytes[end] == 0x3A {
      guard bytes[end - 1] == 0x3A else { return }
      end -= 1
    }
    guard end > 0 else { return }
    container = String(decoding: bytes[..<end], as: UTF8.self)
    self.text = String(decoding: bytes[at...], as: UTF8.self)
  }
}

/// A document of one generation of the index, to ask for more about it.
package struct DocumentKey: Sendable, Hashable {
  /// The generation it belongs to.
  package var generation: Int
  /// The part of the snapshot.
  package var part: Int
  /// The document in the part.
  package var document: Int

  /// A document of a part.
  package init(generation: Int, part: Int, document: Int) {
    (self.generation, self.part, self.document) = (generation, part, document)
  }
}

/// A declaration that fits a ``SymbolQuery``.
package struct SymbolHit: Sendable, Equatable {
  /// The declaration: name, kind, line, column, lines of its body.
  package var symbol: Symbol
  /// What it belongs to, outermost first: `["namespace", "Type"]`.
  package var containers: [String]
  /// Where the file is: the first place that satisfies the filter.
  package var placement: PlacementName
  /// Other places with the same bytes.
  package var copyCount: Int
  /// The language of the file.
  package var language: Language?
  /// The file's content.
  package var blob: ObjectID
  /// The document.
  package var document: DocumentKey
  /// Its index in the document's list of symbols.
  package var index: Int
  /// The line of the name without the blanks at its ends, at most ``textMax`` bytes of it.
  package var text: String

  /// A hit from its parts.
  package init(
    symbol: Symbol, containers: [String], placement: PlacementName, copyCount: Int, language: Language?,
    blob: ObjectID, document: DocumentKey, index: Int, text: String
  ) {
    self.symbol = symbol
    self.containers = containers
    self.placement = placement
    self.copyCount = copyCount
    self.language = language
    self.blob = blob
    self.document = document
    self.index = index
    self.text = text
  }

  /// ``containers`` with dots between.
  package var container: String { containers.joined(separator: ".") }

  /// Bytes of ``text``, at most.
  package static let textMax = 200

  package static func == (left: SymbolHit, right: SymbolHit) -> Bool {
    left.document == right.document && left.index == right.index
  }
}

/// The answer to a ``SymbolQuery``.
package struct SymbolAnswer: Sendable {
  /// The best hits first.
  package var hits: [SymbolHit] = []
  /// All declarations that fit, returned or not; files that the filter leaves out are not counted.
  package var total = 0
  /// False when the time limit ended the look-up, or some files have no symbols yet.
  package var isComplete = true
  /// What was not looked at, in words.
  package var notes: [String] = []

  /// Nothing found.
  package init() {}
}

/// The declarations of one file.
package struct DocumentSymbols: Sendable {
  /// In the order of the text.
  package var symbols: [Symbol]
  /// How they were found; nil when they are not known yet.
  package var origin: SymbolOriginName?
  /// Whether the file has more.
  package var isCut: Bool
  /// Where the file is.
  package var placement: PlacementName
  /// The file's content.
  package var blob: ObjectID
  /// The language of the file.
  package var language: Language?

  /// Symbols of a file.
  package init(
    symbols: [Symbol], origin: SymbolOriginName?, isCut: Bool, placement: PlacementName, blob: ObjectID,
    language: Language?
  ) {
    self.symbols = symbols
    self.origin = origin
    self.isCut = isCut
    self.placement = placement
    self.blob = blob
    self.language = language
  }
}

/// How symbols were found, in a word.
package enum SymbolOriginName: String, Sendable {
  case none, grammar, lexer
  case tooLarge = "too large for its grammar"
  case failed = "its grammar failed"
}

/// A name that symbols have.
package struct SymbolName: Sendable, Equatable {
  /// The name as it is declared most.
  package var name: String
  /// The weightiest kind of its declarations.
  package var kind: SymbolKind
  /// Declarations that may be seen.
  package var count: Int
}
