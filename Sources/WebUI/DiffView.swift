import Git

extension DiffView {
  /// Summary, list of files and the files themselves.
  package var view: HTML {
    if diff.files.isEmpty, diff.cutReason == nil { return empty }
    let files = diff.files.indices.map { fileView($0) }
    return """
      \(toolbar)
      \(notices)
      \(diff.files.count > 1 ? list : HTML())
      \(files)
      """
  }

  private var empty: HTML {
    let reason: HTML =
      options.ignoresWhitespace
      ? """
      Only white space differs. <a href="\(options.with { $0.ignoresWhitespace = false }.address(page))">\
      Show it</a>.
      """
      : options.file != nil
        ? "This file is the same on both sides. <a href=\"\(options.with { $0.file = nil }.address(page))\">All files</a>"
        : "The files are the same on both sides."
    return "<div class=\"notice\"><p><b>No changes.</b> \(reason)</p></div>"
  }

  /// "12 files changed, 30 added, 12 removed" and how to look at them.
  private var toolbar: HTML {
    func choice(_ name: StaticString, _ isCurrent: Bool, _ options: DiffOptions) -> HTML {
      let mark = isCurrent ? HTML.attribute("aria-current", "true") : HTML()
      return "<a href=\"\(options.address(page))\"\(mark)>\(HTML(stringLiteral: name))</a>"
    }
    let counts = diff.counts
    let more = diff.isFileListCut ? "More than " : ""
    let single: HTML? = options.file.map { _ in
      "<a href=\"\(options.with { $0.file = nil; $0.contextLines = 3 }.address(page))\">All files</a>"
    }
    return """
      <div class="diff-bar"><p><b>\(more)\(Format.count(diff.files.count, "file")) changed</b> \
      \(Self.countsView(counts))</p>\
      <p class="choices">\(single)\
      <span role="group" aria-label="Layout">\(choice("Unified", !options.isSplit, options.with { $0.isSplit = false }))\
      \(choice("Split", options.isSplit, options.with { $0.isSplit = true }))</span>\
      <a href="\(options.with { $0.ignoresWhitespace.toggle() }.address(page))">\
      \(options.ignoresWhitespace ? "Show" : "Ignore") white space</a></p></div>
      """
  }

  private var notices: HTML? {
    guard diff.cutReason != nil || diff.isFileListCut else { return nil }
    let cut: HTML? = diff.cutReason.map { "<b>Not everything is shown:</b> \($0). " }
    let list: HTML? =
      diff.isFileListCut
      ? "The first \(Format.count(diff.files.count)) files are listed; the others are not shown." : nil
    return "<div class=\"notice warn\"><p>\(cut)\(list)</p></div>"
  }

  /// `+30 −12` with words for those who do not see the signs.
  static func countsView(_ counts: LineCounts) -> HTML {
    """
    <span class="counts"><span class="plus">+\(Format.count(counts.added))<span class="vh"> lines added</span></span> \
    <span class="minus">−\(Format.count(counts.deleted))<span class="vh"> lines removed</span></span></span>
    """
  }

  /// The files below their folders.
  private var list: HTML {
    var groups: [(folder: [UInt8], files: [Int])] = []
    for (index, file) in diff.files.enumerated() {
      let path = file.change.path
      let folder = path.lastIndex(of: 0x2F).map { Array(path[...$0]) } ?? []
      if groups.last?.folder == folder {
        groups[groups.count - 1].files.append(index)
      } else {
        groups.append((folder, [index]))
      }
    }
    let items = groups.map { group -> HTML in
      let rows = group.files.map { index -> HTML in
        let change = diff.files[index].change
        let name = HTML.name(String(decoding: change.path.dropFirst(group.folder.count), as: UTF8.self))
        let counts: HTML? =
          change.counts.map { counts in
            counts == LineCounts() ? nil : Self.countsView(counts)
          } ?? (change.isBinary ? "<span class=\"muted\">binary</span>" : nil)
        return """
          <li>\(Self.badge(change))<a href="#\(Self.anchor(index))">\(name)</a>\(counts)</li>

          """
      }
      let title: HTML? =
        group.folder.isEmpty
        ? nil : "<p class=\"folder\">\(HTML.name(String(decoding: group.folder, as: UTF8.self)))</p>"
      return "<li>\(title)<ul>\n\(rows)</ul></li>\n"
    }
    let open = diff.files.count <= Self.openListLimit ? HTML.attribute("open", "") : HTML()
    return """
      <details class="diff-list"\(open)><summary>Files</summary>
      <ul>
      \(items)</ul></details>
      """
  }

  /// One letter for what happened, with the word for it.
  static func badge(_ change: FileChange) -> HTML {
    let (letter, word): (String, String) =
      switch change.status {
      case .added: ("A", "added")
      case .deleted: ("D", "deleted")
      case .renamed: ("R", "renamed")
      case .copied: ("C", "copied")
      case .typeChanged: ("T", "type changed")
      case .modified: change.isModeOnly ? ("X", "mode changed") : ("M", "modified")
      }
    return """
      <span class="st st-\(letter)" title="\(word)"><span aria-hidden="true">\(letter)</span>\
      <span class="vh">\(word)</span></span>
      """
  }
}
