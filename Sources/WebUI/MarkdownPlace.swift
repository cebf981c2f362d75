import Containers

/// Where a Markdown document stands, and with it where its addresses lead.
package struct MarkdownPlace: Sendable {
  /// Our address for a relative one of the document; nil leaves its text without a link.
  package var link: @Sendable (_ address: String) -> String?
  /// Our address for a relative image; nil shows its description.
  package var image: @Sendable (_ address: String) -> String?
  /// Stands before the anchors of headings, so that a text from outside cannot name itself like a part of the page.
  package var anchorPrefix: String
  /// Added to the levels of headings: 1 on a page that has an `h1` of its own.
  package var headingShift: Int

  /// A place with its own rules.
  package init(
    anchorPrefix: String = "md-", headingShift: Int = 1,
    link: @escaping @Sendable (_ address: String) -> String? = { _ in nil },
    image: @escaping @Sendable (_ address: String) -> String? = { _ in nil }
  ) {
    self.link = link
    self.image = image
    self.anchorPrefix = anchorPrefix
    self.headingShift = headingShift
  }

  /// A document in `folder` (bytes without a slash at the end) of a repository: its links lead to files and folders
  /// of the same revision, its images to their bytes.
  package static func repository(_ name: String, revision: String?, folder: [UInt8]) -> MarkdownPlace {
    MarkdownPlace(
      link: { address in
        guard let target = RelativeAddress(address, in: folder) else { return nil }
        let page =
          target.isFolder
          ? Links.tree(name, revision: revision, path: target.path)
          : Links.blob(name, revision: revision, path: target.path)
        guard !target.fragment.isEmpty else { return page }
        // Anchors of documents are prefixed on our pages; others (#L10) are not ours.
        let isDocument = MarkdownView.isMarkdown(target.path)
        return page + "#" + (isDocument ? "md-" : "") + target.fragment
      },
      image: { address in
        guard let target = RelativeAddress(address, in: folder), !target.isFolder else { return nil }
        let raw = Links.raw(name, revision: revision, path: target.path)
        // Drawings that are not asked for as pictures come as text.
        return FilePage.preview(of: target.path) == .drawing ? raw + "?as=image" : raw
      })
  }
}

/// An address without scheme and host, as a path from the root of a repository.
struct RelativeAddress: Equatable {
  /// Without slashes at either end; empty for the root.
  var path: [UInt8]
  /// True when the address ends as folders do.
  var isFolder: Bool
  /// What follows `#`, only letters, digits and `-_.`; empty without.
  var fragment: String

  /// Follows `address` from `folder`; a slash at its beginning means the root, steps above the root stay there.
  /// Nil when it does not name a path.
  init?(_ address: String, in folder: [UInt8]) {
    guard !address.isEmpty, !address.hasPrefix("//") else { return nil }
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts[0].prefix { $0 != "?" }
    fragment = parts.count > 1 ? Self.fragment(parts[1]) : ""
    let bytes = Self.decoded(text)
    var steps = bytes.first == 0x2F ? [] : folder.split(separator: 0x2F)
    for step in bytes.split(separator: 0x2F) {
      if step.elementsEqual([0x2E]) { continue }
      if step.elementsEqual([0x2E, 0x2E]) {
        _ = steps.popLast()
      } else {
        steps.append(step)
      }
    }
    path = Array(steps.joined(separator: [0x2F]))
    guard !path.contains(0) else { return nil }
    let last = bytes.split(separator: 0x2F, omittingEmptySubsequences: false).last.map(Array.init) ?? []
    isFolder = path.isEmpty || [[], [0x2E], [0x2E, 0x2E]].contains(last)
  }

  static func fragment(_ text: Substring) -> String {
    String(
      String.UnicodeScalarView(
        String(decoding: decoded(text), as: UTF8.self).unicodeScalars.filter { scalar in
          scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "-_.".unicodeScalars.contains(scalar)
        }))
  }

  /// Undoes percent-encoding where it is well formed.
  private static func decoded(_ text: Substring) -> [UInt8] {
    var output: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        output.append(value)
        rest = rest.dropFirst(2)
      } else {
        output.append(byte)
      }
    }
    return output
  }
}

/// What an address in a document is, by its scheme.
enum MarkdownAddress: Equatable {
  /// A part of the same document.
  case anchor(String)
  /// Another site, or mail.
  case remote(String)
  case relative(String)
  /// A scheme that is not let through, or no address.
  case refused

  /// Longer ones are not addresses of documents.
  private static let lengthMax = 4096

  init(_ text: String) {
    let trimmed = text.drop { $0 == " " }
    guard !trimmed.isEmpty, trimmed.utf8.count <= Self.lengthMax,
      // Browsers drop tabs and line ends within an address: `java\tscript:` would become another one.
      !trimmed.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    else {
      self = .refused
      return
    }
    if trimmed.first == "#" {
      self = .anchor(RelativeAddress.fragment(trimmed.dropFirst()))
      return
    }
    let head = trimmed.prefix { !":/?#\\".contains($0) }
    if head.endIndex < trimmed.endIndex, trimmed[head.endIndex] == ":" {
      self = ["http", "https", "mailto"].contains(head.lowercased()) ? .remote(String(trimmed)) : .refused
    } else if trimmed.hasPrefix("//") {
      self = .remote("https:" + trimmed)
    } else {
      self = .relative(String(trimmed))
    }
  }
}
