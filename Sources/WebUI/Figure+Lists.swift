import Search
import SearchIndex

extension Figure {
  /// Conditions drawn at most; the table has them too.
  private static let conditionsMax = 24

  /// The conditions of the plan: how many blocks each leaves.
  static func plan(_ term: SearchTrace.Term) -> HTML {
    let total = term.segments[safe: term.segment]?.blocks ?? 0
    let rows = term.conditions.prefix(conditionsMax).map { condition -> HTML in
      let style = condition.isUsed ? "used" : "unused"
      let left: HTML = condition.isUsed ? "<b>\(Format.count(condition.left))</b> left" : "not read"
      return """
        <li class="\(style)"><code>\(HTML.name(condition.text))</code>\
        \(bar([(Double(condition.blocks), style)], of: Double(total)))\
        <span>\(condition.isEstimate ? "about " : "")\(Format.count(condition.blocks, "block"))</span>\
        <span>\(left)</span></li>

        """
    }
    let rest = term.conditions.count - conditionsMax
    let more: HTML? = rest > 0 ? "<p class=\"muted\">and \(Format.count(rest, "more condition")).</p>" : nil
    let caption: HTML
    if term.conditions.allSatisfy({ !$0.isUsed }) {
      caption = """
        The index rules nothing out for <code>\(HTML.name(term.text))</code>: all \(Format.count(total, "block")) of the \
        segment are read, best files first.
        """
    } else {
      caption = """
        What a block must hold for <code>\(HTML.name(term.text))</code>, rarest first, in the segment with the most \
        candidates. Of its \(Format.count(total, "block")), \(Format.count(term.counts.candidates)) are left.
        """
    }
    return view("plan", caption: caption, drawing: "<ol class=\"plan-bars\">\n\(rows)</ol>\(more)")
  }

  /// How the lists of the plan are stored.
  static func lists(_ term: SearchTrace.Term) -> HTML? {
    var seen = Set<String>()
    let lists = term.conditions.compactMap(\.list).filter { seen.insert($0.gram).inserted }
    guard !lists.isEmpty else { return nil }
    let rows = lists.prefix(conditionsMax).map { list -> HTML in
      let perPosting = list.blocks > 0 ? Double(list.bytes * 8) / Double(list.blocks) : 0
      return """
        <tr><th scope="row"><code>\(HTML.name(list.gram))</code></th>\(cell(Format.count(list.blocks)))\
        <td>\(shapeName(list.shape))</td>\(cell(Format.bytes(list.bytes)))\
        \(cell(list.bytes == 0 ? "–" : number((perPosting * 10).rounded() / 10)))</tr>

        """
    }
    return view(
      "lists",
      caption: "The posting lists of <code>\(HTML.name(term.text))</code> as they lie in the segment's file.",
      drawing: table(
        "Posting lists",
        head: [column("Gram"), numbers("Blocks"), column("Shape"), numbers("Size"), numbers("Bits a block")],
        rows: rows)
    )
  }

  static func shapeName(_ shape: ListFacts.Shape) -> String {
    switch shape {
    case .empty: "none: no block holds it"
    case .single: "the block number itself"
    case .bitmap: "bitmap"
    case .chunks: "chunks of packed gaps"
    }
  }

  /// The first chunk of one real list: numbers, gaps, bits.
  static func chunk(_ term: SearchTrace.Term) -> HTML? {
    let shown = term.conditions.compactMap(\.list).first { ($0.firstChunk?.postings.count ?? 0) >= 4 }
    guard let list = shown, let chunk = list.firstChunk else { return nil }
    let postings = chunk.postings.prefix(12)
    var columns = HTML()
    for (index, posting) in postings.enumerated() {
      let gap = index == 0 ? nil : posting &- chunk.postings[index - 1] &- 1
      let isException = gap.map { chunk.width < 32 && $0 >> UInt32(chunk.width) != 0 } ?? false
      let bits = gap.map { packed($0, width: chunk.width) } ?? "in the table"
      columns += """
        <tr><th scope="row" class="n">\(Format.count(Int(posting)))</th>\(cell(gap.map { Format.count(Int($0)) } ?? "–"))\
        <td><code>\(bits)</code>\(isException ? " <span class=\"tag\">exception</span>" : "")</td></tr>

        """
    }
    let gaps = chunk.postings.count - 1
    let size = (gaps * chunk.width + 7) / 8 + 4 * chunk.exceptions
    return view(
      "chunk",
      caption: """
        The first \(Format.count(postings.count, "posting")) of <code>\(HTML.name(list.gram))</code>. Its first chunk packs \
        \(Format.count(gaps, "gap")) in \(Format.count(chunk.width, "bit")) each, with \
        \(Format.count(chunk.exceptions, "exception")): \(Format.bytes(size)), where plain numbers would take \
        \(Format.bytes(gaps * 4)).
        """,
      drawing: table(
        "Postings", head: [numbers("Block"), numbers("Gap"), column("Packed as")], rows: [columns]))
  }

  private static func packed(_ gap: UInt32, width: Int) -> String {
    let mask: UInt32 = width >= 32 ? .max : (1 << UInt32(width)) - 1
    let digits = String(gap & mask, radix: 2)
    return width == 0 ? "nothing" : String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// The 64 symbols with the bytes that share each.
  static func alphabet() -> HTML {
    var members = [[UInt8]](repeating: [], count: GramAlphabet.symbolCount)
    for byte in UInt8.min...UInt8.max {
      if let symbol = GramAlphabet.symbol(of: byte) { members[Int(symbol)].append(byte) }
    }
    let cells = members.map { bytes -> HTML in "<li><code>\(HTML.name(name(of: bytes)))</code></li>\n" }
    return view(
      "alphabet",
      caption: """
        256 bytes become \(GramAlphabet.symbolCount) symbols of six bits, three of which make a code of 18: \
        \(Format.count(GramAlphabet.gramCount, "possible gram")). The line feed has no symbol, so no gram crosses a line.
        """,
      drawing: "<ul class=\"alphabet\">\n\(cells)</ul>")
  }

  private static func name(of bytes: [UInt8]) -> String {
    let printable = bytes.filter { $0 > 0x20 && $0 < 0x7F }
    if printable.count == bytes.count {
      return printable.map { String(Unicode.Scalar($0)) }.joined()
    }
    if bytes == [0x20] { return "space" }
    if bytes.allSatisfy({ $0 >= 0xC0 }) { return "C0–FF" }
    if bytes.allSatisfy({ $0 >= 0x80 }) { return "80–BF" }
    return "control"
  }
}

extension Array {
  /// The element, or nil outside.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
