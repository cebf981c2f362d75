package import Syntax

/// What matters for finding names in a language.
package enum Dialect: Sendable, Equatable {
  case c, csharp, go, java, kotlin, script, lua, php, python, ruby, rust, scala, shell, swift, other

  /// The dialect of a language.
  package init(_ language: Language?) {
    self =
      switch language?.name {
      case "C", "C++", "Objective-C", "Objective-C++", "Cuda": .c
      case "C#": .csharp
      case "Go": .go
      case "Java": .java
      case "Kotlin": .kotlin
      case "JavaScript", "TypeScript", "TSX": .script
      case "Lua": .lua
      case "PHP": .php
      case "Python": .python
      case "Ruby": .ruby
      case "Rust": .rust
      case "Scala": .scala
      case "Shell": .shell
      case "Swift": .swift
      default: .other
      }
  }

  /// Extensions of files that may declare what a file of this dialect names; empty for any.
  var extensions: [String] {
    switch self {
    case .c:
      [
        "c", "h", "cc", "cpp", "cxx", "hpp", "hh", "hxx", "inl", "inc", "ipp", "m", "mm", "S", "cu", "cuh",
        "tcc",
      ]
    case .csharp: ["cs"]
    case .go: ["go"]
    case .java, .kotlin, .scala: ["java", "kt", "kts", "scala", "groovy"]
    case .script: ["ts", "tsx", "js", "jsx", "mjs", "cjs", "mts", "cts", "vue", "svelte"]
    case .lua: ["lua"]
    case .php: ["php", "inc", "phtml"]
    case .python: ["py", "pyi", "pyx", "pxd"]
    case .ruby: ["rb", "rake", "gemspec"]
    case .rust: ["rs"]
    case .swift: ["swift", "h"]
    case .shell: ["sh", "bash"]
    case .other: []
    }
  }

  /// Whether a file at the path may declare what this dialect names.
  func sees(_ path: String) -> Bool {
    let known = extensions
    guard !known.isEmpty else { return true }
    guard let dot = path.utf8.lastIndex(of: 0x2E) else {
      return self == .shell || self == .python || self == .ruby
    }
    let ending = path[path.utf8.index(after: dot)...]
    return known.contains { $0 == ending }
  }

  /// Whether members of the type around are named without a receiver.
  var hasBareMembers: Bool {
    switch self {
    case .c, .csharp, .java, .kotlin, .scala, .swift, .ruby: true
    default: false
    }
  }

  /// Whether a type is written after the name, behind a colon.
  var hasColonTypes: Bool {
    switch self {
    case .kotlin, .python, .rust, .scala, .script, .swift: true
    default: false
    }
  }

  /// Whether a type is written before the name.
  var hasLeadingTypes: Bool { self == .c || self == .java || self == .csharp || self == .php }

  /// Whether files of one folder see each other's names without an import.
  var sharesFolder: Bool {
    switch self {
    case .go, .java, .kotlin, .scala, .csharp, .swift: true
    default: false
    }
  }

  /// Words for the object whose method it is.
  func isSelf(_ word: String) -> Bool {
    switch self {
    case .swift, .python, .rust, .ruby, .lua: word == "self" || word == "Self" || word == "cls"
    case .java, .kotlin, .scala, .csharp, .script, .c: word == "this"
    case .php: word == "$this" || word == "this" || word == "self" || word == "static"
    default: false
    }
  }

  /// Words for the type above.
  func isSuper(_ word: String) -> Bool {
    word == "super" || word == "base" && self == .csharp || word == "parent" && self == .php
  }

  /// Bytes of words: letters, digits, underscore, all beyond ASCII; a dollar sign in some languages.
  func isWord(_ byte: UInt8) -> Bool {
    isIdentifierByte(byte) || byte == 0x24 && (self == .script || self == .php || self == .java)
  }

  /// Starts of comments to the end of the line.
  var lineComment: [UInt8] {
    switch self {
    case .python, .ruby, .shell: [0x23]
    case .lua: [0x2D, 0x2D]
    default: [0x2F, 0x2F]
    }
  }
}

/// Letters, digits, underscore and everything beyond ASCII.
@inline(__always)
func isIdentifierByte(_ byte: UInt8) -> Bool {
  (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte >= 0x80
}

/// Kinds of declarations, as far as finding names cares.
enum NameKind {
  static func isType(_ kind: String) -> Bool { types.contains(kind) }

  static func isCallable(_ kind: String) -> Bool { kind == "function" || kind == "method" || kind == "macro" }

  /// What reopens a type declared elsewhere.
  static func isReopening(_ kind: String) -> Bool { kind == "extension" || kind == "implementation" }

  /// What holds names: types, their extensions, modules.
  static func holdsMembers(_ kind: String) -> Bool {
    isType(kind) || isReopening(kind) || kind == "module" || kind == "namespace"
  }

  private static let types: Set = [
    "class", "struct", "enum", "interface", "trait", "protocol", "type", "union", "record", "object", "actor",
  ]
}
