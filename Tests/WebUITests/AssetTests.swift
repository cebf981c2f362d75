import Testing
import WebUI

@Suite struct `Embedded files` {
  @Test func `the style sheet is within its budget`() {
    // 16 kB after brotli (UX.md §8). Style sheets shrink to a fifth; the raw size is what needs no library.
    #expect(Assets.stylesheet.bytes.count < 80_000)
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
}
