import Diagnosis
import TestSupport
import Testing

@Suite struct `Paths of frames` {
  @Test(
    arguments: [
      (.go, "main.(*Index).Add(...)", "/opt/go/pkg/mod/github.com/!burnt!sushi/toml@v1.2.3/decode.go",
        "opt/go/pkg/mod/github.com/BurntSushi/toml/decode.go"),
      (.go, "main.main()", "./cmd/../main.go", "main.go"),
      (.java, "com.example.shop.Cart$Line.add", "Cart.java", "com/example/shop/Cart.java"),
      (.java, "app//com.example.Main.main", "Main.java", "com/example/Main.java"),
      (.java, "shop.cartKt.add", "cart.kt", "shop/cart.kt"),
      (.python, "load", "/usr/lib/python3/dist-packages/requests/sessions.py",
        "usr/lib/python3/dist-packages/requests/sessions.py"),
      (.python, "_find", "<frozen importlib._bootstrap>", ""),
      (.javascript, "get", "file:///srv/app/dist/a.js?x=1#y", "srv/app/dist/a.js"),
      (.javascript, "get", "webpack://shop/./src/cart.ts", "shop/src/cart.ts"),
      (.javascript, "get", "https://cdn.example.org/js/app.js", "js/app.js"),
      (.javascript, "get", "node:internal/process", ""),
      (.dotnet, "Ns.C.M()", #"C:\src\Shop\Cart.cs"#, "C:/src/Shop/Cart.cs"),
      (.rust, "t::lookup", "./src/lib.rs", "src/lib.rs"), (.native, "f", "", ""),
    ] as [(TraceKind, String, String, String)])
  func `a path is its components`(_ kind: TraceKind, _ function: String, _ file: String, _ expected: String) {
    let frame = StackFrame(function[...], file: file[...], line: 3, raw: "")
    #expect(FramePath.components(frame, kind).joined(separator: "/") == expected)
  }

  @Test(
    arguments: [
      ("a/b/c.py", "src/b/c.py", 2), ("c.py", "c.py", 1), ("a/c.py", "b/d.py", 0),
      ("gems/activerecord-7.0.1/lib/base.rb", "activerecord/lib/base.rb", 3), ("a-b/c.rb", "a/c.rb", 1),
      ("", "a", 0),
    ])
  func `paths share their ends`(_ frame: String, _ path: String, _ expected: Int) {
    #expect(FramePath.shared(frame.split(separator: "/").map(String.init), path.split(separator: "/")) == expected)
  }

  @Test(
    arguments: [
      (.go, "main.(*Index).Add(...)", "Add", "main"),
      (.go, "github.com/yuin/goldmark/ast.walkHelper({0x6232d0, 0xc0}, 0xc0)", "walkHelper", "ast"),
      (.go, "main.broken.RegisterFuncs.func1({0x41516b?, 0x8?})", "RegisterFuncs", "main"),
      (.rust, "t::lookup::{{closure}}::h0123", "lookup", "x"), (.ruby, "block in Store#get", "get", "x"),
      (.php, "Repo->fetch('80a')", "fetch", "80a"), (.dotnet, "Ns.C.<Run>d__3.MoveNext()", "Run", "Ns"),
      (.swift, "Shard.read(_:_:)", "read", "_"), (.java, "a.b.C.lambda$main$0", "main", "a"),
      (.java, "app//a.b.C.<init>", "C", "b"), (.javascript, "Object.get [as x]", "get", "node"),
      (.native, "ns::Type::call(int, Other)", "call", "Other"), (.python, "load", "load", "x"),
    ] as [(TraceKind, String, String, String)])
  func `a function's name is found in what runtimes write`(
    _ kind: TraceKind, _ function: String, _ name: String, _ other: String
  ) {
    let names = FramePath.names(function, kind)
    #expect(names.contains(name) && !names.contains(other), "\(names)")
  }

  @Test(arguments: 0..<8)
  func `any frame has a path`(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let parts = ["/", "\\", "..", ".", "a", "b.go", "@v1", "!", "://", "http", "?", "#", "<", "-1.2", "é", " ", "$", ":"]
    for _ in 0..<400 {
      let count = Int.random(in: 0...20, using: &random)
      let file = (0..<count).map { _ in parts.randomElement(using: &random)! }.joined()
      let function = (0..<count).map { _ in parts.randomElement(using: &random)! }.joined()
      if let version = VersionName.normalised(file) { #expect(VersionName.normalised(version) == version) }
      for kind in TraceKind.allCases {
        let frame = StackFrame(function[...], file: file[...], line: 1, raw: "")
        let components = FramePath.components(frame, kind)
        #expect(!components.contains("") && !components.contains(".."))
        #expect(!FramePath.names(function, kind).contains(""))
        #expect(FramePath.shared(components, components.map { $0[...] }) <= components.count)
      }
    }
  }
}

@Suite struct `Names of versions` {
  @Test(
    arguments: [
      ("v1.2.3", "1.2.3"), ("7.0.15", "7.0.15"), ("release-1.2", "1.2"), ("V_9_2_P1", "9.2.p1"), ("1.2.3+git5", "1.2.3"),
      ("openssl-3.0.1", "3.0.1"), ("1.2.3, commit 5", "1.2.3"), ("v2", nil), ("main", nil), ("", nil), ("1.x", nil),
    ] as [(String, String?)])
  func `tags and banners agree`(_ text: String, _ expected: String?) {
    #expect(VersionName.normalised(text) == expected)
  }
}
