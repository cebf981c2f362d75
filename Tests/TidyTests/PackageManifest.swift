import Foundation

/// The targets of `Package.swift` in the order of its lines, with the floor each is on.
struct PackageManifest: Sendable {
  struct Target: Sendable {
    let name: String
    /// From the comment `// Floor N:` above it.
    let floor: Int
  }

  let targets: [Target]

  static let shared = PackageManifest()

  private init() {
    let manifest = SourceTree.shared.others.first { $0.path == "Package.swift" }
    var targets: [Target] = []
    var floor = 0
    var isInTargets = false
    var expectsName = false
    for line in manifest?.lines ?? [] {
      if line.hasPrefix("  targets:") { isInTargets = true }
      guard isInTargets else { continue }
      if let match = line.firstMatch(of: /\/\/ Floor (\d)/) { floor = Int(match.1) ?? floor }
      if line.contains("path: \"Tests/") { continue }
      if let match = line.firstMatch(of: /^\s*(?:floor\(|\.target\(name: )"([\w-]+)"/) {
        targets.append(Target(name: String(match.1), floor: floor))
      } else if line.contains(".executableTarget(") || line.hasSuffix(".target(") || line.hasSuffix("floor(")
      {
        expectsName = true
      }
      if expectsName, let match = line.firstMatch(of: /"([\w-]+)"/) {
        targets.append(Target(name: String(match.1), floor: floor))
        expectsName = false
      }
    }
    self.targets = targets
  }

  /// The place of a target in the order of the manifest.
  func position(of name: String) -> Int? { targets.firstIndex { $0.name == name } }
}
