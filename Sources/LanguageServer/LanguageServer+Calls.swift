import Navigation
import Search

extension LanguageServer {
  func prepareCalls(_ parameters: JSONValue) throws -> JSONValue {
    guard let position = try indexedPosition(parameters) else { return .null }
    let navigator = try navigator()
    let answer = try navigator.answer(.definition, at: position)
    let items = answer.symbols.filter { $0.isCallable && !$0.isLocal }.compactMap { symbol -> JSONValue? in
      guard
        let definition = answer.locations.first(where: { $0.symbol == symbol.symbol })
          ?? answer.locations.first
      else { return nil }
      return item(symbol, definition)
    }
    return items.isEmpty ? .null : .array(items)
  }

  /// A function as the protocol has it; `data` comes back with the question for its calls.
  private func item(_ symbol: SymbolSummary, _ definition: CodeLocation) -> JSONValue? {
    guard let place = place(definition), let range = place["range"], let address = place["uri"] else {
      return nil
    }
    return [
      "name": .string(symbol.name), "kind": .integer(Self.kindNumber(symbol.kind)),
      "detail": .string(symbol.qualifiedName), "uri": address, "range": range, "selectionRange": range,
      "data": ["symbol": .string(symbol.symbol)],
    ]
  }

  func calls(_ parameters: JSONValue, isIncoming: Bool) throws -> JSONValue {
    guard let symbol = parameters["item"]?["data"]?["symbol"]?.text else {
      throw Fault.parameters("item.data is not what prepareCallHierarchy gave")
    }
    let navigator = try navigator()
    let groups = try navigator.calls(of: symbol, isCallee: !isIncoming)
    return .array(
      groups.compactMap { group in
        guard let function = group.symbol, let definition = group.definition,
          let item = item(function, definition)
        else { return nil }
        // Ranges are in the caller's file: the other function's for calls that come in.
        let ranges = group.calls.compactMap { place($0)?["range"] }
        return [isIncoming ? "from" : "to": item, "fromRanges": .array(ranges)]
      })
  }
}
