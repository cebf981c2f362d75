import Foundation
import Testing

/// The files of the repository that the rules of this suite are about, read once.
struct SourceTree: Sendable {
  /// A text file.
  struct File: Sendable, CustomTestStringConvertible {
    /// From the root of the repository, with slashes.
    let path: String
    let lines: [String]

    var testDescription: String { path }

    /// The target the file belongs to: `Search` for `Sources/Search/Searcher.swift`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  }

  /// Swift files under `Sources`.
  let sources: [File]

  /// Swift files under `Tests` and `Benchmarks`.
  let tests: [File]

  /// Everything else people write: documents, scripts, C, stylesheets, the package manifest.
  let others: [File]

  var all: [File] { sources + tests + others }

  static let shared = SourceTree()

  private init() {
    let root = Self.root
    var sources: [File] = []
    var tests: [File] = []
    var others: [File] = []
    for path in Self.paths(under: root) {
      // Files that are not text are none of these rules' business.
      guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { continue }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let file = File(path: path, lines: lines)
      if path.hasPrefix("Sources/"), path.hasSuffix(".swift") {
        sources.append(file)
      } else if path.hasSuffix(".swift"), path != "Package.swift" {
        tests.append(file)
      } else {
        others.append(file)
      }
    }
    self.sources = sources
    self.tests = tests
    self.others = others
  }

  /// The root of the repository; symbolic links are resolved so that a package that links to these sources works.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let folders = ["Sources", "Tests", "Benchmarks", "Fuzz", "scripts", "docs"]
  private static let extensions: Set = [
    "swift", "md", "py", "sh", "c", "h", "css", "js", "json", "txt", "toml", "",
  ]

  private static func paths(under root: URL) -> [String] {
    let files = FileManager.default
    var paths = (try? files.contentsOfDirectory(atPath: root.path)) ?? []
    paths = paths.filter { !$0.hasPrefix(".") && extensions.contains(($0 as NSString).pathExtension) }
    for folder in folders {
      guard let below = files.enumerator(atPath: root.appending(path: folder).path) else { continue }
      for case let path as String in below {
        let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__pycache__" }
        if !isHidden, extensions.contains((path as NSString).pathExtension) {
          paths.append("\(folder)/\(path)")
        }
      }
    }
    var isFolder: ObjCBool = false
    return paths.sorted().filter {
      files.fileExists(atPath: root.appending(path: $0).path, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }
}
