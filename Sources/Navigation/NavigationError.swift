/// Why an index of symbols could not be read, made or kept.
package struct NavigationError: Error, Equatable, CustomStringConvertible, Sendable {
  /// What went wrong, as far as callers act on it.
  package enum Kind: Equatable, Sendable {
    /// The bytes at this offset of the (unpacked) input are not what the format allows.
    case malformed(offset: Int)
    /// The input is valid, but more than a named limit of ours takes.
    case tooLarge
    /// Not a file of ours, or damaged.
    case damaged
    /// No index of symbols for what was asked about.
    case notFound
    /// A library or program that is needed is not there.
    case missingLibrary
    /// The input cannot be used as asked.
    case unusable
  }

  /// What went wrong.
  package let kind: Kind

  /// The file, symbol or position it is about.
  package let subject: String

  /// What is wrong, as a lower-case clause.
  package let reason: String

  /// What to do about it, as a sentence; may be empty.
  package let fix: String

  /// An error about `subject`.
  package init(_ kind: Kind, subject: String, reason: String, fix: String = "") {
    self.kind = kind
    self.subject = subject
    self.reason = reason
    self.fix = fix
  }

  /// The same fault, found in the file called `subject`.
  func about(_ subject: String) -> NavigationError {
    self.subject.isEmpty ? NavigationError(kind, subject: subject, reason: reason, fix: fix) : self
  }

  package var description: String {
    var clause = subject.isEmpty ? reason : "\(subject): \(reason)"
    if case .malformed(let offset) = kind { clause += " (at byte \(offset))" }
    return fix.isEmpty ? clause : "\(clause). \(fix)"
  }
}
