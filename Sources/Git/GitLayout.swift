import Platform

/// Where the parts of a repository are, found by looking at files and not by asking git.
struct GitLayout {
  let gitFolder: String
  let commonFolder: String
  let kind: DiscoveredRepository.Kind

  /// The repository at `path` itself: `path/.git` as a folder or file, or `path` as a bare repository.
  init?(at path: String) {
    let inside = path + "/.git"
    var folder = path
    var isFile = false
    switch fileStatus(inside)?.kind {
    case .folder: folder = inside
    case .file:
      guard let target = GitLayout.linkedFolder(inside) else { return nil }
      folder = target
      isFile = true
    default: break
    }
    guard GitLayout.looksLikeGitFolder(folder) else { return nil }
    gitFolder = folder
    commonFolder = GitLayout.commonFolder(of: folder)
    guard fileStatus(commonFolder + "/objects")?.kind == .folder else { return nil }
    if commonFolder != gitFolder {
      kind = .linkedWorkTree
    } else if isFile {
      // Otherwise the file points at a whole repository elsewhere (git init --separate-git-dir).
      kind = gitFolder.split(separator: "/").contains("modules") ? .submodule : .workTree
    } else {
      kind = lastComponent(of: gitFolder) == ".git" ? .workTree : .bare
    }
  }

  /// HEAD, and objects of its own or those of a shared folder.
  static func looksLikeGitFolder(_ path: String) -> Bool {
    guard fileStatus(path + "/HEAD")?.kind == .file else { return false }
    if fileStatus(path + "/commondir") != nil { return true }
    return fileStatus(path + "/objects")?.kind == .folder && fileStatus(path + "/refs")?.kind == .folder
  }

  /// The folder named by a `.git` file: `gitdir: <path>`, relative to the file's folder.
  private static func linkedFolder(_ file: String) -> String? {
    guard let text = line(of: file), text.hasPrefix("gitdir:") else { return nil }
    let target = text.dropFirst("gitdir:".count).drop { $0 == " " }
    let folder = target.hasPrefix("/") ? String(target) : parentFolder(of: file) + "/" + target
    return looksLikeGitFolder(folder) ? folder : nil
  }

  private static func commonFolder(of gitFolder: String) -> String {
    guard let text = line(of: gitFolder + "/commondir"), !text.isEmpty else { return gitFolder }
    let folder = text.hasPrefix("/") ? text : gitFolder + "/" + text
    return realPath(folder) ?? folder
  }

  /// The first line of a small file; nil when it cannot be read: then it is no part of a repository.
  private static func line(of file: String) -> String? {
    guard let bytes = try? readFile(file, limit: 16 << 10) else { return nil }
    return String(
      decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }
}
