/// What a key of a structured log line stands for, in the names that loggers use.
enum FieldRole {
  case time, level, message, logger, thread, process, place, line, host, dockerLog, priority, microseconds

  /// The role of a key; letter case does not matter.
  static func of(_ key: UnsafePointer<UInt8>, _ count: Int) -> FieldRole? {
    guard count <= 24 else { return nil }
    return roles[hash(UnsafeBufferPointer(start: key, count: count))]
  }

  private static func hash(_ key: some Sequence<UInt8>) -> UInt64 {
    key.reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64($1 >= 0x41 && $1 <= 0x5A ? $1 | 0x20 : $1)) &* 0x100_0000_01B3
    }
  }

  private static let roles: [UInt64: FieldRole] = {
    let names: [(FieldRole, [String])] = [
      (
        .time,
        ["time", "ts", "timestamp", "@timestamp", "t", "@t", "datetime", "date", "asctime", "eventtime"]
      ),
      (
        .level,
        [
          "level", "lvl", "severity", "loglevel", "log.level", "levelname", "@l", "level_name",
          "severity_text",
        ]
      ),
      (.message, ["msg", "message", "@m", "@mt", "event", "short_message", "textpayload", "body"]),
      (
        .logger,
        [
          "logger", "name", "component", "logger_name", "log.logger", "module", "target", "category",
          "sourcecontext", "syslog_identifier", "subsystem", "controller", "service",
        ]
      ),
      (.thread, ["thread", "thread_name", "threadname", "goroutine", "process.thread.name"]),
      (.process, ["pid", "process", "process.pid", "_pid", "processid"]),
      (.place, ["caller", "source", "file", "filename", "log.origin.file.name", "pathname", "code_file"]),
      (.line, ["line", "lineno", "line_number", "code_line"]),
      (.host, ["host", "hostname", "_hostname", "host.name"]),
      (.dockerLog, ["log"]), (.priority, ["priority"]),
      (.microseconds, ["__realtime_timestamp", "_source_realtime_timestamp"]),
    ]
    var roles: [UInt64: FieldRole] = [:]
    for (role, keys) in names {
      for key in keys { roles[hash(key.utf8)] = role }
    }
    return roles
  }()
}
