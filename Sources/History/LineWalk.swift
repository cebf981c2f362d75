import Containers
import Git
import Platform

/// What a ``LineTracer`` knows of one walk: the commits so far, their edits, and the tracks that wait at them.
struct LineWalk {
  let start: ObjectID
  let paths: [[UInt8]]

  /// Tracks by the commit they have come to, which may not have been listed yet.
  var tracks: [ObjectID: [(path: [UInt8], track: LineTracer.Track)]] = [:]
  /// Tracks that go on under another name, before this walk's files had theirs.
  var moved: [(commit: ObjectID, path: [UInt8], track: LineTracer.Track)] = []
  /// Where files were before a commit gave them their names; a value of nil is known to be nowhere.
  var moves: [Move: (ObjectID, [UInt8], [LineEdit])?] = [:]
  /// No commit was listed yet.
  private(set) var isBegin = true
  /// Pairs of commits that are worth a process.
  private(set) var round = 12

  /// A file that came at a commit.
  struct Move: Hashable {
    var commit: ObjectID
    var path: [UInt8]
  }

  private let waiting: [(path: [UInt8], track: LineTracer.Track)]
  private var places: [ObjectID: Int] = [:]
  private var records: [CommitRecord] = []
  private var known: [CommitPair: [[UInt8]: [LineEdit]]] = [:]
  private var asked = monotonicNanoseconds()

  /// The most pairs that are compared at once.
  private static let roundMax = 768
  /// Nanoseconds after which fewer pairs are worth a process too: on a long walk they may be all.
  private static let patience = 150_000_000

  init(_ start: LineTracer.Start) {
    self.start = start.commit
    waiting = start.tracks
    paths = Array(Set(start.tracks.map(\.path))).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Commits that were listed.
  var count: Int { records.count }

  /// It is some time since edits were asked for.
  var hasWaited: Bool { monotonicNanoseconds() &- asked > Self.patience }

  /// Questions that are not answered in this walk.
  var openQuestions: Set<Int> {
    Set((isBegin ? waiting : tracks.values.flatMap(\.self)).map(\.track.question))
  }

  /// Paths that tracks are on.
  var livePaths: [[UInt8]] { paths.filter { path in tracks.values.contains { $0.contains { $0.path == path } } } }

  func record(_ id: ObjectID) -> CommitRecord? { places[id].map { records[$0] } }

  /// Takes commits as they are listed. All tracks begin at the first one, of which all others are ancestors.
  mutating func take(_ listed: [CommitRecord]) {
    for record in listed where places[record.id] == nil {
      places[record.id] = records.count
      records.append(record)
      if isBegin { tracks[record.id] = waiting }
      isBegin = false
    }
  }

  /// The newest listed commit that tracks wait at.
  var newest: ObjectID? {
    tracks.keys.compactMap { places[$0] }.max { left, right in
      (records[left].committer.seconds, right) < (records[right].committer.seconds, left)
    }.map { records[$0].id }
  }

  /// Lets a track wait at a commit, together with lines of the same question that came there another way.
  mutating func wait(_ track: LineTracer.Track, _ path: [UInt8], at commit: ObjectID) {
    let same = tracks[commit]?.firstIndex {
      $0.path == path && $0.track.question == track.question && $0.track.isOrigin == track.isOrigin
    }
    guard let same else {
      tracks[commit, default: []].append((path, track))
      return
    }
    if let lines = track.lines { tracks[commit]?[same].track.lines?.formUnion(lines) }
  }

  // MARK: Edits

  /// Whether the tracks at a commit can go on.
  func hasEdits(for id: ObjectID) -> Bool {
    guard let record = record(id) else { return false }
    let touched = tracks[id]?.map(\.path) ?? []
    return pairs(of: record, touching: touched).allSatisfy { known[$0] != nil }
  }

  /// The edits of a file by a commit, against a parent; nil when there are none.
  func edits(_ id: ObjectID, _ parent: Int, _ path: [UInt8]) -> [LineEdit]? {
    guard let record = record(id) else { return nil }
    return known[CommitPair(id, before: record.parents[parent])]?[path]
  }

  /// Comparisons that are needed next, or will be if lines are older: for the newest commits from the tracks on.
  var wanted: [CommitPair] {
    let live = livePaths
    let first = tracks.keys.compactMap { places[$0] }.min() ?? 0
    var result: [CommitPair] = []
    // A track whose commit comes later must not wait for rounds of others.
    for id in tracks.keys.sorted(by: { (places[$0] ?? .max) < (places[$1] ?? .max) }) {
      if let record = record(id) { result += pairs(of: record, touching: live).filter { known[$0] == nil } }
    }
    var seen = Set(result)
    for record in records[first...] {
      guard result.count < round else { break }
      for pair in pairs(of: record, touching: live) where known[pair] == nil && seen.insert(pair).inserted {
        result.append(pair)
      }
    }
    return result
  }

  /// Merges are compared with each parent: git does not tell which of the files they changed.
  private func pairs(of record: CommitRecord, touching paths: [[UInt8]]) -> [CommitPair] {
    if !record.isMergeOfFiles, let parent = record.parents.first {
      let isEdited = record.changes.contains { $0.old != nil && $0.new != nil && paths.contains($0.path) }
      return isEdited ? [CommitPair(record.id, before: parent)] : []
    }
    return record.parents.map { CommitPair(record.id, before: $0) }
  }

  mutating func add(_ edits: [[[UInt8]: [LineEdit]]], of pairs: [CommitPair]) {
    for (pair, found) in zip(pairs, edits) { known[pair] = found }
    round = min(Self.roundMax, round * 4)
    asked = monotonicNanoseconds()
  }
}

extension CommitRecord {
  /// True for a merge of several files' histories, also where only one of them has the files: git lists no changes
  /// with merges, and no other commit without.
  var isMergeOfFiles: Bool { parents.count > 1 || changes.isEmpty }
}
