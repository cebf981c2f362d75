import Search

/// Drawings, as inline SVG in the colour of the text around them. Their meaning is in words beside them.
enum Icons {
  /// The mark: a graduated ring crossed by a sighting rule with two vanes (UX.md §7).
  static let mark: HTML = """
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">\
    <circle cx="16" cy="16" r="10.6" fill="none" stroke="currentColor" stroke-width="1.8"/>\
    <path d="M16 5.4v2.8M16 23.8v2.8M5.4 16h2.8M23.8 16h2.8" stroke="currentColor" stroke-width="1.4"/>\
    <g transform="rotate(-35 16 16)" fill="currentColor">\
    <path d="M0 15.1h32v1.8H0zM3 10.6h2.6v4.6H3zM26.4 10.6h2.6v4.6h-2.6z"/>\
    <circle cx="16" cy="16" r="3"/></g></svg>
    """

  static let search: HTML = """
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">\
    <path d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4 14 14" fill="none" stroke="currentColor" \
    stroke-width="1.6" stroke-linecap="round"/></svg>
    """

  static let theme: HTML = """
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">\
    <circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.5"/>\
    <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"/></svg>
    """

  static let menu: HTML = """
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">\
    <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" stroke="currentColor" stroke-width="1.5" \
    stroke-linecap="round"/></svg>
    """

  static let remove: HTML = """
    <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">\
    <path d="m4 4 8 8m0-8-8 8" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></svg>
    """

  static let copy: HTML = """
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">\
    <path d="M5.5 5.5h7v7h-7zM3.5 10.5v-7h7" fill="none" stroke="currentColor" stroke-width="1.4" \
    stroke-linejoin="round"/></svg>
    """

  static let branch: HTML = """
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">\
    <path d="M4.5 5.5v5M11.5 7c0 3-7 1-7 3.5" fill="none" stroke="currentColor" stroke-width="1.4"/>\
    <g fill="none" stroke="currentColor" stroke-width="1.4"><circle cx="4.5" cy="3.8" r="1.6"/>\
    <circle cx="4.5" cy="12.2" r="1.6"/><circle cx="11.5" cy="5.3" r="1.6"/></g></svg>
    """

  static let tree: HTML = """
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">\
    <path d="M2.5 3.5h4M5.5 8h8M5.5 12.5h8M3.5 3.5v9h2M3.5 8h2" fill="none" stroke="currentColor" \
    stroke-width="1.4" stroke-linecap="round"/></svg>
    """

  /// The drawings of rows in a list of files, once for a page; rows refer to them.
  static let sheet: HTML = """
    <svg class="sheet" width="0" height="0" aria-hidden="true">\
    <symbol id="i-folder" viewBox="0 0 16 16"><path d="M1.5 12.5v-9h4.4l1.6 2h7v7z" fill="currentColor" \
    opacity=".75"/></symbol>\
    <symbol id="i-file" viewBox="0 0 16 16"><path d="M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3" fill="none" \
    stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"/></symbol>\
    <symbol id="i-link" viewBox="0 0 16 16"><path d="M3.5 12.5v-4h8M8.5 5l3.5 3.5L8.5 12" fill="none" \
    stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/></symbol>\
    <symbol id="i-module" viewBox="0 0 16 16"><path d="M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6" \
    fill="none" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"/></symbol></svg>
    """

  /// One of ``sheet`` before a name.
  static func row(_ kind: TreeItem.Kind) -> HTML {
    switch kind {
    case .folder: "<svg class=\"i folder\" aria-hidden=\"true\"><use href=\"#i-folder\"/></svg>"
    case .file: "<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-file\"/></svg>"
    case .symbolicLink: "<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-link\"/></svg>"
    case .submodule: "<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-module\"/></svg>"
    }
  }
}
