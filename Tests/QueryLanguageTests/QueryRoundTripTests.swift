import QueryEngine
import TestSupport
import Testing

@Suite struct `Query round trips` {
  @Test(arguments: 0..<20)
  func `printing and parsing a random tree gives the tree`(_ seed: Int) throws {
    var random = RandomQueries(seed: UInt64(seed))
    for _ in 0..<500 {
      let query = random.query()
      let text = query.description
      do throws(QueryError) {
        let parsed = try Query(parsing: text)
        // Not the values themselves: test output ends at a NUL byte.
        if parsed != query || parsed.description != text {
          Issue.record("\(text.debugDescription) came back as \(parsed.description.debugDescription)")
        }
      } catch {
        Issue.record("\(error.description)\n\(error.caret(in: text))")
      }
    }
  }

  @Test(arguments: 0..<20)
  func `no text traps, and what parses prints back to an equal query`(_ seed: Int) {
    var random = RandomQueries(seed: 1_000 + UInt64(seed))
    for _ in 0..<400 {
      let text = random.mutatedText()
      let tokens = Query.tokens(of: text)
      #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
      #expect(
        tokens.allSatisfy { !$0.range.isEmpty && $0.range.upperBound <= text.utf8.count },
        "\(text.debugDescription)")
      _ = FieldTable.completions(
        for: text, cursor: Int.random(in: -1...text.utf8.count + 1, using: &random.generator))
      for span in Query.filterSpans(in: text) { _ = Query.removing(span.range, from: text) }
      do throws(QueryError) {
        let query = try Query(parsing: text)
        let printed = query.description
        let again = try Query(parsing: printed)
        if again != query { Issue.record("\(text.debugDescription) printed as \(printed.debugDescription)") }
        let toggled = Query.togglingCase(Query.adding("lang:Go", to: printed))
        let edited = Result { () throws(QueryError) in try Query(parsing: toggled) }
        if case .failure(let error) = edited {
          Issue.record("\(printed.debugDescription) edited to \(toggled.debugDescription): \(error.kind)")
        }
        for span in Query.filterSpans(in: printed) where span.field != .patterntype {
          let removed = Query.removing(span.range, from: printed)
          let rest = Result { () throws(QueryError) in try Query(parsing: removed) }
          // A restriction without its word is told to the reader, who took the word away.
          if case .failure(let error) = rest, error.kind != .uselessRestriction("in") {
            Issue.record("\(printed.debugDescription) became \(removed.debugDescription): \(error.kind)")
          }
        }
      } catch {
        #expect(error.range.upperBound <= text.utf8.count, "\(text.debugDescription)")
        #expect(error.caret(in: text).split(separator: "\n").count >= 1)
      }
    }
  }

  @Test(arguments: ["a", "(", "x OR "])
  func `ten megabytes are refused at once`(_ unit: String) {
    let text = String(repeating: unit, count: (10 << 20) / unit.utf8.count)
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(throws: QueryError.self) { try Query(parsing: text) }
      #expect(Query.tokens(of: text).map(\.kind) == [.error])
      #expect(FieldTable.completions(for: text, cursor: text.utf8.count).isEmpty)
      #expect(Query.adding("lang:Go", to: text) == text)
    }
    #expect(time < .seconds(5))
  }

  /// Texts of the greatest length that a careless lexer takes the square of.
  @Test(
    arguments: [
      "(", "[", "[:", "(?", "/", "\"", "\\", "-", "(a", "a:", "flie:x ", "case:yes ", "OR ", "NOT ", "( ) ",
      "/[[", "a ",
      "repo.has:path(", "-(", "lang:go ", "rev:a ", "\u{3000}", "é", "lang:x,", "()",
    ], ["", "patterntype:regexp ", "patterntype:literal "])
  func `the longest texts take little time`(_ unit: String, _ prefix: String) {
    let text =
      prefix + String(repeating: unit, count: (Query.textLengthMax - prefix.utf8.count) / unit.utf8.count)
    let time = ContinuousClock().measure {
      _ = Query.tokens(of: text)
      do throws(QueryError) { _ = try Query(parsing: text).description } catch { _ = error.caret(in: text) }
      let added = Query.adding("case:no", to: Query.adding("lang:Go", to: text))
      _ = Query.removing(0..<1, from: added)
    }
    // Milliseconds in truth, seconds without optimisation; the bound only tells a square from a line.
    #if SANITIZED
      let bound = Duration.seconds(120)
    #else
      let bound = Duration.seconds(30)
    #endif
    #expect(time < bound, "\(unit)")
  }

  @Test func `limits are exact`() throws {
    let deep = Query.nestingMax
    _ = try Query(parsing: String(repeating: "(", count: deep) + "a" + String(repeating: ")", count: deep))
    _ = try Query(parsing: String(repeating: "NOT ", count: deep) + "a")
    _ = try Query(parsing: Array(repeating: "a", count: Query.termsMax).joined(separator: " "))
    _ = try Query(parsing: String(repeating: "a", count: Query.textLengthMax))
    func kind(_ text: String) -> QueryError.Kind? {
      do throws(QueryError) {
        _ = try Query(parsing: text)
        return nil
      } catch {
        return error.kind
      }
    }
    let tooDeep = String(repeating: "(", count: deep + 1) + "a" + String(repeating: ")", count: deep + 1)
    #expect(kind(tooDeep) == .nestedTooDeeply)
    #expect(kind(String(repeating: "NOT ", count: deep + 1) + "a") == .nestedTooDeeply)
    #expect(kind(Array(repeating: "a", count: Query.termsMax + 1).joined(separator: " ")) == .tooManyTerms)
    #expect(kind(String(repeating: "a", count: Query.textLengthMax + 1)) == .tooLong)
  }

  @Test func `offsets in a regex map to the query`() throws {
    let query = try Query(parsing: "x /a\\/b[/")
    guard case .and(let members) = query.root, case .pattern(let pattern) = members[1] else {
      Issue.record("no pattern")
      return
    }
    #expect(pattern.text == "a/b[")
    #expect(pattern.range == 2..<9)
    #expect(pattern.offsetMap.queryRange(of: 0..<1) == 3..<4)
    #expect(pattern.offsetMap.queryRange(of: 1..<2) == 4..<6)
    #expect(pattern.offsetMap.queryRange(of: 3..<4) == 7..<8)
    #expect(pattern.offsetMap.queryRange(of: 4..<4) == 8..<8)
    #expect(pattern.offsetMap.queryRange(of: 0..<4) == 3..<8)
  }

  @Test func `trees out of normal form print to the same meaning`() throws {
    let a = QueryNode.pattern(Pattern(kind: .literal, text: "a"))
    let b = QueryNode.pattern(Pattern(kind: .literal, text: "b"))
    let odd = Query(root: .and([a, .and([b, .or([a])]), .everything]))
    #expect(odd.description == "a (b (a)) repo:.*")
    #expect(QueryNode.all([a, .and([b, .everything]), .everything]) == .and([a, b, .everything]))
    #expect(QueryNode.all([]) == .everything)
    #expect(QueryNode.any([a, .everything]) == .everything)
    #expect(QueryNode.any([a, .or([b, a])]) == .or([a, b, a]))
  }
}
