package import Search

/// What a search left of the index at each step, as a drawing in words and bars.
///
/// All numbers are those of one run. A bar shows which part of the whole is left, on a logarithmic scale: from
/// millions of lines to a few there would be nothing to see otherwise.
package enum Funnel {
  /// The steps, then the time each took.
  package static func view(_ numbers: SearchStatistics) -> HTML {
    let steps: [HTML] = [
      step(
        "Files in the index", Format.count(numbers.documentsTotal),
        "\(Format.bytes(numbers.bytesTotal)) of text", 1),
      step(
        "Candidates", Format.count(numbers.candidateBlocks),
        "of \(Format.count(numbers.blocksTotal)) blocks of lines, by the index alone",
        share(numbers.candidateBlocks, numbers.blocksTotal)),
      step(
        "Text checked", Format.bytes(numbers.bytesVerified),
        "at these positions, in \(Format.count(numbers.documentsVerified, "file"))",
        share(numbers.bytesVerified, numbers.bytesTotal)),
      step(
        "Files that match", Format.count(numbers.matchedFiles),
        Format.count(numbers.matches, "match", plural: "matches"),
        share(numbers.matchedFiles, numbers.documentsTotal)),
    ]
    return """
      <ol class="funnel">\(steps)</ol>
      <p class="times"><span><b>\(Format.duration(numbers.planning))</b> plan</span>\
      <span><b>\(Format.duration(numbers.searching))</b> index and text</span>\
      <span><b>\(Format.duration(numbers.building))</b> rank, cut out lines</span></p>
      """
  }

  private static func step(_ name: String, _ amount: String, _ note: String, _ share: Double) -> HTML {
    """
    <li><span class="name">\(name)</span><b class="n">\(amount)</b>\
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">\
    <rect class="rest" width="100" height="4"/>\
    <rect width="\(max(1, Int(share * 100)))" height="4"/></svg>\
    <span class="note">\(note)</span></li>
    """
  }

  /// From 0 for nothing to 1 for all.
  private static func share(_ part: Int, _ whole: Int) -> Double {
    whole > 0 ? min(1, log2(1 + Double(part)) / log2(1 + Double(whole))) : 0
  }

  /// Of a number from 1 up; right at powers of two and straight between them, which is good enough for a bar.
  private static func log2(_ value: Double) -> Double { Double(value.exponent) + value.significand - 1 }
}
