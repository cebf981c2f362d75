import Containers
import Git
import Platform

/// Finds the past of lines, of many files at once.
///
/// One walk lists the commits that changed any of the files; git compares those that matter, some dozen at a time, and
/// what came of each line is followed from child to parent. The walk ends when all is known: for most lines long before
/// the history does, where `git log -L` reads all of it first.
///
/// For one thread.
struct LineTracer {
  private let repository: GitRepository
  private let questions: [LineQuestion]
  private let changesMax: Int
  private var deadline: Int
  private let seconds: Double
  private let cancellation: CancellationFlag?
  private var pasts: [LinePast]
  /// Lines that have their origin, or for which it is not wanted any more.
  private var hasOrigin: [Bool]
  /// Questions whose changes are all there.
  private var hasChanges: [Bool]

  /// Renames that are followed for one line.
  static let renamesMax = 8
  /// Nanoseconds for comparing what a walk has found when its time was over: little beside the walk.
  private static let grace = 300_000_000
  /// Commits of one walk: far more than a file has.
  static let nodesMax = 300_000

  /// Something on its way into the past: a line whose origin is wanted, or lines whose changes are.
  struct Track {
    var question: Int
    var isOrigin: Bool
    /// Nil for the whole file.
    var lines: LineSet?
  }

  /// Where a walk begins.
  struct Start {
    var commit: ObjectID
    var tracks: [(path: [UInt8], track: Track)]
    var depth = 0
  }

  init(
    _ repository: GitRepository, _ questions: [LineQuestion], changesMax: Int, seconds: Double,
    cancellation: CancellationFlag?
  ) {
    (self.repository, self.questions, self.changesMax) = (repository, questions, changesMax)
    (self.seconds, self.cancellation) = (seconds, cancellation)
    deadline = monotonicNanoseconds() &+ Int(seconds * 1e9)
    pasts = Array(repeating: LinePast(), count: questions.count)
    hasOrigin = Array(repeating: false, count: questions.count)
    hasChanges = Array(repeating: changesMax < 1, count: questions.count)
  }

  /// Answers in the order of the questions.
  mutating func trace(at commit: ObjectID) throws -> [LinePast] {
    var start = Start(commit: commit, tracks: [])
    for (index, question) in questions.enumerated() {
      let line = max(1, question.line)
      start.tracks.append((question.path, Track(question: index, isOrigin: true, lines: LineSet(line...line))))
      start.tracks.append(
        (question.path, Track(question: index, isOrigin: false, lines: question.lines.map { LineSet($0) })))
    }
    var starts = [start]
    while let next = starts.popLast() {
      var walk = LineWalk(next)
      let reason = try self.walk(&walk)
      if let reason { note(reason, for: walk.openQuestions) }
      // Renamed files go on where they were before, those of one commit together.
      for moved in walk.moved where next.depth < Self.renamesMax {
        if let at = starts.firstIndex(where: { $0.commit == moved.commit && $0.depth == next.depth + 1 }) {
          starts[at].tracks.append((moved.path, moved.track))
        } else {
          starts.append(Start(commit: moved.commit, tracks: [(moved.path, moved.track)], depth: next.depth + 1))
        }
      }
    }
    return pasts
  }

  private mutating func note(_ reason: String, for questions: Set<Int>) {
    for question in questions where !isDone(question) { pasts[question].cutReason = reason }
  }

  private func isDone(_ question: Int) -> Bool { hasOrigin[question] && hasChanges[question] }

  private func isDone(_ track: Track) -> Bool {
    track.isOrigin ? hasOrigin[track.question] : hasChanges[track.question]
  }

  private func limits() -> HistoryLimits {
    HistoryLimits(seconds: max(0.01, Double(deadline - monotonicNanoseconds()) / 1e9))
  }

  private var late: String { "git took longer than \(seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)") s" }

  // MARK: Walking

  /// One walk; why it was cut short.
  private mutating func walk(_ walk: inout LineWalk) throws -> String? {
    var (tracer, moving) = (self, walk)
    var cut: String?
    let reason = try repository.walk(
      paths: walk.paths, from: walk.start, limits: limits(), cancellation: cancellation
    ) { records in
      moving.take(records)
      if moving.count > Self.nodesMax { cut = "the files have more than \(Self.nodesMax) commits" }
      return try cut == nil && tracer.advance(&moving, isLast: false, &cut)
    }
    if let reason {
      cut = monotonicNanoseconds() < deadline ? reason : late
      tracer.deadline = max(deadline, monotonicNanoseconds() &+ Self.grace)
    }
    var lateness: String?
    _ = try tracer.advance(&moving, isLast: true, &lateness)
    (self, walk) = (tracer, moving)
    return cut ?? lateness
  }

  /// Follows tracks as far as commits and their edits are known, and gets more edits when it is worth a process.
  /// False when nothing is left to find.
  private mutating func advance(_ walk: inout LineWalk, isLast: Bool, _ cut: inout String?) throws -> Bool {
    while true {
      for (id, tracks) in walk.tracks { walk.tracks[id] = tracks.filter { !isDone($0.track) }.nilIfEmpty }
      guard !walk.tracks.isEmpty || walk.isBegin else { return false }
      guard let id = walk.newest else { return true }
      if try settle(id, &walk) { continue }
      let wanted = walk.wanted
      guard isLast || wanted.count >= walk.round || walk.hasWaited else { return true }
      guard monotonicNanoseconds() < deadline else {
        cut = late
        return false
      }
      let (found, reason) = try repository.edits(
        of: wanted, paths: walk.livePaths, limits: limits(), cancellation: cancellation)
      walk.add(found, of: wanted)
      if let reason {
        cut = monotonicNanoseconds() < deadline ? reason : late
        return false
      }
    }
  }

