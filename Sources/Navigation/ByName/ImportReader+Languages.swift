/// Import statements of each language.
extension ImportReader {
  /// `import a.b as c, d` and `from .a import (b as c, d)`.
  mutating func python(_ tokens: [Token], _ range: Range<Int>) {
    guard let first = tokens.first else { return }
    var rest = tokens.dropFirst()
    if first == .word("import") {
      while !rest.isEmpty {
        let (module, count) = path(rest, separators: [0x2E])
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
        if rest.first == .word("as"), case .word(let alias)? = rest.dropFirst().first {
          add(.module, alias, module, range)
          rest = rest.dropFirst(2)
        } else {
          add(.module, module, module, range)
          if let top = module.split(separator: ".").first, top.utf8.count < module.utf8.count {
            add(.module, String(top), String(top), range)
          }
        }
        guard rest.first == .sign(0x2C) else { break }
        rest = rest.dropFirst()
      }
      return
    }
    guard first == .word("from") else { return }
    var module = ""
    var count = 0
    for token in rest {
      if token == .word("import") { break }
      switch token {
      case .word(let word): module += word
      case .sign(let sign): module.unicodeScalars.append(Unicode.Scalar(sign))
      case .string: break
      }
      count += 1
    }
    named(rest.dropFirst(count + 1), module, range, isPassedOn: true)
  }

  /// `a, b as c` with or without brackets; a star is all.
  private mutating func named(
    _ tokens: ArraySlice<Token>, _ module: String, _ range: Range<Int>, isPassedOn: Bool
  ) {
    var words: [String] = []
    func flush(_ reader: inout ImportReader) {
      if words.first == "type" || words.first == "typeof", words.count == 2 || words.count == 4 {
        words.removeFirst()
      }
      guard let name = words.first else { return }
      let alias = words.count == 3 && words[1] == "as" ? words[2] : name
      reader.add(.member, alias, module, range, member: name, isPassedOn: isPassedOn)
      words = []
    }
    for token in tokens {
      switch token {
      case .word(let word): words.append(word)
      case .sign(0x2C), .sign(0x7D), .sign(0x29): flush(&self)
      case .sign(0x2A): add(.all, "", module, range, isPassedOn: isPassedOn)
      default: continue
      }
    }
    flush(&self)
  }

  /// `import "a/b"`, `import ( x "a/b" )`, `package a`.
  mutating func go(_ tokens: [Token], _ range: Range<Int>) {
    if tokens.first == .word("package") {
      if case .word(let name)? = tokens.dropFirst().first { add(.own, "", name, range) }
      return
    }
    var alias: String?
    for token in tokens.dropFirst() {
      switch token {
      case .word(let word): alias = word
      case .sign(0x2E): alias = "."
      case .string(let path):
        if alias == "." {
          add(.all, "", path, range)
        } else {
          add(.module, alias ?? Self.goName(path), path, range)
        }
        alias = nil
      case .sign: continue
      }
    }
  }

  /// The name a package usually has: the last step that is no version.
  static func goName(_ path: String) -> String {
    var steps = path.split(separator: "/")
    if steps.count > 1, let last = steps.last, last.utf8.first == 0x76,
      last.dropFirst().allSatisfy(\.isNumber)
    {
      steps.removeLast()
    }
    var name = String(steps.last ?? "")
    if let dot = name.firstIndex(of: ".") { name = String(name[..<dot]) }
    if name.hasPrefix("go-") { name.removeFirst(3) }
    if name.hasSuffix("-go") { name.removeLast(3) }
    return name
  }

