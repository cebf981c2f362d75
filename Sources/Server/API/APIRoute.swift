/// An address below `/api/v1/`: which operation, and the values in its path.
struct APIRoute: Equatable {
  let operation: APIOperation.ID
  /// Decoded values by parameter name.
  var values: [String: String] = [:]

  /// Reads what follows `/api/v1/`, still percent-encoded.
  init?(path: Substring) {
    if path.hasPrefix("diagnoses/"), let id = RequestTarget.decoded(path.dropFirst(10)), !id.isEmpty {
      operation = .getDiagnosis
      values["id"] = id
      return
    }
    guard path.hasPrefix("repos/") else {
      guard let operation = APIOperation.all.first(where: { $0.path == path }) else { return nil }
      self.operation = operation.id
      return
    }
    // A repository's name may hold slashes; `/-/` ends it.
    var name = path.dropFirst(6)
    var page = ""[...]
    if let separator = name.firstRange(of: "/-/") {
      page = name[separator.upperBound...]
      name = name[..<separator.lowerBound]
    }
    guard let name = RequestTarget.decoded(name), !name.isEmpty else { return nil }
    values["repo"] = name
    if page.hasPrefix("commits/"), let commit = RequestTarget.decoded(page.dropFirst(8)), !commit.isEmpty {
      values["sha"] = commit
      page = "commits/{sha}"
    } else if page.contains("{") {
      return nil
    }
    let wanted = page.isEmpty ? "repos/{repo}" : "repos/{repo}/-/\(page)"
    guard let operation = APIOperation.all.first(where: { $0.path == wanted }) else { return nil }
    self.operation = operation.id
  }

  /// The name in metrics: never a repository, a path or a query.
  var label: String { APIOperation[operation].route }
}
