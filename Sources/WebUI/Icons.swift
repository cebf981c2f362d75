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
}
