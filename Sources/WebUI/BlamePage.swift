package import Containers
import Git
package import History

/// The page `/r/{repo}@{rev}/-/blame/{path}`: the file with the commit of each line.
package struct BlamePage: Sendable {
  /// Repository, revision, path.
  package var place: HistoryPlace
  /// The commit the file is shown at.
  package var commit: ObjectID
  /// The file and its commits.
  package var file: FileBlame
  /// The file's text with its colours.
  package var text: ColouredText
  /// 1-based lines to mark, from `?L=10-20`; they decide the part.
  package var marked: ClosedRange<Int>?
  /// 1-based part of a long file.
  package var part = 1
  /// False when the reader asked to see the commits of `.git-blame-ignore-revs` too.
  package var usesIgnoreFile: Bool

  /// A page of `file`.
  package init(
    place: HistoryPlace, commit: ObjectID, file: FileBlame, text: ColouredText, marked: ClosedRange<Int>?,
    usesIgnoreFile: Bool
  ) {
    self.place = place
    self.commit = commit
    self.file = file
    self.text = text
    self.marked = marked
    self.usesIgnoreFile = usesIgnoreFile
  }

  /// Lines of each part: with the commits beside them, a line costs three times what it does on a file's page.
  package static let partLineCount = 2000
  /// Bytes of a line shown.
  static let lineByteLimit = 20_000
  /// Lines drawn as one block, which the browser can skip when it is out of sight (UX.md §8).
  static let blockLineCount = 100

  /// The frame's first part and the head.
  package static func opening(_ place: HistoryPlace, context: PageContext) -> HTML {
    var context = context
    context.subject = place.subject
    return """
      \(Frame.opening(
        title: "Blame · \(place.name) · \(place.pathText) · \(place.repository)", context: context,
        mainClass: "history file"))
      <div class="hist-head">\(place.heading())\(place.revisionTag)\(place.tabs(.blame))</div>
      """
  }

  /// Everything below the head.
  package func content(now: Int) -> HTML {
    switch file.refusal {
    case .binary: return notice("<b>This file is not text.</b> \(history) has no lines.")
    case .tooLarge:
      let limit = Format.bytes(HistoryReader.blameFileBytes)
      return notice("<b>This file is too large to blame</b> (more than \(limit)). \(history) is there.")
    case nil: break
    }
    if text.lines.isEmpty { return notice("This file is empty.") }
    return """
      \(facts)
      \(notices)\(pager)
      <pre class="source blame" data-code="" tabindex="0" role="region" aria-label="Blame of \(place.pathText)">\
      \(blocks(now: now))</pre>
      \(pager)
      """
  }

  private var partCount: Int { max(1, (text.lines.count + Self.partLineCount - 1) / Self.partLineCount) }

  /// The lines on this page, 1-based.
  private var shownLines: ClosedRange<Int> {
    let wanted = marked.map { ($0.lowerBound - 1) / Self.partLineCount + 1 } ?? part
    let first = (min(max(1, wanted), partCount) - 1) * Self.partLineCount + 1
    return first...min(text.lines.count, first + Self.partLineCount - 1)
  }

  private var pager: HTML? {
    guard partCount > 1 else { return nil }
    let lines = shownLines
    let number = (lines.lowerBound - 1) / Self.partLineCount + 1
    let page = Links.blame(place.repository, revision: place.revision, path: place.path)
    let ignore = usesIgnoreFile ? "" : "&ignore=no"
    func link(_ relation: String, _ part: Int, _ name: String) -> HTML? {
      guard (1...partCount).contains(part) else { return nil }
      return """
        <a rel="\(relation)" href="\(page)?part=\(part)\(ignore)">\(name)</a>
        """
    }
    return """
      <nav class="pager" aria-label="Parts of the file"><span>Lines \(Format.count(lines.lowerBound)) to \
      \(Format.count(lines.upperBound)) of \(Format.count(text.lines.count))</span>\
      \(link("prev", number - 1, "Previous part"))\(link("next", number + 1, "Next part"))</nav>

      """
  }

  private var history: HTML {
    let address = Links.commits(place.repository, revision: place.revision, path: place.path)
    return "<a href=\"\(address)\">Its history</a>"
  }

  private func notice(_ text: HTML) -> HTML { "<div class=\"notice\"><p>\(text)</p></div>" }

  private var facts: HTML {
    let authors = Set(file.blame.origins.map(\.author.name)).count
    let address = Links.blame(place.repository, revision: place.revision, path: place.path)
    let ignored: HTML? =
      file.blame.ignoredCount > 0
      ? """
      <span>\(Format.count(file.blame.ignoredCount, "commit")) of \
      <code>\(GitRepository.ignoreFileName)</code> passed over: <a href="\(address)?ignore=no">show them</a></span>
      """
      : usesIgnoreFile ? nil : "<span><a href=\"\(address)\">Pass over formatting commits</a></span>"
    let steps = (1...5).map { "<i class=\"age s\($0)\"></i>" as HTML }
    return """
      <p class="file-facts"><span>\(Format.count(text.lines.count, "line"))</span>\
      <span>\(Format.count(file.blame.origins.count, "commit"))</span>\
      <span>\(Format.count(authors, "author"))</span>\
      <span>at <code>\(commit.hex.prefix(10))</code></span>\(ignored)\
      <span class="ages" aria-hidden="true">older \(steps) newer</span></p>
      """
  }

  private var notices: HTML? {
    var notes = HTML()
    if let reason = file.blame.cutReason {
      notes += """
        <div class="notice warn"><p><b>Some lines have no commit yet:</b> \(reason). \
        Reload to try again. \(history) is complete.</p></div>
        """
    }
    return notes.isEmpty ? nil : notes
  }

  /// Hunks cut at every hundredth line, so that each block has the height the browser is told.
  private func blocks(now: Int) -> HTML {
    let shown = shownLines
    let count = shown.upperBound
    var output = HTML()
    var hunk = 0
    let hunks = file.blame.hunks
    var line = shown.lowerBound
    while line <= count {
      let blockEnd = min(count, (line - 1) / Self.blockLineCount * Self.blockLineCount + Self.blockLineCount)
      output +=
        blockEnd % Self.blockLineCount == 0 ? "<span class=\"block\">" : "<span class=\"block short\">"
      while line <= blockEnd {
        while hunk < hunks.count, hunks[hunk].lines.upperBound < line { hunk += 1 }
        guard hunk < hunks.count, hunks[hunk].lines.lowerBound <= blockEnd else {
          appendLines(line...blockEnd, hunk: nil, now: now, to: &output)
          line = blockEnd + 1
          continue
        }
        if hunks[hunk].lines.lowerBound > line {
          appendLines(line...(hunks[hunk].lines.lowerBound - 1), hunk: nil, now: now, to: &output)
          line = hunks[hunk].lines.lowerBound
        }
        let end = min(blockEnd, hunks[hunk].lines.upperBound)
        appendLines(line...end, hunk: hunks[hunk], now: now, to: &output)
        line = end + 1
      }
      output += "</span>"
    }
    return output
  }

  private func appendLines(_ lines: ClosedRange<Int>, hunk: Blame.Hunk?, now: Int, to output: inout HTML) {
    // What was begun in another part is said again on top of this one.
    let isFirst = lines.lowerBound == shownLines.lowerBound
    let who =
      hunk.map { self.who($0, isContinued: $0.lines.lowerBound < lines.lowerBound && !isFirst, now: now) }
      ?? Self.nobody
    output += "<span class=\"hunk\">\(who)<span class=\"ls\">"
    for number in lines {
      let whole = text.lines[number - 1]
      var range = whole.prefix(Self.lineByteLimit)
      if range.upperBound == whole.upperBound, !range.isEmpty, text.bytes[range.upperBound - 1] == 0x0D {
        range = range.lowerBound..<range.upperBound - 1
      }
      let code = CodeText.line(text.bytes, range, spans: CodeText.spans(of: range, in: text.spans))
      let note: HTML? =
        whole.count > Self.lineByteLimit
        ? "<i class=\"cut\">… \(Format.bytes(whole.count)) in this line</i>" : nil
      let isMarked = marked?.contains(number) ?? false
      output += """
        <span class="\(isMarked ? "l sel" : "l")" id="L\(number)"><a href="#L\(number)" data-n="\(number)" \
        aria-hidden="true" tabindex="-1"></a>\(code)\(note)\n</span>
        """
    }
    output += "</span></span>"
  }

  private static let nobody: HTML =
    "<span class=\"who\"><i class=\"age\"></i><span class=\"muted\">not known yet</span></span>"

  /// The commit of a hunk on one line: age, author, subject, and the way to what was there before.
  private func who(_ hunk: Blame.Hunk, isContinued: Bool, now: Int) -> HTML {
    let origin = file.blame.origins[hunk.origin]
    let step = Self.step(age: now - Format.clamped(origin.author.seconds))
    if isContinued { return "<span class=\"who on\"><i class=\"age s\(step)\"></i></span>" }
    let subject = String(decoding: origin.subject, as: UTF8.self)
    let before: HTML? = hunk.previous.map { previous in
      """
      <a class="before" href="\(Links.blame(place.repository, revision: previous.commit.hex, path: previous.path))\
      ?L=\(hunk.originalLine)#L\(hunk.originalLine)" title="Before this commit" \
      aria-label="Blame before \(origin.id.hex.prefix(10))">‹</a>
      """
    }
    return """
      <span class="who"><i class="age s\(step)"></i>\(ageView(origin.author.seconds, now: now))\
      <span class="author" title="\(origin.author.name)">\(HTML.name(origin.author.name))</span>\
      <a class="subject" href="\(Links.commit(place.repository, origin.id))" title="\(subject)">\
      \(subject.isEmpty ? "\(HTML.escaped(String(origin.id.hex.prefix(10))))" : HTML.name(subject))</a>\(before)</span>
      """
  }

  /// One of five steps: a month, half a year, two years, five years, older.
  static func step(age: Int) -> Int {
    let days = age / 86_400
    switch days {
    case ..<31: return 5
    case ..<183: return 4
    case ..<730: return 3
    case ..<1826: return 2
    default: return 1
    }
  }
}
