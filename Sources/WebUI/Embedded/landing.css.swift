// Made from Assets/landing.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/landing.css`.
  static let landingCss: StaticString = ###"""
    @layer pages {
    }

    """###
}
