/// What a line is within a trace.
enum TraceElement {
  /// Begins a trace, or a further one in a chain.
  case head(TraceKind, type: String, message: String, role: TraceStack.Role = .main, thread: String = "")
  /// A stack of its own: another thread.
  case thread(TraceKind, name: String)
  case frame(TraceKind, StackFrame)
  /// Where the frame of the line before is.
  case place(file: String, line: Int?, column: Int?)
  /// Names what the frames before were for: Python's last line.
  case conclusion(TraceKind, type: String, message: String)
  /// Belongs to a trace and says nothing more: source text, registers, `... 14 more`.
  case note
  /// The next exception is the cause, or follows from the one before (Python prints the cause first).
  case chain
  /// The next stacks are members of a group (Python).
  case member
  /// The next frames belong to the exception that was printed before the inner one (.NET).
  case outer
  /// The last line of a trace.
  case end
}

/// The readers of lines, one for each runtime.
///
/// A reader answers for lines that can stand in its traces, given whether one of its kind is open; nil
/// otherwise.
enum TraceLines {
  typealias Reader = @Sendable (Substring, Bool) -> TraceElement?

  static let readers: [(kind: TraceKind, read: Reader)] = [
    (.python, PythonLines.read), (.go, GoLines.read), (.rust, RustLines.read), (.swift, SwiftLines.read),
    (.sanitizer, SanitizerLines.read), (.debugger, DebuggerLines.read), (.php, PHPLines.read),
    (.java, JavaLines.read), (.dotnet, DotNetLines.read), (.javascript, JavaScriptLines.read),
    (.ruby, RubyLines.read), (.kernel, KernelLines.read), (.native, NativeLines.read),
  ]

  /// What a line is: for the open kind first, then for any.
  static func read(_ line: Substring, open: TraceKind?) -> TraceElement? {
    if let open, let reader = readers.first(where: { $0.kind == open }), let element = reader.read(line, true)
    {
      return element
    }
    for reader in readers where reader.kind != open {
      if let element = reader.read(line, false) { return element }
    }
    return nil
  }
}
