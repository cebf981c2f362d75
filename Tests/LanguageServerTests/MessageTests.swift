import LanguageServer
import TestSupport
import Testing

@Suite struct `Messages of the language server` {
  private func read(_ pieces: [[UInt8]]) throws -> [[UInt8]] {
    var reader = MessageReader()
    var messages: [[UInt8]] = []
    for piece in pieces {
      reader.append(piece)
      while let message = try reader.next() { messages.append(message) }
    }
    try reader.finish()
    return messages
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func `a stream is cut at the lengths it tells`(_ size: Int) throws {
    let texts = ["{}", "", "{\"a\":\"\u{E9}\"}", String(repeating: "x", count: 5000)]
    let stream = texts.flatMap { MessageReader.framed(Array($0.utf8)) }
    let pieces = stride(from: 0, to: stream.count, by: size).map {
      Array(stream[$0..<min($0 + size, stream.count)])
    }
    #expect(try read(pieces).map { String(decoding: $0, as: UTF8.self) } == texts)
  }

  @Test func `other headers and other line ends are read`() throws {
    let stream = "content-length:  2\nContent-Type: application/vscode-jsonrpc; charset=utf-8\n\n{}"
    #expect(try read([Array(stream.utf8)]) == [Array("{}".utf8)])
  }

  @Test(arguments: [
    ("Content-Length: x\r\n\r\n", MessageReader.Fault.badHeader),
    ("Content-Length: -1\r\n\r\n", .badHeader), ("Content-Length: 99999999999999999999\r\n\r\n", .badHeader),
    ("hello\r\n\r\n", .badHeader), ("\r\n", .missingLength), ("A: b\r\n\r\n", .missingLength),
    ("Content-Length: 99999999999\r\n\r\n", .tooLong(99_999_999_999)),
    (String(repeating: "a", count: 5000), .headerTooLong),
    ("A: " + String(repeating: "a", count: 5000) + "\r\n\r\n", .headerTooLong),
    ("Content-Length: 5\r\n\r\n{}", .cutShort), ("Content-Le", .cutShort),
  ])
  func `a stream that cannot be cut is refused`(_ text: String, _ fault: MessageReader.Fault) {
    #expect(throws: fault) { try read([Array(text.utf8)]) }
  }

  @Test func `changed streams are read or refused, never more`() {
    let stream = ["{\"id\":1}", "{}"].flatMap { MessageReader.framed(Array($0.utf8)) }
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      var bytes = stream
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      let messages = (try? read([bytes])) ?? []
      #expect(messages.allSatisfy { $0.count <= bytes.count })
    }
  }

  @Test(arguments: [
    "null", "true", "false", "0", "-12", "\"\"", "\"a\\\"b\"", "[]", "[1,[2,{}]]",
    "{\"a\":{\"b\":[null,\"c\"]}}",
  ])
  func `values are read and written`(_ text: String) throws {
    let value = try #require(JSONValue(parsing: Array(text.utf8)))
    #expect(String(decoding: value.bytes, as: UTF8.self) == text)
  }

  @Test func `escapes and blanks are understood`() {
    let value = JSONValue(parsing: Array(" { \"a\" : [ 1.5e1 , \"\\u00e9\\n\\ud83d\\ude00\\/\" ] } ".utf8))
    #expect(value?["a"]?.elements == [.number(15), .string("\u{E9}\n\u{1F600}/")])
    #expect(JSONValue(parsing: Array("\"\\ud83d\"".utf8)) == .string("\u{FFFD}"))
    #expect(JSONValue.string("\u{1}\t").bytes == Array("\"\\u0001\\u0009\"".utf8))
  }

  @Test(arguments: [
    "", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "\"", "\"\\x\"", "\"\\u12\"", "tru", "nulll",
    "1 2", "+1",
    "\"\u{1}\"", String(repeating: "[", count: 100_000),
    String(repeating: "{\"a\":", count: 200) + "1" + String(repeating: "}", count: 200), "1e", "--1",
  ])
  func `what is not one value is refused`(_ text: String) {
    #expect(JSONValue(parsing: Array(text.utf8)) == nil)
  }

  @Test func `changed values are read or refused, and what is read is written the same`() {
    let text = Array("{\"a\":[1,-2.5,\"\\u00e9\\n\",true,null,{\"b\":[]}],\"c\":\"\u{1F600}\"}".utf8)
    var random = SeededGenerator(seed: 2)
    for _ in 0..<20_000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let value = JSONValue(parsing: bytes) { #expect(JSONValue(parsing: value.bytes) == value) }
    }
  }
}
