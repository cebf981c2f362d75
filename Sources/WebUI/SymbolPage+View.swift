package import Navigation

extension SymbolPage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description = "Where \(symbol.qualifiedName) is declared and used."
    let content: HTML = """
      <h1><span class="tag">\(symbol.kind)</span> \(HTML.name(symbol.qualifiedName)) \(badge(definitions))</h1>
      \(signature)
      \(documentation)
      \(section("definition", "Definition", definitions, note: definitionNote))
      \(referencesSection)
      \(implementations.locations.isEmpty ? HTML() : section("implementations", "Implementations", implementations, note: nil))
      \(calls("callers", "Callers", callers, isCallee: false))
      \(calls("callees", "Calls", callees, isCallee: true))
      \(footer)
      """
    return Frame.page(
      title: "\(symbol.name) · symbol", context: context, mainClass: "page symbol", content: content)
  }

  private var signature: HTML? {
    guard !symbol.signature.isEmpty else { return nil }
    return
      "<pre class=\"sig\" tabindex=\"0\" role=\"region\" aria-label=\"Declaration\"><code>\(symbol.signature)</code></pre>"
  }

  private var documentation: HTML? { DocText.view(symbol.documentation, signature: symbol.signature) }

  private func badge(_ answer: NavigationAnswer) -> HTML {
    let isExact = answer.precision?.isExact ?? false
    return isExact
      ? "<span class=\"tag exact\">exact</span>"
      : "<span class=\"tag\" title=\"Found by names, scopes and imports; no compiler was asked\">by name</span>"
  }

  private var definitionNote: HTML? {
    guard definitions.locations.count > 1, definitions.precision == .byName else { return nil }
    return "<p class=\"muted\">More than one declaration fits; the likeliest comes first.</p>"
  }

  private var referencesSection: HTML {
    guard references.total > 0 else {
      return
        "<section id=\"references\"><h2>References</h2><p class=\"muted\">None was found in what is indexed.</p></section>"
    }
    return section("references", "References", references, note: filterForm)
  }

  private var filterForm: HTML? {
    guard references.total > 8, let address else { return nil }
    return """
      <form class="filter" action="\(address)"><label>Filter by path \
      <input type="search" name="filter" value="\(filter)" autocomplete="off" spellcheck="false"></label> \
      <button>Filter</button></form>
      """
  }

  private func section(_ id: String, _ title: String, _ answer: NavigationAnswer, note: HTML?) -> HTML {
    let exact = groups(answer.locations, isExact: true)
    let named = groups(answer.locations, isExact: false)
    let isMixed = !exact.isEmpty && !named.isEmpty
    return """
      <section id="\(id)"><h2>\(title) <span class="muted">\(Format.count(answer.total))</span></h2>
      \(note)\(answer.notes.map { note -> HTML in "<p class=\"muted\">\(note.prefix(1).uppercased() + note.dropFirst()).</p>" })
      \(isMixed ? "<h3>Exact</h3>" : HTML())\(list(exact))
      \(isMixed ? "<h3>By name</h3>" : HTML())\(list(named))
      </section>
      """
  }

  private func list(_ groups: [FileGroup]) -> HTML? {
    guard !groups.isEmpty else { return nil }
    return "<ol class=\"cards uses\">\(groups.map(card))</ol>"
  }

  private func card(_ group: FileGroup) -> HTML {
    let page = Links.blob(group.repository, revision: group.revision, path: Array(group.path.utf8))
    let shown = group.places.prefix(Self.linesPerFile)
    let rest = group.places.count - shown.count
    return """
      <li class="card" data-item=""><h3><a class="repo" href="\(Links.repository(group.repository))">\(HTML.name(group.repository))</a>\
      <span class="sep" aria-hidden="true">›</span><a class="path" data-open="" href="\(page)">\(HTML.name(group.path))</a>\
      <span class="n">\(Format.count(group.places.count, "place"))</span></h3>
      <pre>\(shown.map { line($0, page: page) })</pre>\
      \(rest > 0 ? "<p class=\"muted more\">and \(Format.count(rest, "more place"))</p>" : HTML())</li>

      """
  }

  private func line(_ place: CodeLocation, page: String) -> HTML {
    let text = place.text ?? []
    let start = text.prefix { $0 == 0x20 || $0 == 0x09 }.count
    let end = min(text.count, max(place.columns.upperBound, start) + 160)
    let mark = place.columns.clamped(to: 0..<text.count)
    let code = CodeText.line(text, min(start, mark.lowerBound)..<end, marks: mark.isEmpty ? [] : [mark])
    let role: HTML? = roleTag(place)
    let reason: HTML? = place.reason.isEmpty ? nil : "<i class=\"why\">\(place.reason)</i>"
    return
      "<span class=\"l\"><a href=\"\(page)#L\(place.line)\">\(place.line)</a>\(code)\(role)\(reason)\n</span>"
  }

  private func roleTag(_ place: CodeLocation) -> HTML? {
    if place.roles.contains(.definition) { return " <b class=\"tag\">definition</b>" }
    if place.roles.contains(.write) { return " <b class=\"tag\">write</b>" }
    if place.roles.contains(.import) { return " <b class=\"tag\">import</b>" }
    return nil
  }

  private func calls(_ id: String, _ title: String, _ groups: [CallGroup], isCallee: Bool) -> HTML? {
    guard !groups.isEmpty else { return nil }
    let items = groups.prefix(Self.callGroupsMax).map { group -> HTML in
      let place = isCallee ? group.definition ?? group.calls.first : group.calls.first
      guard let place else { return HTML() }
      let name = group.symbol?.qualifiedName ?? "outside of functions"
      let url = Links.blob(place.repository, revision: place.revision, path: Array(place.path.utf8))
      let count: HTML? =
        group.calls.count > 1
        ? " <span class=\"muted\">\(Format.count(group.calls.count, "call"))</span>" : nil
      return
        "<li><a href=\"\(url)#L\(place.line)\"><code>\(HTML.name(name))</code></a> <span class=\"muted\">\(HTML.name(place.path)):\(place.line)</span>\(count)</li>"
    }
    let rest = groups.count - items.count
    return """
      <section id="\(id)"><h2>\(title) <span class="muted">\(Format.count(groups.count))</span></h2>
      <ul class="calls">\(items)\(rest > 0 ? "<li class=\"muted\">and \(Format.count(rest, "more function"))</li>" : HTML())</ul></section>
      """
  }

  private var footer: HTML {
    let page = Links.blob(position.repository, revision: position.revision, path: Array(position.path.utf8))
    return """
      <p class="muted"><a href="\(page)#L\(position.line)">Where this was asked</a> · \
      <a href="\(Links.search(symbol.name))">Search for the word</a> · \
      <a href="/docs/navigation">How names are followed</a></p>
      """
  }
}

