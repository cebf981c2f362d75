import Foundation
import Testing
import WebUI

/// The colours of UX.md §7 as they are in the style sheet, on every background they may sit on.
@Suite struct `Colours` {
  private struct Pair: Sendable {
    var light: [Double]
    var dark: [Double]
  }

  private static let tokens: [String: Pair] = {
    let text = String(decoding: Assets.stylesheet.bytes, as: UTF8.self)
    var tokens: [String: Pair] = [:]
    for match in text.matches(of: /--([a-z0-9-]+): light-dark\(#([0-9A-F]{6}), #([0-9A-F]{6})\)/) {
      tokens[String(match.1)] = Pair(light: channels(match.2), dark: channels(match.3))
    }
    return tokens
  }()

  private static let surfaces = ["bg", "surface", "sunken", "raised", "code-bg", "line-hover"]

  @Test(arguments: ["text-muted", "link", "link-visited", "ok", "warn", "danger", "info", "brass", "accent"])
  func `small text can be read on every surface`(_ token: String) throws {
    for surface in Self.surfaces { try check(token, on: surface, atLeast: 4.5) }
  }

  @Test func `body text is strong`() throws {
    for surface in Self.surfaces { try check("text", on: surface, atLeast: 11) }
    try check("text-code", on: "code-bg", atLeast: 10)
  }

  @Test(arguments: [
    ("text-code", "match", 7.0), ("text-code", "line-sel", 7), ("lineno", "code-bg", 4.5),
    ("lineno", "line-hover", 4.5),
    ("brass", "line-sel", 4.5), ("text-muted", "tag", 4.5), ("brass", "tag", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-hover", 4.5),
  ])
  func `text can be read where it sits`(_ token: String, _ surface: String, _ ratio: Double) throws {
    try check(token, on: surface, atLeast: ratio)
  }

  @Test(arguments: [
    "kw", "type", "func", "string", "number", "comment", "const", "attr", "regex", "prop", "punct",
  ])
  func `code can be read on every line`(_ token: String) throws {
    for surface in ["code-bg", "line-hover", "line-sel", "add", "del", "symbol-hl"] {
      try check(token, on: surface, atLeast: 4.5)
    }
  }

  @Test(arguments: ["kw", "func", "string", "regex"])
  func `the search box can be read in colours`(_ token: String) throws {
    for surface in ["bg", "surface", "raised"] { try check(token, on: surface, atLeast: 4.5) }
  }

  @Test(arguments: ["match", "match-cur", "add-word", "del-word", "line-sel", "symbol-hl"])
  func `marked code is plain and strong`(_ surface: String) throws {
    try check("text-code", on: surface, atLeast: surface == "match" || surface == "line-sel" ? 7 : 4.5)
  }

  @Test(arguments: 1...6)
  func `charts stand out`(_ number: Int) throws {
    for surface in ["bg", "surface"] { try check("chart-\(number)", on: surface, atLeast: 3) }
  }

  @Test(arguments: ["border-strong", "focus", "accent", "brass", "chart-1", "chart-other"])
  func `controls, focus and charts stand out`(_ token: String) throws {
    for surface in ["bg", "surface", "raised", "code-bg"] { try check(token, on: surface, atLeast: 3) }
  }

  private func check(_ token: String, on surface: String, atLeast wanted: Double) throws {
    let front = try #require(Self.tokens[token], "no token \(token)")
    let back = try #require(Self.tokens[surface], "no token \(surface)")
    #expect(Self.ratio(front.light, back.light) >= wanted, "\(token) on \(surface), light")
    #expect(Self.ratio(front.dark, back.dark) >= wanted, "\(token) on \(surface), dark")
  }

  private static func channels(_ hex: Substring) -> [Double] {
    let value = Int(hex, radix: 16) ?? 0
    return [value >> 16, value >> 8 & 255, value & 255].map { Double($0) / 255 }
  }

  /// The contrast ratio of WCAG 2.2, 1.4.3.
  private static func ratio(_ one: [Double], _ other: [Double]) -> Double {
    let pair = [luminance(one), luminance(other)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  private static func luminance(_ channels: [Double]) -> Double {
    let linear = channels.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
