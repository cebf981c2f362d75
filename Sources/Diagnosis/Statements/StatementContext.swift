import Containers
import Search

/// What the messages of one log say about each other: most are of one program, so that a repository which surely wrote
/// some of them has likely written those that fit its statements with less evidence.
package struct StatementContext: Sendable {
  /// Different statements that a repository must surely have written.
  static let statementsMin = 3

  /// Bits that are forgiven then.
  static let bits: Float = 5

  private var statements: [String: Set<Skeleton>] = [:]

  /// Nothing is known yet.
  package init() {}

  /// Adds the answer for a message of the log. Ties over several repositories tell nothing.
  package mutating func add(_ answer: StatementAnswer) {
    guard answer.isConfident, let first = answer.matches.first, first.fit >= .truncated,
      answer.best.allSatisfy({ $0.hit.placement.repository == first.hit.placement.repository })
    else { return }
    statements[first.hit.placement.repository, default: []].insert(first.hit.site.skeleton)
  }

  /// Whether an answer that names no statement may name its first one after all: it fits from end to end, and its
  /// repository wrote other messages of the log.
  package func confirms(_ answer: StatementAnswer) -> Bool {
    guard !answer.isConfident, answer.surplus >= -Self.bits, let first = answer.matches.first,
      first.fit == .whole
    else {
      return false
    }
    return answer.best.contains {
      (statements[$0.hit.placement.repository]?.count ?? 0) >= Self.statementsMin
    }
  }

  /// The answer with what the log says about it.
  package func judged(_ answer: StatementAnswer) -> StatementAnswer {
    guard confirms(answer),
      let first = answer.best.first(where: {
        (statements[$0.hit.placement.repository]?.count ?? 0) >= Self.statementsMin
      })
    else { return answer }
    var answer = answer
    let repository = first.hit.placement.repository
    answer.isConfident = true
    answer.doubt = ""
    for index in answer.matches.indices where answer.matches[index].hit.placement.repository == repository {
      guard answer.matches[index].rank == 0 else { break }
      answer.matches[index].reasons.append(
        "\(statements[repository]?.count ?? 0) other messages of the log are of \(repository)")
    }
    return answer
  }
}