extension Links {
  /// The page of a symbol by the text that answers name it with. The address holds the text in base64url, so that any
  /// text is one step of a path.
  package static func symbol(_ text: String) -> String { "/sym/\(SymbolAddress.encode(text))" }

  /// The page of the name at a position.
  package static func symbol(at position: CodePosition) -> String {
    var url =
      "/sym?repo=\(queryValue(position.repository))&path=\(queryValue(position.path))&line=\(position.line)"
    url += "&column=\(position.column)"
    if let revision = position.revision { url += "&rev=\(queryValue(revision))" }
    return url
  }
}

/// Texts of symbols as steps of addresses: base64 with the letters for addresses, without padding.
package enum SymbolAddress {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// Texts longer than this, in bytes, have no address.
  package static let lengthMax = 4_096

  /// The step for a text.
  package static func encode(_ text: String) -> String {
    var output: [UInt8] = []
    var bits = 0
    var value = 0
    for byte in text.utf8 {
      value = (value << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 6 {
        bits -= 6
        output.append(letters[value >> bits & 63])
      }
    }
    if bits > 0 { output.append(letters[value << (6 - bits) & 63]) }
    return String(decoding: output, as: UTF8.self)
  }

  /// The text of a step; nil for one that is none.
  package static func decode(_ step: String) -> String? {
    guard step.utf8.count <= lengthMax * 2 else { return nil }
    var output: [UInt8] = []
    var bits = 0
    var value = 0
    for byte in step.utf8 {
      guard let letter = letters.firstIndex(of: byte) else { return nil }
      value = (value << 6 | letter) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: value >> bits))
      }
    }
    return String(validating: output, as: UTF8.self)
  }
}
