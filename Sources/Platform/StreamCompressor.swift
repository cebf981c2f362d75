/// Compresses one stream of bytes, part by part. Used by one task at a time.
package protocol StreamCompressor: AnyObject {
  /// What is to be sent now that `bytes` were added.
  ///
  /// - Parameter isLast: true ends the stream; otherwise everything so far can be decompressed from what was
  ///   returned so far.
  /// - Returns: Nil when the library fails, which it does for want of memory only.
  func compress(_ bytes: [UInt8], isLast: Bool) -> [UInt8]?
}

/// A compression that is known by its name in HTTP's `Content-Encoding`.
package struct CompressionLibrary: Sendable {
  /// How much time may go into it.
  package enum Effort: Sendable {
    /// For what is made for one reader: some 30–60 MB/s.
    case quick
    /// For what is kept and sent often: a few MB/s, or less.
    case thorough
  }

  /// `br`, `gzip`, `deflate`.
  package let name: String

  /// Begins a stream; nil when there is no memory for it.
  package let begin: @Sendable (Effort) -> (any StreamCompressor)?

  /// Compresses all of `bytes`; nil when the library fails.
  package func compress(_ bytes: [UInt8], _ effort: Effort) -> [UInt8]? {
    begin(effort)?.compress(bytes, isLast: true)
  }
}

/// The libraries this system has, the one that compresses best first. Call once and keep the value.
package func loadCompressionLibraries() -> [CompressionLibrary] {
  (loadBrotli().map { [$0] } ?? []) + loadZlib()
}
