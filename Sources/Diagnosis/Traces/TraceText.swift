extension Substring {
  /// The text before and after the first occurrence of a separator.
  func around(_ separator: String) -> (before: Substring, after: Substring)? {
    guard let range = firstRange(of: separator) else { return nil }
    return (self[..<range.lowerBound], self[range.upperBound...])
  }

  /// The text before and after the last occurrence of a separator.
  func aroundLast(_ separator: Character) -> (before: Substring, after: Substring)? {
    guard let index = lastIndex(of: separator) else { return nil }
    return (self[..<index], self[self.index(after: index)...])
  }

  /// Where a text of ASCII stands first. Not Foundation's: it must be linear and agree on Linux and macOS.
  func firstRange(of text: String) -> Range<Index>? {
    let needle = Array(text.utf8)
    guard let first = needle.first else { return nil }
    var at = utf8.startIndex
    while let found = utf8[at...].firstIndex(of: first) {
      if utf8[found...].starts(with: needle) {
        return found..<utf8.index(found, offsetBy: needle.count)
      }
      at = utf8.index(after: found)
    }
    return nil
  }

  func has(_ text: String) -> Bool { firstRange(of: text) != nil }

  /// After a prefix; nil without it.
  func after(_ prefix: String) -> Substring? {
    guard utf8.starts(with: prefix.utf8) else { return nil }
    return self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...]
  }

  /// Without spaces and tabs at both ends.
  var trimmed: Substring {
    var result = self
    while let first = result.first, first == " " || first == "\t" { result.removeFirst() }
    while let last = result.last, last == " " || last == "\t" { result.removeLast() }
    return result
  }

  /// Without spaces and tabs at its start.
  var leftTrimmed: Substring { drop { $0 == " " || $0 == "\t" } }

  var isIndented: Bool { first == " " || first == "\t" }

  /// A number of decimal digits only, below two thousand million.
  var number: Int? {
    guard !isEmpty, utf8.count < 10, utf8.allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
    return Int(self)
  }

  /// `file:12:34` or `file:12`, from its end.
  var place: (file: Substring, line: Int, column: Int?)? {
    guard let last = aroundLast(":"), let number = last.after.number else { return nil }
    if let second = last.before.aroundLast(":"), let line = second.after.number, !second.before.isEmpty {
      return (second.before, line, number)
    }
    return last.before.isEmpty ? nil : (last.before, number, nil)
  }

  /// Hexadecimal digits after `0x`, and what follows.
  var afterAddress: Substring? {
    guard let digits = after("0x") else { return nil }
    let rest = digits.drop { $0.isASCII && $0.isHexDigit }
    return rest.startIndex > digits.startIndex ? rest : nil
  }

  /// Letters, digits, `_`, `.` and `$` only, beginning with a letter.
  var isQualifiedName: Bool {
    guard let first = utf8.first, ByteClass.table[Int(first)] & ByteClass.letter != 0 || first == 0x5F else {
      return false
    }
    return utf8.allSatisfy { byte in
      ByteClass.table[Int(byte)] & (ByteClass.letter | ByteClass.digit | ByteClass.dot) != 0 || byte == 0x5F
        || byte == 0x24
    }
  }

  /// `a.b.SomeException: message` or the name alone, when it looks like the name of an error.
  var exception: (type: String, message: String)? {
    let parts = around(": ") ?? (hasSuffix(":") ? (dropLast(), "") : (self, ""))
    let name = parts.before
    guard name.utf8.count <= 200, name.isQualifiedName else { return nil }
    let simple = name.aroundLast(".")?.after ?? name
    let plain = simple.aroundLast("$")?.after ?? simple
    for suffix in ["Exception", "Error", "Throwable", "Interrupt", "Exit", "Warning", "Failure", "Fault"]
    where plain.hasSuffix(suffix) {
      return (String(name), String(parts.after))
    }
    return nil
  }
}