  /// `import a, { b as c } from "x"`, `import * as n from "x"`, `export { a } from "x"`.
  mutating func script(_ tokens: [Token], _ range: Range<Int>, isExport: Bool = false) {
    guard case .string(let module)? = tokens.last(where: { if case .string = $0 { true } else { false } })
    else {
      return
    }
    var rest = tokens.dropFirst()
    if rest.first == .word("type"), rest.dropFirst().first != .sign(0x2C),
      rest.dropFirst().first != .word("from")
    {
      rest = rest.dropFirst()
    }
    if case .string? = rest.first { return add(.include, "", module, range) }
    while let token = rest.first, token != .word("from") {
      rest = rest.dropFirst()
      switch token {
      case .word(let name):
        add(.member, name, module, range, member: "default")
      case .sign(0x2A):
        if rest.first == .word("as"), case .word(let name)? = rest.dropFirst().first {
          add(.module, name, module, range, isPassedOn: isExport)
          rest = rest.dropFirst(2)
        } else {
          add(.all, "", module, range, isPassedOn: isExport)
        }
      case .sign(0x7B):
        let inside = rest.prefix { $0 != .sign(0x7D) }
        named(inside, module, range, isPassedOn: isExport)
        rest = rest.dropFirst(inside.count + 1)
      default: continue
      }
    }
  }

  /// `const a = require("x")`, `const { a, b: c } = require("x")`.
  mutating func required(_ tokens: [Token], _ range: Range<Int>) {
    guard let place = tokens.firstIndex(of: .word("require")), place + 2 < tokens.count, place >= 2,
      case .string(let module) = tokens[place + 2], tokens[place - 1] == .sign(0x3D)
    else { return }
    let left = tokens[1..<place - 1]
    if case .word(let name)? = left.first, left.count == 1 { return add(.module, name, module, range) }
    var words: [String] = []
    for token in left {
      switch token {
      case .word(let word): words.append(word)
      case .sign(0x2C), .sign(0x7D):
        if let member = words.first { add(.member, words.last ?? member, module, range, member: member) }
        words = []
      default: continue
      }
    }
  }

  /// `use a::b::{self, c as d, e::*};`
  mutating func rust(_ tokens: [Token], _ range: Range<Int>) {
    guard let start = tokens.firstIndex(of: .word("use")) else {
      if tokens.first == .word("extern"), tokens.count > 2, case .word(let name) = tokens[2] {
        add(.module, name, name, range)
      }
      return
    }
    let isPublic = tokens.first == .word("pub")
    var rest = tokens[(start + 1)...]
    rustTree(&rest, prefix: [], range, isPublic, depth: 0)
  }

  private mutating func rustTree(
    _ rest: inout ArraySlice<Token>, prefix: [String], _ range: Range<Int>, _ isPublic: Bool, depth: Int
  ) {
    var steps = prefix
    var alias: String?
    func flush(_ reader: inout ImportReader) {
      guard steps.count > prefix.count || steps.last == "self", var last = steps.last else { return }
      if last == "self", steps.count > 1 {
        steps.removeLast()
        last = steps.last ?? last
      }
      reader.add(
        .member, alias ?? last, steps.dropLast().joined(separator: "::"), range, member: last,
        isPassedOn: isPublic)
    }
    while let token = rest.first {
      rest = rest.dropFirst()
      switch token {
      case .word("as"):
        if case .word(let name)? = rest.first {
          alias = name
          rest = rest.dropFirst()
        }
      case .word(let word): steps.append(word)
      case .sign(0x2A):
        add(.all, "", steps.joined(separator: "::"), range, isPassedOn: isPublic)
        steps = prefix
      case .sign(0x7B):
        guard depth < 16 else { return }
        while rest.first != nil, rest.first != .sign(0x7D) {
          rustTree(&rest, prefix: steps, range, isPublic, depth: depth + 1)
          if rest.first == .sign(0x2C) { rest = rest.dropFirst() }
        }
        rest = rest.dropFirst()
        steps = prefix
      case .sign(0x2C) where depth > 0, .sign(0x7D):
        // The one who opened the bracket takes its end.
        rest = [token] + rest
        flush(&self)
        return
      default: continue
      }
    }
    flush(&self)
  }

