/// How many bytes of a file detection looks at; callers need not pass more.
package let detectionHeadLength = 4_096

/// The language of a file, by its name, its extension, its first line and a look at its text.
///
/// The whole file name decides first, then the longest extension known. An extension that several languages
/// share is settled by what the text looks like, then by an editor's modeline, then by the likeliest of them.
/// Files without a known extension go by `#!` and modeline.
/// - Parameter path: with `/` between folders; only the last part counts.
/// - Parameter head: the first bytes of the content, ``detectionHeadLength`` are enough; may be empty. Not
/// kept.
/// - Returns: nil when nothing fits.
/// - Complexity: below a microsecond for most names, some microseconds where the text is looked at.
/// - Source: the rules of GitHub linguist, https://github.com/github-linguist/linguist.
package func detectLanguage(path: String, head: UnsafeRawBufferPointer) -> Language? {
  let name = lastPathPart(path)
  let facts = DetectionFacts.shared
  if let index = facts.byFilename[name] { return LanguageTable.all[index] }
  // `Makefile.boot` and `Dockerfile.dev` say what they are before the dot.
  for (prefix, language) in [("Makefile.", "Makefile"), ("Dockerfile.", "Dockerfile")]
  where name.hasPrefix(prefix) {
    return LanguageTable.named(language)
  }
  let text = TextHead(head)
  if let (ext, candidates) = facts.candidates(forName: name) {
    if candidates.count == 1, !facts.needsText.contains(ext) { return LanguageTable.all[candidates[0]] }
    if let found = SharedExtensions.language(ext, text) { return LanguageTable.named(found) }
    if let found = modelineLanguage(text) ?? shebangLanguage(text),
      candidates.contains(where: { LanguageTable.all[$0] == found })
    {
      return found
    }
    if !facts.needsText.contains(ext) { return likeliest(candidates) }
  }
  return shebangLanguage(text) ?? modelineLanguage(text)
}

/// A popular language, else a programming language, else the first.
private func likeliest(_ candidates: [Int]) -> Language? {
  let languages = candidates.map { LanguageTable.all[$0] }
  return languages.first(where: \.isPopular) ?? languages.first { $0.kind == .programming } ?? languages.first
}

/// What stands after the last `/`.
func lastPathPart(_ path: String) -> Substring {
  let utf8 = path.utf8
  guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return path[...] }
  return path[utf8.index(after: slash)...]
}

/// The language table turned around, for look-ups by file name, extension and interpreter.
struct DetectionFacts: Sendable {
  static let shared = DetectionFacts()

  let byFilename: [Substring: Int]
  let byExtension: [String: [Int]]
  let byInterpreter: [String: Int]

  /// Extensions too common to mean anything by themselves: `.1`, `.msg`, `.target`. Linguist's generic.yml.
  let needsText: Set<String> = [
    ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9", ".action", ".alg", ".app", ".cmp", ".msg",
    ".network",
    ".resource", ".sol", ".srv", ".stl", ".tag", ".target", ".url",
  ]

  private init() {
    var filenames: [Substring: Int] = [:]
    var extensions: [String: [Int]] = [:]
    var interpreters: [String: Int] = [:]
    for (index, language) in LanguageTable.all.enumerated() {
      for name in language.filenames where filenames[name[...]] == nil { filenames[name[...]] = index }
      for ext in language.extensions { extensions[ext.lowercased(), default: []].append(index) }
      for program in language.interpreters {
        // `node` runs JavaScript and TypeScript, `perl6` Raku and its Pod: the popular one, then the program.
        if let other = interpreters[program] {
          let before = LanguageTable.all[other]
          let isBetter = language.isPopular && !before.isPopular
          if !isBetter && (before.isPopular || before.kind == .programming) { continue }
        }
        interpreters[program] = index
      }
    }
    // Linguist tells these apart by content only to count them; people mean the first.
    extensions[".json"] = LanguageTable.named("JSON").map { [index(of: $0)] }
    extensions[".html"] = LanguageTable.named("HTML").map { [index(of: $0)] }
    extensions[".yml"] = LanguageTable.named("YAML").map { [index(of: $0)] }
    extensions[".yaml"] = extensions[".yml"]
    (byFilename, byExtension, byInterpreter) = (filenames, extensions, interpreters)
    func index(of language: Language) -> Int { LanguageTable.all.firstIndex(of: language) ?? 0 }
  }

