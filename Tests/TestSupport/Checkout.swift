import Foundation

/// Where the tests run: the checkout they were built from, and what `scripts/setup` has put into it.
package enum Checkout {
  /// The folder of Package.swift.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder of tree-sitter and its grammars. `ALIDADE_GRAMMARS` in the environment names another.
  package static let grammars = environment["ALIDADE_GRAMMARS"] ?? root + "/.build-grammars"

  /// The program, which parses in a process of its own: `ALIDADE_BINARY` in the environment, or the one that was
  /// built beside the tests. Nil when only a suite was built.
  package static let program: String? = {
    if let named = environment["ALIDADE_BINARY"] { return named }
    // The tests are in a folder beside the program, or in a bundle some folders below it.
    guard var folder = Bundle.main.executableURL?.deletingLastPathComponent() else { return nil }
    while folder.path.count > 1 {
      let program = folder.appendingPathComponent("alidade").path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: program, isDirectory: &isFolder), !isFolder.boolValue {
        return program
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  /// Whether files can be parsed here: there are grammars, and the program is there.
  package static let canParse =
    FileManager.default.fileExists(atPath: grammars + "/libtree-sitter.so") && program != nil

  private static var environment: [String: String] { ProcessInfo.processInfo.environment }
}
