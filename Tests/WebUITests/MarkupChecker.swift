/// A strict reader of our own pages: what a browser would silently repair is a fault here.
struct MarkupChecker {
  private(set) var faults: [String] = []
  /// Start tags in order, for counting.
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  /// Text between tags, entities resolved.
  private(set) var text = ""

  // Scalars: a joiner after `>` would make one character of the two.
  private let source: [Unicode.Scalar]
  private var index = 0
  private var open: [String] = []

  private static let void: Set = ["meta", "link", "input", "br", "hr", "img"]

  /// Reads a whole page.
  init(_ page: String) {
    source = Array(page.unicodeScalars)
    read()
    if let last = open.last { faults.append("<\(last)> is not closed") }
    let ids = elements.compactMap { $0.attributes["id"] }
    for (id, group) in Dictionary(grouping: ids, by: { $0 }) where group.count > 1 {
      faults.append("id \(id) twice")
    }
    for scalar in page.unicodeScalars where scalar.value < 0x20 && scalar != "\n" && scalar != "\t" {
      faults.append("control character \(scalar.value)")
    }
  }

  /// How many elements have this name.
  func count(_ name: String) -> Int { elements.count { $0.name == name } }

  private mutating func read() {
    while index < source.count {
      if source[index] == "<" {
        readTag()
      } else {
        text += readText(until: "<")
      }
    }
  }

  private mutating func readTag() {
    index += 1
    if take("!doctype html>") { return }
    if take("/") {
      let name = readName()
      if !take(">") { faults.append("</\(name)> is not ended") }
      if open.last == name {
        open.removeLast()
      } else {
        faults.append("</\(name)> closes <\(open.last ?? "nothing")>")
      }
      return
    }
    let name = readName()
    if name.isEmpty { faults.append("a bare < at offset \(index)") }
    var attributes: [String: String] = [:]
    while index < source.count, source[index] == " " || source[index] == "\n" {
      index += 1
      let key = readName()
      if key.isEmpty { break }
      if attributes[key] != nil { faults.append("<\(name)> has \(key) twice") }
      guard take("=\"") else {
        faults.append("<\(name)> has \(key) without a quoted value")
        return
      }
      attributes[key] = readText(until: "\"")
      index += 1
      if key == "style" || key.hasPrefix("on") {
        faults.append("<\(name) \(key)> is forbidden by our policy")
      }
    }
    let isSelfClosing = take("/")
    if !take(">") { faults.append("<\(name)> is not ended") }
    elements.append((name, attributes))
    if !isSelfClosing, !Self.void.contains(name) { open.append(name) }
  }

  private mutating func readName() -> String {
    let start = index
    while index < source.count,
      source[index].properties.isAlphabetic || "0123456789-_:".unicodeScalars.contains(source[index])
    {
      index += 1
    }
    return String(String.UnicodeScalarView(source[start..<index]))
  }

  private mutating func readText(until end: Unicode.Scalar) -> String {
    var output = ""
    while index < source.count, source[index] != end {
      if source[index] == "&" {
        output += readEntity()
      } else {
        if source[index] == ">" || source[index] == "<" { faults.append("a bare \(source[index])") }
        output.unicodeScalars.append(source[index])
        index += 1
      }
    }
    return output
  }

  private mutating func readEntity() -> String {
    for (name, meaning) in [
      "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&#10;": "\n",
    ]
    where take(name) {
      return meaning
    }
    faults.append("a bare &")
    index += 1
    return "&"
  }

  private mutating func take(_ wanted: String) -> Bool {
    let characters = Array(wanted.unicodeScalars)
    guard source[index...].starts(with: characters) else { return false }
    index += characters.count
    return true
  }
}
