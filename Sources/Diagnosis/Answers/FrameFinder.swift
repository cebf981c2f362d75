import Containers
import Search

/// Finds the indexed files that the frames of stack traces are in.
///
/// A file fits by the end of its path; the longest common end wins. Facts tell whether the function that the frame
/// names is around its line, in which revisions it is, and so which version ran.
struct FrameFinder {
  let searcher: Searcher
  let scope: AccessScope
  /// For each repository the revision to prefer, by its place in the list.
  var preferred: [String: Int] = [:]

  private let infos: [String: RepositoryInfo]
  private var files: [[UInt8]: [NamedFile]] = [:]
  private var symbols: [DocumentKey: [Symbol]] = [:]

  /// Versions of one file whose facts are read.
  private static let versionsMax = 64
  /// Places of a frame that are kept.
  private static let placesMax = 8
  /// Lists of symbols that are remembered.
  private static let symbolsMax = 2_000

  init(_ searcher: Searcher, _ scope: AccessScope) {
    (self.searcher, self.scope) = (searcher, scope)
    infos = Dictionary(searcher.repositories.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Looks for the files of all frames at once: one pass over the index.
  mutating func prepare(_ frames: [(frame: StackFrame, kind: TraceKind)]) {
    var names: Set<[UInt8]> = []
    for (frame, kind) in frames {
      if let name = FramePath.components(frame, kind).last { names.insert(Array(name.utf8)) }
    }
    files = searcher.files(named: names, scope: scope)
  }

  /// A place of a frame with the revisions that agree with it.
  struct Found {
    var place: FramePlace
    var standing: UInt8
    /// In which revisions the function is around the line; nil when facts cannot tell.
    var revisions: EmitRevisions?
  }

  /// The places of a frame, best first, and how many were left out.
  mutating func find(_ frame: StackFrame, _ kind: TraceKind) -> (places: [Found], omitted: Int) {
    let components = FramePath.components(frame, kind)
    guard let name = components.last else {
      return (byFunction(frame, kind), 0)
    }
    var groups: [String: [NamedFile]] = [:]
    for file in files[Array(name.utf8)] ?? [] {
      groups[file.placement.repository + "\u{0}" + file.placement.pathText, default: []].append(file)
    }
    var best: [(files: [NamedFile], shared: Int, isWhole: Bool)] = groups.values.map { files in
      let path = files[0].placement.pathText.split(separator: "/")
      var shared = FramePath.shared(components, path)
      if shared == path.count {
        // The frame's path may go on with the repository's name.
        let repository = files[0].placement.repository.split(separator: "/")
        shared += FramePath.shared(components.dropLast(shared), repository)
      }
      return (files, shared, shared == components.count || shared >= path.count)
    }
    let longest = best.map(\.shared).max() ?? 0
    // A class of the JVM's own library is not another package's class of the same name.
    if kind == .java, !frame.isInApp, components.count > 2, longest < 2 { return ([], 0) }
    // One name more in common outweighs everything, but where only names of files agree, functions decide.
    best.removeAll { $0.shared < longest }
    // Files that the version of the log does not have are no rivals of those that it has.
    let isThere = best.map { self.isInPreferred($0.files) }
    if isThere.contains(true) {
      best = zip(best, isThere).filter { $1 ?? true }.map(\.0)
    }
    var found = best.map { place(frame, kind, $0.files, shared: $0.shared, isWhole: $0.isWhole) }
    found.sort(by: Self.precedes)
    let sure = found.prefix { $0.place.confidence == found[0].place.confidence }
    if let first = found.first, first.place.confidence > .weak { found = Array(sure) }
    return (Array(found.prefix(Self.placesMax)), max(0, found.count - Self.placesMax))
  }

  /// Whether the preferred revision of their repository has one of these files; nil when none is preferred.
  private func isInPreferred(_ files: [NamedFile]) -> Bool? {
    preferred[files[0].placement.repository].map { revision in
      files.contains { $0.revisions.contains(revision) }
    }
  }

  private static func precedes(_ left: Found, _ right: Found) -> Bool {
    if left.place.confidence != right.place.confidence {
      return left.place.confidence > right.place.confidence
    }
    if (left.standing >= 96) != (right.standing >= 96) { return left.standing >= 96 }
    let (a, b) = (left.place.place.placement, right.place.place.placement)
    if a.path.count != b.path.count { return a.path.count < b.path.count }
    return (a.repository, a.pathText) < (b.repository, b.pathText)
  }

  // MARK: One file

  /// The place in one file, at the revision that agrees best.
  private mutating func place(
    _ frame: StackFrame, _ kind: TraceKind, _ files: [NamedFile], shared: Int, isWhole: Bool
  ) -> Found {
    let info = infos[files[0].placement.repository]
    let count = info?.revisions.count ?? 1
    var agrees = [Bool](repeating: false, count: count)
    var isKnown = false
    let names = FramePath.names(frame.function, kind)
    for file in files.prefix(Self.versionsMax) {
      guard let line = frame.line, let here = enclosing(line, file), !FramePath.isTopLevel(frame.function)
      else {
        continue
      }
      isKnown = true
      if here.contains(where: names.contains) {
        for revision in file.revisions where revision < count { agrees[revision] = true }
      }
    }
    let (file, revision) = choose(files, agrees, info)
    let placement = searcher.placement(file, revision: revision)
    let isCertain = agrees.indices.contains(revision) && agrees[revision]
    var place = SourcePlace(placement: placement, line: frame.line ?? 1)
    place.function = frame.line.flatMap { enclosing($0, file)?.last } ?? ""
    let isNear = shared >= 2 || isWhole
    let confidence: FramePlace.Confidence =
      isCertain ? (isNear ? .certain : .likely) : isNear ? .likely : .weak
    var how =
      isWhole ? "the path is the same" : "\(shared) \(shared == 1 ? "name" : "names") of the path agree"
    if isCertain {
      how += "; the line is in \(place.function)"
    } else if isKnown {
      how +=
        place.function.isEmpty ? "; the line is in no function" : "; the line is in \(place.function) there"
    }
    let revisions = EmitRevisions(
      repository: placement.repository, revisions: info?.revisions ?? [], isPresent: agrees, isAtLine: agrees)
    return Found(
      place: FramePlace(place: place, confidence: confidence, shared: shared, how: how),
      standing: file.standing, revisions: isCertain ? revisions : nil)
  }

  /// The preferred revision when it agrees; else the newest that agrees; else the preferred, default or newest one.
  private func choose(_ files: [NamedFile], _ agrees: [Bool], _ info: RepositoryInfo?) -> (NamedFile, Int) {
    let wanted = preferred[files[0].placement.repository]
    var best: (file: NamedFile, revision: Int, points: (Int, Int, Int))?
    for file in files {
      for revision in file.revisions {
        let points = (
          agrees.indices.contains(revision) && agrees[revision] ? 1 : 0,
          revision == wanted ? 2 : revision == 0 && wanted == nil ? 1 : 0,
          info.map { revision < $0.revisions.count ? $0.revisions[revision].time : 0 } ?? 0
        )
        if best.map({ $0.points < points }) ?? true { best = (file, revision, points) }
      }
    }
    return best.map { ($0.file, $0.revision) } ?? (files[0], files[0].revisions.first ?? 0)
  }

  /// Names of the functions and types around a line, outermost first; nil when there are no facts.
  private mutating func enclosing(_ line: Int, _ file: NamedFile) -> [String]? {
    let list: [Symbol]
    if let known = symbols[file.document] {
      list = known
    } else {
      list = searcher.symbols(of: file.document) ?? []
      if symbols.count < Self.symbolsMax { symbols[file.document] = list }
    }
    guard !list.isEmpty else { return nil }
    return list.filter { $0.kind.isCallable && $0.lines.contains(line) }
      .sorted { $0.lines.count > $1.lines.count }.map(\.name)
  }

  // MARK: Without a file

  /// Frames of compiled code often have a function alone.
  private func byFunction(_ frame: StackFrame, _ kind: TraceKind) -> [Found] {
    guard [.kernel, .native, .sanitizer, .debugger, .swift].contains(kind), frame.file.isEmpty,
      !frame.function.isEmpty
    else { return [] }
    let name = frame.function.prefix { $0 != "+" && $0 != "(" }
    var query = SymbolQuery(parsing: String(name))
    query.kinds = [.function, .method, .macro]
    query.isCaseSensitive = true
    query.limit = Self.placesMax
    query.scope = scope
    query.timeLimit = .seconds(1)
    guard let answer = try? searcher.symbols(query) else { return [] }
    return answer.hits.map { hit in
      var place = SourcePlace(placement: hit.placement, line: hit.symbol.line)
      (place.function, place.container) = (hit.symbol.name, hit.container)
      return Found(
        place: FramePlace(
          place: place, confidence: answer.total == 1 ? .likely : .weak, shared: 0,
          how: answer.total == 1
            ? "the only function of this name" : "one of \(answer.total) functions of this name"),
        standing: 255, revisions: nil)
    }
  }
}

extension SymbolKind {
  /// Code runs in it: what a frame can be in.
  var isCallable: Bool { self == .function || self == .method || self == .macro }
}
