import Containers
import Diagnosis
import Foundation
import Git
import History
import Platform
import Search
import TestSupport
import Testing

private let oldStore = """
  import logging
  log = logging.getLogger("store")


  def load(path):
      log.info("loading the shelf from %s", path)
      if not path:
          raise ValueError("the shelf has no path at all")
      return open(path)


  def close(shelf):
      log.warning("shelf %s closed with %d orders pending", shelf.name, shelf.pending)

  """

private let newStore = """
  import logging
  import os
  log = logging.getLogger("store")


  def load(path):
      log.info("loading the shelf from %s", path)
      if not path:
          raise ValueError("the shelf has no path at all")
      if os.path.isdir(path):
          log.error("cannot load shelf %s: it is a folder", path)
      return open(path)


  """

private let owners = "* @everybody\n/shop/ @shelves store@example.org\n"

/// Words are rare only among many statements.
private let others = (0..<700).map { index in
  // Each number in letters is a word of its own.
  let words = [index, index + 700, index % 13].map { number in
    String(
      String(number + 100, radix: 8).map {
        Character(UnicodeScalar(UInt8(ascii: "k") + UInt8($0.wholeNumberValue ?? 0)))
      })
  }
  return "log.debug(\"\(words.joined(separator: " ")) noted\")"
}.joined(separator: "\n")

/// v1 and v2 as tags, then a change that is in neither.
private func bench() throws -> DiagnosisBench {
  let bench = try DiagnosisBench()
  try bench.commit("Open the shop", ["shop/store.py": oldStore, "other/texts.py": others + "\n"], tag: "v1")
  try bench.commit("Say when the shelf is a folder", ["shop/store.py": newStore], tag: "v2")
  try bench.commit(
    "Move the store", ["shop/store.py": "# Shelves.\n" + newStore, ".github/CODEOWNERS": owners])
  return bench
}

private func traceback(line: Int) -> String {
  """
  Traceback (most recent call last):
    File "/usr/lib/python3/dist-packages/shop/cli.py", line 3, in <module>
      main()
    File "/usr/lib/python3/dist-packages/shop/store.py", line \(line), in load
      raise ValueError("the shelf has no path at all")
  ValueError: the shelf has no path at all

  """
}

@Suite struct `Investigations without grammars` {
  @Test func `without an index the log is read, and it is said that no code was searched`() {
    let diagnosis = Investigator(nil).investigate(paste: "2026-11-21 09:00:00 ERROR store: cannot load\n")
    #expect(diagnosis.code == nil && diagnosis.limits == ["no code was searched: there is no index"])
    #expect(diagnosis.templates.count == 1 && diagnosis.templates[0].source == nil)
    #expect(diagnosis.templates[0].namedText == diagnosis.report.templates[0].template.text)
  }

  @Test func `frames lead to the version whose function is around the line`() throws {
    let bench = try bench()
    let searcher = try bench.index()
    let investigator = Investigator(searcher, history: try HistoryReader())
    var events: [String] = []
    // Line 9 is in `load` at v2 only; line 13 is in `load` nowhere.
    let diagnosis = investigator.investigate(paste: traceback(line: 9)) { event in
      switch event {
      case .progress: break
      case .located(let located):
        #expect(located.groups.allSatisfy { $0.context == nil })
        events.append("located")
      case .templateContext(let index, _): events.append("template \(index)")
      case .groupContext(let index, _): events.append("group \(index)")
      }
    }
    #expect(events == ["located", "group 0"])
    #expect(diagnosis.limits.contains { $0.contains("no statements were searched") })
    let group = try #require(diagnosis.groups.first)
    #expect(group.frames.map { $0.frame.function } == ["load", "<module>"])
    let frame = try #require(group.suspectFrame)
    let place = try #require(frame.places.first)
    #expect(place.confidence == .certain && place.shared == 2 && frame.best.count == 1)
    #expect(place.place.placement.pathText == "shop/store.py" && place.place.line == 9)
    #expect(place.place.function == "load")
    // v1 has the function on lines 5 to 9, so all three agree but what is newest is the default one.
    #expect(place.place.placement.isDefaultRevision)
    // The other frame's file is not there.
    #expect(group.frames[1].places.isEmpty)
    let context = try #require(group.context)
    #expect(context.owners.flatMap(\.owners) == ["@shelves", "store@example.org"])
    #expect(context.owners.first?.line == 2 && context.ownerFile?.pathText == ".github/CODEOWNERS")
    #expect(context.blame?.subject == "Open the shop" && context.blame?.day == "2023-11-15")
    #expect(context.isOfFunction && context.today == .unchanged)
    #expect(context.changes.map(\.subject) == ["Say when the shelf is a folder", "Open the shop"])
  }

