package import Containers
package import Syntax

/// The content of one file, byte-exact from its source.
package struct FileContent: Sendable {
  /// What can stand at a path besides plain files.
  package enum Kind: Sendable, Equatable {
    case file
    /// The bytes are where it leads.
    case symbolicLink
    /// Another repository at a commit; there are no bytes.
    case submodule(ObjectID)
    /// The bytes are a Git LFS pointer to so many bytes that are not in the repository.
    case lfsPointer(size: Int)
  }

  /// Where it is. The revision is the one asked for, so that links from it stay there.
  package var placement: PlacementName
  /// As in the source.
  package var bytes: [UInt8]
  /// True when it is not text.
  package var isBinary: Bool
  /// What stands at the path.
  package var kind = Kind.file
  /// The id git gives these bytes; nil for a plain folder's file that is not in the index.
  package var blob: ObjectID?
  /// By linguist's rules, when known.
  package var language: Language?
  /// How the text is written, in words; nil when it is no text.
  package var encoding: String?
  /// The text as UTF-8 where ``bytes`` are something else, or begin with a byte order mark.
  package var convertedText: [UInt8]?
  /// False when the revision is not indexed and everything was read from the repository.
  package var isIndexed = true
  /// The same bytes elsewhere, at default revisions where they are, at most ``FileMatch/copiesLimit``.
  package var copies: [PlacementName] = []
  /// How many other placements hold them; at least, where there are very many.
  package var copyCount = 0

  /// What a reader is shown: UTF-8 as far as it is text.
  package var text: [UInt8] { convertedText ?? bytes }
}

/// What is in one folder of a repository at a revision.
package struct TreeListing: Sendable {
  /// Where it is: the path is the folder's, without slashes at its ends. The revision is the one asked for.
  package var placement: PlacementName
  /// False when the revision is not indexed and everything was read from the repository.
  package var isIndexed: Bool
  /// Folders first, then by the bytes of names; at most ``itemLimit``.
  package var items: [TreeItem]
  /// Names beyond ``itemLimit``.
  package var omittedCount: Int
  /// Files below it at any depth; nil where nobody counted them.
  package var fileCount: Int?

  /// Names listed at most: a folder with more is no page for people.
  package static let itemLimit = 5000
}

/// One name in a folder.
package struct TreeItem: Sendable, Equatable {
  /// What a name can stand for.
  package enum Kind: Sendable, Equatable {
    /// With the files below it, where they were counted.
    case folder(fileCount: Int?)
    /// With its bytes, where they are known, and why it cannot be searched, if so.
    case file(size: Int?, language: Language?, skipped: String?)
    case symbolicLink
    /// At this commit of another repository.
    case submodule(ObjectID)
  }

  /// From the listed folder on. A folder that holds nothing but one folder is listed as one with it: `src/main/java`.
  package var name: [UInt8]
  /// What it stands for.
  package var kind: Kind

  /// The name for people: invalid UTF-8 shown as U+FFFD.
  package var nameText: String { String(decoding: name, as: UTF8.self) }

  /// True for folders.
  package var isFolder: Bool {
    if case .folder = kind { return true }
    return false
  }
}

/// A branch or tag of a repository, indexed or not.
package struct NamedRevision: Sendable, Equatable {
  /// Short: `main`, `v1.2`.
  package var name: String
  /// Where it stands now.
  package var commit: ObjectID
  /// Seconds since 1970 of the commit.
  package var time: Int
  /// False when it can be read but not searched.
  package var isIndexed: Bool
}

/// The branches and tags of a repository.
package struct NamedRevisions: Sendable, Equatable {
  /// The default branch first, then the newest.
  package var branches: [NamedRevision] = []
  /// The newest first.
  package var tags: [NamedRevision] = []
  /// Its page on a web host, by the address it was cloned from.
  package var host: CodeHost?

  /// None.
  package init() {}
}

/// How much of a repository is written in one language.
package struct LanguageShare: Sendable, Equatable {
  /// The language.
  package var language: Language
  /// Files of it at the default revision that are neither vendored nor generated.
  package var fileCount: Int
  /// Bytes of them.
  package var byteCount: Int
}
