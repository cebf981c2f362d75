import Containers
import Platform
import QueryEngine
import Synchronization
import Syntax

/// Reads code for patterns of it, in processes of their own, and remembers what it found: a document is a blob, so
/// the answer of a pattern about it never changes.
final class StructureCache: Sendable {
  private struct Key: Hashable {
    let pattern: String
    let language: UInt16
    let document: ObjectID
  }

  private struct PlanKey: Hashable {
    let pattern: String
    let language: UInt16
  }

  /// Matches and documents that are remembered: some 50 MB at the most usual sizes.
  static let weightMax = 400_000

  /// Plans that are remembered.
  static let plansMax = 512

  private let analyzer: SyntaxAnalyzer
  private let plans = Mutex<[PlanKey: StructureReply]>([:])
  private let known = Mutex<(weight: Int, answers: [Key: StructureMatches])>((0, [:]))

  init(grammarFolder: String, parser: String?, workers: Int) {
    // The thread that asked searches as well.
    analyzer = SyntaxAnalyzer(
      grammarFolder: grammarFolder, executable: parser ?? executablePath(), workerCount: workers + 1,
      priority: .background)
  }

  func plan(_ pattern: StructuralPattern, _ language: Language) -> StructureReply? {
    let key = PlanKey(pattern: pattern.text, language: language.id)
    if let plan = plans.withLock({ $0[key] }) { return plan }
    guard let plan = analyzer.structurePlan(pattern, language: language) else { return nil }
    plans.withLock { plans in
      if plans.count >= Self.plansMax { plans = [:] }
      plans[key] = plan
    }
    return plan
  }

  func find(
    _ pattern: StructuralPattern, _ text: UnsafeRawBufferPointer, _ document: ObjectID, _ language: Language
  ) -> StructureAnswer {
    let key = Key(pattern: pattern.text, language: language.id, document: document)
    if let answer = known.withLock({ $0.answers[key] }) { return .found(answer, isKnown: true) }
    guard text.count <= SyntaxAnalyzer.textMax else { return .tooLarge }
    guard case .matches(let matches)? = analyzer.structures(pattern, in: text, language: language) else {
      return .failed
    }
    known.withLock { known in
      let weight = 4 + matches.matches.count
      if known.weight + weight > Self.weightMax { known = (0, [:]) }
      known.weight += weight
      known.answers[key] = matches
    }
    return .found(matches, isKnown: false)
  }
}

/// The reader of code for searches.
struct IndexStructures: StructureReader {
  private let cache: StructureCache
  private let searcher: Searcher

  init(_ cache: StructureCache, _ searcher: Searcher) { (self.cache, self.searcher) = (cache, searcher) }

  /// The most frequent first.
  var structureLanguages: [Language] {
    searcher.languageCounts().map(\.language).filter { $0.grammarName != nil }
  }

  func structurePlan(_ pattern: StructuralPattern, language: Language) -> StructureReply? {
    cache.plan(pattern, language)
  }

  func structures(
    _ pattern: StructuralPattern, in text: UnsafeRawBufferPointer, of document: ObjectID, language: Language
  ) -> StructureAnswer {
    cache.find(pattern, text, document, language)
  }
}