  /// The longest known extension of a file name, and its languages.
  ///
  /// At most the last four dots are looked at: no extension has more.
  func candidates(forName name: Substring) -> (ext: String, languages: [Int])? {
    let bytes = name.utf8
    var dots: [String.Index] = []
    var index = bytes.endIndex
    while index > bytes.startIndex, dots.count < 4 {
      index = bytes.index(before: index)
      if bytes[index] == UInt8(ascii: ".") { dots.append(index) }
    }
    for dot in dots.reversed() {
      let ext = lowered(name[dot...])
      if let found = byExtension[ext] { return (ext, found) }
    }
    return nil
  }

  /// ASCII lower case, without the detour over Unicode.
  private func lowered(_ text: Substring) -> String {
    String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

/// The language of `#! /usr/bin/env python3`.
func shebangLanguage(_ head: TextHead) -> Language? {
  let line = head.firstLine
  guard line.starts("#!") else { return nil }
  let words = String(decoding: line.bytes[2..<min(line.end, 256)], as: UTF8.self)
    .split(whereSeparator: { $0 == " " || $0 == "\t" })
  guard let program = words.first else { return nil }
  var name = lastPathPart(String(program))
  if name == "env" {
    // `env -S VAR=value program`
    guard let argument = words.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") }) else {
      return nil
    }
    name = lastPathPart(String(argument))
  }
  let facts = DetectionFacts.shared
  // `python3.11` runs what `python3` and `python` run.
  var candidate = String(name)
  while !candidate.isEmpty {
    if let index = facts.byInterpreter[candidate] { return LanguageTable.all[index] }
    guard let last = candidate.last, last.isNumber || last == "." || last == "-" else { return nil }
    candidate.removeLast()
  }
  return nil
}

/// The language of an Emacs or Vim modeline in the first five lines.
func modelineLanguage(_ head: TextHead) -> Language? {
  var lines = 0
  var found: Language?
  _ = head.anyLine { line in
    lines += 1
    if line.contains("-*-") || line.contains("vim:") || line.contains("vi:") {
      let text = String(decoding: line.bytes[line.start..<min(line.end, line.start + 512)], as: UTF8.self)
      found = emacsLanguage(text) ?? vimLanguage(text)
    }
    return found != nil || lines == 5
  }
  return found
}

/// `-*- mode: python; coding: utf-8 -*-` or `-*- python -*-`.
private func emacsLanguage(_ line: String) -> Language? {
  let parts = line.split(separator: "-*-", maxSplits: 2, omittingEmptySubsequences: false)
  guard parts.count == 3 else { return nil }
  func trimmed(_ text: Substring) -> String { String(text.filter { $0 != " " && $0 != "\t" }) }
  let settings = parts[1].split(separator: ";")
  for setting in settings {
    let pair = setting.split(separator: ":", maxSplits: 1)
    if pair.count == 2, trimmed(pair[0]).lowercased() == "mode" {
      return LanguageTable.named(trimmed(pair[1]))
    }
  }
  return settings.count == 1 && !parts[1].contains(":") ? LanguageTable.named(trimmed(parts[1])) : nil
}

/// `vim: set ft=python:`, with `filetype=` or `syntax=`.
private func vimLanguage(_ line: String) -> Language? {
  for word in line.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "\t" }) {
    let pair = word.split(separator: "=", maxSplits: 1)
    if pair.count == 2, ["ft", "filetype", "syntax"].contains(pair[0]) {
      return LanguageTable.named(String(pair[1]))
    }
  }
  return nil
}
