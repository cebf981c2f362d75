/// Files and folders that an import stands for.
struct ModuleTarget: Equatable {
  /// Files whose declarations are meant.
  var files: [FilePlace] = []
  /// Folders with all that is in them.
  var folders: [FilePlace] = []
  /// Whether only files directly in the folders count.
  var isFlat = false

  var isEmpty: Bool { files.isEmpty && folders.isEmpty }

  func contains(_ place: FilePlace) -> Bool {
    if files.contains(place) { return true }
    return folders.contains { folder in
      guard folder.repository == place.repository, folder.revision == place.revision else { return false }
      if folder.path.isEmpty { return !isFlat || !place.path.utf8.contains(0x2F) }
      if isFlat { return place.folder == folder.path }
      return place.path.hasPrefix(folder.path + "/")
    }
  }

  static func += (left: inout ModuleTarget, right: ModuleTarget) {
    for file in right.files where !left.files.contains(file) { left.files.append(file) }
    for folder in right.folders where !left.folders.contains(folder) { left.folders.append(folder) }
    if !right.folders.isEmpty { left.isFlat = right.isFlat }
  }
}

/// Finds what modules stand for, by each language's way of laying out files.
struct ModuleFinder {
  let world: any NameWorld

  /// What a module named in a file is; empty when it is not in the index.
  func target(of module: String, in file: NameFile) -> ModuleTarget {
    switch file.dialect {
    case .python: python(module, file.place)
    case .go: go(module, file.place)
    case .script: script(module, file.place)
    case .rust: rust(module.split(separator: ":").map(String.init), file.place).target
    case .java, .kotlin, .scala: dotted(module, file.place)
    case .c: include(module, file.place)
    case .swift: swift(module, file.place)
    case .ruby: ruby(module, file.place)
    case .php: php(module, file.place)
    case .csharp, .lua, .shell, .other: ModuleTarget()
    }
  }

  private func firstFile(_ paths: [String], of place: FilePlace) -> FilePlace? {
    paths.lazy.map { place.beside($0) }.first { world.hasFile($0) }
  }

  // MARK: Python

  private func python(_ module: String, _ place: FilePlace) -> ModuleTarget {
    let dots = module.utf8.prefix { $0 == 0x2E }.count
    let steps = module.split(separator: ".").joined(separator: "/")
    if dots > 0 {
      var folder = place.folder
      for _ in 1..<max(1, dots) { folder = PathText.folder(folder) }
      let base = folder.isEmpty ? steps : steps.isEmpty ? folder : folder + "/" + steps
      return ModuleTarget(files: pythonFile(base, place).map { [$0] } ?? [])
    }
    // From the folder of the file upwards, then anywhere.
    var folder = place.folder
    while true {
      if let found = pythonFile(folder.isEmpty ? steps : folder + "/" + steps, place) {
        return ModuleTarget(files: [found])
      }
      for root in ["src", "lib", "python"] {
        let base = (folder.isEmpty ? "" : folder + "/") + root + "/" + steps
        if let found = pythonFile(base, place) { return ModuleTarget(files: [found]) }
      }
      if folder.isEmpty { break }
      folder = PathText.folder(folder)
    }
    let anywhere =
      world.files(ending: steps + "/__init__.py", near: place)
      + world.files(ending: steps + ".py", near: place)
    return ModuleTarget(files: Array(anywhere.prefix(1)))
  }

  private func pythonFile(_ base: String, _ place: FilePlace) -> FilePlace? {
    firstFile(
      [base + ".py", base + "/__init__.py", base + ".pyi", base + "/__init__.pyi", base + ".pyx"], of: place)
  }

  // MARK: Go

  private func go(_ module: String, _ place: FilePlace) -> ModuleTarget {
    // The nearest go.mod says how the repository's own packages are named.
    var folder = place.folder
    while true {
      let path = folder.isEmpty ? "go.mod" : folder + "/go.mod"
      if let text = try? world.outlined(place.beside(path))?.text, let name = goModule(text) {
        if module == name { return folderTarget(folder, place) }
        if module.hasPrefix(name + "/") {
          let rest = String(module.dropFirst(name.count + 1))
          return folderTarget(folder.isEmpty ? rest : folder + "/" + rest, place)
        }
      }
      if folder.isEmpty { break }
      folder = PathText.folder(folder)
    }
    let steps = module.split(separator: "/")
    // A package of another repository: its folder is the end of the path.
    for count in stride(from: steps.count, through: 2, by: -1) {
      let vendor = "vendor/" + module
      if world.hasFolder(place.beside(vendor)) { return folderTarget(vendor, place) }
      let repository = steps.prefix(count).joined(separator: "/")
      let other = FilePlace(repository: repository, path: "go.mod")
      if world.hasFile(other) {
        return ModuleTarget(
          folders: [FilePlace(repository: repository, path: steps.dropFirst(count).joined(separator: "/"))],
          isFlat: true)
      }
    }
    return ModuleTarget()
  }

