import Foundation

/// A file of examples that the tests hold the code to: an input, a line of dashes, the output.
///
/// A file may hold several, with a line of equals signs between them. `GOLDEN=1` in the environment rewrites
/// the outputs instead of checking them; the difference in git is then the review.
package struct Golden: Sendable, CustomStringConvertible {
  /// One input with its expected output, without surrounding newlines.
  package struct Example: Sendable {
    /// What goes in.
    package var input: String

    /// What has to come out.
    package var output: String
  }

  /// Where the file is.
  package let path: String

  /// What it holds, in order.
  package let examples: [Example]

  /// The name of the file, so that test output names it.
  package var description: String { URL(fileURLWithPath: path).lastPathComponent }

  /// The input of the first example.
  package var input: String { examples.first?.input ?? "" }

  /// Whether outputs are rewritten rather than checked.
  package static var isRewriting: Bool { ProcessInfo.processInfo.environment["GOLDEN"] == "1" }

  /// The golden files in a folder beside the calling test file, by name.
  ///
  /// An unreadable or empty folder is a broken checkout and stops the tests.
  package static func files(_ folder: String, testFile: String = #filePath) -> [Golden] {
    let root = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    precondition(names.contains { $0.hasSuffix(".txt") }, "no golden files in \(root.path)")
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { name in
      let file = root.appendingPathComponent(name)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        preconditionFailure("golden file \(file.path) is not readable as UTF-8")
      }
      return Golden(path: file.path, examples: examples(in: text))
    }
  }

  /// Compares `output(input)` with what the file says for every example, or rewrites the file.
  ///
  /// - Throws: ``GoldenMismatch`` for the first example that differs, or what `output` throws.
  package func check(_ output: (String) throws -> String) throws {
    var actual: [Example] = []
    for example in examples {
      actual.append(Example(input: example.input, output: Self.trimmed(try output(example.input))))
    }
    if Self.isRewriting { return try rewrite(actual) }
    for (expected, found) in zip(examples, actual) where expected.output != found.output {
      throw GoldenMismatch(path: path, input: expected.input, expected: expected.output, found: found.output)
    }
  }

  /// Compares one output with the first example's.
  package func check(_ output: String) throws { try check { _ in output } }

  private func rewrite(_ examples: [Example]) throws {
    let text = examples.map { "\($0.input)\n----\n\($0.output)\n" }.joined(separator: "====\n")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func examples(in text: String) -> [Example] {
    var examples: [Example] = []
    var input: [Substring] = []
    var output: [Substring]?
    func flush() {
      examples.append(
        Example(
          input: trimmed(input.joined(separator: "\n")),
          output: trimmed((output ?? []).joined(separator: "\n"))))
      (input, output) = ([], nil)
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.count >= 4, line.allSatisfy({ $0 == "=" }) {
        flush()
      } else if output == nil, line.count >= 4, line.allSatisfy({ $0 == "-" }) {
        output = []
      } else if output == nil {
        input.append(line)
      } else {
        output?.append(line)
      }
    }
    flush()
    return examples
  }

  private static func trimmed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    return lines.joined(separator: "\n")
  }
}

/// An output that differs from the golden file.
package struct GoldenMismatch: Error, CustomStringConvertible {
  /// The file.
  package let path: String

  /// The input of the example that differs.
  package let input: String

  /// What the file says.
  package let expected: String

  /// What came out.
  package let found: String

  /// All four, for the test log.
  package var description: String {
    """
    \(path) differs (GOLDEN=1 rewrites it)
    input:
    \(input)
    expected:
    \(expected)
    found:
    \(found)
    """
  }
}

/// A checked-in text file that is made by the code, such as a reference page.
package enum GoldenFile {
  /// Compares `text` with the file, given relative to the calling test file, or rewrites it with `GOLDEN=1`.
  package static func check(_ text: String, against file: String, testFile: String = #filePath) throws {
    let path = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent(file)
      .standardized
    if Golden.isRewriting { return try text.write(to: path, atomically: true, encoding: .utf8) }
    let found = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    if found != text {
      throw GoldenMismatch(
        path: path.path, input: "(generated)", expected: "the generated text", found: "a stale file")
    }
  }
}
