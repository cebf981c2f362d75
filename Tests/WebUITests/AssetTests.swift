import QueryEngine
import Testing
import WebUI

@Suite struct `Embedded files` {
  @Test func `the style sheet is within its budget`() {
    // 16 kB after brotli (UX.md §8), which the browser tests measure. They shrink to a sixth; the raw size is what
    // needs no library.
    #expect(Assets.stylesheet.bytes.count < 100_000)
  }

  @Test func `an address changes with the content only`() {
    #expect(Assets.stylesheet.address.hasPrefix("/assets/alidade-"))
    #expect(Set(Assets.all.map(\.address)).count == Assets.all.count)
  }

  @Test func `style sheets load nothing from elsewhere`() {
    let text = String(decoding: Assets.stylesheet.bytes, as: UTF8.self)
    #expect(!text.contains("url("))
    #expect(!text.contains("@import"))
    #expect(!text.contains("</"))
  }

  @Test(arguments: Assets.modules.map(\.address))
  func `scripts import each other and make no markup of text`(_ address: String) throws {
    let asset = try #require(Assets.all.first { $0.address == address })
    let text = String(decoding: asset.bytes, as: UTF8.self)
    for match in text.matches(of: /'\.\/([a-z-]+\.js)'/) {
      #expect(Assets.modules.contains { $0.address.hasSuffix("/\(match.1)") }, "\(match.1)")
    }
    for sink in [
      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "http:",
    ] {
      #expect(!text.contains(sink), "\(sink)")
    }
  }

  @Test func `scripts colour the fields that there are`() throws {
    let tokens = try #require(Assets.modules.first { $0.address.hasSuffix("/tokens.js") })
    let text = String(decoding: tokens.bytes, as: UTF8.self)
    let start = try #require(text.firstRange(of: "new Set((")?.upperBound)
    let end = try #require(text[start...].firstRange(of: ").split(' ')")?.lowerBound)
    let names = text[start..<end].filter { $0 != "'" && $0 != "+" }.split(whereSeparator: \.isWhitespace)
    #expect(names.map(String.init) == FieldTable.all.flatMap { [$0.name] + $0.aliases })
  }
}
