/// A place where something is called.
package struct CallSite: Sendable, Equatable {
  /// Bytes of the name that is called.
  package var name: Range<Int>
  /// The declaration around, as an index into the outline; -1 outside of all.
  package var caller: Int

  /// A call.
  package init(name: Range<Int>, caller: Int) {
    (self.name, self.caller) = (name, caller)
  }
}

/// A name that means something in a part of the text only.
package struct LocalBinding: Sendable, Equatable {
  /// Bytes of the name where it is bound.
  package var name: Range<Int>
  /// Bytes in which it holds.
  package var scope: Range<Int>

  /// A binding.
  package init(name: Range<Int>, scope: Range<Int>) {
    (self.name, self.scope) = (name, scope)
  }
}

/// What one parse tells about one text. Comments, strings and code are zones of it by the kinds of the spans.
package struct FileFacts: Sendable, Equatable {
  /// Colours and declarations.
  package var syntax = FileSyntax()
  /// Calls in the order of the text, at most ``factMax``.
  package var calls: [CallSite] = []
  /// Names bound inside of functions, at most ``factMax``.
  package var locals: [LocalBinding] = []
  /// Bytes of the statements that bring names from elsewhere, at most ``factMax``.
  package var imports: [Range<Int>] = []

  /// Nothing known.
  package init() {}
}

/// The most calls, bindings and imports of one text.
package let factMax = 50_000

/// Facts from a tree; colours that the tree leaves open come from the lexer, which also reads what fits no rule.
///
/// - Complexity: linear in the nodes and in the text.
package func analyzeSyntax(
  _ bytes: UnsafeRawBufferPointer, language: Language, tree: SyntaxTree
) -> FileFacts {
  var facts = FileFacts()
  facts.syntax = analyzeSyntax(bytes, language: language)
  guard let start = bytes.baseAddress, !tree.nodes.isEmpty else { return facts }
  let base = start.assumingMemoryBound(to: UInt8.self)
  var colours = TreeColours(tree, base: base, count: bytes.count)
  facts.syntax.spans = merged(tree: colours.run(), lexer: facts.syntax.spans)
  var reader = TreeReader(tree, base: base, count: bytes.count)
  reader.run()
  let outline = reader.outline()
  (facts.calls, facts.locals, facts.imports) = (reader.calls, reader.locals, reader.imports)
  // The lexer's outline needs no rules that hold from the first byte to the last. Members count for neither side: in a
  // broken tree anything may look like one. What it says is bound, and who calls, is as much at random.
  func types(_ items: [OutlineItem]) -> Int {
    items.count { !["field", "constant", "variable"].contains($0.kind) }
  }
  if tree.isBroken, types(outline) < types(facts.syntax.outline) {
    (facts.calls, facts.locals) = ([], [])
  } else {
    facts.syntax.outline = outline
  }
  return facts
}

/// Runs of the tree, and those of the lexer that lie between them.
///
/// A name without a colour of its own takes the lexer's, unless that says keyword: the grammar knows better.
private func merged(tree: [TreeColours.Run], lexer: [TokenSpan]) -> [TokenSpan] {
  var result: [TokenSpan] = []
  result.reserveCapacity(max(tree.count, lexer.count))
  var next = 0
  var last = 0
  func add(_ span: TokenSpan) {
    guard span.range.lowerBound >= last, !span.range.isEmpty, result.count < syntaxSpanMax else { return }
    last = span.range.upperBound
    result.append(span)
  }
  for run in tree {
    while next < lexer.count, lexer[next].range.upperBound <= run.range.lowerBound {
      add(lexer[next])
      next += 1
    }
    if let kind = run.kind {
      add(TokenSpan(range: run.range, kind: kind))
    } else if next < lexer.count, lexer[next].range == run.range, lexer[next].kind != .keyword {
      add(lexer[next])
    }
    while next < lexer.count, lexer[next].range.lowerBound < run.range.upperBound { next += 1 }
  }
  while next < lexer.count {
    add(lexer[next])
    next += 1
  }
  return result
}
