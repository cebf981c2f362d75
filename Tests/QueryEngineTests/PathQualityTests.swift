import QueryEngine
import Testing

@Suite struct `Names of files` {
  @Test(arguments: [
    ("router", "src/Router.swift", 3), ("router", "src/router_test.go", 2),
    ("router", "src/http/GpuRouter.swift", 2),
    ("router", "src/routers.go", 1), ("router", "router/main.go", 1), ("makefile", "Makefile", 3),
    ("bashrc", ".bashrc", 2), ("main.go", "cmd/main.go", 3), ("http", "a/HTTPServer.swift", 2),
  ])
  func `are judged by how well they fit`(term: String, path: String, expected: Int) throws {
    let corpus = try Corpus([.init(path: path, text: Array("x\n".utf8))])
    let query = try CompiledQuery(Query(parsing: "type:path \(term)"))
    let hits = try corpus.search(query)
    #expect(hits.first?.pathQuality == [UInt8(expected)])
  }

  @Test func `are found wherever they stand`() throws {
    var documents = (0..<300).map { Corpus.Document(path: "a/f\($0).c", text: Array("router\n".utf8)) }
    documents.append(.init(path: "z/router.c", text: Array("nothing\n".utf8)))
    let corpus = try Corpus(documents)
    let query = try CompiledQuery(Query(parsing: "router"))
    var found: [Int] = []
    try corpus.segmentSearch(query).pathHits(limit: 8, isKnown: { _ in false }) { found.append($0.document) }
    #expect(found == [300])
    try corpus.segmentSearch(query).pathHits(limit: 8, isKnown: { $0 == 300 }) { found.append($0.document) }
    #expect(found == [300])
  }
}
