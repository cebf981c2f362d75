/// The names that ``pathTraits(_:)`` knows.
enum PathFacts {
  /// Folders that mean something at any depth.
  static let folders: [String: PathTraits] = table([
    (
      .vendored,
      """
      vendor vendors Vendor Vendors node_modules bower_components third_party third-party thirdparty ThirdParty
      Third_Party Third-Party 3rdparty 3rd_party 3rd-party Godeps extern external externals Extern External Externals
      Carthage Pods jspm_packages web_modules .yarn xvba_modules ace-builds MathJax CodeMirror codemirror flow-typed
      bootstrap-datepicker site-packages admin_media puphpet Sparkle
      """
    ),
    (.generated, "__generated__ generated Generated dist _generated DerivedData .dart_tool"),
    (
      .test,
      """
      test tests Test Tests __tests__ __test__ spec specs testdata test-data test_data __mocks__ __snapshots__ fixtures
      __fixtures__ e2e unittest unittests selftests testsuite testing testutil testutils integration_test
      integration_tests integration-tests androidTest jvmTest commonTest
      """
    ),
    (.documentation, "docs Documentation documentation javadoc Javadoc groovydoc Groovydoc"),
    (
      .example,
      """
      examples example Examples Example demo demos Demo Demos samples sample Samples Sample benchmarks benchmark
      Benchmarks Benchmark benches bench
      """
    ),
  ])

  /// Folders that mean something at the root only.
  static let rootFolders: [String: PathTraits] = table([
    (.vendored, "deps dependencies Dependencies debian"),
    (.documentation, "doc Doc Docs man Man"),
  ])

  /// Whole file names.
  private static let names: [String: PathTraits] = table([
    (
      [.lock, .generated],
      """
      package-lock.json yarn.lock pnpm-lock.yaml npm-shrinkwrap.json bun.lock bun.lockb deno.lock Cargo.lock Gemfile.lock
      Pipfile.lock poetry.lock uv.lock pdm.lock composer.lock go.sum go.work.sum mix.lock rebar.lock Podfile.lock
      Package.resolved Cartfile.resolved flake.lock pubspec.lock packages.lock.json gradle.lockfile conan.lock
      .terraform.lock.hcl MODULE.bazel.lock stack.yaml.lock cabal.project.freeze gems.locked pixi.lock
      """
    ),
    (
      .vendored,
      """
      configure config.guess config.sub aclocal.m4 libtool.m4 ltoptions.m4 ltsugar.m4 ltversion.m4 lt~obsolete.m4
      ltmain.sh install-sh depcomp missing cpplint.py erlang.mk waf gradlew gradlew.bat mvnw mvnw.cmd
      dotnet-install.ps1 dotnet-install.sh html5shiv.js dojo.js MochiKit.js ckeditor.js Chart.js bootbox.js
      pdf.worker.js normalize.css skeleton.css animate.css proguard.pro activator activator.bat
      """
    ),
    (.generated, "Makefile.in config.h.in R.java BuildConfig.java bindata.go"),
    (.test, "conftest.py"),
  ])

  /// Ends of file names, with the traits.
  private static let suffixes: [(StaticString, PathTraits)] = [
    (".min.js", [.minified, .generated]), ("-min.js", [.minified, .generated]),
    (".min.mjs", [.minified, .generated]),
    (".min.css", [.minified, .generated]), ("-min.css", [.minified, .generated]), (".js.map", .generated),
    (".css.map", .generated), (".pb.go", .generated), (".pb.gw.go", .generated), ("_pb2.py", .generated),
    ("_pb2.pyi", .generated), ("_pb2_grpc.py", .generated), (".pb.cc", .generated), (".pb.h", .generated),
    (".pb.swift", .generated), (".grpc.swift", .generated), ("_pb.js", .generated), ("_pb.d.ts", .generated),
    ("_pb.rb", .generated), (".g.dart", .generated), (".freezed.dart", .generated), (".pb.dart", .generated),
    (".g.cs", .generated), (".g.i.cs", .generated), (".designer.cs", .generated),
    (".Designer.cs", .generated),
    (".Designer.vb", .generated), (".generated.go", .generated), ("_generated.go", .generated),
    ("_gen.go", .generated), (".generated.ts", .generated), (".generated.swift", .generated),
    (".generated.cs", .generated), (".snap", [.generated, .test]), (".nib", .generated),
    (".d.ts.map", .generated),
    ("_test.go", .test), ("_test.py", .test), ("_test.rb", .test), ("_test.cc", .test), ("_test.cpp", .test),
    ("_test.c", .test), ("_test.rs", .test), ("_test.dart", .test), ("_test.exs", .test),
    ("_test.clj", .test),
    ("_tests.rs", .test), ("_unittest.cc", .test), ("_unittest.py", .test), ("_spec.rb", .test),
    ("_spec.lua", .test),
    (".test.js", .test), (".test.jsx", .test), (".test.ts", .test), (".test.tsx", .test),
    (".test.mjs", .test),
    (".spec.js", .test), (".spec.jsx", .test), (".spec.ts", .test), (".spec.tsx", .test),
    ("Test.java", .test),
    ("Tests.java", .test), ("IT.java", .test), ("Test.kt", .test), ("Tests.kt", .test), ("Test.scala", .test),
    ("Spec.scala", .test), ("Test.cs", .test), ("Tests.cs", .test), ("Test.php", .test),
    ("Tests.swift", .test),
    ("Test.swift", .test), ("Tests.m", .test), ("Spec.hs", .test), ("Test.cpp", .test), ("Tests.fs", .test),
  ]

