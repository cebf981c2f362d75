import Containers

// Sections of emit sites:
//
//   EMTD   number of each document's first site (u32), and one more: sites are numbered through the file
//   EMTO   start of each site's record in EMTB (u32), and one more
//   EMTB   records: kind · level · start · length · line · skeleton · function · class · callee · arguments, as varints;
//          texts are numbers in EMNO
//   EMNO   start of each text in EMNT (u32), and one more
//   EMNT   names and expressions, each once
//   EMSO   start of each skeleton in EMSB (u32), and one more
//   EMSB   skeletons, each once
//   EMSL   start of each skeleton's list in EMSP (u32), and one more
//   EMSP   lists of sites of a skeleton: varints, each more than the one before
//   EMSM   information of each skeleton's words: sixteenths of bits (u16), by their frequency in the file
//   EMWH   hashes of words (u64), ascending
//   EMWO   start of each word's list in EMWP (u32), and one more
//   EMWP   lists of skeletons with a word: their count, then varints, each more than the one before
//
// Skeletons are numbered in the order of their first site.

/// Gathers emit sites of documents and writes their sections.
struct EmitSections: ~Copyable {
  private var texts = NameTable()
  private var records = ByteBuilder(capacity: 1 << 16)
  private var recordStarts: [UInt32] = []
  /// Sites by document, as they came.
  private var ranges: [Range<Int>]
  private var skeletonOf: [UInt32] = []
  private var skeletons: [Skeleton: UInt32] = [:]
  private var skeletonBytes = ByteBuilder(capacity: 1 << 16)
  private var skeletonStarts: [UInt32] = []

  init(documentCount: Int) { ranges = Array(repeating: 0..<0, count: documentCount) }

  var siteCount: Int { skeletonOf.count }
  var skeletonCount: Int { skeletons.count }

  mutating func add(_ sites: [EmitSite], document: Int) {
    let first = recordStarts.count
    for site in sites.prefix(EmitSite.sitesMax) {
      recordStarts.append(UInt32(truncatingIfNeeded: records.count))
      records.append(site.kind.rawValue)
      records.append(site.level.rawValue)
      records.appendVarint(max(0, site.range.lowerBound))
      records.appendVarint(site.range.count)
      records.appendVarint(max(1, site.line))
      let skeleton = number(of: site.skeleton)
      records.appendVarint(Int(skeleton))
      records.appendVarint(texts.number(of: site.function))
      records.appendVarint(texts.number(of: site.container))
      records.appendVarint(texts.number(of: site.callee))
      records.appendVarint(min(site.arguments.count, EmitSite.argumentsMax))
      for argument in site.arguments.prefix(EmitSite.argumentsMax) {
        records.appendVarint(texts.number(of: argument))
      }
      skeletonOf.append(skeleton)
    }
    ranges[document] = first..<recordStarts.count
  }

  private mutating func number(of skeleton: Skeleton) -> UInt32 {
    if let known = skeletons[skeleton] { return known }
    let number = UInt32(truncatingIfNeeded: skeletons.count)
    skeletons[skeleton] = number
    skeletonStarts.append(UInt32(truncatingIfNeeded: skeletonBytes.count))
    skeleton.bytes.withUnsafeBytes { skeletonBytes.append($0) }
    return number
  }

  /// Hands every section to `write`.
  ///
  /// - Throws: ``SegmentError`` when there is more than a file holds; what `write` throws.
  mutating func finish(_ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void) throws {
    guard siteCount > 0 else { return }
    guard records.count <= Int(UInt32.max), skeletonBytes.count <= Int(UInt32.max),
      texts.byteCount <= Int(UInt32.max)
    else { throw SegmentError(.tooLarge, file: "new facts file") }
    // Documents come in any order; sites are numbered by document.
    var order: [Int] = []
    order.reserveCapacity(siteCount)
    var firsts = ByteBuilder(capacity: ranges.count * 4 + 64)
    for range in ranges {
      firsts.append(UInt32(truncatingIfNeeded: order.count))
      order += range
    }
    firsts.append(UInt32(truncatingIfNeeded: order.count))
    try write(.emitDocuments, firsts.bytes)
    recordStarts.append(UInt32(truncatingIfNeeded: records.count))
    var starts = ByteBuilder(capacity: order.count * 4 + 64)
    var sorted = ByteBuilder(capacity: records.count + 64)
    for site in order {
      starts.append(UInt32(truncatingIfNeeded: sorted.count))
      sorted.append(
        UnsafeRawBufferPointer(rebasing: records.bytes[Int(recordStarts[site])..<Int(recordStarts[site + 1])])
      )
    }
    starts.append(UInt32(truncatingIfNeeded: sorted.count))
    try write(.emitStarts, starts.bytes)
    try write(.emitRecords, sorted.bytes)
    try writeTexts(write)
    skeletonStarts.append(UInt32(truncatingIfNeeded: skeletonBytes.count))
    try skeletonStarts.withUnsafeBytes { try write(.skeletonStarts, $0) }
    try write(.skeletons, skeletonBytes.bytes)
    let skeletonsInOrder = order.map { skeletonOf[$0] }
    try writeLists(skeletonsInOrder, write)
    try writeWords(write)
  }

