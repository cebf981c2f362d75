import QueryEngine
import TestSupport
import Testing

@Suite struct `Query parsing` {
  @Test(arguments: Golden.files("Goldens"))
  func `text becomes a tree or an error with a caret`(_ golden: Golden) throws {
    try golden.check(described)
  }
}