  private func goModule(_ text: [UInt8]) -> String? {
    for line in text.split(separator: 0x0A).prefix(50) where line.starts(with: "module ".utf8) {
      return String(decoding: line.dropFirst(7).filter { $0 > 0x20 && $0 != 0x22 }, as: UTF8.self)
    }
    return nil
  }

  func folderTarget(_ folder: String, _ place: FilePlace) -> ModuleTarget {
    ModuleTarget(folders: [place.beside(folder)], isFlat: true)
  }

  // MARK: JavaScript and TypeScript

  private func script(_ module: String, _ place: FilePlace) -> ModuleTarget {
    if module.hasPrefix(".") {
      guard let base = PathText.join(place.folder, module) else { return ModuleTarget() }
      return ModuleTarget(files: scriptFile(base, place).map { [$0] } ?? [])
    }
    for alias in ["@/", "~/", "src/"] where module.hasPrefix(alias) {
      let rest = String(module.dropFirst(alias.count))
      if let found = scriptFile("src/" + rest, place) ?? scriptFile(rest, place) {
        return ModuleTarget(files: [found])
      }
    }
    // A package of the same repository or of another one, by the name of its folder.
    let name =
      module.hasPrefix("@")
      ? module.split(separator: "/").dropFirst().first.map(String.init) ?? module : module
    for entry in [
      "\(name)/src/index.ts", "\(name)/src/index.tsx", "\(name)/src/index.js", "\(name)/index.ts",
      "\(name)/index.js",
    ] {
      let found = world.files(ending: entry, near: place)
      if let first = found.first, !first.path.contains("node_modules") || first.repository == place.repository
      {
        return ModuleTarget(files: [first])
      }
    }
    return ModuleTarget()
  }

  private func scriptFile(_ base: String, _ place: FilePlace) -> FilePlace? {
    var stems = [base]
    for ending in [".js", ".mjs", ".cjs", ".jsx"] where base.hasSuffix(ending) {
      stems.append(String(base.dropLast(ending.count)))
    }
    var paths = [base]
    for stem in stems {
      for ending in [
        ".ts", ".tsx", ".d.ts", ".mts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".vue", ".svelte",
      ] {
        paths.append(stem + ending)
      }
      for ending in [".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs"] { paths.append(stem + "/index" + ending) }
    }
    return firstFile(paths, of: place)
  }

  // MARK: Rust

  /// The file of a module path, and the steps that are not modules with files of their own.
  func rust(_ path: [String], _ place: FilePlace) -> (target: ModuleTarget, rest: [String]) {
    guard var step = path.first else { return (ModuleTarget(files: [place]), []) }
    var rest = Array(path.dropFirst())
    var file: FilePlace
    switch step {
    case "crate": file = rustRoot(place)
    case "self": file = place
    case "super":
      file = rustParent(place)
      while rest.first == "super" {
        rest.removeFirst()
        file = rustParent(file)
      }
    default:
      if let child = rustChild(step, of: place) {
        file = child
      } else {
        // Another crate of the workspace or of the index, by the name of its folder.
        step = step.split(separator: "_").joined(separator: "-")
        let names = [step, path[0]]
        let entries = names.flatMap { ["\($0)/src/lib.rs", "\($0)/lib.rs"] }
        guard
          let found = entries.lazy.compactMap({ self.world.files(ending: $0, near: place).first }).first
            ?? library(names, place)
        else {
          return (ModuleTarget(), rest)
        }
        file = found
      }
    }
    while let next = rest.first, let child = rustChild(next, of: file) {
      file = child
      rest.removeFirst()
    }
    return (ModuleTarget(files: [file]), rest)
  }

  /// `use regex::…` in a workspace whose crate folder has another name: `crates/regex`, `grep-regex`.
  private func library(_ names: [String], _ place: FilePlace) -> FilePlace? {
    for name in names {
      guard let last = name.split(separator: "-").last, last.count < name.count else { continue }
      if let found = world.files(ending: "\(last)/src/lib.rs", near: place).first,
        found.repository == place.repository
      {
        return found
      }
    }
    return nil
  }

  private func rustRoot(_ place: FilePlace) -> FilePlace {
    var folder = place.folder
    while true {
      for name in ["lib.rs", "main.rs"] {
        let path = folder.isEmpty ? name : folder + "/" + name
        if world.hasFile(place.beside(path)) { return place.beside(path) }
      }
      if folder.isEmpty { return place }
      folder = PathText.folder(folder)
    }
  }

