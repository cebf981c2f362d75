/// The values a request gives to the parameters of its operation, all of them checked.
struct APIArguments: Sendable {
  private var values: [String: String] = [:]

  /// What is wrong with a request, with all its faults.
  struct Refusal: Error {
    var faults: [ProblemDocument.Fault]
  }

  /// Faults told at once at most.
  private static let faultLimit = 16

  /// Reads what the address gives.
  ///
  /// - Parameter path: decoded values of the parameters in the path.
  init(
    _ operation: APIOperation, path: [String: String], query: [(name: String, value: String)]
  ) throws(Refusal) {
    var faults: [ProblemDocument.Fault] = []
    for (name, value) in path.map({ ($0.key, $0.value) }) + query.map({ ($0.name, $0.value) }) {
      guard let parameter = operation.parameters.first(where: { $0.name == name }) else {
        faults.append(Self.unknown(name, operation))
        continue
      }
      if values[name] != nil {
        faults.append(.init(parameter: name, message: "\(name) is given more than once"))
      } else if let fault = parameter.fault(of: value) {
        faults.append(.init(parameter: name, message: fault))
      }
      values[name] = value
    }
    for parameter in operation.parameters where parameter.isRequired && values[parameter.name] == nil {
      faults.append(.init(parameter: parameter.name, message: "\(parameter.name)= is missing"))
    }
    if !faults.isEmpty { throw Refusal(faults: Array(faults.prefix(Self.faultLimit))) }
    for parameter in operation.parameters where values[parameter.name] == nil {
      switch parameter.kind {
      case .integer(_, let standard?): values[parameter.name] = String(standard)
      case .choice(_, let standard?): values[parameter.name] = standard
      default: break
      }
    }
  }

  private static func unknown(_ name: String, _ operation: APIOperation) -> ProblemDocument.Fault {
    let known = operation.parameters.filter { $0.place == .query }.map(\.name)
    // The name comes from outside and may be anything; a pointer holds what a reader can use.
    let shown = name.unicodeScalars.prefix(40).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : String($0) }
      .joined()
    return .init(
      parameter: shown, message: "there is no parameter “\(shown)” here",
      suggestion: known.isEmpty ? "this address takes no parameters" : "use \(known.joined(separator: ", "))")
  }

  /// The value of `name`; nil when it was not given and has no standard value.
  subscript(name: String) -> String? { values[name] }

  /// The value of a parameter that is required.
  func text(_ name: String) -> String {
    guard let value = values[name] else { preconditionFailure("\(name) is not a required parameter") }
    return value
  }

  /// The value of a number that is required or has a standard value.
  func integer(_ name: String) -> Int {
    guard let number = optionalInteger(name) else { preconditionFailure("\(name) has no standard value") }
    return number
  }

  /// The value of a number, if given.
  func optionalInteger(_ name: String) -> Int? { values[name].flatMap { APIParameter.integer($0) } }
}
