import SearchIndex

/// An index file taken apart, so that a test can change it and put right checksums on the result: damage that
/// only the deeper checks can see. Written from the drawing in SegmentFormat.swift, not from its code.
struct IndexFileSurgery {
  struct Section {
    var tag: UInt32
    var offset: UInt64
    var length: UInt64
  }

  /// Header and sections, without the table of contents.
  var body: [UInt8]
  var sections: [Section] = []

  init(_ file: [UInt8]) {
    let footer = file.count - 64
    let contents = Int(Self.read(file, footer, 8))
    body = Array(file[..<contents])
    for index in 0..<Int(Self.read(file, footer + 8, 4)) {
      let row = contents + 32 * index
      sections.append(
        Section(
          tag: UInt32(Self.read(file, row, 4)), offset: Self.read(file, row + 8, 8),
          length: Self.read(file, row + 16, 8)))
    }
  }

  static func tag(_ name: String) -> UInt32 { name.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) } }

  /// Where the section's bytes are in ``body``; it must be there and unharmed.
  func range(_ name: String) -> Range<Int> {
    guard let section = sections.first(where: { $0.tag == Self.tag(name) }) else { return 0..<0 }
    return Int(section.offset)..<Int(section.offset + section.length)
  }

  func number(_ offset: Int, width: Int) -> UInt64 { Self.read(body, offset, width) }

  mutating func store(_ value: UInt64, at offset: Int, width: Int) {
    for index in 0..<width where offset + index < body.count {
      body[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  /// Whole file with right checksums wherever a section lies inside the body.
  func sealed() -> [UInt8] {
    var contents: [UInt8] = []
    for section in sections {
      contents +=
        Self.bytes(UInt64(section.tag), 8) + Self.bytes(section.offset, 8) + Self.bytes(section.length, 8)
      let limit = UInt64(body.count)
      let isInside = section.offset <= limit && section.length <= limit - section.offset
      let slice = isInside ? body[Int(section.offset)..<Int(section.offset + section.length)] : []
      contents += Self.bytes(Self.checksum(slice), 8)
    }
    var file = body + contents
    let checksum = Self.checksum(contents[...])
    while file.count % 64 != 0 { file.append(0) }
    file += Self.bytes(UInt64(body.count), 8) + Self.bytes(UInt64(sections.count), 4) + body[8..<12]
    file += Self.bytes(checksum, 8) + Self.bytes(UInt64(file.count + 48), 8)
    return file + [UInt8](repeating: 0, count: 24) + body[..<8]
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { Checksum.of($0) }
  }

  private static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  private static func read(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> UInt64 {
    bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension IndexFileSurgery {
  /// Numbers that have broken readers before.
  static func awkward(_ random: inout TestRandom) -> UInt64 {
    let edges: [UInt64] = [
      0, 1, 2, 63, 64, 127, 128, 255, 4_096, 65_535, 1 << 24, 1 << 31, 1 << 32, 1 << 36, 1 << 40, 1 << 63,
    ]
    let edge = edges[random.below(edges.count)]
    switch random.below(4) {
    case 0: return edge
    case 1: return edge &- 1
    case 2: return 0 &- edge
    default: return random.next() >> UInt64(random.below(64))
    }
  }

  /// Makes one random change.
  mutating func damage(_ random: inout TestRandom) {
    guard !sections.isEmpty else { return }
    let index = random.below(sections.count)
    let start = Int(clamping: sections[index].offset)
    let length = Int(clamping: sections[index].length)
    switch random.below(12) {
    case 0: sections[index].length = Self.awkward(&random)
    case 1: sections[index].length &-= UInt64(1 + random.below(40))
    case 2: sections[index].length &+= UInt64(1 + random.below(40))
    case 3:
      sections[index].offset = random.chance(2) ? Self.awkward(&random) : UInt64(random.below(body.count))
    case 4: sections[index].tag = sections[random.below(sections.count)].tag
    case 5: sections.remove(at: index)
    case 6: sections.append(sections[index])
    case 7...9:
      guard start < body.count, length > 0 else { return }
      let width = [1, 2, 4, 8][random.below(4)]
      store(Self.awkward(&random), at: start + random.below(length) / width * width, width: width)
    default:
      guard start < body.count, length > 0 else { return }
      for _ in 0...random.below(8) { store(random.next(), at: start + random.below(length), width: 1) }
    }
  }
}
