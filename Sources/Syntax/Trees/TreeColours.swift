/// Coloured runs of a tree, by the classes of its nodes and the places of names.
struct TreeColours {
  /// A run; nil is a name without a colour of its own.
  struct Run {
    var range: Range<Int>
    var kind: TokenKind?
  }

  private let tree: SyntaxTree
  private let base: UnsafePointer<UInt8>
  private let count: Int
  private var runs: [Run] = []
  private var last = 0
  /// Texts that are open, and how far each is coloured.
  private var texts: [(end: Int, from: Int, node: Int)] = []

  init(_ tree: SyntaxTree, base: UnsafePointer<UInt8>, count: Int) {
    self.tree = tree
    self.base = base
    self.count = count
  }

  mutating func run() -> [Run] {
    var index = 0
    while index < tree.nodes.count {
      closeTexts(before: index)
      let range = tree.range(index)
      let next = max(index + 1, Int(tree.nodes[index].next))
      switch tree.nodeClass(index) {
      case .whole(let kind):
        add(kind == .comment ? trimmed(range) : range, kind)
        index = next
        continue
      case .text where texts.isEmpty || isInHole:
        texts.append((next, range.lowerBound, index))
      case .hole where !texts.isEmpty && !isInHole:
        let text = texts[texts.count - 1]
        add(text.from..<range.lowerBound, .string)
        texts.append((next, -1, index))
      case .leaf(let kind):
        if tree.isLeaf(index), texts.isEmpty || isInHole { add(range, kind) }
      case .identifier:
        if tree.isLeaf(index), texts.isEmpty || isInHole { add(range, kindOfName(index)) }
      default: break
      }
      index += 1
    }
    closeTexts(before: tree.nodes.count)
    return runs
  }

  /// Without the newline that some grammars count to a comment.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var end = min(range.upperBound, count)
    while end > range.lowerBound, base[end - 1] == 0x0A || base[end - 1] == 0x0D { end -= 1 }
    return range.lowerBound..<max(range.lowerBound, end)
  }

  private var isInHole: Bool { texts.last?.from == -1 }

  /// Ends texts and holes that the walk has left.
  private mutating func closeTexts(before index: Int) {
    while let text = texts.last, text.end <= index {
      texts.removeLast()
      let range = tree.range(text.node)
      if text.from >= 0 {
        add(text.from..<max(text.from, range.upperBound), .string)
      } else if !texts.isEmpty {
        texts[texts.count - 1].from = range.upperBound
      }
    }
  }

  private mutating func add(_ range: Range<Int>, _ kind: TokenKind?) {
    let from = max(range.lowerBound, last)
    let to = min(range.upperBound, count)
    guard to > from, runs.count < syntaxSpanMax else { return }
    last = to
    runs.append(Run(range: from..<to, kind: kind))
  }

  /// The colour of a name, by where it stands.
  private func kindOfName(_ index: Int) -> TokenKind? {
    let parent = Int(tree.nodes[index].parent)
    guard parent >= 0 else { return nil }
    let role = tree.role(index)
    let parentClass = tree.nodeClass(parent)
    if parentClass == .call, role == .function || role == .name || role == .member { return .function }
    if role == .name, let kind = tree.declaration(parent) {
      switch kind {
      case "function", "method", "macro": return .function
      case "class", "struct", "enum", "interface", "trait", "protocol", "type", "record", "union", "object":
        return .type
      default: break
      }
    }
    if role == .member {
      let grand = Int(tree.nodes[parent].parent)
      let isCalled = grand >= 0 && tree.nodeClass(grand) == .call && tree.role(parent) == .function
      return isCalled ? .function : .property
    }
    if role == .declarator, tree.name(parent).contains("function_declarator") { return .function }
    let name = tree.name(index)
    if name == "property_identifier" || name == "field_identifier" { return .property }
    return nil
  }
}
