package import Containers

/// A skeleton of one part of one generation of the index.
package struct SkeletonKey: Sendable, Hashable {
  /// The generation it belongs to.
  package var generation: Int
  /// The part of the snapshot.
  package var part: Int
  /// Its number in the part's facts file.
  package var number: Int
}

/// A skeleton that shares words with a message.
package struct EmitCandidate: Sendable {
  package var key: SkeletonKey
  package var skeleton: Skeleton
  /// How well its words and those of the message cover each other; the shortlist's order.
  package var score: Float
}

/// The skeletons that a message may have come from.
package struct EmitShortlist: Sendable {
  /// The best first.
  package var candidates: [EmitCandidate] = []
  /// Different skeletons of the index.
  package var skeletonCount = 0
  /// For each word asked for: how many skeletons have it.
  package var frequencies: [UInt64: Int] = [:]
  /// Entries of lists that were read.
  package var postingsRead = 0

  /// Bits that a word carries; none for a word that no skeleton has.
  package func bits(_ word: UInt64) -> Float {
    guard let count = frequencies[word], count > 0 else { return 0 }
    return emitBits(count: count, total: skeletonCount)
  }
}

/// An emit site with the file it stands in.
package struct EmitHit: Sendable {
  package var site: EmitSite
  /// Where the file is: the default branch if it is there.
  package var placement: PlacementName
  /// Other places with the same bytes.
  package var copyCount: Int
  /// The document.
  package var document: DocumentKey
  /// The file's content.
  package var blob: ObjectID
  /// How well placed the file is, 255 best.
  package var standing: UInt8
}

/// A repository's revisions that have a statement.
package struct EmitRevisions: Sendable {
  /// The repository's name.
  package var repository: String
  /// Its indexed revisions, the default one first.
  package var revisions: [IndexedRevision]
  /// For each revision: whether the statement is there.
  package var isPresent: [Bool]
  /// For each revision: whether the statement is there in the file and on the line that were asked for.
  package var isAtLine: [Bool]

  /// What is known of a repository; lists of the same length.
  package init(repository: String, revisions: [IndexedRevision], isPresent: [Bool], isAtLine: [Bool]) {
    (self.repository, self.revisions) = (repository, revisions)
    (self.isPresent, self.isAtLine) = (isPresent, isAtLine)
  }
}