  @Test func `a line that only an old version has tells the version, and where it is today`() throws {
    let bench = try DiagnosisBench()
    let before = (1...20).map { "x\($0) = \($0)\n" }.joined()
    let function = "def shelve(a):\n    b = a\n    return b\n"
    try bench.commit("One", ["lib/deep/shelf.py": before + function], tag: "v1")
    try bench.commit("Two", ["lib/deep/shelf.py": function + "\n" + before], tag: "v2")
    let searcher = try bench.index()
    let text = """
      Traceback (most recent call last):
        File "/opt/app/lib/deep/shelf.py", line 22, in shelve
          b = a
      KeyError: 'a'

      """
    let diagnosis = Investigator(searcher, history: try HistoryReader()).investigate(paste: text)
    let place = try #require(diagnosis.groups.first?.suspectFrame?.places.first)
    #expect(place.place.placement.revision == "v1" && place.confidence == .certain)
    let window = try #require(diagnosis.versions.first)
    #expect(window.description == "v1" && window.lineCount == 1)
    #expect(diagnosis.version(of: window.repository)?.revision.name == "v1")
    switch diagnosis.groups[0].context?.today {
    case .at(let today), .changed(let today): #expect(today.placement.pathText == "lib/deep/shelf.py")
    default: Issue.record("today: \(String(describing: diagnosis.groups[0].context?.today))")
    }
  }

  @Test func `equal files are ties, and named limits are told`() throws {
    let bench = try DiagnosisBench()
    let text = "def pack(a):\n    return a\n"
    try bench.commit("One", ["a/box.py": text, "b/box.py": text + "\n"])
    let searcher = try bench.index()
    var limits = InvestigationLimits()
    limits.groups = 1
    let trace = """
      Traceback (most recent call last):
        File "box.py", line 2, in pack
          return a
      KeyError: 'a'

      """
    let other = trace.split(separator: "\n").joined(separator: "\n").replacingOccurrences(
      of: "KeyError", with: "OSError")
    let diagnosis = Investigator(searcher, limits: limits).investigate(paste: trace + "\n" + other + "\n")
    #expect(diagnosis.report.groups.count == 2)
    let frame = try #require(diagnosis.groups[0].frames.first)
    #expect(frame.best.map { $0.place.placement.pathText } == ["a/box.py", "b/box.py"])
    #expect(diagnosis.groups[1].frames.isEmpty)
    #expect(diagnosis.limits.contains { $0.hasSuffix("(groups)") })
    // Nobody was asked for history.
    #expect(diagnosis.groups[0].context?.blame == nil)
  }

  @Test func `a caller sees only what it may see, and can end the work`() throws {
    let bench = try bench()
    let searcher = try bench.index()
    let hidden = Investigator(searcher, scope: .repositories([])).investigate(paste: traceback(line: 9))
    #expect(hidden.code?.repositories == 0)
    #expect(hidden.groups.allSatisfy { group in group.frames.allSatisfy { $0.places.isEmpty } })
    let flag = CancellationFlag()
    flag.cancel()
    let ended = Investigator(searcher).investigate(paste: traceback(line: 9), cancellation: flag)
    #expect(ended.report.traces.count == 1 && ended.groups[0].context == nil)
  }
}

@Suite(.enabled(if: Checkout.canParse, "needs grammars and the program"))
struct `Investigations with statements` {
  private func diagnose(_ text: String, _ bench: DiagnosisBench, limits: InvestigationLimits = .init()) throws
    -> Diagnosis
  {
    let searcher = try bench.index(grammars: Checkout.grammars, parser: Checkout.program)
    #expect(searcher.hasEmits)
    return Investigator(searcher, history: try HistoryReader(), limits: limits).investigate(paste: text)
  }

