/// Tells from the path of a file in a bundle where it comes from, and whether it is a log.
enum BundleLayout {
  /// Labels, by the layouts of support bundles, sos reports, hcdiag, container dumps and kubectl's
  /// cluster-info.
  static func labels(of path: String) -> [BundleLabel] {
    let parts = path.split(whereSeparator: { $0 == "/" || $0 == "!" }).map(String.init)
    var labels: [BundleLabel] = []
    func add(_ name: String, _ value: String) { labels.append(BundleLabel(name: name, value: value)) }
    func plain(_ name: String) -> String {
      for ending in [".log.gz", ".log", ".txt", ".previous", "-json.log"] where name.hasSuffix(ending) {
        return String(name.dropLast(ending.count))
      }
      return name
    }
    // troubleshoot: cluster-resources/pods/logs/NAMESPACE/POD/CONTAINER.log; must-gather:
    // namespaces/NAMESPACE/pods/POD/C/C/logs/….
    if let at = parts.firstIndex(of: "logs"), at > 0, parts[at - 1] == "pods", parts.count > at + 3 {
      add("namespace", parts[at + 1])
      add("pod", parts[at + 2])
      add("container", plain(parts[at + 3]))
    } else if let at = parts.firstIndex(of: "namespaces"), parts.count > at + 4, parts[at + 2] == "pods" {
      add("namespace", parts[at + 1])
      add("pod", parts[at + 3])
      if parts.count > at + 5 { add("container", parts[at + 4]) }
    } else if parts.last == "logs.txt", parts.count >= 3 {
      // kubectl cluster-info dump: NAMESPACE/POD/logs.txt.
      add("namespace", parts[parts.count - 3])
      add("pod", parts[parts.count - 2])
    } else if let last = parts.last, last.hasSuffix("-json.log"), last.utf8.count >= 64 {
      add("container", String(last.prefix(12)))
    }
    // sosreport-HOST-CASE-DATE-….
    if let root = parts.first(where: { $0.hasPrefix("sosreport-") || $0.hasPrefix("sos-") }) {
      let words = root.split(separator: "-")
      if words.count > 1 { add("host", String(words[1])) }
    }
    if let root = parts.first(where: { $0.hasPrefix("hcdiag-") }) { add("bundle", root) }
    if let at = parts.lastIndex(of: "log"), at > 0, parts[at - 1] == "var", parts.count > at + 1 {
      add("service", plain(parts[at + 1]))
    }
    return labels
  }

  /// Whether the name says that a file is a log.
  static func isLog(_ path: String) -> Bool {
    let name = path.lowercased()
    let last = name.split(separator: "/").last ?? ""
    if name.contains("/log/") || name.contains("/logs/") || name.hasPrefix("log/") || name.hasPrefix("logs/")
    {
      return true
    }
    for word in [
      ".log", "journal", "dmesg", "syslog", "messages", "stdout", "stderr", "console", "trace", ".out",
      ".err",
    ]
    where last.contains(word) {
      return true
    }
    return last == "logs.txt"
  }
}
