// Made from Assets/main.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/main.js`.
  static let mainJs: StaticString = ###"""
    // Loaded on every page, deferred. Each feature looks for its own element and does nothing without it: pages are
    // complete without script.

    """###
}
