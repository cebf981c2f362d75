import Containers
import Platform
import TestSupport
import Testing

@Suite struct `Object ids` {
  @Test(arguments: [20, 32]) func `bytes and digits go in and come out`(_ count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    var ids: [(bytes: [UInt8], id: ObjectID)] = []
    for _ in 0..<500 {
      let bytes = (0..<count).map { _ in
        UInt8.random(in: 0...255, using: &random) & .random(in: 0...255, using: &random)
      }
      let id = try #require(bytes.withUnsafeBytes { ObjectID(bytes: $0) })
      #expect(id.withBytes { Array($0) } == bytes && id.count == count)
      let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(id.hex == hex && ObjectID(hex: hex) == id && ObjectID(hex: hex.uppercased()) == id)
      ids.append((bytes, id))
    }
    #expect(
      ids.sorted { $0.id < $1.id }.map(\.bytes)
        == ids.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) })
    #expect(Set(ids.map(\.id)).count == Set(ids.map(\.bytes)).count)
  }

  @Test func `other lengths and digits are refused`() {
    let good = String(repeating: "0", count: 40)
    for text in ["", "0", String(good.dropLast()), good + "0", good.dropLast() + "g", good.dropLast() + "é"] {
      #expect(ObjectID(hex: String(text)) == nil)
    }
    for count in [0, 19, 21, 31, 33] {
      #expect([UInt8](repeating: 0, count: count).withUnsafeBytes { ObjectID(bytes: $0) } == nil)
    }
    let short = ObjectID(hex: good)
    let long = ObjectID(hex: String(repeating: "0", count: 64))
    #expect(short != long && short?.isZero == true && long?.isZero == true)
    #expect(ObjectID(hex: good.dropLast() + "1")?.isZero == false)
  }

  @Test func `contents get the names git gives them`() throws {
    func name(_ bytes: [UInt8]) -> ObjectID { bytes.withUnsafeBytes { gitBlobName(of: $0) } }
    #expect(name([]).hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    #expect(name(Array("hello\n".utf8)).hex == "ce013625030ba8dba906f756967f9e9ca394464a")
    for count in Array(0..<300) + [4095, 4096, 1_000_003] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 &+ 13) }
      #expect(name(bytes) == bytes.withUnsafeBytes { gitBlobName(of: $0, portable: true) })
      if count > 290 {
        let hex = try command("git", "hash-object", "--stdin").text(input: bytes)
        #expect(name(bytes).hex == hex.dropLast())
      }
    }
  }
}
