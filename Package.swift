// swift-tools-version: 6.1
// The architecture of Alidade: one line per target, in the order of the floors (ARCHITECTURE.md).
// A target imports only targets listed before it; `TidyTests` holds every file to that.
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func floor(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

/// A suite and the folders of data it reads from the source tree.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: swiftSettings)
}

let http: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "Logging", package: "swift-log"),
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
  .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

let package = Package(
  name: "alidade",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "alidade", targets: ["alidade"])],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    // Hummingbird's own dependencies, named because the server imports them too.
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    // Rules of known issues are written in YAML.
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    // Floor 0: a byte. No file, socket, clock or Foundation.
    .target(name: "Kernels"),
    // The binary interface of a library that is loaded at run time: types only.
    .target(name: "TreeSitterABI"),
    floor("Containers"),
    floor("RegexEngine", ["Kernels", "Containers"]),
    floor("Syntax", ["Containers"]),
    // Floor 1: a posting. Bytes in, bytes out.
    floor("SearchIndex", ["Kernels", "Containers"]),
    // Floor 2: a document. Values in, values out.
    floor("QueryEngine", ["Containers", "RegexEngine", "Syntax", "SearchIndex"]),
    // Floor 3: a file, a process, a repository. First types of libIndexStore, which is loaded at run time.
    .target(name: "IndexStoreTypes"),
    floor("Platform", ["Kernels", "TreeSitterABI", "IndexStoreTypes", "Containers", "Syntax"]),
    floor("Git", ["Containers", "Platform"]),
    // Floor 4: a corpus of segments.
    floor("Search", ["Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git"]),
    // Floor 5: a commit, a line's past, a symbol.
    floor("History", ["Containers", "Platform", "Git"]),
    floor(
      "Navigation",
      ["Containers", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git", "Search", "History"]),
    // Floor 6: a job, over what lower floors offer.
    floor(
      "Diagnosis",
      [
        "Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git", "Search", "History",
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: ["Rules/starter.yaml"]),
    // Floor 7: a page, a request, a command line.
    floor(
      "WebUI",
      [
        "Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git", "Search", "History",
        "Navigation", "Diagnosis",
      ],
      exclude: ["Assets"]),
    floor(
      "Server",
      [
        "Containers", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git", "Search", "History", "Navigation",
        "Diagnosis", "WebUI",
      ] + http),
    floor("LanguageServer", ["Containers", "Syntax", "Platform", "Git", "Search", "Navigation"]),
    .executableTarget(
      name: "alidade",
      dependencies: [
        "Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git", "Search",
        "History", "Navigation", "Diagnosis", "WebUI", "Server", "LanguageServer",
      ],
      swiftSettings: swiftSettings),
    // Answers patterns on standard input for the differential fuzz (scripts/fuzz-regex.py).
    .executableTarget(name: "regex-driver", dependencies: ["RegexEngine"], swiftSettings: swiftSettings),
    // Measurements (docs/benchmarks.md). In this package, because another could not see `package` declarations.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Search", "Navigation",
        "Diagnosis",
      ],
      path: "Benchmarks", exclude: ["Relevance"], swiftSettings: swiftSettings),
    // Tests: what a suite may import is what its target may.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
    tests("RegexEngine", ["RegexEngine"]),
    tests("Syntax", ["Containers", "Syntax"], data: ["Goldens", "Highlights", "Outlines"]),
    tests("SearchIndex", ["Containers", "SearchIndex"], data: ["Compatibility"]),
    tests("QueryLanguage", ["Containers", "QueryEngine", "Syntax"], data: ["Goldens"]),
    tests("QueryEngine", ["Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine"]),
    tests("Platform", ["Containers", "Syntax", "Platform"], data: ["Emits"]),
    tests("Git", ["Containers", "Platform", "Git"]),
    tests(
      "Search", ["Containers", "RegexEngine", "Syntax", "SearchIndex", "Platform", "QueryEngine", "Search"]),
    tests("Navigation", ["Containers", "SearchIndex", "Platform", "Git", "Search", "Navigation"]),
    tests(
      "WebUI",
      [
        "Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git", "Search", "History", "Navigation",
        "Diagnosis", "WebUI",
      ],
      data: ["Goldens"]),
    tests(
      "Diagnosis",
      [
        "Containers", "RegexEngine", "Syntax", "SearchIndex", "QueryEngine", "Platform", "Git", "Search", "History",
        "Diagnosis",
      ],
      data: ["Samples", "Replies"]),
    tests("History", ["Containers", "Platform", "Git", "History"]),
    tests("Server", ["Containers", "Syntax", "QueryEngine", "Platform", "Git", "Search", "Diagnosis", "WebUI", "Server"]),
    tests("LanguageServer", ["Platform", "Search", "Navigation", "LanguageServer"]),
    tests("CommandLine", [], data: ["Fixtures", "Goldens"]),
    tests("Tidy"),
  ]
)
