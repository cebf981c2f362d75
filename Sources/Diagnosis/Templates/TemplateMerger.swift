/// Joins masked forms that differ in one word into templates: the second half of the miner.
///
/// For every form and every word in it there is a key, the form with that word open. Forms with a key in
/// common differ there only. Whether the word is a value is decided by how many there are, what they look
/// like and what stands before them (``MergeRules``). Rounds repeat until nothing changes, so forms that
/// differ in several words meet too.
struct TemplateMerger {
  struct Node {
    var tokens: [Int32]
    /// Entries of the signature table.
    var members: [Int32]
    var count: Int
  }

  static let roundLimit = 8

  var table: TokenTable
  private(set) var nodes: [Node]
  private let rules: MergeRules

  init(table: TokenTable, nodes: [Node]) {
    self.table = table
    self.nodes = nodes
    rules = MergeRules(table: table)
  }

  mutating func run() {
    unite()
    for round in 0..<Self.roundLimit {
      let before = nodes.count
      joinWords(round: round)
      if nodes.count == before { break }
    }
    joinValues()
    joinLists()
    for round in 0..<Self.roundLimit {
      let before = nodes.count
      joinWords(round: round)
      if nodes.count == before { break }
    }
  }

  // MARK: One word

  private struct Group {
    var position: Int
    var nodes: [Int32]
  }

  private mutating func joinWords(round: Int) {
    var groups: [UInt64: Group] = [:]
    for (index, node) in nodes.enumerated() {
      var hash: UInt64 = UInt64(truncatingIfNeeded: node.tokens.count)
      var terms: [UInt64] = []
      terms.reserveCapacity(node.tokens.count)
      for (position, token) in node.tokens.enumerated() {
        let term = Self.term(token, position)
        terms.append(term)
        hash = hash &+ term
      }
      for (position, token) in node.tokens.enumerated() {
        guard token == TokenTable.hole || !table.traits[Int(token)].isSeparator else { continue }
        let key = hash &- terms[position] &+ Self.term(-1, position)
        groups[key, default: Group(position: position, nodes: [])].nodes.append(Int32(index))
      }
    }
    let candidates = groups.values.filter { $0.nodes.count > 1 && shouldJoin($0) }
      .sorted { ($1.nodes.count, $0.position, $0.nodes[0]) < ($0.nodes.count, $1.position, $1.nodes[0]) }
    var isGone = [Bool](repeating: false, count: nodes.count)
    for candidate in candidates {
      let members = candidate.nodes.filter { !isGone[Int($0)] }
      guard members.count > 1 else { continue }
      let group = Group(position: candidate.position, nodes: members)
      guard members.count == candidate.nodes.count || shouldJoin(group) else { continue }
      for member in members.dropFirst() { isGone[Int(member)] = true }
      absorb(members, into: Int(members[0])) { $0[candidate.position] = TokenTable.hole }
    }
    nodes = zip(nodes, isGone).filter { !$1 }.map(\.0)
    unite()
  }

  private static func term(_ token: Int32, _ position: Int) -> UInt64 {
    var value = UInt64(truncatingIfNeeded: Int64(token)) &* 0x9E37_79B9_7F4A_7C15
    value ^= UInt64(truncatingIfNeeded: position &+ 1) &* 0xC2B2_AE3D_27D4_EB4F
    value = (value ^ (value &>> 31)) &* 0xBF58_476D_1CE4_E5B9
    return value ^ (value &>> 29)
  }

  private func shouldJoin(_ group: Group) -> Bool {
    rules.areValues(
      group.nodes.map { nodes[Int($0)].tokens[group.position] },
      counts: group.nodes.map { nodes[Int($0)].count },
      in: nodes[Int(group.nodes[0])].tokens, at: group.position)
  }

  private mutating func absorb(_ members: [Int32], into target: Int, change: (inout [Int32]) -> Void) {
    change(&nodes[target].tokens)
    for member in members.dropFirst() {
      nodes[target].members += nodes[Int(member)].members
      nodes[target].count += nodes[Int(member)].count
    }
  }

  // MARK: Several words

  /// Forms that differ only in what follows equals signs or stands in quotation marks are one: there words
  /// differ together.
  private mutating func joinValues() {
    var groups: [[Int32]: [Int32]] = [:]
    for (index, node) in nodes.enumerated() {
      groups[rules.withValuesOpened(node.tokens), default: []].append(Int32(index))
    }
    var isGone = [Bool](repeating: false, count: nodes.count)
    for (opened, members) in groups where members.count > 1 && rules.keepsWord(opened, without: -1) {
      for member in members.dropFirst() { isGone[Int(member)] = true }
      var joined = nodes[Int(members[0])].tokens
      for member in members.dropFirst() {
        for (position, token) in nodes[Int(member)].tokens.enumerated() where token != joined[position] {
          joined[position] = TokenTable.hole
        }
      }
      absorb(members, into: Int(members[0])) { $0 = joined }
    }
    nodes = zip(nodes, isGone).filter { !$1 }.map(\.0)
  }

  // MARK: Lists

  /// Forms that differ in the length of a list of values are one.
  private mutating func joinLists() {
    var groups: [[Int32]: [Int32]] = [:]
    for (index, node) in nodes.enumerated() {
      groups[rules.withListsClosed(node.tokens), default: []].append(Int32(index))
    }
    var isGone = [Bool](repeating: false, count: nodes.count)
    for (tokens, members) in groups where members.count > 1 {
      for member in members.dropFirst() { isGone[Int(member)] = true }
      absorb(members, into: Int(members[0])) { $0 = tokens }
    }
    nodes = zip(nodes, isGone).filter { !$1 }.map(\.0)
  }

  /// Makes forms that have become equal one.
  private mutating func unite() {
    var seen: [[Int32]: Int] = [:]
    var united: [Node] = []
    for node in nodes {
      if let index = seen[node.tokens] {
        united[index].members += node.members
        united[index].count += node.count
      } else {
        seen[node.tokens] = united.count
        united.append(node)
      }
    }
    nodes = united
  }
}
