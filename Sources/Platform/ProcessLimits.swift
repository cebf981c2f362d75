#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Raises the number of files and sockets this process may have open to what the system allows it.
///
/// - Returns: The limit from now on; at least what it was before.
@discardableResult
package func raiseOpenFileLimit() -> Int {
  var limit = rlimit()
  #if canImport(Darwin)
    let resource = RLIMIT_NOFILE
  #else
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #endif
  guard getrlimit(resource, &limit) == 0 else { return 256 }
  let before = limit.rlim_cur
  // Darwin says "infinite" and means OPEN_MAX.
  #if canImport(Darwin)
    limit.rlim_cur = min(limit.rlim_max, 10_240)
  #else
    limit.rlim_cur = limit.rlim_max
  #endif
  if setrlimit(resource, &limit) != 0 { limit.rlim_cur = before }
  return Int(clamping: limit.rlim_cur)
}
