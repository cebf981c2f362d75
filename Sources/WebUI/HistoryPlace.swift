import Containers
import Git

/// Where in a repository a page about history is: what its head shows and its links are made of.
package struct HistoryPlace: Sendable {
  /// The pages about history that a place has.
  package enum Page: Sendable { case blame, commits, commit, compare }

  /// Name of the repository.
  package var repository: String
  /// Branch, tag or commit as the address has it; nil for the default.
  package var revision: String?
  /// What ``revision`` is called on the page: the default branch when it is nil.
  package var revisionName: String
  /// File or folder; empty for the whole repository.
  package var path: [UInt8]
  /// False when the path is a file.
  package var isFolder: Bool

  /// A place.
  package init(
    repository: String, revision: String?, revisionName: String, path: [UInt8] = [], isFolder: Bool = true
  ) {
    self.repository = repository
    self.revision = revision
    self.revisionName = revisionName
    self.path = path
    self.isFolder = isFolder
  }

  /// The path for people.
  var pathText: String { String(decoding: path, as: UTF8.self) }

  /// The last component of the path, or the repository's name.
  var name: String {
    path.split(separator: 0x2F).last.map { String(decoding: $0, as: UTF8.self) } ?? repository
  }

  /// What the page is about, for scripts.
  package var subject: PageContext.Subject {
    PageContext.Subject(repository: repository, revision: revision, path: pathText)
  }

  /// Repository › folders › name as the heading; `title` follows, unless the path says enough.
  func heading(_ title: HTML? = nil) -> HTML {
    var crumbs = HTML()
    var folder: [UInt8] = []
    let steps = path.split(separator: 0x2F)
    for (index, step) in steps.enumerated() {
      if !folder.isEmpty { folder.append(0x2F) }
      folder += step
      let text = HTML.name(String(decoding: step, as: UTF8.self))
      let isLast = index == steps.count - 1
      let address =
        isLast && !isFolder
        ? Links.blob(repository, revision: revision, path: folder)
        : Links.tree(repository, revision: revision, path: folder)
      crumbs += isLast ? "<b><a href=\"\(address)\">\(text)</a></b>" : "<a href=\"\(address)\">\(text)</a>"
      if !isLast { crumbs += "<span class=\"sep\" aria-hidden=\"true\">/</span>" }
    }
    let separator: HTML? = path.isEmpty ? nil : "<span class=\"sep\" aria-hidden=\"true\">›</span>"
    let own: HTML? = title.map { "<span class=\"sep\" aria-hidden=\"true\">›</span><span>\($0)</span>" }
    return """
      <h1><a href="\(Links.repository(repository, revision: revision))">\(HTML.name(repository))</a>\
      \(separator)\(crumbs)\(own)</h1>
      """
  }

  /// Revision and ways to the other pages of this place.
  func tabs(_ current: Page) -> HTML {
    let code =
      isFolder
      ? Links.tree(repository, revision: revision, path: path)
      : Links.blob(repository, revision: revision, path: path)
    func tab(_ name: StaticString, _ address: String, _ page: Page?, key: String?) -> HTML {
      let mark = page == current ? HTML.attribute("aria-current", "page") : HTML()
      let key = page == current ? HTML() : key.map { HTML.attribute("data-key", $0) } ?? HTML()
      let lines = page == .commits ? HTML() : HTML.attribute("data-lines", "")
      return
        "<a href=\"\(address)\"\(mark)\(key)\(isFolder ? HTML() : lines)>\(HTML(stringLiteral: name))</a>"
    }
    let blame: HTML? =
      isFolder
      ? nil : tab("Blame", Links.blame(repository, revision: revision, path: path), .blame, key: "b")
    let history = tab(
      "History", Links.commits(repository, revision: revision, path: path), .commits, key: "h")
    let compare: HTML? =
      path.isEmpty && current != .commit
      ? tab("Compare", Links.compareForm(repository), .compare, key: nil) : nil
    return """
      <nav class="tabs" aria-label="Views of this place">\(tab(isFolder ? "Files" : "Code", code, nil, key: nil))\
      \(blame)\(history)\(compare)</nav>
      """
  }

  /// The revision as a tag; a whole id is shortened.
  var revisionTag: HTML { "<span class=\"tag rev\">\(HTML.name(Self.short(revisionName)))</span>" }

  /// A revision for people: of an id, the first ten digits.
  static func short(_ revision: String) -> String {
    ObjectID(hex: revision) == nil ? revision : String(revision.prefix(10))
  }
}

extension Format {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
  ]

  /// `18 October 2024` of seconds since 1970, in UTC.
  static func day(_ time: Int) -> String {
    let parts = timestamp(time).prefix { $0 != "T" }.split(separator: "-", omittingEmptySubsequences: true)
    // A year before 0 or after 9999 comes from a forged commit: its digits say enough.
    guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
    else {
      return String(timestamp(time).prefix { $0 != "T" })
    }
    return "\(day) \(months[month - 1]) \(parts[0])"
  }

  /// `18 Oct 2024`.
  static func shortDay(_ time: Int) -> String {
    let parts = day(time).split(separator: " ")
    return parts.count == 3 ? "\(parts[0]) \(parts[1].prefix(3)) \(parts[2])" : day(time)
  }

  /// Local time of a commit with its zone: `18 October 2024, 09:11 +0800`.
  static func moment(_ time: Int, zoneMinutes: Int) -> String {
    let zone = max(-1440, min(1440, zoneMinutes))
    let local = timestamp(Self.clamped(time) + zone * 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let sign = zone < 0 ? "−" : "+"
    let clock = local.drop { $0 != "T" }.dropFirst().prefix(5)
    return "\(day(clamped(time) + zone * 60)), \(clock) \(sign)\(two(abs(zone) / 60))\(two(abs(zone) % 60))"
  }

  /// Times of commits are any number; those beyond a million years are forged, and would overflow.
  static func clamped(_ time: Int) -> Int { max(-31_556_952_000_000, min(31_556_952_000_000, time)) }
}

/// How long ago, with the day where that says more, as `<time>`. A commit at second 0 was made without a clock: by a
/// tool that unpacks archives, say.
func ageView(_ time: Int, now: Int) -> HTML {
  if time == 0 { return "no date" }
  let time = Format.clamped(time)
  let stamp = Format.timestamp(time)
  return "<time datetime=\"\(stamp)\" title=\"\(stamp)\">\(Format.ago(time, now: now))</time>"
}
