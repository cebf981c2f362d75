/// The nodes a pattern asks for, flat: each before what is inside of it.
package struct PatternTree: Sendable {
  /// What a node of the text must be.
  enum Kind: Sendable, Equatable {
    /// The symbol, with these nodes inside.
    case node
    /// The symbol, without anything inside and with this text.
    case leaf
    /// Any one node; the variable it binds.
    case hole(variable: Int?)
    /// Any number of nodes side by side.
    case list(variable: Int?)
  }

  struct Node: Sendable {
    var kind: Kind
    var symbol: UInt16
    /// The field of the parent; 0 where any will do.
    var field: UInt16
    /// Of a leaf.
    var text: [UInt8] = []
    /// Whether the leaf is a rule of the grammar; the text of a literal token is its symbol.
    var isNamed = true
    /// Places in ``PatternTree/children`` of the nodes inside.
    var children: Range<Int> = 0..<0
  }

  var nodes: [Node] = []
  /// Numbers of nodes, the children of one node side by side.
  var children: [Int] = []
  /// Places in ``children`` of the nodes at the top: one, or several that stand side by side.
  var roots: Range<Int> = 0..<0
  /// Bits of the variables that the pattern uses more than once, here or in a related one.
  var repeated: UInt64 = 0

  /// The node at the top, when there is one.
  var root: Node? { roots.count == 1 ? nodes[children[roots.lowerBound]] : nil }

  /// The most nodes of a pattern.
  static let nodesMax = 2_000
}

/// Makes a pattern's tree of the tree of a text that holds it.
struct PatternTreeBuilder {
  /// A hole as it was written into the text.
  struct Filled {
    let hole: StructuralPattern.Hole
    /// Bytes of the whole template.
    let outer: Range<Int>
    /// Bytes of the name in it.
    let inner: Range<Int>
  }

  let tree: SyntaxTree
  let text: [UInt8]
  let holes: [Filled]
  /// The code of the pattern.
  let code: StructuralPattern.Code
  private var result = PatternTree()
  private var used: Set<Int> = []

  init(_ tree: SyntaxTree, text: [UInt8], holes: [Filled], code: StructuralPattern.Code) {
    (self.tree, self.text, self.holes, self.code) = (tree, text, holes, code)
  }

  /// The nodes that cover just `range`; nil when none do, or a hole is no node.
  ///
  /// - Parameter isList: whether several nodes side by side will do.
  mutating func build(covering range: Range<Int>, isList: Bool) -> PatternTree? {
    guard let roots = cover(range, isList) else { return nil }
    var numbers: [Int] = []
    for root in roots {
      guard let number = convert(root, depth: 0) else { return nil }
      numbers.append(number)
      result.nodes[number].field = 0
    }
    guard !numbers.isEmpty, holes.indices.allSatisfy({ used.contains($0) || isInLeaf($0) }) else {
      return nil
    }
    result.roots = result.children.count..<result.children.count + numbers.count
    result.children += numbers
    return result
  }

  /// A name inside of a text or a comment stands for itself.
  private func isInLeaf(_ hole: Int) -> Bool {
    tree.nodes.indices.contains { index in
      tree.isLeaf(index) && tree.range(index).lowerBound <= holes[hole].inner.lowerBound
        && tree.range(index).upperBound >= holes[hole].inner.upperBound
        && tree.range(index).count > holes[hole].outer.count
    }
  }

  /// The innermost node over all of `range`, or its children that cover it together.
  private func cover(_ range: Range<Int>, _ isList: Bool) -> [Int]? {
    var at = 0
    while let inner = children(at).first(where: { trimmed($0).isOver(range) }) { at = inner }
    if trimmed(at) == range { return [at] }
    let inside = children(at).filter { tree.range($0).overlaps(range) }
    guard let first = inside.first, let last = inside.last, trimmed(first).lowerBound == range.lowerBound,
      trimmed(last).upperBound == range.upperBound
    else { return nil }
    let kept = inside.filter { !isSkipped($0) }
    if kept.count == 1 {
      // A node and the semicolon behind it.
      var only = kept[0]
      while let inner = children(only).first(where: { trimmed($0) == trimmed(only) }) { only = inner }
      return [only]
    }
    return isList && kept.contains(where: { tree.isNamed($0) }) ? kept : nil
  }

