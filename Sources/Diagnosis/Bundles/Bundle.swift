/// What limits the reading of bundles, which come from strangers.
package struct BundleLimits: Sendable {
  /// Files of a bundle.
  package var members = 50_000
  /// Bytes of one file, decompressed.
  package var memberBytes = 4 << 30
  /// Bytes of all files, decompressed.
  package var totalBytes = 16 << 30
  /// Archives within archives.
  package var depth = 4
  /// Decompressed bytes for a compressed one, once 16 MB were written: what is above it is a bomb.
  package var expansion = 1500
  /// Bytes of a zip within another archive, which is held in memory to be read from its end.
  package var heldBytes = 256 << 20

  /// The defaults.
  package init() {}
}

/// A file of a bundle and what became of it: a row of the manifest.
package struct BundleMember: Sendable {
  /// What happened to a file.
  package enum State: Sendable, Equatable {
    case read
    /// Some of it was read; why not all.
    case truncated(String)
    /// Nothing of it was read; why.
    case skipped(String)
  }

  /// As the archive names it, those within archives after a `!`. Never used as a path.
  package let path: String
  /// Bytes that were read, decompressed.
  package var bytes = 0
  /// What became of it.
  package var state: State = .read
  /// Where it comes from, by the layout of the bundle: `namespace`, `pod`, `container`, `host`, `service`.
  package let labels: [BundleLabel]
}

/// A name and a value that tell where a file of a bundle comes from.
package struct BundleLabel: Sendable, Equatable {
  /// `pod`, `host` and so on.
  package let name: String
  /// As the bundle has it.
  package let value: String
}

/// Takes the texts of a bundle, one file after the other.
package protocol BundleVisitor: AnyObject {
  /// A text begins.
  func begin(_ member: BundleMember)
  /// Whole lines of it, but for a last line without line feed. False when no more of this file is wanted,
  /// with a reason.
  func text(_ block: UnsafeBufferPointer<UInt8>) -> TextOutcome
  /// It is complete, as far as it was read.
  func end(_ member: BundleMember)
}

/// Whether a visitor wants more of a file.
package enum TextOutcome: Sendable {
  case more
  case skip(String)
}
