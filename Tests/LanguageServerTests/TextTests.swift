import LanguageServer
import TestSupport
import Testing

@Suite struct `Texts of an editor` {
  private func buffer(_ text: String) -> TextBuffer { TextBuffer(Array(text.utf8)) }

  @Test func `lines end with any line break`() {
    let text = buffer("a\nb\r\n\rc")
    #expect(
      (0..<text.lineCount).map { String(decoding: text.line($0), as: UTF8.self) } == ["a", "b", "", "c"])
    #expect(text.line(9).isEmpty && text.line(-1).isEmpty)
  }

  @Test func `aligned lines are the same in both texts, in order`() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let words = ["a", "b", "c", "d", "}"]
      let old = (0..<Int.random(in: 0...20, using: &random)).map { _ in words.randomElement(using: &random)! }
      var new = old
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let place = Int.random(in: 0...new.count, using: &random)
        if Bool.random(using: &random), place < new.count {
          new.remove(at: place)
        } else {
          new.insert("n", at: place)
        }
      }
      let alignment = LineAlignment(
        old: buffer(old.joined(separator: "\n")), new: buffer(new.joined(separator: "\n")))
      var last = -1
      for line in old.indices {
        guard let other = alignment.newLine(line) else { continue }
        #expect(old[line] == new[other] && other > last && alignment.oldLine(other) == line)
        last = other
      }
      #expect((0..<30).allSatisfy { alignment.nearestNewLine($0) >= 0 })
    }
  }

  @Test func `a moved line is found, a changed one is not`() {
    let alignment = LineAlignment(old: buffer("one\ntwo\nthree\n"), new: buffer("zero\none\n2\nthree\n"))
    #expect((0..<3).map { alignment.newLine($0) } == [1, nil, 3])
    #expect((0..<4).map { alignment.oldLine($0) } == [nil, 0, nil, 2])
    #expect(alignment.nearestNewLine(1) == 2)
    #expect(alignment.newLine(99) == nil && alignment.oldLine(-1) == nil)
  }

  @Test(arguments: [
    ("/a/b c.swift", "file:///a/b%20c.swift"), ("/\u{E9}#?%", "file:///%C3%A9%23%3F%25"), ("/", "file:///"),
  ])
  func `addresses of files are read and written`(_ path: String, _ address: String) {
    #expect(FileAddress.address(path) == address)
    #expect(FileAddress.path(address) == path)
  }

  @Test(arguments: [
    "http://a/b", "file://host/a", "file:///%", "file:///%0", "file:///%zz", "file:///%00", "file:///%ff",
    "untitled:1", "file://",
  ])
  func `other addresses have no path`(_ address: String) {
    #expect(FileAddress.path(address) == nil)
  }
}
