/// Puts the elements of one trace together.
struct TraceBuilder {
  /// Frames of a stack and stacks of a trace that are kept; more are counted as cut.
  static let frameLimit = 2000
  static let stackLimit = 2000

  private(set) var kind: TraceKind
  private(set) var frames = 0
  /// Lines since the last one that was understood.
  var unknownLines = 0
  private var stacks: [TraceStack] = []
  private let firstLine: Int
  private var lastLine: Int
  private var isCut = false
  /// The next conclusion begins a further exception of a chain (Python).
  private var isChained = false
  /// Stacks from here on are members of a group, in order.
  private var isGroup = false
  /// The stack that frames belong to, when it is not the last (.NET).
  private var target: Int?
  /// A head's message is on the next line (Rust).
  private var wantsMessage = false

  init(_ kind: TraceKind, line: Int) {
    self.kind = kind
    firstLine = line
    lastLine = line
  }

  /// Takes the line in; false when it cannot belong to this trace.
  mutating func add(_ element: TraceElement, _ text: Substring, line: Int) -> Bool {
    switch element {
    case .head(let other, let type, let message, let role, let thread):
      guard takes(other) else { return false }
      // A new exception after frames of a finished one is a trace of its own, but for causes and chains.
      // Ruby prints a cause as a further exception.
      if role == .main, frames > 0, !isChained, kind != .go, kind != .ruby { return false }
      target = nil
      if other != kind { kind = other }
      // A head without frames was a line that only looked like one, or continues in this one.
      if role == .main, let last = stacks.last, last.frames.isEmpty, last.role == .main, stacks.count == 1 {
        if !type.isEmpty || !message.isEmpty {
          stacks[0].message = stacks[0].type.isEmpty ? message : stacks[0].message
          if stacks[0].type.isEmpty { stacks[0].type = type }
        }
      } else {
        push(
          TraceStack(
            role: stacks.isEmpty ? .main : role == .main ? .cause : role, type: type, message: message,
            thread: thread,
            frames: []))
        isChained = false
      }
      wantsMessage = kind == .rust && message.isEmpty
    case .thread(let other, let name):
      guard takes(other) else { return false }
      kind = other
      // The first thread after a head is the one that failed.
      if stacks.count == 1, stacks[0].frames.isEmpty, stacks[0].thread.isEmpty {
        stacks[0].thread = name
      } else {
        push(
          TraceStack(role: stacks.isEmpty ? .main : .thread, type: "", message: "", thread: name, frames: []))
      }
    case .frame(let other, let frame):
      guard takes(other) else { return false }
      if frames == 0 { kind = other }
      if stacks.isEmpty { push(TraceStack(role: .main, type: "", message: "", thread: "", frames: [])) }
      if kind == .python, isChained {
        push(TraceStack(role: .main, type: "", message: "", thread: "", frames: []))
        isChained = false
      }
      let index = target ?? stacks.count - 1
      guard stacks[index].frames.count < Self.frameLimit else {
        isCut = true
        break
      }
      stacks[index].frames.append(frame)
      frames += 1
      wantsMessage = false
    case .place(let file, let number, let column):
      guard let stack = stacks.indices.last, let index = stacks[stack].frames.indices.last,
        stacks[stack].frames[index].file.isEmpty
      else { break }
      stacks[stack].frames[index].file = file
      stacks[stack].frames[index].line = number
      stacks[stack].frames[index].column = column
      stacks[stack].frames[index].raw += "\n" + text
    case .conclusion(_, let type, let message):
      guard let index = stacks.indices.last, stacks[index].type.isEmpty else { return false }
      stacks[index].type = type
      stacks[index].message = message
    case .chain: isChained = true
    case .member:
      isChained = true
      isGroup = true
    case .outer: target = max(0, (target ?? stacks.count - 1) - 1)
    case .note, .end: break
    }
    unknownLines = 0
    lastLine = line
    return true
  }

  /// A line that is no element: the message of a head goes on, or nothing.
  mutating func addText(_ text: Substring, line: Int) {
    unknownLines += 1
    guard wantsMessage, let index = stacks.indices.last else { return }
    stacks[index].message = String(text.prefix(500))
    wantsMessage = false
    lastLine = line
    unknownLines = 0
  }

  /// Gives the trace's first exception the name and message of the line before its first frame.
  mutating func name(type: String, message: String, line: Int) {
    guard !stacks.isEmpty, stacks[0].type.isEmpty else { return }
    stacks[0].type = type
    stacks[0].message = message
  }

  /// Lines in a row that are not understood, after which the trace is over. Ruby's messages may have several lines before
  /// the second frame, and so may the code that it shows.
  var unknownLimit: Int { kind == .ruby && stacks.last?.frames.count == 1 ? 24 : 2 }

  /// Whether the trace is complete enough that a line after it begins something new.
  var isConcluded: Bool {
    kind == .python && !(stacks.last?.type.isEmpty ?? true) && !isChained
  }

  private mutating func push(_ stack: TraceStack) {
    guard stacks.count < Self.stackLimit else {
      isCut = true
      return
    }
    stacks.append(stack)
  }

  /// Frames of some runtimes look alike in part; the kind is settled by the first frame.
  private func takes(_ other: TraceKind) -> Bool {
    if other == kind || frames == 0 { return true }
    let near: [Set<TraceKind>] = [[.java, .dotnet, .javascript], [.sanitizer, .debugger, .native]]
    return near.contains { $0.contains(kind) && $0.contains(other) } && stacks.last?.frames.isEmpty == true
  }

  /// The trace; nil when it has no frame and its head alone says too little.
  func finish() -> StackTrace? {
    guard frames > 0 || isTelling else { return nil }
    var stacks = stacks
    for index in stacks.indices {
      if kind == .python { stacks[index].frames.reverse() }
      if kind == .php { PHPLines.shift(&stacks[index].frames) }
      for frame in stacks[index].frames.indices where stacks[index].frames[frame].isInApp {
        stacks[index].frames[frame].isInApp = AppFrames.isInApp(stacks[index].frames[frame], kind)
      }
    }
    // Python and PHP print causes first: what was raised last is what happened.
    if kind == .python && !isGroup || kind == .php, stacks.count > 1 {
      stacks.reverse()
      for index in stacks.indices { stacks[index].role = index == 0 ? .main : .cause }
    }
    return StackTrace(kind: kind, stacks: stacks, lines: firstLine...max(firstLine, lastLine), isCut: isCut)
  }

  /// Heads that are unmistakable even without frames.
  private var isTelling: Bool {
    switch kind {
    case .rust, .swift, .sanitizer, .kernel: !(stacks.first?.type.isEmpty ?? true)
    case .go: stacks.first?.type == "panic" || stacks.first?.type == "fatal error"
    default: false
    }
  }
}
