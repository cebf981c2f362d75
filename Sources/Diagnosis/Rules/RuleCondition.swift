/// What a message or a stack trace must be like.
package indirect enum RuleCondition: Sendable {
  case all([RuleCondition])
  case any([RuleCondition])
  case not(RuleCondition)
  /// The message, or what a trace says, holds it.
  case text(RulePattern)
  /// A statement that may have written the message.
  case source(SourcePattern)
  case trace(TracePattern)
  case value(ValueTest)
  case version(VersionRange)
  /// As grave at least.
  case level(LogLevel)
  /// Logger, class, program or unit.
  case logger(RulePattern)
  /// Name or path of the file in the bundle.
  case file(RulePattern)
  /// A label of the file: `pod`, `host`.
  case label(name: String, RulePattern)

  /// What a statement must be like; what is nil does not matter.
  package struct SourcePattern: Sendable {
    var repository: RulePattern?
    var path: RulePattern?
    var function: RulePattern?
    /// In the statement's constant text.
    var text: RulePattern?
  }

  /// What a stack trace must be like; what is nil does not matter.
  package struct TracePattern: Sendable {
    var kind: TraceKind?
    /// Of any of its stacks.
    var exception: RulePattern?
    var message: RulePattern?
    /// In a function's name or the file of a frame.
    var frame: RulePattern?
  }

  /// A value of the message and what it is compared with.
  package struct ValueTest: Sendable {
    /// Which value.
    enum Which: Sendable {
      /// The word before it, or the expression of the code that gave it.
      case named(String)
      /// The n-th hole of the template, from 1.
      case number(Int)
      /// The first group of a regular expression.
      case captured(RulePattern)
    }

    let which: Which
    /// Compared as numbers; a unit after the number is ignored.
    var above: Double?
    var below: Double?
    /// The same text, in any case.
    var text: String?
    var pattern: RulePattern?
  }

  /// Versions of a repository.
  package struct VersionRange: Sendable {
    /// The name, or the last part of it.
    let repository: String
    /// The first one.
    var from: SoftwareVersion?
    /// The first one after it.
    var before: SoftwareVersion?
  }

  /// The conditions that it consists of.
  var parts: [RuleCondition] {
    switch self {
    case .all(let parts), .any(let parts): parts
    case .not(let part): [part]
    default: []
    }
  }
}

/// Numbers of a version in order: `v7.2.0-rc1` is 7.2.0 before its release.
package struct SoftwareVersion: Sendable, Comparable, CustomStringConvertible {
  /// As written.
  package let description: String
  private let numbers: [Int]
  private let isEarly: Bool

  /// Nil when the text has no number.
  package init?(_ text: String) {
    guard let start = text.firstIndex(where: { $0.isASCII && $0.isNumber }), text.utf8.count <= 200 else {
      return nil
    }
    var numbers: [Int] = []
    var rest = text[start...]
    while let digits = Optional(rest.prefix { $0.isASCII && $0.isNumber }), !digits.isEmpty {
      numbers.append(Int(digits) ?? .max)
      rest = rest[digits.endIndex...]
      guard let sign = rest.first, sign == "." || sign == "_" else { break }
      rest = rest.dropFirst()
    }
    while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
    let end = rest.lowercased()
    description = text
    self.numbers = numbers
    isEarly = ["-rc", "rc", "-alpha", "-beta", "-pre", "-dev", "-m", "a", "b"].contains { end.hasPrefix($0) }
  }

  /// Numbers decide, then what comes before the release.
  package static func < (left: SoftwareVersion, right: SoftwareVersion) -> Bool {
    if left.numbers != right.numbers { return left.numbers.lexicographicallyPrecedes(right.numbers) }
    return left.isEarly && !right.isEarly
  }

  /// Equal in order, however they are written.
  package static func == (left: SoftwareVersion, right: SoftwareVersion) -> Bool {
    left.numbers == right.numbers && left.isEarly == right.isEarly
  }
}
