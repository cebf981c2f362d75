/// A place where a pattern of code matches.
package struct StructureMatch: Sendable, Hashable {
  /// What a hole stands for here.
  package struct Capture: Sendable, Hashable {
    /// The number of its name, ``StructuralPattern/names``.
    package let variable: Int
    /// Bytes of the text; empty where a list is.
    package let range: Range<Int>

    /// A capture.
    package init(variable: Int, range: Range<Int>) {
      (self.variable, self.range) = (variable, range)
    }
  }

  /// Bytes of the text.
  package let range: Range<Int>
  /// In the order of the names.
  package let captures: [Capture]

  /// A match.
  package init(range: Range<Int>, captures: [Capture]) {
    (self.range, self.captures) = (range, captures)
  }
}

extension StructureMatch {
  /// The same match in a text that has `count` bytes more in front.
  package func moved(by count: Int) -> StructureMatch {
    func moved(_ range: Range<Int>) -> Range<Int> { range.lowerBound + count..<range.upperBound + count }
    return StructureMatch(
      range: moved(range), captures: captures.map { Capture(variable: $0.variable, range: moved($0.range)) })
  }
}

/// What was found in one text.
package struct StructureMatches: Sendable, Equatable {
  /// In the order of the text; one may lie inside of another.
  package var matches: [StructureMatch] = []
  /// False when a limit ended the search early.
  package var isComplete = true

  /// Matches of one text, at most.
  package static let matchesMax = 10_000

  /// Nothing.
  package init() {}
}

/// Finds the places of a tree where a pattern matches.
///
/// - Parameter steps: comparisons of nodes, at most, so that no pair of pattern and text takes long.
/// - Complexity: for patterns in which no list is followed by another at the same place, linear in the nodes
///   below those that have the kind of the pattern's top; never more than `steps`.
package func findStructures(
  _ plan: StructurePlan, in tree: SyntaxTree, text: UnsafeRawBufferPointer, steps: Int = 5_000_000
) -> StructureMatches {
  var matcher = StructureMatcher(plan, tree, text, steps: steps)
  matcher.run()
  return matcher.result
}

/// One search of one tree. The pattern is followed by a machine with a stack of its own: no text is too deep.
struct StructureMatcher {
  /// A list of pattern nodes to be matched with a list of nodes of the text, and what is to be matched after it.
  private struct Goal {
    /// Places in the pattern's `children`.
    var pattern: Int
    let patternEnd: Int
    /// Places in `arena`.
    var node: Int
    let nodeEnd: Int
    /// Nodes may be left over at the end: the list is a part of a longer one.
    let isOpen: Bool
    let next: Int
  }

  /// A list hole that may take one more node.
  private struct Choice {
    let goal: Int
    var taken: Int
    let goals: Int
    let arena: Int
    let trail: Int
  }

  private let plan: StructurePlan
  private let tree: SyntaxTree
  private let text: UnsafeRawBufferPointer
  private var stepsLeft: Int
  private(set) var result = StructureMatches()
  private var goals: [Goal] = []
  private var arena: [Int32] = []
  private var choices: [Choice] = []
  /// What each variable stands for: bytes of the text, none yet when negative.
  private var bindings: [(start: Int, end: Int)]
  private var trail: [Int] = []
  /// Where the last list that was matched at the top ended.
  private var end = 0

  init(_ plan: StructurePlan, _ tree: SyntaxTree, _ text: UnsafeRawBufferPointer, steps: Int) {
    (self.plan, self.tree, self.text, stepsLeft) = (plan, tree, text, steps)
    bindings = Array(repeating: (-1, -1), count: plan.variableCount)
  }

  mutating func run() {
    if let symbol = plan.tree.root?.symbol {
      for index in tree.nodes.indices where tree.nodes[index].symbol == symbol {
        guard look(at: index) else { return }
      }
    } else {
      runSequences()
    }
  }

  /// Patterns of several nodes: at every child of every node.
  private mutating func runSequences() {
    let first = plan.tree.nodes[plan.tree.children[plan.tree.roots.lowerBound]]
    for index in tree.nodes.indices.dropFirst() {
      switch first.kind {
      case .node, .leaf: guard tree.nodes[index].symbol == first.symbol else { continue }
      case .hole, .list: if tree.isSkipped(index) { continue }
      }
      guard look(at: index) else { return }
    }
  }

  /// Looks for a match at a node; false when the search has to end.
  private mutating func look(at index: Int) -> Bool {
    forget(to: 0)
    if match(plan.tree, at: index), related(index) { add(index) }
    if stepsLeft <= 0 || result.matches.count >= StructureMatches.matchesMax {
      result.isComplete = false
      return false
    }
    return true
  }

  private mutating func add(_ index: Int) {
    var captures: [StructureMatch.Capture] = []
    for (variable, binding) in bindings.enumerated() where binding.start >= 0 {
      captures.append(StructureMatch.Capture(variable: variable, range: binding.start..<binding.end))
    }
    let start = Int(tree.nodes[index].start)
    var stop = min(end, text.count)
    while stop > start, text[stop - 1] <= 0x20 { stop -= 1 }
    result.matches.append(StructureMatch(range: start..<max(start, stop), captures: captures))
  }

