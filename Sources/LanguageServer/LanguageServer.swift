import Navigation
package import Platform
package import Search
import Syntax

/// A language server over an index: takes messages of the Language Server Protocol, gives messages back. Knows no
/// stream and no thread: use from one at a time. Malformed messages are answered with an error, never more.
///
/// - Source: Language Server Protocol 3.17.
package final class LanguageServer {
  /// Where the life of a server is.
  private enum Phase {
    case waiting, running, shutDown
  }

  /// An error as the protocol has it.
  struct Fault: Error, Equatable {
    var code: Int
    var message: String

    static let parse = Fault(code: -32700, message: "the message is not JSON")
    static let request = Fault(code: -32600, message: "the message is no request")
    static let notInitialized = Fault(code: -32002, message: "the first request must be initialize")
    static let cancelled = Fault(code: -32800, message: "the request was cancelled")

    static func method(_ name: String) -> Fault { Fault(code: -32601, message: "there is no method \(name)") }
    static func parameters(_ text: String) -> Fault { Fault(code: -32602, message: text) }
    static func failed(_ error: any Error) -> Fault { Fault(code: -32803, message: "\(error)") }
  }

  let searcher: Searcher
  let files: WorkspaceFiles
  private let dataFolder: String
  private let version: String
  let analyzer: SyntaxAnalyzer
  private let nameFiles: NameFileCache
  private var store: NavigationStore?
  private var phase = Phase.waiting
  /// What a character of a position counts.
  private(set) var encoding = PositionEncoding.utf16
  /// Whether symbols of a document may be nested.
  private(set) var hasNestedSymbols = false

  /// The exit code, once the client has said exit.
  package private(set) var exitCode: Int32?

  /// Places answered at most.
  static let placesMax = 1000

  /// A server over the index of a data folder.
  package init(
    searcher: Searcher, dataFolder: String, copiesFolder: String, analyzer: SyntaxAnalyzer, version: String
  ) {
    self.searcher = searcher
    self.dataFolder = dataFolder
    self.version = version
    self.analyzer = analyzer
    nameFiles = NameFileCache(analyzer: analyzer)
    files = WorkspaceFiles(searcher: searcher, copiesFolder: copiesFolder)
  }

  /// The answer to a message, if it has one.
  ///
  /// - Parameter isCancelled: whether the client has taken back the request with this id.
  package func handle(_ message: JSONValue?, isCancelled: (JSONValue) -> Bool = { _ in false }) -> JSONValue?
  {
    guard let message else { return Self.answer(.null, .failure(.parse)) }
    guard case .object = message, let method = message["method"]?.text else {
      // Answers to requests of ours, of which there are none, and things that are neither.
      return message["result"] != nil || message["error"] != nil
        ? nil : Self.answer(.null, .failure(.request))
    }
    let parameters = message["params"] ?? .null
    guard let id = message["id"], id != .null else {
      notify(method, parameters)
      return nil
    }
    if isCancelled(id) { return Self.answer(id, .failure(.cancelled)) }
    do {
      return Self.answer(id, .success(try request(method, parameters)))
    } catch let fault as Fault {
      return Self.answer(id, .failure(fault))
    } catch {
      return Self.answer(id, .failure(.failed(error)))
    }
  }

  private static func answer(_ id: JSONValue, _ result: Result<JSONValue, Fault>) -> JSONValue {
    switch result {
    case .success(let value): ["jsonrpc": "2.0", "id": id, "result": value]
    case .failure(let fault):
      [
        "jsonrpc": "2.0", "id": id,
        "error": ["code": .integer(fault.code), "message": .string(fault.message)],
      ]
    }
  }

  // MARK: requests

  private func request(_ method: String, _ parameters: JSONValue) throws -> JSONValue {
    switch (phase, method) {
    case (.waiting, "initialize"): return initialize(parameters)
    case (.waiting, _): throw Fault.notInitialized
    case (.running, "initialize"): throw Fault(code: -32600, message: "initialize was sent before")
    case (.shutDown, _): throw Fault(code: -32600, message: "the server was told to shut down")
    case (.running, "shutdown"):
      phase = .shutDown
      return .null
    case (.running, _): break
    }
    // A newer index costs one look; failing to open it leaves the one there is.
    _ = try? searcher.refresh()
    switch method {
    case "textDocument/definition", "textDocument/declaration": return try definition(parameters)
    case "textDocument/typeDefinition": return try typeDefinition(parameters)
    case "textDocument/implementation": return try implementation(parameters)
    case "textDocument/references": return try references(parameters)
    case "textDocument/hover": return try hover(parameters)
    case "textDocument/documentHighlight": return try highlights(parameters)
    case "textDocument/documentSymbol": return try documentSymbols(parameters)
    case "workspace/symbol": return try workspaceSymbols(parameters)
    case "textDocument/prepareCallHierarchy": return try prepareCalls(parameters)
    case "callHierarchy/incomingCalls": return try calls(parameters, isIncoming: true)
    case "callHierarchy/outgoingCalls": return try calls(parameters, isIncoming: false)
    default: throw Fault.method(method)
    }
  }

  private func initialize(_ parameters: JSONValue) -> JSONValue {
    phase = .running
    let offered =
      parameters["capabilities"]?["general"]?["positionEncodings"]?.elements.compactMap(\.text) ?? []
    // Bytes are what the index counts.
    encoding = offered.contains("utf-8") ? .utf8 : .utf16
    let symbols = parameters["capabilities"]?["textDocument"]?["documentSymbol"]
    hasNestedSymbols = symbols?["hierarchicalDocumentSymbolSupport"]?.isTrue ?? false
    var folders = parameters["workspaceFolders"]?.elements.compactMap { $0["uri"]?.text } ?? []
    if let root = parameters["rootUri"]?.text { folders.append(root) }
    var paths = folders.compactMap { FileAddress.path($0) }
    if paths.isEmpty, let root = parameters["rootPath"]?.text { paths.append(root) }
    for path in paths { files.addRoot(path) }
    return [
      "capabilities": [
        "positionEncoding": .string(encoding == .utf8 ? "utf-8" : "utf-16"),
        "textDocumentSync": ["openClose": true, "change": 2],
        "definitionProvider": true, "declarationProvider": true, "typeDefinitionProvider": true,
        "implementationProvider": true, "referencesProvider": true, "hoverProvider": true,
        "documentHighlightProvider": true, "documentSymbolProvider": true, "workspaceSymbolProvider": true,
        "callHierarchyProvider": true,
        "workspace": ["workspaceFolders": ["supported": true, "changeNotifications": true]],
      ],
      "serverInfo": ["name": "alidade", "version": .string(version)],
    ]
  }

  /// The index and the imported indexes as they are now.
  func navigator() throws -> JointNavigator {
    let current = try store?.refreshed() ?? NavigationStore.open(dataFolder: dataFolder)
    store = current
    return JointNavigator(searcher, store: current) { [nameFiles] in nameFiles }
  }

  // MARK: notifications

  /// Notifications have no answer; what is wrong with one is passed over.
  private func notify(_ method: String, _ parameters: JSONValue) {
    switch method {
    case "exit": exitCode = phase == .shutDown ? 0 : 1
    case "textDocument/didOpen": open(parameters)
    case "textDocument/didChange": change(parameters)
    case "textDocument/didClose": if let path = Self.path(parameters) { files.close(path) }
    case "workspace/didChangeWorkspaceFolders":
      for folder in parameters["event"]?["added"]?.elements ?? [] {
        if let path = folder["uri"]?.text.flatMap({ FileAddress.path($0) }) { files.addRoot(path) }
      }
    default: break
    }
  }

  private func open(_ parameters: JSONValue) {
    guard let path = Self.path(parameters), let text = parameters["textDocument"]?["text"]?.text else {
      return
    }
    _ = files.setText(TextBuffer(Array(text.utf8)), of: path)
  }

  private func change(_ parameters: JSONValue) {
    guard let path = Self.path(parameters), var text = files.openText(path) else { return }
    for change in parameters["contentChanges"]?.elements ?? [] {
      guard let new = change["text"]?.text else { continue }
      if let range = change["range"] {
        guard let first = Self.position(range["start"]), let last = Self.position(range["end"]) else {
          continue
        }
        text.replace(from: first, to: last, with: new, encoding)
      } else {
        text = TextBuffer(Array(new.utf8))
      }
      guard text.bytes.count <= WorkspaceFiles.textMax else { return files.close(path) }
    }
    _ = files.setText(text, of: path)
  }

  // MARK: parameters

  /// The path of the document that parameters are about.
  static func path(_ parameters: JSONValue) -> String? {
    parameters["textDocument"]?["uri"]?.text.flatMap { FileAddress.path($0) }
  }

  /// A position of the protocol: both numbers from 0.
  static func position(_ value: JSONValue?) -> (line: Int, character: Int)? {
    guard let line = value?["line"]?.integer, let character = value?["character"]?.integer, line >= 0,
      line < Int(Int32.max), character >= 0
    else { return nil }
    return (line, min(character, Int(Int32.max)))
  }
}
