import Containers

/// What a call does with its text, judged by its name and by what it is called on.
struct EmitCallee {
  var kind: EmitKind
  var level: EmitLevel
  /// Its arguments are written one after the other, with a space between them.
  var joins = false
  /// It takes a format of its own accord, without arguments in it the text is as it stands.
  var takesFormat = false

  /// The callee of this name; nil when the name says nothing about texts.
  ///
  /// - Parameters:
  ///   - name: the last name before the arguments.
  ///   - receiver: what stands before it, as written, with `new `.
  init?(name: String, receiver: String) {
    let lower = name.lowercased()
    let words = Self.words(name)
    if receiver.hasPrefix("new ") || Self.isExceptionType(name) {
      guard Self.isExceptionType(name) else { return nil }
      self.init(kind: .raise, level: .error)
      return
    }
    if var known = Self.known[lower] {
      if known.kind == .log || known.kind == .error { known.level = max(known.level, Self.level(words)) }
      if lower == "new" || lower == "errorf" || lower == "format" {
        guard let adapted = known.adapted(to: lower, receiver: receiver) else { return nil }
        known = adapted
      }
      if lower == "error", let last = receiver.utf8.last, last == 0x2E || last == 0x3E,
        !receiver.hasPrefix("sys")
      {
        known = EmitCallee(kind: .log, level: .error, takesFormat: true)
      }
      if Self.chained.contains(lower) {
        let level = Self.level(Self.words(receiver))
        guard level != .none || receiver.lowercased().contains("log") else { return nil }
        known.level = level
      }
      self = known
      return
    }
    if lower == "write" || lower == "writeln" {
      // Of a stream for people, not of a file.
      guard Self.words(receiver).contains(where: Self.consoles.contains) else { return nil }
      self.init(kind: .print, level: .none, takesFormat: true)
      return
    }
    let level = Self.level(words)
    if words.contains(where: Self.checks.contains) {
      self.init(kind: .check, level: .error)
    } else if words.contains(where: Self.panics.contains) {
      self.init(kind: .panic, level: .fatal)
    } else if words.contains(where: Self.logs.contains) {
      self.init(kind: .log, level: level, takesFormat: true)
    } else if words.contains(where: Self.prints.contains) {
      self.init(kind: .print, level: level, takesFormat: true)
    } else if level != .none {
      self.init(kind: .log, level: level, takesFormat: true)
    } else {
      return nil
    }
  }

  init(kind: EmitKind, level: EmitLevel, joins: Bool = false, takesFormat: Bool = false) {
    (self.kind, self.level, self.joins, self.takesFormat) = (kind, level, joins, takesFormat)
  }

  private func adapted(to name: String, receiver: String) -> EmitCallee? {
    let lower = receiver.lowercased()
    switch name {
    case "new":
      // Ruby's `Error.new`, Rust's `Error::new`, Go's `errors.New`.
      let type = receiver.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last.map(String.init) ?? ""
      return lower.hasPrefix("errors.") || Self.isExceptionType(type) || lower.hasSuffix("errors.")
        ? self : nil
    case "errorf":
      // `fmt.Errorf` makes an error, `t.Errorf` and `log.Errorf` report one.
      return lower.hasPrefix("fmt") || lower.contains("errors") || lower.isEmpty
        ? self : EmitCallee(kind: .log, level: .error, takesFormat: true)
    default: return EmitCallee(kind: .text, level: .none, takesFormat: true)
    }
  }

  static func isExceptionType(_ name: String) -> Bool {
    guard let first = name.utf8.first, first &- 0x41 < 26 || first == 0x5F else {
      return name == "runtime_error" || name == "logic_error" || name == "invalid_argument"
        || name == "out_of_range" || name == "system_error" || name.hasSuffix("_error")
    }
    return name.hasSuffix("Exception") || name.hasSuffix("Error") || name.hasSuffix("Failure")
      || name.hasSuffix("Fault") || name.hasSuffix("Warning") || name == "Throwable" || name.hasSuffix("Err")
  }

  /// The level that a name speaks of.
  static func level(_ words: [String]) -> EmitLevel {
    var found = EmitLevel.none
    for word in words { found = max(found, levels[word] ?? .none) }
    // `LL_VERBOSE` of redis is between debug and notice.
    return words == ["ll", "verbose"] ? .info : found
  }

