import Syntax

/// Names that neither scopes nor imports explain: the package, the repository, other repositories.
extension NameFinder {
  /// Files followed through `#include`, at most.
  private static let includedMax = 150

  func everywhere(_ use: NameUse, in file: NameFile) throws -> [NameCandidate] {
    let bareOnly = use.access == .bare && !file.isProse(use.range.lowerBound)
    let all = try declared(named: use.name, near: file).filter {
      !NameKind.isReopening($0.kind) && $0.kind != "heading"
    }
    var pool = all.filter { !bareOnly || isSeen($0, from: file) }
    // Members that nothing around explains are better than nothing, and never sure.
    let isGuess = pool.isEmpty
    if isGuess { pool = all }
    guard !pool.isEmpty else { return [] }
    let included = file.dialect == .c && pool.count > 1 ? includedFiles(of: file) : []
    let opened = openedModules(of: file)
    var found = pool.map { declared -> NameCandidate in
      let (rank, reason) = nearness(declared, file, included, opened)
      return NameCandidate(
        declared, reason, isGuess ? .possible : .likely,
        rank: rank + (isGuess ? 40 : 0) + fit(declared, use, file) + standing(declared, file))
    }
    // Of equal ranks the nearest folder, then the shortest path.
    let keys = found.enumerated().map { index, candidate in
      let path = candidate.declared.file.path
      return (candidate.rank, -PathText.shared(path, file.place.path), path.utf8.count, index)
    }
    found = keys.sorted(by: <).map { found[$0.3] }
    spread(&found, file)
    judge(&found, use, file, isGuess: isGuess)
    return found
  }

  /// Among equal ranks the nearest folder is better.
  private func spread(_ found: inout [NameCandidate], _ file: NameFile) {
    guard let first = found.first else { return }
    let nearest = PathText.shared(first.declared.file.path, file.place.path)
    for index in found.indices.dropFirst() where found[index].rank == first.rank {
      if PathText.shared(found[index].declared.file.path, file.place.path) < nearest {
        found[index].rank += 1
      }
    }
  }

  /// Whether a declaration can be meant by a name without a receiver in another place.
  private func isSeen(_ declared: Declared, from file: NameFile) -> Bool {
    if declared.container.isEmpty || NameKind.isType(declared.kind) || declared.kind == "macro" {
      return true
    }
    switch file.dialect {
    case .c: return declared.kind == "constant" || declared.kind == "function" || declared.kind == "variable"
    case .ruby: return true
    case .java, .kotlin, .scala, .csharp, .swift: return false
    case .rust: return declared.kind != "method" && declared.kind != "field" && declared.kind != "constant"
    default: return declared.kind != "method" && declared.kind != "field" && declared.kind != "constant"
    }
  }

  private func nearness(
    _ declared: Declared, _ file: NameFile, _ included: Set<String>, _ opened: [ModuleTarget]
  ) -> (Int, String) {
    let place = declared.file
    if place == file.place { return (20, "same file") }
    if place.repository != file.place.repository {
      if opened.contains(where: { $0.contains(place) }) { return (28, "in a module that is imported") }
      return (70, "in another repository")
    }
    if file.dialect == .swift, let own = swiftModule(file.place.path), swiftModule(place.path) == own {
      return (24, "same module")
    }
    if file.dialect.sharesFolder, file.dialect != .swift, isSamePackage(place, file.place) {
      return (24, "same package")
    }
    if opened.contains(where: { $0.contains(place) }) { return (28, "in a module that is imported") }
    if file.dialect == .c {
      if included.contains(place.path) { return (26, "included") }
      // The body of what a header declares is in the source file of the same name.
      if included.contains(PathText.stem(place.path)) { return (26, "declared in an included header") }
    }
    if place.folder == file.place.folder { return (40, "same folder") }
    return (50, "same repository")
  }

