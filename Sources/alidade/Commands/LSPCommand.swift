import LanguageServer
import Platform
import Synchronization

/// `alidade lsp`.
enum LSPCommand {
  static let command = Command(
    name: "lsp",
    summary: "answer an editor over the Language Server Protocol",
    detail: """
      Speaks on standard input and output; an editor starts it. Definitions, references, implementations, hover and \
      calls are exact where a compiler's index was imported (alidade scip), and by name elsewhere, which hover says. \
      A file belongs to the repository that was indexed from its clone, or that has one of the clone's remotes. Lines \
      are followed through what was changed since, saved or not. Files of other repositories open as read-only copies.
      """,
    positionals: [],
    flags: [ParseWorkerCommand.grammars],
    examples: [Example(command: "alidade lsp", meaning: "what an editor is told to start")],
    run: run)

  /// Messages that wait for their turn.
  private static let waitingMax = 1000

  private enum Input {
    case message(JSONValue?)
    case fault(String)
  }

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let searcher = try openIndex(session)
    let server = LanguageServer(
      searcher: searcher, dataFolder: session.dataFolder, copiesFolder: session.dataFolder + "/lsp",
      analyzer: SyntaxAnalyzer(grammarFolder: try ParseWorkerCommand.grammarFolder(arguments, session)),
      version: Version.number)
    // The reader may be ahead for as long as the editor likes.
    let inbox = BlockingChannel<Input>(capacity: waitingMax, patience: .seconds(1_000_000_000))
    let cancelled = CancelledRequests()
    let input = try InputFile("-")
    // Never joined: it waits for standard input, which may stay open when the client has said exit.
    _ = try PlainThread.start(name: "lsp input") { [box = UncheckedInput(input)] in
      read(box.input, into: inbox, cancelled)
    }
    while let next = try await inbox.next() {
      switch next {
      case .fault(let text):
        session.warn(text)
        return .failed
      case .message(let message):
        if let answer = server.handle(message, isCancelled: { cancelled.contains($0) }) {
          session.output.write(MessageReader.framed(answer.bytes))
          session.output.flush()
        }
        if let id = message?["id"] { cancelled.forget(id) }
      }
      if let code = server.exitCode { return code == 0 ? .found : .nothing }
      if !session.output.isOpen { return .failed }
    }
    // The client has gone without a word.
    return .nothing
  }

  private static func read(
    _ input: InputFile, into inbox: BlockingChannel<Input>, _ cancelled: CancelledRequests
  ) {
    var reader = MessageReader()
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    do {
      while true {
        let count = try buffer.withUnsafeMutableBytes { try input.read(into: $0) }
        guard count > 0 else { break }
        reader.append(buffer[..<count])
        while let bytes = try reader.next() {
          let message = JSONValue(parsing: bytes)
          // Taken out of turn: the request it is about may be waiting.
          if message?["method"]?.text == "$/cancelRequest", let id = message?["params"]?["id"] {
            cancelled.add(id)
          } else {
            inbox.send(.message(message))
          }
        }
      }
      try reader.finish()
    } catch {
      inbox.send(.fault("standard input cannot be read on: \(error)"))
    }
    inbox.finish()
  }

  /// Sendable: the one thread that is started with it uses it.
  private struct UncheckedInput: @unchecked Sendable {
    let input: InputFile

    init(_ input: InputFile) { self.input = input }
  }

  /// Requests that the client has taken back before their turn came.
  private final class CancelledRequests: Sendable {
    private let ids = Mutex<[JSONValue]>([])

    /// A client that takes back what it never asked for must not fill the memory.
    private static let most = 1000

    func add(_ id: JSONValue) {
      ids.withLock { ids in
        if ids.count == Self.most { ids.removeFirst() }
        ids.append(id)
      }
    }

    func contains(_ id: JSONValue) -> Bool { ids.withLock { $0.contains(id) } }

    func forget(_ id: JSONValue) { ids.withLock { $0.removeAll { $0 == id } } }
  }
}
