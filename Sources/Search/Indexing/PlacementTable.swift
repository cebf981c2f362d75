import Containers

/// The files of one repository, ready to be placed: content id, path and revisions.
struct PlacementTable {
  struct Row {
    /// Stands for the content's id as long as `isNamed` is false.
    var blob: ObjectID
    /// False for a file that is read only once, when its content is indexed: that tells its id.
    var isNamed = true
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
