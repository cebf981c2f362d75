import Platform

/// The bytes of one file of a bundle on their way: sniffs what it is, unpacks it, hands out its text.
final class MemberStream {
  private enum Kind {
    case unknown
    case text(TextBlocks)
    case journal(JournalExport, TextBlocks)
    case tar(TarReader)
    case compressed(StreamDecompressor, MemberStream)
    case held
    case skipped
  }

  private let reader: BundleReader
  private let name: String
  private let depth: Int
  /// The bundle itself rather than a file in it: its name is no part of the names of its files.
  private let isOutermost: Bool
  private var isDamaged = false
  private var kind = Kind.unknown
  private var head: [UInt8] = []
  private var member: BundleMember
  private var read = 0
  private var written = 0
  private var isOver = false

  /// Enough for the magic of tar.
  private static let headSize = 512

  init(_ reader: BundleReader, name: String, depth: Int, isOutermost: Bool) {
    self.isOutermost = isOutermost
    self.reader = reader
    self.name = name
    self.depth = depth
    member = BundleMember(path: BundleReader.shown(name), labels: BundleLayout.labels(of: name))
  }

  /// Takes a piece; false when no more is wanted.
  func push(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard !isOver else { return false }
    read += bytes.count
    guard case .unknown = kind else { return pass(bytes) }
    head += bytes
    guard head.count >= Self.headSize else { return true }
    return begin()
  }

  /// No more comes.
  func finish() {
    if case .unknown = kind, !isOver { _ = begin() }
    switch kind {
    case .unknown, .skipped: break
    case .text(let blocks), .journal(_, let blocks):
      if case .journal(let journal, _) = kind { _ = journal.finish().withUnsafeBytes { blocks.push($0) } }
      blocks.finish()
      reader.visitor.end(member)
      member.bytes = blocks.count
      if let reason = blocks.reason {
        member.state = blocks.isSkipped ? .skipped(reason) : .truncated(reason)
      }
      reader.keep(member)
    case .tar(let tar):
      if let fault = tar.finish() { reader.note(name, .truncated(fault)) }
    case .compressed(let decompressor, let inner):
      inner.finish()
      if !isDamaged, !isOver, !decompressor.isAtEnd {
        reader.note(name, .truncated("the compressed data end early"))
      }
    case .held: readZip()
    }
    kind = .skipped
    isOver = true
  }

  // MARK: What it is

  private func begin() -> Bool {
    let bytes = head
    head = []
    if reader.manifest.count >= reader.limits.members {
      return skip("the bundle has more files than are read")
    }
    if bytes.isEmpty { return skip("empty") }
    if let format = Self.format(bytes) {
      guard depth < reader.limits.depth else { return skip("archives within archives are read \(reader.limits.depth) deep") }
      guard let decompressor = StreamDecompressor(format) else {
        return skip(format == .zstd ? "libzstd is not installed" : "zlib is not installed")
      }
      kind = .compressed(
        decompressor, MemberStream(reader, name: Self.inner(name), depth: depth + 1, isOutermost: isOutermost)
      )
    } else if TarReader.isTar(bytes) {
      guard depth < reader.limits.depth else { return skip("archives within archives are read \(reader.limits.depth) deep") }
      let prefix = isOutermost ? "" : name + "!"
      kind = .tar(
        TarReader(
          begin: { [reader, depth] in
            MemberStream(reader, name: prefix + $0, depth: depth + 1, isOutermost: false)
          },
          skip: { [reader] in reader.note(prefix + $0, .skipped($1)) }))
    } else if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
      guard depth < reader.limits.depth else { return skip("archives within archives are read \(reader.limits.depth) deep") }
      kind = .held
    } else if JournalExport.isExport(bytes) {
      reader.visitor.begin(member)
      kind = .journal(JournalExport(), TextBlocks(reader, encoding: .utf8))
    } else if Self.isBinary(bytes) {
      return skip("not text")
    } else {
      reader.visitor.begin(member)
      kind = .text(TextBlocks(reader, encoding: TextBlocks.Encoding(bytes)))
    }
    return bytes.withUnsafeBytes { pass($0) }
  }

  private func skip(_ reason: String) -> Bool {
    reader.note(name, .skipped(reason))
    kind = .skipped
    isOver = true
    return false
  }

  private static func format(_ bytes: [UInt8]) -> CompressedFormat? {
    if bytes.starts(with: [0x1F, 0x8B, 8]) { return .gzip }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    return nil
  }

  /// Zero bytes are in no text but UTF-16, which begins with a mark.
  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return false }
    return bytes.contains(0)
  }

  private static func inner(_ name: String) -> String {
    for ending in [".gz", ".zst", ".tgz"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count)) + (ending == ".tgz" ? ".tar" : "")
    }
    return name
  }

  // MARK: Where it goes

  private func pass(_ bytes: UnsafeRawBufferPointer) -> Bool {
    switch kind {
    case .unknown, .skipped: return false
    case .text(let blocks): return blocks.push(bytes)
    case .journal(let journal, let blocks): return journal.push(bytes).withUnsafeBytes { blocks.push($0) }
    case .tar(let tar): return tar.push(bytes)
    case .held:
      guard head.count + bytes.count <= reader.limits.heldBytes else {
        head = []
        return skip("larger than zip archives that are held in memory")
      }
      head += bytes
      return true
    case .compressed(let decompressor, let inner):
      var isBomb = false
      let outcome = decompressor.feed(bytes) { piece in
        written += piece.count
        if written > 16 << 20, written / max(read, 1) > reader.limits.expansion {
          isBomb = true
          return false
        }
        return inner.push(piece)
      }
      switch outcome {
      case .more: return true
      case .finished:
        isOver = true
        return false
      case .stopped, .damaged:
        if isBomb { reader.note(name, .truncated("it expands like a bomb")) }
        if outcome == .damaged { reader.note(name, .truncated("the compressed data are damaged")) }
        isOver = true
        return false
      }
    }
  }

  private func readZip() {
    let archive = head
    head = []
    let prefix = isOutermost ? "" : name + "!"
    let entries: [ZipEntry]
    do { entries = try ZipEntry.all(in: archive) } catch {
      return reader.note(name, .skipped("\(error)"))
    }
    for entry in entries {
      if let reason = entry.reasonToSkip {
        reader.note(prefix + entry.name, .skipped(reason))
        continue
      }
      let stream = MemberStream(reader, name: prefix + entry.name, depth: depth + 1, isOutermost: false)
      if let fault = entry.unpack(archive, limit: reader.limits.expansion, { stream.push($0) }) {
        stream.finish()
        reader.note(prefix + entry.name, .truncated(fault))
      } else {
        stream.finish()
      }
      if reader.totalBytes >= reader.limits.totalBytes { break }
    }
  }
}
