/// What kind of query it is; the table is grouped by it.
enum QueryClass: String, Codable, CaseIterable {
  case rare, common, substring, short, phrase, comment, caseless, word, alternation, anchor, regex, weak,
    classOnly
  case miss, path, and, or, not, revision
}

/// A query and what it is for the programs that are compared with.
struct BenchmarkQuery {
  /// One pattern in the terms of grep-like programs.
  struct PeerPattern {
    var text: String
    var isRegex = false
    var ignoresCase = false
    var isWord = false
    /// Only files whose name matches, `*.c`.
    var nameGlob: String?
  }

  var kind: QueryClass
  /// In Alidade's language.
  var text: String
  /// Nil where grep-like programs cannot say it.
  var peer: PeerPattern?
  /// True when zoekt means the same by the same text, but for `OR`.
  var isSharedLanguage = false

  /// A word or phrase, found in contents and paths, as people type it.
  static func literal(
    _ kind: QueryClass, _ text: String, ignoringCase: Bool = false, word: Bool = false
  ) -> BenchmarkQuery {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    var query = "\"\(escaped)\" case:\(ignoringCase ? "no" : "yes")"
    if word { query += " word:yes" }
    return BenchmarkQuery(
      kind: kind, text: query, peer: PeerPattern(text: text, ignoresCase: ignoringCase, isWord: word))
  }

  /// A regular expression.
  static func regex(_ kind: QueryClass, _ pattern: String, ignoringCase: Bool = false) -> BenchmarkQuery {
    BenchmarkQuery(
      kind: kind, text: "/\(pattern.replacing("/", with: "\\/"))/ case:\(ignoringCase ? "no" : "yes")",
      peer: PeerPattern(text: pattern, isRegex: true, ignoresCase: ignoringCase))
  }

  /// A literal in files with certain names.
  static func path(_ text: String, _ nameGlob: String) -> BenchmarkQuery {
    BenchmarkQuery(
      kind: .path, text: "\"\(text)\" file:\(nameGlob) case:yes",
      peer: PeerPattern(text: text, nameGlob: nameGlob))
  }

  /// Several conditions; no peer can answer it in one run.
  static func several(_ kind: QueryClass, _ text: String) -> BenchmarkQuery {
    BenchmarkQuery(kind: kind, text: text, peer: nil, isSharedLanguage: true)
  }

  /// Something asked of all indexed branches and tags.
  static func anyRevision(_ text: String) -> BenchmarkQuery {
    BenchmarkQuery(kind: .revision, text: text + " rev:*", peer: nil)
  }
}

/// A named list of queries.
struct QuerySet {
  var name: String
  var queries: [BenchmarkQuery]

