import Navigation
import Search

extension LanguageServer {
  /// Where in the index the place is that a request is about; nil where the index cannot know it: a file outside
  /// of all indexed repositories, or a line that is not in the indexed text.
  func indexedPosition(_ parameters: JSONValue) throws -> CodePosition? {
    guard let path = Self.path(parameters) else {
      throw Fault.parameters("textDocument.uri is not the file: address of a file")
    }
    guard let position = Self.position(parameters["position"]) else {
      throw Fault.parameters("position has no line and character from 0")
    }
    guard let file = files.indexedFile(path), let text = files.currentText(path),
      let line = files.alignment(path, file)?.oldLine(position.line)
    else { return nil }
    let column = ColumnUnits.bytes(position.character, in: text.line(position.line), encoding)
    return CodePosition(repository: file.repository, path: file.path, line: line + 1, column: column)
  }

  func definition(_ parameters: JSONValue) throws -> JSONValue {
    guard let position = try indexedPosition(parameters) else { return .null }
    return places(try navigator().answer(.definition, at: position).locations)
  }

  func typeDefinition(_ parameters: JSONValue) throws -> JSONValue {
    guard let position = try indexedPosition(parameters) else { return .null }
    return places(try navigator().exact.typeDefinition(at: position).locations)
  }

  func implementation(_ parameters: JSONValue) throws -> JSONValue {
    guard let position = try indexedPosition(parameters) else { return .null }
    return places(try navigator().answer(.implementations, at: position).locations)
  }

  func references(_ parameters: JSONValue) throws -> JSONValue {
    guard let position = try indexedPosition(parameters) else { return .null }
    let question = NavigationQuestion.references(limit: Self.placesMax)
    let locations = try navigator().answer(question, at: position).locations
    let wantsDeclaration = parameters["context"]?["includeDeclaration"]?.isTrue ?? false
    return places(wantsDeclaration ? locations : locations.filter { !$0.roles.contains(.definition) })
  }

  func highlights(_ parameters: JSONValue) throws -> JSONValue {
    guard let position = try indexedPosition(parameters), let path = Self.path(parameters) else {
      return .null
    }
    let locations = try navigator().answer(.highlights, at: position).locations
    let own = locations.filter {
      $0.repository == position.repository && $0.path == position.path && $0.revision == nil
    }
    return .array(
      own.map { location in
        // 2 is read, 3 write.
        let kind = location.roles.contains(.write) || location.roles.contains(.definition) ? 3 : 2
        return ["range": range(location, in: path), "kind": .integer(kind)]
      })
  }

  func hover(_ parameters: JSONValue) throws -> JSONValue {
    guard let position = try indexedPosition(parameters) else { return .null }
    let answer = try navigator().answer(.hover, at: position)
    guard !answer.symbols.isEmpty else { return .null }
    var parts: [String] = []
    for symbol in answer.symbols {
      let declaration = symbol.signature.isEmpty ? "\(symbol.kind) \(symbol.qualifiedName)" : symbol.signature
      let fence = declaration.contains("```") ? "````" : "```"
      parts.append("\(fence)\(Self.fenceLanguage(position.path))\n\(declaration)\n\(fence)")
      parts += symbol.documentation
    }
    parts.append("*\(Self.worth(of: answer))*")
    return ["contents": ["kind": "markdown", "value": .string(parts.joined(separator: "\n\n"))]]
  }

  /// How sure an answer about a name is, in a line of Markdown.
  private static func worth(of answer: NavigationAnswer) -> String {
    guard answer.precision == .byName else {
      let uses = "\(answer.total) \(answer.total == 1 ? "reference" : "references")"
      return "\(uses) · \(answer.precision?.label ?? "exact")"
    }
    // Reasons hold paths, which may hold signs of Markdown.
    let reason = answer.locations[0].reason.map { "*_`[]<>\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    let others = answer.total > 1 ? " · 1 of \(answer.total) candidates" : ""
    return "by name · \(reason)\(others)"
  }

  // MARK: places

  func places(_ locations: [CodeLocation]) -> JSONValue {
    .array(locations.compactMap { place($0) })
  }

  /// A location of the protocol; nil where the file cannot be shown.
  func place(_ location: CodeLocation) -> JSONValue? {
    let file = WorkspaceFiles.IndexedFile(repository: location.repository, path: location.path)
    guard let target = files.path(of: file, revision: location.revision) else { return nil }
    let range =
      target.isClone
      ? range(location, in: target.path) : plainRange(location, line: location.line - 1, target.path)
    return ["uri": .string(FileAddress.address(target.path)), "range": range]
  }

  /// Where a place of the indexed text is in the text the editor has.
  func range(_ location: CodeLocation, in path: String) -> JSONValue {
    let file = WorkspaceFiles.IndexedFile(repository: location.repository, path: location.path)
    guard let alignment = files.alignment(path, file) else {
      return plainRange(location, line: location.line - 1, path)
    }
    guard let line = alignment.newLine(location.line - 1) else {
      // The line was changed or is gone: the place where it was, without a name that may not be there.
      return Self.range(line: alignment.nearestNewLine(location.line - 1), 0, 0)
    }
    return plainRange(location, line: line, path)
  }

  private func plainRange(_ location: CodeLocation, line: Int, _ path: String) -> JSONValue {
    let text = location.text ?? files.currentText(path).map { Array($0.line(line)) } ?? []
    return Self.range(
      line: line, ColumnUnits.units(location.columns.lowerBound, in: text, encoding),
      ColumnUnits.units(location.columns.upperBound, in: text, encoding))
  }

  static func range(line: Int, _ start: Int, _ end: Int) -> JSONValue {
    [
      "start": ["line": .integer(line), "character": .integer(start)],
      "end": ["line": .integer(line), "character": .integer(end)],
    ]
  }

  /// The word editors colour a declaration by.
  private static func fenceLanguage(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[dot...].dropFirst().filter { $0.isASCII && $0.isLetter }.lowercased()
  }
}
