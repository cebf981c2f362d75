/// Rust: `thread 'main' panicked at src/a.rs:2:5:` with the message on the next line; numbered symbols with
/// places.
enum RustLines {
  static func read(_ line: Substring, _ isOpen: Bool) -> TraceElement? {
    if let rest = line.after("thread '"), let name = rest.around("'"),
      let panic = name.after.around("panicked at ")
    {
      var message: Substring = ""
      var place = panic.after
      // Before Rust 1.73: panicked at 'message', a.rs:2:5.
      if place.first == "'", let quoted = place.dropFirst().around("', ") {
        message = quoted.before
        place = quoted.after
      }
      if place.last == ":" { place = place.dropLast() }
      return .head(.rust, type: "panic", message: String(message), thread: String(name.before))
    }
    guard isOpen else { return numbered(line, needsPath: true) }
    let text = line.leftTrimmed
    if line.isIndented, let rest = text.after("at "), let place = rest.place {
      return .place(file: String(place.file), line: place.line, column: place.column)
    }
    if let element = numbered(line, needsPath: false) { return element }
    if line.hasPrefix("stack backtrace:") || line.hasPrefix("note: ") || text.hasPrefix("[... omitted ") {
      return .note
    }
    return nil
  }

  /// `   5: shard::lookup::h0123456789abcdef`, `   5:     0x55d0 - shard::lookup`.
  private static func numbered(_ line: Substring, needsPath: Bool) -> TraceElement? {
    guard line.isIndented || !needsPath, let parts = line.leftTrimmed.around(": "), parts.before.number != nil
    else {
      return nil
    }
    var name = parts.after.leftTrimmed
    if let address = name.afterAddress, let symbol = address.after(" - ") { name = symbol }
    if needsPath, !name.has("::") || name.has(" ") && !name.hasPrefix("<") { return nil }
    guard !name.isEmpty else { return nil }
    // The hash that tells instances of generic functions apart.
    if let tail = name.lastRange(ofHash: ()) { name = name[..<tail] }
    return .frame(.rust, StackFrame(name, module: name.around("::")?.before ?? "", raw: line))
  }
}

extension Substring {
  /// Where `::h0123456789abcdef` begins at the end.
  fileprivate func lastRange(ofHash: Void) -> Index? {
    guard utf8.count > 19 else { return nil }
    let tail = utf8.suffix(19)
    guard tail.starts(with: "::h".utf8),
      tail.dropFirst(3).allSatisfy({ ByteClass.table[Int($0)] & (ByteClass.digit | ByteClass.hexLetter) != 0 }
      )
    else { return nil }
    return tail.startIndex
  }
}
