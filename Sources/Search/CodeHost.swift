import Git

/// The public page of a repository on a known web host.
package struct CodeHost: Sendable, Equatable {
  /// How a host forms the addresses of files.
  package enum Style: Sendable, Equatable { case github, gitlab, gitea, bitbucket }

  /// What people call it.
  package var name: String
  /// How it forms addresses.
  package var style: Style
  /// `https://github.com/owner/name`.
  package var address: String

  /// The host of a git remote; nil for files and for hosts whose addresses we do not know.
  package init?(remote: String) {
    guard let name = repositoryName(ofRemote: remote), let slash = name.firstIndex(of: "/") else {
      return nil
    }
    let host = String(name[..<slash])
    let known: [String: (String, Style)] = [
      "github.com": ("GitHub", .github), "gitlab.com": ("GitLab", .gitlab),
      "codeberg.org": ("Codeberg", .gitea),
      "bitbucket.org": ("Bitbucket", .bitbucket), "gitea.com": ("Gitea", .gitea),
      "salsa.debian.org": ("Salsa", .gitlab), "gitlab.gnome.org": ("GNOME GitLab", .gitlab),
      "invent.kde.org": ("KDE Invent", .gitlab),
      "gitlab.freedesktop.org": ("freedesktop.org GitLab", .gitlab),
    ]
    guard let (title, style) = known[host] else { return nil }
    self.name = title
    self.style = style
    address = "https://\(name)"
  }
}
