import Platform
import Testing

@Suite struct `Compression` {
  private static let libraries = loadCompressionLibraries()

  @Test func `the system has zlib`() {
    #expect(Self.libraries.map(\.name).suffix(2) == ["gzip", "deflate"])
  }

  /// What another program makes of `bytes`.
  private func decompressed(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "packed")
    let program = """
      import sys, zlib
      data = open(sys.argv[1], 'rb').read()
      sys.stdout.buffer.write(zlib.decompress(data, 31 if sys.argv[2] == 'gzip' else 15))
      """
    return try command("python3", "-c", program, folder.path + "/packed", name).run().output
  }

  @Test(arguments: ["gzip", "deflate"])
  func `a stream in parts is one stream`(_ name: String) throws {
    let library = try #require(Self.libraries.first { $0.name == name })
    let stream = try #require(library.begin(.quick))
    var packed: [UInt8] = []
    var whole: [UInt8] = []
    for part in 0..<20 {
      let bytes = Array(String(repeating: "part \\(part) ", count: part * part * 40).utf8)
      whole += bytes
      packed += try #require(stream.compress(bytes, isLast: false))
    }
    packed += try #require(stream.compress([], isLast: true))
    #expect(packed.count < whole.count / 10)
    #expect(try decompressed(packed, name) == whole)
  }
}
