package import Syntax

/// How the symbols of a text were found.
package enum SymbolOrigin: Sendable {
  /// The language has no declarations that anything is known of.
  case none
  /// By a grammar.
  case grammar
  /// By the lexer: there is no grammar.
  case lexer
  /// By the lexer: the text is longer than ``SyntaxAnalyzer/textMax``.
  case tooLarge
  /// By the lexer: the grammar crashed, took too long or found no tree.
  case failed
}

/// A text whose symbols are wanted.
package struct SymbolText {
  /// Its bytes, valid for the call.
  package var bytes: UnsafeRawBufferPointer
  package var language: Language?

  /// A text in a language.
  package init(bytes: UnsafeRawBufferPointer, language: Language?) {
    (self.bytes, self.language) = (bytes, language)
  }
}

// A request for symbols: for each text its language (two bytes), its length (four) and the bytes. The answer: for each
// text a length (four bytes) and the encoded symbols; no bytes when there is no tree. All lowest byte first.
extension SyntaxAnalyzer {
  /// Texts of one request together, in bytes: small files share the cost of a round trip.
  package static let batchBytes = 256 << 10

  /// The symbols of each text, in order. Never fails; blocks for ``secondsMax`` a text at most, and may be called
  /// from as many threads as there are workers.
  package func symbols(_ texts: [SymbolText]) -> [(symbols: FileSymbols, origin: SymbolOrigin)] {
    var found: [FileSymbols?] = Array(repeating: nil, count: texts.count)
    var batch: [Int] = []
    var length = 0
    for (index, text) in texts.enumerated() {
      guard let language = text.language, isParsed(text.bytes, language) else { continue }
      if length + text.bytes.count > Self.batchBytes, !batch.isEmpty {
        parse(batch, texts, &found)
        (batch, length) = ([], 0)
      }
      batch.append(index)
      length += text.bytes.count
    }
    if !batch.isEmpty { parse(batch, texts, &found) }
    return texts.indices.map { index in
      if let symbols = found[index] { return (symbols, .grammar) }
      return lexed(texts[index])
    }
  }

  private func lexed(_ text: SymbolText) -> (FileSymbols, SymbolOrigin) {
    guard let language = text.language, !text.bytes.isEmpty,
      let symbols = lexedSymbols(text.bytes, language: language)
    else { return (FileSymbols(), .none) }
    if isParsed(text.bytes, language) { return (symbols, .failed) }
    return (symbols, language.grammarName == nil || grammarFolder == nil ? .lexer : .tooLarge)
  }

  /// Asks for several texts at once, and for each alone when that ended badly: one of them did it.
  private func parse(_ batch: [Int], _ texts: [SymbolText], _ found: inout [FileSymbols?]) {
    var message = [Mode.symbols.rawValue]
    message.reserveCapacity(batch.reduce(1) { $0 + texts[$1].bytes.count + 6 })
    for index in batch {
      let text = texts[index]
      guard let language = text.language else { continue }
      message += Self.head(language)
      message += (0..<4).map { UInt8(truncatingIfNeeded: text.bytes.count >> ($0 * 8)) }
      message += text.bytes
    }
    guard let answer = request([message]) else {
      if batch.count > 1 { for index in batch { parse([index], texts, &found) } }
      return
    }
    var at = 0
    for index in batch {
      guard at + 4 <= answer.count else { return }
      let length = (0..<4).reduce(0) { $0 | Int(answer[at + $1]) << ($1 * 8) }
      at += 4
      guard length <= answer.count - at else { return }
      if length > 0 {
        found[index] = FileSymbols(decoding: Array(answer[at..<at + length]), count: texts[index].bytes.count)
      }
      at += length
    }
  }

  /// The child's side.
  static func answerSymbols(_ request: UnsafeRawBufferPointer, _ library: TreeSitterLibrary) -> [UInt8] {
    var answer: [UInt8] = []
    var at = 0
    while at + 6 <= request.count {
      let number = UInt16(request[at]) | UInt16(request[at + 1]) << 8
      let length = (0..<4).reduce(0) { $0 | Int(request[at + 2 + $1]) << ($1 * 8) }
      at += 6
      guard length <= request.count - at else { break }
      let text = UnsafeRawBufferPointer(rebasing: request[at..<at + length])
      at += length
      var encoded: [UInt8] = []
      if let language = LanguageTable[number], let grammar = language.grammarName,
        let tree = library.parse(text, grammar: grammar)
      {
        encoded = Syntax.symbols(text, language: language, tree: tree).encoded()
      }
      answer += (0..<4).map { UInt8(truncatingIfNeeded: encoded.count >> ($0 * 8)) }
      answer += encoded
    }
    return answer
  }
}
