/// Where the next page of an answer begins. Opaque to clients: its text may change with any version.
struct APICursor: Equatable {
  /// The index it counts in; another one has other results.
  var generation: Int
  /// Results before it.
  var offset: Int
  /// Of the other parameters, so that a cursor is not used with another question.
  var question: UInt32

  /// A cursor that carries on `arguments`' question.
  init(generation: Int, offset: Int, operation: APIOperation, arguments: APIArguments) {
    self.generation = generation
    self.offset = offset
    question = Self.hash(operation, arguments)
  }

  /// Reads ``text``. Nil when it is none of ours, or one of another question.
  init?(_ text: String, operation: APIOperation, arguments: APIArguments) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let generation = Int(parts[0], radix: 36), generation >= 0,
      let offset = Int(parts[1], radix: 36), (0...Self.offsetMax).contains(offset),
      let question = UInt32(parts[2], radix: 36), question == Self.hash(operation, arguments)
    else { return nil }
    self.generation = generation
    self.offset = offset
    self.question = question
  }

  /// For the answer.
  var text: String {
    [String(generation, radix: 36), String(offset, radix: 36), String(question, radix: 36)]
      .joined(separator: "-")
  }

  /// Nobody turns that many pages.
  private static let offsetMax = 100_000_000

  /// - Source: FNV-1a. Not a protection, only a check against mistakes.
  private static func hash(_ operation: APIOperation, _ arguments: APIArguments) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    func add(_ text: String) {
      for byte in Array(text.utf8) + [0] { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    }
    add(operation.id.rawValue)
    for parameter in operation.parameters where !["cursor", "limit"].contains(parameter.name) {
      add(arguments[parameter.name] ?? "")
    }
    return hash
  }
}
