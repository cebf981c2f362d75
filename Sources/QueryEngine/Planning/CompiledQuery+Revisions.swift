/// Which branch a query is about when some of its alternatives name revisions and others do not.
///
/// A query without `rev:` is about the default branch. In `rev:v1 foo OR bar` only the first alternative names a
/// revision, and the second is still about the default branch. So a file has to be on the default branch, or satisfy
/// the query in a way that a named revision is part of.
extension CompiledQueryBuilder {
  /// How far a part of a query names revisions.
  private enum Naming {
    case never
    /// In some of its alternatives.
    case sometimes
    /// In every alternative, or under NOT, which speaks of all revisions but those.
    case always
  }

  /// `root` with that condition. Nothing changes where no revision is named, since visibility holds the search to
  /// default branches then, nor where one always is.
  mutating func confined(_ root: CompiledQuery.Node) -> CompiledQuery.Node {
    guard case .sometimes = naming(root), let named = named(root, isKnown: true) else { return root }
    predicates.append(.defaultRevision)
    // The look at the revision comes first and settles nearly every file.
    let condition = CompiledQuery.Node.or([.predicate(predicates.count - 1), named])
    if case .and(let parts) = root { return .and([condition] + parts) }
    return .and([condition, root])
  }

  /// What holds when `node` does in a way that a named revision is part of; nil when there is no such way.
  ///
  /// - Parameter isKnown: `node` itself holds wherever this is asked, and need not be looked at again.
  private func named(_ node: CompiledQuery.Node, isKnown: Bool) -> CompiledQuery.Node? {
    switch (naming(node), node) {
    case (.never, _): return nil
    case (.always, _): return isKnown ? .everything : node
    case (.sometimes, .or(let parts)): return .or(parts.compactMap { named($0, isKnown: false) })
    case (.sometimes, .and(let parts)):
      let ways = CompiledQuery.Node.or(parts.compactMap { named($0, isKnown: true) })
      return isKnown ? ways : .and(parts + [ways])
    case (.sometimes, _): return node
    }
  }

  private func naming(_ node: CompiledQuery.Node) -> Naming {
    switch node {
    case .everything, .content, .path, .symbol: return .never
    case .predicate(let index):
      switch predicates[index] {
      case .revisions: return .always
      case .repository(_, let revisions): return revisions.isEmpty ? .never : .always
      default: return .never
      }
    case .not(let part):
      if case .never = naming(part) { return .never }
      return .always
    case .and(let parts):
      var whole = Naming.never
      for part in parts {
        switch naming(part) {
        case .always: return .always
        case .sometimes: whole = .sometimes
        case .never: break
        }
      }
      return whole
    case .or(let parts):
      let all = parts.map(naming)
      if all.allSatisfy({ if case .never = $0 { true } else { false } }) { return .never }
      return all.allSatisfy { if case .always = $0 { true } else { false } } ? .always : .sometimes
    }
  }
}
