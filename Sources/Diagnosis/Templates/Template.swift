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
  package private(set) var id: UInt64
  /// The words and separators; every hole is `<*>`. Runs of spaces are one space.
  package private(set) var text: String
  /// Messages of this template. Over all templates of a set they add up to the messages read.
  package internal(set) var count: Int
  /// The first message's number, from 0 in the order they were added.
  package let firstMessage: Int
  /// The first message, at most 512 bytes of it.
  package let sample: String
  package let holes: [Hole]

  init(id: UInt64, text: String, count: Int, firstMessage: Int, sample: String, holes: [Hole]) {
    (self.id, self.text, self.count) = (id, text, count)
    (self.firstMessage, self.sample, self.holes) = (firstMessage, sample, holes)
  }

  /// Takes another text with the same messages, and so another id.
  mutating func replaceText(_ text: String) {
    self.text = text
    id = Self.id(of: text)
  }

  /// A hash of a text.
  static func id(of text: String) -> UInt64 {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { SignatureTable.hash($0, bytes.count) } ?? 0
    }
  }
}

/// The templates of a log or bundle.
package struct TemplateSet: Sendable {
  /// By falling count.
  package let templates: [Template]
  /// For each number that ``TemplateMiner/add(_:)`` gave: the template's place in ``templates``.
  package let templateOfForm: [Int]
  /// Messages read: the sum of the templates' counts.
  package let messageCount: Int
  /// The forms of templates that were joined from several.
  let forms: TemplateForms
}
