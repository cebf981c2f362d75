#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Who gives way when the processors are busy.
package enum ThreadPriority: Sendable {
  /// What somebody waits for.
  case normal
  /// What takes long anyway: it has the processors to itself while nothing else wants them, and a tenth of them
  /// otherwise.
  case background

  /// The nice value of background work: a weight of a tenth, and whoever wakes up goes first. Not 19: long work is
  /// to come to an end also beside a server that is never idle.
  static let backgroundNice: CInt = 10

  #if canImport(Darwin)
    fileprivate static let process = PRIO_PROCESS
  #else
    fileprivate static let process = __priority_which_t(PRIO_PROCESS.rawValue)
  #endif

  /// Gives the calling thread, and what it starts, this priority. A thread of the background stays there: taking it
  /// back needs rights that a server does not have.
  func apply() {
    guard self == .background else { return }
    #if canImport(Darwin)
      pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
    #else
      // 0 is the calling thread on Linux. A system that refuses has no priorities: everything works without.
      _ = setpriority(Self.process, 0, Self.backgroundNice)
    #endif
  }
}

extension ThreadPriority {
  /// Whether the calling thread is one of the background, and the process is not as a whole.
  static var isLowered: Bool {
    #if canImport(Darwin)
      qos_class_self().rawValue <= QOS_CLASS_UTILITY.rawValue
    #else
      getpriority(process, 0) > getpriority(process, id_t(getpid()))
    #endif
  }
}

/// Makes this process, and the children it starts from now on, give way to others: for work that nobody watches.
/// Threads that are there already keep their priority.
package func lowerProcessPriority() {
  #if canImport(Darwin)
    _ = setpriority(ThreadPriority.process, 0, ThreadPriority.backgroundNice)
  #else
    ThreadPriority.background.apply()
  #endif
}

/// Makes a child give way to others.
func lowerPriority(ofProcess id: pid_t) {
  _ = setpriority(ThreadPriority.process, id_t(id), ThreadPriority.backgroundNice)
}
