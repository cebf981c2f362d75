import Synchronization
package import Syntax

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Facts about texts: by a grammar where there is one, in a process of its own, else by the lexer.
///
/// A grammar is somebody's machine code. It runs in a child (`alidade parse-worker`), so that its crash, endless
/// loop or hunger for memory costs one answer: the child is killed after ``secondsMax``, may use
/// ``memoryMax`` bytes, and is started anew for the next text. The text that killed it is read by the lexer.
package final class SyntaxAnalyzer: Sendable {
  /// Texts longer than this are read by the lexer: their trees take twenty times their size.
  package static let textMax = 2 << 20

  /// Of processor time for one text, at most: what takes longer hangs.
  package static let secondsMax = 4

  /// Of the process that parses: a tree of ``textMax`` bytes fits several times.
  package static let memoryMax = 2 << 30

  /// The folder of the grammars; nil when there are none.
  package let grammarFolder: String?
  private let workers: [ParseWorker]
  /// Where to begin looking for an idle worker.
  private let turn = Atomic<Int>(0)

  /// An analyzer with the grammars in a folder; without a folder it has the lexer alone.
  ///
  /// - Parameters:
  ///   - executable: the program that has the command `parse-worker`.
  ///   - workerCount: children that parse at the same time, each started when first needed.
  ///   - deathsMax: children in a row of one worker that may die before it starts no more.
  ///   - priority: of the children.
  package init(
    grammarFolder: String?, executable: String? = executablePath(), workerCount: Int = 1,
    deathsMax: Int = ParseWorker.deathsMax, priority: ThreadPriority = .normal
  ) {
    // Absolute: the children are in another folder.
    let folder = grammarFolder.map(absolutePath)
    self.grammarFolder = folder
    let arguments = folder.flatMap { folder in
      executable.map { [$0, "parse-worker", "--grammars", folder] }
    }
    workers =
      arguments.map { arguments in
        (0..<max(1, workerCount)).map { _ in ParseWorker(arguments: arguments, deathsMax: deathsMax, priority: priority) }
      } ?? []
  }

  /// Facts about a text. Never fails; blocks for ``secondsMax`` at most.
  package func facts(_ bytes: UnsafeRawBufferPointer, language: Language?) -> FileFacts {
    if let language, isParsed(bytes, language) {
      let answer = request([[Mode.facts.rawValue] + Self.head(language), Array(bytes)])
      if let answer, !answer.isEmpty, let facts = FileFacts(decoding: answer, count: bytes.count) {
        return facts
      }
    }
    var facts = FileFacts()
    facts.syntax = analyzeSyntax(bytes, language: language)
    return facts
  }

  /// Whether a grammar gets to see the text.
  func isParsed(_ bytes: UnsafeRawBufferPointer, _ language: Language) -> Bool {
    !workers.isEmpty && language.grammarName != nil && !bytes.isEmpty && bytes.count <= Self.textMax
  }

  /// The number of the language, lowest byte first.
  static func head(_ language: Language) -> [UInt8] {
    [UInt8(truncatingIfNeeded: language.id), UInt8(truncatingIfNeeded: language.id >> 8)]
  }

  /// What a request asks for, in its first byte.
  enum Mode: UInt8 {
    /// Everything about one text: its language and the text follow.
    case facts = 0
    /// The symbols of several texts, see `SyntaxAnalyzer+Symbols.swift`.
    case symbols = 1
    /// Where a pattern of code matches, see `SyntaxAnalyzer+Structure.swift`.
    case structure = 2
  }

  /// The answer of a worker that is idle, or of the next one when all have something to do.
  func request(_ parts: [[UInt8]]) -> [UInt8]? {
    guard !workers.isEmpty else { return nil }
    let first = turn.wrappingAdd(1, ordering: .relaxed).oldValue & 0xFFFF
    for offset in workers.indices {
      let worker = workers[(first + offset) % workers.count]
      if let answer = worker.requestIfIdle(parts, milliseconds: Self.secondsMax * 1_000) { return answer }
    }
    return workers[first % workers.count].request(parts, milliseconds: Self.secondsMax * 1_000)
  }

  /// The child's side: answers requests on standard input until it ends. An empty answer means "no tree".
  package static func work(grammarFolder: String) {
    guard let library = TreeSitterLibrary(folder: grammarFolder) else { return }
    let structures = StructureAnswerer(library)
    answerParseRequests(memoryMax: memoryMax) { request in
      guard let mode = request.first.flatMap(Mode.init) else { return [] }
      return request.withUnsafeBytes { all in
        let rest = UnsafeRawBufferPointer(rebasing: all[1...])
        switch mode {
        case .facts: return answerFacts(rest, library)
        case .symbols: return answerSymbols(rest, library)
        case .structure: return structures.answer(rest)
        }
      }
    }
  }

  private static func answerFacts(_ request: UnsafeRawBufferPointer, _ library: TreeSitterLibrary) -> [UInt8]
  {
    guard request.count > 2, let language = LanguageTable[UInt16(request[0]) | UInt16(request[1]) << 8],
      let name = language.grammarName
    else { return [] }
    let text = UnsafeRawBufferPointer(rebasing: request[2...])
    guard let tree = library.parse(text, grammar: name) else { return [] }
    return analyzeSyntax(text, language: language, tree: tree).encoded()
  }
}

/// The folder of the grammars: the first that holds the library of what was asked for, `ALIDADE_GRAMMARS`,
/// `grammars` in the data folder, `lib/alidade/grammars` beside the program's folder, and `.build-grammars` of the
/// source tree it was built in. nil when there is none.
package func findGrammarFolder(asked: String? = nil, dataFolder: String?) -> String? {
  if let asked { return hasLibrary(asked) ? asked : nil }
  if let named = environmentVariable("ALIDADE_GRAMMARS"), !named.isEmpty {
    return hasLibrary(named) ? named : nil
  }
  var candidates: [String] = []
  if let dataFolder { candidates.append(dataFolder + "/grammars") }
  if var folder = executablePath() {
    for level in 0..<5 {
      guard let slash = folder.lastIndex(of: "/") else { break }
      folder = String(folder[..<slash])
      if level == 1 { candidates.append(folder + "/lib/alidade/grammars") }
      candidates.append(folder + "/.build-grammars")
    }
  }
  return candidates.first(where: hasLibrary)
}

private func hasLibrary(_ folder: String) -> Bool {
  access(folder + "/libtree-sitter.so", R_OK) == 0 || access(folder + "/libtree-sitter.dylib", R_OK) == 0
}
