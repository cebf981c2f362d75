import Containers
import Search

/// The folders from the root to the one that is read, beside it: of each level everything, opened only on the way.
enum TreeRail {
  /// Names of one level around the one on the way; folders of thousands would outweigh the file.
  private static let levelLimit = 120

  /// A navigation over `chain`, which begins with the root (or with the only folder that is known) and goes down to the
  /// folder of `path`.
  static func view(_ chain: [TreeListing], current path: [UInt8], revision: String?) -> HTML? {
    guard let root = chain.first else { return nil }
    let top = root.placement.path
    let title: HTML? =
      top.isEmpty
      ? nil
      : """
      <p class="muted"><a href="\(Links.tree(root.placement.repository, revision: revision, path: []))">All files</a> \
      › \(HTML.name(root.placement.pathText))</p>
      """
    return """
      <nav id="tree" class="rail tree-rail" aria-label="Files of the folder"><h2>Files</h2>\(title)
      \(level(chain[...], current: path, revision))</nav>
      """
  }

  private static func level(_ chain: ArraySlice<TreeListing>, current: [UInt8], _ revision: String?) -> HTML {
    guard let listing = chain.first else { return HTML() }
    let place = listing.placement
    let base = place.path.isEmpty ? [] : place.path + [0x2F]
    let open = chain.dropFirst().first?.placement.path
    let onWay = listing.items.firstIndex { item in
      let path = base + item.name
      return path == open || path == current
    }
    // A window around the name on the way, when there are too many.
    let start = max(0, min((onWay ?? 0) - levelLimit / 2, listing.items.count - levelLimit))
    let end = min(listing.items.count, start + levelLimit)
    var rows = HTML()
    for (index, item) in listing.items[start..<end].enumerated() {
      let path = base + item.name
      let isCurrent = path == current ? HTML.attribute("aria-current", "page") : HTML()
      let below: HTML? =
        path == open && start + index == onWay ? level(chain.dropFirst(), current: current, revision) : nil
      rows += """
        <li><a href="\(TreeTable.address(of: item, in: place, revision))"\(isCurrent)>\
        \(Icons.row(item.kind))\(HTML.name(item.nameText))</a>\(below)</li>

        """
    }
    let left = listing.items.count - (end - start) + listing.omittedCount
    let more: HTML? =
      left > 0
      ? """
      <li><a class="more" href="\(Links.tree(place.repository, revision: revision, path: place.path))">\
      \(Format.count(left)) more</a></li>
      """ : nil
    return "<ul>\n\(rows)\(more)</ul>"
  }
}