  /// Starts of file names that must go on with one of the ends.
  private static let prefixes: [(StaticString, [StaticString], PathTraits)] = [
    ("test_", [".py", ".c", ".cc", ".cpp", ".rb", ".rs", ".jl"], .test),
    ("zz_generated", [".go"], .generated), ("moc_", [".cpp"], .generated), ("qrc_", [".cpp"], .generated),
    ("ui_", [".h"], .generated), ("jquery", [".js", ".css"], .vendored),
    ("bootstrap", [".js", ".css"], .vendored),
    ("modernizr", [".js"], .vendored), ("mootools", [".js"], .vendored), ("tiny_mce", [".js"], .vendored),
    ("font-awesome", [".css", ".scss", ".less"], .vendored), ("fontawesome", [".css", ".scss"], .vendored),
    ("fontello", [".css"], .vendored), ("knockout-", [".js"], .vendored), ("yahoo-", [".js"], .vendored),
    ("d3.v", [".js"], .vendored), ("shBrush", [".js"], .vendored), ("cordova", [".js"], .vendored),
  ]

  /// Names of documents, alone or before a dot.
  private static let documents: [StaticString] = [
    "README", "Readme", "readme", "CHANGELOG", "Changelog", "CHANGES", "CHANGE", "HISTORY", "History", "NEWS", "CONTRIBUTING", "COPYING", "INSTALL",
    "LICENSE",
    "LICENCE", "License", "Licence", "license", "licence", "CITATION", "SECURITY", "CODE_OF_CONDUCT",
    "NOTICE",
  ]

  static func traits(ofName name: Slice<UnsafeBufferPointer<UInt8>>) -> PathTraits {
    var traits = names[String(decoding: name, as: UTF8.self)] ?? []
    for (suffix, found) in suffixes where ends(name, suffix) { traits.formUnion(found) }
    for (prefix, ends, found) in prefixes
    where starts(name, prefix) && ends.contains(where: { self.ends(name, $0) }) {
      traits.formUnion(found)
    }
    for document in documents where starts(name, document) {
      let next = name.startIndex + document.utf8CodeUnitCount
      if next == name.endIndex || name[next] == UInt8(ascii: ".") { traits.insert(.documentation) }
    }
    return traits
  }

  private static func starts(_ name: Slice<UnsafeBufferPointer<UInt8>>, _ text: StaticString) -> Bool {
    matches(name, at: name.startIndex, text)
  }

  private static func ends(_ name: Slice<UnsafeBufferPointer<UInt8>>, _ text: StaticString) -> Bool {
    matches(name, at: name.endIndex - text.utf8CodeUnitCount, text)
  }

  private static func matches(_ name: Slice<UnsafeBufferPointer<UInt8>>, at start: Int, _ text: StaticString)
    -> Bool
  {
    let count = text.utf8CodeUnitCount
    guard start >= name.startIndex, start + count <= name.endIndex else { return false }
    let wanted = text.utf8Start
    // From the end: starts of names vary less than their ends.
    var index = count - 1
    while index >= 0 {
      if name[start + index] != wanted[index] { return false }
      index -= 1
    }
    return true
  }

  private static func table(_ rows: [(PathTraits, String)]) -> [String: PathTraits] {
    var table: [String: PathTraits] = [:]
    for (traits, words) in rows {
      for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        table[String(word), default: []].formUnion(traits)
      }
    }
    return table
  }
}
