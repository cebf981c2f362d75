import Containers
package import Git

/// What is to be found out about a line of a file.
package struct LineQuestion: Sendable, Hashable {
  /// The file, as it is called at the commit that is asked about.
  package var path: [UInt8]
  /// The line, from 1.
  package var line: Int
  /// The lines whose changes are wanted, those of the function around; nil for the whole file.
  package var lines: ClosedRange<Int>?

  /// A question about a line and what is around it.
  package init(path: [UInt8], line: Int, lines: ClosedRange<Int>?) {
    (self.path, self.line, self.lines) = (path, line, lines)
  }
}

/// The past of a line and of what is around it.
package struct LinePast: Sendable {
  /// The commit that brought the line, passing over those of `.git-blame-ignore-revs`; nil when it was not reached.
  package internal(set) var origin: CommitRecord?
  /// The newest commits that changed the lines around, newest first.
  package internal(set) var changes: [CommitRecord] = []
  /// Why something is missing; nil when all is there.
  package internal(set) var cutReason: String?

  init() {}
}