  /// `import a.b.C;`, `import static a.b.C.m;`, `import a.b.*`, `import a.b.{C, D => E}`, `package a.b`.
  mutating func dotted(_ tokens: [Token], _ range: Range<Int>) {
    var rest = tokens[...]
    guard case .word(let word)? = rest.popFirst() else { return }
    if rest.first == .word("static") { rest = rest.dropFirst() }
    let (path, count) = path(rest, separators: [0x2E])
    if word == "package" { return add(.own, "", path, range) }
    rest = rest.dropFirst(count)
    let steps = path.split(separator: ".")
    if rest.first == .sign(0x2A) || path.hasSuffix("._") || path.hasSuffix(".") && rest.first == nil {
      return add(.all, "", steps.joined(separator: "."), range)
    }
    if rest.first == .sign(0x7B) {
      return named(rest.dropFirst(), steps.joined(separator: "."), range, isPassedOn: false)
    }
    guard let last = steps.last else { return }
    var name = String(last)
    if rest.first == .word("as"), case .word(let alias)? = rest.dropFirst().first { name = alias }
    add(.member, name, steps.dropLast().joined(separator: "."), range, member: String(last))
  }

  /// `#include "x.h"`, `#include <x.h>`.
  mutating func include(_ range: Range<Int>) {
    let bytes = text[range]
    guard let open = bytes.firstIndex(where: { $0 == 0x22 || $0 == 0x3C }) else { return }
    let close: UInt8 = text[open] == 0x22 ? 0x22 : 0x3E
    guard bytes[range.lowerBound..<open].contains(0x23),
      let end = bytes[(open + 1)...].firstIndex(where: { $0 == close || $0 == 0x0A }), text[end] == close
    else { return }
    add(.include, "", String(decoding: text[open + 1..<end], as: UTF8.self), range)
  }

  /// `import A`, `@preconcurrency package import struct A.B`.
  mutating func swift(_ tokens: [Token], _ range: Range<Int>) {
    guard let place = tokens.firstIndex(of: .word("import")) else { return }
    var rest = tokens[(place + 1)...]
    let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    var isMember = false
    if case .word(let kind)? = rest.first, kinds.contains(kind) {
      isMember = true
      rest = rest.dropFirst()
    }
    let (path, _) = path(rest, separators: [0x2E])
    let steps = path.split(separator: ".")
    guard let module = steps.first else { return }
    add(.all, "", String(module), range)
    add(.module, String(module), String(module), range)
    if isMember, let last = steps.last {
      add(.member, String(last), String(module), range, member: String(last))
    }
  }

  /// `use A\B as C;`, `use A\{B, C}`.
  mutating func php(_ tokens: [Token], _ range: Range<Int>) {
    var rest = tokens.dropFirst()
    if rest.first == .word("function") || rest.first == .word("const") { rest = rest.dropFirst() }
    while !rest.isEmpty {
      let (path, count) = path(rest, separators: [0x5C])
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
      let steps = path.split(separator: "\\")
      let module = steps.dropLast().joined(separator: "\\")
      if rest.first == .sign(0x7B) {
        return named(rest.dropFirst(), steps.joined(separator: "\\"), range, isPassedOn: false)
      }
      guard let last = steps.last.map(String.init) else { return }
      if rest.first == .word("as"), case .word(let alias)? = rest.dropFirst().first {
        add(.member, alias, module, range, member: last)
        rest = rest.dropFirst(2)
      } else {
        add(.member, last, module, range, member: last)
      }
      guard rest.first == .sign(0x2C) else { return }
      rest = rest.dropFirst()
    }
  }

  /// `require "a/b"`, `require_relative "../c"`.
  mutating func ruby(_ tokens: [Token], _ range: Range<Int>) {
    guard case .word(let word)? = tokens.first,
      case .string(let module)? = tokens.first(where: { if case .string = $0 { true } else { false } })
    else { return }
    add(.include, "", word == "require_relative" ? "./" + module : module, range)
  }
}
