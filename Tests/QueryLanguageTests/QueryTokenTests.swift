import QueryEngine
import Testing

@Suite struct `Query tokens` {
  @Test(arguments: [
    ("foo -\"b c\"", "literal⟨foo⟩ operator⟨-⟩ quoted⟨\"b c\"⟩"),
    ("(a OR /b/)", "operator⟨(⟩ literal⟨a⟩ operator⟨OR⟩ regex⟨/b/⟩ operator⟨)⟩"),
    ("lang:go x", "filterName⟨lang:⟩ filterValue⟨go⟩ literal⟨x⟩"),
    ("lang:nope x", "filterName⟨lang:⟩ error⟨nope⟩ literal⟨x⟩"),
    ("flie:x", "error⟨flie⟩ filterName⟨:⟩ filterValue⟨x⟩"),
    ("a (b", "literal⟨a⟩ error⟨(⟩ literal⟨b⟩"),
    ("a b)", "literal⟨a⟩ literal⟨b⟩ error⟨)⟩"),
    ("\"abc", "error⟨\"⟩ quoted⟨abc⟩"),
    ("patterntype:regexp a.b", "filterName⟨patterntype:⟩ filterValue⟨regexp⟩ regex⟨a.b⟩"),
    ("content:/é/", "filterName⟨content:⟩ filterValue⟨/é/⟩"),
    ("sym:Foo", "filterName⟨sym:⟩ filterValue⟨Foo⟩"),
    ("author:x", "error⟨author:⟩ error⟨x⟩"),
    ("", ""),
  ])
  func `a text is coloured`(_ text: String, _ wanted: String) {
    let bytes = Array(text.utf8)
    let found = Query.tokens(of: text).map { token in
      "\(token.kind.rawValue)⟨\(String(decoding: bytes[token.range], as: UTF8.self))⟩"
    }
    #expect(found.joined(separator: " ") == wanted)
  }

  @Test(arguments: [
    ("la", "lang:"), ("foo la", "foo lang:"), ("foo (la", "foo (lang:"), ("-fo", nil), ("-fil", "-file:"),
    ("lang:pyt", "lang:Python"), ("lang:go,swi", "lang:go,Swift"), ("lang:jupy", "lang:\"Jupyter Notebook\""),
    ("lang:skip", "lang:skipped"), ("type:", "type:file"), ("type:sym", "type:symbol"), ("case:n", "case:no"),
    ("repo.has:pa", "repo.has:path("), ("count:", "count:all"), ("\"la", nil), ("/la", nil), ("sym", "sym:"),
    ("in:com", "in:comment"), ("kind:class,enu", "kind:class,enum"),
    ("path", "file:"),
  ])
  func `the first completion at the end`(_ text: String, _ wanted: String?) {
    let first = FieldTable.completions(for: text, cursor: text.utf8.count).first
    let completed = first.map { completion in
      String(decoding: Array(text.utf8)[..<completion.range.lowerBound], as: UTF8.self)
        + completion.replacement
    }
    #expect(completed == wanted)
  }

  @Test func `a completion replaces the rest of the word`() throws {
    let name = try #require(FieldTable.completions(for: "a lnag:go b", cursor: 3).first)
    #expect(name.range == 2..<7)
    let value = try #require(FieldTable.completions(for: "lang:pyxx b", cursor: 7).first)
    #expect(value.range == 5..<9)
    #expect(FieldTable.completions(for: "", cursor: 0).count == 25)
    #expect(FieldTable.completions(for: "x", cursor: 99).isEmpty)
    #expect(FieldTable.completions(for: "é", cursor: 1).allSatisfy { $0.range == 2..<2 })
    #expect(FieldTable.completions(for: "lang:", cursor: 5).count == FieldTable.completionsMax)
  }
}