  private func rustParent(_ place: FilePlace) -> FilePlace {
    let name = PathText.name(place.path)
    let isRoot = name == "mod.rs" || name == "lib.rs" || name == "main.rs"
    let folder = isRoot ? PathText.folder(place.folder) : place.folder
    let own = isRoot ? folder : place.folder
    let candidates =
      ["mod.rs", "lib.rs", "main.rs"].map { own.isEmpty ? $0 : own + "/" + $0 } + [own + ".rs"]
    return firstFile(candidates.filter { $0 != place.path }, of: place) ?? place
  }

  private func rustChild(_ name: String, of place: FilePlace) -> FilePlace? {
    let own = PathText.name(place.path)
    let isRoot = own == "mod.rs" || own == "lib.rs" || own == "main.rs"
    let stem = PathText.stem(place.path)
    let folder = isRoot ? place.folder : place.folder.isEmpty ? stem : place.folder + "/" + stem
    let base = folder.isEmpty ? name : folder + "/" + name
    return firstFile([base + ".rs", base + "/mod.rs"], of: place)
  }

  // MARK: others

  /// `a.b` is the folder `a/b`, or the file of a type or object.
  private func dotted(_ module: String, _ place: FilePlace) -> ModuleTarget {
    let path = module.split(separator: ".").joined(separator: "/")
    var target = ModuleTarget()
    for ending in [".java", ".kt", ".scala"] {
      target.files += world.files(ending: path + ending, near: place).prefix(2)
    }
    if !target.files.isEmpty { return target }
    // Roots of sources, of this and of other modules of the build.
    for root in packageRoots(of: place, path) { target.folders.append(root) }
    target.isFlat = true
    return target
  }

  /// Folders that end with a package's path: below the roots that the place's own path tells, and beside them.
  private func packageRoots(of place: FilePlace, _ path: String) -> [FilePlace] {
    var found: [FilePlace] = []
    let first = path.split(separator: "/").first.map(String.init) ?? path
    let steps = place.path.split(separator: "/").map(String.init)
    if let at = steps.lastIndex(of: first) {
      let root = steps[..<at].joined(separator: "/")
      found.append(place.beside(root.isEmpty ? path : root + "/" + path))
      // Tests see what they test.
      if root.hasSuffix("test/java") { found.append(place.beside(root.dropLast(9) + "main/java/" + path)) }
    }
    return found
  }

  /// The files of its own repository that a file of C includes.
  func included(by imports: [ImportedName], of place: FilePlace) -> [FilePlace] {
    imports.filter { $0.kind == .include }.flatMap { include($0.module, place).files }
      .filter { $0.repository == place.repository }
  }

  private func include(_ module: String, _ place: FilePlace) -> ModuleTarget {
    if let beside = PathText.join(place.folder, module), world.hasFile(place.beside(beside)) {
      return ModuleTarget(files: [place.beside(beside)])
    }
    let steps = module.split(separator: "/").filter { $0 != ".." && $0 != "." }.joined(separator: "/")
    let found = world.files(ending: steps, near: place)
    // Of several headers of a name the nearest is taken.
    let nearest = found.max { PathText.shared($0.path, place.path) < PathText.shared($1.path, place.path) }
    return ModuleTarget(files: nearest.map { [$0] } ?? [])
  }

  private func swift(_ module: String, _ place: FilePlace) -> ModuleTarget {
    for root in ["Sources", "Source", "Tests"] {
      let own = "\(root)/\(module)"
      if world.hasFolder(place.beside(own)) { return ModuleTarget(folders: [place.beside(own)]) }
    }
    let named = world.files(ending: "\(module)/\(module).swift", near: place)
    return ModuleTarget(folders: named.prefix(1).map { $0.beside($0.folder) })
  }

  private func ruby(_ module: String, _ place: FilePlace) -> ModuleTarget {
    let name = module.hasSuffix(".rb") ? module : module + ".rb"
    if module.hasPrefix("./") {
      return ModuleTarget(files: PathText.join(place.folder, name).map { [place.beside($0)] } ?? [])
    }
    return ModuleTarget(files: Array(world.files(ending: "lib/" + name, near: place).prefix(1)))
  }

  private func php(_ module: String, _ place: FilePlace) -> ModuleTarget {
    var steps = module.split(separator: "\\")[...]
    while !steps.isEmpty {
      let path = steps.joined(separator: "/")
      let found = world.files(ending: path + ".php", near: place)
      if let first = found.first { return ModuleTarget(files: [first]) }
      steps = steps.dropFirst()
      if steps.count < 2 { break }
    }
    return ModuleTarget()
  }
}