  // MARK: Conditions on other code

  private mutating func related(_ index: Int) -> Bool {
    let matchEnd = end
    defer { end = matchEnd }
    for (relation, pattern) in plan.related {
      let mark = trail.count
      let isFound: Bool
      switch relation {
      case .inside, .notInside: isFound = isAround(pattern, index)
      case .has, .notHas: isFound = isIn(pattern, index, matchEnd)
      }
      // What is not to be there binds nothing.
      if !relation.isPositive { forget(to: mark) }
      if isFound != relation.isPositive { return false }
    }
    return true
  }

  private mutating func isAround(_ pattern: PatternTree, _ index: Int) -> Bool {
    var at = Int(tree.nodes[index].parent)
    while at >= 0, stepsLeft > 0 {
      if match(pattern, at: at) { return true }
      at = Int(tree.nodes[at].parent)
    }
    return false
  }

  private mutating func isIn(_ pattern: PatternTree, _ index: Int, _ end: Int) -> Bool {
    var at = index + 1
    while at < tree.nodes.count, Int(tree.nodes[at].start) < end, stepsLeft > 0 {
      if match(pattern, at: at) { return true }
      at += 1
    }
    return false
  }

  // MARK: The machine

  /// Matches the top of a pattern with the node, or with it and those after it in the same list. Bindings stay when it
  /// matches and are undone when not; `end` is where the match ends.
  private mutating func match(_ pattern: PatternTree, at index: Int) -> Bool {
    stepsLeft -= 1
    let mark = trail.count
    goals.removeAll(keepingCapacity: true)
    arena.removeAll(keepingCapacity: true)
    choices.removeAll(keepingCapacity: true)
    if let root = pattern.root {
      // Most nodes differ in the first thing that is compared.
      guard isHole(root) || root.symbol == tree.nodes[index].symbol else { return false }
      arena.append(Int32(index))
    } else {
      appendSiblings(from: index)
    }
    goals.append(
      Goal(
        pattern: pattern.roots.lowerBound, patternEnd: pattern.roots.upperBound, node: 0,
        nodeEnd: arena.count,
        isOpen: true, next: -1))
    if solve(pattern, 0) { return true }
    forget(to: mark)
    return false
  }

  private func isHole(_ node: PatternTree.Node) -> Bool {
    switch node.kind {
    case .hole, .list: true
    case .node, .leaf: false
    }
  }

  private mutating func solve(_ pattern: PatternTree, _ first: Int) -> Bool {
    var current = first
    while true {
      stepsLeft -= 1
      guard stepsLeft > 0 else { return false }
      if let following = step(pattern, current) {
        if following < 0 { return true }
        current = following
      } else {
        guard let again = retry(pattern) else { return false }
        current = again
      }
    }
  }

  /// The goal after one step: -1 when all is matched, nil when it cannot be.
  private mutating func step(_ pattern: PatternTree, _ current: Int) -> Int? {
    let goal = goals[current]
    guard goal.pattern < goal.patternEnd else {
      guard goal.isOpen || goal.node == goal.nodeEnd else { return nil }
      if goal.next < 0 {
        end = goal.node > 0 ? Int(tree.nodes[Int(arena[goal.node - 1])].end) : 0
      }
      return goal.next
    }
    let number = pattern.children[goal.pattern]
    let wanted = pattern.nodes[number]
    if case .list(let variable) = wanted.kind { return list(pattern, goal, current, variable) }
    guard goal.node < goal.nodeEnd else { return nil }
    let index = Int(arena[goal.node])
    let node = tree.nodes[index]
    var rest = goal
    rest.pattern += 1
    rest.node += 1
    switch wanted.kind {
    case .hole(let variable):
      guard tree.isNamed(index), bind(variable, Int(node.start), Int(node.end)) else { return nil }
    case .leaf:
      guard node.symbol == wanted.symbol, isField(node.field, wanted.field) else { return nil }
      guard !wanted.isNamed || isText(wanted.text, node) else { return nil }
    case .node:
      guard node.symbol == wanted.symbol, isField(node.field, wanted.field) else { return nil }
      goals.append(rest)
      let from = arena.count
      appendChildren(of: index)
      goals.append(
        Goal(
          pattern: wanted.children.lowerBound, patternEnd: wanted.children.upperBound, node: from,
          nodeEnd: arena.count, isOpen: false, next: goals.count - 1))
      return goals.count - 1
    case .list: return nil
    }
    goals.append(rest)
    return goals.count - 1
  }

