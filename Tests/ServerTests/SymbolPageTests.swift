import Testing

@Suite struct `The page of symbols` {
  @Test func `lists what a repository defines, without scripts`() async throws {
    let site = try TestSite()
    let all = await site.get("/r/demo/engine/-/symbols")
    #expect(all.status == 200)
    #expect(all.text.contains("<h1"))
    #expect(all.text.contains("name=\"q\""))
    let found = await site.get("/r/demo/engine/-/symbols?q=parse")
    #expect(found.status == 200)
    #expect(found.text.contains("value=\"parse\""))
    #expect(found.text.contains("type:symbol"))
  }

  @Test func `says what is wrong with a query, and knows no other repository`() async throws {
    let site = try TestSite()
    let fault = await site.get("/r/demo/engine/-/symbols?q=kind:monad")
    #expect(fault.status == 400)
    #expect(fault.text.contains("doesn&#39;t take") || fault.text.contains("doesn't take"))
    #expect(await site.get("/r/none/-/symbols").status == 404)
    #expect(await site.get("/r/demo/engine@nowhere/-/symbols").status == 404)
    #expect(await site.get("/r/demo/engine/-/symbols/x").status == 404)
  }
}
