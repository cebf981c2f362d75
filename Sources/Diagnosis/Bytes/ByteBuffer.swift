/// Bytes that are appended to and lent out: memory that stays where it is between two changes.
final class ByteBuffer {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 4096) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// The content; valid until the next change.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  func removeAll() { count = 0 }

  func append(_ source: UnsafePointer<UInt8>, _ length: Int) {
    guard length > 0 else { return }
    if count + length > capacity { grow(length) }
    (base + count).update(from: source, count: length)
    count += length
  }

  func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { if let source = $0.baseAddress { append(source, $0.count) } }
  }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if let source = bytes.baseAddress { append(source, bytes.count) }
  }

  private func grow(_ length: Int) {
    capacity = max(capacity * 2, count + length)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }
}
