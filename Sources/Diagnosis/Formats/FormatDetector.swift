/// Chooses the layouts that fit a file best, by how many of its first lines they read.
enum FormatDetector {
  /// Lines that are looked at.
  static let sampleLines = 200
  /// Layouts of one file at most.
  static let formatLimit = 3
  /// The share of lines that a layout must read: below it, a few lines only look like it by chance.
  static let leastShare = 0.06
  /// A second layout must read so many lines that the first one does not.
  static let leastLines = 2

  /// Lines of a paste, whose first line is enough when its layout tells time and level, or level and logger.
  static let pasteLines = 12
  static let pasteWeight = 13

  /// The best layouts, best first; empty for plain text.
  static func headers(_ lines: [UnsafeBufferPointer<UInt8>]) -> [HeaderFormat] {
    var open = lines.filter { !$0.isEmpty && $0[0] != 0x20 && $0[0] != 0x09 }
    var chosen: [HeaderFormat] = []
    let all = open.count
    while chosen.count < formatLimit, !open.isEmpty {
      var best: (format: HeaderFormat, value: Double, count: Int)?
      for format in HeaderFormats.all + [HeaderFormats.access] {
        let count = open.count { format.read($0) != nil }
        // A paste of one line and its stack trace has one header.
        let isPaste = all <= pasteLines && format.weight >= pasteWeight && format.read(lines[0]) != nil
        guard count >= (isPaste ? 1 : min(leastLines, all)), Double(count) >= leastShare * Double(all) else { continue }
        // Coverage first; what a layout tells decides between layouts that read nearly the same lines.
        let value = Double(count) * (1 + Double(format.weight) / 100)
        if value > best?.value ?? 0 { best = (format, value, count) }
      }
      guard let best else { break }
      chosen.append(best.format)
      open = open.filter { best.format.read($0) == nil }
      if Double(open.count) < leastShare * Double(all) { break }
    }
    return chosen
  }

  /// What wraps every line of a file.
  static func envelope(_ lines: [UnsafeBufferPointer<UInt8>]) -> LineEnvelope? {
    let open = lines.filter { !$0.isEmpty }
    guard !open.isEmpty else { return nil }
    return LineEnvelope.allCases.first { envelope in
      open.count { envelope.read($0) != nil } * 10 >= open.count * 9
    }
  }
}
