/// Tells the program's own frames from those of runtimes and libraries, by their names.
enum AppFrames {
  static func isInApp(_ frame: StackFrame, _ kind: TraceKind) -> Bool {
    let file = frame.file[...]
    let name = frame.function[...]
    func starts(_ text: Substring, _ prefixes: [String]) -> Bool { prefixes.contains { text.hasPrefix($0) } }
    func holds(_ text: Substring, _ parts: [String]) -> Bool { parts.contains { text.has($0) } }
    switch kind {
    case .go:
      if holds(file, ["/go/src/", "/go/pkg/mod/", "/vendor/", "/usr/lib/go"]) || name == "panic" {
        return false
      }
      // Packages of the standard library have no full stop in their first element, and are not main.
      let first = name.prefix { $0 != "/" && $0 != "." }
      return first == "main" || name.prefix { $0 != "/" }.has(".") && name.has("/")
        || !starts(name, ["runtime."])
    case .java:
      return !starts(
        name,
        [
          "java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.", "kotlinx.", "scala.", "groovy.",
          "org.springframework.",
          "org.apache.catalina.", "org.apache.tomcat.", "org.eclipse.jetty.", "io.netty.", "org.junit.",
          "jakarta.",
        ])
    case .python:
      return !holds(file, ["/site-packages/", "/dist-packages/", "/lib/python", "\\lib\\", "<frozen "])
    case .javascript:
      return !starts(file, ["node:", "internal/", "<"]) && !holds(file, ["/node_modules/"]) && !file.isEmpty
    case .rust:
      return !holds(file, ["/rustc/", "/.cargo/registry/", "/library/std/", "/library/core/"])
        && !starts(
          name,
          [
            "std::", "core::", "alloc::", "rust_begin_unwind", "__rust", "<core::", "<alloc::", "<std::",
            "main", "_start", "__libc",
          ])
    case .swift: return !holds(frame.module[...], ["libswift", "libc.so", "libdispatch", "libFoundation"])
    case .dotnet: return !starts(name, ["System.", "Microsoft."])
    case .ruby: return !holds(file, ["/gems/", "/lib/ruby/", "<internal:"])
    case .php: return !holds(file, ["/vendor/"]) && !file.isEmpty
    case .kernel: return frame.isInApp
    case .sanitizer, .debugger, .native:
      let system = [
        "libc.so", "libc+", "libstdc++", "libpthread", "libasan", "ld-linux", "/lib/x86_64", "/usr/lib/",
      ]
      return !holds(frame.module[...], system)
        && !starts(name, ["__libc_start", "_start", "__interceptor", "raise", "abort"])
        && !holds(file, ["sysdeps/", "../csu/", "libsanitizer/"])
    }
  }
}
