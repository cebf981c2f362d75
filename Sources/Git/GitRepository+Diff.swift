import Containers
package import Platform

extension GitRepository {
  /// What differs between two commits (or trees), with renames found, on the calling thread.
  ///
  /// What a limit leaves out is told where it is missing: in ``FileDiff/omission`` for lines, in
  /// ``TreeDiff/cutReason`` for counts and files. Without the time for the list itself it throws.
  ///
  /// - Throws: ``GitError`` when a commit is missing or a path cannot be one.
  package func diff(
    _ request: DiffRequest, limits: HistoryLimits = HistoryLimits(), cancellation: CancellationFlag? = nil
  ) throws -> TreeDiff {
    var reader = DiffReader(request: request)
    let ending = try streamHistory(
      diffArguments(request), paths: request.paths, limits: limits, cancellation: cancellation
    ) { try reader.consume($0, subject: path) }
    var cutReason: String?
    if case .cut(let reason) = ending { cutReason = reason }
    if case .enough = ending, !reader.list.isCut { cutReason = "the differences are larger than is read" }
    var diff = TreeDiff()
    diff.isFileListCut = reader.list.isCut
    diff.cutReason = cutReason
    var parser = PatchParser(reader.patch, request: request)
    diff.files = parser.files(for: reader.list.changes, cutReason: cutReason)
    if !request.wantsLines {
      for index in diff.files.indices where diff.files[index].omission == nil {
        diff.files[index].omission = .notAsked
      }
    }
    return diff
  }

  private func diffArguments(_ request: DiffRequest) -> [String] {
    var arguments = [
      "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "-M", "-l1000", "--no-ext-diff", "--no-textconv",
      "--no-color",
      "--ignore-submodules=none", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/",
      "--diff-algorithm=histogram", "--indent-heuristic", "--inter-hunk-context=0", "--no-relative",
    ]
    if request.wantsCounts { arguments.append("--numstat") }
    if request.wantsLines { arguments += ["-p", "-U\(max(0, request.contextLines))"] }
    if request.ignoresWhitespace { arguments.append("-w") }
    return arguments + ["--end-of-options", request.old?.hex ?? emptyTree, request.new.hex]
  }

  /// The tree without files. git knows it without having it.
  private var emptyTree: String {
    objectFormat == .sha1
      ? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
      : "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
  }
}

/// Takes apart what `diff-tree -z` prints: fields, an empty field, patches.
struct DiffReader {
  /// Bytes of patches read: context and long lines may be many times what is kept.
  static let patchLimit = 32 << 20

  var list: ChangeListParser
  var patch: [UInt8] = []
  private var carried: [UInt8] = []
  private var isInPatch = false

  init(request: DiffRequest) {
    list = ChangeListParser(limit: request.fileLimit)
  }

  /// Takes a piece; false when there is enough.
  mutating func consume(_ piece: UnsafeRawBufferPointer, subject: String) throws -> Bool {
    var rest = piece[...]
    while !isInPatch {
      guard let end = rest.firstIndex(of: 0) else {
        carried.append(contentsOf: rest)
        return carried.count <= GitRepository.pathLimit * 64
      }
      carried.append(contentsOf: rest[..<end])
      rest = rest[(end + 1)...]
      if carried.isEmpty, !list.isInside {
        isInPatch = true
        break
      }
      guard carried.withUnsafeBytes({ list.take($0) }) else {
        let text = String(decoding: carried.prefix(100), as: UTF8.self)
        throw GitError(.unexpectedOutput("diff-tree record \(text)"), subject: subject)
      }
      carried.removeAll(keepingCapacity: true)
    }
    patch.append(contentsOf: rest)
    return patch.count <= DiffReader.patchLimit
  }
}
