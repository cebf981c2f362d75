// Made from Assets/mark.svg by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/mark.svg`.
  static let markSvg: StaticString = ###"""
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>:root{color:#8A6004}@media (prefers-color-scheme:dark){:root{color:#E3B264}}</style><circle cx="16" cy="16" r="10.6" fill="none" stroke="currentColor" stroke-width="2"/><g transform="rotate(-35 16 16)" fill="currentColor"><path d="M0 15.1h32v1.8H0zM3 10.6h2.6v4.6H3zM26.4 10.6h2.6v4.6h-2.6z"/><circle cx="16" cy="16" r="3"/></g></svg>

    """###
}
