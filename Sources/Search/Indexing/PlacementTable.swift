import Containers

/// The files of one repository, ready to be placed: content id, path and revisions.
struct PlacementTable {
  struct Row {
    var blob: ObjectID
    var path: [UInt8]
    var revisions: [UInt64]
    /// Bytes in the source, or -1 when not known before reading.
    var size: Int
    /// Place of the last revision that has it among all by time; newer ones are higher.
    var age = 0
  }

  var rows: [Row] = []
  /// Files at the default revision.
  var fileCount = 0
  /// What was left out and why, for people.
  var notes: [String] = []
}
