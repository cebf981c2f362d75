/// A file that pages refer to. Its address holds a hash of its content, so it can be cached for ever.
package struct Asset: Sendable {
  /// `/assets/alidade-3f2a….css`.
  package let address: String

  /// For the `Content-Type` header.
  package let contentType: String

  /// What is served.
  package let bytes: [UInt8]

  fileprivate init(name: String, fileExtension: String, contentType: String, texts: [StaticString]) {
    bytes = Asset.joined(texts)
    address = "/assets/\(name)-\(Asset.hash(bytes)).\(fileExtension)"
    self.contentType = contentType
  }

  /// A module in the folder of this version of all modules.
  fileprivate init(module name: String, folder: String, text: StaticString) {
    bytes = Asset.joined([text])
    address = "/assets/\(folder)/\(name)"
    contentType = "text/javascript; charset=utf-8"
  }

  fileprivate static func joined(_ texts: [StaticString]) -> [UInt8] {
    texts.reduce(into: []) { bytes, text in text.withUTF8Buffer { bytes.append(contentsOf: $0) } }
  }

  /// 64-bit FNV-1a. Not against forgery: our own files only have to get another name when they change.
  fileprivate static func hash(_ bytes: [UInt8]) -> String {
    String(bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
  }
}

/// The files of `Assets/`, compiled into the program so that it stays one file that runs anywhere.
package enum Assets {
  /// All style sheets as one, in the order of their cascade layers.
  package static let stylesheet = Asset(
    name: "alidade", fileExtension: "css", contentType: "text/css; charset=utf-8",
    texts: [baseCss, layoutCss, searchCss, codeCss, pagesCss, landingCss, readingCss, historyCss, essaysCss, namesCss, diagnoseCss])

  /// The mark in brass, for tabs and bookmarks.
  package static let icon = Asset(
    name: "mark", fileExtension: "svg", contentType: "image/svg+xml", texts: [markSvg])

  /// Modules import each other by name, so all of them live in one folder that is named for the content of all:
  /// a change of one gives every one a new address, and no import has to be rewritten.
  package static let modules: [Asset] = {
    let folder = "js-" + Asset.hash(Asset.joined(moduleTexts.map(\.text)))
    return moduleTexts.map { Asset(module: $0.name, folder: folder, text: $0.text) }
  }()

  /// Every script, by file name.
  private static let moduleTexts: [(name: String, text: StaticString)] = [
    ("main.js", mainJs), ("dom.js", domJs), ("keys.js", keysJs), ("theme.js", themeJs),
    ("tokens.js", tokensJs), ("search-box.js", searchBoxJs), ("live.js", liveJs), ("parts.js", partsJs),
    ("results.js", resultsJs),
    ("code.js", codeJs), ("finder.js", finderJs), ("explain.js", explainJs),
    ("scopes.js", scopesJs), ("editor.js", editorJs), ("latest.js", latestJs),
    ("names.js", namesJs), ("hover.js", hoverJs), ("uses.js", usesJs), ("diagnose.js", diagnoseJs),
  ]

  /// The module called `name`; a name that is not in the table is a mistake of the program.
  package static func module(_ name: String) -> Asset {
    guard let asset = modules.first(where: { $0.address.hasSuffix("/" + name) }) else {
      preconditionFailure("no module \(name) in Assets")
    }
    return asset
  }

  /// Everything that is served below `/assets/`.
  package static let all = [stylesheet, icon] + modules
}
