/// The runtime or tool that printed a stack trace.
package enum TraceKind: String, CaseIterable, Sendable {
  case go, java, python, javascript, rust, swift, dotnet, ruby, php, kernel, sanitizer, debugger
  /// Frames of glibc's backtrace functions.
  case native
}

/// One call in a stack.
package struct StackFrame: Sendable, Equatable {
  /// The function as the runtime names it, with its class or package; empty when it is not known.
  package var function: String
  /// Package, library or image it belongs to; empty when the trace does not say.
  package var module: String
  /// As printed: absolute, relative or only a name; empty when the trace does not say.
  package var file: String
  /// From 1.
  package var line: Int?
  /// From 1.
  package var column: Int?
  /// Whether it looks like the program's own code rather than a runtime's or library's. A guess from names.
  package var isInApp = true
  /// The line of the trace, or two, joined by a line feed.
  package var raw: String

  /// A frame as a reader of traces makes it.
  package init(
    _ function: Substring, module: Substring = "", file: Substring = "",
    line: Int? = nil, column: Int? = nil, raw: Substring
  ) {
    self.function = String(function)
    self.module = String(module)
    self.file = String(file)
    self.line = line
    self.column = column
    self.raw = String(raw)
  }
}

/// A stack with what is known about why it was printed.
package struct TraceStack: Sendable, Equatable {
  /// How a stack belongs to the first one of its trace.
  package enum Role: String, Sendable {
    /// What was thrown, or the thread that failed.
    case main
    case cause
    case suppressed
    /// Another thread or goroutine.
    case thread
    /// Where memory came from or was given back: sanitizers.
    case note
  }

  /// How it belongs to the first stack.
  package var role: Role
  /// Exception or signal, as `java.lang.IllegalStateException` or `panic`; empty for threads.
  package var type: String
  /// What the runtime said about it.
  package var message: String
  /// Name and state of the thread, when the trace says.
  package var thread: String
  /// Innermost call first, whatever order the runtime prints.
  package var frames: [StackFrame]
}

/// A stack trace found in a log.
package struct StackTrace: Sendable, Equatable {
  /// What printed it.
  package var kind: TraceKind
  /// The first is what happened; causes follow from the outermost to the root.
  package var stacks: [TraceStack]
  /// Lines of the log, from 1.
  package var lines: ClosedRange<Int>
  /// Which file of the bundle, by its place among the files that were read.
  package internal(set) var file = 0
  /// Frames were left out by the named limits.
  package var isCut = false

  /// `java.lang.IllegalStateException: no session`.
  package var title: String {
    guard let first = stacks.first else { return kind.rawValue }
    if first.type.isEmpty { return first.message.isEmpty ? kind.rawValue : first.message }
    return first.message.isEmpty ? first.type : "\(first.type): \(first.message)"
  }

  /// The stack of the root cause: the last cause, or the first stack.
  package var root: TraceStack? { stacks.last { $0.role == .cause } ?? stacks.first }
}