  @Test func `a log leads to statements at its version, their owner, change and place today`() throws {
    let log = """
      2026-11-21 09:00:00,001 INFO store: loading the shelf from /srv/a
      2026-11-21 09:00:01,001 INFO store: loading the shelf from /srv/bb c
      2026-11-21 09:00:02,001 WARNING store: shelf north closed with 3 orders pending
      2026-11-21 09:00:03,001 INFO store: something that nobody wrote here today

      """
    let diagnosis = try diagnose(log, bench())
    #expect(diagnosis.versions.first?.description == "v1")
    #expect(diagnosis.templates.reduce(0) { $0 + $1.facts.template.count } == diagnosis.report.events)
    let first = diagnosis.templates[diagnosis.byImportance[0]]
    let source = try #require(first.source)
    #expect(source.answer.isConfident && source.place?.placement.revision == "v1" && source.place?.line == 13)
    #expect(first.namedText == "shelf <shelf.name> closed with <shelf.pending> orders pending")
    #expect(first.parameters.map(\.sample) == ["north", "3"])
    let context = try #require(source.context)
    #expect(context.today == .gone(last: "v1", first: "v2"))
    #expect(context.blame?.subject == "Open the shop")
    #expect(context.owners.flatMap(\.owners) == ["@shelves", "store@example.org"])
    // Two shapes of one statement are one template.
    let loading = try #require(diagnosis.templates.first { $0.namedText.hasPrefix("loading") })
    #expect(loading.namedText == "loading the shelf from <path>" && loading.facts.template.count == 2)
    #expect(loading.source?.place?.placement.revision == "v1" && loading.source?.place?.line == 6)
    let unknown = try #require(diagnosis.templates.first { $0.namedText.hasPrefix("something") })
    #expect(unknown.source?.answer.isConfident == false && unknown.source?.place == nil)
  }

  @Test func `a new version's statement tells the newest, and the exception has its statement`() throws {
    let log = "ERROR:store:cannot load shelf /srv: it is a folder\n" + traceback(line: 9)
    let diagnosis = try diagnose(log, bench())
    let group = try #require(diagnosis.groups.first)
    #expect(group.source?.place?.function == "load")
    #expect(group.suspectFrame?.places.first?.confidence == .certain)
    let window = try #require(diagnosis.versions.first)
    #expect(!window.window.contains { $0.revision.name == "v1" })
  }

  @Test func `a template that holds two statements' messages is taken apart`() throws {
    let bench = try DiagnosisBench()
    let code = """
      import logging
      log = logging.getLogger("desk")

      def wait(desk):
          log.info("clerk %d of the night shift waits for ledgers at counter %s", desk.clerk, desk.counter)
          log.info("clerk %d of the night shift waits for visitors at counter %s", desk.clerk, desk.counter)

      """
    try bench.commit("Wait", ["desk.py": code, "other/texts.py": others + "\n"])
    let log = (1...4).map { clerk in
      let what = clerk == 3 ? "visitors" : "ledgers"
      return
        "2026-11-21 09:00:0\(clerk),001 INFO desk: clerk \(clerk) of the night shift waits for \(what) at counter \(clerk * 7)\n"
    }
    let diagnosis = try diagnose(log.joined(), bench)
    #expect(diagnosis.report.templates.count == 1)
    #expect(
      diagnosis.templates.map { "\($0.facts.template.count) \($0.namedText)" } == [
        "3 clerk <desk.clerk> of the night shift waits for ledgers at counter <desk.counter>",
        "1 clerk <desk.clerk> of the night shift waits for visitors at counter <desk.counter>",
      ])
    #expect(diagnosis.templates.map(\.facts.firstLine) == [1, 3])
    #expect(diagnosis.templates.first?.parameters.last?.values.map(\.text).sorted() == ["14", "28", "7"])
    #expect(diagnosis.templates.map(\.members) == [[0], [0]])
  }

  @Test func `limits are told by name`() throws {
    var limits = InvestigationLimits()
    (limits.templates, limits.contexts) = (1, 0)
    let log = "ERROR:store:cannot load shelf /srv: it is a folder\nINFO:store:loading the shelf from /srv\n"
    let diagnosis = try diagnose(log, bench(), limits: limits)
    #expect(diagnosis.templates.count { $0.source != nil } == 1)
    #expect(diagnosis.limits.contains { $0.hasSuffix("(templates)") })
    #expect(diagnosis.limits.contains { $0.hasSuffix("(contexts)") })
  }
}