  /// `logWarnMsg`, `log_warn_msg` → log, warn, msg.
  static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var last: UInt8 = 0
    for byte in name.utf8 {
      let isUpper = byte &- 0x41 < 26
      let isLetter = isUpper || byte &- 0x61 < 26
      if !isLetter || (isUpper && last &- 0x61 < 26) {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word = []
      }
      if isLetter { word.append(byte | 0x20) }
      last = byte
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  static let levels: [String: EmitLevel] = [
    "trace": .trace, "verbose": .trace, "finest": .trace, "finer": .trace, "vdbg": .trace,
    "debug": .debug, "dbg": .debug, "fine": .debug, "debugf": .debug, "debugw": .debug, "debugln": .debug,
    "info": .info, "infof": .info, "infow": .info, "infos": .info, "information": .info, "infoln": .info,
    "notice": .notice, "noticef": .notice, "config": .notice,
    "warn": .warning, "warning": .warning, "warnf": .warning, "warnw": .warning, "warningf": .warning,
    "warnings": .warning, "warnx": .warning, "vwarn": .warning, "warnln": .warning, "warningln": .warning,
    "err": .error, "error": .error, "errorf": .error, "errorw": .error, "errors": .error, "severe": .error,
    "errx": .error, "verr": .error, "errorln": .error, "errno": .error, "errmsg": .error, "exception": .error,
    "crit": .fatal, "critical": .fatal, "fatal": .fatal, "fatalf": .fatal, "fatalw": .fatal, "alert": .fatal,
    "emerg": .fatal, "emergency": .fatal, "panic": .fatal, "panicf": .fatal, "fatalln": .fatal,
    "dpanic": .fatal, "wtf": .fatal,
  ]

  private static let logs: Set<String> = [
    "log", "logf", "logger", "logging", "slog", "syslog", "klog", "printk", "msg", "msgf", "message",
    "report",
    "reportf", "notify", "complain", "alert", "logln", "trace", "say", "sayf", "logv", "vlog", "nslog",
    "oslog", "logit",
    "logmsg", "logmessage", "errmsg",
  ]
  private static let prints: Set<String> = [
    "print", "printf", "println", "printw", "puts", "fprintf", "vprintf", "printline", "writeln", "writeline",
    "echo", "usage",
  ]
  private static let panics: Set<String> = [
    "panic", "panicf", "abort", "die", "fatal", "fatalf", "bug", "oops", "unreachable", "fatalln", "crash",
    "bail",
  ]
  private static let checks: Set<String> = [
    "assert", "assertf", "require", "requires", "ensure", "check", "expect", "precondition", "verify",
    "invariant",
  ]
  private static let consoles: Set<String> = [
    "io", "output", "console", "stdout", "stderr", "out", "err", "terminal",
  ]
  /// The last call of a chain: the level stands before it.
  private static let chained: Set<String> = ["msg", "msgf", "send", "atlevel", "emit"]

  private static let known: [String: EmitCallee] = [
    "print": EmitCallee(kind: .print, level: .none, joins: true),
    "println": EmitCallee(kind: .print, level: .none, joins: true),
    "puts": EmitCallee(kind: .print, level: .none), "echo": EmitCallee(kind: .print, level: .none),
    "perror": EmitCallee(kind: .print, level: .error), "errorf": EmitCallee(kind: .error, level: .none),
    "new": EmitCallee(kind: .error, level: .none), "wrap": EmitCallee(kind: .error, level: .none),
    "wrapf": EmitCallee(kind: .error, level: .none), "annotatef": EmitCallee(kind: .error, level: .none),
    "annotate": EmitCallee(kind: .error, level: .none), "withmessage": EmitCallee(kind: .error, level: .none),
    "context": EmitCallee(kind: .error, level: .none), "with_context": EmitCallee(kind: .error, level: .none),
    "bail": EmitCallee(kind: .error, level: .none), "anyhow": EmitCallee(kind: .error, level: .none),
    "format_err": EmitCallee(kind: .error, level: .none), "eyre": EmitCallee(kind: .error, level: .none),
    "ensure": EmitCallee(kind: .check, level: .none), "raise": EmitCallee(kind: .raise, level: .error),
    "error": EmitCallee(kind: .error, level: .error), "fail": EmitCallee(kind: .raise, level: .error),
    "throw": EmitCallee(kind: .raise, level: .error), "reject": EmitCallee(kind: .raise, level: .none),
    "exit": EmitCallee(kind: .panic, level: .none), "die": EmitCallee(kind: .panic, level: .fatal),
    "todo": EmitCallee(kind: .panic, level: .fatal), "unimplemented": EmitCallee(kind: .panic, level: .fatal),
    "unreachable": EmitCallee(kind: .panic, level: .fatal),
    "fatalerror": EmitCallee(kind: .panic, level: .fatal),
    "precondition": EmitCallee(kind: .check, level: .fatal),
    "preconditionfailure": EmitCallee(kind: .panic, level: .fatal),
    "assertionfailure": EmitCallee(kind: .panic, level: .fatal),
    "expect": EmitCallee(kind: .check, level: .fatal),
    "trigger_error": EmitCallee(kind: .raise, level: .error),
    "format": EmitCallee(kind: .text, level: .none, takesFormat: true),
    "formatted": EmitCallee(kind: .text, level: .none, takesFormat: true),
    "msg": EmitCallee(kind: .log, level: .none), "msgf": EmitCallee(kind: .log, level: .none),
    "send": EmitCallee(kind: .log, level: .none), "log": EmitCallee(kind: .log, level: .none),
    "logf": EmitCallee(kind: .log, level: .none), "emit": EmitCallee(kind: .log, level: .none),
    "dispatcherror": EmitCallee(kind: .error, level: .error),
    // They read or test rather than write.
    "iserror": EmitCallee(kind: .text, level: .none),
    "getlogger": EmitCallee(kind: .text, level: .none),
    "checkbox": EmitCallee(kind: .text, level: .none),
  ]
}
