package import Search
package import Syntax

/// A file of a repository at a revision.
package struct FilePlace: Sendable, Hashable {
  /// As the index knows it.
  package var repository: String
  /// A branch, tag or commit; nil for the default one.
  package var revision: String?
  /// From the root, with slashes.
  package var path: String

  /// A file.
  package init(repository: String, revision: String? = nil, path: String) {
    (self.repository, self.revision, self.path) = (repository, revision, path)
  }

  /// Another file of the same repository and revision.
  func beside(_ path: String) -> FilePlace {
    FilePlace(repository: repository, revision: revision, path: path)
  }

  /// The folder's path without a slash at its end; empty for the root.
  var folder: String { PathText.folder(path) }
}

/// A declaration somewhere in the index, as the symbol table and the outline of a file know it.
package struct Declared: Sendable, Hashable {
  /// Where it is.
  package var file: FilePlace
  /// `class`, `function`, `field` … as outlines say.
  package var kind: String
  /// The name alone: without the type that C++ and Rust write before it.
  package var name: String
  /// The name of the type or namespace around; empty outside of all.
  package var container: String
  /// The declaration on one line, without its body.
  package var signature: String
  /// 1-based lines from the first of the declaration to the last of its body.
  package var lines: ClosedRange<Int>
  /// 1-based line of the name.
  package var line: Int
  /// Bytes of the name in its line, from 0.
  package var columns: Range<Int>
  /// Bytes of the name in the file; empty where only the table was asked.
  package var nameRange: Range<Int>
  /// The indexed text it was found in, and its language: what is around it can be read without the file.
  package var source: (document: DocumentKey, language: Language?)?

  /// A declaration.
  package init(
    file: FilePlace, kind: String, name: String, container: String, signature: String,
    lines: ClosedRange<Int>,
    line: Int, columns: Range<Int>, nameRange: Range<Int> = 0..<0
  ) {
    (self.file, self.kind, self.name, self.container) = (file, kind, name, container)
    (self.signature, self.lines, self.line, self.columns) = (signature, lines, line, columns)
    self.nameRange = nameRange
  }

  /// Declarations of the same thing written at one place are one.
  package static func == (left: Declared, right: Declared) -> Bool {
    left.file == right.file && left.line == right.line && left.columns == right.columns
  }

  /// Place alone.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(line)
    hasher.combine(columns.lowerBound)
  }
}

/// Lines of a file in which a word stands.
package struct WordUses: Sendable {
  /// The file.
  package var file: FilePlace
  /// Byte offsets of the word's beginnings, ascending.
  package var offsets: [Int]

  /// Uses in a file.
  package init(file: FilePlace, offsets: [Int]) { (self.file, self.offsets) = (file, offsets) }
}

/// What navigation by name asks of the index. Implementations are called from one thread at a time.
package protocol NameWorld: AnyObject {
  /// The text and facts of a file; nil when there is none.
  func file(_ place: FilePlace) throws -> NameFile?

  /// The text of a file and its declarations, without what its functions bind unless that is at hand: far cheaper
  /// than ``file(_:)``. nil when there is none.
  func outlined(_ place: FilePlace) throws -> NameFile?

  /// Whether there is such a file.
  func hasFile(_ place: FilePlace) -> Bool

  /// Whether there are files in a folder, at any depth.
  func hasFolder(_ place: FilePlace) -> Bool

  /// The files that a file includes, as far as its lines tell; cheaper than its facts.
  func includes(_ place: FilePlace) -> [FilePlace]

  /// Paths of the files directly in a folder.
  func files(inFolder folder: String, of place: FilePlace) -> [String]

  /// Files whose path is `suffix` or ends with a slash and it: those of the place's repository when there are any,
  /// else of others, shortest path first.
  func files(ending suffix: String, near place: FilePlace) -> [FilePlace]

  /// Declarations with exactly this name, those of the place's repository first, at most `limit`.
  func declarations(named name: String, near place: FilePlace, limit: Int) throws -> [Declared]

  /// Files that hold the name as a whole word, those of the place's repository first, at most `limit`; the flag is
  /// true when there are more.
  func uses(of name: String, near place: FilePlace, limit: Int) throws -> (files: [WordUses], isCut: Bool)
}

/// Paths as text.
enum PathText {
  static func folder(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "" }
    return String(path[..<slash])
  }

  static func name(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The name without its last extension.
  static func stem(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.utf8.lastIndex(of: 0x2E), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// `folder/relative` with steps `.` and `..` walked; nil when it leads out of the root.
  static func join(_ folder: String, _ relative: String) -> String? {
    var steps = folder.split(separator: "/")
    for step in relative.split(separator: "/") {
      switch step {
      case ".": continue
      case "..":
        guard steps.popLast() != nil else { return nil }
      default: steps.append(step)
      }
    }
    return steps.joined(separator: "/")
  }

  /// How many folders two paths share from the root on.
  static func shared(_ left: String, _ right: String) -> Int {
    var count = 0
    for (one, other) in zip(left.utf8, right.utf8) {
      if one != other { break }
      if one == 0x2F { count += 1 }
    }
    return count
  }
}