  private func isSamePackage(_ left: FilePlace, _ right: FilePlace) -> Bool {
    if left.folder == right.folder { return true }
    // Tests of Java lie in a tree of their own with the same packages.
    func package(_ path: String) -> Substring? {
      for root in ["/java/", "/kotlin/", "/scala/"] {
        if let range = path[...].firstRange(of: root) { return path[range.upperBound...] }
      }
      return nil
    }
    guard let one = package(left.folder + "/"), let other = package(right.folder + "/") else { return false }
    return one == other
  }

  /// `Sources/NAME/…` and `Tests/NAME/…`.
  func swiftModule(_ path: String) -> Substring? {
    let steps = path.split(separator: "/")
    guard let at = steps.firstIndex(where: { $0 == "Sources" || $0 == "Source" || $0 == "Tests" }),
      at + 2 < steps.count
    else {
      return steps.first
    }
    return steps[at + 1]
  }

  private func openedModules(of file: NameFile) -> [ModuleTarget] {
    guard file.dialect != .c else { return [] }
    return file.imports.filter { $0.kind == .all || $0.kind == .include }.prefix(100).map {
      target(of: $0.module, in: file)
    }
  }

  /// Paths of the files that are included, directly or not, and their stems; breadth first, bounded.
  private func includedFiles(of file: NameFile) -> Set<String> {
    var found: Set<String> = [PathText.stem(file.place.path)]
    var seen: Set<FilePlace> = [file.place]
    var queue = file.imports.filter { $0.kind == .include }.flatMap { target(of: $0.module, in: file).files }
    var next = 0
    while next < queue.count, seen.count < Self.includedMax {
      let place = queue[next]
      next += 1
      guard seen.insert(place).inserted else { continue }
      found.insert(place.path)
      found.insert(PathText.stem(place.path))
      queue += world.includes(place)
    }
    return found
  }

  /// Tests, examples and vendored copies are meant less often, unless they ask.
  private func standing(_ declared: Declared, _ file: NameFile) -> Int {
    if declared.file == file.place { return 0 }
    return PathFactsLight.isAside(declared.file.path) && !PathFactsLight.isAside(file.place.path) ? 5 : 0
  }

  /// Words about how many there are, and how sure the first is.
  private func judge(_ found: inout [NameCandidate], _ use: NameUse, _ file: NameFile, isGuess: Bool) {
    guard let first = found.first else { return }
    let own = found.count { $0.declared.file.repository == file.place.repository }
    let isAlone = found.count == 1 || found[1].rank > first.rank
    if first.rank < 35, isAlone, !isGuess {
      found[0].confidence = found.count == 1 || first.rank < 28 ? .sure : .likely
    } else if own == 1, first.declared.file.repository == file.place.repository {
      found[0].reason += "; the only declaration of this name in the repository"
      found[0].confidence = isGuess ? .possible : .likely
    } else if !isAlone || isGuess {
      let count = found.count
      for index in found.indices {
        found[index].confidence = .possible
        if count > 1 { found[index].reason += "; one of \(count) declarations of this name" }
      }
    }
    for index in found.indices.dropFirst() where found[index].rank > first.rank {
      found[index].confidence = .possible
    }
  }
}

/// What paths tell about how much a file counts.
enum PathFactsLight {
  private static let folders: Set = [
    "test", "tests", "Tests", "testing", "testdata", "examples", "Examples", "example", "vendor", "vendored",
    "third_party", "node_modules", "deps", "docs", "benches", "Benchmarks", "benchmark", "fixtures", "spec",
    "mocks", "__tests__",
  ]

  static func isAside(_ path: String) -> Bool {
    for step in path.utf8.split(separator: 0x2F) where folders.contains(String(step) ?? "") { return true }
    let name = PathText.name(path)
    return name.hasPrefix("test_") || name.hasSuffix("_test.go") || name.contains(".test.")
      || name.contains(".spec.")
      || name.hasSuffix("Tests.swift") || name.hasSuffix("Test.java") || name.hasSuffix("_test.cc")
  }
}

