import RegexEngine
package import SearchIndex
import Syntax

/// Why one file is or is not a result, condition by condition.
package struct FileVerdict: Sendable {
  /// One condition of the query and how the file fared.
  package struct Line: Sendable {
    /// Nesting in the query, 0 for the whole.
    package var depth: Int
    /// The condition in words.
    package var condition: String
    /// Whether the file satisfies it.
    package var holds: Bool
  }

  /// The query from the outside in.
  package var lines: [Line] = []
}

extension SegmentSearch {
  /// Judges every condition for the current document at `placement`; ``check(_:)`` must have been called for it.
  package func verdict(_ placement: Int) throws(SegmentError) -> FileVerdict {
    var verdict = FileVerdict()
    try judge(query.root, placement, 0, &verdict)
    return verdict
  }

  private func judge(
    _ node: CompiledQuery.Node, _ placement: Int, _ depth: Int, _ verdict: inout FileVerdict
  ) throws(SegmentError) {
    verdict.lines.append(
      FileVerdict.Line(depth: depth, condition: describe(node), holds: try holds(node, placement)))
    switch node {
    case .and(let parts), .or(let parts):
      for part in parts { try judge(part, placement, depth + 1, &verdict) }
    case .not(let part): try judge(part, placement, depth + 1, &verdict)
    default: break
    }
  }

  private func describe(_ node: CompiledQuery.Node) -> String {
    switch node {
    case .everything: "everything"
    case .and: "all of"
    case .or: "any of"
    case .not: "not"
    case .content(let atom) where query.contentAtoms[atom].structure != nil:
      "code has the form “\(query.contentAtoms[atom].text)”"
    case .content(let atom) where query.contentAtoms[atom].emits != nil:
      "a statement emits “\(query.contentAtoms[atom].text)”"
    case .content(let atom): describe(query.contentAtoms[atom])
    case .symbol(let atom): "defines “\(query.symbolAtoms[atom].text)”"
    case .path(let atom): "path has “\(query.pathAtoms[atom].text)”"
    case .predicate(let index): "\(query.predicates[index].text)"
    }
  }
}

extension SegmentSearch {
  private func describe(_ atom: CompiledQuery.ContentAtom) -> String {
    if atom.excludesDefinitions { return "code uses “\(atom.text)”" }
    let zones = atom.zones == .all ? "" : " in \(atom.zones.names.joined(separator: " or "))"
    return "content has “\(atom.text)”" + zones
  }
}

extension CompiledQuery.Predicate {
  /// The condition in words, for explanations.
  package var text: String {
    switch self {
    case .repository(let regex, let revisions):
      "repository matches “\(regex.pattern)”"
        + (revisions.isEmpty ? "" : " at \(revisions.joined(separator: ", "))")
    case .revisions(let names): "revision is \(names.joined(separator: " or "))"
    case .defaultRevision: "revision is the default one"
    case .language(let id): "language is number \(id)"
    case .skipped: "was skipped"
    case .repositoryHasPath(let regex): "repository has a path “\(regex.pattern)”"
    case .repositoryHasContent(let regex): "repository has content “\(regex.pattern)”"
    case .fork(let value): "fork:\(value.rawValue)"
    case .archived(let value): "archived:\(value.rawValue)"
    case .visibility(let value): "visibility:\(value)"
    }
  }
}
