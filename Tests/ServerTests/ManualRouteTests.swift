import Server
import Testing
import WebUI

@Suite struct `Pages of the manual` {
  private static let good =
    [
      "/how-it-works", "/how-it-works?q=parse", "/benchmarks", "/architecture", "/docs", "/api", "/status",
      "/llms.txt",
      "/.well-known/security.txt", "/opensearch.xml", "/docs/problems",
    ]
    + Topic.allCases.map(\.address) + DocsPage.entries.map(\.address) + Problem.allCases.map(\.address)
    + BenchmarksPage().runs.map(\.address)

  @Test(arguments: good)
  func `addresses answer`(_ address: String) async throws {
    let answer = try await TestSite().get(address)
    #expect(answer.status == 200)
    #expect(!answer.bytes.isEmpty)
  }

  @Test(arguments: [
    ("/how-it-works/none", 404), ("/how-it-works/%00", 400), ("/how-it-works/..%2f", 404),
    ("/docs/none", 404),
    ("/docs/..%2fREADME", 404), ("/docs/problems/none", 404), ("/docs/problems/%FF", 404),
    ("/how-it-works?q=a+(", 400),
    ("/how-it-works/ranking?q=%3Cscript%3Ealert(1)%3C/script%3E", 200), ("/how-it-works?q=", 200),
    ("/how-it-works?q=%20%20", 200), ("/assets/benchmarks/none.json", 404),
    ("/assets/benchmarks/..%2f..%2fx", 404),
    ("/assets/benchmarks/local.json", 404),
  ])
  func `hostile addresses get a designed answer`(_ address: String, _ status: Int) async throws {
    let answer = try await TestSite().get(address)
    #expect(answer.status == status)
    #expect(!answer.text.contains("<script>alert"))
  }

  @Test func `links of the manual resolve`() async throws {
    let site = try TestSite()
    var seen: Set<String> = []
    for address in Self.good {
      let page = await site.get(address).text
      for match in page.matches(of: /href="(\/[^"#]*)/) {
        let link = String(match.1).replacing("&amp;", with: "&")
        // Results and repositories depend on what is indexed.
        guard seen.insert(link).inserted, !link.hasPrefix("/search"), !link.hasPrefix("/r/"),
          !link.hasPrefix("/explain")
        else { continue }
        let answer = await site.get(link)
        #expect(answer.status == 200, "\(address) links to \(link)")
      }
    }
    #expect(seen.count > 40)
  }

  @Test func `security.txt has what RFC 9116 asks for`() async throws {
    let usual = try await TestSite().get("/.well-known/security.txt")
    #expect(usual["Content-Type"] == "text/plain; charset=utf-8")
    #expect(usual.text.contains("Contact: http://127.0.0.1:7070/docs/security\n"))
    #expect(usual.text.contains("Expires: 2024-05-12T00:00:00Z\n"))
    let own = try TestSite { $0.securityContact = "mailto:security@example.org" }
    let ownText = await own.get("/.well-known/security.txt").text
    #expect(ownText.hasPrefix("Contact: mailto:security@example.org\n"))
  }

  @Test func `the reference names every operation and parameter`() async throws {
    let page = try await TestSite().get("/api").text
    for operation in APIOperation.all {
      #expect(page.contains("id=\"\(operation.id.rawValue)\""))
      for parameter in operation.parameters { #expect(page.contains("<code>\(parameter.name)</code>")) }
    }
  }

  @Test func `browsers are offered suggestions`() async throws {
    let text = try await TestSite().get("/opensearch.xml").text
    #expect(text.contains("application/x-suggestions+json"))
    #expect(text.contains("/api/v1/suggestions?format=opensearch&amp;q={searchTerms}"))
  }
}
