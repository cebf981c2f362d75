import QueryEngine
import Syntax

/// A query as golden files show it: its text printed back, its settings where they differ, and its tree.
func described(_ text: String) -> String {
  do throws(QueryError) {
    let query = try Query(parsing: text)
    return query.description + "\n\n" + tree(query.root, indent: "")
  } catch {
    let suggestion = error.suggestion.map { "\nhint: \($0)" } ?? ""
    return error.caret(in: text) + "\nerror: \(error.description)" + suggestion
  }
}

private func tree(_ node: QueryNode, indent: String) -> String {
  func children(_ name: String, _ nodes: [QueryNode]) -> String {
    "\(indent)\(name)\n" + nodes.map { tree($0, indent: indent + "  ") }.joined(separator: "\n")
  }
  switch node {
  case .everything: return indent + "everything"
  case .and(let nodes): return children("and", nodes)
  case .or(let nodes): return children("or", nodes)
  case .not(let inner): return children("not", [inner])
  case .pattern(let pattern):
    let flags =
      (pattern.caseSensitive ? " case" : "") + (pattern.wholeWord ? " word" : "")
      + (pattern.scope == .contentOrPath ? "" : " \(pattern.scope.rawValue)")
      + (pattern.zones == .all ? "" : " in \(pattern.zones.names.joined(separator: ","))")
      + (pattern.kinds.map { " kinds \($0.names.joined(separator: ","))" } ?? "")
      + (pattern.levels.map { " levels \($0.names.joined(separator: ","))" } ?? "")
    return "\(indent)\(pattern.kind.rawValue) ⟨\(pattern.text)⟩\(flags) at \(pattern.range)"
  case .filter(let filter): return "\(indent)\(text(filter.kind)) at \(filter.range)"
  }
}

private func text(_ kind: FilterKind) -> String {
  switch kind {
  case .repo(let regex, let revisions): "repo ⟨\(regex)⟩" + (revisions.isEmpty ? "" : " at \(revisions)")
  case .rev(let names): "rev \(names)"
  case .file(let path):
    switch path.notation {
    case .regex(let regex): "file regex ⟨\(regex)⟩" + (path.caseSensitive ? " case" : "")
    case .glob(let glob): "file glob ⟨\(glob)⟩ = ⟨\(path.regexText)⟩" + (path.caseSensitive ? " case" : "")
    }
  case .language(let name): "language \(name)"
  case .skipped: "skipped files"
  case .repoHasPath(let regex): "repo has path ⟨\(regex)⟩"
  case .repoHasContent(let regex): "repo has content ⟨\(regex)⟩"
  case .fileHasContent(let regex): "file has content ⟨\(regex)⟩"
  case .fork(let value): "fork \(value.rawValue)"
  case .archived(let value): "archived \(value.rawValue)"
  case .visibility(let value): "visibility \(value)"
  }
}
