import Syntax

/// A name that a file brings from elsewhere.
struct ImportedName: Sendable, Equatable {
  enum Kind: Sendable {
    /// One thing out of a module.
    case member
    /// The module itself, under a name.
    case module
    /// Everything in a module.
    case all
    /// The text of a file: `#include`.
    case include
    /// Where the file itself belongs: `package a.b`.
    case own
  }

  var kind: Kind
  /// What the file calls it; empty for `all`, `include` and `own`.
  var name: String
  /// The module as it is written: `a.b`, `./x`, `crate::a`, `linux/list.h`.
  var module: String
  /// What the module calls it, for a member.
  var member = ""
  /// Bytes of the statement.
  var range: Range<Int>
  /// Whether others who import from this file get it too: `export … from`, `pub use`.
  var isPassedOn = false
}

/// Reads import statements: words, strings and signs, without regard to anything else.
struct ImportReader {
  enum Token: Equatable {
    case word(String)
    case string(String)
    case sign(UInt8)
  }

  /// Names brought into one file, at most.
  static let namesMax = 4_000

  /// Bytes of one statement that are read.
  static let statementMax = 32_768

  private(set) var names: [ImportedName] = []
  let text: [UInt8]
  let dialect: Dialect

  /// The imports of a text.
  static func read(_ text: [UInt8], facts: FileFacts, dialect: Dialect) -> [ImportedName] {
    var reader = ImportReader(text: text, dialect: dialect)
    // Without a tree the lines tell.
    let isFromTree = !facts.imports.isEmpty
    var last = 0
    for range in facts.imports where range.upperBound <= text.count && range.lowerBound >= last {
      reader.statement(range)
      last = range.upperBound
    }
    reader.lines(isFromTree: isFromTree)
    return reader.names
  }

