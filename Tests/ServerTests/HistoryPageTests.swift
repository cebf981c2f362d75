import Containers
import Search
import Server
import Testing

/// Pages about the history of a repository that the test makes.
@Suite struct `History pages` {
  @Test func `the history of a repository, a folder and a file`() async throws {
    let made = try MadeRepository()
    let site = try made.site()
    let all = await site.get("/r/made/-/commits")
    #expect(all.status == 200)
    for part in ["Rename &lt;b&gt;it&lt;/b&gt;", "14 November 2023", "href=\"/r/made/-/commit/", "Atom feed"]
    {
      #expect(all.text.contains(part), "\(part)")
    }
    #expect(!all.text.contains("<b>it</b>"))
    let file = await site.get("/r/made/-/commits/src/new%20name.c")
    #expect(
      file.text.contains("Rename") && file.text.contains("First") && file.text.contains("was src/old.c"))
    let folder = await site.get("/r/made/-/commits/src")
    #expect(folder.text.contains("Rename") && !folder.text.contains("Only docs"))
    // What was deleted has a history too, what never was has none.
    #expect(await site.get("/r/made/-/commits/src/old.c").status == 200)
    #expect(await site.get("/r/made/-/commits/src/none.c").status == 404)
    #expect(await site.get("/r/made@nowhere/-/commits").status == 404)
  }

  @Test func `a cursor goes on where the last page ended`() async throws {
    let made = try MadeRepository()
    let site = try made.site()
    let head = try made.id("HEAD")
    let rest = await site.get("/r/made/-/commits?cursor=\(head.hex).3")
    #expect(rest.text.contains("First") && !rest.text.contains("Rename"))
    #expect(rest.text.contains("rel=\"prev\""))
    let beyond = await site.get("/r/made/-/commits?cursor=\(head.hex).900")
    #expect(beyond.status == 200 && beyond.text.contains("The history is over"))
    for cursor in ["x", "1.2.3", "\(head.hex).-4", "\(head.hex).99999999999999999999"] {
      #expect(await site.get("/r/made/-/commits?cursor=\(cursor)").status == 200, "\(cursor)")
    }
  }

  @Test func `the feed is Atom`() async throws {
    let made = try MadeRepository()
    let feed = await (try made.site()).get("/r/made/-/commits?format=atom")
    #expect(feed["Content-Type"] == "application/atom+xml; charset=utf-8")
    let fault = unbalanced(feed.text)
    #expect(fault == nil, "\(fault ?? "")")
    #expect(feed.text.contains("<title>Rename &lt;b&gt;it&lt;/b&gt;</title>"))
  }

  @Test func `a commit shows its changes, unified and split`() async throws {
    let made = try MadeRepository()
    let site = try made.site()
    let id = try made.id("HEAD")
    let page = await site.get("/r/made/-/commit/\(id.hex)")
    for part in [
      "renamed", "src/old.c", "class=\"d add\"", "class=\"d del\"", "<mark>", "added ", "removed ",
      "Rename &lt;b&gt;it&lt;/b&gt;", "data-stop", "1 file changed", "In</span>",
    ] {
      #expect(page.text.contains(part), "\(part)")
    }
    let short = await site.get("/r/made/-/commit/\(id.hex.prefix(10))?diff=split&context=all")
    #expect(short.status == 200 && short.text.contains("class=\"diff split\""))
    let single = await site.get("/r/made/-/commit/\(id.hex)?file=src/new%20name.c")
    #expect(single.text.contains("All files") && single.text.contains("src/old.c"))
    #expect(await site.get("/r/made/-/commit/\(id.hex)?file=none").text.contains("No changes."))
    let first = await site.get("/r/made/-/commit/HEAD~4")
    #expect(first.status == 200 && first.text.contains("none: the history known here begins with it"))
    for missing in [
      String(repeating: "1", count: 40), "zzz", "HEAD%5E%7Btree%7D", "--all", "HEAD:src",
    ] {
      #expect(await site.get("/r/made/-/commit/\(missing)").status == 404, "\(missing)")
    }
  }

  @Test func `blame has the commit of each line and leads behind it`() async throws {
    let made = try MadeRepository()
    let site = try made.site()
    let page = await site.get("/r/made/-/blame/src/new%20name.c?L=2-3")
    #expect(page.status == 200)
    for part in [
      "id=\"L1\"", "class=\"l sel\" id=\"L2\"", "First", "Rename &lt;b&gt;it", "Before this commit",
      "/-/blame/src/old.c?L=", "1 commit of", "class=\"t-",
    ] {
      #expect(page.text.contains(part), "\(part)")
    }
    #expect(
      await site.get("/r/made/-/blame/src/new%20name.c?ignore=no").text.contains("Pass over formatting"))
    #expect(await site.get("/r/made/-/blame/src").status == 404)
    #expect(await site.get("/r/made/-/blame/none").status == 404)
    #expect(await site.get("/r/made/-/blame/../../etc/passwd").status == 404)
    #expect(await site.get("/r/made/-/blame/binary").text.contains("This file is not text."))
    #expect(await site.get("/r/made/-/blame/empty").text.contains("This file is empty."))
  }

  @Test func `blame of a long file comes in parts, and a line decides which`() async throws {
    let made = try MadeRepository()
    try made.add("long.c", lines: 4500)
    let site = try made.site()
    func part(_ query: String) async -> (first: String?, last: String?, text: String) {
      let text = await site.get("/r/made/-/blame/long.c\(query)").text
      let lines = text.matches(of: /id="L(\d+)"/).map { String($0.1) }
      return (lines.first, lines.last, text)
    }
    for (query, first, last) in [
      ("", "1", "2000"), ("?part=2", "2001", "4000"), ("?part=3", "4001", "4500"), ("?part=99", "4001", "4500"),
      ("?L=2000", "1", "2000"), ("?L=2001-2003", "2001", "4000"), ("?L=999999", "4001", "4500"),
    ] {
      let found = await part(query)
      #expect(found.first == first && found.last == last, "\(query)")
      // The commit that began before is named on top of each part.
      #expect(found.text.contains("class=\"subject\""), "\(query)")
      #expect(found.text.contains("of 4,500"))
    }
    #expect(await part("?part=2").text.contains("rel=\"prev\" href=\"/r/made/-/blame/long.c?part=1\""))
    #expect(await part("?L=2002").text.contains("class=\"l sel\" id=\"L2002\""))
  }

  @Test func `lines of a commit are followed to where they are now`() async throws {
    let made = try MadeRepository()
    let site = try made.site()
    let first = try made.id("HEAD~4").hex
    func place(_ target: String) async -> String? {
      let reply = await site.get("/r/made/-/blob/" + target)
      return reply.status == 302 ? reply["Location"] : nil
    }
    let now = "/r/made/-/blob/src/new%20name.c"
    #expect(await place("src/old.c?from=\(first)&L=5-6") == "\(now)?L=5-6#L5-L6")
    #expect(await place("src/old.c?from=\(first.prefix(10))&L=3") == "\(now)?L=3#L3", "a changed line is near")
    #expect(await place("src/old.c?from=\(first)") == now)
    #expect(await place("side.txt?from=\(try made.id("side").hex)&L=1") == "/r/made/-/commits/side.txt")
    let none = String(repeating: "1", count: 40)
    #expect(await site.get("/r/made/-/blob/src/old.c?from=\(none)").status == 404)
    for bad in ["main", "--all", "123", "HEAD~1^%7B%7D"] {
      #expect(await site.get("/r/made/-/blob/src/old.c?from=\(bad)").status == 400, "\(bad)")
    }
  }

  @Test func `two revisions are compared from their common ancestor or as they are`() async throws {
    let made = try MadeRepository()
    let site = try made.site()
    let from = await site.get("/r/made/-/compare/main...side")
    for part in ["1 commit ahead of", "1 commit behind it", "Side", "common ancestor", "side.txt"] {
      #expect(from.text.contains(part), "\(part)")
    }
    #expect(!from.text.contains("new name.c"))
    #expect(await site.get("/r/made/-/compare/main..side").text.contains("new name.c"))
    #expect(await site.get("/r/made/-/compare/main...main").text.contains("No changes."))
    let unknown = await site.get("/r/made/-/compare/main...none")
    #expect(unknown.status == 404 && unknown.text.contains("Not found:"))
    let form = await site.get("/r/made/-/compare")
    #expect(
      form.status == 200 && form.text.contains("name=\"base\"")
        && form.text.contains("<option value=\"side\">"))
    let sent = await site.get("/r/made/-/compare?base=main&head=a%2Fb%3F")
    #expect(sent.status == 303 && sent["Location"] == "/r/made/-/compare/main...a/b%3F")
  }

  @Test func `a plain folder has no history and says so`() async throws {
    let made = try MadeRepository()
    let page = await (try made.site { $0.isGit = false }).get("/r/made/-/commits")
    #expect(page.status == 404 && page.text.contains("History needs git"))
  }

  @Test func `a repository that is gone is a fault with a way out`() async throws {
    let made = try MadeRepository()
    let page = await (try made.site { $0.location = "/nowhere/at/all" }).get("/r/made/-/commits")
    #expect(page.status == 503 && page.text.contains("Try again"))
  }
}

/// Says where the tags of a text do not nest.
private func unbalanced(_ text: String) -> String? {
  var open: [Substring] = []
  for match in text.matches(of: /<(\/?)([a-z]+)[^>]*?(\/?)>/) {
    if match.1.isEmpty, match.3.isEmpty { open.append(match.2) }
    if !match.1.isEmpty, open.popLast() != match.2 { return "unexpected </\(match.2)>" }
  }
  return open.isEmpty ? nil : "open: \(open)"
}
