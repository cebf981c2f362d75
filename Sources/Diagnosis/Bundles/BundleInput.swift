/// A file or archive that arrives piece by piece, on its way to a reader of bundles.
///
/// Nothing of it is kept but what the visitor keeps; a zip is held in memory until its end. For one thread at a time.
package final class BundleInput {
  private let stream: MemberStream
  /// Bytes that were pushed.
  package private(set) var count = 0
  private var isOver = false

  /// A file for a reader.
  ///
  /// - Parameter name: what the manifest calls it.
  package init(_ reader: BundleReader, name: String) {
    stream = MemberStream(reader, name: name, depth: 0, isOutermost: true)
  }

  /// Takes a piece; what comes after the reader wanted no more is counted only.
  package func push(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    guard !isOver else { return }
    var rest = bytes[...]
    while !rest.isEmpty {
      guard stream.push(UnsafeRawBufferPointer(rebasing: rest.prefix(256 << 10))) else {
        isOver = true
        return
      }
      rest = rest.dropFirst(256 << 10)
    }
  }

  /// No more comes.
  package func finish() { stream.finish() }
}
