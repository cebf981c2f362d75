/// The manual and the committed measurements, compiled into the program.
package enum Documents {
  /// Their paths from the root of the sources.
  package static var paths: [String] { texts.map(\.path) }

  /// The text of the document at `path`; nil when there is none.
  package static func text(_ path: String) -> String? {
    texts.first { $0.path == path }.map { "\($0.text)" }
  }
}
