import QueryEngine
import TestSupport
import Testing

@Suite struct `Field table` {
  @Test func `every field is in the table once`() {
    #expect(FieldTable.all.map(\.id.rawValue).sorted() == QueryField.ID.allCases.map(\.rawValue).sorted())
    let names = FieldTable.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    for name in names { #expect(FieldTable.named(name) != nil) }
  }

  @Test(arguments: FieldTable.all.map(\.id))
  func `examples parse, or are refused as not available yet`(_ id: QueryField.ID) {
    let field = FieldTable[id]
    do throws(QueryError) {
      let query = try Query(parsing: field.example)
      #expect(!field.isLater)
      #expect(field.example.contains("\(field.name):"))
      #expect(query.root != .everything)
    } catch {
      #expect(error.kind == .notAvailableYet(field.name + ":"), "\(error.description)")
    }
  }

  @Test func `all values of closed sets are understood`() {
    for field in FieldTable.all where !field.isLater {
      guard case .oneOf(let values) = field.value else { continue }
      for value in values {
        let result = Result { () throws(QueryError) in try Query(parsing: "\(field.name):\(value.text)") }
        switch result {
        case .success: #expect(!value.isLater, "\(field.name):\(value.text)")
        case .failure(let error): #expect(error.kind == .notAvailableYet("\(field.name):\(value.text)"))
        }
      }
    }
  }

  @Test func `help is a sentence`() {
    for field in FieldTable.all { #expect(field.help.hasSuffix("."), "\(field.name)") }
  }

  @Test func `the reference page is current`() throws {
    try GoldenFile.check(FieldTable.referenceMarkdown(), against: "../../docs/query-language.md")
  }
}