  private func writeTexts(_ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void) throws {
    var starts = ByteBuilder(capacity: texts.count * 4 + 64)
    var text = ByteBuilder(capacity: texts.byteCount + 64)
    for number in 0..<texts.count {
      starts.append(UInt32(truncatingIfNeeded: text.count))
      text.append(texts[number])
    }
    starts.append(UInt32(truncatingIfNeeded: text.count))
    try write(.emitTextStarts, starts.bytes)
    try write(.emitText, text.bytes)
  }

  private func writeLists(
    _ skeletonOf: [UInt32], _ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let (bounds, sites) = Self.grouped(skeletonOf, groups: skeletons.count)
    var starts = ByteBuilder(capacity: skeletons.count * 4 + 64)
    var lists = ByteBuilder(capacity: sites.count * 2 + 64)
    for skeleton in 0..<skeletons.count {
      starts.append(UInt32(truncatingIfNeeded: lists.count))
      var last = 0
      for site in sites[bounds[skeleton]..<bounds[skeleton + 1]] {
        lists.appendVarint(Int(site) - last)
        last = Int(site)
      }
    }
    starts.append(UInt32(truncatingIfNeeded: lists.count))
    try write(.skeletonListStarts, starts.bytes)
    try write(.skeletonLists, lists.bytes)
  }

  /// Counting sort: the places of each value, ascending, and where each value's places begin.
  private static func grouped(_ values: [UInt32], groups: Int) -> (bounds: [Int], places: [UInt32]) {
    var next = [Int](repeating: 0, count: groups + 1)
    for value in values { next[Int(value) + 1] += 1 }
    for group in 0..<groups { next[group + 1] += next[group] }
    let bounds = next
    var places = [UInt32](repeating: 0, count: values.count)
    for (place, value) in values.enumerated() {
      places[next[Int(value)]] = UInt32(truncatingIfNeeded: place)
      next[Int(value)] += 1
    }
    return (bounds, places)
  }

  private func writeWords(_ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void) throws {
    var numbers: [UInt64: UInt32] = [:]
    var hashes: [UInt64] = []
    var words: [UInt32] = []
    var owners: [UInt32] = []
    for skeleton in 0..<skeletons.count {
      let first = words.count
      let range = Int(skeletonStarts[skeleton])..<Int(skeletonStarts[skeleton + 1])
      Skeleton.forEachWord(skeletonBytes.bytes[range]) { hash in
        var number = numbers[hash]
        if number == nil {
          number = UInt32(truncatingIfNeeded: hashes.count)
          numbers[hash] = number
          hashes.append(hash)
        }
        guard let number, !words[first...].contains(number) else { return }
        words.append(number)
        owners.append(UInt32(truncatingIfNeeded: skeleton))
      }
    }
    let (bounds, places) = Self.grouped(words, groups: hashes.count)
    var masses = [Float](repeating: 0, count: skeletons.count)
    for (place, number) in words.enumerated() {
      let count = bounds[Int(number) + 1] - bounds[Int(number)]
      masses[Int(owners[place])] += EmitTable.bits(count: count, total: skeletons.count)
    }
    var rounded = ByteBuilder(capacity: masses.count * 2 + 64)
    for mass in masses { rounded.append(UInt16(min(65_535, mass * 16))) }
    try write(.skeletonMasses, rounded.bytes)
    let order = hashes.indices.sorted { hashes[$0] < hashes[$1] }
    var sorted = ByteBuilder(capacity: hashes.count * 8 + 64)
    var starts = ByteBuilder(capacity: hashes.count * 4 + 64)
    var lists = ByteBuilder(capacity: words.count * 2 + 64)
    for number in order {
      sorted.append(hashes[number])
      starts.append(UInt32(truncatingIfNeeded: lists.count))
      lists.appendVarint(bounds[number + 1] - bounds[number])
      var last = 0
      for place in places[bounds[number]..<bounds[number + 1]] {
        lists.appendVarint(Int(owners[Int(place)]) - last)
        last = Int(owners[Int(place)])
      }
    }
    starts.append(UInt32(truncatingIfNeeded: lists.count))
    guard lists.count <= Int(UInt32.max) else { throw SegmentError(.tooLarge, file: "new facts file") }
    try write(.emitWords, sorted.bytes)
    try write(.emitWordStarts, starts.bytes)
    try write(.emitWordLists, lists.bytes)
  }
}
