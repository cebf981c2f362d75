// Made from Assets/reading.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/reading.css`.
  static let readingCss: StaticString = ###"""
    @layer pages {
    }

    """###
}
