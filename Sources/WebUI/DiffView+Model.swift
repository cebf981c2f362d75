package import Git
package import Syntax

/// How a diff is shown, as the address says it.
package struct DiffOptions: Sendable, Equatable {
  /// Two columns, where there is room for them.
  package var isSplit = false
  /// Unchanged lines around changed ones; nil is the whole file.
  package var contextLines: Int? = 3
  /// Lines that differ in white space only count as equal.
  package var ignoresWhitespace = false
  /// Only this file, as text.
  package var file: String?
  /// The parent of a merge that it is compared with, 1-based.
  package var parent = 1

  /// The usual way.
  package init() {}

  /// The most context asked of git; more than any file that is shown has lines.
  package static let wholeFile = 1_000_000

  /// The address of `page` with these options, at an element.
  func address(_ page: String, at anchor: String? = nil) -> String {
    var parts: [String] = []
    if let file { parts.append("file=\(Links.queryValue(file))") }
    if isSplit { parts.append("diff=split") }
    if contextLines != 3 { parts.append("context=\(contextLines.map { String($0) } ?? "all")") }
    if ignoresWhitespace { parts.append("space=ignore") }
    if parent != 1 { parts.append("parent=\(parent)") }
    let query = parts.isEmpty ? "" : "?\(parts.joined(separator: "&"))"
    return page + query + (anchor.map { "#\($0)" } ?? "")
  }

  /// These options with a change.
  func with(_ change: (inout DiffOptions) -> Void) -> DiffOptions {
    var copy = self
    change(&copy)
    return copy
  }
}

/// The text of one side of a changed file with its colours.
package struct ColouredText: Sendable {
  /// The whole file.
  package let bytes: [UInt8]
  let spans: [TokenSpan]
  /// Where each line begins and ends, without its line feed.
  let lines: [Range<Int>]

  /// Cuts `bytes` into lines.
  package init(_ bytes: [UInt8], spans: [TokenSpan]) {
    self.bytes = bytes
    self.spans = spans
    var lines: [Range<Int>] = []
    var start = 0
    bytes.withUnsafeBufferPointer { buffer in
      for index in buffer.indices where buffer[index] == 0x0A {
        lines.append(start..<index)
        start = index &+ 1
      }
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    self.lines = lines
  }
}

/// Changed files with their lines, as a part of a page.
package struct DiffView: Sendable {
  /// Name of the repository.
  package var repository: String
  /// The address of the page without options.
  package var page: String
  /// Commits of both sides, for links to files; nil before the first commit.
  package var oldRevision: String?
  package var newRevision: String
  /// What differs.
  package var diff: TreeDiff
  /// How to show it.
  package var options: DiffOptions
  /// Colours of files before, by place in ``diff``.
  package var oldTexts: [Int: ColouredText] = [:]
  /// Colours of files after.
  package var newTexts: [Int: ColouredText] = [:]

  /// A view of `diff`.
  package init(
    repository: String, page: String, oldRevision: String?, newRevision: String, diff: TreeDiff,
    options: DiffOptions
  ) {
    self.repository = repository
    self.page = page
    self.oldRevision = oldRevision
    self.newRevision = newRevision
    self.diff = diff
    self.options = options
  }

  /// Files whose list is open at first.
  static let openListLimit = 30

  /// The place of a file, for links within the page.
  static func anchor(_ index: Int) -> String { "f\(index + 1)" }
}
