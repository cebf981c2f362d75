import Diagnosis
import RegexEngine
import TestSupport
import Testing

@Suite struct `Redaction` {
  @Test(arguments: [
    ("password=hunter2 user=ann", "password=<secret:1> user=ann"),
    ("{\"password\": \"a b\", \"n\": 1}", "{\"password\": \"<secret:1>\", \"n\": 1}"),
    (#"{\"api_key\":\"abc123\"}"#, #"{\"api_key\":\"<secret:1>\"}"#),
    ("Authorization: Bearer abc.def-123", "Authorization: Bearer <secret:1>"),
    ("--db-password s3cret --verbose", "--db-password <secret:1> --verbose"),
    ("DB_PASSWORD='x y' next", "DB_PASSWORD='<secret:1>' next"),
    ("https://ann:pw@example.com/a", "https://<credentials:1>@example.com/a"),
    ("mail from jo.doe+x@mail.example.org.", "mail from <email:1>."),
    ("from 10.1.2.3:80 to 10.1.2.4, again 10.1.2.3", "from <ip:1>:80 to <ip:2>, again <ip:1>"),
    ("listening on 127.0.0.1 and 0.0.0.0", "listening on 127.0.0.1 and 0.0.0.0"),
    ("from fe80::1ff:fe23:4567:890a port 1", "from <ip:1> port 1"),
    ("from 2001:0db8:0000:0000:0000:ff00:0042:8329 on", "from <ip:1> on"),
    ("key AKIAIOSFODNN7EXAMPLE used", "key <token:1> used"),
    ("with ghp_0123456789abcdefghijklmnopqrstuvwxyz", "with <token:1>"),
    ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def_ghi end", "jwt <token:1> end"),
    ("sent Bearer abcdefghijklmnopqrst", "sent Bearer <token:1>"),
    // What only looks like it.
    ("unexpected token: } at 12:34:56", "unexpected token: } at 12:34:56"),
    ("Failed password for root", "Failed password for root"),
    ("version 1.2.3.4.5 of lib-1.2.3.4-rc", "version 1.2.3.4.5 of lib-1.2.3.4-rc"),
    ("std::vector::at 00:1b:44:11:3a:b7", "std::vector::at 00:1b:44:11:3a:b7"),
    ("password=**** token=null secret=", "password=**** token=null secret="),
    ("user@host cloned a@b", "user@host cloned a@b"),
    ("", ""),
  ])
  func `secrets get names, other text stays`(_ text: String, _ expected: String) {
    #expect(Redactor().redact(text) == expected)
  }

  @Test func `a private key goes, its lines stay`() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nxyz=\n-----END RSA PRIVATE KEY-----"
    #expect(Redactor().redact("a\n\(key)\nb") == "a\n<private-key:1>\n\n\n\nb")
  }

  @Test func `a private key may reach over blocks`() {
    let redactor = Redactor()
    #expect(redactor.redact("-----BEGIN PRIVATE KEY-----\nMIIabc\n") == "<private-key:1>\n\n")
    #expect(redactor.redact("def\n-----END PRIVATE KEY-----\nb\n") == "\n\nb\n")
  }

  @Test func `the same value has the same name in all blocks, and all are counted`() {
    let redactor = Redactor()
    #expect(redactor.redact("a@b.example then c@b.example") == "<email:1> then <email:2>")
    #expect(redactor.redact("c@b.example 10.0.0.1") == "<email:2> <ip:1>")
    #expect(redactor.counts == ["email": 3, "ip": 1])
    #expect(redactor.distinct == ["email": 2, "ip": 1])
  }

  @Test func `rules of the user's own are applied after the others`() throws {
    let redactor = Redactor(custom: [("customer", try Regex("ACME-[0-9]+"))])
    #expect(redactor.redact("ACME-12 and ACME-13 at 10.0.0.1") == "<custom:1> and <custom:2> at <ip:1>")
    #expect(redactor.counts == ["customer": 2, "ip": 1])
  }

  @Test func `redacting twice changes nothing more`() {
    let once = Redactor().redact("password=x1 a@b.example 10.2.3.4 https://u:p@h/ AKIAIOSFODNN7EXAMPLE")
    #expect(Redactor().redact(once) == once)
  }

  @Test func `no bytes make redaction fail, and no line is lost`() {
    var random = SeededGenerator(seed: 17)
    let seeds = [
      "password=\"x\" ", "\"token\":\"", "://a:b@c ", "a@b.cd ", "1.2.3.4", "::1:2", "AKIA0123456789ABCDEF",
      "eyJabcdefghijklmnopqr.s", "-----BEGIN PRIVATE KEY-----", "-----END X-----", "--secret ", "\n", "\\\"",
      "é",
    ]
    for _ in 0..<2000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        bytes += seeds.randomElement(using: &random)?.utf8 ?? "".utf8
      }
      for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let redactor = Redactor()
      let result = bytes.withUnsafeBufferPointer { Array(redactor.redact($0)) }
      #expect(result.count { $0 == 0x0A } == bytes.count { $0 == 0x0A })
    }
  }
}
