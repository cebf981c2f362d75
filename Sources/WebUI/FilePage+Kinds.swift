import Containers
import Search

/// Files that are not shown as lines.
extension FilePage {
  private var rawAddress: String {
    Links.raw(content.placement.repository, revision: head.revision, path: content.placement.path)
  }

  var symbolicLink: HTML {
    let target = String(decoding: content.bytes, as: UTF8.self)
    let slash = content.placement.path.lastIndex(of: 0x2F) ?? 0
    let folder = Array(content.placement.path[..<slash])
    var link: HTML = "<code>\(HTML.name(target))</code>"
    // A target outside of the repository leads nowhere on this site.
    if !target.hasPrefix("/"), !content.bytes.isEmpty, let path = Self.resolved(content.bytes, from: folder) {
      let address = Links.blob(content.placement.repository, revision: head.revision, path: path)
      link = "<a href=\"\(address)\"><code>\(HTML.name(target))</code></a>"
    }
    return "<div class=\"notice\"><p><b>Symbolic link</b> to \(link)</p></div>"
  }

  /// The path `target` leads to from `folder`; nil when that is the root or above it.
  static func resolved(_ target: [UInt8], from folder: [UInt8]) -> [UInt8]? {
    var steps = folder.split(separator: 0x2F)
    for step in target.split(separator: 0x2F) {
      if step.elementsEqual(".".utf8) { continue }
      if step.elementsEqual("..".utf8) {
        guard steps.popLast() != nil else { return nil }
      } else {
        steps.append(step)
      }
    }
    return steps.isEmpty ? nil : Array(steps.joined(separator: [0x2F]))
  }

  func submodule(_ commit: ObjectID) -> HTML {
    """
    <div class="notice"><p><b>Submodule</b>: another repository stands here, at commit <code>\(commit.hex)</code>. \
    Its files are not part of this one.</p></div>
    """
  }

  func pointer(_ size: Int) -> HTML {
    """
    <div class="notice"><p><b>Git LFS pointer.</b> The content, \(Format.bytes(size)), is not in the repository. \
    This is what stands in its place:</p></div>

    """
  }

  var binary: HTML {
    guard ImageFacts.isShown(content.placement.path), let facts = ImageFacts(content.bytes) else {
      let head = content.bytes.prefix(Self.dumpLength)
      return """
        <div class="notice"><p><b>This file is not text.</b> <a href="\(rawAddress)" download="">Download it</a> \
        (\(Format.bytes(content.bytes.count))).</p></div>
        <pre class="source dump" tabindex="0" role="region" aria-label="First bytes">\(Self.dump(head))</pre>
        """
    }
    return """
      <figure class="picture"><div><img src="\(rawAddress)" alt="\(content.placement.pathText)" \
      width="\(facts.width)" height="\(facts.height)"></div>
      <figcaption>\(Format.count(facts.width)) × \(Format.count(facts.height)) pixels, \
      \(Format.bytes(content.bytes.count)). <a href="\(rawAddress)" download="">Download</a></figcaption></figure>
      """
  }

  /// Bytes shown of what is not text: enough for its signature.
  private static let dumpLength = 256

  /// Sixteen bytes to a line: offset, hexadecimal, text.
  private static func dump(_ bytes: ArraySlice<UInt8>) -> HTML {
    func hex(_ value: Int, _ digits: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    var lines = ""
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 16) {
      let row = bytes[start..<min(start + 16, bytes.endIndex)]
      let codes = row.map { hex(Int($0), 2) }.joined(separator: " ")
      let text = row.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
      let gap = String(repeating: " ", count: 3 * (16 - row.count) + 2)
      lines += "\(hex(start - bytes.startIndex, 8))  \(codes)\(gap)\(String(text))\n"
    }
    return .escaped(lines)
  }

  /// The file as a document; nil where it cannot be read as one.
  var preview: HTML? {
    let place = content.placement
    switch Self.preview(of: place.path) {
    case .markdown:
      let slash = place.path.lastIndex(of: 0x2F) ?? 0
      let resolver = MarkdownPlace.repository(
        place.repository, revision: head.revision, folder: Array(place.path[..<slash]))
      let text = String(decoding: content.text, as: UTF8.self)
      guard let document = MarkdownView.parse(text) else { return nil }
      return "<div class=\"sheet-of-paper\">\(MarkdownView.render(document, resolving: resolver))</div>"
    case .notebook: return Notebook(content.text).map { NotebookView.render($0, head: head) }
    case .drawing:
      return """
        <figure class="picture"><div><img src="\(rawAddress)?as=image" alt="\(place.pathText)"></div>
        <figcaption>SVG, \(Format.bytes(content.bytes.count)). <a href="\(rawAddress)" download="">Download</a>\
        </figcaption></figure>
        """
    case nil: return nil
    }
  }
}
