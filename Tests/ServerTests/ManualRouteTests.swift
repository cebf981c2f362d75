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

  @Test func `addresses that are given out are those people use`() async throws {
    let behind = try TestSite { $0.trustedProxies = ["10.0.0.1"] }
    func contact(_ site: TestSite, _ peer: String, _ proto: String?) async -> TestSite.Answer {
      await site.get("/.well-known/security.txt") {
        $0.peer = peer
        $0.forwardedProto = proto
      }
    }
    let told = await contact(behind, "10.0.0.1", "https")
    #expect(told.text.contains("Canonical: https://127.0.0.1:7070/.well-known/security.txt\n"))
    #expect(told["Strict-Transport-Security"] == "max-age=31536000")
    #expect(await contact(behind, "10.0.0.1", "https, http").text.contains("Canonical: https://"))
    for (peer, proto) in [("192.0.2.1", "https"), ("10.0.0.1", "http"), ("10.0.0.1", nil)] {
      let plain = await contact(behind, peer, proto)
      #expect(plain.text.contains("Canonical: http://127.0.0.1:7070/"))
      #expect(plain["Strict-Transport-Security"] == nil)
    }
    let named = try TestSite { $0.publicAddress = PublicAddress("https://Code.Example.org/") }
    let answer = await named.get("/opensearch.xml") { $0.host = "code.example.org" }
    #expect(answer.status == 200 && answer.text.contains("template=\"https://code.example.org/search?q="))
    #expect(answer["Strict-Transport-Security"] != nil)
  }

  @Test(arguments: [
    ("https://code.example.org", "code.example.org"), ("http://h:8080/", "h"), ("HTTPS://H", "h"),
    ("https://[::1]:443", "::1"), ("https://h/path", nil), ("https://u@h", nil), ("ftp://h", nil),
    ("https://", nil),
    ("https://h:0", nil), ("https://h:99999", nil), ("https://h?q", nil), ("https://[::1", nil),
    ("https://a b", nil),
    ("https://[x]", nil), ("code.example.org", nil),
  ])
  func `a public address is a scheme, a name and a port`(_ text: String, _ host: String?) {
    #expect(PublicAddress(text)?.host == host)
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
