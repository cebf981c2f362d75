import Platform
import SearchIndex
import Synchronization
import Syntax

/// Makes the facts files of segments: parses in parallel, copies what merged segments knew.
struct FactsWriter {
  let folder: String
  let pool: WorkerPool
  let progress: ProgressMeter
  let analyzer: SyntaxAnalyzer
  /// Segments that were merged into others in this run.
  let donors: [IndexSnapshot.Part]

  /// Text of the documents that one thread reads at a time.
  static let unitBytes = 1 << 20

  /// Whether the facts of a part are missing, damaged, or those of an older program or of one without grammars.
  func needsFacts(_ part: IndexSnapshot.Part, warnings: inout [String]) -> Bool {
    guard let facts = part.facts else { return true }
    if isStale(facts) { return true }
    do {
      try facts.verify()
      return false
    } catch {
      warnings.append("\(error); finding symbols anew")
      return true
    }
  }

  private func isStale(_ facts: FactsFile) -> Bool {
    facts.meta.revision < FactsFormat.revision || (!facts.meta.hadGrammars && analyzer.grammarFolder != nil)
  }

  /// Whether nothing is to be parsed for a part: all its documents come from segments with facts.
  func canCopy(_ part: IndexSnapshot.Part) -> Bool {
    (0..<part.segment.meta.documentCount).allSatisfy {
      language($0, part.segment) == nil || known($0, part.segment) != nil
    }
  }

  /// The language of a document that has text to read; nil for others.
  private func language(_ document: Int, _ segment: Segment) -> Language? {
    let record = segment.document(document)
    return record.skip == nil && record.textLength > 0 ? LanguageTable[record.language] : nil
  }

  private func known(_ document: Int, _ segment: Segment) -> DocumentFacts? {
    for donor in donors {
      guard let facts = donor.facts, !isStale(facts) else { continue }
      guard let old = donor.segment.document(withID: segment.id(ofDocument: document)) else { continue }
      return facts.facts(ofDocument: old)
    }
    return nil
  }

  /// Writes the facts of `segment` as the file `name`.
  ///
  /// - Throws: ``PlatformError`` when the disk is full; ``SegmentError`` for a damaged frame of a compact segment.
  func write(_ name: String, _ segment: Segment) throws {
    let builder = FactsBuilder(segment.meta, hasGrammars: analyzer.grammarFolder != nil)
    let shared = Mutex(UncheckedBox(builder))
    let failure = Mutex<(any Error)?>(nil)
    let units = Self.divide(segment)
    let box = UncheckedBox(self)
    try pool.perform(units: units.count) { unit, _ in
      do {
        let facts = try box.value.read(units[unit], segment)
        shared.withLock { builder in
          for (document, facts) in facts { builder.value.add(facts, document: document) }
        }
        return true
      } catch {
        failure.withLock { $0 = error }
        return false
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    let sink = try SegmentSink(folder: folder, name: name)
    do {
      try builder.finish(sink)
      try sink.file.commit()
    } catch {
      sink.file.abandon()
      throw error
    }
  }

  /// Runs of documents with about the same text.
  static func divide(_ segment: Segment) -> [Range<Int>] {
    var units: [Range<Int>] = []
    var start = 0
    var length = 0
    for document in 0..<segment.meta.documentCount {
      // Documents without text cost a little too.
      length += segment.document(document).textLength + 256
      if length >= unitBytes {
        units.append(start..<document + 1)
        (start, length) = (document + 1, 0)
      }
    }
    if start < segment.meta.documentCount { units.append(start..<segment.meta.documentCount) }
    return units
  }

  private func read(_ documents: Range<Int>, _ segment: Segment) throws -> [(Int, DocumentFacts)] {
    let reader = TextReader(segment)
    var facts: [(Int, DocumentFacts)] = []
    var texts: [(document: Int, language: Language, bytes: UnsafeRawBufferPointer)] = []
    var copies: [UnsafeMutableRawBufferPointer] = []
    defer { for copy in copies { copy.deallocate() } }
    for document in documents {
      let record = segment.document(document)
      defer { progress.addDocument(bytes: record.textLength) }
      if !donors.isEmpty, let known = known(document, segment) {
        facts.append((document, known))
        continue
      }
      guard let language = language(document, segment) else { continue }
      var text = try reader.text(record)
      if !segment.lendsForLong {
        // The reader's memory is used again for the next text.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
        copy.copyMemory(from: text)
        copies.append(copy)
        text = UnsafeRawBufferPointer(copy)
      }
      texts.append((document, language, text))
    }
    let found = analyzer.symbols(texts.map { SymbolText(bytes: $0.bytes, language: $0.language) })
    for (text, found) in zip(texts, found) {
      facts.append(
        (
          text.document,
          DocumentFacts(
            state: FactsState(found.origin), symbols: found.symbols.symbols, isCut: found.symbols.isCut,
            emits: found.symbols.emits)
        ))
    }
    return facts
  }
}

extension FactsState {
  init(_ origin: SymbolOrigin) {
    switch origin {
    case .none: self = .none
    case .grammar: self = .grammar
    case .lexer: self = .lexer
    case .tooLarge: self = .tooLarge
    case .failed: self = .failed
    }
  }
}
