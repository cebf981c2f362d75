import Git

/// The repository that a git remote names.
package struct RemoteMatch: Equatable, Sendable {
  /// How sure it is.
  package enum Closeness: String, CaseIterable, Sendable {
    /// Host, owner and name.
    case exact
    /// The same but for capital letters.
    case letterCase
    /// Owner and name, at another host or none: a mirror, or a clone that was indexed as a folder.
    case ownerAndName
    /// Only the last part, which no other repository has.
    case name
  }

  /// The repository.
  package let name: String
  /// How sure it is.
  package let closeness: Closeness

  /// Nil when no repository fits, or several fit equally well.
  package init?(_ remote: String, in names: [String]) {
    guard let wanted = repositoryName(ofRemote: remote) ?? Self.plainName(remote) else { return nil }
    let parts = wanted.lowercased().split(separator: "/")
    func only(_ holds: (String) -> Bool) -> String? {
      let found = names.filter(holds)
      return found.count == 1 ? found[0] : nil
    }
    func ends(_ name: String, _ count: Int) -> Bool {
      parts.count >= count
        && name.lowercased().split(separator: "/").suffix(count).elementsEqual(parts.suffix(count))
    }
    if names.contains(wanted) {
      (name, closeness) = (wanted, .exact)
    } else if let found = only({ $0.lowercased() == wanted.lowercased() }) {
      (name, closeness) = (found, .letterCase)
    } else if let found = only({ ends($0, 2) }) {
      (name, closeness) = (found, .ownerAndName)
    } else if let found = only({ ends($0, 1) && !$0.contains("/") }) {
      (name, closeness) = (found, .name)
    } else {
      return nil
    }
  }

  /// `host/owner/name` without a scheme, or a folder's name.
  private static func plainName(_ text: String) -> String? {
    var parts = text.split(separator: "/").map(String.init)
    guard let last = parts.popLast() else { return nil }
    let name = last.lowercased().hasSuffix(".git") ? String(last.dropLast(4)) : last
    return name.isEmpty ? nil : (parts + [name]).joined(separator: "/")
  }
}
