import Foundation
import TestSupport
import Testing
import WebUI

@Suite struct `Embedded files` {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Sources/WebUI/Assets").standardized

  @Test func `the embedded files are those of the folder`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
      !$0.hasPrefix(".")
    }
    let parts = try names.sorted().map { name in
      let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      let body = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
      let words = name.split(separator: ".")
      let identifier = words[0] + words[1].capitalized
      let declaration = "  /// `Assets/\(name)`.\n  static let \(identifier): StaticString = ###\"\"\"\n"
      return "\(declaration)\(body)\n    \"\"\"###\n"
    }
    let head = """
      // Made from Assets/ by `make golden`; a test holds it to them. Edit the files there.
      //
      // Style sheets are compiled in so that the program stays one file that runs from anywhere. SwiftPM's own
      // `.embedInCode` costs a tenth of a second of compiling per kilobyte; string literals cost none.
      extension Assets {

      """
    try GoldenFile.check(
      head + parts.joined(separator: "\n") + "}\n", against: "../../Sources/WebUI/Assets+Embedded.swift")
  }

  @Test func `the style sheet is within its budget`() {
    // 16 kB after brotli (UX.md §8). Style sheets shrink to a fifth; the raw size is what needs no library.
    #expect(Assets.stylesheet.bytes.count < 48_000)
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
