import Containers
import Platform
import SearchIndex

extension RepositoryReader {
  /// A digest of names, sizes and times: a walk without reading a file.
  func folderState() throws -> RepositoryState {
    var digest = Checksum()
    let report = try walk.run { file in
      digest.add(file.path)
      digest.add([0])
      digest.add(Array("\(file.status.size) \(file.status.modifiedNanoseconds);".utf8))
      return true
    }
    var state = RepositoryState(fingerprint: String(digest.value, radix: 16))
    state.notes = report.problems.prefix(Self.notesMax).map { "\($0)" }
    if report.problemCount > Self.notesMax {
      state.notes.append("\(report.problemCount - Self.notesMax) more files and folders could not be read")
    }
    if report.passedOverRootGitIgnore {
      state.notes.append("the folder's own .gitignore would leave out everything and was passed over")
    }
    if report.ignored > 0 { state.notes.append("\(report.ignored) files and folders are left out by ignore files") }
    if report.special > 0 { state.notes.append("\(report.special) sockets, pipes and devices are left out") }
    if let limit = report.limit { state.notes.append(limit) }
    return state
  }

  /// Faults named one by one.
  private static let notesMax = 10

  /// Every file with the id git would give its content, so that the same bytes under git are the same document.
  ///
  /// An id costs reading the file, and what is new is read once more to be indexed. In the first run, a file whose
  /// size no other has is known to be new without that: three quarters of the text of linux-6.1.
  func folderContent() throws -> RepositoryContent {
    var content = RepositoryContent()
    content.revisions = [Manifest.Revision(name: "", commit: nil, time: wallClockSeconds())]
    var links = 0
    var files: [FolderFile] = []
    var filesOfSize: [Int: Int] = [:]
    _ = try walk.run { file in
      if file.status.kind == .symbolicLink {
        links += 1
      } else {
        files.append(file)
        filesOfSize[file.status.size, default: 0] += 1
      }
      return true
    }
    let reader = try FileReader(root: repository.location)
    content.table.rows = files.map { file in
      let size = file.status.size
      let isNamed = !isFirst || size > maxFileBytes || filesOfSize[size] != 1
      let id = isNamed ? Self.id(of: file, reader, limit: maxFileBytes) : Self.standIn("unread", file.path, size)
      return PlacementTable.Row(blob: id, isNamed: isNamed, path: file.path, revisions: [1], size: size)
    }
    content.table.fileCount = content.table.rows.count
    if links > 0 { content.table.notes.append(Self.note(links: links)) }
    return content
  }

  private var walk: FolderWalk {
    var walk = FolderWalk(root: repository.location)
    // A data folder inside the folder must not index itself.
    walk.excludedFolders = excludedFolders
    return walk
  }

  /// The content's id; for a file that is too large or cannot be read, an id made of its path and size, under which
  /// it is listed as skipped.
  private static func id(of file: FolderFile, _ reader: FileReader, limit: Int) -> ObjectID {
    if case .file(let bytes)? = try? reader.read(file.path, limit: limit) { return gitBlobName(of: bytes) }
    return skippedID(file.path, size: file.status.size)
  }

  /// The id under which a file without content is listed.
  static func skippedID(_ path: [UInt8], size: Int) -> ObjectID { standIn("skipped", path, size) }

  /// An id that no content has, whatever it reads like.
  private static func standIn(_ reason: String, _ path: [UInt8], _ size: Int) -> ObjectID {
    (Array("\(size) ".utf8) + path).withUnsafeBytes { gitObjectName(type: reason, of: $0) }
  }
}

extension Checksum {
  fileprivate mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }
}
