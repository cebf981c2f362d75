/// A group of stack traces with the code of its frames.
package struct SourcedGroup: Sendable {
  /// Frames of the stack that tells most, innermost call first; as many as the limits allow.
  package internal(set) var frames: [SourcedFrame] = []
  /// Which of ``StackTrace/stacks`` of the group's example they are of.
  package internal(set) var stack = 0
  /// The place in ``frames`` of the one to look at first: the innermost in indexed code that is the program's own,
  /// or in indexed code at all. Nil when files have the same name only.
  package internal(set) var suspect: Int?
  /// Owner, changes and today's place of the suspect.
  package internal(set) var context: SourceContext?
  /// The statement that made the message, `throw` or `panic`; nil when it was not looked up.
  package internal(set) var source: TemplateSource?

  /// The frame to look at first.
  package var suspectFrame: SourcedFrame? { suspect.map { frames[$0] } }
}

/// A frame with the indexed files it may be in.
package struct SourcedFrame: Sendable {
  /// As the trace has it.
  package let frame: StackFrame
  /// Best first; several of the same confidence are equally likely. Empty when no indexed file fits.
  package internal(set) var places: [FramePlace] = []
  /// Further places that were left out.
  package internal(set) var omittedCount = 0

  /// Places as likely as the first one.
  package var best: ArraySlice<FramePlace> {
    places.prefix { $0.confidence == places[0].confidence && $0.shared == places[0].shared }
  }
}

/// Where a frame may be in indexed code.
package struct FramePlace: Sendable, Equatable {
  /// How sure it is.
  package enum Confidence: Int, Sendable, Comparable {
    /// Only the name of the file, or of the function, is the same.
    case weak
    /// The file is right by its path; the line does not prove it.
    case likely
    /// The function of the frame is around that line of that file.
    case certain

    /// Less sure comes first.
    package static func < (left: Confidence, right: Confidence) -> Bool { left.rawValue < right.rawValue }
  }

  /// Repository, revision, path, line, and the function around that line.
  package internal(set) var place: SourcePlace
  /// How sure it is.
  package internal(set) var confidence: Confidence
  /// Components of the path that are the same, from the end.
  package internal(set) var shared: Int
  /// How it was found, in words.
  package internal(set) var how: String
}
