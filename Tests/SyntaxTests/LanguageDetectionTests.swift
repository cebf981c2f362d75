import Syntax
import TestSupport
import Testing

/// The language of a file with this content.
private func detected(_ path: String, _ content: String = "") -> String? {
  var content = content
  return content.withUTF8 { detectLanguage(path: path, head: UnsafeRawBufferPointer($0))?.name }
}

@Suite struct `Language detection` {
  @Test(arguments: [
    ("src/main.c", "C"), ("a/b/Main.SWIFT", "Swift"), ("x.py", "Python"), ("lib.rs", "Rust"),
    ("go.mod", "Go Module"),
    ("Makefile", "Makefile"), ("dir.c/Makefile", "Makefile"), ("Dockerfile", "Dockerfile"),
    ("CMakeLists.txt", "CMake"),
    ("Gemfile", "Ruby"), (".gitignore", "Ignore List"), ("a.tsx", "TSX"), ("a.ts", "TypeScript"),
    ("a.json", "JSON"),
    ("package-lock.json", "JSON"), ("tsconfig.json", "JSON with Comments"), ("a.yml", "YAML"),
    ("index.html", "HTML"),
    ("a.md", "Markdown"), ("a.h", "C"), ("a.hpp", "C++"), ("a.m", "Objective-C"), ("a.mm", "Objective-C++"),
    ("a.cs", "C#"), ("a.sql", "SQL"), ("a.r", "R"), ("a.R", "R"), ("a.S", "Unix Assembly"), ("a.pl", "Perl"),
    ("a.v", "Verilog"), ("a.blade.php", "Blade"), ("a.php", "PHP"), ("a.html.erb", "HTML+ERB"),
    ("a.vue", "Vue"),
    ("a.kt", "Kotlin"), ("a.gradle", "Gradle"), ("a.proto", "Protocol Buffer"), ("BUILD.bazel", "Starlark"),
    ("a.dts", nil), ("Kconfig", nil), ("a.txt", "Text"), ("a.ipynb", "Jupyter Notebook"), ("a.zig", "Zig"),
    ("noextension", nil), ("a.unknownextension", nil), ("", nil), ("/", nil), (".", nil), ("a.", nil),
    ("...", nil),
    ("a.b.c.d.e.f.py", "Python"), ("libx.so.1", "Text"), ("x.service", "INI"), ("a.1.2.3.4.5", "Text"),
  ])
  func `by name`(_ path: String, _ name: String?) {
    #expect(detected(path) == name)
  }

  @Test(arguments: Golden.files("Goldens"))
  func `by content`(_ golden: Golden) throws {
    try golden.check { input in
      // The first line of an example names the file.
      let parts = input.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return detected(String(parts[0]), parts.count > 1 ? String(parts[1]) : "") ?? "unknown"
    }
  }

  @Test(arguments: 0..<8)
  func `no bytes trap`(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let extensions = LanguageTable.all.flatMap(\.extensions)
    for _ in 0..<500 {
      let count = Int.random(in: 0...5_000, using: &random)
      let pieces = Array("#!/usr/bin/env -S -*- mode: vim: ft=\n\r\t .@%(:;{<?xml*/\\\u{0}é".utf8)
      let bytes = (0..<count).map { _ in
        Bool.random(using: &random)
          ? pieces.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
      }
      let path =
        "a/\u{FFFD}b" + (Bool.random(using: &random) ? extensions.randomElement(using: &random)! : "")
      bytes.withUnsafeBytes { head in
        _ = detectLanguage(path: path, head: head)
        _ = contentTraits(path: path, head: head)
      }
      _ = pathTraits(String(decoding: bytes.prefix(300), as: UTF8.self))
    }
  }
}