/// How well the arguments of a call fit the parameters of a declaration; a hint, since defaults and overloads of
/// operators are not understood.
enum Arity {
  /// 0 when they fit, 1 when the number differs, 2 when labels say otherwise.
  static func distance(_ declared: Declared, _ use: NameUse, _ dialect: Dialect) -> Int {
    guard use.isCall, let parameters = parameters(declared.signature, named: declared.name, dialect) else {
      return 0
    }
    var wanted = parameters
    if dialect == .python || dialect == .rust,
      wanted.first.map({ $0.name == "self" || $0.name == "cls" }) ?? false
    {
      wanted.removeFirst()
    }
    let given = use.labels
    if dialect == .swift { return swift(wanted, given) }
    if wanted.contains(where: \.isVariadic) { return given.count + 1 >= wanted.count ? 0 : 1 }
    let required = wanted.count { !$0.hasDefault }
    return given.count >= required && given.count <= wanted.count ? 0 : 1
  }

  private static func swift(_ wanted: [Parameter], _ given: [String?]) -> Int {
    var at = 0
    for (index, label) in given.enumerated() {
      if let label {
        while at < wanted.count, wanted[at].label != label {
          guard wanted[at].hasDefault || wanted[at].isVariadic else { return 2 }
          at += 1
        }
        guard at < wanted.count else { return 2 }
        at += 1
      } else {
        // A closure behind the brackets has no label; more values of a variadic parameter neither.
        if at < wanted.count, wanted[at].label == nil {
          at += wanted[at].isVariadic ? 0 : 1
        } else if index != given.count - 1, at == 0 || !wanted[at - 1].isVariadic {
          return 2
        } else {
          at += 1
        }
      }
    }
    return wanted.dropFirst(at).allSatisfy { $0.hasDefault || $0.isVariadic }
      ? 0 : given.isEmpty && wanted.count == 1 ? 1 : 2
  }

  struct Parameter: Equatable {
    /// nil for `_`.
    var label: String?
    var name: String
    var hasDefault: Bool
    var isVariadic: Bool
  }

  /// The parameters in a signature; nil when it is cut or has none.
  static func parameters(_ signature: String, named name: String, _ dialect: Dialect) -> [Parameter]? {
    let text = Array(signature.utf8)
    guard let place = text.firstRange(of: Array(name.utf8)) else { return nil }
    let scan = Scan(text, dialect)
    var open = scan.forward(place.upperBound)
    if scan.byte(open) == 0x3C || scan.byte(open) == 0x5B, let next = scan.closing(open) {
      open = scan.forward(next)
    }
    guard scan.byte(open) == 0x28, let close = scan.closing(open) else { return nil }
    return scan.parts(open + 1..<close - 1).compactMap { part in
      let start = scan.forward(part.lowerBound)
      let piece = text[start..<part.upperBound]
      guard !piece.isEmpty else { return nil }
      if dialect == .c, piece.elementsEqual("void".utf8) { return nil }
      if dialect == .python, piece.elementsEqual("*".utf8) || piece.elementsEqual("/".utf8) { return nil }
      let words = piece.split { !isIdentifierByte($0) }.map { String(decoding: $0, as: UTF8.self) }
      let isVariadic =
        piece.firstRange(of: Array("...".utf8)) != nil || dialect == .python && piece.first == 0x2A
        || dialect == .kotlin && words.first == "vararg"
      var label = words.first { $0 != "@escaping" && $0 != "borrowing" }
      if label == "_" { label = nil }
      return Parameter(
        label: label, name: words.first == "mut" ? words.dropFirst().first ?? "" : words.first ?? "",
        hasDefault: piece.contains(0x3D) || dialect == .script && piece.contains(0x3F), isVariadic: isVariadic
      )
    }
  }
}
