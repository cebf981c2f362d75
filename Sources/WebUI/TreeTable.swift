import Containers
import Search
import Syntax

/// The names of a folder as a table.
enum TreeTable {
  /// A table of `listing`; the first row leads up unless it is the root.
  static func view(_ listing: TreeListing, revision: String?) -> HTML {
    let place = listing.placement
    let rows = listing.items.map { row($0, place, revision) }
    let up: HTML? =
      place.path.isEmpty
      ? nil
      : """
      <tr><th scope="row"><a class="up" href="\(parent(place, revision))">\
      <span aria-hidden="true">..</span><span class="vh">Up one folder</span></a></th><td></td><td></td></tr>

      """
    let omitted: HTML? =
      listing.omittedCount > 0
      ? "<p class=\"muted\">\(Format.count(listing.omittedCount)) more are not listed.</p>" : nil
    return """
      \(Icons.sheet)
      <div class="table tree" tabindex="0" role="region" aria-label="Files"><table>
      <thead class="vh"><tr><th scope="col">Name</th><th scope="col">Language</th>\
      <th scope="col">Size</th></tr></thead>
      <tbody>
      \(up)\(rows)</tbody></table></div>
      \(omitted)
      """
  }

  private static func parent(_ place: PlacementName, _ revision: String?) -> String {
    let slash = place.path.lastIndex(of: 0x2F) ?? 0
    return Links.tree(place.repository, revision: revision, path: Array(place.path[..<slash]))
  }

  private static func row(_ item: TreeItem, _ place: PlacementName, _ revision: String?) -> HTML {
    let href = address(of: item, in: place, revision)
    let name = HTML.name(item.nameText)
    var language = HTML()
    var size = HTML()
    switch item.kind {
    case .folder(let count):
      if let count { size = "\(Format.count(count, "file"))" }
    case .file(let bytes, let known, let skipped):
      if let known { language = "\(known.name)" }
      if let skipped { language = "<span class=\"muted\">\(skipped)</span>" }
      if let bytes { size = "\(Format.bytes(bytes))" }
    case .symbolicLink: language = "symbolic link"
    case .submodule(let id): language = "submodule at <code>\(id.hex.prefix(10))</code>"
    }
    return """
      <tr data-item=""><th scope="row"><a href="\(href)">\(Icons.row(item.kind))\(name)</a></th>\
      <td>\(language)</td><td class="n">\(size)</td></tr>

      """
  }

  /// Where a name of a folder leads.
  static func address(of item: TreeItem, in place: PlacementName, _ revision: String?) -> String {
    let path = place.path.isEmpty ? item.name : place.path + [0x2F] + item.name
    return item.isFolder
      ? Links.tree(place.repository, revision: revision, path: path)
      : Links.blob(place.repository, revision: revision, path: path)
  }
}
