import Containers

/// A site as bytes. Numbers are unsigned, seven bits to a byte, lowest first; texts have their length before
/// them.
///
/// ```
/// kind · level · 1 if function, class and callee are those of the site before, else 0 and the three texts
/// start and length of the range · line · skeleton · count of arguments and each of them
/// ```
extension FactWriter {
  mutating func site(_ site: EmitSite) {
    number(Int(site.kind.rawValue))
    number(Int(site.level.rawValue))
    if let last = lastSite, last.function == site.function, last.container == site.container,
      last.callee == site.callee
    {
      number(1)
    } else {
      number(0)
      text(site.function)
      text(site.container)
      text(site.callee)
    }
    range(site.range)
    number(site.line)
    number(site.skeleton.bytes.count)
    bytes += site.skeleton.bytes
    number(site.arguments.count)
    for argument in site.arguments { text(argument) }
    lastSite = site
  }
}

extension FactReader {
  /// The next site; nil when it speaks of places outside of the text or has no proper form.
  mutating func site() -> EmitSite? {
    guard let kind = EmitKind(rawValue: UInt8(clamping: number())),
      let level = EmitLevel(rawValue: UInt8(clamping: number()))
    else { return nil }
    var names = (function: "", container: "", callee: "")
    if number() == 1 {
      guard let last = lastSite else { return nil }
      names = (last.function, last.container, last.callee)
    } else {
      names = (text(), text(), text())
    }
    // Names that replace damaged characters may grow to three times their bytes.
    let longest = EmitSite.textMax * 3
    guard names.function.utf8.count <= longest, names.container.utf8.count <= longest,
      names.callee.utf8.count <= longest, let range = range()
    else { return nil }
    let line = number()
    let length = number()
    guard line <= count + 1, length <= bytes.count - at, isSound,
      let skeleton = Skeleton(checking: bytes[at..<at + length])
    else { return nil }
    at += length
    let arguments = number()
    guard arguments <= EmitSite.argumentsMax else { return nil }
    var texts: [String] = []
    for _ in 0..<arguments {
      let text = text()
      guard isSound, text.utf8.count <= longest else { return nil }
      texts.append(text)
    }
    let site = EmitSite(
      kind: kind, level: level, callee: names.callee, function: names.function, container: names.container,
      range: range, line: line, skeleton: skeleton, arguments: texts)
    lastSite = site
    return site
  }
}
