/// One thing the API does. The table of all of them is what the OpenAPI document is written from and what
/// requests are checked against, so the two cannot disagree.
package struct APIOperation: Sendable {
  /// The name in the OpenAPI document.
  package enum ID: String, Sendable, CaseIterable {
    case listRepositories, getRepository, listFiles, getTree, getFile
    case listFileSymbols, findSymbols
    case getBlame, listCommits, getCommit, getDiff
    case getDefinition, getReferences, getImplementations, getHover, getCallers, getCallees, importScip
    case search, suggest, explain, resolve, getStatus
    case createDiagnosis, getDiagnosis, deleteDiagnosis
    case getDescription
  }

  /// A form of the answer.
  package struct Answer: Sendable {
    /// For example `application/json`.
    package let mediaType: String
    /// What is in it.
    package let schema: APISchema
  }

  /// The name in the OpenAPI document.
  package let id: ID
  /// What follows `/api/v1/`, with parameters in braces.
  package let path: String
  /// The media types of the body it takes; empty for operations that only read, which are GET and HEAD.
  package let bodyTypes: [String]
  /// A few words.
  package let summary: String
  /// More, in sentences, without Markdown.
  package let details: String
  /// In the order of the documentation.
  package let parameters: [APIParameter]
  /// The forms of a good answer, the usual one first.
  package let answers: [Answer]
  /// Kinds of failure beyond those every operation has.
  package let problems: [Problem]

  /// The methods it answers to, as `Allow` has them; of all operations at its address.
  package var methods: String {
    if id == .getDiagnosis || id == .deleteDiagnosis { return "GET, HEAD, DELETE" }
    return bodyTypes.isEmpty ? "GET, HEAD" : "POST"
  }

  /// The method that the OpenAPI document describes, in small letters.
  package var method: String { id == .deleteDiagnosis ? "delete" : bodyTypes.isEmpty ? "get" : "post" }

  /// The status of a good answer.
  package var goodStatus: Int { id == .createDiagnosis ? 201 : 200 }

  /// Whether the server's token is needed.
  package var needsToken: Bool { id == .importScip }

  /// The whole path with parameters in braces, as in metrics.
  package var route: String { "/api/v1/\(path)" }

  init(
    _ id: ID, _ path: String, summary: String, details: String = "", parameters: [APIParameter] = [],
    bodyTypes: [String] = [], answers: [Answer], problems: [Problem] = []
  ) {
    self.id = id
    self.path = path
    self.summary = summary
    self.details = details
    self.parameters = parameters
    self.bodyTypes = bodyTypes
    self.answers = answers
    self.problems = problems
  }

  /// The operation called `id`.
  package static subscript(id: ID) -> APIOperation { byID[id]! }  // A test checks that the table has every id.

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  /// Kinds of failure that any request can meet.
  package var allProblems: [Problem] {
    var kinds: [Problem] = [.badAddress, .badParameter]
    if path.contains("{repo}") || path.contains("{id}") { kinds.append(.notFound) }
    kinds += [.notAcceptable, .addressTooLong, .rateLimited, .serverFault]
    let needsIndex = ![.getDescription, .createDiagnosis, .getDiagnosis, .deleteDiagnosis].contains(id)
    if needsIndex { kinds.append(.noIndex) }
    return kinds + problems
  }
}
