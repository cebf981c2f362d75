import Containers
import Diagnosis
import TestSupport
import Testing

/// `user {s} has {d} of {a|b}` as a skeleton.
private func skeleton(_ text: String) throws -> Skeleton {
  var bytes: [UInt8] = []
  var rest = Substring(text)
  while let first = rest.first {
    guard first == "{", let close = rest.firstIndex(of: "}") else {
      bytes += Array(String(first).utf8)
      rest = rest.dropFirst()
      continue
    }
    let inside = rest[rest.index(after: rest.startIndex)..<close]
    if inside == "…" {
      bytes.append(Skeleton.Sign.fields)
    } else if inside.utf8.count == 1, let hole = Skeleton.Hole(rawValue: inside.utf8.first!) {
      bytes += [Skeleton.Sign.hole, hole.rawValue]
    } else {
      bytes.append(Skeleton.Sign.choice)
      for (index, part) in inside.split(separator: "|", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { bytes.append(Skeleton.Sign.or) }
        bytes += Array(part.utf8)
      }
      bytes.append(Skeleton.Sign.end)
    }
    rest = rest[rest.index(after: close)...]
  }
  return try #require(Skeleton(checking: bytes), "not a skeleton: \(text)")
}

private func values(_ text: String, _ message: String) throws -> [String]? {
  let bytes = Array(message.utf8)
  return try skeleton(text).alignment(of: bytes).map { found in
    found.values.map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}

@Suite struct `Skeletons and messages` {
  @Test(
    arguments: [
      ("user {s} has {d} files", "user ann lee has 12 files", ["ann lee", "12"]),
      ("user {s} has {d} files", "user ann has  files", nil),
      ("user {s} has {d} files", "user ann has -3 files", ["ann", "-3"]),
      ("error: {s}", "error:", [""]),
      ("a {s} b", "a b", [""]),
      ("a {s} b", "a x b b", ["x b"]),
      ("{s}: {s}", "a: b: c", ["a", "b: c"]),
      ("at {p} in {x}", "at 0xffff in 0x1f", ["0xffff", "0x1f"]),
      ("at {p}", "at (nil)", ["(nil)"]),
      ("took {f} ms", "took 1.5e-3 ms", ["1.5e-3"]),
      ("took {f} ms", "took long ms", nil),
      ("[{d}] of {d}", "[ 7] of 9", [" 7", "9"]),
      ("key {c}!", "key é!", ["é"]),
      ("{d}{s}", "12ab", ["12", "ab"]),
      (
        "Failed password for {|invalid user }{s} from {s} port {d} ssh2",
        "Failed password for invalid user bob from 1.2.3.4 port 22 ssh2",
        ["invalid user ", "bob", "1.2.3.4", "22"]
      ),
      (
        "Failed password for {|invalid user }{s} from {s} port {d} ssh2",
        "Failed password for root from 1.2.3.4 port 22 ssh2", ["", "root", "1.2.3.4", "22"]
      ),
      ("state is {on|off}", "state is odd", nil),
      ("started{…}", "started addr=1 port=2", []),
      ("closed", "closed", []), ("closed", "closed now", nil), ("closed", "was closed", nil),
    ] as [(String, String, [String]?)])
  func `values are what the holes took`(_ text: String, _ message: String, _ expected: [String]?) throws {
    #expect(try values(text, message) == expected)
  }

  @Test(arguments: 0..<20)
  func `a skeleton filled with values fits itself`(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<200 {
      var text = ""
      var message = ""
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let word = ["alpha ", "beta: ", " of ", "x=", ", ", "at "].randomElement(using: &random)!
        text += word
        message += word
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
          text += "{s}"
          message += ["", "v", "a b", "alpha ", "at x=", "é…"].randomElement(using: &random)!
        case 1:
          text += "{d}"
          message += "\(Int.random(in: -9999...9999, using: &random))"
        case 2:
          text += "{x}"
          message += String(UInt32.random(in: 0...UInt32.max, using: &random), radix: 16)
        case 3:
          text += "{one|two|}"
          message += ["one", "two", ""].randomElement(using: &random)!
        case 4:
          text += "{f}"
          message += "\(Double.random(in: -10...10, using: &random))"
        default: break
        }
      }
      // White space as the builder of skeletons and the reader of messages leave it.
      func squeezed(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
      }
      let bytes = Array(squeezed(message).utf8)
      let built = try skeleton(squeezed(text))
      #expect(built.alignment(of: bytes) != nil, "\(squeezed(text)) ~ \(squeezed(message))")
      for length in stride(from: bytes.count, to: 0, by: -7) {
        let found = built.alignment(ofTruncated: Array(bytes[..<length]))
        #expect(found.map { $0.covered.upperBound <= length } ?? true)
      }
    }
  }

  @Test(arguments: 0..<8)
  func `any skeleton meets any message without harm`(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let alphabet: [UInt8] = [
      1, 2, 3, 4, 5, 10, 0x20, 0x61, 0x62, 0x73, 0x64, 0x78, 0x70, 0x66, 0x63, 0x71, 0x30, 0xC3,
    ]
    for _ in 0..<2_000 {
      let form = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        alphabet.randomElement(using: &random)!
      }
      let message = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet[6...].randomElement(using: &random)!
      }
      guard let skeleton = Skeleton(checking: form) else { continue }
      for found in [skeleton.alignment(of: message), skeleton.alignment(ofTruncated: message)] {
        for range in found?.values ?? [] { #expect(range.upperBound <= message.count) }
      }
    }
  }
}
