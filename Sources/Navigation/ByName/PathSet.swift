import Containers

/// The paths of a repository, looked up by path, folder and name. Immutable; some 90 bytes for an ordinary path.
final class PathSet: Sendable {
  /// All paths, one after the other, ascending by their bytes.
  private let bytes: [UInt8]
  /// Where each path begins, and the end of the last.
  private let starts: [Int32]
  /// The first path whose file has a name with this hash, and for each path the next one with the same.
  private let firstByName: [UInt64: Int32]
  private let nextByName: [Int32]

  /// The set of `paths`; cheapest when they ascend. Beyond 2 GB of text the rest is left out.
  init(_ paths: some Sequence<String>) {
    var (bytes, starts, isAscending) = Self.joined(paths)
    if !isAscending {
      let slices = zip(starts, starts.dropFirst()).map { Array(bytes[Int($0)..<Int($1)]) }
      let sorted = slices.sorted { $0.lexicographicallyPrecedes($1) }
      (bytes, starts, _) = Self.joined(sorted.lazy.map { String(decoding: $0, as: UTF8.self) })
    }
    var first: [UInt64: Int32] = [:]
    first.reserveCapacity(starts.count)
    var next = [Int32](repeating: -1, count: starts.count - 1)
    bytes.withUnsafeBufferPointer { bytes in
      // From the last on, so that what has one name comes ascending.
      for index in next.indices.reversed() {
        let path = UnsafeBufferPointer(rebasing: bytes[Int(starts[index])..<Int(starts[index + 1])])
        let hash = Self.hashOfName(path)
        if let other = first.updateValue(Int32(index), forKey: hash) { next[index] = other }
      }
    }
    (self.bytes, self.starts, firstByName, nextByName) = (bytes, starts, first, next)
  }

  private static func joined(_ paths: some Sequence<String>) -> ([UInt8], [Int32], isAscending: Bool) {
    var bytes: [UInt8] = []
    var starts: [Int32] = [0]
    var isAscending = true
    for path in paths {
      let start = bytes.count
      bytes.append(contentsOf: path.utf8)
      guard let end = Int32(exactly: bytes.count) else {
        bytes.removeSubrange(start...)
        break
      }
      if starts.count > 1 {
        let last = Int(starts[starts.count - 2])..<start
        isAscending = isAscending && bytes[last].lexicographicallyPrecedes(bytes[start...])
      }
      starts.append(end)
    }
    return (bytes, starts, isAscending)
  }

  /// Of the bytes behind the last slash; 64-bit FNV-1a.
  private static func hashOfName(_ path: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var at = path.count
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    while at > 0, path[at - 1] != 0x2F {
      at -= 1
      hash = (hash ^ UInt64(path[at])) &* 0x100_0000_01B3
    }
    return hash
  }

  /// How many paths there are.
  var count: Int { starts.count - 1 }

  /// Whether there is a file at `path`.
  func has(_ path: String) -> Bool {
    let wanted = Array(path.utf8)
    let place = lowerBound(wanted)
    return place < count && slice(place).elementsEqual(wanted)
  }

  /// Whether there are files in a folder, at any depth.
  func hasFolder(_ path: String) -> Bool {
    guard !path.isEmpty else { return count > 0 }
    let wanted = Array((path + "/").utf8)
    let place = lowerBound(wanted)
    return place < count && slice(place).starts(with: wanted)
  }

  /// The files directly in a folder, ascending.
  func files(inFolder path: String) -> [String] {
    let folder = path.isEmpty ? [] : Array((path + "/").utf8)
    var found: [String] = []
    var place = lowerBound(folder)
    while place < count, slice(place).starts(with: folder) {
      let whole = slice(place)
      guard let slash = whole.dropFirst(folder.count).firstIndex(of: 0x2F) else {
        found.append(String(decoding: whole, as: UTF8.self))
        place += 1
        continue
      }
      // Over the whole folder: what follows the slash in order.
      place = lowerBound(Array(whole[..<slash]) + [0x30])
    }
    return found
  }

  /// The files whose path is `suffix` or ends with a slash and it, ascending.
  func files(ending suffix: String) -> [String] {
    let wanted = Array(suffix.utf8)
    let hash = wanted.withUnsafeBufferPointer { Self.hashOfName($0) }
    var found: [String] = []
    var place = firstByName[hash] ?? -1
    while place >= 0 {
      let path = slice(Int(place))
      place = nextByName[Int(place)]
      guard path.count >= wanted.count, path.suffix(wanted.count).elementsEqual(wanted) else { continue }
      if path.count == wanted.count || path[path.endIndex - wanted.count - 1] == 0x2F {
        found.append(String(decoding: path, as: UTF8.self))
      }
    }
    return found
  }

  private func slice(_ index: Int) -> ArraySlice<UInt8> { bytes[Int(starts[index])..<Int(starts[index + 1])] }

  /// The first path that does not come before `wanted`.
  private func lowerBound(_ wanted: [UInt8]) -> Int {
    (0..<count).partitionPoint { slice($0).lexicographicallyPrecedes(wanted) }
  }
}
