import Testing

/// Imports follow the floors: `Package.swift` is the architecture, and these tests hold every file to it.
@Suite struct `Floors` {
  private let manifest = PackageManifest.shared
  private let tree = SourceTree.shared

  /// What pure code may import besides targets below it: neither reaches the outside world.
  private static let pureModules: Set = ["Swift", "Synchronization"]

  /// The operating system. Foundation is not in the list: from floor 3 up its value types are used.
  private static let systemModules: Set = ["Glibc", "Darwin", "Musl", "Dispatch"]
  private static let systemUsers: Set = ["Platform", "Server"]

  /// The one file of the command line that may call it: the process's own terminal and signals.
  private static let systemFiles: Set = ["Sources/alidade/Terminal.swift"]

  @Test func `the manifest lists the targets that exist`() {
    let folders = Set(tree.sources.map(\.target))
    #expect(manifest.targets.count >= 10)
    #expect(Set(manifest.targets.map(\.name)).isSuperset(of: folders))
  }

  @Test func `floors never go down in the manifest`() {
    let floors = manifest.targets.map(\.floor)
    #expect(floors == floors.sorted())
  }

  @Test func `a file imports only targets listed before its own`() throws {
    var faults: [String] = []
    for file in tree.sources {
      let own = try #require(manifest.position(of: file.target), "\(file.path) belongs to no target")
      for (number, module) in imports(of: file) {
        guard let other = manifest.position(of: module), other >= own else { continue }
        faults.append("\(file.path):\(number): \(file.target) must not import \(module)")
      }
    }
    #expect(faults == [])
  }

  @Test func `features do not import each other`() {
    var faults: [String] = []
    let features = Set(manifest.targets.filter { $0.floor == 6 }.map(\.name))
    for file in tree.sources where features.contains(file.target) {
      for (number, module) in imports(of: file) where features.contains(module) {
        faults.append(
          "\(file.path):\(number): what \(file.target) and \(module) share belongs on a floor below")
      }
    }
    #expect(faults == [])
  }

  @Test func `floors 0 to 2 touch nothing outside`() {
    let pure = Set(manifest.targets.filter { $0.floor <= 2 }.map(\.name))
    var faults: [String] = []
    for file in tree.sources where pure.contains(file.target) {
      for (number, module) in imports(of: file)
      where !pure.contains(module) && !Self.pureModules.contains(module) {
        faults.append("\(file.path):\(number): \(module) is not for floors 0 to 2")
      }
    }
    #expect(faults == [])
  }

  @Test func `kernels in C include only headers without input and output`() {
    let allowed: Set = [
      "stdint.h", "stddef.h", "stdbool.h", "string.h", "immintrin.h", "emmintrin.h", "tmmintrin.h",
      "arm_neon.h",
      "nmmintrin.h", "smmintrin.h", "cpuid.h",
    ]
    let own = Set(
      tree.others.filter { $0.path.hasPrefix("Sources/Kernels/") }.compactMap { file in
        file.path.split(separator: "/").last.map(String.init)
      })
    var faults: [String] = []
    for file in tree.others where file.path.hasPrefix("Sources/Kernels/") {
      for (index, line) in file.lines.enumerated() {
        guard let match = line.firstMatch(of: /^\s*#\s*include\s*[<"]([^>"]+)[>"]/) else { continue }
        if !allowed.union(own).contains(String(match.1)) {
          faults.append("\(file.path):\(index + 1): \(match.1)")
        }
      }
    }
    #expect(faults == [])
  }

  @Test func `only Platform and the faces talk to the operating system`() {
    var faults: [String] = []
    for file in tree.sources
    where !Self.systemUsers.contains(file.target) && !Self.systemFiles.contains(file.path) {
      for (number, module) in imports(of: file) where Self.systemModules.contains(module) {
        faults.append("\(file.path):\(number): \(module) belongs behind Platform")
      }
    }
    #expect(faults == [])
  }

  /// Line numbers and module names.
  private func imports(of file: SourceTree.File) -> [(Int, String)] {
    file.lines.enumerated().compactMap { index, line in
      guard line.contains("import ") else { return nil }
      let pattern =
        /^\s*(?:@\w+\s+)*(?:(?:package|internal|private|fileprivate|public)\s+)?import\s+(?:(?:struct|class|enum|func|var|protocol|typealias)\s+)?(\w+)/
      return line.firstMatch(of: pattern).map { (index + 1, String($0.1)) }
    }
  }
}
