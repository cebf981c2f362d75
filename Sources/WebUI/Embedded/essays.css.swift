// Made from Assets/essays.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/essays.css`.
  static let essaysCss: StaticString = ###"""
    @layer pages {
    }

    """###
}
