/// The patterns of one ignore file.
struct IgnoreFile: Sendable {
  /// In the order written; the last that matches decides.
  private let patterns: [IgnorePattern]

  /// The largest file read, and the most patterns taken from it: far above any real one.
  static let limitBytes = 1 << 20
  static let limitPatterns = 20_000

  /// Reads the text of an ignore file; nil when there is no pattern in it.
  init?(_ text: [UInt8]) {
    var rest = text[...]
    if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
    var patterns: [IgnorePattern] = []
    for var line in rest.split(separator: UInt8(ascii: "\n")) {
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if let pattern = IgnorePattern(line: line) { patterns.append(pattern) }
      if patterns.count == IgnoreFile.limitPatterns { break }
    }
    guard !patterns.isEmpty else { return nil }
    self.patterns = patterns
  }

  /// Whether the path is ignored by this file; nil when no pattern matches.
  func verdict(_ path: UnsafeBufferPointer<UInt8>, name: Int, isFolder: Bool) -> Bool? {
    var index = patterns.count
    while index > 0 {
      index -= 1
      if patterns[index].matches(path, name: name, isFolder: isFolder) { return !patterns[index].isNegated }
    }
    return nil
  }
}

/// The ignore files in force in one folder: its own and those of the folders above.
///
/// Any `.ignore` outranks every `.gitignore`, which outranks `.git/info/exclude`; among files of one name the
/// deeper one outranks. The git files of folders outside a repository say nothing inside it.
final class IgnoreRules: Sendable {
  private let parent: IgnoreRules?

  /// Bytes of the folder's path with the slash behind, which are cut from paths before matching.
  private let prefix: Int

  /// True when the folder holds `.git`.
  let isRepository: Bool
  private let ignore: IgnoreFile?
  private let gitIgnore: IgnoreFile?
  private let exclude: IgnoreFile?

  init(
    parent: IgnoreRules?, prefix: Int, isRepository: Bool, ignore: IgnoreFile?, gitIgnore: IgnoreFile?,
    exclude: IgnoreFile?
  ) {
    self.parent = parent
    self.prefix = prefix
    self.isRepository = isRepository
    self.ignore = ignore
    self.gitIgnore = gitIgnore
    self.exclude = exclude
  }

  /// True when the path, relative to the root of the walk and in this folder, is ignored.
  func ignores(_ path: [UInt8], nameLength: Int, isFolder: Bool) -> Bool {
    path.withUnsafeBufferPointer { path in
      verdict(path, nameLength, isFolder, \.ignore, beyondRepository: true)
        ?? verdict(path, nameLength, isFolder, \.gitIgnore, beyondRepository: false)
        ?? verdict(path, nameLength, isFolder, \.exclude, beyondRepository: false) ?? false
    }
  }

  /// True when this folder's own `.gitignore` ignores the path.
  func gitIgnores(_ path: [UInt8], nameLength: Int, isFolder: Bool) -> Bool {
    path.withUnsafeBufferPointer { path in
      gitIgnore?.verdict(path, name: path.count - nameLength, isFolder: isFolder) ?? false
    }
  }

  /// The same rules without this folder's `.gitignore`.
  var withoutGitIgnore: IgnoreRules {
    IgnoreRules(
      parent: parent, prefix: prefix, isRepository: isRepository, ignore: ignore, gitIgnore: nil,
      exclude: exclude)
  }

  private func verdict(
    _ path: UnsafeBufferPointer<UInt8>, _ nameLength: Int, _ isFolder: Bool,
    _ file: KeyPath<IgnoreRules, IgnoreFile?>,
    beyondRepository: Bool
  ) -> Bool? {
    var level: IgnoreRules? = self
    while let rules = level {
      if let patterns = rules[keyPath: file] {
        let inner = UnsafeBufferPointer(rebasing: path[rules.prefix...])
        let name = inner.count - nameLength
        if let verdict = patterns.verdict(inner, name: name, isFolder: isFolder) { return verdict }
      }
      if rules.isRepository && !beyondRepository { return nil }
      level = rules.parent
    }
    return nil
  }
}