  /// Patterns that make sense in any code, and that an index can do little or nothing for.
  static let anyCode: [BenchmarkQuery] = [
    .literal(.short, "e"), .literal(.short, "if"), .literal(.short, "->"), .literal(.short, "0x"),
    .literal(.short, "foo"), .literal(.short, "{0}"),
    .regex(.alternation, #"TODO|FIXME|XXX"#), .regex(.alternation, #"(open|read|write|close)_?[Ff]ile"#),
    .regex(.anchor, #"^#include <"#), .regex(.anchor, #"^\}$"#), .regex(.anchor, #"\breturn;$"#),
    .regex(.regex, #"0x[0-9a-fA-F]{8}UL?\b"#), .regex(.regex, #"error.*timeout"#),
    .regex(.regex, #"[a-z]+_init\([^)]*\)"#), .regex(.regex, #"(?i)licen[sc]e"#),
    .regex(.weak, #"\w+_\w+_\w+_\w+_\w+"#), .regex(.weak, #"[a-z]{3}[0-9]{4}"#),
    .regex(.weak, #"\d+\.\d+\.\d+"#),
    .regex(.classOnly, #"[A-Z]{12}"#), .regex(.classOnly, #"[0-9]{12}"#), .regex(.classOnly, #"\b\w{30}\b"#),
    .regex(.classOnly, #"[^\x00-\x7F]{3}"#), .regex(.classOnly, #"[;,.]{4}"#),
    .regex(.classOnly, #"^\s+\S$"#),
    .regex(.classOnly, #"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}"#),
  ]

  /// For `linux-source-6.1`.
  static let linux = QuerySet(
    name: "linux",
    queries: [
      .literal(.rare, "kmem_cache_alloc_bulk"), .literal(.rare, "tcp_v4_syn_recv_sock"),
      .literal(.rare, "zap_pte_range"), .literal(.rare, "nvme_tcp_queue_request"),
      .literal(.rare, "i915_gem_evict_vm"),
      .literal(.rare, "btrfs_finish_ordered_io"), .literal(.rare, "CONFIG_HAVE_ARCH_USERFAULTFD_WP"),
      .literal(.common, "mutex_lock"), .literal(.common, "kmalloc"), .literal(.common, "struct device"),
      .literal(.common, "EXPORT_SYMBOL_GPL"), .literal(.common, "include"),
      .literal(.common, "return -ENOMEM;"),
      .literal(.substring, "alloc_pag"), .literal(.substring, "_irqsav"), .literal(.substring, "ternal_err"),
      .literal(.substring, "ead_writ"), .literal(.substring, "tplug"),
      .literal(.phrase, "if (!p)"), .literal(.phrase, "for (i = 0; i < ARRAY_SIZE("),
      .literal(.phrase, "goto out_free;"),
      .literal(.phrase, "err = -EINVAL;"), .literal(.phrase, "container_of(work, struct"),
      .literal(.comment, "this should never happen"), .literal(.comment, "Caller must hold"),
      .literal(.comment, "workaround for"), .literal(.comment, "SPDX-License-Identifier: GPL-2.0-or-later"),
      .literal(.caseless, "linus torvalds", ignoringCase: true),
      .literal(.caseless, "spinlock", ignoringCase: true),
      .literal(.caseless, "usb_device_id", ignoringCase: true),
      .literal(.caseless, "deadlock", ignoringCase: true),
      .literal(.word, "irq", word: true), .literal(.word, "page", word: true),
      .literal(.word, "i2c", word: true),
      .literal(.word, "ext4_inode", word: true),
      .regex(.alternation, #"spin_lock_irqsave|spin_unlock_irqrestore"#),
      .regex(.alternation, #"(kzalloc|kcalloc|kvmalloc)\("#),
      .regex(.anchor, #"^static inline int \w+_get\("#), .regex(.anchor, #"^MODULE_LICENSE\("#),
      .regex(.regex, #"\bstruct\s+\w+_ops\s+\w+\s*="#), .regex(.regex, #"kfree\(\w+->\w+\);"#),
      .regex(.regex, #"sizeof\(\*\w+\)"#), .regex(.regex, #"pr_(err|warn)\("[^"]*failed"#),
      .literal(.miss, "kmem_cache_aloc_bulk"), .literal(.miss, "mutex_lokc"),
      .literal(.miss, "xyzzy_frobnicate"),
      .literal(.miss, "retrun -ENOMEM;"),
      .path("probe", "*.dts"), .path("mutex_lock", "*.h"), .path("schedule", "*core.c"),
      .path("select", "Kconfig*"),
      .several(.path, "file:drivers/net/ethernet/intel napi_schedule"),
      .several(.and, "kmalloc spin_lock dma_map_single"), .several(.and, "tcp timestamp lang:c file:net/"),
      .several(.or, "rcu_read_lock OR srcu_read_lock OR rcu_dereference"),
      .several(.not, "kmalloc -kfree lang:c"), .several(.not, "module_init -file:drivers"),
      .anyRevision("kmem_cache_alloc_bulk"), .anyRevision("\"struct device\" file:drivers/usb"),
    ] + anyCode)

  /// For the packages this project is built with, and any other folder.
  static let packages = QuerySet(
    name: "packages",
    queries: [
      .literal(.rare, "withUnsafeTemporaryAllocation"), .literal(.rare, "makeCompletedFuture"),
      .literal(.rare, "SSL_CTX_set_alpn_protos"), .literal(.rare, "_hashValue(for"),
      .literal(.rare, "NIOLockedValueBox<"),
      .literal(.rare, "p256_point_add_affine"),
      .literal(.common, "EventLoopFuture"), .literal(.common, "import"), .literal(.common, "public func"),
      .literal(.common, "@inlinable"), .literal(.common, "OPENSSL_EXPORT"), .literal(.common, "return"),
      .literal(.substring, "ventLo"), .literal(.substring, "nsafeMutabl"), .literal(.substring, "_EXPO"),
      .literal(.substring, "ompletio"),
      .literal(.phrase, "guard let self else { return }"), .literal(.phrase, "-> Void)"),
      .literal(.phrase, "== nil {"),
      .literal(.phrase, "try await withThrowingTaskGroup(of:"), .literal(.phrase, "if (!CBB_"),
      .literal(.comment, "This source file is part of the SwiftNIO open source project"),
      .literal(.comment, "must be called on"), .literal(.comment, "- Parameters:"),
      .literal(.comment, "for more details"),
      .literal(.caseless, "bytebuffer", ignoringCase: true), .literal(.caseless, "tls", ignoringCase: true),
      .literal(.caseless, "content-length", ignoringCase: true),
      .literal(.caseless, "deadline", ignoringCase: true),
      .literal(.word, "Channel", word: true), .literal(.word, "id", word: true),
      .literal(.word, "actor", word: true),
      .regex(.alternation, #"withUnsafe(Mutable)?Bytes|withUnsafe(Mutable)?BufferPointer"#),
      .regex(.anchor, #"^\s*func test\w+\("#), .regex(.anchor, #"^import NIO\w*$"#),
      .regex(.regex, #"func \w+<\w+: \w+>\("#), .regex(.regex, #"\.init\(\w+: \w+\)"#),
      .regex(.regex, #"precondition\([^,]+, ""#), .regex(.regex, #"case \.\w+\(let \w+\):"#),
      .literal(.miss, "EventLopFuture"), .literal(.miss, "withUnsafeBtyes"),
      .literal(.miss, "xyzzy_frobnicate"),
      .literal(.miss, "retrun nil"),
      .path("Sendable", "*.md"), .path("func", "Package*.swift"), .path("static", "*.h"),
      .several(.path, "file:Tests/ XCTAssertEqual lang:swift"),
      .several(.and, "ByteBuffer readInteger writeInteger"), .several(.and, "async throws lang:swift actor"),
      .several(.or, "DispatchQueue OR NSLock OR pthread_mutex_lock"),
      .several(.not, "import Foundation -import lang:swift"), .several(.not, "EventLoop -file:Tests"),
      .anyRevision("EventLoopFuture"), .anyRevision("/func \\w+Wait\\(/"),
    ] + anyCode)

  /// Queries of a file: a class and a query on each line, separated by a tab.
  init(name: String, lines: String) throws {
    self.name = name
    queries = try lines.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let kind = QueryClass(rawValue: String(parts[0])) else {
        throw BenchmarkError("a line of \(name) is not a class, a tab and a query: \(line)")
      }
      return BenchmarkQuery(kind: kind, text: String(parts[1]), peer: nil)
    }
  }

  /// Some queries, evenly out of all.
  func sample(_ count: Int) -> [BenchmarkQuery] {
    guard queries.count > count else { return queries }
    return (0..<count).map { queries[$0 * queries.count / count] }
  }

  init(name: String, queries: [BenchmarkQuery]) {
    self.name = name
    self.queries = queries
  }
}

/// Why the benchmark cannot run.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
