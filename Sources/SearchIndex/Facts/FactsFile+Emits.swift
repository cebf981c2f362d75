package import Containers

/// Emit sites of a facts file; see `EmitSections.swift` for the layout.
///
/// Everything is checked as it is read: damage gives fewer or wrong sites, never a trap.
package struct EmitTable: Sendable {
  // The bytes belong to the file that made this.
  private let file: FactsFile
  private let documents: UnsafeSection
  private let recordStarts: UnsafeSection
  private let records: UnsafeSection
  private let textStarts: UnsafeSection
  private let texts: UnsafeSection
  private let skeletonStarts: UnsafeSection
  private let skeletonBytes: UnsafeSection
  private let listStarts: UnsafeSection
  private let lists: UnsafeSection
  private let masses: UnsafeSection
  private let words: UnsafeSection
  private let wordStarts: UnsafeSection
  private let wordLists: UnsafeSection

  /// Sites of all documents.
  package let siteCount: Int
  /// Different skeletons.
  package let skeletonCount: Int

  /// The sites of a file; nil when it has none or their sections do not fit each other.
  package init?(_ file: FactsFile) {
    func section(_ tag: SectionTag) -> UnsafeSection? {
      // A missing section means that there are no sites.
      (try? file.table.section(tag)).map(UnsafeSection.init)
    }
    guard let documents = section(.emitDocuments), let recordStarts = section(.emitStarts),
      let records = section(.emitRecords), let textStarts = section(.emitTextStarts),
      let texts = section(.emitText), let skeletonStarts = section(.skeletonStarts),
      let skeletonBytes = section(.skeletons), let listStarts = section(.skeletonListStarts),
      let lists = section(.skeletonLists), let masses = section(.skeletonMasses),
      let words = section(.emitWords),
      let wordStarts = section(.emitWordStarts), let wordLists = section(.emitWordLists)
    else { return nil }
    self.file = file
    (self.documents, self.recordStarts, self.records) = (documents, recordStarts, records)
    (self.textStarts, self.texts) = (textStarts, texts)
    (self.skeletonStarts, self.skeletonBytes) = (skeletonStarts, skeletonBytes)
    (self.listStarts, self.lists, self.masses) = (listStarts, lists, masses)
    (self.words, self.wordStarts, self.wordLists) = (words, wordStarts, wordLists)
    siteCount = recordStarts.bytes.count / 4 - 1
    skeletonCount = skeletonStarts.bytes.count / 4 - 1
    guard documents.bytes.count == (file.meta.documentCount + 1) * 4, siteCount > 0, skeletonCount > 0,
      listStarts.bytes.count == skeletonStarts.bytes.count, masses.bytes.count == skeletonCount * 2,
      wordStarts.bytes.count == words.bytes.count / 2 + 4
    else { return nil }
  }

  // MARK: Sites

  /// The numbers of a document's sites.
  package func sites(ofDocument document: Int) -> Range<Int> {
    guard document >= 0, document < file.meta.documentCount else { return 0..<0 }
    let start = documents.word(document)
    let end = documents.word(document + 1)
    return start <= end && end <= siteCount ? start..<end : 0..<0
  }

  /// The document of a site. Logarithmic in the documents.
  package func document(ofSite site: Int) -> Int {
    (0..<file.meta.documentCount).partitionPoint { documents.word($0 + 1) <= site }
  }

  /// A site; nil when there is none or it is damaged.
  package func site(_ number: Int) -> EmitSite? {
    var reader = VarintReader(records.slice(recordStarts, number))
    guard let kind = EmitKind(rawValue: reader.byte()), let level = EmitLevel(rawValue: reader.byte()) else {
      return nil
    }
    let (start, length, line, skeleton) = (reader.number(), reader.number(), reader.number(), reader.number())
    let (function, container, callee) = (reader.number(), reader.number(), reader.number())
    let count = reader.number()
    guard reader.isSound, count <= EmitSite.argumentsMax, let text = self.skeleton(skeleton) else {
      return nil
    }
    var arguments: [String] = []
    for _ in 0..<count { arguments.append(self.text(reader.number())) }
    guard reader.isSound else { return nil }
    return EmitSite(
      kind: kind, level: level, callee: self.text(callee), function: self.text(function),
      container: self.text(container), range: start..<start + length, line: line, skeleton: text,
      arguments: arguments)
  }

  /// The 1-based line of a site; nil when there is none.
  package func line(ofSite number: Int) -> Int? {
    var reader = VarintReader(records.slice(recordStarts, number))
    _ = (reader.byte(), reader.byte(), reader.number(), reader.number())
    let line = reader.number()
    return reader.isSound ? line : nil
  }

  /// A site's level, skeleton and bytes; nil when there is none or it is damaged.
  package func place(ofSite number: Int) -> (level: EmitLevel, skeleton: Int, range: Range<Int>)? {
    var reader = VarintReader(records.slice(recordStarts, number))
    _ = reader.byte()
    let level = EmitLevel(rawValue: reader.byte())
    let (start, length) = (reader.number(), reader.number())
    _ = reader.number()
    let skeleton = reader.number()
    guard let level, reader.isSound, start >= 0, length >= 0,
      start.addingReportingOverflow(length).overflow == false
    else { return nil }
    return (level, skeleton, start..<start + length)
  }

  private func text(_ number: Int) -> String {
    String(decoding: texts.slice(textStarts, number), as: UTF8.self)
  }

  // MARK: Skeletons

  /// The bytes of a skeleton, not yet checked; valid as long as the file is open.
  package func skeletonBytes(_ number: Int) -> UnsafeRawBufferPointer {
    skeletonBytes.slice(skeletonStarts, number)
  }

  /// A skeleton; nil when there is none or it is damaged.
  package func skeleton(_ number: Int) -> Skeleton? {
    let bytes = skeletonBytes(number)
    return bytes.isEmpty ? nil : Skeleton(checking: bytes)
  }

  /// The number of a skeleton; nil when the file has none like it. Reads the list of its rarest word.
  package func number(of skeleton: Skeleton) -> Int? {
    var rarest: (word: Int, count: Int)?
    var isComplete = true
    Skeleton.forEachWord(skeleton.bytes) { hash in
      guard let word = word(hash) else {
        isComplete = false
        return
      }
      let count = skeletonCount(ofWord: word)
      if count < rarest?.count ?? .max { rarest = (word, count) }
    }
    guard isComplete, let rarest else { return nil }
    var reader = VarintReader(wordLists.slice(wordStarts, rarest.word))
    _ = reader.number()
    var number = 0
    while !reader.isAtEnd {
      number = number &+ reader.number()
      guard reader.isSound, number >= 0, number < skeletonCount else { return nil }
      if skeletonBytes(number).elementsEqual(skeleton.bytes) { return number }
    }
    return nil
  }

  /// Bits that the words of a skeleton carry, by how rare they are in the file.
  package func mass(ofSkeleton number: Int) -> Float {
    guard number >= 0, number < skeletonCount else { return 0 }
    return Float(SectionTable.load(masses.bytes, number * 2, as: UInt16.self)) / 16
  }

  /// Bits that a word carries that `count` of `total` skeletons have; a tenth at least.
  package static func bits(count: Int, total: Int) -> Float {
    let ratio = Float(max(1, total)) / Float(max(1, count))
    // The logarithm to base two, straight between powers: off by a tenth of a bit at most.
    return max(0.1, Float(ratio.exponent) + ratio.significand - 1)
  }

  /// Calls `body` with the sites of a skeleton, ascending; `body` returns false to stop.
  package func forEachSite(ofSkeleton number: Int, _ body: (Int) -> Bool) {
    var reader = VarintReader(lists.slice(listStarts, number))
    var site = 0
    while !reader.isAtEnd {
      site = site &+ reader.number()
      guard reader.isSound, site >= 0, site < siteCount, body(site) else { return }
    }
  }

  // MARK: Words

  /// The number of a word by its hash (`Skeleton.forEachWord`); nil when no skeleton has it.
  package func word(_ wanted: UInt64) -> Int? {
    func hash(_ word: Int) -> UInt64 { SectionTable.load(words.bytes, word * 8, as: UInt64.self) }
    let count = words.bytes.count / 8
    let word = (0..<count).partitionPoint { hash($0) < wanted }
    return word < count && hash(word) == wanted ? word : nil
  }

  /// How many skeletons have a word.
  package func skeletonCount(ofWord word: Int) -> Int {
    var reader = VarintReader(wordLists.slice(wordStarts, word))
    return min(reader.number(), skeletonCount)
  }

  /// Calls `body` with the skeletons that have a word, ascending.
  package func forEachSkeleton(ofWord word: Int, _ body: (Int) -> Void) {
    var reader = VarintReader(wordLists.slice(wordStarts, word))
    _ = reader.number()
    var skeleton = 0
    while !reader.isAtEnd {
      skeleton = skeleton &+ reader.number()
      guard reader.isSound, skeleton >= 0, skeleton < skeletonCount else { return }
      body(skeleton)
    }
  }

  /// Calls `body` with the skeletons whose words are not all there is to read in them, ascending: those with choices,
  /// which may go on in the middle of a word, and with bytes beyond ASCII, which all count as letters. Linear in the
  /// bytes of all skeletons, eight at a time.
  package func forEachIrregularSkeleton(_ body: (Int) -> Void) {
    let bytes = skeletonBytes.bytes
    let high: UInt64 = 0x8080_8080_8080_8080
    let low: UInt64 = 0x0101_0101_0101_0101
    let choice = low &* UInt64(Skeleton.Sign.choice)
    var number = 0
    var at = 0
    while at < bytes.count {
      if at + 8 <= bytes.count {
        let word = SectionTable.load(bytes, at, as: UInt64.self)
        let other = word ^ choice
        guard (word | ((other &- low) & ~other)) & high != 0 else {
          at += 8
          continue
        }
      }
      let last = min(bytes.count, at + 8)
      while at < last, bytes[at] < 0x80, bytes[at] != Skeleton.Sign.choice { at += 1 }
      guard at < last else { continue }
      while number + 1 < skeletonCount, skeletonStarts.word(number + 1) <= at { number += 1 }
      body(number)
      // On with the next one.
      at = max(at + 1, skeletonStarts.word(number + 1))
    }
  }

  /// Adds `weight` to the sum of every skeleton that has a word.
  ///
  /// - Parameters:
  ///   - sums: one for each skeleton.
  ///   - touched: gets the skeletons whose sum was 0.
  package func add(
    _ weight: Float, word: Int, to sums: UnsafeMutableBufferPointer<Float>, touched: inout [Int32]
  ) {
    var reader = VarintReader(wordLists.slice(wordStarts, word))
    _ = reader.number()
    var skeleton = 0
    while !reader.isAtEnd {
      skeleton = skeleton &+ reader.number()
      guard reader.isSound, skeleton >= 0, skeleton < min(skeletonCount, sums.count) else { return }
      if sums[skeleton] == 0 { touched.append(Int32(truncatingIfNeeded: skeleton)) }
      sums[skeleton] += weight
    }
  }
}

/// A section of a file that its holder keeps alive and that never changes.
private struct UnsafeSection: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  func word(_ index: Int) -> Int {
    guard index >= 0, index * 4 + 4 <= bytes.count else { return 0 }
    return Int(SectionTable.load(bytes, index * 4, as: UInt32.self))
  }

  func slice(_ starts: UnsafeSection, _ index: Int) -> UnsafeRawBufferPointer {
    FactsFile.slice(bytes, starts.bytes, index)
  }
}

extension FactsFile {
  /// The emit sites; nil when there are none.
  package var emits: EmitTable? { EmitTable(self) }
}
