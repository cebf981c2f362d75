import Server
import Testing

/// Every parameter of every address, with values that mean harm.
@Suite struct `Hostile addresses` {
  /// Values that no parameter takes.
  private static let forbidden = [
    "%00", "a%00b", "%FF", "%C0%AF", "%ED%A0%80", "%", "%2", "%zz", "%01", "%1B[31m", "%7F",
  ]

  /// Values that some parameters take, but none may trip over.
  private static let strange = [
    "..", "../../../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cwindows", "/etc/passwd",
    "//example.org/", "-", "--", "--upload-pack=touch%20x", "%2D%2Dexec", "$(id)", "%60id%60", ";id", "%7Cid",
    "'",
    "%22", "%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", "{{7*7}}",
    "%s%n%d",
    "99999999999999999999", "-1", "0", "1e9", "NaN", "%E2%80%AE", "%F0%9F%92%A9", "%EF%BB%BF", "a@b", "HEAD",
    "@%7B-1%7D", "main%5E%7Btree%7D", "%0A%0D", "%0D%0ASet-Cookie:%20a=b", "%2500", "%252e%252e", "+",
    String(repeating: "a", count: 5000), String(repeating: "../", count: 500),
    String(repeating: "(", count: 2000), String(repeating: "%F0%9F%92%A9", count: 500),
  ]

  /// Addresses with one place for a value.
  private static let pages: [String] =
    [
      "search?q=", "search?q=parse&ctx=", "search?q=parse&after=", "search?q=parse&view=", "search.atom?q=",
      "repos?name=", "explain?q=", "explain?q=parse&repo=demo/engine&path=", "explain?q=parse&path=x&repo=",
      "theme?set=", "theme?set=dark&to=", "r/", "r/demo/engine@", "how-it-works/", "docs/", "assets/",
      "r/demo/engine/-/blob/Sources/Parser.swift?L=", "r/demo/engine/-/blob/Sources/Parser.swift?part=",
    ]
    + ["tree", "blob", "raw", "blame", "commits", "commit", "compare"].flatMap {
      [
        "r/demo/engine/-/\($0)/", "r/demo/engine@main/-/\($0)/", "r/demo/engine@VALUE/-/\($0)/x",
        "r/VALUE/-/\($0)/x",
      ]
    } + [""]

  /// The same of the API, out of its table.
  private static let operations: [String] = APIOperation.all.flatMap { operation -> [String] in
    func path(_ name: String) -> String {
      operation.route.replacing("{repo}", with: name == "repo" ? "VALUE" : "demo/engine")
        .replacing("{sha}", with: name == "sha" ? "VALUE" : "1a2b3c4d")
    }
    let needed = operation.parameters.filter { $0.isRequired && $0.place == .query }
    return operation.parameters.map { parameter in
      var pairs = needed.filter { $0.name != parameter.name }.map { "\($0.name)=\($0.example ?? "x")" }
      if parameter.place == .query { pairs.append("\(parameter.name)=VALUE") }
      return path(parameter.name).dropFirst() + "?" + pairs.joined(separator: "&")
    } + [path("").dropFirst() + "?VALUE=x", path("").dropFirst() + "?q=x&VALUE"]
  }

  private func target(_ template: String, _ value: String) -> String {
    "/" + (template.contains("VALUE") ? template.replacing("VALUE", with: value) : template + value)
  }

  @Test(arguments: pages + operations)
  func `are refused by design`(_ template: String) async throws {
    let site = try TestSite { $0.searchesPerMinute = 0 }
    for value in Self.forbidden {
      let answer = await site.get(target(template, value))
      #expect((400..<500).contains(answer.status), "\(target(template, value)): \(answer.status)")
      check(answer, target(template, value))
    }
  }

  @Test(arguments: pages + operations)
  func `do no harm`(_ template: String) async throws {
    let site = try TestSite { $0.searchesPerMinute = 0 }
    for value in Self.strange {
      let answer = await site.get(target(template, value))
      #expect(answer.status < 500, "\(target(template, value)): \(answer.status)")
      check(answer, target(template, value))
      #expect(!answer.text.contains("root:x:0"))
    }
  }

  /// What holds for every reply.
  private func check(_ answer: TestSite.Answer, _ target: String) {
    let isAPI = target.hasPrefix("/api/v1/")
    if answer.status >= 400, isAPI {
      #expect(answer["Content-Type"] == "application/problem+json", "\(target)")
      #expect(answer.text.contains("\"type\":\"/docs/problems/"), "\(target)")
    }
    let values = answer.headers.flatMap { $0.value.utf8 }
    #expect(values.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(target)")
    guard answer["Content-Type"]?.hasPrefix("text/html") == true else { return }
    #expect(!answer.text.contains("<script>") && !answer.text.contains("<img src=x"), "\(target)")
    #expect(answer.text.hasSuffix("</html>\n"), "\(target)")
  }
}
