import Kernels

/// Asks the processor for the text of the next candidate blocks while one is matched.
///
/// Candidates lie scattered over gigabytes, where no processor guesses which comes next: matching one took eight times
/// as long as the same bytes out of its cache, nearly all of it spent waiting. Asked for ``distance`` blocks ahead, the
/// waits overlap.
///
/// Only an advice: a block that is left out, or asked for in vain, changes nothing that is found. Belongs to one search
/// of a segment, whose text is mapped as it was (neither compact nor shared by versions).
package final class ReadAhead {
  /// Blocks asked for beyond the one at hand: enough to hide the way to memory, few enough (16 KB) to stay in the
  /// first cache until their turn. One to six were tried on linux-6.1.
  private static let distance: UInt32 = 4

  private let segment: Segment
  /// The first block not looked at, and a document at or before it.
  private var next: UInt32 = 0
  private var document = 0
  /// Candidates that were asked for and whose turn is still to come.
  private var asked: UInt32 = 0

  /// Nil where text is not read from where it is stored.
  package init?(_ segment: Segment) {
    if segment.meta.isCompact || segment.versions != nil { return nil }
    self.segment = segment
  }

  /// Asks for candidates of `cursor` behind `run`, which lies in `document` and is matched next.
  ///
  /// - Complexity: O(1) on average for each candidate.
  package func ask(_ cursor: BlockCursor, behind run: ClosedRange<UInt32>, in document: Int) {
    if run.upperBound >= next {
      (next, asked) = (run.upperBound + 1, 0)
      self.document = document
    } else {
      asked -= min(asked, run.upperBound - run.lowerBound + 1)
    }
    while asked < Self.distance, let block = cursor.nextAtHand(atOrAfter: next) {
      self.document = segment.document(holdingBlock: block, from: self.document)
      segment.prefetch(block, of: self.document)
      next = block + 1
      asked += 1
    }
  }
}

extension Segment {
  /// Asks the processor for the text of `block`, which lies in document `index`, without waiting for it.
  fileprivate func prefetch(_ block: UInt32, of index: Int) {
    let record = document(index)
    let range = blockRange(block, in: record, nextFirstBlock: firstBlock(ofDocument: index + 1))
    // Places are checked where text is read; here a damaged index must only not lead astray.
    guard let start = text.baseAddress, record.textStart <= text.count - range.upperBound else { return }
    kernel_prefetch(start + record.textStart + range.lowerBound, range.count)
  }
}
