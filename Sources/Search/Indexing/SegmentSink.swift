import Platform
import SearchIndex

/// Lets a segment builder write to a file of the data folder.
final class SegmentSink: ByteSink {
  let file: OutputFile

  /// Starts the file `name` in `folder` under a temporary name.
  init(folder: String, name: String) throws {
    file = try OutputFile.create(temporaryFor: folder + "/" + name)
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws { try file.append(bytes) }
}