  /// Takes the tracks at a commit to its parents; false when edits are missing for that.
  private mutating func settle(_ id: ObjectID, _ walk: inout LineWalk) throws -> Bool {
    guard let record = walk.record(id), let tracks = walk.tracks[id], walk.hasEdits(for: id) else { return false }
    walk.tracks[id] = nil
    for (path, track) in tracks {
      if record.isMergeOfFiles {
        try merge(track, path, record, &walk)
      } else {
        let change = record.changes.first { $0.path == path }
        // Without a parent that has it, and where it went, it was not there.
        if let change, change.new == nil { continue }
        if change != nil, change?.old == nil {
          try begin(track, path, record, &walk)
        } else if let parent = record.parents.first {
          if change != nil, track.lines == nil { add(record, to: track.question) }
          pass(track, path, record, change == nil ? nil : walk.edits(id, 0, path), to: parent, &walk)
        }
      }
    }
    return true
  }

  /// Across one change; nil edits are none.
  private mutating func pass(
    _ track: Track, _ path: [UInt8], _ record: CommitRecord, _ edits: [LineEdit]?, to parent: ObjectID,
    _ walk: inout LineWalk
  ) {
    guard let edits, let lines = track.lines else {
      walk.wait(track, path, at: parent)
      return
    }
    let (before, isTouched) = lines.before(edits)
    if isTouched {
      if track.isOrigin {
        origin(record, of: track.question)
        return
      }
      add(record, to: track.question)
    }
    guard !before.isEmpty else { return }
    walk.wait(Track(question: track.question, isOrigin: track.isOrigin, lines: before), path, at: parent)
  }

  /// Through a merge: the first parent that has the lines as they are takes them. Without one, all go on.
  private mutating func merge(
    _ track: Track, _ path: [UInt8], _ record: CommitRecord, _ walk: inout LineWalk
  ) throws {
    let sides = record.parents.indices.map { walk.edits(record.id, $0, path) ?? [] }
    // The same file is a better reason than the same lines.
    if track.isOrigin || track.lines == nil, let same = sides.firstIndex(where: \.isEmpty) {
      walk.wait(track, path, at: record.parents[same])
      return
    }
    guard let lines = track.lines else {
      add(record, to: track.question)
      for parent in record.parents { walk.wait(track, path, at: parent) }
      return
    }
    let before = sides.map { lines.before($0) }
    if let free = before.firstIndex(where: { !$0.isTouched }) {
      walk.wait(
        Track(question: track.question, isOrigin: track.isOrigin, lines: before[free].lines), path,
        at: record.parents[free])
      return
    }
    // Merges of other projects' histories move their files into a folder.
    if let (parent, oldPath, edits) = try move(path, record, &walk) {
      let (before, isTouched) = lines.before(edits)
      if !isTouched {
        walk.moved.append((parent, oldPath, Track(question: track.question, isOrigin: track.isOrigin, lines: before)))
        return
      }
    }
    if track.isOrigin {
      origin(record, of: track.question)
      return
    }
    add(record, to: track.question)
    for (parent, side) in zip(record.parents, before) where !side.lines.isEmpty {
      walk.wait(Track(question: track.question, isOrigin: false, lines: side.lines), path, at: parent)
    }
  }

  /// At the commit that made a file, or gave it its name.
  private mutating func begin(
    _ track: Track, _ path: [UInt8], _ record: CommitRecord, _ walk: inout LineWalk
  ) throws {
    if let lines = track.lines, let (parent, oldPath, edits) = try move(path, record, &walk) {
      let (before, isTouched) = lines.before(edits)
      if !(track.isOrigin && isTouched) {
        if isTouched { add(record, to: track.question) }
        if !before.isEmpty {
          walk.moved.append(
            (parent, oldPath, Track(question: track.question, isOrigin: track.isOrigin, lines: before)))
        }
        return
      }
    }
    if track.isOrigin {
      origin(record, of: track.question)
    } else {
      add(record, to: track.question)
    }
  }

  /// Where a file was before a commit, and what the commit changed in it while it moved.
  private func move(
    _ path: [UInt8], _ record: CommitRecord, _ walk: inout LineWalk
  ) throws -> (ObjectID, [UInt8], [LineEdit])? {
    let key = LineWalk.Move(commit: record.id, path: path)
    if let known = walk.moves[key] { return known }
    guard monotonicNanoseconds() < deadline else { return nil }
    var result: (ObjectID, [UInt8], [LineEdit])?
    if let (parent, oldPath) = try repository.renameSource(
      of: path, at: record.id, limits: limits(), cancellation: cancellation)
    {
      var request = DiffRequest(old: parent, new: record.id)
      request.contextLines = 0
      request.wantsCounts = false
      request.paths = [oldPath, path]
      request.fileLineLimit = 200_000
      request.lineLimit = 200_000
      let file = try repository.diff(request, limits: limits(), cancellation: cancellation).files.first {
        $0.change.path == path
      }
      result = (parent, oldPath, file?.hunks.map { LineEdit($0) } ?? [])
    }
    walk.moves[key] = .some(result)
    return result
  }

  private mutating func origin(_ record: CommitRecord, of question: Int) {
    pasts[question].origin = record
    hasOrigin[question] = true
  }

  private mutating func add(_ record: CommitRecord, to question: Int) {
    guard !hasChanges[question], !pasts[question].changes.contains(where: { $0.id == record.id }) else { return }
    pasts[question].changes.append(record)
    hasChanges[question] = pasts[question].changes.count >= changesMax
  }
}

extension Array {
  fileprivate var nilIfEmpty: Self? { isEmpty ? nil : self }
}
