import QueryEngine
import Search

/// `alidade explain`.
enum ExplainCommand {
  static let command = Command(
    name: "explain",
    summary: "show how a query is answered, and why a file is or is not a result",
    detail: """
      Runs the query and prints how it was read, the plan with the lists it uses and their sizes, how much was \
      left after each stage, and the time each took. All of it is measured in that run.
      """,
    positionals: [Positional("QUERY", .some, "the query")],
    flags: [file, .regex, .literal, .json],
    examples: [
      Example(command: "alidade explain 'error.*timeout lang:go'", meaning: "the plan and its trace"),
      Example(
        command: "alidade explain foo --file alidade:README.md", meaning: "why that file is or is not found"),
    ],
    run: run)

  private static let file = Flag(
    "file", value: FlagValue(placeholder: "REPO:PATH", kind: .text),
    summary: "say why this file is or is not a result")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let options = try SearchOptions(arguments, session)
    let searcher = try openIndex(session)
    let place = try arguments.value(file).map { try Place($0, searcher.repositories) }
    let explanation = try withQuery(options.queryText) {
      try searcher.explain(options.request, file: place.map { ($0.repository, $0.path) })
    }
    if arguments.has(.json) {
      session.output.write(json(explanation, options.queryText).line)
    } else {
      var text: [UInt8] = []
      session.style.appendSafely(Array(explanation.description.utf8), keepsNewlines: true, to: &text)
      if text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
      session.output.write(text)
    }
    return .found
  }

  private static func json(_ explanation: Explanation, _ query: String) -> JSON {
    let plans: [JSON] = explanation.atoms.map { atom in
      let lists: [JSON] = atom.lists.map {
        ["gram": .string($0.gram), "blocks": .integer($0.blocks), "used": .boolean($0.isUsed)]
      }
      return [
        "segment": .string(atom.segment), "pattern": .string(atom.pattern),
        "blocks": .integer(atom.blockCount),
        "estimate": .integer(atom.estimate), "scan": .boolean(atom.isScan), "lists": .array(lists),
      ]
    }
    let stages: [JSON] = explanation.stages.map { ["name": .string($0.name), "count": .integer($0.count)] }
    let numbers = explanation.statistics
    return [
      "query": .string(query), "read_as": .string(explanation.query), "plans": .array(plans),
      "stages": .array(stages), "limits": .array(explanation.limits.map { .string(limitText($0)) }),
      "file_verdict": .array(explanation.fileVerdict.map { .string($0) }),
      "statistics": [
        "documents": .integer(numbers.documentsTotal), "bytes": .integer(numbers.bytesTotal),
        "candidate_blocks": .integer(numbers.candidateBlocks),
        "documents_verified": .integer(numbers.documentsVerified),
        "bytes_verified": .integer(numbers.bytesVerified), "matched_files": .integer(numbers.matchedFiles),
        "matched_lines": .integer(numbers.matchedLines), "matches": .integer(numbers.matches),
        "planning": .duration(numbers.planning), "elapsed": .duration(numbers.elapsed),
      ],
    ]
  }
}
