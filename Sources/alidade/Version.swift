/// What this program calls itself.
enum Version {
  /// Semantic version; `CHANGELOG.md` has an entry for each.
  static let number = "0.1.0"

  /// The compiler the program was built with, as far as it can be known at compile time.
  static var compiler: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #elseif compiler(>=6.2)
      "Swift 6.2"
    #else
      "Swift 6.1"
    #endif
  }

  /// Processor and system.
  static var platform: String {
    #if arch(x86_64)
      let processor = "x86_64"
    #elseif arch(arm64)
      let processor = "arm64"
    #else
      let processor = "other"
    #endif
    #if os(Linux)
      return "linux \(processor)"
    #elseif os(macOS)
      return "macos \(processor)"
    #else
      return processor
    #endif
  }
}
