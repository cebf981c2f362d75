import Containers
package import Git
package import Search
package import Syntax

/// The page `/r/{repo}@{rev}/-/blob/{path}`: one file, all of it.
package struct FilePage: Sendable {
  /// How a file that has two looks is shown.
  package enum Look: String, Sendable { case preview, code }

  /// Breadcrumb, revisions, where it is.
  package var head: PlaceHead
  /// Its bytes and what is known of them.
  package var content: FileContent
  /// Colours and declarations of ``FileContent/text``; empty above ``syntaxByteLimit``.
  package var syntax: FileSyntax
  /// The folders from the root to it.
  package var chain: [TreeListing]
  /// Which look was asked for; nil takes the preview where there is one.
  package var look: Look?
  /// 1-based lines to mark, from `?L=10-20,30`, in order.
  package var marked: [ClosedRange<Int>]
  /// 1-based part of a file that is too long for one page.
  package var part: Int
  /// What is looked for in a file of several parts; empty for nothing.
  package var find: String
  /// The file's path on this machine, where the reader sits at it: editors can open it.
  package var localPath: String?
  /// The commit that changed it last, where that was asked for lately; else the page's script asks.
  package var lastChange: CommitRecord?
  /// What the name means that `?at=line:column` asks about.
  package var meaning: MeaningView?
  /// Columns of a tab, from `.editorconfig` where it says so.
  package var tabWidth = 4

  /// A page of `content`, drawn as far as that says.
  package init(
    head: PlaceHead, content: FileContent, syntax: FileSyntax = FileSyntax(), chain: [TreeListing] = [],
    look: Look? = nil, marked: [ClosedRange<Int>] = [], part: Int = 1, find: String = ""
  ) {
    self.head = head
    self.content = content
    self.syntax = syntax
    self.chain = chain
    self.look = look
    self.marked = marked
    self.part = part
    self.find = find
  }

  /// Bytes of a file that is coloured.
  package static let syntaxByteLimit = 4_000_000
  /// Lines of a file that is shown whole.
  static let wholeLineLimit = 30_000
  /// Bytes of a file that is shown whole.
  static let wholeByteLimit = 4_000_000
  /// Lines of each part of a larger file.
  static let partLineCount = 10_000
  /// Bytes of each part at most: ten thousand lines of a minified file are too much for any browser.
  static let partByteLimit = 4_000_000
  /// Bytes of one line shown; a browser lays out a longer one badly.
  static let lineByteLimit = 100_000
  /// Lines drawn as one block, which the browser can skip when it is out of sight (UX.md §8).
  static let blockLineCount = 100
  /// Bytes of a document or notebook that is drawn as one.
  static let previewByteLimit = 4 << 20

  /// What a file looks like besides its text.
  enum Preview { case markdown, notebook, drawing }

  /// By the name alone.
  static func preview(of path: [UInt8]) -> Preview? {
    if MarkdownView.isMarkdown(path) { return .markdown }
    let name = String(decoding: path.suffix(8), as: UTF8.self).lowercased()
    return name.hasSuffix(".ipynb") ? .notebook : name.hasSuffix(".svg") ? .drawing : nil
  }

  /// True for names whose files are shown as documents first, so that a link to a line has to ask for the code.
  package static func hasPreview(_ path: [UInt8]) -> Bool { preview(of: path) != nil }

  /// The look that is shown.
  var shownLook: Look {
    guard Self.hasPreview(content.placement.path), content.text.count <= Self.previewByteLimit,
      !content.isBinary
    else {
      return .code
    }
    return look ?? (marked.isEmpty && find.isEmpty && part == 1 ? .preview : .code)
  }
}

extension FilePage {
  /// The lines on this page, as ranges of the text without line ends.
  struct Part {
    /// 1-based number of the first line.
    var firstLine: Int
    /// Byte ranges, without `\n` and `\r\n`.
    var lines: [Range<Int>]
    /// Lines of the whole file.
    var lineCount: Int
    /// 1 when the whole file is on one page.
    var partCount: Int
    /// Which part this is, 1-based.
    var number: Int
  }

  /// The lines of `text` without their ends. One pass.
  static func lines(of text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    lines.reserveCapacity(text.count / 32)
    var start = 0
    text.withUnsafeBufferPointer { buffer in
      for index in buffer.indices where buffer[index] == 0x0A {
        let end = index > start && buffer[index &- 1] == 0x0D ? index &- 1 : index
        lines.append(start..<end)
        start = index &+ 1
      }
    }
    if start < text.count { lines.append(start..<text.count) }
    return lines
  }

  /// Cuts the file into lines and picks those of the part asked for.
  func cut() -> Part {
    let text = content.text
    let lines = Self.lines(of: text)
    if lines.count <= Self.wholeLineLimit, text.count <= Self.wholeByteLimit {
      return Part(firstLine: 1, lines: lines, lineCount: lines.count, partCount: 1, number: 1)
    }
    var starts = [0]
    for index in lines.indices {
      let first = starts[starts.count - 1]
      let isTooLong = index - first >= Self.partLineCount
      if isTooLong
        || (index > first && lines[index].upperBound - lines[first].lowerBound > Self.partByteLimit)
      {
        starts.append(index)
      }
    }
    // A line asked for decides the part; the reader need not know which one it is in.
    let wanted = marked.first.map { line in (starts.lastIndex { $0 < line.lowerBound } ?? 0) + 1 } ?? part
    let number = min(max(1, wanted), starts.count)
    let end = number < starts.count ? starts[number] : lines.count
    return Part(
      firstLine: starts[number - 1] + 1, lines: Array(lines[starts[number - 1]..<end]),
      lineCount: lines.count, partCount: starts.count, number: number)
  }

  /// Lines that hold characters which are not seen as they are.
  struct Hidden {
    /// Controls of direction, which can make a line look like another one.
    var bidi: [Int] = []
    /// Others without a shape.
    var invisible: [Int] = []
  }

  /// Numbers of the first such lines of `part`, at most `limit` of each.
  func hidden(_ part: Part, limit: Int = 8) -> Hidden {
    var hidden = Hidden()
    let text = content.text
    // Nearly every file is settled by one look for bytes that can begin such a character.
    guard text.contains(where: { Self.canBeHidden($0) }) else { return hidden }
    for (index, line) in part.lines.enumerated() where text[line].contains(where: Self.canBeHidden) {
      var hasBidi = false
      var hasOther = false
      for scalar in String(decoding: text[line], as: UTF8.self).unicodeScalars where scalar != "\t" {
        if Escaping.isBidiControl(scalar) {
          hasBidi = true
        } else if Escaping.isInvisible(scalar) {
          hasOther = true
        }
      }
      if hasBidi, hidden.bidi.count < limit { hidden.bidi.append(part.firstLine + index) }
      if hasOther, hidden.invisible.count < limit { hidden.invisible.append(part.firstLine + index) }
      if hidden.bidi.count == limit, hidden.invisible.count == limit { break }
    }
    return hidden
  }

  private static func canBeHidden(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A, 0x0D: false
    case 0x00..<0x20, 0x7F, 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0...0xF4: true
    default: false
    }
  }

  /// True for text that a program wrote for a program: few lines, and long ones.
  func isMinified(_ part: Part) -> Bool {
    guard content.text.count > 5000, part.lineCount > 0 else { return false }
    return content.text.count / part.lineCount > 400
  }
}