  /// The lines of a text of C that include files.
  static func includes(_ text: [UInt8]) -> [ImportedName] {
    var reader = ImportReader(text: text, dialect: .c)
    text.withUnsafeBufferPointer { bytes in
      var line = 0
      while line < bytes.count, reader.names.count < namesMax {
        var start = line
        while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start &+= 1 }
        var end = start
        while end < bytes.count, bytes[end] != 0x0A { end &+= 1 }
        if start < end, bytes[start] == 0x23 { reader.include(start..<end) }
        line = end &+ 1
      }
    }
    return reader.names
  }

  mutating func add(
    _ kind: ImportedName.Kind, _ name: String, _ module: String, _ range: Range<Int>, member: String = "",
    isPassedOn: Bool = false
  ) {
    guard names.count < Self.namesMax, !module.isEmpty || kind == .member else { return }
    names.append(
      ImportedName(
        kind: kind, name: name, module: module, member: member, range: range, isPassedOn: isPassedOn))
  }

  /// One statement by the rules of its language.
  mutating func statement(_ range: Range<Int>) {
    let range = range.lowerBound..<min(range.upperBound, range.lowerBound + Self.statementMax)
    let tokens = tokens(range)
    switch dialect {
    case .python: python(tokens, range)
    case .go: go(tokens, range)
    case .script: script(tokens, range)
    case .rust: rust(tokens, range)
    case .java, .kotlin, .scala: dotted(tokens, range)
    case .c: include(range)
    case .swift: swift(tokens, range)
    case .php: php(tokens, range)
    case .ruby, .csharp, .lua, .shell, .other: break
    }
  }

  /// Statements that trees do not mark as imports, line by line.
  private mutating func lines(isFromTree: Bool) {
    let starters: [String]
    switch dialect {
    case .c: starters = isFromTree ? [] : ["#"]
    case .script: starters = ["export", "const", "let", "var"] + (isFromTree ? [] : ["import"])
    case .ruby: starters = ["require", "load", "autoload"]
    case .python: starters = isFromTree ? [] : ["import", "from"]
    case .java, .kotlin, .scala: starters = isFromTree ? [] : ["import", "package"]
    case .rust: starters = isFromTree ? [] : ["use", "pub"]
    case .swift: starters = isFromTree ? [] : ["import", "package", "@"]
    case .php: starters = isFromTree ? ["namespace"] : ["use", "namespace"]
    case .csharp: starters = ["using", "namespace"]
    case .go: starters = isFromTree ? [] : ["import", "package"]
    default: return
    }
    guard !starters.isEmpty else { return }
    let wanted = starters.map { Array($0.utf8) }
    var at = 0
    while at < text.count {
      var start = at
      while start < text.count, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
      let end = text[start...].firstIndex(of: 0x0A) ?? text.count
      if wanted.contains(where: { text[start..<end].starts(with: $0) }) {
        line(start..<statementEnd(start, end))
      }
      at = end + 1
    }
  }

  /// Statements in brackets go on to the bracket's end, at most a few hundred lines.
  private func statementEnd(_ start: Int, _ end: Int) -> Int {
    var open = 0
    var at = start
    let limit = min(text.count, start + Self.statementMax)
    while at < limit {
      let byte = text[at]
      if byte == 0x28 || byte == 0x7B { open += 1 }
      if byte == 0x29 || byte == 0x7D { open -= 1 }
      if at >= end, open <= 0 { return at }
      if at >= end, dialect != .go, dialect != .script, dialect != .python, dialect != .rust { return at }
      at += 1
    }
    return end
  }

  private mutating func line(_ range: Range<Int>) {
    switch dialect {
    case .script:
      let first = text[range.lowerBound]
      if first == 0x65 {
        // `export … from "x"`: what has a body of its own is no import.
        let tokens = tokens(range)
        guard tokens.contains(.word("from")), tokens.count > 2,
          tokens[1] == .sign(0x7B) || tokens[1] == .sign(0x2A) || tokens[1] == .word("type")
        else { return }
        script(tokens, range, isExport: true)
      } else if first == 0x69 {
        script(tokens(range), range)
      } else {
        let end = text[range].firstIndex(of: 0x0A) ?? range.upperBound
        let tokens = tokens(range.lowerBound..<end)
        if tokens.contains(.word("require")) { required(tokens, range.lowerBound..<end) }
      }
    case .ruby: ruby(tokens(range), range)
    case .csharp, .php:
      let tokens = tokens(range)
      if tokens.first == .word("namespace") {
        add(.own, "", path(tokens.dropFirst(), separators: [0x2E, 0x5C]).0, range)
      } else if dialect == .csharp {
        add(.all, "", path(tokens.dropFirst(), separators: [0x2E]).0, range)
      } else {
        statement(range)
      }
    default: statement(range)
    }
  }

  /// Words, strings and signs of a range; comments left out.
  func tokens(_ range: Range<Int>) -> [Token] {
    var found: [Token] = []
    var at = range.lowerBound
    while at < range.upperBound, found.count < 8_000 {
      let byte = text[at]
      if isIdentifierByte(byte) {
        let start = at
        while at < range.upperBound, isIdentifierByte(text[at]) { at += 1 }
        found.append(.word(String(decoding: text[start..<at], as: UTF8.self)))
        continue
      }
      if byte == 0x22 || byte == 0x27 || byte == 0x60 {
        let start = at + 1
        at = start
        while at < range.upperBound, text[at] != byte, text[at] != 0x0A { at += 1 }
        found.append(.string(String(decoding: text[start..<at], as: UTF8.self)))
      } else if byte == 0x2F, at + 1 < range.upperBound, text[at + 1] == 0x2F || text[at + 1] == 0x2A {
        at = skipComment(at, range.upperBound)
        continue
      } else if byte == 0x23, dialect == .python || dialect == .ruby {
        while at < range.upperBound, text[at] != 0x0A { at += 1 }
      } else if byte > 0x20 {
        found.append(.sign(byte))
      }
      at += 1
    }
    return found
  }

  private func skipComment(_ start: Int, _ end: Int) -> Int {
    var at = start + 2
    if text[start + 1] == 0x2F {
      while at < end, text[at] != 0x0A { at += 1 }
      return at
    }
    while at + 1 < end, text[at] != 0x2A || text[at + 1] != 0x2F { at += 1 }
    return min(end, at + 2)
  }

  /// Words with separators between them, from the start, and how many tokens they are.
  func path(_ tokens: ArraySlice<Token>, separators: [UInt8]) -> (String, Int) {
    var text = ""
    var count = 0
    loop: for token in tokens {
      switch token {
      case .word(let word):
        if let last = text.utf8.last, isIdentifierByte(last) { break loop }
        text += word
      case .sign(let sign) where separators.contains(sign):
        text.unicodeScalars.append(Unicode.Scalar(sign))
      default: break loop
      }
      count += 1
    }
    return (text, count)
  }
}