  private func isSkipped(_ index: Int) -> Bool { tree.isSkipped(index) }

  private func children(_ index: Int) -> [Int] { tree.children(index) }

  /// The range without blanks at its ends: some nodes hold the end of their line.
  private func trimmed(_ index: Int) -> Range<Int> {
    let range = tree.range(index)
    var (start, end) = (range.lowerBound, min(range.upperBound, text.count))
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    return start..<max(start, end)
  }

  /// Deeper than any code that people write; patterns are followed by recursion here only.
  private static let depthMax = 200

  private mutating func convert(_ index: Int, depth: Int) -> Int? {
    guard depth < Self.depthMax, result.nodes.count < PatternTree.nodesMax else { return nil }
    let range = trimmed(index)
    if let filled = holes.indices.first(where: {
      range.isOver(holes[$0].inner) && holes[$0].outer.isOver(range)
    }) {
      used.insert(filled)
      let hole = holes[filled].hole
      result.nodes.append(
        PatternTree.Node(
          kind: hole.isList ? .list(variable: hole.variable) : .hole(variable: hole.variable), symbol: 0,
          field: 0))
      return result.nodes.count - 1
    }
    let node = tree.nodes[index]
    var made = PatternTree.Node(kind: .node, symbol: node.symbol, field: node.field)
    made.isNamed = tree.isNamed(index)
    let number = result.nodes.count
    if tree.isLeaf(index) {
      made.kind = .leaf
      made.text = restored(range)
      result.nodes.append(made)
      return number
    }
    result.nodes.append(made)
    var numbers: [Int] = []
    for child in children(index)
    where !isSkipped(child) && !isFilling(child) && tree.nodes[child].symbol != SyntaxNode.missingSeparator {
      guard let number = convert(child, depth: depth + 1) else { return nil }
      numbers.append(number)
    }
    result.nodes[number].children = result.children.count..<result.children.count + numbers.count
    result.children += numbers
    return number
  }

  /// What a template adds beside the name.
  private func isFilling(_ index: Int) -> Bool {
    let range = trimmed(index)
    return holes.contains { $0.outer.isOver(range) && !range.isOver($0.inner) && !$0.inner.isOver(range) }
  }

  /// The text of a leaf with holes written as in the pattern.
  private func restored(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    var at = range.lowerBound
    for filled in holes where range.isOver(filled.outer) {
      bytes += text[at..<filled.outer.lowerBound]
      bytes += code.text[filled.hole.range]
      at = filled.outer.upperBound
    }
    return bytes + text[at..<range.upperBound]
  }
}

extension Range<Int> {
  /// Whether all of `other` lies inside.
  fileprivate func isOver(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}

extension SyntaxTree {
  /// Whether a node is a rule of the grammar; text that fits no rule counts as one.
  func isNamed(_ index: Int) -> Bool {
    let symbol = Int(nodes[index].symbol)
    return symbol >= grammar.isNamed.count || grammar.isNamed[symbol]
  }
}

extension SyntaxNode {
  /// The symbol of a separator that the parser has made up, in the trees of patterns.
  package static let missingSeparator = UInt16.max - 1
}

extension TreeGrammar {
  /// Whether the symbol separates things: a comma or a semicolon.
  package func isSeparator(_ symbol: UInt16) -> Bool { Int(symbol) < skipped.count && skipped[Int(symbol)] }
}

/// Which symbols patterns pass over, in themselves and in texts: comments, what separates things, words that
/// add to a declaration without changing its form.
func isSkippedSymbol(_ name: String, isNamed: Bool) -> Bool {
  if isNamed { return NodeClass(name: name, isNamed: true) == .whole(.comment) }
  if name == "," || name == ";" || structureModifiers.contains(name) { return true }
  return !name.isEmpty && name.utf8.allSatisfy { $0 <= 0x20 }
}

/// Literal tokens that patterns pass over: who looks for functions means asynchronous ones too.
package let structureModifiers: Set = ["async", "static", "override", "readonly"]
