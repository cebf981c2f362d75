package import Containers
import Kernels

/// The name git gives a blob with this content: the SHA-1 of `blob <count>`, a zero byte and the content.
///
/// A plain folder's files get these names, so that a copy of a file under git is the same document. Cost:
/// about 1–2 GB/s with the processor's SHA instructions, 0.5 GB/s without.
package func gitBlobName(of content: UnsafeRawBufferPointer) -> ObjectID {
  gitBlobName(of: content, portable: false)
}

/// As ``gitBlobName(of:)``; `portable` leaves the processor's instructions unused, for comparison.
package func gitBlobName(of content: UnsafeRawBufferPointer, portable: Bool) -> ObjectID {
  gitObjectName(type: "blob", of: content, portable: portable)
}

/// As ``gitBlobName(of:)``, for an object of another type; with a type that git does not have, a name that no object has.
package func gitObjectName(
  type: String, of content: UnsafeRawBufferPointer, portable: Bool = false
) -> ObjectID {
  let prefix = Array("\(type) \(content.count)".utf8) + [0]
  return withUnsafeTemporaryAllocation(byteCount: 20, alignment: 8) { digest in
    kernel_sha1(
      prefix, prefix.count, content.baseAddress?.assumingMemoryBound(to: UInt8.self), content.count,
      portable ? 1 : 0,
      digest.baseAddress?.assumingMemoryBound(to: UInt8.self))
    // The closure above filled 20 bytes, which is a length every id may have.
    return ObjectID(bytes: UnsafeRawBufferPointer(digest))!
  }
}
