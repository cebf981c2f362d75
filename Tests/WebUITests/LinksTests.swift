import Search
import Testing
import WebUI

@Suite struct `Addresses of pages` {
  @Test(arguments: [
    ("a b", "/search?q=a+b"), ("a+b&c=d#e%", "/search?q=a%2Bb%26c%3Dd%23e%25"),
    ("/x/ file:*.c", "/search?q=/x/+file:*.c"),
    ("\"q\" <x>", "/search?q=%22q%22+%3Cx%3E"), ("é", "/search?q=%C3%A9"),
  ])
  func `a query keeps its meaning in an address`(_ query: String, _ address: String) {
    #expect(Links.search(query) == address)
  }

  @Test(arguments: [
    ("host/o/n", "main", "a/b.c", "/r/host/o/n/-/blob/a/b.c"),
    ("n", "feature/x", "a", "/r/n@feature/x/-/blob/a"),
    ("odd@name", "main", "a", "/r/odd%40name/-/blob/a"),
    ("a/-/b", "main", "x", "/r/a%2F-%2Fb/-/blob/x"),
    ("n", "main", "a b?c#d%e\n<f>", "/r/n/-/blob/a%20b%3Fc%23d%25e%0A%3Cf%3E"),
  ])
  func `a file has one address`(_ repository: String, _ revision: String, _ path: String, _ address: String) {
    let place = PlacementName(
      repository: repository, path: Array(path.utf8), revision: revision,
      isDefaultRevision: revision == "main")
    #expect(Links.file(place) == address)
  }

  @Test func `a path that is not UTF-8 keeps its bytes`() {
    #expect(Links.raw(PlacementName(repository: "n", path: [0x61, 0xFF, 0x62])) == "/r/n/-/raw/a%FFb")
  }

  @Test func `no repository name leads to another site`() {
    for name in ["/evil.example", "//evil.example", "\\evil", "javascript:alert(1)", "..", "a\r\nb"] {
      let address = Links.repository(name)
      #expect(address.hasPrefix("/r/"))
      #expect(
        address.utf8.allSatisfy {
          $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"")
        })
    }
  }
}
