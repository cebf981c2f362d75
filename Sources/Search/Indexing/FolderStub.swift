import Containers
import Platform
extension RepositoryReader {
  func folderState() throws -> RepositoryState { throw SearchError(.badSource, subject: repository.location, reason: "plain folders come next") }
  func folderContent() throws -> RepositoryContent { throw SearchError(.badSource, subject: repository.location, reason: "plain folders come next") }
}
struct FileReader {
  enum Reply { case bytes(UnsafeRawBufferPointer); case tooLarge(Int) }
  func read(_ path: [UInt8], limit: Int) throws -> Reply { .tooLarge(0) }
}
func blobID(of bytes: UnsafeRawBufferPointer) -> ObjectID? { nil }
