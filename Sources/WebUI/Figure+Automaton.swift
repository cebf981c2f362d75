import RegexEngine
import Search

extension Figure {
  /// The same text matched by three machines.
  static func race(_ term: SearchTrace.Term) -> HTML? {
    guard let race = term.race else { return nil }
    let slowest = [race.all, race.automaton, race.pike].max() ?? .zero
    let machines: [(name: String, time: Duration)] = [
      ("everything: \(strategyName(term.regex.strategy))", race.all),
      ("the lazy automaton alone", race.automaton),
      ("the Pike machine alone", race.pike),
    ]
    let rows = machines.map { machine -> HTML in
      """
      <li><span>\(machine.name)</span>\(bar([(machine.time / .nanoseconds(1), "used")], of: slowest / .nanoseconds(1)))\
      <b>\(Format.duration(machine.time))</b></li>

      """
    }
    let file: HTML =
      race.placement.map { "<a href=\"\(Links.file($0))\">\(HTML.name($0.pathText))</a>" }
      ?? "a file of the index"
    return view(
      "race",
      caption: """
        <code>\(HTML.name(term.text))</code> over \(Format.bytes(race.bytes)) of \(file), \
        \(Format.count(race.matches, "match", plural: "matches")): the best of three runs, just now. All three find the same.
        """,
      drawing: "<ul class=\"funnel-bars\">\n\(rows)</ul>")
  }

  /// How a pattern is looked for, in words.
  static func strategyName(_ strategy: RegexFacts.Strategy) -> String {
    switch strategy {
    case .literal: "a vector loop over its two rarest bytes"
    case .folded: "a vector loop that knows both cases"
    case .set: "a vector loop for a few literals at once"
    case .prefix: "a vector loop finds starts, the automaton goes on from there"
    case .line: "a vector loop finds a rare part, the automaton reads its line"
    case .automaton: "the automaton, since nothing rare can be looked for"
    case .never: "nothing can match"
    }
  }

  private static let classesMax = 12

  /// The states that real text made the lazy automaton build.
  static func automaton(_ term: SearchTrace.Term) -> HTML? {
    guard let facts = term.race?.facts, !facts.steps.isEmpty else { return nil }
    let classes = columns(facts, term.regex.byteClasses.count)
    let head =
      [column("State")]
      + classes.map {
        "<th scope=\"col\"><code>\(HTML.name(name(of: term.regex.byteClasses[$0])))</code></th>" as HTML
      }
    let rows = facts.steps.enumerated().map { number, steps -> HTML in
      let cells = classes.map { step(steps[$0]) }
      return "<tr><th scope=\"row\">\(number)</th>\(cells)</tr>\n"
    }
    let asked = facts.steps.reduce(0) { $0 + $1.count { $0 != .unknown } }
    let all = facts.steps.reduce(0) { $0 + $1.count }
    let moreClasses = term.regex.byteClasses.count - classes.count
    let cut: HTML? =
      moreClasses > 0 || facts.stateCount > facts.steps.count
      ? """
      <p class="muted">Shown: the first \(Format.count(facts.steps.count, "state")) and the \
      \(Format.count(classes.count, "class", plural: "classes")) of bytes that tell most.</p>
      """
      : nil
    return view(
      "automaton",
      caption: """
        \(Format.count(facts.stateCount, "state")), built while the text above was read. Columns are the \
        \(Format.count(term.regex.byteClasses.count, "class", plural: "classes")) of bytes the pattern tells apart; of the \
        transitions of the states shown, the text asked for \(Format.count(asked)) of \(Format.count(all)).
        """,
      drawing: """
        \(table("States and transitions", head: head, rows: rows))
        <p class="muted">A number is the next state, <b class="hit">a marked one</b> reports a match; × is a dead end, · was \
        never asked for, ? depends on the whole character.</p>\(cut)
        """)
  }

  /// The classes to show, in the order of their bytes: those that lead to most different states.
  private static func columns(_ facts: AutomatonFacts, _ count: Int) -> [Int] {
    let tellings = (0..<count).map { unitClass in
      Set(
        facts.steps.map { steps in
          if case .state(let number, _) = steps[unitClass] { number } else { -1 }
        }
      ).count
    }
    let order = (0..<count).sorted { (tellings[$1], $0) < (tellings[$0], $1) }
    return order.prefix(classesMax).sorted()
  }

  private static func step(_ step: AutomatonFacts.Step) -> HTML {
    switch step {
    case .unknown: "<td class=\"muted\">·</td>"
    case .dead: "<td class=\"muted\">×</td>"
    case .undecided: "<td>?</td>"
    case .state(let number, false): "<td>\(number)</td>"
    case .state(let number, true): "<td><b class=\"hit\">\(number)</b></td>"
    }
  }

  /// A class of bytes by its first ranges.
  static func name(of ranges: [ClosedRange<UInt8>]) -> String {
    func name(_ byte: UInt8) -> String {
      if byte > 0x20, byte < 0x7F { return String(Unicode.Scalar(byte)) }
      if byte == 0x20 { return "␣" }
      if byte == 0x0A { return "\\n" }
      return String(byte, radix: 16, uppercase: true)
    }
    let shown = ranges.prefix(3).map { range in
      range.count == 1 ? name(range.lowerBound) : "\(name(range.lowerBound))–\(name(range.upperBound))"
    }
    return shown.joined(separator: " ") + (ranges.count > 3 ? " …" : "")
  }
}
