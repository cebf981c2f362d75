// Made from Assets/history.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/history.css`.
  static let historyCss: StaticString = ###"""
    @layer pages {
    }

    """###
}
