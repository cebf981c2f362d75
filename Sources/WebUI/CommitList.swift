package import Containers
package import Git

/// Commits as rows below their days.
package struct CommitList: Sendable {
  /// Name of the repository.
  package var repository: String
  /// The commits, newest first.
  package var commits: [CommitRecord]
  /// The file whose history this is: each row then leads to the file as it was. Empty otherwise.
  package var path: [UInt8]
  /// Branches and tags that stand at a commit.
  package var names: [ObjectID: [String]] = [:]

  /// Rows for `commits`.
  package init(repository: String, commits: [CommitRecord], path: [UInt8] = []) {
    self.repository = repository
    self.commits = commits
    self.path = path
  }

  /// Names shown beside a commit.
  private static let nameLimit = 4

  /// Days with their commits.
  func view(now: Int) -> HTML {
    var days: [(day: String, commits: [CommitRecord])] = []
    for commit in commits {
      let seconds = commit.committer.seconds
      let day = seconds == 0 ? "No date" : Format.day(Format.clamped(seconds))
      if days.last?.day == day {
        days[days.count - 1].commits.append(commit)
      } else {
        days.append((day, [commit]))
      }
    }
    return days.reduce(into: HTML()) { output, day in
      let rows = day.commits.map { row($0, now: now) }
      output += "<section class=\"day\"><h2>\(day.day)</h2><ol>\n\(rows)</ol></section>\n"
    }
  }

  /// A message as text. Carriage returns before line feeds come from web forms and say nothing.
  static func message(_ bytes: [UInt8]) -> HTML {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D, index + 1 == bytes.count || bytes[index + 1] == 0x0A { continue }
      text.append(byte)
    }
    return HTML.escaped(text)
  }

  private func row(_ commit: CommitRecord, now: Int) -> HTML {
    let link = Links.commit(repository, commit.id)
    let subject = commit.subject
    let title: HTML = subject.isEmpty ? "<i>no message</i>" : .name(String(decoding: subject, as: UTF8.self))
    let body = commit.body
    let more: HTML? =
      body.isEmpty
      ? nil
      : """
      <details><summary aria-label="Message of \(commit.id.hex.prefix(10))">…</summary>\
      <pre class="msg">\(Self.message(body))</pre></details>
      """
    let merge: HTML? = commit.parents.count > 1 ? "<span class=\"tag\">merge</span>" : nil
    let tags = (names[commit.id] ?? []).prefix(Self.nameLimit).map { name -> HTML in
      "<a class=\"tag rev\" href=\"\(Links.repository(repository, revision: name))\">\(HTML.name(name))</a>"
    }
    return """
      <li class="commit" data-item=""><div class="what"><a class="subject" data-open="" href="\(link)">\(title)</a>\
      \(merge)\(tags)\(more)</div>\
      <div class="by"><span>\(HTML.name(commit.author.name))</span> \
      \(ageView(commit.author.seconds, now: now))\(fileLinks(commit))\
      <a class="id" href="\(link)"><code>\(commit.id.hex.prefix(10))</code></a></div></li>

      """
  }

  /// The file as the commit left it, under the name it had, with the lines it changed.
  private func fileLinks(_ commit: CommitRecord) -> HTML? {
    guard !path.isEmpty, let change = commit.changes.first else { return nil }
    let counts: HTML? = change.counts.map { DiffView.countsView($0) }
    let renamed: HTML? =
      change.status == .renamed
      ? "<span class=\"muted\">was \(HTML.name(String(decoding: change.oldPath, as: UTF8.self)))</span>" : nil
    let file: HTML? =
      change.new == nil
      ? "<span class=\"muted\">deleted</span>"
      : """
      <a href="\(Links.blob(repository, revision: commit.id.hex, path: change.path))" \
      aria-label="The file at \(commit.id.hex.prefix(10))">File</a>
      """
    return "\(renamed)\(counts)\(file)"
  }
}
