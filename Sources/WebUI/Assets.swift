/// A file that pages refer to. Its address holds a hash of its content, so it can be cached for ever.
package struct Asset: Sendable {
  /// `/assets/alidade-3f2a….css`.
  package let address: String

  /// For the `Content-Type` header.
  package let contentType: String

  /// What is served.
  package let bytes: [UInt8]

  fileprivate init(name: String, fileExtension: String, contentType: String, texts: [StaticString]) {
    bytes = texts.reduce(into: []) { bytes, text in text.withUTF8Buffer { bytes.append(contentsOf: $0) } }
    let hash = String(Asset.fnv1a(bytes), radix: 16)
    address = "/assets/\(name)-\(hash).\(fileExtension)"
    self.contentType = contentType
  }

  /// 64-bit FNV-1a. Not against forgery: our own files only have to get another name when they change.
  private static func fnv1a(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

/// The files of `Assets/`, compiled into the program so that it stays one file that runs anywhere.
package enum Assets {
  /// All style sheets as one, in the order of their cascade layers.
  package static let stylesheet = Asset(
    name: "alidade", fileExtension: "css", contentType: "text/css; charset=utf-8",
    texts: [baseCss, layoutCss, searchCss, codeCss, pagesCss])

  /// The mark in brass, for tabs and bookmarks.
  package static let icon = Asset(
    name: "mark", fileExtension: "svg", contentType: "image/svg+xml", texts: [markSvg])

  /// Everything that is served below `/assets/`.
  package static let all = [stylesheet, icon]
}
