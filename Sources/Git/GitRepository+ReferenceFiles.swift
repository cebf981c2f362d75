import Containers
import Platform

extension GitRepository {
  /// Branches and tags read from their files, sorted by name: what `git for-each-ref` lists, without the process, which
  /// would be most of what looking at an unchanged repository costs.
  ///
  /// - Returns: nil when git has to be asked: references in another form (reftable), symbolic ones, broken ones, names
  ///   that git may not take for references.
  func referenceTipsOfFiles() -> [ReferenceTip]? {
    guard hasReferenceFiles, fileStatus(commonFolder + "/reftable") == nil else { return nil }
    // Packed ones first: a reference that is packed in between is then missing, not old, and the next look corrects it.
    guard var tips = packedTips() else { return nil }
    for folder in ["refs/heads", "refs/tags"] {
      guard addLooseTips(folder, depth: 0, to: &tips) else { return nil }
    }
    return tips.map { ReferenceTip(fullName: String(decoding: $0.key, as: UTF8.self), id: $0.value) }
      .sorted { $0.fullName.utf8.lexicographicallyPrecedes($1.fullName.utf8) }
  }

  /// A million tags are 64 MB.
  private static let packedBytesMax = 256 << 20

  /// Folders in folders of references.
  private static let referenceDepthMax = 32

  private func packedTips() -> [[UInt8]: ObjectID]? {
    let path = commonFolder + "/packed-refs"
    guard fileStatus(path) != nil else { return [:] }
    guard let bytes = try? readFile(path, limit: Self.packedBytesMax) else { return nil }
    var tips: [[UInt8]: ObjectID] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      // The header, and what annotated tags lead to.
      if line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: "^") { continue }
      guard line.count > hexDigits + 1, line[line.startIndex + hexDigits] == UInt8(ascii: " "),
        let id = line.prefix(hexDigits).withUnsafeBytes({ ObjectID(hex: $0) })
      else { return nil }
      let name = Array(line.dropFirst(hexDigits + 1))
      guard name.starts(with: "refs/heads/".utf8) || name.starts(with: "refs/tags/".utf8) else { continue }
      guard Self.isPlain(name[...]) else { return nil }
      tips[name] = id
    }
    return tips
  }

  /// False when there is something that git has to be asked about.
  private func addLooseTips(_ folder: String, depth: Int, to tips: inout [[UInt8]: ObjectID]) -> Bool {
    guard fileStatus(commonFolder + "/" + folder) != nil else { return true }
    guard depth < Self.referenceDepthMax, let entries = try? folderEntries(commonFolder + "/" + folder) else {
      return false
    }
    for entry in entries {
      guard let name = entry.text, Self.isPlain(entry.name[...]) else { return false }
      let path = folder + "/" + name
      switch entry.kind {
      case .folder: if !addLooseTips(path, depth: depth + 1, to: &tips) { return false }
      case .file:
        guard let bytes = try? readFile(commonFolder + "/" + path, limit: 4096), let id = looseID(bytes)
        else {
          return false
        }
        tips[Array(path.utf8)] = id
      default: return false
      }
    }
    return true
  }

  /// The id in a file of one reference.
  private func looseID(_ bytes: [UInt8]) -> ObjectID? {
    guard bytes.count >= hexDigits,
      bytes[hexDigits...].allSatisfy({ $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }),
      bytes.prefix(hexDigits).contains(where: { $0 != UInt8(ascii: "0") })
    else { return nil }
    return bytes.prefix(hexDigits).withUnsafeBytes { ObjectID(hex: $0) }
  }

  /// Whether git takes a name like this one without further thought.
  private static func isPlain(_ name: ArraySlice<UInt8>) -> Bool {
    guard !name.isEmpty, !name.contains(where: { $0 <= 0x20 || $0 == 0x7F || "~^:?*[\\".utf8.contains($0) }),
      String(validating: name, as: UTF8.self) != nil
    else { return false }
    var before: UInt8 = UInt8(ascii: "/")
    for byte in name {
      let isDot = byte == UInt8(ascii: ".")
      if isDot, before == UInt8(ascii: "/") || before == UInt8(ascii: ".") { return false }
      if byte == UInt8(ascii: "{"), before == UInt8(ascii: "@") { return false }
      before = byte
    }
    return before != UInt8(ascii: ".") && before != UInt8(ascii: "/")
      && !name.reversed().starts(with: "kcol.".utf8)
  }
}
