/// What many messages have in common, as a statement of a program would say it.
package struct Template: Sendable, Equatable {
  /// A value that stands in a hole, with how often it was seen.
  package struct Value: Sendable, Equatable {
    package let text: String
    package let count: Int
  }

  /// A place where messages differ.
  package struct Hole: Sendable, Equatable {
    /// What the values look like, most special first; several when they differ.
    package let kinds: [HoleKind]
    /// The values seen most, by falling count; counts are lower bounds when ``others`` is not 0.
    package let values: [Value]
    /// Values seen that ``values`` does not hold.
    package let others: Int
  }

  /// A hash of ``text``: the same for equal templates of all logs and versions of this program.
  package let id: UInt64
  /// The words and separators; every hole is `<*>`. Runs of spaces are one space.
  package let text: String
  /// Messages of this template. Over all templates of a set they add up to the messages read.
  package let count: Int
  /// The first message's number, from 0 in the order they were added.
  package let firstMessage: Int
  /// The first message, at most 512 bytes of it.
  package let sample: String
  package let holes: [Hole]
}

/// The templates of a log or bundle.
package struct TemplateSet: Sendable {
  /// By falling count.
  package let templates: [Template]
  /// For each number that ``TemplateMiner/add(_:)`` gave: the template's place in ``templates``.
  package let templateOfForm: [Int]
  /// Messages read: the sum of the templates' counts.
  package let messageCount: Int
}
