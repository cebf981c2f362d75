import Containers
import Git
import Navigation
import Platform
package import Search

/// Which files of an editor's machine are which files of the index, and what is in them.
package final class WorkspaceFiles {
  /// A file of the index.
  package struct IndexedFile: Hashable {
    package var repository: String
    package var path: String
  }

  /// A clone or work tree, and the repository it holds.
  private struct Root {
    var folder: String
    /// Nil where no indexed repository fits.
    var repository: String?
  }

  /// Texts the editor has open, by path.
  private var open: [String: TextBuffer] = [:]
  private var roots: [Root] = []
  private var alignments: [String: (old: TextBuffer, new: TextBuffer, alignment: LineAlignment)] = [:]
  private let searcher: Searcher
  /// Where copies of files go that are in no clone here.
  private let copiesFolder: String

  /// Files an editor may have open.
  package static let openMax = 2000
  /// Bytes of a file that is read for its lines.
  static let textMax = 32 << 20
  /// Comparisons that are remembered.
  static let alignmentsMax = 64
  /// Folders above a file that are looked at for a clone.
  static let parentsMax = 64

  /// The files of an index; copies go to `copiesFolder`.
  package init(searcher: Searcher, copiesFolder: String) {
    self.searcher = searcher
    self.copiesFolder = copiesFolder
  }

  // MARK: what the editor has

  /// A file was opened or its text replaced; false when too many are open.
  func setText(_ text: TextBuffer, of path: String) -> Bool {
    guard open[path] != nil || open.count < Self.openMax else { return false }
    open[path] = text
    return true
  }

  /// The text of a file that is open.
  func openText(_ path: String) -> TextBuffer? { open[path] }

  /// A file was closed.
  func close(_ path: String) { open[path] = nil }

  /// What the editor shows of a file: its own text, or what is on disk; nil when there is none.
  func currentText(_ path: String) -> TextBuffer? {
    if let text = open[path] { return text }
    // A file that cannot be read is as good as none: the answer goes without its lines.
    guard fileStatus(path)?.kind == .file, let bytes = try? readFile(path, limit: Self.textMax) else {
      return nil
    }
    return TextBuffer(bytes)
  }

  // MARK: from the editor to the index

  /// Repositories of the folders an editor has open, to be named first in answers.
  func addRoot(_ folder: String) { _ = root(around: folder) }

  /// Repositories seen so far.
  var repositories: [String] { roots.compactMap(\.repository) }

  /// The indexed file that a file on disk is; nil when it is in no indexed repository.
  func indexedFile(_ path: String) -> IndexedFile? {
    let path = realPath(path) ?? path
    if let copy = copiedFile(path) { return copy }
    guard let root = root(around: parentFolder(of: path)), let repository = root.repository,
      path.hasPrefix(root.folder + "/")
    else { return nil }
    return IndexedFile(repository: repository, path: String(path.dropFirst(root.folder.count + 1)))
  }

  /// What a copy of ours shows: its path is the folder, repository, version and path.
  private func copiedFile(_ path: String) -> IndexedFile? {
    guard let folder = realPath(copiesFolder), path.hasPrefix(folder + "/") else { return nil }
    let rest = path.dropFirst(folder.count + 1)
    let names = searcher.repositories.map(\.name).filter { rest.hasPrefix($0 + "/") }
    guard let name = names.max(by: { $0.count < $1.count }) else { return nil }
    let steps = rest.dropFirst(name.count + 1).split(separator: "/", maxSplits: 1)
    return steps.count == 2 ? IndexedFile(repository: name, path: String(steps[1])) : nil
  }

  private func root(around folder: String) -> Root? {
    let folder = realPath(folder) ?? folder
    if let known = roots.first(where: { folder == $0.folder || folder.hasPrefix($0.folder + "/") }) {
      return known
    }
    var at = folder
    for _ in 0..<Self.parentsMax {
      let plain = searcher.repositories.first { !$0.isGit && realPath($0.location) == at }
      if let plain { return remember(Root(folder: at, repository: plain.name)) }
      if fileStatus(at + "/.git") != nil {
        return remember(Root(folder: at, repository: repository(ofClone: at)))
      }
      if at == "/" || at.isEmpty { return nil }
      at = parentFolder(of: at)
    }
    return nil
  }

  private func remember(_ root: Root) -> Root {
    roots.append(root)
    return root
  }

  /// The repository that was indexed from this clone, or has one of its remotes.
  private func repository(ofClone folder: String) -> String? {
    // A folder that git refuses is no clone.
    guard let git = try? GitRepository.open(folder) else { return nil }
    let own = realPath(git.gitFolder)
    for info in searcher.repositories where info.isGit {
      let location = realPath(info.location)
      if location == folder || location == own || realPath(info.location + "/.git") == own {
        return info.name
      }
    }
    let names = searcher.repositories.map(\.name)
    let addresses = [git.remoteURL].compactMap { $0 } + git.remoteURLs.sorted { $0.key < $1.key }.map(\.value)
    for address in addresses {
      if let match = RemoteMatch(address, in: names) { return match.name }
    }
    return nil
  }

  /// The indexed text of a file at the default revision; nil when there is none.
  func indexedText(_ file: IndexedFile) -> TextBuffer? {
    // What is not there any more has no lines to compare.
    guard let content = try? searcher.content(repository: file.repository, revision: nil, path: file.path)
    else {
      return nil
    }
    return TextBuffer(content.text)
  }

  /// How the lines of a file on disk or in the editor are lines of the indexed one; nil when one cannot be read.
  func alignment(_ path: String, _ file: IndexedFile) -> LineAlignment? {
    guard let new = currentText(path), let old = indexedText(file) else { return nil }
    if let known = alignments[path], known.old == old, known.new == new { return known.alignment }
    let alignment = LineAlignment(old: old, new: new)
    if alignments.count >= Self.alignmentsMax { alignments.removeAll() }
    alignments[path] = (old, new, alignment)
    return alignment
  }

  // MARK: from the index to the editor

  /// The file on disk that shows an indexed file: in a clone the editor works in, in the work tree that was
  /// indexed, else a read-only copy. Nil when it cannot be had.
  func path(of file: IndexedFile, revision: String?) -> (path: String, isClone: Bool)? {
    guard Self.isPlain(file.path) else { return nil }
    if revision == nil {
      for root in roots where root.repository == file.repository {
        let path = root.folder + "/" + file.path
        if open[path] != nil || fileStatus(path)?.kind == .file { return (path, true) }
      }
      if let info = searcher.repositories.first(where: { $0.name == file.repository }),
        !info.isGit || fileStatus(info.location + "/.git") != nil,
        let folder = realPath(info.location), fileStatus(folder + "/" + file.path)?.kind == .file
      {
        return (folder + "/" + file.path, true)
      }
    }
    return copy(of: file, revision: revision).map { ($0, false) }
  }

  /// A copy that cannot be written to, named after the commit, so that it is right for ever.
  private func copy(of file: IndexedFile, revision: String?) -> String? {
    guard Self.isPlain(file.repository),
      let content = try? searcher.content(repository: file.repository, revision: revision, path: file.path),
      content.text.count <= Self.textMax
    else { return nil }
    let version = content.placement.commit?.hex ?? "folder"
    let path = "\(copiesFolder)/\(file.repository)/\(version)/\(file.path)"
    if let status = fileStatus(path), status.kind == .file, version != "folder" { return path }
    do {
      try createFolders(parentFolder(of: path))
      try writeAtomically(content.text, to: path, isReadOnly: true)
      return path
    } catch {
      return nil
    }
  }

  /// True for steps that stay below where they start.
  private static func isPlain(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.utf8.contains(0)
      && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !["", ".", ".."].contains($0)
      }
  }
}

/// `file:` addresses.
package enum FileAddress {
  /// The path of a `file:` address; nil for another one, or a broken one.
  package static func path(_ address: String) -> String? {
    guard address.hasPrefix("file://") else { return nil }
    let rest = Array(address.utf8.dropFirst(7))
    // A host may stand before the first slash; only this machine has files here.
    guard let slash = rest.firstIndex(of: 0x2F) else { return nil }
    let host = String(decoding: rest[..<slash], as: UTF8.self)
    guard host.isEmpty || host == "localhost" else { return nil }
    var bytes: [UInt8] = []
    var index = slash
    while index < rest.count {
      let byte = rest[index]
      index += 1
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard rest.count - index >= 2,
        let value = UInt8(String(decoding: rest[index..<index + 2], as: UTF8.self), radix: 16), value != 0
      else { return nil }
      bytes.append(value)
      index += 2
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The address of a path.
  package static func address(_ path: String) -> String {
    var address = "file://"
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2F, 0x2D, 0x2E, 0x5F, 0x7E:
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        address += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return address
  }
}