  /// A list hole. The last one of its row takes what the rest leaves; others take as little as they can.
  private mutating func list(
    _ pattern: PatternTree, _ goal: Goal, _ current: Int, _ variable: Int?
  ) -> Int? {
    let after = goal.patternEnd - goal.pattern - 1
    let isLast = !pattern.children[goal.pattern + 1..<goal.patternEnd].contains {
      if case .list = pattern.nodes[$0].kind { true } else { false }
    }
    let most = goal.nodeEnd - goal.node - (isLast ? after : 0)
    guard most >= 0 else { return nil }
    if isLast, !goal.isOpen { return take(most, goal, variable) }
    // An earlier list of the row need not try again once what stood between the two is found, unless a name that is
    // used again depends on it.
    if let last = choices.last, goals[last.goal].nodeEnd == goal.nodeEnd, goals[last.goal].next == goal.next,
      !trail[last.trail...].contains(where: { pattern.repeated >> UInt64($0) & 1 == 1 })
    {
      choices.removeLast()
    }
    choices.append(
      Choice(goal: current, taken: 0, goals: goals.count, arena: arena.count, trail: trail.count))
    return take(0, goal, variable)
  }

  private mutating func take(_ count: Int, _ goal: Goal, _ variable: Int?) -> Int? {
    var start = goal.node > 0 ? Int(tree.nodes[Int(arena[goal.node - 1])].end) : 0
    var stop = start
    if count > 0 {
      start = Int(tree.nodes[Int(arena[goal.node])].start)
      stop = max(start, Int(tree.nodes[Int(arena[goal.node + count - 1])].end))
    }
    guard bind(variable, start, stop) else { return nil }
    var rest = goal
    rest.pattern += 1
    rest.node += count
    goals.append(rest)
    return goals.count - 1
  }

  /// Goes back to the last list that can take one more node.
  private mutating func retry(_ pattern: PatternTree) -> Int? {
    while var choice = choices.popLast() {
      goals.removeSubrange(choice.goals...)
      arena.removeSubrange(choice.arena...)
      forget(to: choice.trail)
      let goal = goals[choice.goal]
      choice.taken += 1
      stepsLeft -= 1
      guard stepsLeft > 0 else { return nil }
      guard goal.node + choice.taken <= goal.nodeEnd else { continue }
      choices.append(choice)
      guard case .list(let variable) = pattern.nodes[pattern.children[goal.pattern]].kind else { return nil }
      if let next = take(choice.taken, goal, variable) { return next }
    }
    return nil
  }

  // MARK: Nodes of the text

  private func isField(_ field: UInt16, _ wanted: UInt16) -> Bool {
    wanted == 0 || field == 0 || field == wanted
  }

  private func isText(_ wanted: [UInt8], _ node: SyntaxNode) -> Bool {
    var (start, end) = (Int(node.start), min(Int(node.end), text.count))
    // As in the pattern: without the end of a line that some nodes hold.
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    guard end - start == wanted.count else { return false }
    return text[start..<end].elementsEqual(wanted)
  }

  private mutating func appendChildren(of index: Int) {
    var child = index + 1
    let end = Int(tree.nodes[index].next)
    while child < end {
      if !tree.isSkipped(child) { arena.append(Int32(child)) }
      stepsLeft -= 1
      child = max(child + 1, Int(tree.nodes[child].next))
    }
  }

  private mutating func appendSiblings(from index: Int) {
    let parent = Int(tree.nodes[index].parent)
    var child = index
    let end = parent < 0 ? index + 1 : Int(tree.nodes[parent].next)
    while child < end {
      if !tree.isSkipped(child) { arena.append(Int32(child)) }
      // A pattern takes a node for each of its own, and a list what is between: most end early.
      stepsLeft -= 1
      child = max(child + 1, Int(tree.nodes[child].next))
    }
  }

  // MARK: Variables

  private mutating func bind(_ variable: Int?, _ start: Int, _ end: Int) -> Bool {
    guard let variable else { return true }
    let known = bindings[variable]
    if known.start >= 0 { return isSame(known.start..<known.end, start..<max(start, end)) }
    bindings[variable] = (start, max(start, end))
    trail.append(variable)
    return true
  }

  private mutating func forget(to count: Int) {
    while trail.count > count { bindings[trail.removeLast()] = (-1, -1) }
  }

  /// Whether two parts of the text are the same but for blanks.
  private mutating func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    var (a, b) = (one.lowerBound, other.lowerBound)
    let (aEnd, bEnd) = (min(one.upperBound, text.count), min(other.upperBound, text.count))
    stepsLeft -= one.count >> 4
    while true {
      let (aStart, bStart) = (a, b)
      while a < aEnd, text[a] <= 0x20 { a += 1 }
      while b < bEnd, text[b] <= 0x20 { b += 1 }
      guard a < aEnd, b < bEnd else { return a == aEnd && b == bEnd }
      guard text[a] == text[b] else { return false }
      // Blanks count where they part two words.
      if (a > aStart) != (b > bStart), a > one.lowerBound, isWord(text[a]) {
        let before = text[max(aStart, one.lowerBound + 1) - 1]
        if isWord(before) { return false }
      }
      a += 1
      b += 1
    }
  }

  private func isWord(_ byte: UInt8) -> Bool {
    byte == 0x5F || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80
  }
}

extension SyntaxTree {
  func isSkipped(_ index: Int) -> Bool {
    let symbol = Int(nodes[index].symbol)
    return symbol < grammar.skipped.count && grammar.skipped[symbol]
  }
}
