/// A growing buffer of bytes with room to patch what was written before.
///
/// All integers are little-endian. Cheaper than `[UInt8]` appends in hot loops because capacity is checked
/// once per reservation.
struct ByteBuilder: ~Copyable {
  private(set) var count = 0
  private var capacity: Int
  private var base: UnsafeMutableRawPointer

  init(capacity: Int = 4096) {
    self.capacity = capacity
    base = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    base.deallocate()
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  mutating func removeAll() { count = 0 }

  /// Removes the first `byteCount` bytes; the others move to the front.
  mutating func removeFirst(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= count, "removing more than there is")
    count -= byteCount
    base.copyMemory(from: base + byteCount, byteCount: count)
  }

  /// Appends `byteCount` zero bytes and returns the offset of the first.
  mutating func reserve(_ byteCount: Int) -> Int {
    ensure(byteCount)
    let start = count
    (base + start).initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    count += byteCount
    return start
  }

  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    let size = MemoryLayout<Value>.size
    ensure(size)
    base.storeBytes(of: value.littleEndian, toByteOffset: count, as: Value.self)
    count += size
  }

  mutating func append(_ source: UnsafeRawBufferPointer) {
    guard let start = source.baseAddress, source.count > 0 else { return }
    ensure(source.count)
    (base + count).copyMemory(from: start, byteCount: source.count)
    count += source.count
  }

  /// Overwrites the bytes at `offset`, which must have been reserved.
  mutating func set<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count, "set outside the builder")
    base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
  }

  mutating func withBytes(from offset: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
    body(UnsafeMutableRawBufferPointer(start: base + offset, count: count - offset))
  }

  /// Appends zero bytes up to a multiple of `alignment`.
  mutating func align(to alignment: Int) {
    let rest = count % alignment
    if rest != 0 { _ = reserve(alignment - rest) }
  }

  private mutating func ensure(_ more: Int) {
    guard count + more > capacity else { return }
    let grown = max(capacity * 2, count + more)
    let target = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 16)
    target.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = target
    capacity = grown
  }
}
