package import Containers
import Platform

/// A git repository on this machine, read through the `git` program.
///
/// Nothing is kept open between calls, so one value may be used from many threads; each call that reads
/// objects starts one process (2–3 ms).
package final class GitRepository: Sendable {
  /// How the repository names its objects.
  package enum ObjectFormat: String, Sendable {
    case sha1
    case sha256
  }

  /// The path it was opened by.
  package let path: String

  /// The folder with HEAD: `.git`, a bare repository itself, or a linked work tree's private folder.
  package let gitFolder: String

  /// The folder with objects and references: ``gitFolder`` except for linked work trees, which share one.
  package let commonFolder: String

  /// How objects are named.
  package let objectFormat: ObjectFormat

  /// True when objects were left on the server (`git clone --filter`): some content cannot be read here.
  package let isPartialClone: Bool

  /// True when the repository names lists of commits for blame to pass over in its own settings.
  let hasIgnoreSetting: Bool

  /// Whether references are kept one in a file, or packed in one.
  let hasReferenceFiles: Bool

  /// The addresses of its remotes by name, as configured.
  package let remoteURLs: [String: String]

  /// Opens the repository at `path`: a work tree, a `.git` folder or a bare repository. Reads three small
  /// files and starts no process.
  ///
  /// - Throws: ``GitError`` when there is none, or it uses a format we cannot read.
  package static func open(_ path: String) throws -> GitRepository {
    // git runs in another folder, where a relative path would lead elsewhere. No path is not this folder.
    guard !path.isEmpty, let layout = GitLayout(at: absolutePath(path)) else {
      throw GitError(.notARepository, subject: path)
    }
    let configuration = try asGitError(path) { try GitConfiguration(path: layout.commonFolder + "/config") }
    let format = configuration["extensions.objectformat"]?.lowercased() ?? "sha1"
    guard let objectFormat = ObjectFormat(rawValue: format) else {
      throw GitError(.unsupported("its object format is \(format), not sha1 or sha256"), subject: path)
    }
    return GitRepository(path: path, layout: layout, objectFormat: objectFormat, configuration: configuration)
  }

  private init(path: String, layout: GitLayout, objectFormat: ObjectFormat, configuration: GitConfiguration) {
    self.path = path
    gitFolder = layout.gitFolder
    commonFolder = layout.commonFolder
    self.objectFormat = objectFormat
    isPartialClone =
      configuration["extensions.partialclone"] != nil
      || configuration.values.contains { $0.key.hasSuffix(".promisor") && $0.value.last != "false" }
    hasIgnoreSetting = configuration["blame.ignorerevsfile"] != nil
    hasReferenceFiles = configuration["extensions.refstorage"].map { $0.lowercased() == "files" } ?? true
    var urls: [String: String] = [:]
    for (name, values) in configuration.values where name.hasPrefix("remote.") && name.hasSuffix(".url") {
      urls[String(name.dropFirst("remote.".count).dropLast(".url".count))] = values.first
    }
    remoteURLs = urls
  }

  /// The address of `origin`, or of the first remote by name when there is no origin; nil without remotes.
  package var remoteURL: String? { remoteURLs["origin"] ?? remoteURLs.min { $0.key < $1.key }?.value }

  /// Hexadecimal digits in an object's name: 40 or 64.
  var hexDigits: Int { objectFormat == .sha1 ? 40 : 64 }

  /// A git command on this repository.
  func command(_ arguments: [String]) -> Command { GitCommand.read(gitFolder, arguments) }

  /// The commits that revisions stand for: branch and tag names, ids and unambiguous beginnings of ids, and
  /// expressions such as `main~3`. Nil at the places of those that stand for no commit.
  ///
  /// - Throws: ``GitError`` of kind `badRevision` for text that is no revision or stands for several.
  package func resolve(_ revisions: [String]) throws -> [ObjectID?] {
    guard !revisions.isEmpty else { return [] }
    var input: [UInt8] = []
    for revision in revisions {
      try GitRepository.check(revision)
      input += Array("\(revision)^{commit}\n".utf8)
    }
    var command = command(["cat-file", "--batch-check"])
    command.totalSeconds = GitRepository.resolveSeconds
    let lines = try command.runGit(path, input: input).split(separator: UInt8(ascii: "\n"))
    guard lines.count == revisions.count else {
      throw GitError(
        .unexpectedOutput("\(lines.count) lines for \(revisions.count) revisions"), subject: path)
    }
    return try zip(lines, revisions).map { line, revision in
      let words = line.split(separator: UInt8(ascii: " "))
      if words.count == 3, words[1].elementsEqual("commit".utf8) {
        if let id = words[0].withUnsafeBytes({ ObjectID(hex: $0) }) { return id }
      }
      if words.last?.elementsEqual("ambiguous".utf8) == true {
        throw GitError(.badRevision("stands for several objects: give more digits"), subject: revision)
      }
      return nil
    }
  }

  /// The commit that `revision` stands for, nil when none.
  package func resolve(_ revision: String) throws -> ObjectID? { try resolve([revision])[0] }

  /// The longest that looking up revisions may take; walking back `main~100000` needs a second.
  private static let resolveSeconds = 30.0

  /// The longest revision text taken.
  private static let revisionLimit = 1024

  private static func check(_ revision: String) throws {
    let bytes = revision.utf8
    guard !bytes.isEmpty, bytes.count <= revisionLimit else {
      throw GitError(
        .badRevision("is \(bytes.isEmpty ? "empty" : "longer than \(revisionLimit) bytes")"),
        subject: String(revision.prefix(40)))
    }
    // A colon asks for a path or searches messages, a slash in braces searches too: neither is a revision.
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: ":") })
      || contains(Array(bytes), Array("{/".utf8))
    {
      throw GitError(.badRevision("holds a character that no revision has"), subject: revision)
    }
  }
}
