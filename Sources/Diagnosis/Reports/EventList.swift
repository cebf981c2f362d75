/// Events in the order they were read, for trends.
struct EventList {
  private(set) var forms: [Int32] = []
  /// Seconds since 1970; `Int.min` without a time.
  private(set) var seconds: [Int] = []
  /// The first event that says that something failed.
  private(set) var firstFailure: Int?
  /// Every event is here.
  private(set) var isComplete = true

  mutating func add(form: Int, seconds time: Int?, isFailure: Bool, limit: Int) {
    guard forms.count < limit else {
      isComplete = false
      return
    }
    if isFailure, firstFailure == nil { firstFailure = forms.count }
    forms.append(Int32(truncatingIfNeeded: form))
    seconds.append(time ?? .min)
  }
}

/// What was seen of one masked form.
struct FormFacts {
  var firstEvent: Int
  var firstFile: Int
  var firstLine: Int
  var hints: SourceHints
  /// By the raw value of ``LogLevel``.
  var levels: [Int] = Array(repeating: 0, count: LogLevel.allCases.count)
  var firstSeconds: Int?
  var lastSeconds: Int?

  init(event: Int, file: Int, line: Int, hints: SourceHints) {
    firstEvent = event
    firstFile = file
    firstLine = line
    self.hints = hints
  }

  mutating func take(level: LogLevel?, seconds: Int?) {
    if let level { levels[Int(level.rawValue)] += 1 }
    guard let seconds else { return }
    firstSeconds = min(firstSeconds ?? seconds, seconds)
    lastSeconds = max(lastSeconds ?? seconds, seconds)
  }
}
