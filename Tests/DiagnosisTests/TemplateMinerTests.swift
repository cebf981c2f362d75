import Diagnosis
import TestSupport
import Testing

@Suite struct `Template mining` {
  private func mined(_ messages: [String]) -> TemplateSet {
    let miner = TemplateMiner()
    for message in messages { _ = miner.add(message) }
    return miner.result()
  }

  @Test(arguments: [
    ("connected to 10.0.0.7:5432 in 12 ms", "connected to <*> in <*> ms"),
    ("from 2001:db8::1 port 22", "from <*> port <*>"),
    ("mac 00:1b:44:11:3a:b7 up", "mac <*> up"),
    ("GET https://example.com/a?b=1 failed", "GET <*> failed"),
    ("job 6a0f1f3c-9c1e-4d57-b1a2-0a7c2c9d1e11 done", "job <*> done"),
    ("opened /var/lib/data/a.db, 3 pages", "opened <*>, <*> pages"),
    (#"opened C:\Windows\a.dll now"#, "opened <*> now"),
    ("mail to jo@example.org bounced", "mail to <*> bounced"),
    ("started at 12:34:56.789 by hand", "started at <*> by hand"),
    ("since Fri Jun 17 07:07:00 2005 idle", "since <*> idle"),
    ("ready=true, last=null", "ready=<*>, last=<*>"),
    ("read 4096 bytes (4.0 KB) of it", "read <*> of it"),
    ("free 5.2 KB left", "free <*> left"),
    ("checksum 0xdeadbeef and cafebabe differ", "checksum <*> and <*> differ"),
    ("eth0 over ssh2 and utf8", "eth0 over ssh2 and utf8"),
    ("spaces   and\ttabs  ", "spaces and tabs"),
    ("", ""),
  ])
  func `values become holes`(_ message: String, _ expected: String) {
    #expect(mined([message]).templates.map(\.text) == [expected])
  }

  @Test func `a numbered word is a value after three numbers`() {
    let set = mined((1...5).map { "worker-\($0) is idle" })
    #expect(set.templates.map(\.text) == ["<*> is idle"])
    #expect(set.templates[0].count == 5)
  }

  @Test func `names after user are values and their counts are told`() throws {
    let names = ["ann", "bob", "ann", "eve"]
    let set = mined(names.map { "session opened for user \($0)" })
    #expect(set.templates.map(\.text) == ["session opened for user <*>"])
    let hole = try #require(set.templates[0].holes.first)
    #expect(hole.values.first?.text == "ann" && hole.values.first?.count == 2)
    #expect(hole.values.reduce(hole.others) { $0 + $1.count } == 4)
  }

  @Test func `two verbs at one place stay two statements`() {
    let set = mined(["cache opened by 1", "cache closed by 2", "cache opened by 3"])
    #expect(Set(set.templates.map(\.text)) == ["cache opened by <*>", "cache closed by <*>"])
  }

  @Test func `lists of different lengths are one hole`() {
    let set = mined(["lost 1, 2, 3 of them", "lost 4 of them", "lost 5, 6 of them"])
    #expect(set.templates.map(\.text) == ["lost <*> of them"])
  }

  @Test func `methods of HTTP tell requests apart`() {
    let set = mined(["\"GET /a/1\" 200", "\"POST /a/2\" 200", "\"GET /b/7\" 404"])
    #expect(set.templates.count == 2)
  }

  @Test func `counts add up and every form has a template, whatever comes in`() {
    var random = SeededGenerator(seed: 11)
    let miner = TemplateMiner()
    var perForm: [Int: Int] = [:]
    let alphabet = Array("ab 01:./=\"'()[]{}<>,;|-_@%#\u{1}\n\u{7f}é\\xKBf".utf8)
    for _ in 0..<4000 {
      let message = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      perForm[message.withUnsafeBufferPointer { miner.add($0) }, default: 0] += 1
    }
    let set = miner.result()
    var perTemplate = [Int](repeating: 0, count: set.templates.count)
    for (form, count) in perForm { perTemplate[set.templateOfForm[form]] += count }
    #expect(perTemplate == set.templates.map(\.count))
    #expect(set.templates.reduce(0) { $0 + $1.count } == 4000)
    for template in set.templates {
      for hole in template.holes {
        #expect(hole.values.reduce(hole.others) { $0 + $1.count } == template.count, "\(template.text)")
      }
    }
  }

  @Test func `forms without end are absorbed or counted as others`() {
    let miner = TemplateMiner(formLimit: 1000)
    var random = SeededGenerator(seed: 3)
    func word() -> String {
      String((0..<6).map { _ in Character(Unicode.Scalar(UInt8.random(in: 103...122, using: &random))) })
    }
    var largest = 0
    for _ in 0..<5000 { largest = max(largest, miner.add("\(word()) and \(word()) \(word())")) }
    #expect(largest <= 1000)
    #expect(miner.result().templates.reduce(0) { $0 + $1.count } == 5000)
  }

  @Test func `a message of any length is read in its first part`() {
    let long = String(repeating: "word 1 ", count: 100_000)
    let set = mined([long, long])
    #expect(set.templates.count == 1)
    #expect(set.templates[0].sample.utf8.count <= 512)
  }
}
